"""The store's folder: a marker that says whose it is and in which format, and the database below it.

STORE/store.json     {"software": "bilateral-kg", "format": 1}
STORE/quads/         the database (RocksDB, kept by Oxigraph)
STORE/merges.yaml    what people merged and split, if they did
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.errors import NotFoundError, StoreError, StoreFormatError

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
SOFTWARE = "bilateral-kg"
MARKER = "store.json"
QUADS = "quads"


def check(folder: Path) -> None:
    """Raise NotFoundError where nothing is, StoreFormatError where something else is."""
    if not folder.exists():
        raise NotFoundError(f"there is no store at {folder}", f"run: kg ingest FILES --store {folder}")
    try:
        found = json.loads((folder / MARKER).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        found = None
    except OSError as error:
        raise StoreError(
            f"the store {folder} cannot be read: {error.strerror}", "look at its permissions"
        ) from error
    if not isinstance(found, dict) or found.get("software") != SOFTWARE:
        raise StoreFormatError(
            f"{folder} is no store of ours", "give another folder, or one that is not there yet"
        )
    if found.get("format") != FORMAT:
        raise StoreFormatError(
            f"the store {folder} has format {found.get('format')}; this version reads format {FORMAT}",
            "open it with the version that wrote it, or ingest the documents again into a new folder",
        )


def prepare(folder: Path) -> None:
    """Make an empty folder a store, or leave one that is a store as it is.

    The marker comes before the database: after a crash in between, the folder is an empty store of ours.
    Raises StoreFormatError for a folder that holds anything else, StoreError where it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            return check(folder)
        (folder / MARKER).write_text(json.dumps({"software": SOFTWARE, "format": FORMAT}) + "\n")
    except FileExistsError:
        raise StoreFormatError(f"{folder} is a file, not a folder", "give another place") from None
    except OSError as error:
        raise StoreError(
            f"no store can be made at {folder}: {error.strerror}", "give another place"
        ) from error
