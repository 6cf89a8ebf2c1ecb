"""Anybody's query: what is refused, what is stopped, what comes out."""

from __future__ import annotations

import io
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import store
from kg.errors import QueryError, QueryLimitError, QueryRefusedError, QuerySyntaxError, StoreError
from kg.store import Limits, guard
from kg.vocabulary.namespaces import prefixes

G = "https://w3id.org/bilateral-kg/id/readout/1"
P = ox.NamedNode("http://example.org/p")


def subject(k):
    """One of the nodes."""
    return ox.NamedNode(f"http://example.org/{k:03}")


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """Open a store with 300 triples, one of them about a service."""
    with store.connect(tmp_path_factory.mktemp("guard") / "s", create=True) as opened:
        words = [ox.Literal(f"line {k}") for k in range(299)]
        words.append(ox.Literal('from "naval service"\t\\ # é\n', language="en"))
        opened.replace_graph(G, [ox.Triple(subject(k), P, word) for k, word in enumerate(words)])
        opened.replace_graph(G + "2", [ox.Triple(subject(0), P, ox.Literal(0.5))])
        yield opened


def written(results, form):
    """The bytes in one format."""
    out = io.BytesIO()
    results.write(out, form)
    return out.getvalue()


PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def listener():
    """A server that notes whether anybody came."""
    came = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def wait():
            try:
                while True:
                    came.append(server.accept()[1])
            except OSError:
                pass

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", came
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "select * { service silent <URL> { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * { ?s ?p ?o FILTER(?o<?b)SERVICE<URL>{?s ?p ?o} }",
        "SELECT * { ?s ?p ?o FILTER(?o<?b)SERVICE?s#>\n{ ?a ?b ?c } VALUES ?s { <URL> } }",
        "SELECT * { ?s ?p '#' SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ''' ' ''' SERVICE <URL> { ?s ?p ?o } } # '''",
        "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
        "PREFIX service: <URL> SELECT * { SERVICE service:x { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "PREFIX u: <URL> SELECT * FROM u:x { ?s ?p ?o }",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "# read only\nPREFIX a: <a:> DELETE WHERE { ?s ?p ?o }",
        "LOAD <URL>",
        "BASE <URL> clear all",
        "DROP GRAPH <URL>",
    ],
)
def test_what_reaches_outside_or_changes_something_is_refused(held, listener, text):
    """No request leaves, and nothing changes, however the keyword is hidden."""
    url, came = listener
    with pytest.raises(QueryRefusedError):
        held.guarded(text.replace("URL", url))
    assert came == []
    assert len(held) == 301


def test_escapes_hide_no_keyword(held, listener):
    """The engine knows no escapes outside names and strings; should it learn them, this fails."""
    url, came = listener
    for word in ("\\u0053ERVICE", "\\u005Cu0053ERVICE", "\\U00000053ERVICE"):
        with pytest.raises((QuerySyntaxError, QueryRefusedError)):
            held.guarded(f"SELECT * {{ {word} <{url}> {{ ?s ?p ?o }} }}")
    assert came == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("SELECT ?service { ?service ?from 'line 7' } # service from", 1),
        ('SELECT * { ?s ?p ?o FILTER(CONTAINS(?o, "from \\"naval service\\"")) }', 1),
        ("SELECT ?s ?o { ?s <http://example.org/service/../p> ?o } LIMIT 0", 0),
        ("SELECT * FROM <OURS> { ?s ?p ?o }", 1),
        ("SELECT * FROM NAMED <OURS> { GRAPH ?from { ?s ?p ?o } }", 1),
        ("SELECT * { ?s ?p ?o FILTER('from' != 'service') }", 301),
    ],
)
def test_the_same_words_elsewhere_are_fine(held, text, count):
    """A word in a string, a name, a variable or a comment is no keyword; our own graphs may be named."""
    assert len(list(held.guarded(text.replace("OURS", G + "2")).rows())) == count


def test_our_prefixes_need_not_be_declared(held):
    """`kg:` and the others are known; a declaration of one's own wins."""
    assert bool(
        held.guarded("ASK { ?s ?p ?o FILTER(STRSTARTS(STR(kg:x), 'https://w3id.org/bilateral-kg/')) }")
    )
    assert not held.guarded("PREFIX kg: <a:> ASK { FILTER(STRSTARTS(STR(kg:x), 'https://w3id.org/')) }")


