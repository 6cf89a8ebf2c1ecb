"""The tree of issues as the store's reference graph has it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from kg.rules.seams import select
from kg.rules.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store import Store


class Issues:
    """What is above an issue, and what it is called."""

    def __init__(self, store: Store) -> None:
        """Nothing is read yet."""
        self._store = store

    @cached_property
    def above(self) -> dict[str, str]:
        """Issue -> the one above it; a dossier has none."""
        return dict(select(self._store, _BROADER))

    @cached_property
    def _names(self) -> dict[str, Words]:
        found: dict[str, Words] = defaultdict(frozenset)
        for issue, label in select(self._store, _LABELS):
            found[issue] |= words(label)
        return dict(found)

    def lineage(self, issue: str) -> list[str]:
        """The issue and what is above it, up to its dossier."""
        found = [issue]
        while (above := self.above.get(found[-1])) and above not in found:
            found.append(above)
        return found

    def touched(self, issues: Iterable[str]) -> set[str]:
        """These issues with all above them: who speaks of cod speaks of fisheries."""
        return {one for issue in issues for one in self.lineage(issue)}

    def names(self, issue: str) -> Words:
        """The words in the names of an issue and of what is above it."""
        return frozenset().union(*(self._names.get(one, frozenset()) for one in self.lineage(issue)))


_BROADER = (
    "SELECT ?issue ?above WHERE { GRAPH id:graph\\/reference { ?issue skos:broader ?above ; a kg:Issue } }"
)
_LABELS = """SELECT ?issue ?label WHERE {
  GRAPH id:graph\\/reference { ?issue a kg:Issue ; skos:prefLabel ?label FILTER(LANG(?label) = "en") }
}"""
