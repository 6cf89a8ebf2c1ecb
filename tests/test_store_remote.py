"""The store behind an endpoint, tried against a real server, and against servers that misbehave."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import store
from kg.errors import EndpointError, QueryLimitError, QueryRefusedError, QuerySyntaxError, StoreError
from kg.store import Dataset, Halt, Limits
from kg.store.remote import RemoteStore

G = "http://example.org/g?a=1&b=é"
P = ox.NamedNode("http://example.org/p")


def triples(n, word="x"):
    """Make so many triples."""
    return [
        ox.Triple(ox.NamedNode(f"http://example.org/{k:03}"), P, ox.Literal(f'{word} {k} "é"\n\\'))
        for k in range(n)
    ]


@pytest.fixture(scope="module")
def server():
    """Start `oxigraph serve` on a free port, in memory."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        process.kill()


@pytest.fixture
def held(server):
    """Open the server's store, emptied."""
    with store.connect(server) as opened:
        for name in opened.graphs():
            opened.remove_graph(name)
        yield opened


class Handler(BaseHTTPRequestHandler):
    """Answers as its server was told to."""

    def answer(self):
        """Note the request and give the answer."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.command, self.path, body))
        status, kind, data = self.server.answers(self.command, self.path, body)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = answer  # noqa: N815 - as http.server wants them

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def fake():
    """Start a server whose answers a test decides: set `answers`, read `seen`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.seen = []
        http.answers = lambda *_: (200, "text/plain", b"")
        http.address = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield http
        http.shutdown()
        thread.join()


@pytest.mark.server
def test_a_remote_store_does_what_an_embedded_one_does(held, tmp_path):
    """The same calls on both leave the same bytes."""
    with store.connect(tmp_path / "s", create=True) as local:
        dumps = []
        for opened in (held, local):
            assert opened.replace_graph(G, triples(3)) is True
            assert opened.replace_graph(G, triples(3)) is False
            assert opened.replace_graph(G, triples(5)[1:]) is True
            assert opened.replace_graph("http://example.org/2", triples(1)) is True
            assert opened.replace_graph("http://example.org/3", triples(1)) is True
            assert opened.replace_graph("http://example.org/3", []) is True
            assert opened.remove_graph("http://example.org/3") is False
            assert opened.graphs() == sorted([G, "http://example.org/2"])
            assert len(opened) == 5
            opened.flush()
            out = io.BytesIO()
            opened.dump(out)
            dumps.append(out.getvalue())
        assert dumps[0] == dumps[1]


