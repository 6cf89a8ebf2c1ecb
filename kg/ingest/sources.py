"""Which files are meant: files, folders, patterns, manifests and standard input."""

from __future__ import annotations

import glob
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import documents
from kg.errors import InputError
from kg.ingest import manifest
from kg.ingest.parcels import Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Document

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx")
"""What is taken from a folder; a file that is named itself is taken whatever it is called, but for a sidecar
(`NAME.meta.yaml`), which is told with its document (`kg ingest readouts/*`)."""
MANIFEST = ".csv"
"""A file so called lists documents; it is read only where it is named itself or by a pattern."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document to be: a file, or standard input (`path` is None).

    `told` is what a manifest says of it. `fault` is why there is none, where a name leads nowhere: raised
    when it is read, so the others go in.
    """

    path: Path | None
    fault: InputError | None = None
    told: documents.Metadata | None = None

    @property
    def name(self) -> str:
        """What the document is called: the file's name without its folders, `-` for standard input."""
        return "-" if self.path is None else self.path.name

    def __str__(self) -> str:
        """Where it is, for people."""
        return "-" if self.path is None else str(self.path)

    def item(self, given: documents.Metadata | None = None) -> Item:
        """Its bytes, for any process to read; where there are none, why."""
        where, name = str(self), self.name
        if self.fault:
            return Item(where, name, fault=self.fault)
        if self.path is None:
            return Item(where, name, sys.stdin.buffer.read(), given=given)
        try:
            data, sidecar = documents.gather(self.path)
        except InputError as error:
            return Item(where, name, fault=error)
        return Item(where, name, data, sidecar, given, self.told)

    def document(self, given: documents.Metadata | None = None) -> Document:
        """The document in it; what is `given` wins over what lies beside it or in it. Raises InputError."""
        return self.item(given).document()


def find(given: Iterable[str | Path]) -> Iterator[Source]:
    """The sources meant by `given`, each once, in the order given, a folder's sorted by path."""
    seen: set[str] = set()
    for item in given:
        for source in _meant(str(item)):
            real = "-" if source.path is None else os.path.realpath(source.path)
            if real not in seen:
                yield source
            seen.add(real)


def _meant(item: str) -> Iterator[Source]:
    path = Path(item)
    if item == "-":
        yield Source(None)
    elif path.is_dir():
        yield from _folder(path)
    elif path.exists():
        yield from _file(path)
    elif found := sorted(glob.glob(item, recursive=True)):  # noqa: PTH207 - a pattern may be absolute
        for each in found:
            yield from _folder(Path(each)) if Path(each).is_dir() else _file(Path(each))
    elif glob.has_magic(item):
        yield Source(path, InputError(f"nothing matches {item}", "look at the pattern"))
    else:
        yield Source(path, InputError(f"there is no file {item}", "look at its name"))


def _file(path: Path) -> Iterator[Source]:
    """The file itself, or what it lists if it is a manifest; nothing if it is a sidecar."""
    if path.name.lower().endswith(documents.SIDECAR):
        return
    if path.suffix.lower() != MANIFEST:
        yield Source(path)
        return
    try:
        listed = manifest.entries(path)
    except InputError as error:
        yield Source(path, error)
        return
    for entry in listed:
        yield Source(entry.path, entry.fault, entry.told)


def _folder(top: Path) -> Iterator[Source]:
    """Every document below a folder. Links to folders are followed, but no folder is entered twice."""
    entered: set[str] = set()
    faults: list[Source] = []

    def fault(error: OSError) -> None:
        words = f"the folder {error.filename} cannot be read: {error.strerror}"
        faults.append(Source(Path(str(error.filename)), InputError(words, "look at its permissions")))

    for folder, below, names in os.walk(top, onerror=fault, followlinks=True):
        real = os.path.realpath(folder)
        below[:] = [] if real in entered else sorted(name for name in below if not name.startswith("."))
        if real not in entered:
            for name in sorted(names):
                if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                    yield Source(Path(folder, name))
        entered.add(real)
    yield from faults
