"""Anybody's query: refused if it reaches outside, and stopped at its limits.

Oxigraph can neither be interrupted nor be held to an amount of memory from Python, so the query runs in a
process of its own that can be killed. The answer is whole or an error: never cut short.
"""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.errors import QueryError, QueryLimitError, QueryRefusedError, QuerySyntaxError, StoreError
from kg.vocabulary.namespaces import prefixes

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

WORKER = Path(__file__).with_name("worker.py")
PACKAGES = Path(ox.__file__).parent.parent
START = "import sys, runpy; sys.path.append(sys.argv[2]); runpy.run_path(sys.argv[1], run_name='__main__')"

RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many seconds, rows (or triples), megabytes of memory, and megabytes of answer."""

    seconds: float = 30.0
    rows: int = 100_000
    megabytes: int = 2048
    answer: int = 256


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is asked of, whatever it says itself.

    The union of `default` is its default graph, `named` are those that `GRAPH` can find (in the Protocol
    `default-graph-uri` and `named-graph-uri`).
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Halt:
    """Stops a query from another thread, before it starts or while it runs: its process is killed."""

    def __init__(self) -> None:
        """Nothing is stopped yet."""
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.stopped = False

    def stop(self) -> None:
        """Kill what runs, and whatever would start."""
        with self._lock:
            self.stopped = True
            if self._process:
                self._process.kill()

    def watch(self, process: subprocess.Popen[bytes] | None) -> None:
        """This is what runs now."""
        with self._lock:
            self._process = process
            if process and self.stopped:
                process.kill()


@dataclass(frozen=True, slots=True)
class Results:
    """A whole answer. `kind`: solutions, triples or boolean; `data`: TSV, N-Triples, or true/false."""

    kind: str
    data: bytes

    def __bool__(self) -> bool:
        """What ASK said; of other answers, whether there is anything in it."""
        if self.kind == "boolean":
            return self.data.strip() == b"true"
        return self.data.count(b"\n") > (self.kind == "solutions")

    @property
    def columns(self) -> list[str]:
        """The names of the variables, without question mark (of triples: subject, predicate, object)."""
        if self.kind == "solutions":
            return [v.value for v in self._solutions().variables]
        return ["subject", "predicate", "object"] if self.kind == "triples" else ["answer"]

    def rows(self) -> Iterator[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...]]:
        """The rows in their order; None where a variable is unbound."""
        if self.kind == "solutions":
            names = self.columns
            for row in self._solutions():
                yield tuple(row[name] for name in names)
        elif self.kind == "triples":
            for quad in ox.parse(self.data, format=ox.RdfFormat.N_TRIPLES):
                yield quad.subject, quad.predicate, quad.object
        else:
            yield (ox.Literal(bool(self)),)

    def _solutions(self) -> ox.QuerySolutions:
        parsed = ox.parse_query_results(self.data, format=ox.QueryResultsFormat.TSV)
        return cast("ox.QuerySolutions", parsed)

    @property
    def formats(self) -> tuple[str, ...]:
        """The names that `write` knows for this kind of answer."""
        return tuple(RDF_FORMATS if self.kind == "triples" else RESULT_FORMATS)

    def write(self, out: IO[bytes], form: str, names: dict[str, str] | None = None) -> None:
        """Write it in a standard format: json xml csv tsv, or for triples ttl nt rdf jsonld."""
        if self.kind == "triples":
            triples = ox.parse(self.data, format=ox.RdfFormat.N_TRIPLES)
            ox.serialize(triples, out, format=RDF_FORMATS[form], prefixes=names)
        elif self.kind == "solutions":
            self._solutions().serialize(out, format=RESULT_FORMATS[form])
        else:
            answer = ox.parse_query_results(b"true" if self else b"false", format=ox.QueryResultsFormat.TSV)
            answer.serialize(out, format=RESULT_FORMATS[form])


def run(
    text: str,
    limits: Limits = LIMITS,
    *,
    quads: str | None = None,
    dataset: Dataset | None = None,
    halt: Halt | None = None,
) -> Results:
    """Run a query over the database in folder `quads`; without one, only look whether it is allowed.

    Our own prefixes need not be declared in it.

    Raises QuerySyntaxError, QueryRefusedError, QueryLimitError, QueryError, StoreError.
    """
    import subprocess  # 5 ms that a command without an untrusted query need not wait for

    request = {
        "text": text,
        "prefixes": prefixes(),
        "quads": quads,
        "dataset": [dataset.default, dataset.named] if dataset else None,
        "seconds": limits.seconds,
        "rows": limits.rows,
        "megabytes": limits.megabytes,
        "answer": limits.answer,
    }
    command = [sys.executable, "-I", "-S", "-c", START, str(WORKER), str(PACKAGES)]
    halt = halt or Halt()
    # one arena: glibc reserves 64 MB of address space for each further one
    with subprocess.Popen(  # noqa: S603 - our own worker; the query is data on its stdin
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"MALLOC_ARENA_MAX": "1"},
    ) as process:
        halt.watch(process)
        try:
            data, words = process.communicate(json.dumps(request).encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise _error({"error": "Limit", "message": "seconds"}, limits) from None
        finally:
            process.kill()
            halt.watch(None)
    if halt.stopped:
        raise _error({"error": "Limit", "message": "halt"}, limits)
    report = _report(words, process.returncode)
    if "ok" in report:
        return Results(report["ok"], data)
    raise _error(report, limits)


def _report(words: bytes, code: int) -> dict[str, str]:
    """The worker's last line, or what the way it died tells."""
    try:
        return dict(json.loads(words.rsplit(b"\n", 1)[-1]))
    except ValueError:
        import signal

        if code == -signal.SIGSEGV:  # the parser calls itself for each bracket, until its stack is full
            return {"error": "SyntaxError", "message": "it is nested too deeply"}
        return {
            "error": "Limit",
            "message": "seconds" if code == -getattr(signal, "SIGXCPU", 0) else "memory",
        }


