"""RDF 1.2: every fact of a statement is reified by the evidence it rests on.

`<evidence> rdf:reifies <<( stance kg:polarity kg:polarity_support )>>` says that these words bear this fact.
So the source of each fact survives where named graphs do not: in a Turtle file, in a store of triples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kg.views.export import Exporter
from kg.views.export.rdf import selected
from kg.vocabulary.namespaces import KG, RDF, prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Triple

    from kg.network import Selection
    from kg.store import Store


def reifiers(triples: Iterable[Triple]) -> list[Triple]:
    """A triple `evidence rdf:reifies <<( fact )>>` for each fact and each stretch of its words."""
    import pyoxigraph as ox

    known = list(triples)
    evidence: dict[str, list[ox.NamedNode]] = {}
    for t in known:
        if t.predicate.value == f"{KG}evidence" and isinstance(t.object, ox.NamedNode):
            evidence.setdefault(getattr(t.subject, "value", ""), []).append(t.object)
    made = []
    for t in known:
        readout, mark, rest = getattr(t.subject, "value", "").partition("/statement/")
        own, _, under = rest.partition("/")
        if not under.startswith("evidence/") and t.predicate.value != f"{KG}evidence":
            words = evidence.get(f"{readout}{mark}{own}", ()) if mark else ()
            made += [ox.Triple(e, ox.NamedNode(f"{RDF}reifies"), t) for e in words]
    return made


def _writer(form: str) -> Callable[[Store, Selection, str, BinaryIO], None]:
    def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:  # noqa: ARG001
        """Serialise the selection and its reifiers; the grain of edges means nothing here."""
        import pyoxigraph as ox

        plain = {quad.triple for quad in selected(store, selection)}
        triples = sorted([*plain, *reifiers(plain)], key=str)
        if form == "N_TRIPLES":
            ox.serialize(triples, out, format=ox.RdfFormat.N_TRIPLES)
            return
        ox.serialize(triples, out, format=ox.RdfFormat.TURTLE, prefixes={**prefixes(), "rdf": RDF})

    return write


EXPORTERS = (
    Exporter(
        "turtle12",
        ".rdf12.ttl",
        "RDF 1.2: each fact of a statement is reified by the quote it rests on (Turtle 1.2)",
        "a store that knows triple terms: Oxigraph 0.5, Jena 5.4; SPARQL 1.2: { ?s ?p ?o ~ ?evidence }",
        _writer("TURTLE"),
        aliases=("rdf12", "rdf-star"),
    ),
    Exporter(
        "ntriples12",
        ".nt",
        "the same, one sorted line per fact (N-Triples 1.2)",
        "a store that knows triple terms: Oxigraph 0.5, Jena 5.4",
        _writer("N_TRIPLES"),
    ),
)
