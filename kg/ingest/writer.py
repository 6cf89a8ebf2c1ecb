"""The one writer: parcels into a store, a few dozen in one commit, told of when they are in it."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg import rules, triples
from kg.errors import DataError, Error
from kg.ingest import parcels, reviews
from kg.ingest.held import Before, before
from kg.ingest.outcomes import Outcome, Report
from kg.rules import partitions, state
from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.ingest.parcels import Card, Item, Parcel
    from kg.store import Store

DOCUMENTS: Final = 64
"""Most documents in one commit: a quad costs 22 microseconds alone, 8 with 64 documents, no less with 250."""
BYTES: Final = 32 << 20
"""Most N-Quads in one commit, but for a document that is larger."""
SECONDS: Final = 2.0
"""For how long a document is kept for others to come."""


class Writer:
    """Puts in what is read, in the order given, so that copies and replacements end as they would one by one.

    New documents wait for others (`flush` ends the wait); all else is written at once.
    """

    def __init__(
        self, store: Store, *, force: bool = False, progress: Callable[[Outcome], None] | None = None
    ) -> None:
        """`force` replaces what is unchanged too; `progress` is told of each document when it is in."""
        self._store = store
        self._force = force
        self._progress = progress
        self.outcomes: list[Outcome] = []
        self.empty = not store.ask(f"ASK {{ ?any a <{KG}Readout> }}")
        if self.empty:
            rules.mark_stale(store)  # all will be due: once for all, instead of once a document
        self._waiting: list[tuple[Parcel | None, Outcome]] = []
        self._since = 0.0
        self._names: set[str] = set()
        self._texts: set[str] = set()
        self._changed: set[str] = set()
        self._replaced = False

    def before(self, card: Card) -> Before:
        """What the store has of a document, when all that came before it is in."""
        if card.readout in self._names or card.sha256 in self._texts:
            self.flush()
        elif self.empty and not self._replaced and not self._touched(card):
            return Before()
        return before(self._store, card)

    def take(self, item: Item, parcel: Parcel | None, found: Before | None) -> None:
        """Put in what was read of an item; without a parcel, the store was seen to have it (`found`)."""
        if parcel is None or parcel.fault is None:
            card = parcel.card if parcel else parcels.card(item.document())
            assert card  # noqa: S101 - without a fault there is one
            if found is None or self._replaced or self._touched(card):
                found = self.before(card)
            if found.same and not self._force:
                warnings = parcel.warnings if parcel else item.document().warnings
                self._say(
                    None, Outcome(item.where, "unchanged", found.readout, card.title, warnings=warnings)
                )
                return
            parcel = parcel or parcels.read(item)
        if parcel.fault:
            self._say(None, _failed(parcel.where, parcel.fault))
        elif found is None or found.readout is None:
            self._add(parcel)
        else:
            self._replace(parcel, found.readout)

    def _touched(self, card: Card) -> bool:
        return card.readout in self._changed or card.sha256 in self._changed

    def _add(self, parcel: Parcel) -> None:
        """A new one waits for others."""
        card = parcel.card
        assert card  # noqa: S101 - see take
        if told := reviews.of(self._store, card.readout):
            read = list(ox.parse(parcel.nquads, format=ox.RdfFormat.N_QUADS))
            quads = reviews.reviewed(read, told)
            due = frozenset(partitions.of(quads))
            parcel = replace(parcel, nquads=triples.nquads(quads), due=due)
        self._names.add(card.readout)
        self._texts.add(card.sha256)
        self._changed |= {card.readout, card.sha256}
        self._say(parcel, _outcome(parcel, "accepted"))

    def _replace(self, parcel: Parcel, there: str) -> None:
        self.flush()
        card = parcel.card
        assert card  # noqa: S101 - see take
        self._replaced = True
        read = list(ox.parse(parcel.nquads, format=ox.RdfFormat.N_QUADS))
        graphs = reviews.replaced(self._store, card.readout, there, read)
        rules.mark_due(self._store, card.readout, graphs[card.readout])
        if there != card.readout:  # the same text, now better known: the old one goes in the same step
            rules.mark_due(self._store, there)
        changed = self._store.replace_graphs(graphs)
        self._say(None, _outcome(parcel, "replaced" if changed else "unchanged"))

    def _say(self, parcel: Parcel | None, outcome: Outcome) -> None:
        if not self._waiting:
            self._since = monotonic()
        self._waiting.append((parcel, outcome))
        held = [parcel.nquads for parcel, _ in self._waiting if parcel]
        if (
            not held
            or len(held) >= DOCUMENTS
            or sum(map(len, held)) >= BYTES
            or monotonic() - self._since >= SECONDS
        ):
            self.flush()

    def flush(self) -> None:
        """Have all that waits in the store, and say so."""
        waiting, self._waiting = self._waiting, []
        self._names.clear()
        self._texts.clear()
        if new := [parcel for parcel, _ in waiting if parcel]:
            if state.noted(self._store, rules.DERIVED):
                state.mark(self._store, set().union(*(parcel.due for parcel in new)))
            self._store.load(b"".join(parcel.nquads for parcel in new))
        for _, outcome in waiting:
            self.outcomes.append(outcome)
            if self._progress:
                self._progress(outcome)

    @property
    def report(self) -> Report:
        """What became of all that is in."""
        return Report(tuple(self.outcomes))


def _outcome(parcel: Parcel, status: str) -> Outcome:
    card = parcel.card
    assert card  # noqa: S101 - see take
    return Outcome(parcel.where, status, card.readout, card.title, parcel.statements, parcel.warnings)


def _failed(where: str, error: Exception) -> Outcome:
    if isinstance(error, Error):
        reason = "; ".join([str(error), *(error.faults if isinstance(error, DataError) else ())])
        return Outcome(where, "failed", reason=reason, advice=error.advice, error=error)
    reason = f"{where}: {type(error).__name__}: {error}"
    return Outcome(where, "failed", reason=reason, advice="please report this text", error=error)
