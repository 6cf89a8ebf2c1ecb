"""Who asks, what is tried again, and uploads in pieces, against a server that does as a test says."""

from __future__ import annotations

import base64
import re
import threading
import urllib.error
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox
import pytest

from kg import store
from kg.errors import EndpointError
from kg.store import remote
from kg.store.http import Http

P = ox.NamedNode("http://example.org/p")
NAMES = ("KG_STORE_TOKEN", "KG_STORE_USER", "KG_STORE_PASSWORD")


class Handler(BaseHTTPRequestHandler):
    """Answers as its server was told to."""

    def answer(self):
        """Note the request; give the next answer, the last one for good. None: hang up."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.command, self.path, self.headers, body))
        answers = self.server.answers
        status, headers, data = answers[0] if len(answers) == 1 else answers.pop(0)
        if status is None:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(data)))
        else:
            self.close_connection = True
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = answer  # noqa: N815 - as http.server wants them

    def log_message(self, *_):
        """Say nothing."""


OK = (200, {}, b"")
EMPTY = (200, {}, b'{"head": {"vars": ["g"]}, "results": {"bindings": []}}')


@pytest.fixture
def fake(monkeypatch):
    """Start a server whose answers a test lists; nobody waits, nothing is in the environment."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    waits = []
    monkeypatch.setattr("kg.store.http.time.sleep", waits.append)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.seen, http.answers, http.waits = [], [OK], waits
        http.host = f"127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield http
        http.shutdown()
        thread.join()


def told(fake):
    """The Authorization headers that were seen."""
    return [headers.get("Authorization") for _, _, headers, _ in fake.seen]


def basic(words):
    """What Basic says."""
    return f"Basic {base64.b64encode(words.encode()).decode()}"


def test_who_asks(fake, monkeypatch):
    """The address, else a token, else a name; never shown."""
    fake.answers = [EMPTY]
    opened = store.connect(f"http://me:p%40ss@{fake.host}/sparql")
    opened.graphs()
    assert opened.location == f"http://{fake.host}/sparql"
    monkeypatch.setenv("KG_STORE_USER", "you")
    monkeypatch.setenv("KG_STORE_PASSWORD", "word")
    store.connect(f"http://{fake.host}").graphs()
    monkeypatch.setenv("KG_STORE_TOKEN", "t0ken")
    store.connect(f"http://{fake.host}").graphs()
    store.connect(f"http://me:x@{fake.host}").graphs()
    assert told(fake) == [basic("me:p@ss"), basic("you:word"), "Bearer t0ken", basic("me:x")]
    assert opened.rdf() is not None


def test_nobody_asks(fake):
    """Without a name there is no header, and a refusal says where a name comes from."""
    fake.answers = [(401, {}, b"who are you?")]
    with pytest.raises(EndpointError, match="401 Unauthorized: who are you") as caught:
        store.connect(f"http://{fake.host}").graphs()
    assert "KG_STORE_TOKEN" in caught.value.advice
    assert told(fake) == [None]


def test_a_password_does_not_follow_a_redirect(fake):
    """Where the server sends us, nobody knows us."""
    fake.answers = [(302, {"Location": f"http://{fake.host}/elsewhere"}, b""), EMPTY]
    Http(f"http://me:x@{fake.host}", seconds=5).request("GET", f"http://{fake.host}/here")
    assert told(fake) == [basic("me:x"), None]


CHALLENGE = {
    "WWW-Authenticate": 'Digest realm="SPARQL", nonce="abc", opaque="d", qop="auth", algorithm="MD5"'
}


def test_digest_is_asked_for_once(fake):
    """The challenge comes before anything large is sent, and is answered from then on."""
    fake.answers = [(401, CHALLENGE, b""), EMPTY]
    opened = store.connect(f"http://me:x@{fake.host}/sparql-auth")
    opened.graphs()
    opened.graphs()
    first, *others = told(fake)
    assert first is None
    assert all(said.startswith('Digest username="me"') for said in others)
    assert [len(body) > 0 for *_, body in fake.seen] == [False, False, True, True]
    assert opened._graph.endswith("/sparql-graph-crud-auth")


