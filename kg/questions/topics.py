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

if TYPE_CHECKING:
    from pathlib import Path

SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass
class _Concept:
    iri: str
    names: list[str] = field(default_factory=list)
    narrower: list[str] = field(default_factory=list)


def fold(name: str) -> str:
    """A name as it is compared: case, accents, punctuation and the three kinds of blank set aside.

    >>> fold("Six-Party Talks") == fold("six_party talks")
    True
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


class Topics:
    """The issue tree, from `ontology/issues.ttl` and the user's own `issues*.ttl`."""

    def __init__(self, overlay: Path | None = None) -> None:
        """Nothing is read yet."""
        self._overlay = overlay

    @cached_property
    def _tree(self) -> dict[str, _Concept]:
        from pyoxigraph import RdfFormat, parse

        texts = [resources.text("ontology", "issues.ttl")]
        if self._overlay and self._overlay.is_dir():
            texts += [path.read_text(encoding="utf-8") for path in sorted(self._overlay.glob("issues*.ttl"))]
        tree: dict[str, _Concept] = {}
        for text in texts:
            for quad in parse(text, format=RdfFormat.TURTLE):
                subject, name = str(quad.subject.value), quad.predicate.value.removeprefix(SKOS)
                if name in {"prefLabel", "altLabel", "notation", "hiddenLabel"}:
                    tree.setdefault(subject, _Concept(subject)).names.append(str(quad.object.value))
                elif name == "broader":
                    tree.setdefault(str(quad.object.value), _Concept(str(quad.object.value))).narrower.append(
                        subject
                    )
        return tree

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Folded name to IRI; where two issues share one, the notation and the shorter IRI win."""
        names: dict[str, str] = {}
        for iri, concept in sorted(self._tree.items(), key=lambda item: (len(item[0]), item[0])):
            for name in concept.names:
                names.setdefault(fold(name), iri)
        for iri in self._tree:
            names[fold(iri.rpartition("/")[2])] = iri
        return names

    @property
    def names(self) -> dict[str, str]:
        """Every folded name with its IRI."""
        return self._by_name

    def resolve(self, name: str) -> str:
        """The IRI of the issue called so: by notation, label, other label or IRI.

        >>> Topics().resolve("unsc-reform")
        'https://w3id.org/bilateral-kg/issue/unsc_reform'
        """
        if name in self._tree:
            return name
        key = fold(name.removeprefix("issue:"))
        if key in self._by_name:
            return self._by_name[key]
        near = tuple(
            dict.fromkeys(
                self._by_name[n].rpartition("/")[2] for n in get_close_matches(key, self._by_name, 6)
            )
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
