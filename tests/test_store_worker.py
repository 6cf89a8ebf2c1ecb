"""The worker's own parts, run in this process (that it can be killed is tested through the guard)."""

from __future__ import annotations

import io
import json
import sys

import pyoxigraph as ox
import pytest

from kg.store import worker


@pytest.fixture(scope="module")
def quads(tmp_path_factory):
    """Make a database of three triples in two graphs."""
    path = tmp_path_factory.mktemp("worker") / "quads"
    held = ox.Store(path)
    p = ox.NamedNode("http://example.org/p")
    for k in range(3):
        graph = ox.NamedNode(f"https://w3id.org/bilateral-kg/id/{k % 2}")
        held.add(ox.Quad(ox.NamedNode(f"http://example.org/{k}"), p, ox.Literal(k), graph))
    held.flush()
    return str(path)


@pytest.fixture
def run(monkeypatch, quads):
    """Give the worker one request; return what it wrote and its report."""
    limits = []
    monkeypatch.setattr(worker, "limit", lambda *given: limits.append(given))

    def one(text, *, path=quads, rows=10, answer=10, dataset=None):
        request = {"text": text, "quads": path, "prefixes": {"e": "http://example.org/"}, "seconds": 5}
        request |= {"rows": rows, "megabytes": 10, "answer": answer, "dataset": dataset}
        out, words = io.TextIOWrapper(io.BytesIO()), io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(request)))
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", words)
        worker.main()
        assert limits[-1] == (5, 10)
        out.flush()
        return out.buffer.getvalue().decode(), json.loads(words.getvalue().rpartition("\n")[2])

    return one


@pytest.mark.parametrize(
    ("text", "wrote", "kind"),
    [
        ("ASK { e:1 ?p ?o }", "true", "boolean"),
        ("ASK { e:9 ?p ?o }", "false", "boolean"),
        ("SELECT ?o { e:2 ?p ?o }", "?o\n2\n", "solutions"),
        (
            "SELECT ?s FROM <https://w3id.org/bilateral-kg/id/1> { ?s ?p ?o }",
            "?s\n<http://example.org/1>\n",
            "solutions",
        ),
        ("SELECT ?o { e:2 ?p ?o FILTER('from' != 'service') }", "?o\n2\n", "solutions"),
    ],
)
def test_answers(run, text, wrote, kind):
    """The whole answer on stdout, its kind in the report."""
    assert run(text) == (wrote, {"ok": kind})


def test_triples(run):
    """CONSTRUCT gives N-Triples."""
    wrote, report = run("CONSTRUCT WHERE { ?s ?p ?o }")
    assert report == {"ok": "triples"}
    assert len(wrote.splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELECT", "SyntaxError"),
        ("CLEAR ALL", "Refused"),
        ("ASK { SERVICE e:x { ?s ?p ?o } }", "Refused"),
        ("SELECT * FROM e:x { ?s ?p ?o }", "Refused"),
    ],
)
def test_refusals(run, text, error):
    """Nothing on stdout, the reason in the report."""
    wrote, report = run(text)
    assert (wrote, report["error"]) == ("", error)


def test_limits(run, tmp_path):
    """Too many rows, too much to say, no database; and the mere look whether a query is allowed."""
    assert run("SELECT * { ?s ?p ?o }", rows=2)[1] == {"error": "Limit", "message": "rows"}
    assert run("SELECT * { ?s ?p ?o }", answer=0)[1] == {"error": "Limit", "message": "answer"}
    assert run("ASK {}", path=str(tmp_path / "none"))[1]["error"] == "OSError"
    assert run("ASK {}", path=None) == ("", {"ok": "checked"})


def test_the_graphs_that_a_query_is_asked_of(run):
    """Those that are told, whatever the query says; none of them lies outside the store."""
    ours = "https://w3id.org/bilateral-kg/id/"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert run(count, dataset=[[f"{ours}1"], []])[0] == "?n\n1\n"
    assert run(count, dataset=[[f"{ours}1", f"{ours}0"], []])[0] == "?n\n3\n"
    assert run(count.replace("{", f"FROM <{ours}0> {{", 1), dataset=[[f"{ours}1"], []])[0] == "?n\n1\n"
    assert run(count, dataset=[[], [f"{ours}1"]])[0] == "?n\n0\n"
    assert run(named, dataset=[[], [f"{ours}1"]])[0] == f"?g\n<{ours}1>\n"
    assert run(named, dataset=[[f"{ours}1"], []])[0] == "?g\n"
    for outside in ([["http://example.org/x"], []], [[], [f"{ours}1", "file:///etc/passwd"]]):
        assert run(count, dataset=outside)[1]["error"] == "Refused"
    assert run(count, dataset=[[f"{ours}a b"], []])[1]["error"] == "ValueError"


def test_the_system_is_asked_to_hold_the_limits(monkeypatch):
    """Processor time, memory, and no core dump; without the module (Windows) nothing is asked."""
    resource = pytest.importorskip("resource")
    asked = {}
    monkeypatch.setattr(resource, "setrlimit", asked.setdefault)
    worker.limit(7.5, 3)
    assert asked == {
        resource.RLIMIT_CPU: (9, 10),
        resource.RLIMIT_AS: (3 << 20, 3 << 20),
        resource.RLIMIT_CORE: (0, 0),
    }
    asked.clear()
    monkeypatch.setitem(sys.modules, "resource", None)
    worker.limit(7.5, 3)
    assert asked == {}
