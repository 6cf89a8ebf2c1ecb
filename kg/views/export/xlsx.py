"""An Excel workbook: a sheet for each tidy table, and one that says what the columns are.

Two exports of one graph are the same bytes: the time of writing, which openpyxl stamps on the file and on
each part of the archive, is put to the first day that the ZIP format knows.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import Error, StoreError
from kg.views.export import Exporter
from kg.views.export.tidy import note, tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from kg.network import Selection
    from kg.store import Store
    from kg.views.export.tidy import Cell

ROWS = 1_048_575
"""A sheet has 2 to the 20th rows, one of them the heads."""
_CELL = 32_767
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
# What XML cannot hold, or would fold, stands as _xHHHH_ in a workbook (ISO/IEC 29500-1, 22.4.2.4).
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def escaped(text: str) -> str:
    r"""The text as a cell stores it.

    >>> escaped("a\x01b _x0041_")
    'a_x0001_b _x005F_x0041_'
    """
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:  # noqa: ARG001  always rows
    """Write the workbook. Raises Error without openpyxl, StoreError for more rows than a sheet has."""
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise Error("openpyxl is not installed", "pip install 'bilateral-kg[table]'") from error

    made = tables(store, selection)
    book = Workbook(write_only=True)
    book.properties.creator = "bilateral-kg"
    book.properties.created = datetime(*_EPOCH)  # noqa: DTZ001 - ZIP has no zones
    about: list[Iterable[Cell]] = [
        [note(selection)],
        ["Lists are parted by |; a text that a cell cannot hold ends in …"],
        [],
    ]
    about += [["Sheet", "Column", "Type", "What it is"]]
    for table in made:
        if len(table.rows) > ROWS:
            raise StoreError(
                f"{len(table.rows)} {table.name} do not fit a sheet", "select less, or use --to parquet"
            )
        about += [[table.name, c.name, c.type, c.description] for c in table.columns]
        heads = [column.name for column in table.columns]
        dates = {column.name for column in table.columns if column.type == "date"}
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "B2"
        _fill(sheet, [heads], set())
        _fill(sheet, ([row[name] for name in heads] for row in table.rows), {heads.index(d) for d in dates})
        sheet.auto_filter.ref = f"A1:{_letters(len(heads))}{len(table.rows) + 1}"
    _fill(book.create_sheet("about"), about, set())
    packed = io.BytesIO()
    book.save(packed)
    _timeless(packed, out)


def _fill(sheet: WriteOnlyWorksheet, rows: Iterable[Iterable[Cell]], dates: set[int]) -> None:
    for row in rows:
        sheet.append([_cell(sheet, value, is_date=i in dates) for i, value in enumerate(row)])


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, is_date: bool) -> Any:
    """A cell that Excel takes for what it is: text is never a formula, even when somebody edits it."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, list):
        value = "|".join(value)
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    if is_date and value >= "1900-03-01":  # Excel knows no days before, and one too many in 1900
        return WriteOnlyCell(sheet, datetime.fromisoformat(value))
    words = escaped(value)
    cell = WriteOnlyCell(sheet, words if len(words) <= _CELL else f"{words[: _CELL - 1]}…")
    cell.data_type, cell.quotePrefix = "s", value.startswith(("=", "+", "-", "@"))
    return cell


def _letters(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(number)


def _timeless(packed: io.BytesIO, out: BinaryIO) -> None:
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)


EXPORTERS = (
    Exporter(
        "xlsx",
        ".xlsx",
        "Excel workbook: statements, stances, commitments, meetings, people, each row with its quote",
        "Excel, LibreOffice: open it, filter by the heads; pandas: read_excel(file, sheet_name='statements')",
        write,
        aliases=("excel", "workbook"),
    ),
)
