"""Real stores on disk for tests: the annotated cases as a perfect reader would give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotated import GOLD, reading

from kg import triples
from kg.store import Store, connect

if TYPE_CHECKING:
    from pathlib import Path

CASES = tuple(sorted((GOLD / "cases").glob("*.json")))


def filled(folder: Path, cases: tuple[Path, ...] = CASES) -> Store:
    """A new store in `folder` that holds the annotated cases' graphs."""
    store = connect(folder, create=True)
    for case in cases:
        read = reading(case)
        store.replace_graph(triples.readout_iri(read.document), triples.quads(read, reader_version="test"))
    return store
