"""The SPARQL 1.1 Protocol, as the W3C's test cases have it, and what is refused or stopped here."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import uvicorn
from starlette.testclient import TestClient

import kg
from kg.store import Limits
from kg.store.guard import RDF_FORMATS, RESULT_FORMATS
from kg.views.web import application
from kg.views.web.settings import Settings
from kg.vocabulary.namespaces import ID

SD = "http://www.w3.org/ns/sparql-service-description#"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
ROWS = "application/sparql-results+json"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a < ?i) }"
KINDS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
RDF = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


@pytest.fixture(scope="module")
def graphs(demo_store):
    """Two readouts' graphs."""
    with kg.open(demo_store, read_only=True) as graph:
        return [name for name in graph.store.graphs() if "/readout/" in name][:2]


def get(client, query, accept="*/*", **more):
    """Ask by GET."""
    return client.get("/sparql", params={"query": query, **more}, headers={"accept": accept})


def post(client, body, kind, path="/sparql", **headers):
    """Ask by POST, without a Content-Type where that is None."""
    told = {"accept": "*/*", **headers} | ({"content-type": kind} if kind else {})
    data = body if isinstance(body, bytes) else body.encode()
    return client.post(path, content=data, headers=told)


def refused(answer, *statuses):
    """It is a problem, with words."""
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    assert answer.json()["detail"]
    return answer.json()


# The Protocol's own cases: what must work


def test_a_query_comes_by_get_by_form_or_as_the_body(served):
    """Three ways, one answer."""
    text = "SELECT ?s { ?s a kg:Readout } ORDER BY ?s"
    one = get(served, text)
    assert one.status_code == 200
    assert one.headers["content-type"] == ROWS
    assert post(served, urlencode({"query": text}), FORM).json() == one.json()
    assert post(served, text, QUERY).json() == one.json()
    assert post(served, text, f'{QUERY}; charset="UTF-8"').json() == one.json()
    assert len(one.json()["results"]["bindings"]) > 5
    assert served.head("/sparql", params={"query": text}).status_code == 200


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("SELECT ?s { ?s a kg:Readout }", KINDS),
        ("ASK { ?s a kg:Readout }", KINDS),
        ("CONSTRUCT { ?s a ?k } WHERE { ?s a ?k } LIMIT 9", RDF),
        ("DESCRIBE <https://w3id.org/bilateral-kg/id/state/JPN>", RDF),
    ],
)
def test_the_answer_comes_in_the_form_that_is_liked_or_named(served, text, kinds):
    """By Accept, and by `format`; each can be read back."""
    for form, kind in kinds.items():
        for answer in (get(served, text, kind), get(served, text, "image/png", format=form)):
            assert answer.status_code == 200
            assert answer.headers["content-type"].partition(";")[0] == kind
            assert answer.headers["vary"].startswith("Accept")
            if kinds is RDF:
                assert list(ox.parse(answer.content, format=RDF_FORMATS[form]))
            elif form != "csv":
                assert ox.parse_query_results(answer.content, format=RESULT_FORMATS[form])
    offered = ", ".join(f"{kind};q=0.{9 - k}" for k, kind in enumerate(kinds.values()))
    assert get(served, text, offered).headers["content-type"].startswith(next(iter(kinds.values())))


def test_what_programs_call_it_otherwise_is_understood(served):
    """`application/json` and `application/xml` are the forms of that kind."""
    asked = "ASK {}", "CONSTRUCT { ?s a ?k } WHERE { ?s a ?k } LIMIT 1"
    for kind, one in (
        ("application/json", json.loads),
        ("application/xml", lambda text: text.index("<?xml")),
    ):
        for text in asked:
            answer = get(served, text, kind)
            assert answer.headers["content-type"] == kind
            one(answer.text)


def test_nothing_that_is_liked_is_not_acceptable(served):
    """406 says what there is."""
    assert "text/csv" in refused(get(served, "ASK {}", "image/png"), 406)["detail"]
    assert "text/turtle" in refused(get(served, "DESCRIBE kg:Act", "text/csv"), 406)["detail"]
    assert "csv" in refused(get(served, "DESCRIBE kg:Act", format="csv"), 400)["detail"]
    assert "json" in refused(get(served, "ASK {}", format="doc"), 400)["advice"]


