"""The shapes: samples that hold, samples that break them, and pySHACL as the judge of our engine."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import resources, validation
from kg.errors import VocabularyError
from kg.validation import shacl
from kg.vocabulary.namespaces import KG, RDF, RDFS, SH
from kg.vocabulary.reference import parsed

DATA = Path(__file__).parent / "data" / "shapes"
VALID = sorted((DATA / "valid").glob("*.ttl"))
INVALID = sorted((DATA / "invalid").glob("*.ru"))
DOUBTFUL = sorted((DATA / "doubtful").glob("*.ru"))
COMPLETE = DATA / "valid" / "complete.ttl"


def quads(path: Path = COMPLETE) -> list[ox.Quad]:
    """A valid sample."""
    return list(ox.parse(path.read_text(encoding="utf-8"), format=ox.RdfFormat.TURTLE))


def broken(update: Path) -> list[ox.Quad]:
    """The complete sample after an update that breaks it."""
    store = ox.Store()
    store.extend(quads())
    before = len(store), set(store)
    store.update(update.read_text(encoding="utf-8"))
    assert (len(store), set(store)) != before, "the update changes nothing"
    return list(store)


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_valid_samples_have_no_violation(path):
    """What kg.triples writes passes."""
    assert validation.faults(quads(path)) == []


def test_the_complete_sample_has_a_node_of_every_class_that_a_reading_makes():
    """No class with a shape is left out of the samples."""
    held = {str(q.object.value) for q in quads() if q.predicate.value == f"{RDF}type"}
    targets = {
        name for s in shacl.load(resources.text("ontology", "shapes", "ingest.ttl")) for name in s.classes
    }
    assert targets - held == {f"{KG}Citation"}  # held as one of its subclasses
    assert f"{KG}Instrument" in held


def test_the_complete_sample_leaves_nothing_to_look_at():
    """It has no warnings either."""
    assert validation.faults(quads(), warnings=True) == []


@pytest.mark.parametrize("update", INVALID, ids=lambda p: p.stem)
def test_invalid_samples_are_refused_with_their_reason(update):
    """Each update makes a violation whose message its first line foretells."""
    expected = update.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    found = validation.faults(broken(update))
    assert any(fault.message.startswith(expected) for fault in found), found
    assert {fault.severity for fault in found} == {"violation"}


@pytest.mark.parametrize("update", DOUBTFUL, ids=lambda p: p.stem)
def test_doubtful_samples_are_let_in_with_a_warning(update):
    """Each update makes a warning or hint, and nothing that is refused."""
    expected = update.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    data = broken(update)
    assert validation.faults(data) == []
    found = validation.faults(data, warnings=True)
    assert any(fault.message.startswith(expected) for fault in found), found
    assert {fault.severity for fault in found} <= {"warning", "info"}


# -------- Our engine and pySHACL say the same --------


@cache
def shapes_graph() -> rdflib.Graph:
    """Both files of shapes without the SPARQL constraints, which run over a whole store."""
    graph = rdflib.Graph()
    for name in ("ingest", "check"):
        graph.parse(data=resources.text("ontology", "shapes", f"{name}.ttl"), format="turtle")
    graph.remove((None, rdflib.URIRef(f"{SH}sparql"), None))
    return graph


@cache
def background() -> list[ox.Triple]:
    """The types and classes of the reference graph."""
    return [q.triple for q in parsed() if q.predicate.value in {f"{RDF}type", f"{RDFS}subClassOf"}]


def by_pyshacl(data: list[ox.Quad]) -> set[tuple[str, str, str, str]] | None:
    """Focus, path, severity and message of what pySHACL finds; None where it breaks down.

    It does so on an ill-formed date in sh:lessThanOrEquals (pySHACL 0.40).
    """
    import pyshacl

    named = {term for q in data for term in (q.subject, q.object)}
    known = [t for t in background() if t.subject in named or t.predicate.value.endswith("subClassOf")]
    lines = "".join(f"{t} .\n" for t in [*(q.triple for q in data), *known])
    graph = rdflib.Graph().parse(data=lines, format="nt")
    try:
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes_graph(), inference="none")
    except (TypeError, DeprecationWarning):  # rdflib on the way there
        return None
    s = rdflib.Namespace(SH)
    return {
        (
            str(report.value(result, s.focusNode)),
            str(report.value(result, s.resultPath) or ""),
            str(report.value(result, s.resultSeverity)).removeprefix(SH).lower(),
            str(report.value(result, s.resultMessage)),
        )
        for result in report.subjects(s.sourceShape, None)
    }


def by_us(data: list[ox.Quad]) -> set[tuple[str, str, str, str]]:
    """The same from our engine, without what it finds beyond the shapes (broken quotes)."""
    messages = set(map(str, shapes_graph().objects(None, rdflib.URIRef(f"{SH}message"))))
    found = validation.faults(data, warnings=True)
    return {(f.focus, f.path, f.severity, f.message) for f in found if f.message in messages}


@pytest.mark.parametrize("path", [*VALID, *INVALID, *DOUBTFUL], ids=lambda p: p.stem)
def test_pyshacl_agrees_on_every_sample(path):
    """On all samples a general SHACL processor finds what we find."""
    data = quads(path) if path.suffix == ".ttl" else broken(path)
    judged = by_pyshacl(data)
    assert by_us(data) == judged or (judged is None and path.stem == "readout-on-no-day")


def mutated(rng: random.Random) -> list[ox.Quad]:
    """The complete sample with a few quads dropped, swapped, doubled or made nonsense."""
    data = quads()
    objects = [q.object for q in data]
    nonsense = [
        ox.Literal("2005-13-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
        ox.Literal("2031-01-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
        ox.Literal("x", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        ox.Literal(-1),
        ox.Literal(""),
        ox.Literal("words", language="en"),
        ox.NamedNode(f"{KG}polarity_none"),
        ox.NamedNode("https://example.org/nobody"),
    ]
    for _ in range(rng.randint(1, 6)):
        k = rng.randrange(len(data))
        old = data[k]
        deed = rng.choice(["drop", "swap", "double"])
        other = rng.choice(objects if rng.random() < 0.5 else nonsense)
        if deed == "drop":
            del data[k]
        elif deed == "swap":
            data[k] = ox.Quad(old.subject, old.predicate, other)
        else:
            data.append(ox.Quad(old.subject, old.predicate, other))
    return data


@pytest.mark.slow
def test_pyshacl_agrees_on_random_damage():
    """On data damaged at random both find the same, wherever pySHACL comes to an end."""
    compared = 0
    for seed in range(60):
        data = mutated(random.Random(seed))  # noqa: S311 - nothing secret
        judged = by_pyshacl(data)
        if judged is not None:
            compared += bool(judged)
            assert by_us(data) == judged, seed
    assert compared >= 40


# -------- The engine itself --------

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."""