def _error(report: dict[str, str], limits: Limits) -> Exception:
    message = report["message"]
    match report["error"]:
        case "SyntaxError":
            return QuerySyntaxError(f"the query is not SPARQL 1.1: {message}", "mend it there (line:column)")
        case "Refused":
            return QueryRefusedError(message, "ask about what is in the store")
        case "Limit" if message == "rows":
            return QueryLimitError(
                f"stopped at {limits.rows} rows", "add LIMIT to the query, or allow more rows"
            )
        case "Limit" if message == "seconds":
            return QueryLimitError(
                f"stopped after {limits.seconds:g} seconds", "ask for less, or allow more time"
            )
        case "Limit" if message == "answer":
            return QueryLimitError(f"stopped at {limits.answer} MB of answer", "ask for less, or allow more")
        case "Limit" if message == "halt":
            return QueryLimitError("stopped from outside", "ask again")
        case "Limit" | "MemoryError":
            return QueryLimitError(
                f"stopped at {limits.megabytes} MB of memory", "ask for less, or allow more"
            )
        case "OSError":
            return StoreError(f"the store cannot be read: {message}")
    return QueryError(f"the query cannot be answered: {message}")


def limited(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, limits: Limits) -> Results:
    """The whole answer as Results, or QueryLimitError where it is longer than the limits allow."""
    if isinstance(answer, ox.QueryBoolean):
        return Results("boolean", b"true" if answer else b"false")
    out = io.BytesIO()
    if isinstance(answer, ox.QuerySolutions):
        answer.serialize(out, format=ox.QueryResultsFormat.TSV)
        results = Results("solutions", out.getvalue())
    else:
        answer.serialize(out, format=ox.RdfFormat.N_TRIPLES)
        results = Results("triples", out.getvalue())
    if results.data.count(b"\n") - (results.kind == "solutions") > limits.rows:
        raise _error({"error": "Limit", "message": "rows"}, limits)
    return results
