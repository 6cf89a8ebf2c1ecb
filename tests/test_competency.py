"""The questions the graph must answer, by manifest: the shipped query, the smallest data, the answer."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib.collection import Collection
from rdflib.namespace import RDF

from kg.questions.answer import gather, plain, show
from kg.questions.catalogue import Catalogue
from kg.questions.parameters import Resolver, fill

HERE = Path(__file__).parent.parent / "ontology" / "competency"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
CT = rdflib.Namespace("https://w3id.org/bilateral-kg/competency/")
CATALOGUE = Catalogue()


@cache
def manifest() -> rdflib.Graph:
    """The manifest and those that it includes, one a question, as a graph."""
    graph = rdflib.Graph().parse(HERE / "manifest.ttl", publicID=(HERE / "manifest.ttl").as_uri())
    (listed,) = graph.objects(None, MF.include)
    for part in Collection(graph, listed):
        graph.parse(path(part), publicID=str(part))
    return graph


def path(iri: Any) -> Path:
    """The file behind an IRI of the manifest."""
    return Path(str(iri).removeprefix("file://"))


def entries() -> list[Any]:
    """Every test of the manifest: name, question, data, parameters, expected answer."""
    graph = manifest()
    lists = sorted(graph.subject_objects(MF.entries))
    found = []
    for test in (test for _, listed in lists for test in Collection(graph, listed)):
        assert (test, RDF.type, MF.QueryEvaluationTest) in graph
        action = graph.value(test, MF.action)
        given: dict[str, list[str]] = {}
        for pair in sorted(map(str, graph.objects(action, CT.given))):
            name, _, word = pair.partition("=")
            given.setdefault(name, []).append(word)
        data = sorted(path(iri) for iri in graph.objects(action, QT.data))
        query, result = path(graph.value(action, QT.query)), path(graph.value(test, MF.result))
        found.append(pytest.param(query, data, given, result, id=str(test).rpartition("#")[2]))
    return found


@cache
def resolver() -> Resolver:
    """Words resolved with the made-up states of the tests, which lie in an overlay as a user's would."""
    return Resolver(HERE / "vocabulary")


def value(term: Any) -> Any:
    """An rdflib term as a plain value."""
    if term is None or isinstance(term, rdflib.URIRef):
        return term if term is None else str(term)
    python = term.toPython()
    if isinstance(python, Decimal):
        return float(python)
    return python if isinstance(python, (bool, int, float)) else str(term)


def oxigraph(query: str, data: list[Path], names: list[str]) -> list[dict[str, Any]]:
    """The solutions that Oxigraph finds."""
    store = Store()
    for file in data:
        store.load(file.read_text(encoding="utf-8"), format=RdfFormat.TRIG)
    solutions = store.query(query, use_default_graph_as_union=True)
    return [{name: plain(one[name]) for name in names} for one in solutions]


def rdflib_(query: str, data: list[Path], names: list[str]) -> list[dict[str, Any]]:
    """The solutions that rdflib finds."""
    dataset = rdflib.Dataset(default_union=True)
    for file in data:
        dataset.parse(data=file.read_text(encoding="utf-8"), format="trig")
    return [{name: value(one[name]) for name in names} for one in dataset.query(query)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its parser uses its own old names
@pytest.mark.parametrize("engine", [oxigraph, rdflib_])
@pytest.mark.parametrize(("query", "data", "given", "result"), entries())
def test_answer(
    query: Path, data: list[Path], given: dict[str, list[str]], result: Path, engine: Any
) -> None:
    """Each question gives the expected answer on both engines, and leaves the look-alike out."""
    question = CATALOGUE[query.stem]
    assert query.read_text(encoding="utf-8") == question.text
    columns = [column.name for column in question.columns]
    rows = gather(question, engine(fill(question, given, resolver()), data, columns))
    found = [[show(row[name]) for name in columns] for row in rows]
    expected = list(csv.reader(io.StringIO(result.read_text(encoding="utf-8"))))
    assert [columns, *found] == expected


def test_every_question_is_in_the_manifest_with_a_negative_case() -> None:
    """A question without a positive and a negative entry is not finished."""
    graph = manifest()
    held: dict[str, set[bool]] = {name: set() for name in CATALOGUE.names}
    for action, query in graph.subject_objects(QT.query):
        test = graph.value(None, MF.action, action)
        rows = path(graph.value(test, MF.result)).read_text(encoding="utf-8").splitlines()[1:]
        held[path(query).stem].add(bool(rows))
    assert {name: cases for name, cases in held.items() if cases != {True, False}} == {}


def test_the_data_uses_only_terms_of_the_ontology() -> None:
    """The data is written in the terms that the store holds, or the tests would mean nothing."""
    base = "https://w3id.org/bilateral-kg/ontology#"
    known = Store()
    for name in ("core.ttl", "acts.ttl"):
        known.load((HERE.parent / name).read_text(encoding="utf-8"), format=RdfFormat.TURTLE)
    used = set()
    for file in sorted((HERE / "data").glob("*.trig")):
        store = Store()
        store.load(file.read_text(encoding="utf-8"), format=RdfFormat.TRIG)
        for quad in store:
            used |= {t.value for t in (quad.predicate, quad.object) if isinstance(t, NamedNode)}
    strange = {
        iri
        for iri in used
        if iri.startswith(base) and not any(known.quads_for_pattern(NamedNode(iri), None, None))
    }
    assert strange == set()


def test_no_file_is_left_over() -> None:
    """Every manifest is included; every data file and every expected answer belongs to a test."""
    graph = manifest()
    (included,) = graph.objects(None, MF.include)
    assert [path(part).name for part in Collection(graph, included)] == sorted(
        file.name for file in (HERE / "questions").iterdir()
    )
    listed = {path(iri).name for p in (QT.data, MF.result) for iri in graph.objects(None, p)}
    there = {file.name for folder in ("data", "expected") for file in (HERE / folder).iterdir()}
    assert there == listed