def found(shapes: str, data: str) -> list[str]:
    """The focus nodes that break the shapes, once for each failure."""
    body = list(ox.parse(f"{HEAD} {data}", format=ox.RdfFormat.TURTLE))
    held = shacl.Data(body, shacl.Classes(body))
    loaded = shacl.load(f"{HEAD} {shapes}")
    return [n.value[-1] for s in loaded for n in s.targets(held) for _ in s.failures(n, held)]


def test_a_component_that_we_do_not_know_is_refused():
    """A constraint is never passed over in silence."""
    with pytest.raises(VocabularyError, match="uniqueLang"):
        shacl.load(f"{HEAD} x:S sh:targetClass x:C ; sh:property [ sh:path x:p ; sh:uniqueLang true ] .")


def test_a_subclass_is_a_target_and_a_member():
    """Targets and sh:class follow rdfs:subClassOf, over several steps and around a circle."""
    shapes = "x:S sh:targetClass x:C ; sh:property [ sh:path x:p ; sh:class x:C ; sh:minCount 1 ] ."
    data = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        x:E rdfs:subClassOf x:D . x:D rdfs:subClassOf x:C , x:E .
        x:a a x:E ; x:p x:a . x:b a x:D ; x:p x:q ."""
    assert found(shapes, data) == ["b"]


def test_numbers_are_compared_as_numbers_and_nonsense_is_never_in_order():
    """9 is less than 10; words, days and numbers are not in order with each other."""
    shapes = "x:S sh:targetSubjectsOf x:p ; sh:property [ sh:path x:p ; sh:lessThan x:q ] ."
    data = """x:a x:p 9 ; x:q 10 . x:b x:p 10 ; x:q 9.5 . x:c x:p "9" ; x:q 10 . x:d x:p x:d ; x:q 1 .
        x:e x:p 1 ; x:q 1 . x:f x:p "2005-01-01"^^xsd:date ; x:q "2005-01-02"^^xsd:date .
        x:g x:p 1 ; x:q "2005-01-02"^^xsd:date . x:h x:p "nine"^^xsd:integer ; x:q 10 ."""
    assert sorted(found(shapes, data)) == ["b", "c", "d", "e", "g", "h"]


def test_limits_hold_for_numbers_only():
    """A word is within no limits."""
    shapes = (
        "x:S sh:targetSubjectsOf x:p ; sh:property [ sh:path x:p ; sh:minInclusive 0 ; sh:maxInclusive 1 ] ."
    )
    assert sorted(found(shapes, 'x:a x:p 0.5 . x:b x:p -1 . x:c x:p 2 . x:d x:p "zero" .')) == [
        "b",
        "c",
        "d",
        "d",
    ]


def test_nested_properties_are_checked_at_their_values():
    """A property shape may look further."""
    inner = "sh:property [ sh:path x:q ; sh:minCount 1 ]"
    shapes = f"x:S sh:targetClass x:C ; sh:property [ sh:path x:p ; {inner} ] ."
    assert found(shapes, "x:a a x:C ; x:p x:b , x:c . x:b x:q 1 .") == ["a"]
