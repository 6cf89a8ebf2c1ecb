"""Whether what is derived still fits the documents, and the notes that tell when it will not.

Looked at whenever a store is opened, so nothing is imported here that derives anything.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kg import resources
from kg.rules import partitions, state
from kg.rules.merges import merges
from kg.rules.partitions import DERIVED

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from kg.store import Store


def stale(store: Store) -> bool:
    """Whether documents, rules or merges have changed since the derived graphs were made."""
    return state.noted(store, DERIVED) != digest(store) or bool(state.due(store))


def mark_stale(store: Store) -> None:
    """Note that nothing derived can be trusted any more, before something else than a document changes."""
    state.note(store, DERIVED, None)


def mark_due(store: Store, readout: str, quads: Iterable[ox.Quad] = ()) -> None:
    """Note what will be due when a document's graph holds these quads, before it is put in or taken out."""
    if state.noted(store, DERIVED):  # else all is due
        state.mark(store, partitions.of(store.quads(readout)) | partitions.of(quads))


def digest(store: Store) -> str:
    """What the derived graphs follow from beside the documents: people's merges, the rules, their lists."""
    told = hashlib.sha256(merges(store).text)
    for suffix in (".rq", ".yaml", ".json"):
        for name in resources.names("ontology", "rules", suffix=suffix):
            told.update(resources.text("ontology", "rules", name).encode())
    return told.hexdigest()
