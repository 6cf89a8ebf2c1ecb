"""The writing wing: files -> documents -> readings -> quads -> store.

A document goes in whole, in one atomic step, or not at all; one that fails leaves the store as it was, and
the others still go in. What is derived from all documents together is refreshed at the end.

    sources, manifest, stored    what is to be read: items, each a file's bytes
    parcels                      item -> parcel: a graph as N-Quads, checked; any process can do it
    hands, cluster               who does it, and that the parcels come back in order
    held, writer                 what the store has already, and what goes into it
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import resources, rules
from kg.errors import Error, NotFoundError
from kg.ingest import hands, parcels, stored
from kg.ingest.outcomes import Outcome, Report
from kg.ingest.sources import Source, find
from kg.ingest.writer import Writer
from kg.vocabulary.actors import overlay
from kg.vocabulary.namespaces import DCTERMS, KG
from kg.vocabulary.reference import REFERENCE, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg import documents
    from kg.ingest.parcels import Item
    from kg.store import Store

__all__ = ["Outcome", "Report", "Source", "contents", "find", "ingest", "remove"]


def ingest(
    store: Store,
    paths: Iterable[str | Path],
    *,
    given: documents.Metadata | None = None,
    force: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
    readings: bool = False,
    progress: Callable[[Outcome, int, int], None] | None = None,
) -> Report:
    """Read files, folders, patterns or `-` into a store.

    `given` holds for every document. `force` reads what is unchanged again. `jobs` processes read, or the
    workers of the Dask scheduler at the address `cluster`; the store ends with the same bytes however many.
    With `readings` the files are N-Quads that a reader wrote, and are not read but checked.
    `progress(outcome, done, total)` is called for each, when it is in the store (some dozen go in together);
    the total of `readings` is estimated.

    Raises StoreError if the store itself fails, and lets a KeyboardInterrupt through; what was reported
    before is in it, and is passed over when the same is ingested again. What is derived from all documents
    is then left to who opens the store next.
    """
    refresh_reference(store)
    supply = stored.Supply(paths) if readings else Supply(paths, given)

    def said(outcome: Outcome) -> None:
        if progress:
            progress(outcome, len(writer.outcomes), supply.total)

    writer = Writer(store, force=force, progress=said)
    try:
        with hands.hired(jobs, cluster) as those:
            for task, parcel in those.read(_tasks(supply.items(), writer, force=force, ahead=those.ahead)):
                writer.take(task.item, parcel, task.found)
        writer.flush()
        rules.refresh(store)
    finally:
        store.flush()
    return writer.report


def _tasks(items: Iterable[Item], writer: Writer, *, force: bool, ahead: bool) -> Iterator[hands.Task]:
    """What has to be read, and what the store has already, if it has anything.

    Looking costs a tenth of reading, and is done here: an interrupted run goes on at once.
    """
    for item in items:
        if item.fault or item.graph or (ahead and writer.empty):
            yield hands.Task(item)
            continue
        try:
            known = item.with_document()
            found = writer.before(parcels.card(known.document()))
        except Error as error:
            yield hands.Task(replace(item, fault=error))
        else:
            yield hands.Task(known, found, done=found.same and not force)


class Supply:
    """The items of some paths; `total` is their number."""

    def __init__(self, paths: Iterable[str | Path], given: documents.Metadata | None = None) -> None:
        """Find the files, open none but manifests."""
        self._sources = list(find(paths))
        self._given = given
        self.total = len(self._sources)

    def items(self) -> Iterator[Item]:
        """Each opened when it is its turn."""
        return (source.item(self._given) for source in self._sources)


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
