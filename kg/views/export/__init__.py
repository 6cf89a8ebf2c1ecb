"""The graph for other people's tools: one exporter a file, found by listing this folder.

A module here that has `EXPORTERS` (a tuple of `Exporter`) is offered by `kg export`; nothing else is edited.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import StoreError, VocabularyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.network import Selection
    from kg.store import Store

__all__ = ["Exporter", "export", "exporter", "exporters"]


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format.

    `write(store, selection, grain, out)` writes bytes to `out`; where `folder` is true it gets a new, empty
    folder (a Path) instead. `opens` says what to do with the result.
    """

    name: str
    suffix: str
    summary: str
    opens: str
    write: Callable[[Store, Selection, str, BinaryIO], None] | Callable[[Store, Selection, str, Path], None]
    aliases: tuple[str, ...] = ()
    folder: bool = False


@cache
def exporters() -> dict[str, Exporter]:
    """Every exporter by name, sorted.

    >>> {"gexf", "turtle", "csv"} <= set(exporters())
    True
    """
    found = {}
    for module in iter_modules(__path__):
        for one in getattr(import_module(f"{__name__}.{module.name}"), "EXPORTERS", ()):
            found[one.name] = one
    return dict(sorted(found.items()))


def exporter(name: str) -> Exporter:
    """The exporter of that name, alias or file suffix.

    >>> exporter("gephi").name, exporter(".ttl").name
    ('gexf', 'turtle')
    >>> exporter("word")
    Traceback (most recent call last):
    ...
    kg.errors.VocabularyError: no export format 'word'
    """
    known = exporters()
    for one in known.values():
        if name.lower() in {one.name, one.suffix, one.suffix.lstrip("."), *one.aliases}:
            return one
    raise VocabularyError(f"no export format {name!r}", f"formats: {', '.join(known)}", tuple(known))


def export(
    store: Store, name: str, path: Path | BinaryIO, selection: Selection, *, grain: str = "events"
) -> None:
    """Write the selection in the named format to a path (appears only when whole) or to an open stream.

    Raises VocabularyError for an unknown format, StoreError where the file cannot be written.
    """
    one = exporter(name)
    if not isinstance(path, Path):
        if one.folder:
            raise VocabularyError(
                f"{one.name} writes a folder", f"name one: kg export --to {one.name} -o FOLDER"
            )
        one.write(store, selection, grain, path)  # type: ignore[arg-type]
        return
    try:
        if one.folder:
            path.mkdir(parents=True, exist_ok=True)
            one.write(store, selection, grain, path)  # type: ignore[arg-type]
        else:
            with _whole(path) as out:
                one.write(store, selection, grain, out)  # type: ignore[arg-type]
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}", "choose another place with -o") from error


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only once it is complete, so that no reader meets half of it.

    What is no plain file (`/dev/stdout`, a named pipe) is written to, never replaced.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            yield out
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path.resolve())
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
