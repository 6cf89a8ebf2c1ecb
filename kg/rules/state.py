"""What is due: notes in `id:graph/state`, written before a document changes, so that no crash can hide it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.vocabulary.namespaces import ID, KG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store import Store

STATE: Final = f"{ID}graph/state"
_FROM: Final = ox.NamedNode(f"{KG}madeFrom")
_DUE: Final = ox.NamedNode(f"{KG}due")
_TRUE: Final = ox.Literal(True)


def noted(store: Store, graph: str) -> str | None:
    """The digest of what a made graph was made from, or None if that is not known."""
    text = f"SELECT ?d WHERE {{ GRAPH <{STATE}> {{ {ox.NamedNode(graph)} {_FROM} ?d }} }}"
    return next((str(row["d"].value) for row in store.select(text)), None)


def note(store: Store, graph: str, digest: str | None) -> None:
    """Keep the digest of what a made graph was made from."""
    node = ox.NamedNode(graph)
    kept = {
        ox.Triple(q.subject, q.predicate, q.object)
        for q in store.quads(STATE)
        if q.subject != node or q.predicate != _FROM
    }
    if digest:
        kept.add(ox.Triple(node, _FROM, ox.Literal(digest)))
    store.replace_graph(STATE, kept)


def due(store: Store) -> set[str]:
    """The partitions that no longer fit their documents."""
    text = f"SELECT ?p WHERE {{ GRAPH <{STATE}> {{ ?p {_DUE} ?any }} }}"
    return {str(row["p"].value) for row in store.select(text)}


def mark(store: Store, partitions: Iterable[str]) -> None:
    """Note that some partitions are about not to fit their documents any more."""
    if lines := _lines(partitions):
        store.update(f"INSERT DATA {{ GRAPH <{STATE}> {{ {lines} }} }}")


def clear(store: Store, partitions: Iterable[str]) -> None:
    """Some partitions fit again."""
    if lines := _lines(partitions):
        store.update(f"DELETE DATA {{ GRAPH <{STATE}> {{ {lines} }} }}")


def _lines(partitions: Iterable[str]) -> str:
    return " ".join(f"{ox.NamedNode(name)} {_DUE} {_TRUE} ." for name in sorted(partitions))
