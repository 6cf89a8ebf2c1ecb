"""The writing wing: files -> documents -> readings -> quads -> store.

A document goes in whole, in one atomic step, or not at all; one that fails leaves the store as it was, and
the others still go in. What is derived from all documents together is refreshed at the end.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import __version__, documents, extraction, resources, rules, triples
from kg.documents import metadata
from kg.errors import DataError, Error, InputError, MetadataError, NotFoundError, StoreError
from kg.ingest.sources import Source, find
from kg.model import Reading
from kg.vocabulary.actors import overlay
from kg.vocabulary.namespaces import DCTERMS, KG
from kg.vocabulary.reference import REFERENCE, reference_quads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.store import Store

__all__ = ["Outcome", "Report", "Source", "contents", "find", "given", "ingest", "remove"]


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


def given(**fields: Any) -> documents.Metadata:
    """What a caller tells about documents: title, date, publishers, url, language, kind; None is nothing.

    Raises MetadataError.

    >>> given(publishers=("JPN",), date="2005-05-31", url=None).date
    '2005-05-31'
    """
    if unknown := set(fields) - {"title", "date", "publishers", "url", "language", "kind"}:
        raise MetadataError(
            f"there is no field {min(unknown)}", "title, date, publishers, url, language, kind"
        )
    known = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    return metadata.check(known, name="options")


def ingest(
    store: Store,
    paths: Iterable[str | Path],
    *,
    given: documents.Metadata | None = None,
    force: bool = False,
    progress: Callable[[Outcome, int, int], None] | None = None,
) -> Report:
    """Read files, folders, patterns or `-` into a store.

    `given` holds for every document. `force` reads what is unchanged again.
    `progress(outcome, done, total)` is called after each, when it is in the store. Raises StoreError if the
    store itself fails; what was reported before is in it.
    """
    refresh_reference(store)
    sources = list(find(paths))
    outcomes: list[Outcome] = []
    for source in sources:
        try:
            if isinstance(source, InputError):
                raise source  # noqa: TRY301 - one place where a failure becomes an outcome
            outcome = _one(store, source, given, force=force)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one document, whatever it holds, never stops the others
            outcome = _failure(source, error)
        outcomes.append(outcome)
        if progress:
            progress(outcome, len(outcomes), len(sources))
    rules.refresh(store)
    store.flush()
    return Report(tuple(outcomes))


def _one(store: Store, source: Source, told: documents.Metadata | None, *, force: bool) -> Outcome:
    held = source.document(told)
    name = triples.readout_iri(held)
    head = triples.quads(Reading(document=held), reader_version=__version__)
    own = {ox.Triple(q.subject, q.predicate, q.object) for q in head if q.subject == ox.NamedNode(name)}
    there = {ox.Triple(q.subject, q.predicate, q.object) for q in store.quads(name)}
    if own <= there and not force:
        return Outcome(str(source), "unchanged", name, held.title, warnings=held.warnings)
    reading = extraction.read(held)
    quads = triples.quads(reading, reader_version=__version__)
    if faults := _faults(quads):
        raise DataError(
            f"{source}: what was read breaks the shapes", "please report this text", tuple(map(str, faults))
        )
    rules.mark_stale(store)
    changed = store.replace_graph(name, quads)
    status = ("replaced" if changed else "unchanged") if there else "accepted"
    return Outcome(str(source), status, name, held.title, len(reading.statements), held.warnings)


def _failure(source: Source | InputError, error: Exception) -> Outcome:
    name = str(source) if isinstance(source, Source) else ""
    if not isinstance(error, Error):
        reason = f"{name}: {type(error).__name__}: {error}"
        return Outcome(
            name, "failed", reason=reason, advice="this is a fault of ours: please report it", error=error
        )
    reason = "; ".join([str(error), *(error.faults if isinstance(error, DataError) else ())])
    return Outcome(name, "failed", reason=reason, advice=error.advice, error=error)


def _faults(quads: list[ox.Quad]) -> list[Any]:
    try:  # until validation lands
        from kg import validation
    except ImportError:
        return []
    return list(validation.faults(quads))


def refresh_reference(store: Store) -> bool:
    """Load ontology/ as the reference graph if it is not what the store holds; True if it was loaded."""
    digest = hashlib.sha256()
    own = [(name, resources.text("ontology", name)) for name in resources.names("ontology", suffix=".ttl")]
    for name, text in [*own, *overlay()]:
        digest.update(f"{name} {len(text)} {text}".encode())
    if rules.noted(store, REFERENCE) == digest.hexdigest():
        return False
    rules.mark_stale(store)
    store.replace_graph(REFERENCE, reference_quads())
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
    rules.mark_stale(store)
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
