"""Each export is read back with every attribute by a reader that is not ours."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from dataclasses import replace
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from annotated import reading
from stores import CASES, filled

from kg import triples
from kg.errors import StoreError, VocabularyError
from kg.network import EVERYTHING, Selection, network
from kg.views.export import _whole, export, exporter, exporters

HOSTILE = '"}]=1+1 <b>&amp;\u202e\x01\x0b "q"\n@x'
PAIR = Selection(between=("JPN", "CHN"))
GRAINS = ("events", "dyads")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The annotated cases, and one whose title holds what breaks XML, CSV, DOT and JSON."""
    with filled(tmp_path_factory.mktemp("export") / "store") as opened:
        read = reading(CASES[0])
        document = replace(read.document, title=HOSTILE, url="https://example.org/hostile")
        hostile = replace(read, document=document)
        opened.replace_graph(triples.readout_iri(document), triples.quads(hostile, reader_version="test"))
        yield opened


def written(store, name, selection=EVERYTHING, grain="events"):
    """The bytes of an export."""
    out = io.BytesIO()
    export(store, name, out, selection, grain=grain)
    return out.getvalue()


def shown(value):
    """What XML can hold of a value."""
    return str(value).replace("\x01", "\ufffd").replace("\x0b", "\ufffd")


@pytest.mark.parametrize("grain", GRAINS)
def test_gexf_comes_back_with_every_attribute(store, grain):
    """An independent XML reader finds each node, edge, date, kind and attribute value."""
    drawn = network(store, grain=grain)
    ns = "{http://gexf.net/1.3}"
    root = ET.fromstring(written(store, "gexf", grain=grain))  # noqa: S314 - our own file
    edges = root.findall(f".//{ns}edge")
    assert [e.get("id") for e in edges] == [row["id"] for row in drawn.edges]
    for element, row in zip(edges, drawn.edges, strict=True):
        values = {v.get("for"): v.get("value") for v in element.iter(f"{ns}attvalue")}
        own = {"id", "source", "target", "type", "label", "weight", "start", "end"}
        assert values == {k: shown(v) for k, v in row.items() if v is not None and k not in own}
        assert element.get("source") == row["source"]
        assert element.get("target") == row["target"]
        assert element.get("type") == row["type"]
        spells = [s.get("start") for s in element.iter(f"{ns}spell")]
        if grain == "events":
            assert element.get("start") == row["start"]
            assert element.get("end") == row["end"]
        else:
            assert "|".join(spells) == row["days"]
    kinds = [(e.get("source"), e.get("target"), e.get("kind")) for e in edges]
    assert len(set(kinds)) == len(kinds), "Gephi merges parallel edges of one kind"


@pytest.mark.shared
@pytest.mark.parametrize("grain", GRAINS)
def test_gexf_is_valid(store, shared, grain):
    """Gephi's own RELAX NG schema accepts the file."""
    from lxml import etree

    schema = etree.RelaxNG(etree.parse(str(shared / "schemas" / "gexf-1.3" / "gexf.rng")))
    schema.assertValid(etree.fromstring(written(store, "gexf", grain=grain)))


@pytest.mark.parametrize("grain", GRAINS)
def test_graphml_comes_back_with_every_attribute(store, grain):
    """Networkx reads the file and finds what was drawn."""
    drawn = network(store, grain=grain)
    graph = nx.read_graphml(io.BytesIO(written(store, "graphml", grain=grain)), force_multigraph=True)
    assert set(graph.nodes) == {row["id"] for row in drawn.nodes}
    found = {key: data for _, _, key, data in graph.edges(keys=True, data=True)}
    for row in drawn.edges:
        expected = {k: v for k, v in row.items() if v is not None and k not in {"id", "source", "target"}}
        got = found[row["id"]]
        assert {k: got[k] for k in expected} == {
            k: shown(v) if isinstance(v, str) else v for k, v in expected.items()
        }


@pytest.mark.parametrize("grain", GRAINS)
def test_cyjs_comes_back_with_every_attribute(store, grain):
    """Networkx reads the file and finds what was drawn, control characters included."""
    drawn = network(store, grain=grain)
    document = json.loads(written(store, "cyjs", grain=grain))
    graph = nx.cytoscape_graph({**document, "data": [], "directed": True, "multigraph": True})
    assert set(graph.nodes) == {row["id"] for row in drawn.nodes}
    found = {data["id"]: data for _, _, data in graph.edges(data=True)}
    for row in drawn.edges:
        assert {k: v for k, v in row.items() if v is not None}.items() <= found[row["id"]].items()


