"""The public face: the command line, web pages and notebooks all stand on this.

import kg
with kg.open("store") as graph:
graph.ingest(["readouts/"])
graph.ask("positions", state="RUS", issue="unsc_reform").df()
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg import store as stores
from kg.errors import MetadataError, NotFoundError, StoreError
from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import rdflib

    from kg import documents
    from kg.ingest import Outcome, Report
    from kg.ingest.reviews import Conflict, Review
    from kg.model import Reading
    from kg.network import MultiDiGraph
    from kg.questions.answer import Answer
    from kg.questions.plain_english import Understood
    from kg.store import Limits, Results

__all__ = ["Graph", "open", "read"]


def read(source: str | bytes | Path, **metadata: Any) -> Reading:
    r"""Read one document; no store is touched.

    `source` is a path, bytes, or a text (a str that holds a line break is a text, any other names a file).
    `metadata`: title, date, publishers, url, language, kind. Raises InputError.

    >>> read("The two sides met.\nThey agreed to continue.", date="2011-03-31").document.date
    '2011-03-31'
    """
    from kg import documents, extraction

    given = _told(metadata)
    if isinstance(source, bytes):
        return extraction.read(documents.load(source, given=given))
    if isinstance(source, str) and "\n" in source:
        return extraction.read(documents.from_text(source, given=given))
    return extraction.read(documents.read(Path(source), given=given))


def open(  # noqa: A001 - as in DESIGN
    where: str | Path, *, read_only: bool = False, create: bool = True, current: bool = True
) -> Graph:
    """The graph in a folder, or behind the `http(s)://` address of a SPARQL endpoint.

    A folder that is not there yet becomes an empty store, unless `create` is false or `read_only` is true.
    Unless `current` is false, what is derived is made as it should be first; who ingests does that last.
    Raises NotFoundError, StoreFormatError, StoreLockedError, StoreError.
    """
    store = stores.connect(where, read_only=read_only, create=create)
    return Graph(_current(store) if store.folder and current else store)


def _current(store: stores.Store) -> stores.Store:
    """The store with its made graphs as they should be, after a crash or a change of merges.yaml too.

    A reader cannot put them right, unless it gets hold of the database for a moment.
    """
    from kg import rules

    if not rules.stale(store) or not store.folder:
        return store
    from kg import ingest

    try:
        writer = stores.connect(store.folder) if store.read_only else store
    except StoreError:
        return store  # somebody writes, and will see to it
    if not writer.graphs():
        ingest.refresh_reference(writer)
    rules.refresh(writer)
    writer.flush()
    if writer is store:
        return store
    writer.close()
    store.close()
    return stores.connect(store.folder, read_only=True)


def _told(fields: dict[str, Any]) -> documents.Metadata:
    """What a caller tells about a document, checked. Raises MetadataError."""
    from kg.documents import metadata

    if unknown := set(fields) - {"title", "date", "publishers", "url", "language", "kind"}:
        what = "tell of: title, date, publishers, url, language, kind"
        raise MetadataError(f"there is no field {min(unknown)}", what)
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    return metadata.check(listed, name="options")


class Graph:
    """A store of readouts with all that can be asked of it; a context manager.

    `store` is the floor below, for what is not offered here.
    """

    def __init__(self, store: stores.Store) -> None:
        """Stand on a store that is open."""
        self.store = store

    def __repr__(self) -> str:
        """Where it is."""
        return f"<Graph at {self.store.location}>"

    def __enter__(self) -> Self:
        """Return the graph itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the store and of its lock."""
        self.store.close()

    def ingest(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        force: bool = False,
        jobs: int = 1,
        cluster: str | None = None,
        readings: bool = False,
        progress: Callable[[Outcome, int, int], None] | None = None,
        **metadata: Any,
    ) -> Report:
        """Read files, folders, patterns or `-` into the store; see `kg.ingest.ingest`."""
        from kg import ingest

        listed = [paths] if isinstance(paths, str | Path) else paths
        told = _told(metadata)
        return ingest.ingest(
            self.store,
            listed,
            given=told,
            force=force,
            jobs=jobs,
            cluster=cluster,
            readings=readings,
            progress=progress,
        )

    def remove(self, readout: str) -> None:
        """Take a document out, by its IRI or CURIE. Raises NotFoundError."""
        from kg import ingest

        ingest.remove(self.store, _iri(readout))

    def review(
        self,
        statement: str,
        verdict: str,
        *,
        by: str,
        on: str,
        correct: dict[str, Any] | None = None,
        note: str = "",
    ) -> Review:
        """Record a person's verdict on a statement (its IRI or CURIE) and apply it to all that is asked.

        `verdict`: accepted, corrected (with `correct`, the fields of `kg read` that are to have other values)
        or rejected. `by` and `on`, a day, are the person's to give. An earlier review is replaced.
        Raises NotFoundError, MetadataError, VocabularyError, DataError.
        """
        from kg.ingest import reviews

        told = dict(correct or {})
        if isinstance(asked := told.get("replies_to"), str) and asked:
            told["replies_to"] = _iri(asked)
        return reviews.review(self.store, _iri(statement), verdict, by=by, on=on, correct=told, note=note)

    def withdraw(self, statement: str) -> Review:
        """Take a review back, so that the statement is as it was read. Raises NotFoundError."""
        from kg.ingest import reviews

        return reviews.withdraw(self.store, _iri(statement))

    def reviews(self, statements: Iterable[str] | None = None) -> list[Review]:
        """All reviews, or those of some statements, by statement."""
        from kg.ingest import reviews

        if statements is None:
            return reviews.all_of(self.store)
        return list(reviews.of_statements(self.store, statements).values())

    def conflicts(self) -> list[Conflict]:
        """The reviews that do not fit their text: gone, moved, reread, unfit, or waiting for a document."""
        from kg.ingest import reviews

        return list(reviews.all_conflicts(self.store))

    def export_reviews(self) -> str:
        """All reviews as the text of a YAML file for version control: sorted, the same bytes every time."""
        from kg.ingest import reviews

        return reviews.text(self.store)

    def import_reviews(self, data: str | bytes, *, name: str = "reviews") -> tuple[int, int]:
        """Take in what `export_reviews` wrote; how many were new or other, and how many were there already.

        Documents may come before or after. Raises MetadataError, and then nothing is taken in.
        """
        from kg.ingest import reviews

        return reviews.load(self.store, data.encode() if isinstance(data, str) else data, name=name)

    def backup(self, target: str | Path) -> int:
        """Write the whole store into a file, from which `kg.store.archive.restore` makes it again.

        Returns the number of quads. A graph opened for reading writes one whole state, even while somebody
        writes. Raises StoreError.
        """
        from kg.store import archive

        return archive.backup(self.store, Path(target))

    def documents(self) -> list[dict[str, Any]]:
        """What is in the store, by date and title."""
        from kg import ingest

        return ingest.contents(self.store)

    def reading(self, readout: str) -> Reading:
        """What was read from a document, from what is stored of it, by its IRI or CURIE.

        See `kg.triples.stored.reading` for the few things that the graph does not hold. Raises NotFoundError.
        """
        from dataclasses import replace

        from kg import documents, extraction
        from kg.triples import stored

        iri = _iri(readout)
        try:
            quads = list(self.store.quads(iri))
        except ValueError:  # what is no IRI names no document
            quads = []
        if not any(quad.predicate.value == f"{KG}text" for quad in quads):
            raise NotFoundError(f"there is no document {readout} in the store", "see: kg documents list")
        held = stored.reading(quads)
        known = held.document.language in extraction.LANGUAGES
        return replace(
            held,
            document=documents.laid_out(held.document),
            unread_language=None if known else held.document.language,
        )

    def query(self, text: str, limits: Limits = stores.LIMITS) -> Results:
        """Run any SPARQL 1.1 query within limits; it can neither change the store nor reach outside.

        Prefixes of `ontology/prefixes.ttl` need not be declared. Raises QueryError.
        """
        return self.store.guarded(text, limits)

    def ask(self, name: str, **parameters: Any) -> Answer:
        """Ask a question of the catalogue, by its name or by a sentence that means it.

        Parameters that are given stand before those of the sentence. Raises NotFoundError, VocabularyError.
        """
        from kg.questions.answer import ask
        from kg.questions.catalogue import Catalogue

        if len(name.split()) > 1:
            found = self.understand(name)
            name, parameters = found.name, found.values | parameters
        return ask(self.store, Catalogue()[name], parameters)

    def understand(self, sentence: str) -> Understood:
        """The question that a sentence asks, its parameters, and both in words. Raises VocabularyError.

        What is relative ("in the past two years", "at their last three meetings") counts from what is here.
        """
        from contextlib import nullcontext

        from kg.questions.catalogue import Catalogue
        from kg.questions.horizon import Horizon
        from kg.questions.plain_english import understand

        return understand(sentence, Catalogue(), horizon=Horizon(lambda: nullcontext(self.store)))

    def network(self, *, grain: str = "events", **selection: Any) -> MultiDiGraph:
        """The network of states for networkx, with quotes and documents.

        `grain`: an edge per event, per dyad, or per pair and issue (alignment: the numbers of the question
        `agreement-matrix`). States have `betweenness` and `community` where the numbers carry them.
        `selection` as in `kg.network.Selection`: states, between, issues, since, until.
        Raises VocabularyError.
        """
        from kg.network import Selection, network

        return network(self.store, Selection(**selection), grain=grain).to_networkx()

    def info(self) -> dict[str, Any]:
        """What the store holds: location, counts of documents, statements and quads."""
        from kg import __version__

        counts: dict[str, Any] = {"location": self.store.location, "version": __version__}
        counts |= dict.fromkeys(("documents", "meetings", "statements", "stances", "commitments"), 0)
        for row in self.store.select(_COUNTS):
            counts[row["what"].value] = int(row["n"].value)
        return counts | {"graphs": len(self.store.graphs()), "quads": len(self.store)}

    @property
    def last_day(self) -> str | None:
        """The day of the newest meeting that a document tells of; what "now" means to a store."""
        return next((row["day"].value for row in self.store.select(_LAST) if row["day"]), None)

    def show(self, iri: str) -> list[tuple[str, str, str]]:
        """All statements in which an IRI (or CURIE) is subject or object, sorted, in N-Triples terms.

        Raises NotFoundError where there is none.
        """
        import pyoxigraph as ox

        node = ox.NamedNode(_iri(iri))
        text = (
            f"CONSTRUCT {{ {node} ?p ?o . ?s ?q {node} }}"
            f" WHERE {{ {{ {node} ?p ?o }} UNION {{ ?s ?q {node} }} }}"
        )
        found = sorted(
            {(str(t.subject), str(t.predicate), str(t.object)) for t in self.store.construct(text)}
        )
        if not found:
            raise NotFoundError(f"the store knows nothing of {iri}", "see: kg documents list")
        return found

    @property
    def rdf(self) -> rdflib.Dataset:
        """An rdflib Dataset over the same quads (read it; write with `ingest`)."""
        return self.store.rdf()


def _iri(name: str) -> str:
    from kg.vocabulary.namespaces import expand

    return name.strip("<>") if "://" in name else expand(name)


_COUNTS = """PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT ?what (COUNT(?x) AS ?n) WHERE {
  VALUES (?class ?what) { (kg:Readout "documents") (kg:Statement "statements") (kg:Stance "stances")
    (kg:Commitment "commitments") (kg:Meeting "meetings") }
  ?x a ?class .
} GROUP BY ?what"""
_LAST = """PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT (MAX(?latest) AS ?day) WHERE { ?account a kg:Account ; kg:latest ?latest }"""
