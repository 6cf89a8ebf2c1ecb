"""Stored reader output: N-Quads that `kg read -f nq` or `kg export --to nquads` wrote, plain or gzipped.

One file holds any number of readouts. The lines of one readout stand together, as in a dump that is sorted,
so a file of any length is gone through with one readout in memory. Graphs that are no readout's (reference,
derived) are passed over: they are made again.
"""

from __future__ import annotations

import gzip
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from kg.errors import DataError, Error, InputError
from kg.ingest.parcels import Item
from kg.vocabulary.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES: Final = (".nq", ".nquads", ".nq.gz", ".nquads.gz")
_MADE: Final = f"{ID}graph/"
_LINE: Final = 32 << 20
"""Most bytes of a line: a document's text is one."""


@dataclass(frozen=True, slots=True)
class _Shard:
    path: Path
    fault: InputError | None = None


class Supply:
    """The readouts in some files or folders; `total` is estimated by the bytes that were gone through."""

    def __init__(self, paths: Iterable[str | Path]) -> None:
        """Find the files."""
        self._shards = list(_shards(paths))
        self._bytes = sum(shard.path.stat().st_size for shard in self._shards if not shard.fault)
        self._passed = self._found = 0

    @property
    def total(self) -> int:
        """How many there will be, as far as can be told."""
        return round(self._found * self._bytes / self._passed) if self._passed else self._found

    def items(self) -> Iterator[Item]:
        """Each readout's lines, in the order of the files."""
        for shard in self._shards:
            before = self._passed
            try:
                if shard.fault:
                    raise shard.fault
                with shard.path.open("rb") as raw:
                    for graph, lines in _graphs(shard.path, raw):
                        self._found += 1
                        self._passed = before + raw.tell()
                        yield Item(str(shard.path), shard.path.name, b"".join(lines), graph=graph)
            except (Error, OSError, EOFError) as error:
                words = error if isinstance(error, Error) else InputError(f"{shard.path}: {error}")
                self._found += 1
                yield Item(str(shard.path), shard.path.name, graph="-", fault=words)


def _shards(paths: Iterable[str | Path]) -> Iterator[_Shard]:
    for given in paths:
        path = Path(given)
        if path.is_dir():
            for folder, below, names in os.walk(path):
                below.sort()
                yield from (_Shard(Path(folder, n)) for n in sorted(names) if n.endswith(SUFFIXES))
        elif path.is_file():
            yield _Shard(path)
        else:
            yield _Shard(path, InputError(f"there is no file {path}", "look at its name"))


def _graphs(path: Path, raw: IO[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """Runs of lines that name one graph. Raises DataError where a line names none, or a run goes on later."""
    read: Any = gzip.GzipFile(fileobj=raw) if path.name.endswith(".gz") else raw
    seen: set[int] = set()
    name, lines = "", list[bytes]()
    number = 0
    while text := read.readline(_LINE):
        number += 1
        if not (words := text.strip()) or words.startswith(b"#"):
            continue
        graph = _graph(words).decode(errors="replace")
        if not graph:
            raise DataError(
                f"{path}: line {number} names no graph", "one quad a line, as a reader writes them"
            )
        if graph.startswith(_MADE):
            continue
        if graph != name:
            if name:
                yield name, lines
            if hash(graph) in seen:
                raise DataError(
                    f"{path}: line {number}: more of {graph}, after others",
                    "let the lines of a readout stand together: sort the file",
                )
            name, lines = graph, []
            seen.add(hash(name))
        lines.append(text if text.endswith(b"\n") else text + b"\n")
    if name:
        yield name, lines


def _graph(line: bytes) -> bytes:
    """The last IRI of a line, or nothing; whether it is a graph's is seen when the quads are parsed."""
    last = line[:-1].rstrip() if line.endswith(b".") else b""
    return last[last.rfind(b"<") + 1 : -1] if last.endswith(b">") else b""
