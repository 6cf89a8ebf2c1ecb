"""Node and edge lists as CSV: for Gephi's spreadsheet import, R, pandas, Excel."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg.network import network
from kg.views.export import Exporter
from kg.views.spreadsheet import cell

if TYPE_CHECKING:
    from pathlib import Path

    from kg.network import Column, Selection, Value
    from kg.store import Store

# Gephi knows these headers; the others become attributes under their own names.
_HEADERS = {
    "id": "Id",
    "label": "Label",
    "source": "Source",
    "target": "Target",
    "type": "Type",
    "weight": "Weight",
    "kind": "Kind",
    "start": "Start",
    "end": "End",
}


def _table(columns: tuple[Column, ...], rows: tuple[dict[str, Value], ...]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_HEADERS.get(column.name, column.name) for column in columns])
    for row in rows:
        writer.writerow([_shown(row, column) for column in columns])
    return out.getvalue().encode()


def _shown(row: dict[str, Value], column: Column) -> str:
    value = row[column.name]
    return cell(value.capitalize() if column.name == "type" and isinstance(value, str) else value)


def write(store: Store, selection: Selection, grain: str, folder: Path) -> None:
    """Write `nodes.csv`, `edges.csv` and `README.txt` (note and columns) into the folder."""
    drawn = network(store, selection, grain=grain)
    (folder / "nodes.csv").write_bytes(_table(drawn.node_columns, drawn.nodes))
    (folder / "edges.csv").write_bytes(_table(drawn.edge_columns, drawn.edges))
    told = [drawn.note, ""]
    for name, columns in (("nodes.csv", drawn.node_columns), ("edges.csv", drawn.edge_columns)):
        told += [
            name,
            *(f"  {_HEADERS.get(c.name, c.name)} ({c.type}): {c.description}" for c in columns),
            "",
        ]
    told.append(
        "A cell that begins with = + - @ is preceded by an apostrophe, so that no spreadsheet runs it."
    )
    (folder / "README.txt").write_text("\n".join(told) + "\n", encoding="utf-8")


EXPORTERS = (
    Exporter(
        "csv",
        "",
        "node and edge lists: Gephi spreadsheets, R, pandas, Excel (CSV)",
        "Gephi: File > Import spreadsheet, nodes.csv first, then edges.csv as the edges table",
        write,
        aliases=("tables",),
        folder=True,
    ),
)