def test_a_syntax_error_says_where(held):
    """The place is the one in the user's own text."""
    with pytest.raises(QuerySyntaxError, match="error at 2:1"):
        held.guarded("SELECT *\n")


def test_nesting_without_end_is_a_syntax_error(held):
    """What overflows the parser's stack takes the worker down, not us."""
    with pytest.raises(QuerySyntaxError, match="nested too deeply"):
        held.guarded("SELECT * {" + "{" * 50_000 + "}" * 50_000 + "}")


@pytest.mark.parametrize("head", ["SELECT (COUNT(*) AS ?n)", "SELECT *", "CONSTRUCT { ?a ?e ?i }", "ASK"])
def test_a_query_is_stopped_at_its_time(held, head):
    """A cartesian product ends when its time is up, whatever it was to give."""
    body = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c > ?l && ?c < ?l) }"
    began = time.monotonic()
    with pytest.raises(QueryLimitError, match="stopped after 1 seconds"):
        held.guarded(f"{head} {body}", Limits(seconds=1))
    assert time.monotonic() - began < 3


def test_a_query_is_stopped_at_its_memory(held):
    """Sorting a cartesian product needs more than it may have."""
    with pytest.raises(QueryLimitError, match="stopped at 300 MB"):
        held.guarded(f"SELECT * {PRODUCT} ORDER BY ?l", Limits(megabytes=300))


