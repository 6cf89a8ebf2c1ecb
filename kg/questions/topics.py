"""The issues by any of their names, each with the narrower issues under it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import VocabularyError
from kg.vocabulary.namespaces import ISSUE, KG, SKOS

if TYPE_CHECKING:
    from pathlib import Path

NAMES = (f"{SKOS}notation", f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{KG}issueWord")
"""What an issue can be called by, strongest first."""


@dataclass
class _Concept:
    names: list[tuple[int, str]] = field(default_factory=list)
    narrower: list[str] = field(default_factory=list)


def fold(name: str) -> str:
    """A name as it is compared: case, accents, punctuation and the three kinds of blank set aside.

    >>> fold("Six-Party Talks") == fold("six_party talks")
    True
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


class Topics:
    """The issue tree, from `ontology/issues.ttl` and the `*.ttl` files of the user's folder."""

    def __init__(self, overlay: Path | None = None) -> None:
        """Nothing is read yet."""
        self._overlay = overlay

    @cached_property
    def _tree(self) -> dict[str, _Concept]:
        from kg.vocabulary.actors import overlay, triples

        own = ("ontology/issues.ttl", resources.text("ontology", "issues.ttl"))
        tree: dict[str, _Concept] = {}
        for triple in (t for name, text in [own, *overlay(self._overlay)] for t in triples(name, text)):
            subject, predicate = str(getattr(triple.subject, "value", "")), triple.predicate.value
            value = str(getattr(triple.object, "value", ""))
            if not subject.startswith(ISSUE):
                continue
            if predicate in NAMES and "*" not in value:
                tree.setdefault(subject, _Concept()).names.append((NAMES.index(predicate), value))
            elif predicate == f"{SKOS}broader":
                tree.setdefault(value, _Concept()).narrower.append(subject)
        return tree

    @cached_property
    def names(self) -> dict[str, str]:
        """Every folded name with its issue's IRI; a notation beats a label, a label beats a mere word."""
        return {name: iri for name, (iri, _) in self.printed.items()}

    @cached_property
    def printed(self) -> dict[str, tuple[str, str]]:
        """Every folded name with its issue's IRI and the name as it is printed."""
        ranked = sorted(
            (rank, len(iri), iri, fold(name), name)
            for iri, concept in self._tree.items()
            for rank, name in concept.names
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
        listed = self._tree[iri].names if iri in self._tree else []
        ranked = sorted((rank, name) for rank, name in listed if rank and name.isascii())
        return ranked[0][1] if ranked else iri.rpartition("/")[2]

    def resolve(self, name: str) -> str:
        """The IRI of the issue called so: by notation, label, other label or IRI.

        >>> Topics().resolve("unsc-reform")
        'https://w3id.org/bilateral-kg/issue/unsc_reform'
        """
        if name in self._tree:
            return name
        key = fold(name.removeprefix("issue:"))
        if key in self.names:
            return self.names[key]
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
                todo += self._tree[one].narrower if one in self._tree else []
        return sorted(found)
