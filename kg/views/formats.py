"""Rows in the formats that people and programs ask for.

A table is for a terminal: the columns that hold anything, offsets and IRIs left out, and where the words
come from gathered in one column. The other formats hold every column.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

from kg.questions.answer import show
from kg.views.spreadsheet import cell
from kg.vocabulary.namespaces import ID, ISSUE, compress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.questions.answer import Row, Value
    from kg.questions.catalogue import Column

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown")
SOURCE = ("speaker", "date", "reported_by", "title")
"""Columns that a table gathers into one, unless the answer opens with one of them."""
QUOTES = ("quote", "reply")
OURS = (ID, ISSUE)
WORD, SENTENCE, LONG, GAP = 16, 18, 40, 3
"""Letters: the longest word kept whole, a column of sentences, what counts as one; between columns."""


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
    """A table where the terminal is wide enough for its columns, else one block of lines a row."""
    if not rows:
        return
    source = [] if plain or columns[0].name in SOURCE else [c for c in columns if c.name in SOURCE]
    labels = [column.label for column in columns if column not in source]
    cells = [[_text(c.name, row[c.name], plain=plain) for c in columns if c not in source] for row in rows]
    if source:
        labels.append("Source")
        cells = [[*line, _origin(row)] for line, row in zip(cells, rows, strict=True)]
    least = [_least([label, *(line[here] for line in cells)]) for here, label in enumerate(labels)]
    from shutil import get_terminal_size

    width = get_terminal_size((80, 24)).columns
    if sum(least) + GAP * len(least) > width:
        _blocks(labels, cells, width, out)
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    apart = any(len(cell) > LONG for line in cells for cell in line)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, leading=int(apart))
    for label, letters in zip(labels, _widths(least, list(zip(*cells, strict=True)), width), strict=True):
        table.add_column(label, overflow="fold", width=letters)
    for line in cells:
        table.add_row(*(Text(cell) for cell in line))
    Console(file=out, width=width, highlight=False, markup=False, emoji=False).print(table)


def _least(cells: Sequence[str]) -> int:
    """The least width a column (its label first) can do with: its longest word, and more for sentences."""
    longest = max(len(word) for cell in cells for word in [*cell.split(), ""])
    label = len(cells[0]) if len(cells[0]) <= WORD else 1
    return max(min(longest, WORD), label, SENTENCE if max(map(len, cells)) > LONG else 1)


def _widths(least: Sequence[int], columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """The widths of the columns: what is left is given out letter by letter to the one with most to wrap."""
    longest = [max(len(part) for cell in column for part in cell.split("\n")) for column in columns]
    widths = list(least)
    for _ in range(width - sum(least) - GAP * len(least)):
        wraps = [full / have if full > have else 0.0 for full, have in zip(longest, widths, strict=True)]
        if max(wraps) == 0:
            break
        widths[wraps.index(max(wraps))] += 1
    return widths


def _blocks(labels: Sequence[str], cells: Sequence[Sequence[str]], width: int, out: IO[str]) -> None:
    from textwrap import wrap

    margin = max(map(len, labels)) + 2
    for number, line in enumerate(cells, 1):
        out.write(f"{'' if number == 1 else chr(10)}{f'-- {number} '.ljust(min(width, 60), '-')}\n")
        for label, text in zip(labels, line, strict=True):
            if text:
                folded = wrap(" ".join(text.split()), max(width - margin, 20))
                out.write(f"{label:<{margin}}" + f"\n{'':<{margin}}".join(folded) + "\n")


def _text(name: str, value: Value, *, plain: bool) -> str:
    """A cell for people: codes lose underscores, quotes get quotation marks, our IRIs become CURIEs."""
    text = clean(show(value))
    if plain or not text:
        return text
    if name in QUOTES:
        return f"“{' '.join(text.split())}”"
    if text.startswith(OURS):
        return compress(text)
    return text.replace("_", " ") if " " not in text and "/" not in text else text


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