def alive():
    """The processes that this one has started and that have not ended."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text().split()}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_query_really_stops_when_it_is_told_to(held):
    """Its process is gone, long before its time was up; one that has not begun does not begin."""
    halt, before = guard.Halt(), alive()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(held.guarded, f"SELECT (COUNT(*) AS ?n) {PRODUCT}", Limits(seconds=60), halt=halt)
        while not (started := alive() - before):
            time.sleep(0.01)
        time.sleep(0.3)
        assert not asked.done()
        halt.stop()
        with pytest.raises(QueryLimitError, match="stopped from outside"):
            asked.result(5)
    assert not started & alive()
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)
    with pytest.raises(QueryLimitError, match="stopped from outside"):
        held.guarded("ASK {}", halt=halt)


def test_an_answer_has_a_size(held):
    """A few rows can hold very much."""
    text = "SELECT (GROUP_CONCAT(CONCAT(STR(?s), STR(?b))) AS ?all) { ?s ?p ?o . ?a ?b ?c } GROUP BY ?s"
    with pytest.raises(QueryLimitError, match="stopped at 1 MB of answer"):
        held.guarded(text, Limits(answer=1))


def test_a_query_is_stopped_at_its_rows(held):
    """An answer is whole or an error, never cut short."""
    text = "SELECT ?s { ?s ?p ?o }"
    assert len(list(held.guarded(text, Limits(rows=301)).rows())) == 301
    with pytest.raises(QueryLimitError, match="stopped at 300 rows") as caught:
        held.guarded(text, Limits(rows=300))
    assert "LIMIT" in caught.value.advice
    triples = "CONSTRUCT WHERE { ?s ?p ?o }"
    assert len(list(held.guarded(triples, Limits(rows=301)).rows())) == 301
    with pytest.raises(QueryLimitError):
        held.guarded(triples, Limits(rows=300))


def test_a_worker_stops_itself_if_nobody_does():
    """Its processor time is limited too, should the parent be gone."""
    many = " ".join(f"({k})" for k in range(3000))
    text = "ASK {" + "".join(f" VALUES (?{v}) {{ {many} }}" for v in "abc") + " FILTER(?a + ?b < ?c - 9999) }"
    request = {"text": text, "quads": None, "prefixes": {}, "rows": 1, "dataset": None, "answer": 1}
    done = subprocess.run(
        [sys.executable, "-I", str(guard.WORKER)],
        input=json.dumps(request | {"seconds": 0, "megabytes": 1000}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}
    assert guard._report(done.stderr.encode(), -signal.SIGXCPU) == {"error": "Limit", "message": "seconds"}


def test_the_terms_of_an_answer_come_back_whole(held):
    """Languages, numbers, quotes and control characters survive the way out of the worker."""
    results = held.guarded("SELECT ?o ?none { ?s ?p ?o FILTER(LANG(?o) = 'en' || ?o < 1) } ORDER BY LANG(?o)")
    assert results.columns == ["o", "none"]
    assert list(results.rows()) == [
        (ox.Literal("0.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#double")), None),
        (ox.Literal('from "naval service"\t\\ # é\n', language="en"), None),
    ]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_written_in_the_standard_formats(held, form):
    """Each can be read back by a parser of that format (CSV by its header)."""
    results = held.guarded("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s LIMIT 3")
    data = written(results, form)
    assert form in results.formats
    if form == "csv":
        assert data.splitlines()[0] == b"s,o"
    else:
        back = ox.parse_query_results(data, format=guard.RESULT_FORMATS[form])
        assert [row["s"] for row in back] == [row[0] for row in results.rows()]


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf", "jsonld"])
def test_triples_are_written_in_the_standard_formats(held, form):
    """CONSTRUCT and DESCRIBE give a graph."""
    results = held.guarded("DESCRIBE <http://example.org/007>")
    assert results.columns == ["subject", "predicate", "object"]
    assert form in results.formats
    out = io.BytesIO()
    results.write(out, form, {"e": "http://example.org/"} if form == "ttl" else None)
    back = list(ox.parse(out.getvalue(), format=guard.RDF_FORMATS[form]))
    assert [(q.subject, q.predicate, q.object) for q in back] == [(subject(7), P, ox.Literal("line 7"))]
    assert form != "ttl" or b"e:p" in out.getvalue()


@pytest.mark.parametrize(
    ("text", "said"), [("ASK { ?s ?p 'line 7' }", True), ("ASK { ?s ?p 'no line' }", False)]
)
def test_yes_and_no(held, text, said):
    """ASK is a truth value, in every format that has one."""
    results = held.guarded(text)
    assert bool(results) is said
    assert results.columns == ["answer"]
    assert list(results.rows()) == [(ox.Literal(said),)]
    assert json.loads(written(results, "json"))["boolean"] is said


def test_whether_there_is_an_answer(held):
    """Rows and triples are true if there are any."""
    assert held.guarded("SELECT * { ?s ?p 'line 7' }")
    assert not held.guarded("SELECT * { ?s ?p 'no line' }")
    assert not held.guarded("CONSTRUCT WHERE { ?s ?p 'no line' }")


def test_what_fails_in_the_engine_is_our_error(held, tmp_path):
    """A missing database and a query that cannot be answered have their own names."""
    with pytest.raises(StoreError, match="cannot be read"):
        guard.run("ASK {}", quads=str(tmp_path / "none"))
    assert isinstance(guard._error({"error": "RuntimeError", "message": "m"}, Limits()), QueryError)
    assert isinstance(guard._error({"error": "MemoryError", "message": ""}, Limits()), QueryLimitError)
    assert guard._report(b"panicked", -signal.SIGABRT) == {"error": "Limit", "message": "memory"}


def test_the_answer_of_another_engine_is_held_to_the_same_limit():
    """Rows that come from elsewhere are counted too."""
    there = ox.Store()
    there.extend(ox.Quad(subject(k), P, subject(k)) for k in range(3))
    for text in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        assert len(list(guard.limited(there.query(text), Limits(rows=3)).rows())) == 3
        with pytest.raises(QueryLimitError):
            guard.limited(there.query(text), Limits(rows=2))
    assert bool(guard.limited(there.query("ASK { ?s ?p ?o }"), Limits()))


def test_the_worker_starts_quickly(held):
    """It loads nothing but the engine; a generous bound, for a busy machine."""
    code = (
        "import runpy, sys; sys.argv = ['x']; runpy.run_path(sys.argv[0] if 0 else %r); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code % str(guard.WORKER)], capture_output=True, text=True, check=True
    )
    assert not {"rdflib", "kg", "yaml", "click"} & set(done.stdout.split())
    took = []
    for _ in range(5):
        began = time.perf_counter()
        held.guarded("ASK {}")
        took.append(time.perf_counter() - began)
    assert min(took) < 0.5


def test_the_prefixes_are_those_of_the_ontology():
    """The worker is told them; it reads no file of ours."""
    assert prefixes()["kg"].endswith("ontology#")
