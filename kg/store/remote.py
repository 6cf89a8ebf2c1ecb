"""A store behind a SPARQL 1.1 endpoint: Protocol, Update and Graph Store HTTP Protocol."""

from __future__ import annotations

import re
import urllib.error
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import EndpointError, QueryLimitError, QuerySyntaxError
from kg.store import guard
from kg.store.base import Answer, Store, named, steps
from kg.store.http import Http
from kg.vocabulary.namespaces import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import rdflib

SECONDS = 60.0
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
UNION = {"union-default-graph": "true"}
"""Tells Oxigraph's servers that the default graph is the union of all; others ignore it."""
QUADS = "application/n-quads"
FORM = "application/x-www-form-urlencoded"
NOT_HERE = (404, 405, 501)
"""What a server answers where it offers no Graph Store Protocol, or no such graph."""
NO_QUADS = (400, 406, 415)
"""What it answers where it wants to be told the graph, or knows no N-Quads."""
TOO_LARGE = 413
THEIRS: Final = frozenset(
    {
        "http://localhost:8890/DAV/",
        "http://localhost:8890/sparql",
        "http://localuriqaserver/sparql",
        "http://www.openlinksw.com/schemas/virtrdf#",
        "http://www.w3.org/2002/07/owl#",
        "http://www.w3.org/ns/ldp#",
        "urn:activitystreams-owl:map",
        "urn:core:services:sparql",
    }
)
"""Graphs that Virtuoso keeps for itself, and shows."""
PIECE: Final = 4 << 20
"""Bytes in one upload of several graphs, or of one that is too large for one request."""
_ONE: Final = re.compile(r"/sparql(-auth)?\Z")
_ASIDE: Final = re.compile(r"<[^<>\s]*>|#[^\n]*|\b(?:PREFIX|BASE)\b\s*[^\s<:]*:?", re.IGNORECASE)
_FORMS: Final = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


