"""The ties of the graph as it is now, counted once and kept while the store stays as it is."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from kg import network
from kg.store.base import UNKNOWN
from kg.vocabulary.namespaces import OA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.network import Tie
    from kg.store import Store

_LOCK = Lock()
_KEPT: WeakKeyDictionary[Store, tuple[str, list[Tie]]] = WeakKeyDictionary()


def ties(store: Store) -> list[Tie]:
    """Every tie, by day; who asks meanwhile waits, so that it is counted once."""
    with _LOCK:
        version, found = _KEPT.get(store, (UNKNOWN, []))
        if version == UNKNOWN or version != store.version:
            found = network.ties(store)
            _KEPT[store] = store.version, found
        return found


def saying(store: Store, words: Sequence[str]) -> set[str]:
    """The IRIs of the statements whose quotes hold all of these words, large letters or small."""
    if not words:
        return set()
    tests = " && ".join(f"CONTAINS(?low, {ox.Literal(word.lower())})" for word in words)
    query = f"SELECT ?quote WHERE {{ ?quote <{OA}exact> ?words BIND(LCASE(?words) AS ?low) FILTER({tests}) }}"
    # …/statement/H12/evidence/1/quote
    return {row["quote"].value.partition("/evidence/")[0] for row in store.select(query)}
