"""The process in which an untrusted query runs; it is started by `guard`, and killed by it.

Run as a plain script with nothing but pyoxigraph, so that it starts in a few hundredths of a second. It reads
one JSON request from stdin and writes the whole answer to stdout: TSV rows, N-Triples, or true/false. The
last line of stderr is a JSON report: `{"ok": kind}` or `{"error": class name, "message": …}`.
"""

from __future__ import annotations

import json
import re
import sys
from typing import IO, Any, cast

import pyoxigraph as ox

OURS = "https://w3id.org/bilateral-kg/id/"
OUTSIDE = re.compile(rf"\bservice\b|\bfrom\b(?!\s+(?:named\s+)?<{re.escape(OURS)})", re.IGNORECASE | re.ASCII)
FROM = re.compile(r"\bfrom\b", re.IGNORECASE | re.ASCII)
UPDATES = re.compile(
    r"\b(?:insert|delete|load|clear|drop|create|add|move|copy|with)\b", re.IGNORECASE | re.ASCII
)
PROLOGUE = re.compile(r"\s*(?:(?:#[^\n]*\n|base\s+<[^>]*>|prefix\s+[^:\s]*:\s*<[^>]*>)\s*)*", re.IGNORECASE)


class Refused(Exception):  # noqa: N818 - named as in kg.errors, which this script does not import
    """The query reaches outside, or changes something."""


class Limit(Exception):  # noqa: N818 - the same
    """The answer is too long."""


class Counter:
    """A writer that stops after so many lines and bytes."""

    def __init__(self, lines: int, size: int) -> None:
        """Count down from these."""
        self.lines, self.size = lines, size

    def write(self, data: bytes) -> int:
        """Pass it on."""
        self.lines -= data.count(b"\n")
        self.size -= len(data)
        if self.lines < 0 or self.size < 0:
            raise Limit("rows" if self.lines < 0 else "answer")
        return sys.stdout.buffer.write(data)

    def flush(self) -> None:
        """Pass it on."""
        sys.stdout.buffer.flush()


def check(text: str, prefixes: dict[str, str]) -> None:
    """Refuse SERVICE, FROM a graph that is not ours, and updates; raise SyntaxError for what is no query."""
    if uses(OUTSIDE, text, prefixes):
        raise Refused("a query may not use SERVICE, nor FROM a graph outside the store")
    try:
        ox.Store().query(OUTSIDE.sub(misspelt, text), prefixes=prefixes)
    except SyntaxError:
        start = PROLOGUE.match(text)
        if start and UPDATES.match(text, start.end()):
            raise Refused("a query may not change the store") from None
        raise


def uses(words: re.Pattern[str], text: str, prefixes: dict[str, str]) -> bool:
    """Whether one of these keywords is used as a keyword.

    Oxigraph cannot be told to leave SERVICE out, and telling a keyword from the same word in a string, a
    name or a comment takes its parser (`FILTER(?a<?b)SERVICE?s#>` fools a scanner). So its parser is asked:
    with the words misspelt, a query that needs them no longer parses, and any other still does. What is
    parsed here never holds SERVICE, so nothing can be fetched by it.
    """
    if not words.search(text):
        return False
    try:
        ox.Store().query(OUTSIDE.sub(misspelt, words.sub(misspelt, text)), prefixes=prefixes)
    except SyntaxError:
        return True
    return False


def misspelt(word: re.Match[str]) -> str:
    """As long as the word, and no keyword."""
    return "x" * len(word[0])


def limit(seconds: float, megabytes: int) -> None:
    """Ask the system to stop this process at its limits, should the parent not be there to do it."""
    try:
        import resource
    except ImportError:
        return  # Windows: the parent's clock is all there is
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2, int(seconds) + 3))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(request: dict[str, Any]) -> str:
    """Run the query; return what kind of answer it has."""
    limit(request["seconds"], request["megabytes"])
    text, prefixes = request["text"], request["prefixes"]
    check(text, prefixes)
    graphs: dict[str, Any] = {}
    if request["dataset"]:
        default, named = request["dataset"]
        if not all(name.startswith(OURS) for name in [*default, *named]):
            raise Refused("a query may not be asked of a graph outside the store")
        graphs["default_graph"] = [ox.NamedNode(name) for name in default]
        graphs["named_graphs"] = [ox.NamedNode(name) for name in named]
    if request["quads"] is None:
        return "checked"
    if not graphs:
        graphs["use_default_graph_as_union"] = not uses(FROM, text, prefixes)
    results = ox.Store.read_only(request["quads"]).query(text, prefixes=prefixes, **graphs)
    rows, size = request["rows"], request["answer"] << 20
    if isinstance(results, ox.QueryBoolean):
        sys.stdout.write("true" if results else "false")
        return "boolean"
    if isinstance(results, ox.QuerySolutions):
        results.serialize(cast("IO[bytes]", Counter(rows + 1, size)), format=ox.QueryResultsFormat.TSV)
        return "solutions"
    results.serialize(cast("IO[bytes]", Counter(rows, size)), format=ox.RdfFormat.N_TRIPLES)
    return "triples"


def main() -> None:
    """One request, one answer."""
    try:
        report = {"ok": answer(json.load(sys.stdin))}
        sys.stdout.flush()
    except (Refused, Limit, SyntaxError, OSError, RuntimeError, ValueError, MemoryError) as error:
        kind = "OSError" if isinstance(error, OSError) else type(error).__name__
        report = {"error": kind, "message": str(error)}
    sys.stderr.write("\n" + json.dumps(report))


if __name__ == "__main__":
    main()
