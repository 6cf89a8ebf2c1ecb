"""A store behind a SPARQL 1.1 endpoint: Protocol, Update and Graph Store HTTP Protocol."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import EndpointError, QueryLimitError, QuerySyntaxError
from kg.store import guard
from kg.store.base import Answer, Store, block, named, steps
from kg.vocabulary.namespaces import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import rdflib

SECONDS = 60.0
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
UNION = {"union-default-graph": "true"}
"""Tells Oxigraph's servers that the default graph is the union of all; others ignore it."""
NOT_HERE = (404, 405, 501)
"""What a server answers where it offers no Graph Store Protocol, or no such graph."""


class RemoteStore(Store):
    """Quads on a server, which looks after writers and readers itself.

    The address is the server's (`http://host:7878`, as `oxigraph serve` prints it: `/query`, `/update` and
    `/store` lie under it), its query address (`…/query`, with `…/update` and `…/store` beside it) or one
    address for all (`…/sparql`, with `…/sparql-graph-crud`, as Virtuoso has it).
    """

    def __init__(self, address: str, *, read_only: bool = False, seconds: float = SECONDS) -> None:
        """Note the addresses; nothing is asked yet. `seconds` bounds each request.

        Raises EndpointError where the address is none.
        """
        self.location = address
        self.read_only = read_only
        self.seconds = seconds
        parts = urlsplit(address)
        if not parts.hostname:
            raise EndpointError(f"{address} is no address of an endpoint", "give http://HOST:PORT")
        path = parts.path.rstrip("/")

        def at(path: str) -> str:
            return urlunsplit((parts.scheme, parts.netloc, path, "", ""))

        if path.endswith("/sparql"):
            self._query, self._update, self._graph = at(path), at(path), at(path + "-graph-crud")
        else:
            root = path.removesuffix("/query")
            self._query, self._update, self._graph = (
                at(root + "/query"),
                at(root + "/update"),
                at(root + "/store"),
            )

    def _request(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        *,
        kind: str = "",
        accept: str = "*/*",
        seconds: float | None = None,
        size: int | None = None,
    ) -> bytes:
        """The body of the answer, `size` bytes at most; urllib's HTTPError for a refusal."""
        headers = {"Accept": accept, "User-Agent": "bilateral-kg"} | ({"Content-Type": kind} if kind else {})
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310 - http(s) only
        try:
            with urllib.request.urlopen(request, timeout=seconds or self.seconds) as answer:  # noqa: S310
                data = bytes(answer.read() if size is None else answer.read(size + 1))
        except urllib.error.HTTPError:
            raise
        except TimeoutError as error:
            raise EndpointError(
                f"{self.location} did not answer in time", "ask for less, or try later"
            ) from error
        except OSError as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise EndpointError(f"{self.location} did not answer in time", "try later") from error
            raise EndpointError(
                f"{self.location} cannot be reached: {reason}", "is the server running?"
            ) from error
        if size is not None and len(data) > size:
            raise QueryLimitError(f"stopped at {size >> 20} MB of answer", "ask for less, or allow more")
        return data

    def _refused(self, error: urllib.error.HTTPError) -> EndpointError:
        words = error.read(500).decode("utf-8", "replace").strip().partition("\n")[0]
        return EndpointError(f"{self.location} refused: {error.code} {error.reason}: {words}")

    def _ask(
        self,
        text: str,
        *,
        dataset: guard.Dataset | None = None,
        seconds: float | None = None,
        size: int | None = None,
    ) -> tuple[str, bytes]:
        """Post a query; return the media type that was asked for, and the answer."""
        told: dict[str, str] | dict[str, tuple[str, ...]] = UNION
        if dataset:
            told = {"default-graph-uri": dataset.default, "named-graph-uri": dataset.named}
        url = f"{self._query}?{urlencode(told, doseq=True)}"
        kind, body = "application/sparql-query", text.encode()
        accept = f"{ROWS}, {TRIPLES};q=0.9"
        try:
            data = self._request("POST", url, body, kind=kind, accept=accept, seconds=seconds, size=size)
        except urllib.error.HTTPError as error:
            if error.code == 400:  # noqa: PLR2004 - the Protocol's code for a malformed query
                raise QuerySyntaxError(
                    f"the query is not SPARQL: {error.read(500).decode('utf-8', 'replace')}"
                ) from None
            raise self._refused(error) from None
        return (ROWS if data.lstrip()[:1] == b"{" else TRIPLES), data

    def query(self, text: str) -> Answer:
        """Run a trusted query."""
        kind, data = self._ask(text)
        return self._parsed(kind, data)

    def _parsed(self, kind: str, data: bytes) -> Answer:
        if kind == ROWS:
            try:
                return ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
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
        return sorted(str(row["g"].value) for row in rows)

    def replace_graph(self, name: str, quads: Iterable[ox.Quad | ox.Triple]) -> bool:
        """Make graph `name` hold exactly these quads: one PUT, or where that is not known one update."""
        self._writable()
        new = named(name, quads)
        if not new:
            return self.remove_graph(name)
        if {ox.Triple(q.subject, q.predicate, q.object) for q in self.quads(name)} == new:
            return False
        body = ox.serialize(sorted(new, key=str), format=ox.RdfFormat.N_TRIPLES)
        try:
            self._request("PUT", f"{self._graph}?graph={quote(name, safe='')}", body, kind=TRIPLES)
        except urllib.error.HTTPError as error:
            if error.code not in NOT_HERE:
                raise self._refused(error) from None
            self._change(f"DROP SILENT GRAPH {ox.NamedNode(name)};\nINSERT DATA {{ {block(name, new)} }}")
        return True

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
        """Add whole graphs, one after the other."""
        graphs: dict[str, list[ox.Quad]] = {}
        for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS):
            graphs.setdefault(quad.graph_name.value, []).append(quad)
        for name, quads in graphs.items():
            self.replace_graph(name, quads)

    def remove_graph(self, name: str) -> bool:
        """Drop a graph."""
        self._writable()
        graph = ox.NamedNode(name)
        there = self.ask(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        if there:
            self._change(f"DROP SILENT GRAPH {graph}")
        return there

    def _change(self, update: str) -> None:
        try:
            self._request("POST", self._update, update.encode(), kind="application/sparql-update")
        except urllib.error.HTTPError as error:
            raise self._refused(error) from None

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
        for row in self.select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"):
            return int(row["n"].value)
        return 0

    def rdf(self) -> rdflib.Dataset:
        """An rdflib Dataset that asks the server."""
        import rdflib
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        return rdflib.Dataset(store=SPARQLStore(self._query, params=dict(UNION)), default_union=True)

    def flush(self) -> None:
        """The server sees to it."""

    def close(self) -> None:
        """Nothing is kept open."""


def _declared(text: str) -> str:
    """The query with our prefixes declared in front, on its first line so that line numbers stay."""
    return " ".join([*(f"PREFIX {name}: <{iri}>" for name, iri in prefixes().items()), text])