def test_the_graphs_are_those_of_the_request(served, graphs):
    """One or several make the default graph, those named are found by GRAPH; however it is sent."""
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a kg:Readout }"
    named = "SELECT ?g { GRAPH ?g { ?s a kg:Readout } } ORDER BY ?g"
    body = f"default-graph-uri={quote(graphs[0])}&default-graph-uri={quote(graphs[1])}"

    def number(answer):
        return answer.json()["results"]["bindings"][0]["n"]["value"]

    def names(answer):
        return [row["g"]["value"] for row in answer.json()["results"]["bindings"]]

    assert number(get(served, count, **{"default-graph-uri": graphs[0]})) == "1"
    assert number(get(served, count, **{"default-graph-uri": graphs})) == "2"
    assert number(post(served, f"{body}&query={quote(count)}", FORM)) == "2"
    assert number(post(served, count, QUERY, f"/sparql?{body}")) == "2"
    assert number(get(served, count, **{"named-graph-uri": graphs})) == "0"
    assert names(get(served, named, **{"named-graph-uri": graphs})) == graphs
    assert (
        names(get(served, named, **{"named-graph-uri": graphs[1], "default-graph-uri": graphs[0]}))
        == graphs[1:]
    )
    both = f"named-graph-uri={quote(graphs[0])}&{body}&query={quote(named)}"
    assert names(post(served, both, FORM)) == graphs[:1]
    text = count.replace("{", f"FROM <{graphs[0]}> {{")
    assert number(get(served, text)) == "1"
    assert number(get(served, text, **{"default-graph-uri": f"{ID}readout/none"})) == "0"


def test_the_service_describes_itself(served):
    """RDF in the form that is liked; it is named with its address."""
    for form, kind in RDF.items():
        answer = served.get("/sparql", headers={"accept": kind})
        assert answer.headers["content-type"].partition(";")[0] == kind
        found = {quad.triple for quad in ox.parse(answer.content, format=RDF_FORMATS[form])}
        assert ox.NamedNode("http://localhost/sparql") in {
            t.object for t in found if t.predicate.value == f"{SD}endpoint"
        }
        assert sum(t.predicate.value == f"{SD}resultFormat" for t in found) == 8
    assert served.get("/sparql").headers["content-type"].startswith("text/turtle")
    refused(served.get("/sparql", headers={"accept": "image/png"}), 406)


def test_people_are_led_to_the_workbench(served):
    """A browser that comes by is shown the page, with the query in it."""
    people = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert served.get("/sparql", headers={"accept": people}).headers["location"] == "/workbench"
    led = get(served, "ASK {}", people)
    assert (led.status_code, led.headers["location"]) == (303, "/workbench?query=ASK+%7B%7D")
    assert get(served, "ASK {}", people, format="csv").text.strip() == "true"


# The Protocol's own cases: what must not work


def test_other_methods_are_not_allowed(served):
    """Neither PUT nor DELETE nor PATCH."""
    for method in ("PUT", "DELETE", "PATCH"):
        answer = served.request(method, "/sparql", params={"query": "ASK {}"})
        refused(answer, 405)
        assert {"GET", "POST"} <= set(answer.headers["allow"].split(", "))


def test_one_query_is_asked_at_a_time(served):
    """Not two, not none, not an empty one."""
    refused(served.get("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D"), 400)
    refused(post(served, "query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM), 400)
    refused(post(served, "query=ASK%20%7B%7D", FORM, "/sparql?query=ASK%20%7B%7D"), 400)
    refused(post(served, "ASK {}", QUERY, "/sparql?query=ASK%20%7B%7D"), 400)
    refused(post(served, "", FORM), 400)
    refused(served.get("/sparql?default-graph-uri=x"), 400)
    refused(served.get("/sparql?Query=ASK%20%7B%7D"), 400)
    refused(served.get("/sparql?query="), 400)
    refused(post(served, "&".join(f"a{k}=" for k in range(2000)), FORM), 400)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("ASK {}", "text/plain"),
        ("ASK {}", None),
        ("query=ASK%20%7B%7D", None),
        ("query=ASK%20%7B%7D", "text/plain"),
        ("ASK {}", "multipart/form-data; boundary=x"),
        ("ASK {}", f"{QUERY}; charset=utf-16"),
        ("ASK {}", f"{QUERY}; charset=latin-1"),
    ],
)
def test_a_body_of_another_kind_is_not_understood(served, body, kind):
    """The Content-Type must be one of the Protocol's, the charset UTF-8."""
    refused(post(served, body, kind), 415)