@pytest.mark.server
def test_the_union_is_the_default_graph(held):
    """Queries need no GRAPH."""
    held.replace_graph(G, triples(3))
    assert held.ask("ASK { ?s ?p ?o }")
    assert len(list(held.select("SELECT * { ?s ?p ?o }"))) == 3
    assert {t.object.value for t in held.construct("CONSTRUCT WHERE { ?s ?p ?o }")} == {
        t.object.value for t in triples(3)
    }
    found = held.rdf().query("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
    assert [str(row.o) for row in found] == sorted(t.object.value for t in triples(3))


@pytest.mark.server
def test_anybodys_query_is_held_to_the_same_rules(held):
    """Refused, stopped and answered as with an embedded store, with our prefixes."""
    held.replace_graph(G, triples(60))
    assert len(list(held.guarded("SELECT * { ?s ?p ?o }").rows())) == 60
    assert held.guarded("ASK { ?s ?p ?o FILTER(STRLEN(STR(kg:x)) > 9) }")
    with pytest.raises(QueryRefusedError):
        held.guarded("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QuerySyntaxError):
        held.guarded("SELECT")
    with pytest.raises(QuerySyntaxError):
        held.query("SELECT")
    with pytest.raises(QueryLimitError, match="rows"):
        held.guarded("SELECT * { ?s ?p ?o }", Limits(rows=59))
    with pytest.raises(QueryLimitError, match="seconds"):
        held.guarded(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }",
            Limits(seconds=1),
        )


@pytest.mark.server
def test_reading_only_holds_for_servers_too(server):
    """Nothing is sent."""
    with store.connect(server, read_only=True) as opened, pytest.raises(StoreError, match="reading only"):
        opened.replace_graph(G, triples(1))


@pytest.mark.server
def test_the_query_address_is_an_address_too(server, held):
    """`…/query` leads to the same store as the server's own address."""
    held.replace_graph(G, triples(2))
    with store.connect(server + "/query") as opened:
        assert len(opened) == 2


def test_addresses_follow_the_servers_habits():
    """`…/sparql` serves for queries and updates; a Graph Store lies beside it."""
    opened = RemoteStore("http://h/sparql")
    assert (opened._query, opened._update, opened._graph) == (
        "http://h/sparql",
        "http://h/sparql",
        "http://h/sparql-graph-crud",
    )
    assert RemoteStore("http://h/ds/")._update == "http://h/ds/update"
    with pytest.raises(EndpointError, match="no address"):
        store.connect("http://")


def test_nobody_there():
    """A server that is not running is named, with advice."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (
        store.connect(f"http://127.0.0.1:{port}") as opened,
        pytest.raises(EndpointError, match="cannot be reached") as c,
    ):
        opened.graphs()
    assert "running" in c.value.advice


def test_a_server_that_does_not_answer():
    """The wait has an end, for headers as well as for a body that never ends."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        opened = RemoteStore(f"http://127.0.0.1:{deaf.getsockname()[1]}", seconds=0.3)
        with pytest.raises(EndpointError, match="in time"):
            opened.graphs()
        with pytest.raises(QueryLimitError, match="seconds"):
            opened.guarded("ASK {}", Limits(seconds=0.9))


def test_a_server_that_drips(fake):
    """A byte now and then does not stretch the limit."""

    def drip(*_):
        time.sleep(0.2)
        return 200, "application/sparql-results+json", b"{"

    fake.answers = drip
    began = time.monotonic()
    with pytest.raises(EndpointError, match="something else than results"):
        store.connect(fake.address).graphs()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("data", [b'{"head": 1}', b"<html>no</html>", b"{}"])
def test_a_server_that_talks_of_something_else(fake, data):
    """A web page is no answer."""
    fake.answers = lambda *_: (200, "text/html", data)
    with pytest.raises(EndpointError, match="something else"):
        list(store.connect(fake.address).select("SELECT * {}"))


def test_a_server_that_refuses(fake):
    """The server's first line is passed on, for queries, updates and graphs."""
    fake.answers = lambda *_: (403, "text/plain", b"not you\nsecond line")
    opened = store.connect(fake.address)
    with pytest.raises(EndpointError, match=r"403 Forbidden: not you$"):
        opened.query("ASK {}")
    with pytest.raises(EndpointError, match="403"):
        opened.guarded("ASK {}")
    with pytest.raises(EndpointError, match="403"):
        opened._change("DROP ALL")

    def closed_to_put(method, *_):
        return (403, "text/plain", b"") if method == "PUT" else (200, "application/n-triples", b"")

    fake.answers = closed_to_put
    with pytest.raises(EndpointError, match="403"):
        opened.replace_graph(G, triples(1))


def test_a_server_without_graph_store_gets_one_update(fake):
    """Where PUT is unknown, one update request replaces the graph."""
    fake.answers = lambda method, *_: (404 if method == "PUT" else 200, "application/n-triples", b"")
    assert store.connect(fake.address).replace_graph(G, triples(1)) is True
    method, path, body = fake.seen[-1]
    assert (method, path) == ("POST", "/update")
    assert body.startswith(b"DROP SILENT GRAPH <http://example.org/g?")
    assert b"INSERT DATA { GRAPH" in body


def test_an_answer_without_end_is_cut(fake):
    """More than the megabytes allowed is not taken in."""
    fake.answers = lambda *_: (200, "application/sparql-results+json", b"{" + b" " * (3 << 20))
    with pytest.raises(QueryLimitError, match="stopped at"):
        store.connect(fake.address)._ask("ASK {}", size=2 << 20)


def test_a_count_that_is_missing_is_none(fake):
    """An empty result counts nothing."""
    data = b'{"head": {"vars": ["n"]}, "results": {"bindings": []}}'
    fake.answers = lambda *_: (200, "application/sparql-results+json", data)
    assert len(store.connect(fake.address)) == 0


def test_a_server_is_asked_of_the_graphs_that_are_told(held):
    """A guarded query sees only those; one of elsewhere never reaches the server."""
    ours = "https://w3id.org/bilateral-kg/id/graph/"
    for name, count in (("a", 1), ("b", 2)):
        held.replace_graph(ours + name, triples(count, name))
    count = "SELECT ?s { ?s ?p ?o }"
    assert len(list(held.guarded(count, Limits()).rows())) == 3
    assert len(list(held.guarded(count, Limits(), dataset=Dataset((f"{ours}b",))).rows())) == 2
    assert not held.guarded(count, Limits(), dataset=Dataset(named=(f"{ours}b",)))
    with pytest.raises(QueryRefusedError):
        held.guarded(count, Limits(), dataset=Dataset(("http://example.org/x",)))
    halt = Halt()
    halt.stop()
    with pytest.raises(QueryLimitError, match="from outside"):
        held.guarded(count, Limits(), halt=halt)
