"""A manifest: a CSV file that lists documents and what is known about each.

Columns: file (needed), publisher, date, url, title, language, kind; files are relative to the CSV.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.documents.decode import decode
from kg.documents.metadata import check
from kg.errors import InputError, MetadataError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.documents import Metadata

COLUMNS = ("file", "publisher", "date", "url", "title", "language", "kind")
_SHOWN = 80
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a file and what is told about it, or `fault`, why it is none."""

    path: Path
    told: Metadata | None = None
    fault: InputError | None = None


def entries(path: Path) -> list[Entry]:
    """The lines of a manifest in their order, empty ones left out.

    A line that is wrong is an entry with its fault, so that the others go in. Raises InputError where the
    whole file is: it cannot be read, has a column that is not one of COLUMNS, or none called `file`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}", "check the path") from error
    text = decode(data, source=path.name)
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda sign: (head.count(sign), -_DELIMITERS.index(sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise MetadataError(
            f"{path}: line {reader.line_num}: {error}", "check its quotation marks"
        ) from error
    names = [cell.strip().lower() for cell in lines[0][1]]
    for name in names:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise MetadataError(
                f"{path}: there is no column {name!r}", f"{meant}it may have: {', '.join(COLUMNS)}"
            )
    if "file" not in names or len(set(names)) < len(names):
        raise MetadataError(f"{path}: one column must be called file, and none twice", "see its first line")
    return [_entry(path, number, names, cells) for number, cells in lines[1:]]


def _entry(manifest: Path, number: int, names: list[str], cells: list[str]) -> Entry:
    where = f"{manifest}: line {number}"
    values = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
    named = values.pop("file", "")
    path = manifest.parent / named if named and "\x00" not in named else manifest
    fault: InputError | None = None
    told = None
    if len(cells) > len(names):
        fault = MetadataError(f"{where}: more cells than columns", "put quotes around a text with commas")
    elif not named:
        fault = MetadataError(f"{where}: names no file", "fill in the column file")
    elif not _below(path, manifest.parent):
        fault = InputError(
            f"{where}: {named[:_SHOWN]!r} leads out of the manifest's folder", "put the file below it"
        )
    elif not _is_file(path):
        fault = InputError(f"{where}: there is no file {path}", "files are relative to the manifest")
    else:
        try:
            told = check(values, name=where)
        except MetadataError as error:
            fault = error
    return Entry(path, told, fault)


def _below(path: Path, folder: Path) -> bool:
    """Whether a file lies in a folder or below it: who sends a list may not name what lies elsewhere."""
    if path == folder or ".." in path.parts[len(folder.parts) :]:
        return False
    return path.is_relative_to(folder)


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a name too long for any is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
