"""What changed between two versions of `ontology/`, and whether it breaks what others built on it.

    python -m kg.vocabulary.changes OLD NEW     (two folders; exit code 1 if anything breaks)

docs/versioning.md says what may change when. Breaking is: a term, concept or actor gone (deprecated ones may
go with a new major version, which breaks too), a kind, notation, domain, range or place in the tree changed,
and an axiom that forbids what was allowed. The rest is added or reworded.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, RdfFormat, parse

from kg.errors import InputError, VocabularyError
from kg.vocabulary.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, compress

if TYPE_CHECKING:
    from collections.abc import Sequence

OURS: Final = "https://w3id.org/bilateral-kg/"
FIXED: Final = {
    f"{RDF}type": "kind",
    f"{RDFS}domain": "domain",
    f"{RDFS}range": "range",
    f"{SKOS}notation": "notation",
    f"{SKOS}broader": "place in the tree",
    f"{SKOS}inScheme": "list",
}
"""Properties whose values others rely on -> what a line calls them."""
FORBIDS: Final = {f"{OWL}disjointWith": "disjoint", f"{RDFS}subClassOf": "subclass"}
"""Properties of which one more value forbids something, and one less allows it."""
WORDS: Final = {f"{SKOS}prefLabel": "label", f"{RDFS}label": "label", f"{SKOS}definition": "definition"}
Facts = dict[str, dict[str, set[str]]]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One difference: `weight` is breaking, deprecated, added, allowed or reworded; `what` is in words."""

    weight: str
    term: str
    what: str

    def __str__(self) -> str:
        r"""One line, tab-separated.

        >>> str(Change("breaking", "kg:act", "gone")).split("\t")
        ['breaking', 'kg:act', 'gone']
        """
        return f"{self.weight}\t{self.term}\t{self.what}"


def changes(old: Path, new: Path) -> list[Change]:
    """The differences between two folders of `*.ttl`, those that break first.

    Raises InputError for a folder without such files, or a file that is no Turtle.
    """
    before, after = _facts(old), _facts(new)
    found = [Change("breaking", _short(term), _gone(before[term])) for term in before if term not in after]
    found += [Change("added", _short(term), "new") for term in after if term not in before]
    for term in before.keys() & after.keys():
        found += [
            Change(weight, _short(term), what) for weight, what in _differences(before[term], after[term])
        ]
    order = ("breaking", "deprecated", "added", "allowed", "reworded")
    return sorted(found, key=lambda change: (order.index(change.weight), change))


def _differences(before: dict[str, set[str]], after: dict[str, set[str]]) -> list[tuple[str, str]]:
    found = []
    for path, name in FIXED.items():
        old, new = before.get(path, set()), after.get(path, set())
        if old != new:
            found.append(("breaking", f"{name}: {_listed(old)} -> {_listed(new)}"))
    for path, name in FORBIDS.items():
        old, new = before.get(path, set()), after.get(path, set())
        found += [("breaking", f"now {name}: {_short(one)}") for one in sorted(new - old)]
        found += [("allowed", f"no more {name}: {_short(one)}") for one in sorted(old - new)]
    for path, name in WORDS.items():
        if before.get(path) != after.get(path):
            found.append(("reworded", name))
    if f"{OWL}deprecated" in after and f"{OWL}deprecated" not in before:
        found.append(("deprecated", f"use {_listed(after.get(f'{DCTERMS}isReplacedBy', set()))}"))
    return found


def _gone(facts: dict[str, set[str]]) -> str:
    return "gone, as announced" if f"{OWL}deprecated" in facts else "gone"


def _facts(folder: Path) -> Facts:
    """Term of ours -> property -> values."""
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise InputError(f"{folder}: there is no Turtle file in it", "give two folders like ontology/")
    found: Facts = defaultdict(lambda: defaultdict(set))
    for file in files:
        try:
            for quad in parse(file.read_text(encoding="utf-8"), format=RdfFormat.TURTLE):
                subject = str(getattr(quad.subject, "value", ""))
                if subject.startswith(OURS):
                    found[subject][quad.predicate.value].add(_value(quad.object))
        except SyntaxError as error:
            raise InputError(f"{file} is no Turtle: {error}", "correct the file") from error
    return found


def _value(term: object) -> str:
    return str(term) if isinstance(term, Literal) else str(getattr(term, "value", term))


def _listed(values: set[str]) -> str:
    return ", ".join(sorted(map(_short, values))) or "none"


def _short(iri: str) -> str:
    try:
        return compress(iri)
    except VocabularyError:
        return iri


def main(arguments: Sequence[str]) -> int:
    """Print the differences of two folders; 1 if anything breaks."""
    old, new = map(Path, arguments)
    found = changes(old, new)
    breaking = sum(change.weight == "breaking" for change in found)
    sys.stdout.write("".join(f"{change}\n" for change in found))
    sys.stdout.write(f"{len(found)} changes, {breaking} of them breaking\n")
    return 1 if breaking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
