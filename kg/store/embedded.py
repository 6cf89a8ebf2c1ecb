"""A store in a folder of this machine (Oxigraph, in this process)."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, QuerySyntaxError, StoreError, StoreLockedError
from kg.store import guard
from kg.store.base import Answer, Store, block, named
from kg.store.format import QUADS, check, prepare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import rdflib

TRIES = 5
"""How often a reader tries to open a database that a writer may be rearranging."""


class EmbeddedStore(Store):
    """One writer at a time; any number of readers, each seeing what was there when it opened.

    A reader beside a writer is measured to see whole documents only: it reads the writer's log up to the last
    commit and does not follow later ones (open again for that). Oxigraph promises nothing about it, and a
    writer that tidies up at the wrong moment can make the opening fail, so it is tried a few times.
    """

    def __init__(self, folder: Path, *, read_only: bool = False, create: bool = False) -> None:
        """Open the store in `folder`; with `create`, make it if nothing is there.

        Raises NotFoundError, StoreFormatError, StoreLockedError, StoreError.
        """
        self.location = str(folder)
        self.folder = folder
        self.read_only = read_only
        self._base: ox.Store | None = None
        if create and not read_only:
            prepare(folder)
        check(folder)
        if read_only and not (folder / QUADS / "CURRENT").exists():
            self._base = ox.Store()  # a store in which nothing was ever written
            return
        with self._trouble():
            self._base = self._open(str(folder / QUADS))

    def _open(self, path: str) -> ox.Store:
        if not self.read_only:
            return ox.Store(path)
        for pause in range(TRIES):
            try:
                return ox.Store.read_only(path)
            except OSError:
                time.sleep(0.05 * pause)
        return ox.Store.read_only(path)

    @property
    def _quads(self) -> ox.Store:
        if self._base is None:
            raise StoreError(f"the store {self.location} is closed")
        return self._base

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """Say in our words what the database says in its own."""
        try:
            yield
        except OSError as error:
            words = str(error)
            if "lock" in words.lower():
                raise StoreLockedError(
                    f"another process is writing to the store {self.location}",
                    "wait until it is done; questions can be asked meanwhile",
                ) from error
            advice = "make room and try again" if "No space" in words else ""
            raise StoreError(f"the store {self.location} cannot do it: {words}", advice) from error

    def query(self, text: str) -> Answer:
        """Run a trusted query; the default graph is the union of all."""
        try:
            with self._trouble():
                return self._quads.query(text, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise QuerySyntaxError(f"the query is not SPARQL: {error}") from error
        except (RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error

    def guarded(self, text: str, limits: guard.Limits = guard.LIMITS) -> guard.Results:
        """Run anybody's query in a process of its own, which reads what was committed so far."""
        quads = self._quads  # refuses if closed
        if not self.read_only:
            quads.flush()
        return guard.run(text, limits, quads=str(self.folder / QUADS) if self.folder else None)

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        return sorted(str(name.value) for name in self._quads.named_graphs())

    def replace_graph(self, name: str, quads: Iterable[ox.Quad | ox.Triple]) -> bool:
        """Make graph `name` hold exactly these quads.

        `remove_graph` and then `extend` would be two commits, and a crash between them loses the document.
        One update request is one commit (kill -9 at any moment leaves the old or the new graph), and with
        only the difference in it an unchanged graph is not written at all. A graph that is not there yet
        goes in by one `extend`, one commit too and half as long (20 against 40 microseconds a quad).
        """
        self._writable()
        new = named(name, quads)
        if not new:
            return self.remove_graph(name)
        graph = ox.NamedNode(name)
        with self._trouble():
            if not self._quads.contains_named_graph(graph):
                self._quads.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in new)
                return True
            old = {ox.Triple(q.subject, q.predicate, q.object) for q in self.quads(name)}
            steps = []
            if gone := old - new:
                steps.append(f"DELETE DATA {{ {block(name, gone)} }}")
            if come := new - old:
                steps.append(f"INSERT DATA {{ {block(name, come)} }}")
            if steps:
                self._quads.update(";\n".join(steps))
        return bool(steps)

    def remove_graph(self, name: str) -> bool:
        """Drop a graph."""
        self._writable()
        graph = ox.NamedNode(name)
        there = self._quads.contains_named_graph(graph)
        with self._trouble():
            if there:
                self._quads.remove_graph(graph)
        return there

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """The quads of one named graph, or of all."""
        name = None if graph is None else ox.NamedNode(graph)
        return self._quads.quads_for_pattern(None, None, None, name)

    def __len__(self) -> int:
        """How many quads there are."""
        return len(self._quads)

    def rdf(self) -> rdflib.Dataset:
        """An rdflib Dataset over these quads."""
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self._quads), default_union=True)

    def flush(self) -> None:
        """Have everything on the disk when this returns."""
        with self._trouble():
            self._quads.flush()

    def close(self) -> None:
        """Let go of the database and of its lock."""
        self._base = None
