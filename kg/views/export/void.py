"""A description of the data for catalogues and crawlers: VoID and DCAT, every number counted in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kg.network import EVERYTHING
from kg.views.export import Exporter
from kg.views.export.rdf import selected
from kg.vocabulary.namespaces import DCTERMS, ID, KG, RDF, RDFS, XSD, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from kg.network import Selection
    from kg.store import Store

DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
DATASET = f"{ID}dataset"
TITLE = "Bilateral relations as foreign ministries report them"
DESCRIPTION = (
    "Who said what to whom on which issue, with which stance, reply, condition and promise: every fact with "
    "its exact words, the document and who reports it."
)
LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:  # noqa: ARG001
    """The description of the selected quads, in Turtle; the same quads give the same bytes."""
    import pyoxigraph as ox

    triples = sorted(description(selected(store, selection), str(selection)), key=str)
    known = {**prefixes(), "dcat": DCAT, "void": VOID}
    ox.serialize(triples, out, format=ox.RdfFormat.TURTLE, prefixes=known)


def description(quads: Iterable[ox.Quad], chosen: str = str(EVERYTHING)) -> set[ox.Triple]:
    """What there is to say of these quads; a fact in two graphs counts once, as in their union."""
    import pyoxigraph as ox

    from kg import __version__

    facts = {q.triple for q in quads}
    classes: dict[str, set[object]] = {}
    properties: dict[str, int] = {}
    for t in facts:
        properties[t.predicate.value] = properties.get(t.predicate.value, 0) + 1
        if t.predicate.value == f"{RDF}type":
            classes.setdefault(str(getattr(t.object, "value", t.object)), set()).add(t.subject)

    said: set[ox.Triple] = set()
    node = ox.NamedNode

    def say(about: str, path: str, value: ox.NamedNode | ox.Literal) -> None:
        said.add(ox.Triple(node(about), node(path), value))

    for kind in (f"{VOID}Dataset", f"{DCAT}Dataset"):
        say(DATASET, f"{RDF}type", node(kind))
    for path in (f"{DCTERMS}title", f"{RDFS}label"):
        say(DATASET, path, ox.Literal(TITLE, language="en"))
    about = DESCRIPTION if chosen == str(EVERYTHING) else f"{DESCRIPTION} Selected: {chosen}."
    say(DATASET, f"{DCTERMS}description", ox.Literal(about, language="en"))
    say(DATASET, f"{DCTERMS}license", node(LICENSE))
    say(DATASET, f"{DCTERMS}conformsTo", node(KG[:-1]))
    say(DATASET, f"{DCAT}version", ox.Literal(__version__))
    say(DATASET, f"{VOID}uriSpace", ox.Literal(ID))
    counts = {
        "triples": len(facts),
        "entities": len({t.subject for t in facts if t.predicate.value == f"{RDF}type"}),
        "distinctSubjects": len({t.subject for t in facts}),
        "distinctObjects": len({t.object for t in facts}),
        "properties": len(properties),
        "classes": len(classes),
        "documents": len(classes.get(f"{KG}Readout", ())),
    }
    for name, count in counts.items():
        say(DATASET, VOID + name, _number(count))
    for vocabulary in {_namespace(iri) for iri in (*classes, *properties)}:
        say(DATASET, f"{VOID}vocabulary", node(vocabulary))
    for kind, of, path, count in (
        *(("class", iri, "class", len(members)) for iri, members in classes.items()),
        *(("property", iri, "property", count) for iri, count in properties.items()),
    ):
        part = f"{DATASET}/{kind}/{_name(of)}"
        say(DATASET, f"{VOID}{kind}Partition", node(part))
        say(part, VOID + path, node(of))
        say(part, VOID + ("entities" if kind == "class" else "triples"), _number(count))
    days = sorted(
        str(getattr(t.object, "value", ""))
        for t in facts
        if t.predicate.value in {f"{KG}earliest", f"{KG}latest"}
        and t.subject in classes.get(f"{KG}Account", ())
    )
    if days:
        period = f"{DATASET}/period"
        say(DATASET, f"{DCTERMS}temporal", node(period))
        say(period, f"{RDF}type", node(f"{DCTERMS}PeriodOfTime"))
        say(period, f"{DCAT}startDate", ox.Literal(days[0], datatype=node(f"{XSD}date")))
        say(period, f"{DCAT}endDate", ox.Literal(days[-1], datatype=node(f"{XSD}date")))
    return said


def _number(count: int) -> ox.Literal:
    import pyoxigraph as ox

    return ox.Literal(str(count), datatype=ox.NamedNode(f"{XSD}integer"))


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _name(iri: str) -> str:
    """A name for an IRI of any vocabulary that no other has: its CURIE with a hyphen, or all of it."""
    from urllib.parse import quote

    from kg.errors import VocabularyError
    from kg.vocabulary.namespaces import compress

    try:
        return compress(iri).replace(":", "-")
    except VocabularyError:
        return quote(iri, safe="")


EXPORTERS = (
    Exporter(
        "void",
        ".void.ttl",
        "a description of the data for catalogues: VoID and DCAT with counts (Turtle)",
        "put it beside the data, at /.well-known/void or in a catalogue",
        write,
        aliases=("dcat",),
    ),
)
