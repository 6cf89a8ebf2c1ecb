"""The issues by any of their names, each with the narrower issues under it."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import VocabularyError
from kg.vocabulary.namespaces import ISSUE, KG, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox

NAMES = (f"{SKOS}notation", f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{KG}issueWord")
"""What an issue can be called by, strongest first."""
_BROADER = f"{SKOS}broader"
_WORD = re.compile(r"\w+")


def fold(name: str) -> str:
    """A name as it is compared: case, accents, punctuation and the three kinds of blank set aside.

    >>> fold("Six-Party Talks") == fold("six_party talks")
    True
    """
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain.replace("_", " ")))


class Topics:
    """The issue tree, from `ontology/issues.ttl` and the `*.ttl` files of the user's folder."""

    def __init__(self, overlay: Path | None = None) -> None:
        """Nothing is read yet."""
        self._overlay = overlay

    @cached_property
    def _told(self) -> dict[str, list[ox.Triple]]:
        """What the files tell, by property."""
        from kg.vocabulary.actors import overlay, triples

        own = ("ontology/issues.ttl", resources.text("ontology", "issues.ttl"))
        told: dict[str, list[ox.Triple]] = {name: [] for name in (*NAMES, _BROADER)}
        for triple in (t for name, text in [own, *overlay(self._overlay)] for t in triples(name, text)):
            if (listed := told.get(triple.predicate.value)) is not None:
                listed.append(triple)
        return told

    def _pairs(self, name: str) -> Iterator[tuple[str, str]]:
        for triple in self._told[name]:
            issue, value = (str(getattr(term, "value", "")) for term in (triple.subject, triple.object))
            if issue.startswith(ISSUE) and "*" not in value:
                yield issue, value

    @cached_property
    def _notations(self) -> frozenset[tuple[str, str]]:
        return frozenset(self._pairs(NAMES[0]))

    @cached_property
    def _narrower(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for issue, above in self._pairs(_BROADER):
            found.setdefault(above, []).append(issue)
        return found

    @cached_property
    def _names(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for rank, kind in enumerate(NAMES):
            for issue, name in self._pairs(kind):
                found.setdefault(issue, []).append((rank, name))
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """Every folded name with its issue's IRI; a notation beats a label, a label beats a mere word."""
        return {name: iri for name, (iri, _) in self.printed.items()}

    @cached_property
    def printed(self) -> dict[str, tuple[str, str]]:
        """Every folded name with its issue's IRI and the name as it is printed."""
        ranked = sorted(
            (rank, len(iri), iri, fold(name), name)
            for iri, listed in self._names.items()
            for rank, name in listed
        )
        names: dict[str, tuple[str, str]] = {}
        for _, _, iri, name, printed in ranked:
            names.setdefault(name, (iri, printed))
        return names

    def label(self, iri: str) -> str:
        """What an issue is called first: its label, or its notation.

        >>> Topics().label("https://w3id.org/bilateral-kg/issue/unsc_reform")
        'Security Council reform'
        """
        listed = self._names.get(iri, ())
        ranked = sorted((rank, name) for rank, name in listed if rank and name.isascii())
        return ranked[0][1] if ranked else iri.rpartition("/")[2]

    def resolve(self, name: str) -> str:
        """The IRI of the issue called so: by notation, label, other label or IRI.

        >>> Topics().resolve("unsc-reform")
        'https://w3id.org/bilateral-kg/issue/unsc_reform'
        """
        if name.startswith(ISSUE) and name in self._names:
            return name
        key = fold(name.removeprefix("issue:"))
        notation = "_".join(key.split())
        if (ISSUE + notation, notation) in self._notations:  # beats all other names, which need not be read
            return ISSUE + notation
        if key in self.names:
            return self.names[key]
        from difflib import get_close_matches

        near = tuple(
            dict.fromkeys(self.names[n].rpartition("/")[2] for n in get_close_matches(key, self.names, 6))
        )[:3]
        advice = f"did you mean {' or '.join(near)}?" if near else "list them: kg ask issues-discussed"
        raise VocabularyError(f"no issue called {name!r}", advice, near)

    def within(self, iri: str) -> list[str]:
        """The issue and all that is under it, sorted."""
        found, todo = set(), [iri]
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo += self._narrower.get(one, ())
        return sorted(found)