def test_digest_with_a_wrong_password(fake):
    """The request is refused, not the question for the challenge."""
    fake.answers = [(403, {}, b"no")]
    with pytest.raises(EndpointError, match="403"):
        store.connect(f"http://me:x@{fake.host}/sparql-auth").graphs()


def test_a_busy_server_is_asked_again(fake):
    """After a while that grows, or as long as it says."""
    fake.answers = [
        (503, {}, b""),
        (429, {"Retry-After": "7"}, b""),
        (502, {"Retry-After": "soon"}, b""),
        EMPTY,
    ]
    assert store.connect(f"http://{fake.host}").graphs() == []
    assert [round(wait) for wait in fake.waits[1:2]] in ([5], [6], [7], [8], [9])
    assert 0.18 < fake.waits[0] < 0.32
    assert 2.9 < fake.waits[2] < 5.1


def test_there_is_an_end_to_asking(fake):
    """The fourth refusal is passed on."""
    fake.answers = [(503, {}, b"full")]
    with pytest.raises(EndpointError, match="503 Service Unavailable: full"):
        store.connect(f"http://{fake.host}").graphs()
    assert len(fake.seen) == 4


def test_a_connection_that_breaks(fake):
    """It is tried again where nothing can have happened twice, and where the server was there before."""
    opened = store.connect(f"http://{fake.host}")
    fake.answers = [(None, {}, b"")]
    with pytest.raises(EndpointError, match="cannot be reached"):
        opened.graphs()
    assert len(fake.seen) == 1
    fake.answers = [EMPTY, (None, {}, b""), EMPTY]
    opened.graphs()
    opened.graphs()
    fake.answers = [(None, {}, b""), OK]
    opened.update("INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> 1 } }")
    fake.answers = [(None, {}, b""), OK]
    with pytest.raises(EndpointError, match="cannot be reached"):
        opened.update("DELETE { ?s ?p ?o } INSERT { ?s ?p 2 } WHERE { ?s ?p ?o }")


def test_an_answer_that_breaks_off_is_none(fake):
    """Less than the server promised."""
    fake.answers = [(200, {"Content-Length": "99"}, b"{")]
    with pytest.raises(EndpointError, match="cannot be reached"):
        Http(f"http://{fake.host}", seconds=1).request("GET", f"http://{fake.host}/")


@pytest.mark.parametrize("address", ["http://me:secret@/x", "http://me:secret@h:port/", "http://[::1/secret"])
def test_no_address(address):
    """It is said without what may be a password."""
    with pytest.raises(EndpointError, match="no address") as caught:
        store.connect(address)
    assert "secret" not in str(caught.value)


def lines(graphs, each=3):
    """N-Quads of some graphs."""
    return b"".join(
        f'<http://e/{k}> <http://e/p> "x" <http://e/g{g}> .\n'.encode()
        for g in range(graphs)
        for k in range(each)
    )


def test_several_graphs_in_pieces(fake, monkeypatch):
    """Whole graphs, as many as fit, where the server takes N-Quads."""
    monkeypatch.setattr(remote, "PIECE", len(lines(2)))
    store.connect(f"http://{fake.host}").load(lines(5))
    assert [(m, p, len(re.findall(b"e/0>", b))) for m, p, _, b in fake.seen] == [
        ("POST", "/store", 2),
        ("POST", "/store", 2),
        ("POST", "/store", 1),
    ]


def test_graph_by_graph(fake):
    """Where it does not, each goes alone, from then on; so at an address that is Virtuoso's."""
    opened = store.connect(f"http://{fake.host}")
    fake.answers = [(400, {}, b"no graph named"), OK]
    opened.load(lines(2))
    opened.load(lines(1))
    assert [m for m, *_ in fake.seen] == ["POST", "PUT", "PUT", "PUT"]
    assert fake.seen[1][3].startswith(b'<http://e/0> <http://e/p> "x" .\n')
    fake.seen.clear()
    store.connect(f"http://{fake.host}/sparql").load(lines(1))
    assert [(m, p) for m, p, *_ in fake.seen] == [("PUT", "/sparql-graph-crud?graph=http%3A%2F%2Fe%2Fg0")]


