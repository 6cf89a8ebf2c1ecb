"""Rows in the formats that people and programs ask for.

A table is for a terminal: the columns that hold anything, offsets and IRIs left out, and where the words
come from gathered in one column. The other formats hold every column.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from kg.questions.answer import show
from kg.views.spreadsheet import cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.questions.answer import Row
    from kg.questions.catalogue import Column

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown")
SOURCE = ("speaker", "date", "reported_by", "title")
"""Columns that a table gathers into one, unless the answer opens with one of them."""


def write(
    rows: Sequence[Row],
    columns: Sequence[Column],
    form: str,
    out: IO[str],
    *,
    details: bool = False,
    plain: bool = False,
) -> None:
    """Write the rows in one of FORMATS.

    `details` keeps the detail columns in a table or in Markdown; `plain` tables show cells as they are.
    """
    if form == "json":
        json.dump(list(rows), out, ensure_ascii=False, indent=1)
        out.write("\n")
    elif form == "jsonl":
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    elif form == "csv":
        _csv(rows, columns, out)
    elif form == "tsv":
        _lines(rows, columns, out)
    elif form == "markdown":
        _markdown(rows, _shown(rows, columns, details=details), out)
    else:
        _table(rows, _shown(rows, columns, details=details), out, plain=plain)


def _csv(rows: Sequence[Row], columns: Sequence[Column], out: IO[str]) -> None:
    import csv

    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([cell(row[column.name]) for column in columns] for row in rows)


def _lines(rows: Sequence[Row], columns: Sequence[Column], out: IO[str]) -> None:
    """One line a row: blanks of other kinds would tear a cell apart."""
    out.write("\t".join(column.name for column in columns) + "\n")
    out.writelines("\t".join(" ".join(show(row[c.name]).split()) for c in columns) + "\n" for row in rows)


def _shown(rows: Sequence[Row], columns: Sequence[Column], *, details: bool) -> list[Column]:
    filled = {name for row in rows for name, value in row.items() if value not in {None, ""}}
    return [c for c in columns if c.name in filled and (details or not c.detail)]


def _markdown(rows: Sequence[Row], columns: Sequence[Column], out: IO[str]) -> None:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cells) + " |\n"

    if not rows:
        return
    out.write(line([column.label for column in columns]))
    out.write(line(["---"] * len(columns)))
    out.writelines(line([_quiet(show(row[column.name])) for column in columns]) for row in rows)


def _quiet(text: str) -> str:
    """Text that Markdown shows as it is."""
    for sign, instead in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        ("\\", "\\\\"),
        ("|", "\\|"),
        ("*", "\\*"),
        ("_", "\\_"),
        ("`", "\\`"),
    ):
        text = text.replace(sign, instead)
    return " ".join(text.split())


def _table(rows: Sequence[Row], columns: Sequence[Column], out: IO[str], *, plain: bool) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    source = [] if plain or columns[0].name in SOURCE else [c for c in columns if c.name in SOURCE]
    own = [c for c in columns if c not in source]
    table = Table(box=SIMPLE_HEAD, show_lines=False, pad_edge=False, leading=1)
    for column in own:
        table.add_column(column.label, overflow="fold", **({} if plain else _shape(column.name)))
    if source:
        table.add_column("Source", overflow="fold", ratio=2, min_width=14)
    for row in rows:
        shown = [(column.name, show(row[column.name])) for column in own]
        cells = [clean(text) if plain else _text(name, text) for name, text in shown]
        if source:
            cells.append(_origin(row))
        table.add_row(*(Text(text) for text in cells))
    Console(file=out, highlight=False, markup=False, emoji=False).print(table)


def _shape(name: str) -> dict[str, Any]:
    return {"ratio": 5, "min_width": 24} if name in {"quote", "reply"} else {"ratio": 1, "min_width": 6}


def _text(name: str, text: str) -> str:
    """Codes lose their underscores, quotes get quotation marks."""
    if name in {"quote", "reply"} and text:
        return clean(f"“{' '.join(text.split())}”")
    return clean(text.replace("_", " ") if " " not in text and "/" not in text else text)


def _origin(row: Row) -> str:
    first = ", ".join(show(row.get(name)) for name in ("speaker", "date") if row.get(name))
    by = f"[{row['reported_by']}]" if row.get("reported_by") else ""
    return clean("\n".join(part for part in (first, f"{show(row.get('title'))} {by}".strip()) if part))


def clean(text: str) -> str:
    r"""Text without the control characters that would drive a terminal.

    >>> clean("a\x1b[31mb")
    'a[31mb'
    """
    return "".join(c for c in text if c.isprintable() or c == "\n")