@pytest.mark.parametrize("grain", GRAINS)
def test_csv_comes_back_with_every_attribute(store, grain, tmp_path):
    """The two tables hold each node and edge; a cell that would run is defused."""
    drawn = network(store, grain=grain)
    export(store, "csv", tmp_path / "tables", EVERYTHING, grain=grain)
    with (tmp_path / "tables" / "edges.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(drawn.edges)
    for got, row in zip(rows, drawn.edges, strict=True):
        for name, value in row.items():
            cell = got.get(name.capitalize() if name.capitalize() in got else name)
            plain = "" if value is None else str(value)
            if name == "type":
                plain = plain.capitalize()
            assert cell.removeprefix("'") == plain.removeprefix("'") or cell == plain
            assert not cell.startswith(("=", "+", "@")) or not isinstance(value, str)
    assert (tmp_path / "tables" / "README.txt").read_text().startswith("bilateral-kg:")
    assert (tmp_path / "tables" / "nodes.csv").read_text().startswith("Id,Label")


def test_dot_is_accepted_and_keeps_names(store):
    """Every name is quoted; Graphviz, where installed, accepts the file."""
    text = written(store, "dot", PAIR).decode()
    assert text.startswith("digraph bilateral_kg {")
    assert '"CHN" -> "JPN"' in text or '"JPN" -> "CHN"' in text
    for row in network(store, PAIR).edges:
        assert f'statement="{row["statement"]}"' in text
    if shutil.which("dot"):
        done = subprocess.run(["dot", "-Tcanon"], input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot calls pyparsing by its old names
@pytest.mark.parametrize("grain", GRAINS)
def test_dot_comes_back_with_every_attribute(store, grain):
    """Another parser finds each edge with its attributes; white space is folded, NUL shown."""
    import pydot

    drawn = network(store, PAIR, grain=grain)
    (graph,) = pydot.graph_from_dot_data(written(store, "dot", PAIR, grain).decode())

    def plain(value):
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\")

    edges = graph.get_edges()
    assert len(edges) == len(drawn.edges)
    found = {plain(edge.get_attributes()["id"]): edge for edge in edges}
    for row in drawn.edges:
        edge = found[row["id"]]
        assert (plain(edge.get_source()), plain(edge.get_destination())) == (row["source"], row["target"])
        got = {k: plain(v) for k, v in edge.get_attributes().items() if v.startswith('"')}
        own = {"source", "target", "label", "type", "weight"}
        expected = {k: " ".join(str(v).split()) for k, v in row.items() if v is not None and k not in own}
        assert expected.items() <= got.items()


def test_dot_labels_edges_only_where_few(store):
    """Over ten edges the label stands in the tooltip only."""
    few = Selection(between=("EGY", "GBR"), issues=("middle_east",))
    assert len(network(store, few).edges) <= 10 < len(network(store).edges)
    head = "label="
    assert all(head in line for line in written(store, "dot", few).decode().splitlines() if "->" in line)
    everything = [line for line in written(store, "dot").decode().splitlines() if "->" in line]
    assert not any(", label=" in line for line in everything)


@pytest.mark.filterwarnings(
    "ignore:.*is deprecated:DeprecationWarning"
)  # rdflib 7.6 warns of its own parsers
@pytest.mark.parametrize(("name", "form"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_rdf_with_graphs_comes_back_whole(store, name, form):
    """Another parser finds the same quads, graph by graph."""
    read = rdflib.Dataset()
    read.parse(data=written(store, name), format=form)
    ours = {(str(q.subject), str(q.predicate), str(q.graph_name)) for q in store.quads()}
    theirs = {(str(s), str(p), str(g)) for s, p, _, g in read.quads()}
    strip = str.maketrans("", "", "<>")
    assert {tuple(part.translate(strip) for part in row) for row in ours} == theirs
    assert len(list(read.quads())) == len(store)


def test_turtle_comes_back_whole(store):
    """Another parser finds every triple; prefixes are ours."""
    data = written(store, "turtle")
    assert b"@prefix kg:" in data
    assert len(rdflib.Graph().parse(data=data, format="turtle")) == len({q.triple for q in store.quads()})


def test_selected_rdf_holds_only_the_selected_statements(store):
    """Statements outside the selection leave no trace; those inside keep quote, meeting and document."""
    data = written(store, "nquads", PAIR)
    chosen = {edge["statement"] for edge in network(store, PAIR).edges}
    quads = list(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    statement = ox.NamedNode("https://w3id.org/bilateral-kg/ontology#Statement")
    assert {q.subject.value for q in quads if q.object == statement} == chosen
    kinds = {q.object.value.rpartition("#")[2] for q in quads if q.predicate.value.endswith("#type")}
    assert {"Readout", "Account", "Evidence", "TextQuoteSelector"} <= kinds


def test_nquads_are_sorted_and_the_same_each_time(store):
    """Two exports of one store are the same bytes."""
    lines = written(store, "nquads").splitlines()
    assert lines == sorted(lines)
    assert written(store, "nquads") == written(store, "nquads")


def test_a_file_appears_only_when_whole(store, tmp_path, monkeypatch):
    """An export that fails leaves neither the file nor a fragment, and an older one untouched."""
    target = tmp_path / "g.gexf"
    target.write_text("old")

    def broken(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.views.export.gexf.network", broken)
    with pytest.raises(KeyboardInterrupt):
        export(store, "gexf", target, EVERYTHING)
    assert target.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["g.gexf"]


def test_what_is_no_plain_file_is_written_to_and_stays(store, tmp_path):
    """A device is not replaced by a file, nor a link by what it names."""
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    link.symlink_to(tmp_path / "g.csv")
    with _whole(pipe) as out:
        out.write(b"through")
    assert (os.read(reader, 100), pipe.is_fifo()) == (b"through", True)
    os.close(reader)
    export(store, "dot", link, EVERYTHING)
    assert link.is_symlink()
    assert (tmp_path / "g.csv").read_text().startswith("digraph")


def test_a_place_that_cannot_be_written_is_named(store, tmp_path):
    """The error names the path and says what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write") as error:
        export(store, "gexf", tmp_path / "file" / "g.gexf", EVERYTHING)
    assert "-o" in error.value.advice


def test_unknown_formats_name_the_known_ones():
    """The advice lists every format."""
    with pytest.raises(VocabularyError) as error:
        exporter("word")
    assert "gexf" in error.value.advice


def test_a_folder_export_needs_a_folder(store):
    """CSV is two tables: a stream cannot hold them."""
    with pytest.raises(VocabularyError, match="folder"):
        export(store, "csv", io.BytesIO(), EVERYTHING)


def test_every_exporter_says_what_it_is_for():
    """Names, aliases and suffixes are unique, and each tells how to open the result."""
    known = exporters()
    names = [word for one in known.values() for word in (one.name, *one.aliases)]
    assert len(names) == len(set(names))
    assert all(one.summary and one.opens for one in known.values())
