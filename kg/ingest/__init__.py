"""The writing wing: files -> documents -> readings -> quads -> store.

A document goes in whole, in one atomic step, or not at all; one that fails leaves the store as it was, and
the others still go in. What is derived from all documents together is refreshed at the end.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import __version__, extraction, resources, rules, triples, validation
from kg.errors import DataError, Error, NotFoundError, StoreError
from kg.ingest.sources import Source, find
from kg.model import Reading
from kg.vocabulary.actors import actors, overlay
from kg.vocabulary.namespaces import DCTERMS, KG
from kg.vocabulary.reference import REFERENCE, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg import documents
    from kg.model import Document
    from kg.store import Store

__all__ = ["Outcome", "Report", "Source", "contents", "find", "ingest", "remove"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source.

    `status`: accepted, replaced, unchanged (the same text, read by the same version with the same
    metadata) or failed, with its reason. `readout` is the IRI; `statements` counts what was read.
    """

    source: str
    status: str
    readout: str | None = None
    title: str | None = None
    statements: int = 0
    warnings: tuple[str, ...] = ()
    reason: str = ""
    advice: str = ""
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of all sources, in their order."""

    outcomes: tuple[Outcome, ...] = ()

    def of(self, status: str) -> list[Outcome]:
        """Those with this status.

        >>> Report((Outcome("a.txt", "accepted"), Outcome("b.txt", "failed"))).of("failed")[0].source
        'b.txt'
        """
        return [outcome for outcome in self.outcomes if outcome.status == status]

    @property
    def accepted(self) -> list[Outcome]:
        """New ones."""
        return self.of("accepted")

    @property
    def replaced(self) -> list[Outcome]:
        """Those that were there with other contents."""
        return self.of("replaced")

    @property
    def unchanged(self) -> list[Outcome]:
        """Those that were there already."""
        return self.of("unchanged")

    @property
    def failed(self) -> list[Outcome]:
        """Those that did not go in."""
        return self.of("failed")


def ingest(
    store: Store,
    paths: Iterable[str | Path],
    *,
    given: documents.Metadata | None = None,
    force: bool = False,
    progress: Callable[[Outcome, int, int], None] | None = None,
) -> Report:
    """Read files, folders, patterns or `-` into a store.

    `given` holds for every document. `force` reads what is unchanged again. `progress(outcome, done, total)`
    is called after each, when it is in the store. Raises StoreError if the store itself fails, and lets a
    KeyboardInterrupt through; what was reported before is in it.
    """
    refresh_reference(store)
    sources = list(find(paths))
    outcomes: list[Outcome] = []
    try:
        for source in sources:
            outcomes.append(_safely(store, source, given, force=force))
            if progress:
                progress(outcomes[-1], len(outcomes), len(sources))
    finally:
        # after a full disk this fails too, and says so; the documents are whole, and who opens next derives
        rules.refresh(store)
        store.flush()
    return Report(tuple(outcomes))


def _safely(store: Store, source: Source, told: documents.Metadata | None, *, force: bool) -> Outcome:
    """One document, which never stops the others, whatever it holds."""
    try:
        return _one(store, source, told, force=force)
    except StoreError:
        raise
    except Error as error:
        reason = "; ".join([str(error), *(error.faults if isinstance(error, DataError) else ())])
        return Outcome(str(source), "failed", reason=reason, advice=error.advice, error=error)
    except Exception as error:  # noqa: BLE001 - a fault of the reader on one text
        reason = f"{source}: {type(error).__name__}: {error}"
        return Outcome(str(source), "failed", reason=reason, advice="please report this text", error=error)


def _one(store: Store, source: Source, told: documents.Metadata | None, *, force: bool) -> Outcome:
    held = source.document(told)
    name = triples.readout_iri(held)
    before = _before(store, name, held)
    if not force and before.same:
        return Outcome(str(source), "unchanged", before.readout, held.title, warnings=held.warnings)
    reading = extraction.read(held)
    quads = triples.quads(reading, reader_version=__version__)
    if faults := validation.faults(quads):
        lines = tuple(str(fault) for fault in faults)
        raise DataError(f"{source}: what was read breaks the shapes", "please report this text", lines)
    rules.mark_due(store, name, quads)
    changed = store.replace_graph(name, quads)
    if before.readout not in {None, name}:  # the same text, now better known; a crash in between leaves both
        rules.mark_due(store, str(before.readout))
        store.remove_graph(str(before.readout))
    status = "accepted" if before.readout is None else "replaced" if changed else "unchanged"
    return Outcome(str(source), status, name, held.title, len(reading.statements), held.warnings)


@dataclass(frozen=True, slots=True)
class _Before:
    """What the store has of a document: under which IRI, and whether that is all there is to know."""

    readout: str | None = None
    same: bool = False


def _before(store: Store, name: str, held: Document) -> _Before:
    """Look for a document under its IRI, else for the same text under another.

    The IRI follows what is told about a document, so telling more the second time changes it: of two
    documents with the same text, one without an address, whose publishers the other names too, is the other.
    """
    own = triples.quads(Reading(document=held), reader_version=__version__)
    node, file = ox.NamedNode(name), ox.NamedNode(f"{KG}sourceName")
    head = {ox.Triple(q.subject, q.predicate, q.object) for q in own if q.subject == node}
    there = {ox.Triple(q.subject, q.predicate, q.object) for q in store.quads(name)}
    if there:
        # of copies under several file names the first in the alphabet counts, whichever came first
        files = sorted(str(t.object) for t in there if t.subject == node and t.predicate == file)
        return _Before(
            name,
            {t for t in head if t.predicate != file} <= there and files <= [str(ox.Literal(held.source))],
        )
    ours = {actors().iri(code) for code in held.publishers}
    others: dict[str, set[str]] = {}
    addressed = set()
    for row in store.select(_SAME.replace("?sha256", str(ox.Literal(held.sha256)))):
        publishers = others.setdefault(row["readout"].value, set())
        if row["publisher"] is not None:
            publishers.add(row["publisher"].value)
        if row["url"] is not None:
            addressed.add(row["readout"].value)
    for readout, publishers in sorted(others.items()):
        if readout not in addressed and publishers <= ours:
            return _Before(readout)
        if not held.url and ours <= publishers:
            return _Before(readout, same=True)
    return _Before()


def refresh_reference(store: Store) -> bool:
    """Load ontology/ as the reference graph if it is not what the store holds; True if it was loaded."""
    digest = hashlib.sha256()
    own = [(name, resources.text("ontology", name)) for name in resources.names("ontology", suffix=".ttl")]
    for name, text in [*own, *overlay()]:
        digest.update(f"{name} {len(text)} {text}".encode())
    if rules.noted(store, REFERENCE) == digest.hexdigest():
        return False
    rules.mark_stale(store)
    store.replace_graph(REFERENCE, parsed())
    rules.note(store, REFERENCE, digest.hexdigest())
    return True


def contents(store: Store) -> list[dict[str, Any]]:
    """What is in the store, by date and title: readout, title, date, publishers, url, language, kind, …."""
    rows: dict[str, dict[str, Any]] = {}
    for row in store.select(_DOCUMENTS):
        iri = row["readout"].value
        one = rows.setdefault(
            iri,
            {
                "readout": iri,
                "title": _plain(row["title"]),
                "date": _interval(_plain(row["earliest"]), _plain(row["latest"])),
                "publishers": [],
                "url": _plain(row["url"]),
                "language": _plain(row["language"]),
                "kind": (_plain(row["kind"]) or "").rpartition("#document_")[2] or None,
                "source": _plain(row["source"]),
                "sha256": _plain(row["sha256"]),
                "statements": 0,
            },
        )
        publisher = (_plain(row["publisher"]) or "").rpartition("/")[2]
        if publisher and publisher not in one["publishers"]:
            one["publishers"].append(publisher)
    for row in store.select(_COUNTS):
        if (iri := row["readout"].value) in rows:
            rows[iri]["statements"] = int(row["n"].value)
    for one in rows.values():
        one["publishers"].sort()
    return sorted(rows.values(), key=lambda one: (one["date"] or "", one["title"] or "", one["readout"]))


def remove(store: Store, readout: str) -> None:
    """Take a document out, by its IRI, and refresh what was derived. Raises NotFoundError."""
    if not store.ask(f"ASK {{ {ox.NamedNode(readout)} a <{KG}Readout> }}"):
        raise NotFoundError(f"there is no document {readout} in the store", "see: kg documents list")
    rules.mark_due(store, readout)
    store.remove_graph(readout)
    rules.refresh(store)
    store.flush()


def _plain(term: Any) -> str | None:
    return None if term is None else str(term.value)


def _interval(earliest: str | None, latest: str | None) -> str | None:
    if earliest is None or latest is None or earliest == latest:
        return earliest or latest
    return f"{earliest}/{latest}"


_PREFIX = f"PREFIX kg: <{KG}>\nPREFIX dcterms: <{DCTERMS}>\n"
_SAME = (
    _PREFIX
    + """SELECT ?readout ?url ?publisher WHERE {
  ?readout kg:sha256 ?sha256 .
  OPTIONAL { ?readout kg:url ?url }
  OPTIONAL { ?readout kg:publisher ?publisher }
}"""
)
_DOCUMENTS = (
    _PREFIX
    + """SELECT ?readout ?title ?earliest ?latest ?publisher ?url ?language ?kind ?source ?sha256 WHERE {
  ?readout a kg:Readout ; kg:sha256 ?sha256 .
  OPTIONAL { ?readout dcterms:title ?title }
  OPTIONAL { ?readout kg:earliest ?earliest }
  OPTIONAL { ?readout kg:latest ?latest }
  OPTIONAL { ?readout kg:publisher ?publisher }
  OPTIONAL { ?readout kg:url ?url }
  OPTIONAL { ?readout dcterms:language ?language }
  OPTIONAL { ?readout kg:documentKind ?kind }
  OPTIONAL { ?readout kg:sourceName ?source }
}"""
)
_COUNTS = (
    _PREFIX
    + """SELECT ?readout (COUNT(?statement) AS ?n) WHERE {
  ?statement a kg:Statement ; kg:reportedIn ?readout .
} GROUP BY ?readout"""
)
