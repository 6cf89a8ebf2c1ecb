"""The graph itself: Turtle, TriG, N-Quads, JSON-LD; whole, or the readouts and statements of a selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kg.network import EVERYTHING, network
from kg.views.export import Exporter
from kg.vocabulary.namespaces import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Quad

    from kg.network import Selection
    from kg.store import Store


def selected(store: Store, selection: Selection) -> list[Quad]:
    """The quads of the selection, sorted.

    Everything is every graph, reference data included. Otherwise: of each readout with a selected statement
    its graph without the nodes of its other statements, so that every fact kept has its document, meeting
    and quote.
    """
    if selection == EVERYTHING:
        return sorted(store.quads(), key=str)
    chosen = {str(edge["statement"]) for edge in network(store, selection).edges}
    kept: list[Quad] = []
    for readout in sorted({statement.partition("/statement/")[0] for statement in chosen}):
        kept += [q for q in store.quads(readout) if _belongs(q, chosen)]
    return sorted(kept, key=str)


def _belongs(quad: Quad, chosen: set[str]) -> bool:
    """Whether neither end of the quad is a node under a statement that was not chosen."""
    for term in (quad.subject, quad.object):
        readout, mark, rest = getattr(term, "value", "").partition("/statement/")
        if mark and not rest.startswith('"') and f"{readout}{mark}{rest.split('/')[0]}" not in chosen:
            return getattr(term, "datatype", None) is not None  # a literal that merely contains the words
    return True


def _writer(form: str, *, triples: bool = False) -> Callable[[Store, Selection, str, BinaryIO], None]:
    def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:  # noqa: ARG001
        """Serialise the selection; the grain of edges means nothing here."""
        import pyoxigraph as ox

        quads = selected(store, selection)
        if form == "N_QUADS":
            # Sorted lines: two exports of the same graph are the same bytes.
            out.write("".join(sorted(f"{quad} .\n" for quad in quads)).encode())
            return
        rdf_format: ox.RdfFormat = getattr(ox.RdfFormat, form)
        items = sorted({q.triple for q in quads}, key=str) if triples else quads
        ox.serialize(items, out, format=rdf_format, prefixes=prefixes())

    return write


EXPORTERS = (
    Exporter(
        "turtle",
        ".ttl",
        "RDF without named graphs (Turtle)",
        "any RDF tool; Protégé; `rdflib.Graph().parse(file)`",
        _writer("TURTLE", triples=True),
        aliases=("ttl",),
    ),
    Exporter(
        "trig",
        ".trig",
        "RDF with one graph per readout (TriG)",
        "any RDF 1.1 store; `rdflib.Dataset().parse(file)`",
        _writer("TRIG"),
    ),
    Exporter(
        "nquads",
        ".nq",
        "RDF, one sorted line per fact (N-Quads)",
        "any RDF 1.1 store; diff two exports line by line",
        _writer("N_QUADS"),
        aliases=("n-quads",),
    ),
    Exporter(
        "jsonld",
        ".jsonld",
        "RDF as JSON (JSON-LD)",
        "any JSON-LD tool; `rdflib.Dataset().parse(file)`",
        _writer("JSON_LD"),
        aliases=("json-ld",),
    ),
)
