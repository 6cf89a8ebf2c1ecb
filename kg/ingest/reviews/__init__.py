"""What people decided about statements, kept apart from what was read, and applied to it.

The reviews of a readout lie in a graph of their own (`record.GRAPHS`), which no re-reading, replacement or
removal of the document touches. The readout's graph is a pure function of the document and its reviews
(`graph.reviewed`); both change in one atomic step. So every question sees them, in queries that know nothing
of reviews, and the same documents with the same reviews are the same bytes, whichever came first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg import rules
from kg.errors import DataError, NotFoundError
from kg.ingest.reviews import file
from kg.ingest.reviews.graph import Conflict, as_read, conflicts, numbered, reviewed
from kg.ingest.reviews.record import FIELDS, GRAPHS, Review, Value, checked, seen, stored
from kg.ingest.reviews.record import graph as graph_of
from kg.triples import stored as readings
from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from kg.store import Store

__all__ = [
    "FIELDS",
    "Conflict",
    "Review",
    "Value",
    "all_conflicts",
    "all_of",
    "carried",
    "graph_of",
    "load",
    "of",
    "of_statements",
    "replaced",
    "review",
    "reviewed",
    "text",
    "withdraw",
]


def of(store: Store, readout: str) -> dict[str, Review]:
    """Statement to its review, of one readout."""
    return stored(store.quads(graph_of(readout)))


def of_statements(store: Store, statements: Iterable[str]) -> dict[str, Review]:
    """Those of some statements that have a review, with it; sorted."""
    wanted = {iri for iri in statements if "/statement/" in iri}
    readouts = sorted({iri.partition("/statement/")[0] for iri in wanted})
    found = {iri: one for readout in readouts for iri, one in of(store, readout).items()}
    return {iri: found[iri] for iri in sorted(wanted & found.keys())}


def all_of(store: Store) -> list[Review]:
    """Every review in a store, by statement."""
    return [one for name in _graphs(store) for one in stored(store.quads(name)).values()]


def all_conflicts(store: Store) -> Iterator[Conflict]:
    """The reviews that do not fit their text any more, document by document."""
    for name in _graphs(store):
        told = stored(store.quads(name))
        readout = next(iter(told.values())).readout
        yield from conflicts(store.quads(readout), told)


def _graphs(store: Store) -> list[str]:
    return [name for name in store.graphs() if name.startswith(GRAPHS)]


def text(store: Store) -> str:
    """All reviews as the text of a plain file; `load` takes it back."""
    return file.text(all_of(store))


def review(
    store: Store,
    statement: str,
    verdict: str,
    *,
    by: str,
    on: str,
    correct: Mapping[str, object] | None = None,
    note: str = "",
) -> Review:
    """Record a person's verdict on a statement, instead of an earlier one, and apply it.

    Raises NotFoundError for a statement that the reader did not read, MetadataError and VocabularyError for
    what cannot be said of it, DataError for a correction that would break the shapes.
    """
    readout = statement.partition("/statement/")[0]
    quads = as_read(store.quads(readout))
    reading = readings.reading(quads) if any(q.predicate.value == f"{KG}text" for q in quads) else None
    iris = numbered(quads)
    held = next((s for s in reading.statements if iris[s.n] == statement), None) if reading else None
    if held is None:
        raise NotFoundError(
            f"there is no statement {statement} in the store", "see: kg ask evidence --details -f json"
        )
    words, start, read = held.quote, held.start, seen(held, iris)
    made = checked(Review(statement, verdict, by, on, words, start, read, dict(correct or {}), note))  # type: ignore[arg-type]
    told = of(store, readout) | {statement: made}
    after = reviewed(quads, told)
    for conflict in conflicts(after, told):
        if conflict.kind == "unfit" and conflict.statement == statement:
            raise DataError(f"{statement}: {conflict.message}", "correct it otherwise")
    _put(store, readout, told, after)
    _settle(store)
    return made


def withdraw(store: Store, statement: str) -> Review:
    """Take a review back: the statement is as it was read. Raises NotFoundError where there is none."""
    readout = statement.partition("/statement/")[0]
    told = of(store, readout)
    if statement not in told:
        raise NotFoundError(f"there is no review of {statement}", "see: kg review")
    taken = told.pop(statement)
    _put(store, readout, told, reviewed(as_read(store.quads(readout)), told))
    _settle(store)
    return taken


def load(store: Store, data: bytes, *, name: str = "reviews") -> tuple[int, int]:
    """Take in a file of reviews; return how many were new or other, and how many stood there already.

    Of two reviews of one statement the later stands, of one day the last in the alphabet: the order of files
    does not matter. Documents that come later get their reviews then. Raises MetadataError, and nothing of
    the file is taken in.
    """
    given: dict[str, dict[str, Review]] = {}
    new = old = 0
    for one in file.parse(data, name=name):
        mine = given.setdefault(one.readout, {})
        mine[one.statement] = _later(one, mine.get(one.statement))
    for readout, mine in sorted(given.items()):
        held = of(store, readout)
        told = held | {iri: _later(one, held.get(iri)) for iri, one in mine.items()}
        changed = sum(told[iri] != held.get(iri) for iri in mine)
        new, old = new + changed, old + len(mine) - changed
        if changed:
            _put(store, readout, told, reviewed(as_read(store.quads(readout)), told))
    _settle(store)
    return new, old


def _later(one: Review, other: Review | None) -> Review:
    return one if other is None else max(one, other, key=lambda r: (r.on, file.text([r])))


def carried(store: Store, old: str, new: str) -> dict[str, Review]:
    """The reviews of a readout that is known under another IRI from now on, as those of the new one."""

    def moved(iri: str) -> str:
        return new + iri.removeprefix(old)

    found = {}
    for iri, one in of(store, old).items():
        fields = [
            {k: moved(v) if k == "replies_to" and isinstance(v, str) else v for k, v in held.items()}
            for held in (one.read, one.correct)
        ]
        found[moved(iri)] = replace(one, statement=moved(iri), read=fields[0], correct=fields[1])
    return found


def replaced(store: Store, readout: str, there: str, quads: list[ox.Quad]) -> dict[str, list[Any]]:
    """What some graphs are to hold when a document that was read comes in instead of the readout `there`.

    The two are the same where only the text changed, or else the reviews go over to the new one.
    """
    if there == readout:
        return {readout: reviewed(quads, of(store, readout))}
    told = carried(store, there, readout) | of(store, readout)
    kept = [triple for one in told.values() for triple in one.triples()]
    return {readout: reviewed(quads, told), there: [], graph_of(readout): kept, graph_of(there): []}


def _put(store: Store, readout: str, told: Mapping[str, Review], quads: Iterable[ox.Quad]) -> None:
    """Reviews and the graph that follows from them, in one step."""
    after = list(quads)
    rules.mark_due(store, readout, after)
    reviews = [triple for one in told.values() for triple in one.triples()]
    store.replace_graphs({graph_of(readout): reviews} | ({readout: after} if after else {}))


def _settle(store: Store) -> None:
    rules.refresh(store)
    store.flush()
