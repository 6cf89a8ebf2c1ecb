"""Linked data: an IRI leads to a page or to data, and the data is what the store says."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

import kg
from kg.store.guard import RDF_FORMATS
from kg.views import describe
from kg.views.web import links
from kg.vocabulary.namespaces import ID, ISSUE, KG

TYPES = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}


@pytest.fixture(scope="module")
def things(demo_store):
    """One thing of each kind: kind to IRI."""
    query = f"""PREFIX kg: <{KG}> SELECT ?kind (MIN(?thing) AS ?one) {{
      VALUES ?kind {{ kg:Readout kg:Statement kg:Meeting kg:Official kg:Evidence kg:Stance kg:PersonMention }}
      ?thing a ?kind }} GROUP BY ?kind"""
    with kg.open(demo_store, read_only=True) as graph:
        found = {row["kind"].value.removeprefix(KG): row["one"].value for row in graph.store.select(query)}
    assert len(found) == 7
    return found | {"State": f"{ID}state/JPN", "Issue": f"{ISSUE}unsc_reform"}


def local(iri):
    """The address here of one of our IRIs."""
    return iri.removeprefix("https://w3id.org/bilateral-kg")


def parsed(answer, suffix):
    """The triples of an answer."""
    return {quad.triple for quad in ox.parse(answer.content, format=RDF_FORMATS[suffix])}


def test_every_kind_of_thing_is_seen_as_page_and_as_data(served, things):
    """303 by Accept; the data, whatever its format, is the same triples and is about the thing."""
    for kind, iri in things.items():
        page = served.get(local(iri), headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert (page.status_code, page.headers["location"]) == (303, links.page(iri)), kind
        assert page.headers["vary"] == "Accept"
        seen = []
        for accept, suffix in TYPES.items():
            answer = served.get(local(iri), headers={"accept": accept})
            assert (answer.status_code, answer.headers["location"]) == (303, links.data(iri, suffix))
            assert answer.headers["vary"] == "Accept"
            data = served.get(answer.headers["location"])
            assert data.headers["content-type"].partition(";")[0] == accept
            seen.append(parsed(data, suffix))
        assert all(one == seen[0] for one in seen)
        assert any(triple.subject.value == iri for triple in seen[0]), kind


def test_who_does_not_say_what_is_wanted_gets_the_page(served):
    """And who wants what there is not, is told what there is."""
    assert served.get("/id/state/JPN").headers["location"] == "/page/state/JPN"
    assert served.get("/issue/fisheries").headers["location"] == "/page/issue/fisheries"
    refused = served.get("/id/state/JPN", headers={"accept": "image/png"})
    assert refused.status_code == 406
    assert "text/turtle" in refused.text
    liked = served.get("/id/state/JPN", headers={"accept": "text/html;q=0.5, application/ld+json"})
    assert liked.headers["location"] == "/data/state/JPN.jsonld"


def test_the_data_of_a_readout_is_its_whole_graph(served, things, demo_store):
    """Every quad of it, text included."""
    iri = things["Readout"]
    with kg.open(demo_store, read_only=True) as graph:
        whole = {quad.triple for quad in graph.store.quads(iri)}
    assert whole <= parsed(served.get(links.data(iri, "nt")), "nt")


def test_the_data_of_a_statement_has_what_it_stands_on(served, things):
    """Its evidence with the exact words, and the stance that it expresses."""
    text = served.get(links.data(things["Statement"], "ttl")).text
    assert "oa:exact" in text
    assert "oa:start" in text


def test_a_derived_graph_is_data_only(served, demo_store):
    """It has no page; that of the vocabulary is served as the ontology."""
    with kg.open(demo_store, read_only=True) as graph:
        name = next(one for one in graph.store.graphs() if "/derived/" in one)
    answer = served.get(local(name))
    assert answer.headers["location"] == links.data(name, "ttl")
    assert parsed(served.get(answer.headers["location"]), "ttl")


@pytest.mark.parametrize(
    "path",
    [
        "/id/state/ATL",
        "/id/readout/0000000000000000",
        "/issue/nonsense",
        "/data/state/ATL.ttl",
        "/data/state/J%20P<N>.ttl",
        "/id/a%22b%20%3E%20c",
        "/data/state/JPN.exe",
        "/id/",
        "/data/.ttl",
        "/data/%2e%2e/%2e%2e/etc/passwd.ttl",
        "/id/%00",
        "/data/readout/%F0%9F.nt",
    ],
)
def test_what_is_not_known_is_not_found(served, path):
    """404, however it is spelt, with what to do."""
    answer = served.get(path)
    assert answer.status_code == 404
    if path.startswith("/data"):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]


def test_data_without_a_suffix_is_told_its_own(served):
    """The path alone leads to Turtle, or to what is wanted."""
    assert served.get("/data/state/JPN").headers["location"] == "/data/state/JPN.ttl"
    wanted = served.get("/data/state/JPN", headers={"accept": "application/rdf+xml"})
    assert wanted.headers["location"] == "/data/state/JPN.rdf"


def test_the_ontology_is_a_page_and_data(served):
    """By Accept, and by suffix; the data declares every class that it should."""
    assert served.get("/ontology").headers["location"] == "/page/ontology"
    for accept, suffix in TYPES.items():
        location = served.get("/ontology", headers={"accept": accept}).headers["location"]
        assert location == f"/ontology.{suffix}"
        found = parsed(served.get(location), suffix)
        assert any(t.subject.value == f"{KG}Statement" for t in found)
        assert any(t.subject.value == f"{KG}act_request" for t in found)
    assert served.get("/ontology.exe").status_code == 404


def test_what_xml_cannot_hold_is_not_written_as_xml():
    """Control characters survive in the other formats."""
    triple = ox.Triple(
        ox.NamedNode("http://example.org/a"), ox.NamedNode("http://example.org/b"), ox.Literal("a\x0bb")
    )
    for form in ("ttl", "nt", "jsonld"):
        (back,) = ox.parse(describe.serialized([triple], form), format=RDF_FORMATS[form])
        assert back.object.value == "a\x0bb"
    with pytest.raises(describe.FormatError, match="control characters"):
        describe.serialized([triple], "rdf")
    assert describe.serialized([triple], "ttl") == describe.serialized([triple], "ttl")