class RemoteStore(Store):
    """Quads on a server, which looks after writers and readers itself.

    The address is the server's (`http://host:7878`, as `oxigraph serve` prints it: `/query`, `/update` and
    `/store` lie under it), its query address (`…/query`, with `…/update` and `…/store` beside it), one
    address for all (`…/sparql` or `…/sparql-auth`, with `…/sparql-graph-crud` and `…-auth`, as Virtuoso has
    it) or a repository (`…/repositories/NAME`, as GraphDB has it). Who asks: see `http`.
    """

    def __init__(self, address: str, *, read_only: bool = False, seconds: float = SECONDS) -> None:
        """Note the addresses; nothing is asked yet. `seconds` bounds each request.

        Raises EndpointError where the address is none.
        """
        self._http = Http(address, seconds=seconds)
        self.location = self._http.location
        self.read_only = read_only
        parts = urlsplit(self.location)
        path = parts.path.rstrip("/")

        def at(path: str) -> str:
            return urlunsplit((parts.scheme, parts.netloc, path, "", ""))

        found = _ONE.search(path)
        if found:  # one address for all
            root, auth = path[: found.start()], found[1] or ""
            self._query = self._update = at(path)
            self._graph = at(f"{root}/sparql-graph-crud{auth}")
        elif "/repositories/" in path:  # RDF4J, GraphDB
            root = path.removesuffix("/statements")
            self._query, self._update = at(root), at(f"{root}/statements")
            self._graph = at(f"{root}/rdf-graphs/service")
        else:
            root = path.removesuffix("/query")
            self._query, self._update, self._graph = (
                at(root + "/query"),
                at(root + "/update"),
                at(root + "/store"),
            )
        self._takes_quads: bool | None = False if found else None
        """Whether the server takes N-Quads of several graphs at once; None while nobody has tried."""

    def _ask(
        self,
        text: str,
        *,
        dataset: guard.Dataset | None = None,
        seconds: float | None = None,
        size: int | None = None,
    ) -> tuple[str, bytes]:
        """Post a query as a form, which every server reads; return the media type and the answer."""
        told: dict[str, str] | dict[str, tuple[str, ...]] = UNION
        if dataset:
            told = {"default-graph-uri": dataset.default, "named-graph-uri": dataset.named}
        body = urlencode({"query": _plain(text), **told}, doseq=True).encode()
        kind = TRIPLES if _form(text) in {"CONSTRUCT", "DESCRIBE"} else ROWS
        try:
            data = self._http.request(
                "POST", self._query, body, kind=FORM, accept=kind, seconds=seconds, size=size
            )
        except urllib.error.HTTPError as error:
            if error.code == 400:  # noqa: PLR2004 - the Protocol's code for a malformed query
                with error:
                    words = error.read(500).decode("utf-8", "replace")
                raise QuerySyntaxError(f"the query is not SPARQL: {words}") from None
            raise self._http.refused(error) from None
        return kind, data

    def query(self, text: str) -> Answer:
        """Run a trusted query."""
        kind, data = self._ask(text)
        return self._parsed(kind, data)

    def _parsed(self, kind: str, data: bytes) -> Answer:
        if kind == ROWS:
            try:
                found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
                return _asked(found)
            except (SyntaxError, ValueError) as error:
                raise EndpointError(
                    f"{self.location} answered with something else than results: {error}"
                ) from error
        held = ox.Store()
        try:
            held.bulk_load(data, format=ox.RdfFormat.N_TRIPLES)
        except (SyntaxError, ValueError) as error:
            raise EndpointError(
                f"{self.location} answered with something else than triples: {error}"
            ) from error
        return held.query("CONSTRUCT WHERE { ?s ?p ?o }")

    def guarded(
        self,
        text: str,
        limits: guard.Limits = guard.LIMITS,
        *,
        dataset: guard.Dataset | None = None,
        halt: guard.Halt | None = None,
    ) -> guard.Results:
        """Check anybody's query as ever, and give the server as much time as the limits say.

        `halt` is heeded until the query is sent; what a server has begun, its own limits stop.
        """
        guard.run(text, limits, dataset=dataset, halt=halt)
        try:
            kind, data = self._ask(
                _declared(text), dataset=dataset, seconds=limits.seconds, size=limits.answer << 20
            )
        except EndpointError as error:
            if "in time" in str(error):
                raise QueryLimitError(f"stopped after {limits.seconds:g} seconds", error.advice) from None
            raise
        return guard.limited(self._parsed(kind, data), limits)

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        rows = self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return sorted({str(row["g"].value) for row in rows} - THEIRS)

    def replace_graph(self, name: str, quads: Iterable[ox.Quad | ox.Triple]) -> bool:
        """Make graph `name` hold exactly these quads: one PUT, or where that is not known one update."""
        self._writable()
        new = named(name, quads)
        if not new:
            return self.remove_graph(name)
        if {ox.Triple(q.subject, q.predicate, q.object) for q in self.quads(name)} == new:
            return False
        self._put(name, b"".join(sorted(f"{triple} .\n".encode() for triple in new)))
        return True

    def _put(self, name: str, lines: bytes) -> None:
        """A graph in one request, so that it is whole or not at all; in pieces where that is too large."""
        url = f"{self._graph}?graph={quote(name, safe='')}"
        try:
            self._http.request("PUT", url, lines, kind=TRIPLES)
        except urllib.error.HTTPError as error:
            if error.code == TOO_LARGE:
                error.close()
                for n, piece in enumerate(_pieces(lines.splitlines(keepends=True))):
                    self._send("POST" if n else "PUT", url, piece, TRIPLES)
                return
            if error.code not in NOT_HERE:
                raise self._http.refused(error) from None
            error.close()
            node = ox.NamedNode(name)
            first, *more = _pieces(lines.splitlines(keepends=True))
            self._change(f"DROP SILENT GRAPH {node};\nINSERT DATA {{ GRAPH {node} {{\n{first.decode()}}} }}")
            for piece in more:
                self._change(f"INSERT DATA {{ GRAPH {node} {{\n{piece.decode()}}} }}")

    def _send(self, method: str, url: str, body: bytes, kind: str) -> None:
        try:
            self._http.request(method, url, body, kind=kind)
        except urllib.error.HTTPError as error:
            raise self._http.refused(error) from None

    def replace_graphs(self, graphs: Mapping[str, Iterable[ox.Quad | ox.Triple]]) -> bool:
        """Make some graphs hold exactly these quads: one update request, atomic if the server has it so."""
        self._writable()
        todo: list[str] = []
        for name in sorted(graphs):
            old = {ox.Triple(q.subject, q.predicate, q.object) for q in self.quads(name)}
            todo += steps(name, old, named(name, graphs[name]))
        if todo:
            self._change(";\n".join(todo))
        return bool(todo)

    def load(self, nquads: bytes) -> None:
        """Add whole graphs: some at a time where the server takes N-Quads, else one after the other."""
        self._writable()
        graphs: dict[str, list[bytes]] = {}
        for line in nquads.splitlines(keepends=True):
            graphs.setdefault(line[line.rindex(b" <") + 2 : line.rindex(b">")].decode(), []).append(line)
        if self._takes_quads is not False and self._quads_taken(b"".join(lines) for lines in graphs.values()):
            return
        for name, lines in graphs.items():
            self._put(name, b"".join(line[: line.rindex(b" <")] + b" .\n" for line in lines))

    def _quads_taken(self, graphs: Iterable[bytes]) -> bool:
        for piece in _pieces(graphs):
            try:
                self._http.request("POST", self._graph, piece, kind=QUADS)
            except urllib.error.HTTPError as error:
                if self._takes_quads is None and error.code in {*NOT_HERE, *NO_QUADS}:
                    self._takes_quads = False
                    error.close()
                    return False
                raise self._http.refused(error) from None
            self._takes_quads = True
        return True

    def remove_graph(self, name: str) -> bool:
        """Drop a graph."""
        self._writable()
        graph = ox.NamedNode(name)
        there = self.ask(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        if there:
            self._change(f"DROP SILENT GRAPH {graph}")
        return there

    def _change(self, update: str) -> None:
        """An update. It is tried again only where that makes no difference."""
        data = update.lstrip().startswith(("INSERT DATA", "DELETE DATA", "DROP"))
        try:
            self._http.request(
                "POST", self._update, update.encode(), kind="application/sparql-update", again=data
            )
        except urllib.error.HTTPError as error:
            raise self._http.refused(error) from None

    def update(self, text: str) -> None:
        """Run a trusted update."""
        self._writable()
        self._change(text)

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """The quads of one named graph, or of all, asked for a graph at a time."""
        for name in self.graphs() if graph is None else [graph]:
            node = ox.NamedNode(name)
            for t in self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {node} {{ ?s ?p ?o }} }}"):
                yield ox.Quad(t.subject, t.predicate, t.object, node)

    def __len__(self) -> int:
        """How many quads there are."""
        theirs = ", ".join(f"<{name}>" for name in sorted(THEIRS))
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g NOT IN ({theirs})) }}"
        for row in self.select(text):
            return int(row["n"].value)
        return 0

    def rdf(self) -> rdflib.Dataset:
        """An rdflib Dataset that asks the server."""
        import rdflib
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        return rdflib.Dataset(
            store=SPARQLStore(self._query, params=dict(UNION), headers=self._http.headers), default_union=True
        )

    def flush(self) -> None:
        """The server sees to it."""

    def close(self) -> None:
        """Nothing is kept open."""