def test_what_is_not_utf_8_is_refused(served):
    """In a body, a form or an address."""
    refused(post(served, "ASK {}".encode("utf-16"), QUERY), 400)
    refused(post(served, "ASK { ?s ?p 'é' }".encode("latin-1"), QUERY), 400)
    refused(post(served, "query=ASK%20%7B%20%3Fs%20%3Fp%20'%E9'%20%7D", FORM), 400)
    refused(served.get("/sparql?query=%FF"), 400)


@pytest.mark.parametrize(
    "text", ["ASK", "SELECT * WHERE", "ASK { ?s ?p", "(", "ASK {} ASK {}", "a" * 5000, "\0"]
)
def test_malformed_queries_say_where(served, text):
    """400, and no traceback."""
    told = refused(post(served, text, QUERY), 400)
    assert "not SPARQL 1.1" in told["detail"]
    assert "Traceback" not in json.dumps(told)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <URL>",
        "PREFIX a: <a:> # a comment\nCLEAR ALL",
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_nothing_is_changed_and_nothing_fetched(served, demo_store, text):
    """Whichever way it comes, it is refused before anybody is asked."""
    with socket.create_server(("127.0.0.1", 0)) as there:
        there.settimeout(0.2)
        url = f"http://127.0.0.1:{there.getsockname()[1]}/"
        with kg.open(demo_store, read_only=True) as graph:
            before = len(graph.store)
        asked = text.replace("URL", url)
        for answer in (
            get(served, asked),
            post(served, asked, QUERY),
            post(served, urlencode({"query": asked}), FORM),
        ):
            refused(answer, 400)
        with pytest.raises(TimeoutError):
            there.accept()
    with kg.open(demo_store, read_only=True) as graph:
        assert len(graph.store) == before


def test_updates_are_refused_by_name(served):
    """By form, by media type, by address; and graphs of elsewhere are none of ours."""
    change = "INSERT DATA { <a:a> <a:b> <a:c> }"
    for answer in (
        post(served, urlencode({"update": change}), FORM),
        post(served, change, "application/sparql-update"),
        served.get("/sparql", params={"update": change}),
        served.get("/sparql", params={"update": change, "query": "ASK {}"}),
    ):
        assert "takes no update" in refused(answer, 400)["detail"]
    for field in ("default-graph-uri", "named-graph-uri"):
        for graph in ("http://example.org/g", "file:///etc/passwd", "", f"{ID}a b"):
            refused(get(served, "ASK {}", **{field: graph}), 400)


def test_no_page_elsewhere_may_read_the_answer(served):
    """There is no CORS header, whoever asks; a preflight is not answered with leave."""
    for method in ("GET", "OPTIONS"):
        answer = served.request(
            method,
            "/sparql?query=ASK%20%7B%7D",
            headers={"origin": "http://evil.example", "access-control-request-method": "POST"},
        )
        assert not any(name.startswith("access-control") for name in answer.headers)


# Limits


@contextmanager
def limited(where, **settings):
    """A client of a server with other limits."""
    with TestClient(application(Settings(str(where), **settings)), base_url="http://localhost") as client:
        yield client


def test_what_is_too_much_is_stopped_and_told_what_to_do(demo_store):
    """Time, rows, memory, answer: 503, when to ask again, and how."""
    with limited(demo_store, limits=Limits(seconds=1, rows=50, megabytes=300, answer=1)) as client:
        for text, words in (
            (SLOW, "after 1 seconds"),
            ("SELECT * { ?s ?p ?o }", "at 50 rows"),
            ("SELECT (GROUP_CONCAT(STR(?o)) AS ?x) { ?s ?p ?o }", "1 MB of answer"),
            ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f", "300 MB of memory"),
        ):
            answer = get(client, text)
            told = refused(answer, 503)
            assert words in told["detail"] or "after 1 seconds" in told["detail"]
            assert told["advice"]
            assert answer.headers["retry-after"].isdigit()
        assert get(client, "ASK {}").json()["boolean"] is True


