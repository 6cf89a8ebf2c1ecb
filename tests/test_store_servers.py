"""Every command with `--store https://…`, on real servers: the same answers as from a folder."""

from __future__ import annotations

import io
import re

import pyoxigraph as ox
import pytest
from annotated import GOLD
from command import Kg, kg
from servers import oxigraph, virtuoso

from kg import store
from kg.errors import EndpointError, QueryRefusedError, QuerySyntaxError

__all__ = ["kg", "oxigraph", "virtuoso"]
CASES = [GOLD / "cases" / name for name in ("2000-09-14-jpn-rus.txt", "2003-05-30-jpn-rus.txt")]
COMMANDS = [
    ["documents", "list", "-f", "tsv"],
    ["ask", "positions", "--state", "russia", "-f", "tsv"],
    ["ask", "timeline", "-f", "tsv"],
    ["query", "-e", "SELECT ?s ?act { ?s kg:act ?act } ORDER BY ?s", "-f", "tsv"],
    ["query", "-e", "ASK { ?s a kg:Statement }"],
    ["check", "-f", "tsv"],
    ["show", "id:state/JPN", "-f", "tsv"],
    ["export", "--to", "gephi", "-o", "-"],
]
DECIMAL = re.compile(rb'"(\d+)\.?(\d*?)0*"\^\^<http://www.w3.org/2001/XMLSchema#decimal>')


@pytest.fixture(params=["oxigraph", "virtuoso"], scope="module")
def server(request):
    """One server after the other."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The same documents in a folder."""
    from kg import api

    where = tmp_path_factory.mktemp("same") / "store"
    with api.open(where) as graph:
        graph.ingest(CASES)
    return where


def dump(where):
    """All lines, decimals in their canonical form, which is what Virtuoso keeps of them."""
    out = io.BytesIO()
    with store.connect(where) as opened:
        opened.dump(out)
    return sorted(DECIMAL.sub(rb'"\1.\2"', out.getvalue()).splitlines())


@pytest.mark.server
@pytest.mark.slow
def test_every_command_answers_as_from_a_folder(kg: Kg, server, folder):
    """Documents go in, once; what is derived is the same; questions, queries, checks and exports too."""
    shown = kg("ingest", *CASES, "--store", server)
    assert (shown.code, "2 accepted" in shown.err) == (0, True)
    assert "2 unchanged" in kg("ingest", *CASES, "--store", server).err
    assert dump(server) == dump(folder)
    for words in COMMANDS:
        here, there = kg(*words, "--store", folder), kg(*words, "--store", server)
        assert (there.code, there.lines) == (here.code, here.lines), words
        assert "dba" not in there.out + there.err
    assert kg("reason", "--store", server).code == 0
    assert dump(server) == dump(folder)
    with store.connect(server) as opened:
        readout = next(name for name in opened.graphs() if "/readout/" in name)
        assert {q.graph_name.value for q in opened.quads(readout)} == {readout}
    assert kg("documents", "remove", readout, "--store", server).code == 0
    assert kg("documents", "list", "--store", server, "-f", "tsv").out.count("\n") == 2


@pytest.mark.server
@pytest.mark.slow
def test_graphs_go_in_and_out(server):
    """Words of any kind come back as they were; a large graph, several at once, none."""
    g, p = "http://example.org/g?a=1&b=é", ox.NamedNode("http://example.org/p")
    words = ['"é"\n\\', "", "Łódź 日本 😀", "x" * 50_000, "a\tb\rc\u00a0d", "it's <b> & {c}"]
    kinds = [ox.Literal(w) for w in words] + [ox.Literal("a", language="en"), ox.Literal(True), ox.Literal(5)]
    triples = {ox.Triple(ox.NamedNode(f"http://example.org/{k}"), p, term) for k, term in enumerate(kinds)}
    with store.connect(server) as opened:
        assert opened.replace_graph(g, triples) is True
        assert opened.replace_graph(g, triples) is False
        assert {ox.Triple(q.subject, q.predicate, q.object) for q in opened.quads(g)} == triples
        some = sorted(triples, key=str)[:2]
        assert opened.replace_graphs({g: some, "http://example.org/h": some}) is True
        assert (len(list(opened.quads(g))), len(list(opened.quads("http://example.org/h")))) == (2, 2)
        lines = b"".join(f"{t} <http://example.org/{n}> .\n".encode() for n in "ij" for t in triples)
        opened.load(lines)
        assert len(list(opened.quads("http://example.org/j"))) == len(triples)
        assert not opened.ask("ASK { <http://example.org/nothing> ?p ?o }")
        assert opened.guarded("ASK { GRAPH <http://example.org/j> { ?s ?p ?o } }")
        with pytest.raises(QuerySyntaxError):
            opened.query("SELECT")
        with pytest.raises(QueryRefusedError):
            opened.guarded("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
        for name in (g, *(f"http://example.org/{n}" for n in "hij")):
            assert opened.remove_graph(name) is True
            assert opened.remove_graph(name) is False


@pytest.mark.server
@pytest.mark.slow
def test_a_wrong_password_is_told_without_telling_it(virtuoso):
    """The server's refusal, with what to do."""
    with (
        store.connect(virtuoso.replace(":dba@", ":secret@")) as opened,
        pytest.raises(EndpointError) as caught,
    ):
        opened.update("INSERT DATA { GRAPH <http://example.org/g> { <http://e/s> <http://e/p> 1 } }")
    assert "401" in str(caught.value)
    assert "KG_STORE_USER" in caught.value.advice
    assert "secret" not in str(caught.value) + repr(opened.__dict__.get("location"))