def _declared(text: str) -> str:
    """The query with our prefixes declared in front, on its first line so that line numbers stay."""
    return " ".join([*(f"PREFIX {name}: <{iri}>" for name, iri in prefixes().items()), text])


_ESCAPED: Final = re.compile(
    r"""(?P<aside>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>|\#[^\n]*)"""
    r"""|(?P<prefix>[A-Za-z][\w.-]*):(?P<local>[\w-]*(?:\\[/#.~-][\w-]*)+)""",
)


def _plain(text: str) -> str:
    r"""The query with whole IRIs for the names of ours that are written with an escape: Virtuoso reads none.

    >>> _plain("GRAPH id:graph\\/reference { ?s ?p 'id:a\\/b' }")
    "GRAPH <https://w3id.org/bilateral-kg/id/graph/reference> { ?s ?p 'id:a\\/b' }"
    """
    ours = prefixes()

    def whole(found: re.Match[str]) -> str:
        if found["aside"] is not None or found["prefix"] not in ours:
            return found[0]
        return f"<{ours[found['prefix']]}{found['local'].replace(chr(92), '')}>"

    return _ESCAPED.sub(whole, text)


def _form(text: str) -> str:
    r"""SELECT, ASK, CONSTRUCT or DESCRIBE: the first word of a query after what it declares.

    >>> _form("PREFIX ask: <http://select/> # describe\n construct { ?s ?p ?o } WHERE { ?s ?p ?o }")
    'CONSTRUCT'
    """
    found = _FORMS.search(_ASIDE.sub(" ", text))
    return found[1].upper() if found else ""


def _asked(found: ox.QuerySolutions | ox.QueryBoolean) -> ox.QuerySolutions | ox.QueryBoolean:
    """The answer; Virtuoso answers ASK with a row, or with none."""
    if not isinstance(found, ox.QuerySolutions) or [v.value for v in found.variables] != ["__ASK_RETVAL"]:
        return found
    said = b"true" if any(row[0].value == "1" for row in found) else b"false"
    return ox.parse_query_results(b'{"head":{},"boolean":%s}' % said, format=ox.QueryResultsFormat.JSON)


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts put together to pieces of PIECE bytes, or of one part that is larger; at least one."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        if held and size + len(part) > PIECE:
            yield b"".join(held)
            held, size = [], 0
        held.append(part)
        size += len(part)
    yield b"".join(held)
