"""What goes to whoever reads a document, and what comes back: plain data that another process can be sent.

An `Item` is a document to be: its bytes and what is told about it, or the N-Quads that a reader once wrote.
A `Parcel` is what was read: the graph as N-Quads, checked against the shapes, with all that the writer has
to know, so that it looks at no quad itself.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg import __version__, documents, extraction, triples, validation
from kg.errors import DataError, Error
from kg.ingest.reviews.graph import as_read
from kg.model import Reading
from kg.rules import partitions
from kg.vocabulary.namespaces import DCTERMS, KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Document

_SAID: Final = {f"{KG}sha256", f"{KG}url", f"{KG}publisher", f"{KG}sourceName", f"{DCTERMS}title"}


@dataclass(frozen=True, slots=True)
class Item:
    """One document to be: `data` with its `sidecar`, or `loaded` already, or why there is none (`fault`).

    `where` is for people, `name` what the document calls its source. Where `graph` is set, `data` is what a
    reader wrote for that readout, in N-Quads.
    """

    where: str
    name: str
    data: bytes = b""
    sidecar: bytes | None = None
    given: documents.Metadata | None = None
    listed: documents.Metadata | None = None
    graph: str = ""
    loaded: Document | None = None
    fault: Error | None = None

    def document(self) -> Document:
        """The document. Raises InputError."""
        if self.fault:
            raise self.fault
        return self.loaded or documents.load(
            self.data, source=self.name, given=self.given, listed=self.listed, sidecar=self.sidecar
        )

    def with_document(self) -> Item:
        """The same with its bytes read into a document. Raises InputError."""
        return replace(self, loaded=self.document(), data=b"", sidecar=None)

    def __len__(self) -> int:
        """About how many bytes it holds."""
        return len(self.data) if self.loaded is None else len(self.loaded.text)


@dataclass(frozen=True, slots=True)
class Card:
    """What tells a document from others: see `kg.ingest.held`.

    `head` are the N-Triples of the readout's own node but for its source's name; `publishers` are IRIs.
    """

    readout: str
    sha256: str
    source: str = "-"
    title: str | None = None
    addressed: bool = False
    publishers: frozenset[str] = frozenset()
    head: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Parcel:
    """One document as it was read: `nquads`, its graph's sorted lines, or `fault`, why there are none.

    `due` are the derived graphs to which it adds something.
    """

    where: str
    card: Card | None = None
    statements: int = 0
    warnings: tuple[str, ...] = ()
    nquads: bytes = field(default=b"", repr=False)
    due: frozenset[str] = frozenset()
    fault: Exception | None = None


def card(document: Document) -> Card:
    """The card of a document that is not read yet."""
    quads = triples.quads(Reading(document=document), reader_version=__version__)
    return _card(triples.readout_iri(document), quads)


def read(item: Item) -> Parcel:
    """Read one document and check what was read. What is wrong with it is the parcel's `fault`."""
    try:
        return _stored(item) if item.graph else _read(item)
    except Exception as error:  # noqa: BLE001 - one text stops no other; the writer says what it was
        return Parcel(item.where, fault=error)


def read_all(items: Sequence[Item]) -> list[Parcel]:
    """Read some documents in another process, which has to be able to send what it says."""
    return [_sendable(read(item)) for item in items]


def _read(item: Item) -> Parcel:
    document = item.document()
    reading = extraction.read(document)
    quads = triples.quads(reading, reader_version=__version__)
    found = _checked(item.where, triples.readout_iri(document), quads)
    return replace(found, statements=len(reading.statements), warnings=document.warnings)


def _stored(item: Item) -> Parcel:
    if item.fault:
        raise item.fault
    try:
        quads = as_read(
            set(ox.parse(item.data, format=ox.RdfFormat.N_QUADS))
        )  # this store has its own reviews
    except SyntaxError as error:
        raise DataError(f"{item.where}: not N-Quads: {error}", "it must be what a reader wrote") from error
    if any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        raise DataError(f"{item.where}: there are blank nodes in {item.graph}", "a reader writes none")
    if any(str(quad.graph_name) != f"<{item.graph}>" for quad in quads):
        raise DataError(f"{item.where}: not one graph: {item.graph}", "it must be what a reader wrote")
    found = _checked(item.where, item.graph, quads)
    if not found.card or not found.card.sha256:
        raise DataError(f"{item.where}: {item.graph} is no readout", "it must be what a reader wrote")
    statement = ox.NamedNode(f"{KG}Statement")
    return replace(found, statements=sum(q.object == statement for q in quads))


def _checked(where: str, readout: str, quads: list[ox.Quad]) -> Parcel:
    if faults := validation.faults(quads):
        lines = tuple(str(fault) for fault in faults)
        raise DataError(f"{where}: what was read breaks the shapes", "please report this text", lines)
    due = frozenset(partitions.of(quads))
    return Parcel(where, _card(readout, quads), nquads=triples.nquads(quads), due=due)


def _card(readout: str, quads: Iterable[ox.Quad]) -> Card:
    node = ox.NamedNode(readout)
    own = [quad for quad in quads if quad.subject == node]
    said: dict[str, list[str]] = {name: [] for name in _SAID}
    for quad in own:
        if (name := quad.predicate.value) in _SAID:
            said[name].append(_value(quad.object))
    return Card(
        readout,
        "".join(said[f"{KG}sha256"]),
        min(said[f"{KG}sourceName"], default="-"),
        min(said[f"{DCTERMS}title"], default=None),
        bool(said[f"{KG}url"]),
        frozenset(said[f"{KG}publisher"]),
        frozenset(line(quad) for quad in own if quad.predicate.value != f"{KG}sourceName"),
    )


def _value(term: Any) -> str:
    return str(term.value)


def line(quad: ox.Quad | ox.Triple) -> str:
    """Predicate and object, to compare what is said of one node."""
    return f"{quad.predicate} {quad.object}"


def _sendable(parcel: Parcel) -> Parcel:
    if parcel.fault is None:
        return parcel
    try:
        pickle.loads(pickle.dumps(parcel.fault))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever it holds
        said = RuntimeError(f"{type(parcel.fault).__name__}: {parcel.fault}")
        return replace(parcel, fault=said)
    return parcel