def test_control_characters_are_not_written_as_xml(served):
    """XML cannot hold them; JSON can."""
    text = r'SELECT ("a\u0001b" AS ?x) {}'
    assert get(served, text).json()["results"]["bindings"][0]["x"]["value"] == "a\x01b"
    refused(get(served, text, format="xml"), 406)


def test_who_is_over_the_line_is_sent_away_and_the_server_recovers(demo_store):
    """One runs, one waits, a third is told to come again; when they are done there is room."""
    settings = {"queries": 1, "waiting": 1, "limits": Limits(seconds=2)}
    with limited(demo_store, **settings) as client, ThreadPoolExecutor(5) as pool:
        asked = list(pool.map(lambda _: get(client, SLOW), range(5)))
        told = [answer.json()["detail"] for answer in asked]
        assert sorted(answer.status_code for answer in asked) == [503] * 5
        assert sum("stopped after" in words for words in told) == 2
        assert sum("too many queries" in words for words in told) == 3
        assert all(answer.headers["retry-after"] for answer in asked)
        assert get(client, "ASK {}").status_code == 200


def children():
    """The processes that this one has started and that have not ended."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text().split()}


@contextmanager
def listening(where, **settings):
    """A real server in a thread: its port."""
    app = application(Settings(str(where), **settings))
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="on")
    with socket.create_server(("127.0.0.1", 0)) as held:
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [held]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield held.getsockname()[1]
        server.should_exit = True
        thread.join(30)


def until(what, seconds=10.0):
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


@pytest.mark.server
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_query_really_stops_when_its_client_goes(demo_store):
    """The worker's process is gone, long before its time is up; a place in the line is given up too."""
    settings = {"queries": 1, "waiting": 1, "limits": Limits(seconds=300)}
    request = f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with listening(demo_store, **settings) as port:

        def ask():
            one = socket.create_connection(("127.0.0.1", port))
            one.sendall(request)
            return one

        before = children()
        first = ask()
        until(lambda: children() - before)
        worker = children() - before
        assert len(worker) == 1
        waiting = ask()
        time.sleep(0.3)
        assert children() - before == worker
        with ask() as third:
            assert third.recv(100).startswith(b"HTTP/1.1 503")
        waiting.close()
        time.sleep(0.3)
        first.close()
        until(lambda: not children() - before)
        assert not any(os.path.exists(f"/proc/{pid}") for pid in worker)  # noqa: PTH110  as short as can be
        time.sleep(0.3)
        assert not children() - before, "the one that waited has begun"
        with socket.create_connection(("127.0.0.1", port)) as after:
            after.sendall(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert after.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.server
def test_pages_are_made_while_queries_run(demo_store):
    """Whoever reads is served, whatever else is asked."""
    settings = {"queries": 2, "waiting": 0, "limits": Limits(seconds=3)}
    with limited(demo_store, **settings) as client, ThreadPoolExecutor(2) as pool:
        slow = [pool.submit(get, client, SLOW) for _ in range(2)]
        time.sleep(0.5)
        assert client.get("/questions").status_code == 200
        assert client.get("/data/state/JPN.ttl").status_code == 200
        assert not any(one.done() for one in slow)
        assert [one.result().status_code for one in slow] == [503, 503]


@pytest.mark.server
def test_a_server_can_stand_on_another_one(demo_store):
    """The store behind it is another endpoint (this one): answers and refusals are the same."""
    with listening(demo_store) as port, limited(f"http://127.0.0.1:{port}/sparql") as client:
        rows = "SELECT ?s { ?s a kg:Readout } ORDER BY ?s"
        with limited(demo_store) as near:
            assert get(client, rows).json() == get(near, rows).json()
            for path in ("/data/state/JPN.nt", "/question/positions.json?state=Russia"):
                assert client.get(path).status_code == 200
                assert client.get(path).content == near.get(path).content
        readout = get(client, rows).json()["results"]["bindings"][0]["s"]["value"]
        asked = get(client, "SELECT * { ?s a kg:Readout }", **{"default-graph-uri": readout})
        assert len(asked.json()["results"]["bindings"]) == 1
        refused(get(client, "INSERT DATA { <a:a> <a:b> <a:c> }"), 400)
        refused(get(client, "ASK"), 400)
    with limited(f"http://127.0.0.1:{port}/sparql") as client:
        told = refused(get(client, "ASK {}"), 502)
        assert "cannot be reached" in told["detail"]
