"""The store's folder: a marker that says whose it is and in which format, and the database below it.

STORE/store.json     {"software": "bilateral-kg", "format": 2}
STORE/quads/         the database (RocksDB, kept by Oxigraph)
STORE/merges.yaml    what people merged and split, if they did

Formats, each with what a store of the one before needs to become one:

1    quads in a graph for each readout, the reference and the derived graphs
2    reviews may be applied to readouts (`kg:asRead`), which a program of format 1 would undo: nothing but the
     number changes
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

from kg.errors import NotFoundError, StoreError, StoreFormatError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORMAT: Final = 2
SOFTWARE: Final = "bilateral-kg"
MARKER: Final = "store.json"
QUADS: Final = "quads"


def _nothing(_: Path) -> None:
    """The quads stay as they are."""


UPGRADES: Final[dict[int, Callable[[Path], None]]] = {1: _nothing}
"""From a format to what makes a folder one of the next; each may be run again after a crash."""


def check(folder: Path) -> int:
    """The format of a store.

    Raises NotFoundError where nothing is, StoreFormatError where something else is.
    """
    if not folder.exists():
        raise NotFoundError(f"there is no store at {folder}", f"run: kg ingest FILES --store {folder}")
    try:
        found = json.loads((folder / MARKER).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
        found = None
    except OSError as error:
        raise StoreError(
            f"the store {folder} cannot be read: {error.strerror}", "look at its permissions"
        ) from error
    if not isinstance(found, dict) or found.get("software") != SOFTWARE:
        raise StoreFormatError(
            f"{folder} is no store of ours", "give another folder, or one that is not there yet"
        )
    return known(found.get("format"), f"the store {folder}")


def known(number: Any, what: str) -> int:
    """A format that can be read, or upgraded. Raises StoreFormatError, which names both."""
    if type(number) is int and (number == FORMAT or number in UPGRADES):
        return number
    newer = type(number) is int and number > FORMAT
    raise StoreFormatError(
        f"{what} has format {number}; this version reads formats {min(UPGRADES)} to {FORMAT}",
        "use the newer version of kg that wrote it"
        if newer
        else "open it with the version that wrote it, or ingest the documents again into a new folder",
    )


def upgrade(folder: Path) -> None:
    """Bring a store that is open for writing to this version's format. Raises StoreError."""
    number = check(folder)
    while number < FORMAT:
        UPGRADES[number](folder)
        number += 1
        mark(folder, number)


def mark(folder: Path, number: int = FORMAT) -> None:
    """Write the marker whole or not at all. Raises StoreError."""
    made = folder / f".{MARKER}"
    try:
        with made.open("w") as file:
            file.write(json.dumps({"software": SOFTWARE, "format": number}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        made.replace(folder / MARKER)
    except OSError as error:
        raise StoreError(
            f"the store {folder} cannot be written: {error.strerror}", "look at its permissions"
        ) from error


def prepare(folder: Path) -> None:
    """Make an empty folder a store, or leave one that is a store as it is.

    The marker comes before the database: after a crash in between, the folder is an empty store of ours.
    Raises StoreFormatError for a folder that holds anything else, StoreError where it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = [path.name for path in folder.iterdir()]
    except FileExistsError:
        raise StoreFormatError(f"{folder} is a file, not a folder", "give another place") from None
    except OSError as error:
        raise StoreError(
            f"no store can be made at {folder}: {error.strerror}", "give another place"
        ) from error
    if there and there != [f".{MARKER}"]:
        check(folder)
    else:
        mark(folder)