def test_a_load_that_is_refused(fake):
    """Is told, whether the server took N-Quads before or never."""
    opened = store.connect(f"http://{fake.host}")
    opened.load(lines(1))
    fake.answers = [(400, {}, b"broken")]
    with pytest.raises(EndpointError, match="400 Bad Request: broken"):
        opened.load(lines(1))
    fake.answers = [(507, {}, b"full")]
    with pytest.raises(EndpointError, match="full"):
        store.connect(f"http://{fake.host}").load(lines(1))


def test_a_graph_too_large_for_one_request(fake, monkeypatch):
    """In pieces: the first takes the place of what was there, the others are added."""
    monkeypatch.setattr(remote, "PIECE", 100)
    fake.answers = [(413, {}, b""), OK]
    opened = store.connect(f"http://{fake.host}/sparql")
    opened.load(lines(1, 9))
    assert [m for m, *_ in fake.seen][:3] == ["PUT", "PUT", "POST"]
    assert b"".join(b for *_, b in fake.seen[1:]) == fake.seen[0][3]
    fake.answers = [(413, {}, b"no more")]
    with pytest.raises(EndpointError, match="no more"):
        opened.load(lines(1, 9))


def test_a_graph_without_graph_store(fake, monkeypatch):
    """By updates, in pieces too."""
    monkeypatch.setattr(remote, "PIECE", 100)
    fake.answers = [(405, {}, b""), OK]
    store.connect(f"http://{fake.host}/sparql").load(lines(1, 9))
    bodies = [body for *_, body in fake.seen[1:]]
    assert bodies[0].startswith(b"DROP SILENT GRAPH <http://e/g0>;\nINSERT DATA { GRAPH <http://e/g0> {\n")
    assert all(body.startswith(b"INSERT DATA { GRAPH <http://e/g0> {\n") for body in bodies[1:])
    assert sum(body.count(b'"x" .') for body in bodies) == 9


def test_the_addresses_of_a_repository():
    """GraphDB's and RDF4J's."""
    opened = remote.RemoteStore("http://h/repositories/kg")
    assert (opened._query, opened._update) == (
        "http://h/repositories/kg",
        "http://h/repositories/kg/statements",
    )
    assert opened._graph == "http://h/repositories/kg/rdf-graphs/service"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("#CONSTRUCT\nask {}", "ASK"),
        ("BASE <http://ask/> PREFIX select: <http://e/> DESCRIBE select:x", "DESCRIBE"),
        ("nonsense", ""),
    ],
)
def test_the_form_of_a_query(text, form):
    """Told by its first word."""
    assert remote._form(text) == form


def test_only_names_of_ours_are_written_whole(fake):
    """Not what stands in words, in comments, or is somebody else's."""
    text = "SELECT * { ex:a\\/b id:c '''id:a\\/b''' # id:a\\/b\n id:a\\/b }"
    assert remote._plain(text).endswith("<https://w3id.org/bilateral-kg/id/a/b> }")
    assert remote._plain(text).count("\\/") == 3


def test_virtuosos_ask(fake):
    """A row means yes, none no."""
    head = b'{"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [%s]}}'
    row = b'{"__ASK_RETVAL": {"type": "literal", "value": "1"}}'
    opened = store.connect(f"http://{fake.host}/sparql")
    for rows, said in ((row, True), (b"", False)):
        fake.answers = [(200, {}, head % rows)]
        assert opened.ask("ASK { ?s ?p ?o }") is said


def test_refusals_are_urllibs(fake):
    """For those who look at the code."""
    fake.answers = [(404, {}, b"")]
    with pytest.raises(urllib.error.HTTPError):
        Http(f"http://{fake.host}", seconds=5).request("GET", f"http://{fake.host}/")
