"""What every store can do, wherever its quads lie."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Self, TypeAlias

import pyoxigraph as ox

from kg.errors import QuerySyntaxError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import rdflib

    from kg.store.guard import Dataset, Halt, Limits, Results

Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

UNKNOWN = "0"
"""The version of a store that cannot tell one state from another: one behind an address."""
PIECE = 500_000
"""How many lines of a dump are sorted in memory at a time."""


class Store(ABC):
    """Quads in named graphs; queries see the union of all graphs as the default graph.

    `location` is the folder or the address, `folder` the place for the files that people keep beside the
    quads (None where there is none), `read_only` whether changes are refused. A store is a context manager.
    """

    location: str
    folder: Path | None = None
    read_only: bool = False

    @abstractmethod
    def query(self, text: str) -> Answer:
        """Run a trusted query without limits (for others there is `guarded`).

        Raises QuerySyntaxError, StoreError.
        """

    @abstractmethod
    def guarded(
        self, text: str, limits: Limits, *, dataset: Dataset | None = None, halt: Halt | None = None
    ) -> Results:
        """Run anybody's query within limits, of some graphs only if told so; `halt` stops it.

        Raises QuerySyntaxError, QueryRefusedError, QueryLimitError, StoreError.
        """

    @abstractmethod
    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""

    @abstractmethod
    def replace_graph(self, name: str, quads: Iterable[ox.Quad | ox.Triple]) -> bool:
        """Make graph `name` hold exactly these quads, in one atomic step; True if that changed anything.

        The graph part of a quad is not looked at. Blank nodes become IRIs (see `named`).
        """

    @abstractmethod
    def replace_graphs(self, graphs: Mapping[str, Iterable[ox.Quad | ox.Triple]]) -> bool:
        """Do `replace_graph` for several graphs, all in one atomic step; one that is to be empty is dropped.

        True if that changed anything.
        """

    @abstractmethod
    def load(self, nquads: bytes) -> None:
        """Add whole graphs that are not there yet, as N-Quads without blank nodes.

        In one atomic step where the store can; else graph by graph. Raises StoreError.
        """

    @abstractmethod
    def remove_graph(self, name: str) -> bool:
        """Drop a graph in one atomic step; True if it was there."""

    @abstractmethod
    def update(self, text: str) -> None:
        """Run a trusted SPARQL update, in one atomic step where the store can.

        What it changes in a document's graph is lost when that document is read again.
        Raises QuerySyntaxError, StoreError.
        """

    @abstractmethod
    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """The quads of one named graph, or of all, in no order."""

    @abstractmethod
    def __len__(self) -> int:
        """How many quads there are."""

    @abstractmethod
    def rdf(self) -> rdflib.Dataset:
        """An rdflib Dataset over these quads, its default graph the union of all."""

    @abstractmethod
    def flush(self) -> None:
        """Have everything on the disk when this returns."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the store and of its lock."""

    @property
    def version(self) -> str:
        """Names the state that is read here; another state has another name, where the store can tell."""
        return UNKNOWN

    @property
    def outdated(self) -> bool:
        """Whether a reader that opened the store now would see more than this one does."""
        return False

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def select(self, text: str) -> ox.QuerySolutions:
        """Run a trusted SELECT."""
        answer = self.query(text)
        if not isinstance(answer, ox.QuerySolutions):
            raise QuerySyntaxError("a SELECT query is needed here")
        return answer

    def construct(self, text: str) -> ox.QueryTriples:
        """Run a trusted CONSTRUCT or DESCRIBE."""
        answer = self.query(text)
        if not isinstance(answer, ox.QueryTriples):
            raise QuerySyntaxError("a CONSTRUCT query is needed here")
        return answer

    def ask(self, text: str) -> bool:
        """Run a trusted ASK."""
        answer = self.query(text)
        if not isinstance(answer, ox.QueryBoolean):
            raise QuerySyntaxError("an ASK query is needed here")
        return bool(answer)

    def dump(self, out: IO[bytes]) -> None:
        """Write all quads as N-Quads, sorted by line: the same quads always give the same bytes."""
        import tempfile

        lines = (f"{quad} .\n".encode() for quad in self.quads())
        with ExitStack() as stack:
            pieces: list[IO[bytes]] = []
            while piece := sorted(islice(lines, PIECE)):
                pieces.append(stack.enter_context(tempfile.TemporaryFile()))
                pieces[-1].writelines(piece)
                pieces[-1].seek(0)
            out.writelines(merge(*pieces))

    def _writable(self) -> None:
        if self.read_only:
            raise StoreError(
                f"the store {self.location} is open for reading only", "open it without read_only"
            )


def named(graph: str, quads: Iterable[ox.Quad | ox.Triple]) -> set[ox.Triple]:
    """The triples of `quads`, with an IRI under `graph` in place of each blank node.

    The numbers come from RDFC-1.0 (W3C's canonicalisation), so the same graph gives the same IRIs whatever
    its labels were: a store without blank nodes can be compared, split and merged line by line.

    >>> node, p = ox.BlankNode("any"), ox.NamedNode("http://example.org/p")
    >>> [str(t) for t in named("http://example.org/g", [ox.Triple(node, p, node)])]
    ['<http://example.org/g#node0> <http://example.org/p> <http://example.org/g#node0>']
    """
    triples, blank = set(), False
    for quad in quads:
        subject, thing = quad.subject, quad.object
        triples.add(ox.Triple(subject, quad.predicate, thing))
        blank = blank or isinstance(subject, ox.BlankNode) or isinstance(thing, ox.BlankNode)
    if not blank:
        return triples
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    def iri(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Any:
        return ox.NamedNode(f"{graph}#node{term.value[4:]}") if isinstance(term, ox.BlankNode) else term

    return {ox.Triple(iri(q.subject), q.predicate, iri(q.object)) for q in dataset}


def steps(graph: str, old: set[ox.Triple], new: set[ox.Triple]) -> list[str]:
    """The updates that make a graph which holds `old` hold `new`: the difference only, if there is one."""
    if not new:
        return [f"DROP SILENT GRAPH {ox.NamedNode(graph)}"] if old else []
    found = []
    if gone := old - new:
        found.append(f"DELETE DATA {{ {block(graph, gone)} }}")
    if come := new - old:
        found.append(f"INSERT DATA {{ {block(graph, come)} }}")
    return found


def block(graph: str, triples: Iterable[ox.Triple]) -> str:
    """`GRAPH <graph> { … }`, for an update: sorted, in N-Triples notation (which SPARQL reads)."""
    lines = sorted(f"{t.subject} {t.predicate} {t.object} ." for t in triples)
    return "\n".join([f"GRAPH {ox.NamedNode(graph)} {{", *lines, "}"])
