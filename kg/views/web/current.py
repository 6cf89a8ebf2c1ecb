"""The graph as it was last published, opened again when a writer has published more."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from kg import api

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.api import Graph


class Current:
    """Readers of one request keep the graph they began with; a newer one is for those who come after."""

    def __init__(self, where: str) -> None:
        """Open the store. Raises NotFoundError, StoreFormatError, StoreError."""
        self._where = where
        self._lock = Lock()
        self._graph = self._open()
        self._readers: dict[int, int] = {}

    def _open(self) -> Graph:
        return api.open(self._where, read_only=True, create=False)

    @contextmanager
    def graph(self) -> Iterator[Graph]:
        """The newest graph, for as long as the block lasts."""
        graph = self._take()
        try:
            yield graph
        finally:
            self._give_back(graph)

    @property
    def version(self) -> str:
        """Names the state that a request would see now; changes when what is stored does."""
        with self.graph() as graph:
            return graph.store.version

    def _take(self) -> Graph:
        with self._lock:
            if self._graph.store.outdated:
                old, self._graph = self._graph, self._open()
                if not self._readers.get(id(old)):
                    old.close()
            graph = self._graph
            self._readers[id(graph)] = self._readers.get(id(graph), 0) + 1
            return graph

    def _give_back(self, graph: Graph) -> None:
        with self._lock:
            self._readers[id(graph)] -= 1
            if not self._readers[id(graph)]:
                del self._readers[id(graph)]
                if graph is not self._graph:
                    graph.close()

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            self._graph.close()
