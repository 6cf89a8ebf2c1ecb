"""All that passed between actors, without its words: what a picture of the network counts.

The edges are those of `events`, found in one pass a property over the whole store (about a second for a
million quads), to be kept while the store stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.network.events import SIGN, ends, local
from kg.network.shape import Network, nodes
from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from kg.network.shape import Selection
    from kg.store import Store

Tie = dict[str, str | int | float | None]
"""source, target, kind, sign, start, end, issue, statement: as in an edge of `events`."""


def ties(store: Store) -> list[Tie]:
    """Every tie, by day; those without a day first."""
    roles: defaultdict[str, tuple[set[str], set[str], set[str]]] = defaultdict(lambda: (set(), set(), set()))
    for number, role in enumerate(("onBehalfOf", "addressee", "targetState")):
        for statement, actor in _pairs(store, role):
            roles[statement][number].add(local(actor))
    told = {
        # things of other classes have these properties too
        name: {statement: value for statement, value in _pairs(store, name) if statement in roles}
        for name in ("polarity", "issue", "earliest", "latest")
    }
    found: list[Tie] = [
        {
            "source": source,
            "target": target,
            "kind": kind,
            "sign": SIGN.get(local(told["polarity"].get(statement)), 0),
            "start": told["earliest"].get(statement),
            "end": told["latest"].get(statement) or told["earliest"].get(statement),
            "issue": local(told["issue"].get(statement)),
            "statement": statement,
        }
        for statement, own in roles.items()
        for source, target, kind in ends(*own)
    ]
    return sorted(found, key=lambda t: (str(t["start"] or ""), str(t["statement"]), str(t["target"])))


def _pairs(store: Store, name: str) -> Iterator[tuple[str, str]]:
    """Subject and value of every triple with a property of ours."""
    for subject, value in store.select(f"SELECT ?subject ?value WHERE {{ ?subject <{KG}{name}> ?value }}"):
        yield subject.value, value.value


def select(
    every: Iterable[Tie], selection: Selection, *, statements: Container[str] | None = None
) -> Network:
    """The ties of a selection as a network; of these statements only, where they are given."""
    kept = [
        tie
        for tie in every
        if (statements is None or tie["statement"] in statements)
        and (not selection.issues or tie["issue"] in selection.issues)
        and selection.covers(tie["start"], tie["end"])
        and selection.takes(str(tie["source"]), str(tie["target"]))
    ]
    return Network(tuple(nodes(_actors(kept))), tuple(kept), "ties", selection)


def _actors(kept: Sequence[Tie]) -> list[str]:
    return sorted({str(tie[end]) for tie in kept for end in ("source", "target")})
