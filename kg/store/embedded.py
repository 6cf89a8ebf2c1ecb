"""A store in a folder of this machine (Oxigraph, in this process)."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, QuerySyntaxError, StoreError, StoreLockedError
from kg.store import guard
from kg.store.base import UNKNOWN, Answer, Store, named, steps
from kg.store.format import QUADS, check, prepare, upgrade
from kg.store.snapshots import Held, Snapshots

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import rdflib


_LARGE = 20_000  # quads of a graph from which the bulk loader is quicker by more than it leaves in files
_MANY = 1_500_000  # bytes of N-Quads, some dozen readouts, from which the same is so of several graphs


class EmbeddedStore(Store):
    """One writer at a time, and any number of readers, each staying with what was there when it opened.

    A reader (`read_only`) sees what the writer last published, by `flush` or `close` (see `snapshots`).
    """

    def __init__(self, folder: Path, *, read_only: bool = False, create: bool = False) -> None:
        """Open the store in `folder`; with `create`, make it if nothing is there.

        Raises NotFoundError, StoreFormatError, StoreLockedError, StoreError.
        """
        self.location = str(folder)
        self.folder = folder
        self.read_only = read_only
        self._base: ox.Store | None = None
        self._held: Held | None = None
        self._live = folder / QUADS
        self._snapshots = Snapshots(folder)
        if create and not read_only:
            prepare(folder)
        check(folder)
        with self._trouble():
            if read_only:
                self._base = self._opened()
            else:
                self._base = ox.Store(self._live)
                upgrade(folder)
                if self._snapshots.due:
                    self._snapshots.publish(self._base)

    def _opened(self) -> ox.Store:
        """For reading: the newest snapshot, made now if a crash left it undone and no writer is at work.

        The database itself is opened only where nobody can write in it: beside a writer its files vanish.
        """
        path = self._live
        if self._snapshots.due:
            try:
                self._snapshots.publish(ox.Store(path))
            except OSError as error:
                if any(words in str(error) for words in _SHUT):
                    return ox.Store.read_only(str(path))
                if not _locked(error) and not self._snapshots.newest:
                    raise
        self._held = self._snapshots.take()
        if self._held is None:
            raise StoreLockedError(f"the store {self.location} is just being made", "try again in a moment")
        return ox.Store.read_only(str(self._held.path))

    @property
    def _quads(self) -> ox.Store:
        if self._base is None:
            raise StoreError(f"the store {self.location} is closed")
        return self._base

    @property
    def _writer(self) -> ox.Store:
        """The database to change, which the newest snapshot then lags behind."""
        self._writable()
        self._snapshots.mark()
        return self._quads

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """Say in our words what the database says in its own."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            words = str(error)
            if _locked(error):
                raise StoreLockedError(
                    f"another process is writing to the store {self.location}",
                    "wait until it is done; questions can be asked meanwhile",
                ) from error
            advice = "make room and try again" if "No space" in words else ""
            raise StoreError(f"the store {self.location} cannot do it: {words}", advice) from error

    @property
    def version(self) -> str:
        """The number of the snapshot that a reader holds; of a writer, that of the newest."""
        held = self._held.path.name if self._held else self._snapshots.newest
        return held or UNKNOWN

    @property
    def outdated(self) -> bool:
        """Whether the writer has published since a reader opened the store."""
        return self._held is not None and self._held.path.name != self._snapshots.newest

    def query(self, text: str) -> Answer:
        """Run a trusted query; the default graph is the union of all."""
        with self._trouble():
            try:
                return self._quads.query(text, use_default_graph_as_union=True)
            except SyntaxError as error:
                raise QuerySyntaxError(f"the query is not SPARQL: {error}") from error
            except (RuntimeError, ValueError) as error:
                raise QueryError(f"the query cannot be answered: {error}") from error

    def guarded(
        self,
        text: str,
        limits: guard.Limits = guard.LIMITS,
        *,
        dataset: guard.Dataset | None = None,
        halt: guard.Halt | None = None,
    ) -> guard.Results:
        """Run anybody's query in a process of its own, over the newest snapshot."""
        self.flush()
        held = self._held or self._snapshots.take()
        path = str(held.path if held else self._live)
        try:
            return guard.run(text, limits, quads=path, dataset=dataset, halt=halt)
        finally:
            if held and held is not self._held:
                held.let_go()

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        return sorted(str(name.value) for name in self._quads.named_graphs())

    def replace_graph(self, name: str, quads: Iterable[ox.Quad | ox.Triple]) -> bool:
        """Make graph `name` hold exactly these quads.

        `remove_graph` and then `extend` would be two commits, and a crash between them loses the document.
        One update request is one commit (kill -9 at any moment leaves the old or the new graph), and with
        only the difference in it an unchanged graph is not written at all. A graph that is not there yet
        goes in by one `extend`, one commit too and half as long (20 against 40 microseconds a quad); a large
        one, the vocabulary, by the bulk loader in a quarter of that, one commit up to a million quads.
        """
        self._writable()
        new = named(name, quads)
        if not new:
            return self.remove_graph(name)
        graph = ox.NamedNode(name)
        with self._trouble():
            if not self._quads.contains_named_graph(graph):
                write = self._writer.extend if len(new) < _LARGE else self._writer.bulk_extend
                write(ox.Quad(t.subject, t.predicate, t.object, graph) for t in new)
                return True
        return self.replace_graphs({name: new})

    def replace_graphs(self, graphs: Mapping[str, Iterable[ox.Quad | ox.Triple]]) -> bool:
        """Make some graphs hold exactly these quads: one update request, one commit."""
        self._writable()
        todo: list[str] = []
        for name in sorted(graphs):
            old = {ox.Triple(q.subject, q.predicate, q.object) for q in self.quads(name)}
            todo += steps(name, old, named(name, graphs[name]))
        with self._trouble():
            if todo:
                self._writer.update(";\n".join(todo))
        return bool(todo)

    def load(self, nquads: bytes) -> None:
        """Add whole graphs: one commit, by the bulk loader from a few documents on.

        A readout of 450 quads costs 11 ms alone, 8 in a transaction with others, 4 by the bulk loader with 63
        others, but that leaves some files behind each time (31 ms and four files for one readout). It writes
        past the log, so what was noted before goes to the disk first: a power cut loses both or neither.
        """
        self._writable()
        with self._trouble():
            writer = self._writer
            if len(nquads) < _MANY:
                writer.load(nquads, format=ox.RdfFormat.N_QUADS)
                return
            writer.flush()
            writer.bulk_load(nquads, format=ox.RdfFormat.N_QUADS)

    def remove_graph(self, name: str) -> bool:
        """Drop a graph."""
        self._writable()
        graph = ox.NamedNode(name)
        there = self._quads.contains_named_graph(graph)
        with self._trouble():
            if there:
                self._writer.remove_graph(graph)
        return there

    def update(self, text: str) -> None:
        """Run a trusted update."""
        self._writable()
        try:
            with self._trouble():
                self._writer.update(text)
        except SyntaxError as error:
            raise QuerySyntaxError(f"the update is not SPARQL: {error}") from error

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
        """Have everything on the disk when this returns, and let readers see it."""
        quads = self._quads
        if not self.read_only and self._snapshots.due:
            with self._trouble():
                quads.flush()
                self._snapshots.publish(quads)

    def close(self) -> None:
        """Let readers see what was written, and let go of the database and of its lock."""
        if self._base is not None:
            with suppress(StoreError):  # what is committed stays, and is published by who opens it next
                self.flush()
        self._base = None
        if self._held:
            self._held.let_go()
            self._held = None


_SHUT = ("Permission denied", "Read-only file system")


def _locked(error: Exception) -> bool:
    """Whether another process has the database, or is opening it: its log is moved before it is locked."""
    said = str(error)
    opening = "LOG.old" in said and "No such file" in said
    return opening or any(words in said for words in ("lock hold by", "lock file:"))
