"""The public face: what notebooks, the command line and pages stand on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from annotated import GOLD, reading

import kg
from kg import api, ingest, rules, store, triples
from kg.errors import MetadataError, NotFoundError, StoreError, StoreLockedError, VocabularyError
from kg.model import Reading

TEXT = "Meeting\n\nForeign Minister Ada Ash of Japan requested Norway to release the vessel.\n"
CASE = GOLD / "cases" / "2000-09-14-jpn-rus.json"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Make a store that holds one annotated case and what follows from it."""
    folder = tmp_path_factory.mktemp("api") / "store"
    with api.open(folder) as graph:
        one = reading(CASE)
        name = triples.readout_iri(one.document)
        rules.mark_stale(graph.store)
        graph.store.replace_graph(name, triples.quads(one, reader_version="test"))
        rules.refresh(graph.store)
    return folder


@pytest.fixture
def graph(place):
    """Open it for reading."""
    with kg.open(place, read_only=True) as opened:
        yield opened


def test_what_is_public_is_sorted_and_there():
    """`kg.__all__` lists what `kg.` offers, and nothing else is found."""
    assert kg.__all__ == sorted(kg.__all__)
    assert dir(kg) == kg.__all__
    assert all(getattr(kg, name) is not None for name in kg.__all__)
    assert api.__all__ == sorted(api.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = kg.nothing


def test_importing_it_loads_nothing_heavy():
    """Neither `import kg` nor `kg.open` brings in what only some calls need."""
    code = "import sys, kg; kg.{}; print(*sys.modules)"
    run = [
        subprocess.run([sys.executable, "-c", code.format(w)], capture_output=True, text=True, check=True)
        for w in ("Error", "open")
    ]
    assert "pyoxigraph" not in run[0].stdout.split()
    assert not {"rdflib", "networkx", "pandas", "rich", "click", "yaml", "pyshacl"} & set(
        run[1].stdout.split()
    )


@pytest.mark.parametrize("source", [TEXT, TEXT.encode(), "file", Path("file")])
def test_reading_touches_no_store(tmp_path, monkeypatch, source):
    """A text, bytes, or a path; the same text either way, with what is told about it."""
    monkeypatch.chdir(tmp_path)
    Path("file").write_text(TEXT)
    one = kg.read(source, title="T", publishers=("JPN",), url=None)
    assert isinstance(one, Reading)
    assert (one.document.text, one.document.title, one.document.publishers) == (TEXT, "T", ("JPN",))
    assert os.listdir() == ["file"]  # noqa: PTH208 - the names are enough


def test_an_unknown_field_is_refused():
    """A misspelt name is no silence."""
    with pytest.raises(MetadataError, match="publishr"):
        kg.read(TEXT, publishr="JPN")


def test_opening_what_is_not_there(tmp_path):
    """Reading needs a store; writing makes one, with the reference graph in it."""
    for options in ({"read_only": True}, {"create": False}):
        with pytest.raises(NotFoundError):
            kg.open(tmp_path / "none", **options)
    assert not (tmp_path / "none").exists()
    with kg.open(tmp_path / "none") as made:
        assert made.store.ask("ASK { ?s a <https://w3id.org/bilateral-kg/ontology#State> }")
        assert repr(made) == f"<Graph at {tmp_path / 'none'}>"


def test_what_it_holds(graph):
    """Counts, documents, and one thing with all its facts."""
    info = graph.info()
    assert (info["documents"], info["meetings"]) == (1, 1)
    assert info["statements"] == len(reading(CASE).statements)
    assert info["quads"] > 500
    (document,) = graph.documents()
    facts = graph.show(document["readout"])
    assert facts == sorted(facts)
    assert any(p.endswith("#sha256>") for _, p, _ in facts)
    assert graph.show("id:state/JPN")
    with pytest.raises(NotFoundError, match="nothing of"):
        graph.show("id:state/XXX")


def test_asking(graph):
    """A question of the catalogue, any SPARQL, the network, rdflib: the same facts."""
    answer = graph.ask("issues-discussed")
    assert len(answer.rows) > 0
    with pytest.raises(NotFoundError):
        graph.ask("no-such-question")
    rows = list(graph.query("SELECT ?s { ?s a kg:Statement }").rows())
    assert len(rows) == graph.info()["statements"]
    drawn = graph.network(grain="dyads", states=("JPN",))
    assert drawn.number_of_edges() > 0
    assert all("JPN" in ends and data["quote"] for *ends, data in drawn.edges(data=True))
    found = graph.rdf.query("SELECT ?s { ?s a <https://w3id.org/bilateral-kg/ontology#Statement> }")
    assert len(found) == len(rows)


def test_ingest_and_remove(tmp_path):
    """A file goes in, is listed, and goes out by its CURIE."""
    (tmp_path / "a.txt").write_text(TEXT)
    with kg.open(tmp_path / "store") as graph:
        report = graph.ingest(tmp_path / "a.txt", title="T", date="2005-05-31")
        assert [o.status for o in report.outcomes] == ["accepted"]
        assert [d["title"] for d in graph.documents()] == ["T"]
        assert [
            o.status for o in graph.ingest([str(tmp_path / "a.txt")], title="T", date="2005-05-31").outcomes
        ] == ["unchanged"]
        readout = graph.documents()[0]["readout"]
        graph.remove("id:" + readout.partition("/id/")[2])
        assert graph.documents() == []
    with pytest.raises(StoreError, match="closed"):
        graph.documents()


def crashed(folder):
    """Leave a store as a crash between a document and what follows from it does."""
    with store.connect(folder, create=True) as held:
        one = reading(CASE)
        rules.mark_stale(held)
        held.replace_graph(triples.readout_iri(one.document), triples.quads(one, reader_version="test"))


def test_a_reader_after_a_crash_finds_what_follows(tmp_path, monkeypatch):
    """Opening derives what is due; where somebody writes, the store is read as it is."""
    monkeypatch.setattr(ingest, "refresh_reference", lambda _: True)
    crashed(tmp_path / "s")
    with store.connect(tmp_path / "s"), kg.open(tmp_path / "s", read_only=True) as graph:
        assert graph.info()["meetings"] == 0
    with kg.open(tmp_path / "s", read_only=True) as graph:
        assert graph.info()["meetings"] == 1
        (tmp_path / "s" / "merges.yaml").write_text("merge: [")
    with pytest.raises(MetadataError, match="merges"):
        kg.open(tmp_path / "s", read_only=True)


def test_two_writers(tmp_path, monkeypatch):
    """The second is told."""
    monkeypatch.setattr(ingest, "refresh_reference", lambda _: True)
    with kg.open(tmp_path / "s"), pytest.raises(StoreLockedError):
        kg.open(tmp_path / "s")


def test_an_address_is_not_asked_before_it_must_be():
    """Opening a server's store sends nothing."""
    assert repr(kg.open("http://127.0.0.1:9/")) == "<Graph at http://127.0.0.1:9/>"


def test_a_sentence_is_a_question(tmp_path):
    """`ask` takes a sentence too, and what is given beside it stands before what it says."""
    with kg.open(tmp_path / "store") as graph:
        found = graph.understand("what did Russia promise since 2010?")
        assert (found.name, found.values) == ("commitments", {"state": "RUS", "since": "2010"})
        assert graph.ask("what did Russia promise since 2010?", since="2011").name == "commitments"
        with pytest.raises(VocabularyError, match="not understood"):
            graph.ask("who ate the cake?")
