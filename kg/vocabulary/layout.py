"""One layout for the data files of `ontology/`, so that a change shows as that change and nothing else.

    python -m kg.vocabulary.layout FILE …   (sets them; with `--check` names those that differ: exit code 1)

One block a subject, sorted by IRI between two comments; the properties of an entry in one order. Entries
(actors, memberships, officials, territories, a user's own) have two blanks and up to three values on a line;
concepts (issues) have four, several values below each other, properties by name. Literals keep their order,
since the first name is the usual one; IRIs are sorted. Comments stay between the entries; inside one there is
no place for them, nor for blank nodes.
"""

from __future__ import annotations

import re
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import VocabularyError
from kg.vocabulary.actors import triples
from kg.vocabulary.namespaces import RDF, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ORDER: Final = re.findall(
    r"\S+",
    """
    rdfs:label skos:notation kg:personalName kg:phrase kg:iso3166_1_alpha2 kg:iso3166_1_alpha3
    kg:iso3166_3 skos:prefLabel skos:altLabel kg:sharedName kg:name kg:nameOf kg:claimedBy
    kg:administeredBy kg:usedBy kg:organization kg:member kg:heldBy kg:tenureOf kg:familyName kg:demonym
    kg:capital kg:metonym kg:ofState kg:postKind kg:unStatus kg:fromYear kg:toYear kg:earliest kg:latest
    kg:attestedYear kg:postTitle dcterms:source kg:hasMember kg:statehoodDisputedBy kg:continuedBy
    kg:succeededBy
    """,
)
"""The properties of an entry; others follow by name."""
_LINE: Final = 3
"""So many values of an entry stand on one line."""
_HEAD: Final = re.compile(r"(?:(?:#.*|@(?:prefix|base) .*)?\n)*")
_COMMENT: Final = re.compile(r"^(?:#.*\n)+", re.MULTILINE)
_LOCAL: Final = re.compile(r"\w[\w-]*", re.ASCII)
_OURS: Final = "https://w3id.org/bilateral-kg/"


class Writer:
    """Writes terms as the head of one file allows: its base, its prefixes."""

    def __init__(self, head: str) -> None:
        """Take base and prefixes from the head's lines."""
        self._base = next(iter(re.findall(r"^@base <([^>]+)>", head, re.MULTILINE)), None)
        found = re.findall(r"^@prefix ([\w-]*): <([^>]+)>", head, re.MULTILINE)
        self._prefixes = sorted(found, key=lambda pair: -len(pair[1]))

    def term(self, term: object) -> str:
        """A term, as short as can be."""
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value)
        if isinstance(term, ox.Literal) and not term.language and term.datatype.value != f"{XSD}string":
            plain = term.datatype.value in {f"{XSD}integer", f"{XSD}boolean"}
            quoted = str(ox.Literal(term.value))
            return term.value if plain else f"{quoted}^^{self._iri(term.datatype.value)}"
        return str(term)

    def _iri(self, iri: str) -> str:
        for prefix, namespace in self._prefixes:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        if self._base and iri.startswith(self._base):
            return f"<{iri[len(self._base) :]}>"
        return f"<{iri}>"

    def entry(self, subject: object, said: Sequence[ox.Triple]) -> str:
        """One subject with what is said of it."""
        groups: dict[str, list[object]] = {}
        for triple in said:
            groups.setdefault(self.term(triple.predicate), []).append(triple.object)
        kinds = groups.pop(f"<{RDF}type>", [])
        concept = any(self.term(kind).startswith("skos:") for kind in kinds)
        comma, indent = (" ,", "    ") if concept else (",", "  ")
        first = [f"a {f'{comma} '.join(map(self.term, kinds))}"] if kinds else []
        lines = []
        for name in sorted(groups, key=_alphabetical if concept else _place):
            values = [self.term(value) for value in _sorted(groups[name])]
            below = len(values) > (1 if concept else _LINE)
            deep = f"\n{indent * 2}"
            listed = f"{comma}{deep}" if below else f"{comma} "
            lines.append(name + (deep if below else " ") + listed.join(values))
        opening = " " if kinds and not concept else f"\n{indent}"
        return self.term(subject) + opening + f" ;\n{indent}".join(first + lines) + " .\n"


def _place(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def _alphabetical(name: str) -> str:
    """Both kinds of match stand at one place."""
    return name.replace("skos:exactMatch", "skos:closeMatch-exact")


def _sorted(values: Iterable[object]) -> list[object]:
    """IRIs sorted, ours by their last part, so that people find a code; literals as they came."""
    kept = list(dict.fromkeys(values))
    iris = [value.value for value in kept if isinstance(value, ox.NamedNode)]
    if len(iris) < len(kept):
        return kept
    return [
        ox.NamedNode(i) for i in sorted(iris, key=lambda i: (i.startswith(_OURS) and i.split("/")[-1], i))
    ]


def layout(text: str, name: str = "the file") -> str:
    r"""The same triples and comments in the layout.

    Raises VocabularyError for what is no Turtle, and for blank nodes and a comment inside an entry.

    >>> print(layout('@prefix kg: <https://w3id.org/bilateral-kg/ontology#> .\nkg:b a kg:A . kg:a a kg:A .'))
    @prefix kg: <https://w3id.org/bilateral-kg/ontology#> .
    <BLANKLINE>
    kg:a a kg:A .
    <BLANKLINE>
    kg:b a kg:A .
    <BLANKLINE>
    """
    found = _HEAD.match(f"{text}\n")
    head = (found[0] if found else "").rstrip("\n") + "\n"
    writer = Writer(head)
    parts = [head, *_parts(head, text[len(head) :], writer, name)]
    made = "\n".join(parts)
    if set(triples(name, made)) != set(triples(name, text)):
        raise VocabularyError(f"{name} cannot be set: the triples would be others", "report the file")
    return made


def _parts(head: str, body: str, writer: Writer, name: str) -> Iterator[str]:
    """Comments as they are, and between them the entries."""
    start = 0
    for comment in (*_COMMENT.finditer(body), None):
        stop = comment.start() if comment else len(body)
        said = triples(name, head + body[start:stop])
        schemes = {t.subject for t in said if t.object == ox.NamedNode(f"{SKOS}ConceptScheme")}
        said.sort(key=lambda t: (t.subject not in schemes, getattr(t.subject, "value", "")))
        for subject, group in groupby(said, key=lambda t: t.subject):
            yield writer.entry(subject, list(group))
        if comment:
            yield comment[0]
            start = comment.end()


def main(words: Sequence[str] | None = None) -> int:
    """The command: 1 if `--check` finds a file that is not as it would be set."""
    given = list(sys.argv[1:] if words is None else words)
    differing = 0
    for path in [Path(word) for word in given if word != "--check"]:
        text = path.read_text(encoding="utf-8")
        made = layout(text, str(path))
        if made != text:
            differing = 1
            sys.stdout.write(f"{path}\n")
            if "--check" not in given:
                path.write_text(made, encoding="utf-8", newline="\n")
    return differing if "--check" in given else 0


if __name__ == "__main__":
    sys.exit(main())
