"""The tidy tables as Parquet: typed columns, lists as lists, days as days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import Error
from kg.views.export import Exporter
from kg.views.export.tidy import note, tables

if TYPE_CHECKING:
    from pathlib import Path

    from kg.network import Selection
    from kg.store import Store
    from kg.views.export.tidy import Cell


def write(store: Store, selection: Selection, grain: str, folder: Path) -> None:  # noqa: ARG001  always rows
    """Write `statements.parquet` and its four siblings into the folder. Raises Error without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise Error("pyarrow is not installed", "pip install 'bilateral-kg[table]'") from error

    types = {
        "string": pa.string(),
        "uri": pa.string(),
        "integer": pa.int64(),
        "double": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "list": pa.list_(pa.string()),
    }
    for table in tables(store, selection):
        schema = pa.schema(
            [pa.field(c.name, types[c.type], metadata={"description": c.description}) for c in table.columns],
            metadata={"description": table.description, "note": note(selection)},
        )
        cells = {c.name: [_cell(row[c.name], c.type) for row in table.rows] for c in table.columns}
        parquet.write_table(
            pa.table(cells, schema=schema), folder / f"{table.name}.parquet", compression="zstd"
        )


def _cell(value: Cell, kind: str) -> Any:
    return date.fromisoformat(value) if kind == "date" and isinstance(value, str) else value


EXPORTERS = (
    Exporter(
        "parquet",
        "",
        "the tidy tables for pandas, polars, DuckDB, R: statements, stances, commitments, meetings, people",
        "pandas or polars: read_parquet('FOLDER/statements.parquet'); DuckDB: FROM 'FOLDER/*.parquet'",
        write,
        folder=True,
    ),
)
