"""CSV for Neo4j's bulk import: statements are nodes, so that their quotes, days and parties stay together."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg.views.export import Exporter
from kg.views.export.tidy import note, tables
from kg.views.spreadsheet import cell
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.network import Column, Selection
    from kg.store import Store
    from kg.views.export.tidy import Cell, Table

_TYPES = {
    "string": "",
    "uri": "",
    "integer": ":long",
    "double": ":double",
    "boolean": ":boolean",
    "date": ":date",
    "list": ":string[]",
}
# table: its key, its label, and which columns are relationships to what: (type, column, kind of code or "")
_NODES: dict[str, tuple[str, str, tuple[tuple[str, str, str], ...]]] = {
    "statements": (
        "statement",
        "Statement",
        (
            ("SPOKEN_BY", "person", ""),
            ("ON_BEHALF_OF", "holders", "actor"),
            ("ADDRESSED_TO", "addressees", "actor"),
            ("ABOUT_STATE", "target_states", "actor"),
            ("MENTIONS", "mentions", "actor"),
            ("ON_ISSUE", "issue", "issue"),
            ("MADE_AT", "account", ""),
            ("REPORTED_IN", "document", ""),
            ("REPLIES_TO", "in_reply_to", ""),
        ),
    ),
    "stances": (
        "stance",
        "Stance",
        (("HELD_BY", "holder", "actor"), ("TOWARDS", "issue", "issue"), ("EXPRESSED_IN", "statement", "")),
    ),
    "commitments": (
        "commitment",
        "Commitment",
        (("PROMISED_BY", "parties", "actor"), ("STATED_IN", "statement", "")),
    ),
    "meetings": (
        "account",
        "Meeting",
        (
            ("PARTICIPANT", "participants", "actor"),
            ("ATTENDED_BY", "people", ""),
            ("REPORTED_IN", "document", ""),
        ),
    ),
    "people": ("person", "Person", (("OF_STATE", "state", "actor"), ("NAMED_IN", "document", ""))),
}
_SOURCE = ("title", "url", "reported_by")


def write(store: Store, selection: Selection, grain: str, folder: Path) -> None:  # noqa: ARG001  always nodes
    """Write a file of nodes for each table and for actors, issues, readouts; relationships; README.txt.

    A relationship to a node that was not selected is left out: the import refuses loose ends.
    """
    made = tables(store, selection)
    files = {table.name: _nodes(table) for table in made}
    files["readouts"] = _readouts(made)
    files["actors"], files["issues"] = _named(made)
    known = {row[0] for rows in files.values() for row in rows[1:]}
    links = sorted({link for table in made for link in _links(table) if {link[0], link[2]} <= known})
    links += sorted(
        {
            (row[0], "PUBLISHED_BY", _iri(code, "actor"))
            for row in files["readouts"][1:]
            for code in _split(row[3])
        }
    )
    files["relationships"] = [[":START_ID", ":TYPE", ":END_ID"], *([a, kind, b] for a, kind, b in links)]
    for name, rows in files.items():
        (folder / f"{name}.csv").write_bytes(_csv(rows))
    nodes = sorted(set(files) - {"relationships"})
    command = " ".join(
        ["neo4j-admin database import full neo4j --multiline-fields=true"]
        + [f"--nodes={name}.csv" for name in nodes]
        + ["--relationships=relationships.csv"]
    )
    told = [
        note(selection),
        "",
        "Load it into an empty database:",
        f"  {command}",
        "",
        "Quotes are kept to the letter, but that text that begins with = + - @ is preceded by an apostrophe,",
        "so that no spreadsheet runs it; quote_start and quote_end count in the readout's own text.",
    ]
    (folder / "README.txt").write_text("\n".join(told) + "\n", encoding="utf-8")


def _nodes(table: Table) -> list[list[str]]:
    key, label, _ = _NODES[table.name]
    columns = [column for column in table.columns if column.name != key]
    head = [f"{key}:ID", *(f"{c.name}{_TYPES[c.type]}" for c in columns), ":LABEL"]
    return [head, *([str(row[key]), *(_shown(row[c.name], c) for c in columns), label] for row in table.rows)]


def _shown(value: Cell, column: Column) -> str:
    if isinstance(value, list):
        # The semicolon parts a list's members: none may hold one.
        return cell(";".join(part.replace(";", ",") for part in value))
    return str(value).lower() if column.type == "boolean" else cell(value)


def _readouts(made: Iterable[Table]) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for table in made:
        for row in table.rows:
            title, url, publishers = (row[name] for name in _SOURCE)
            codes = ";".join(publishers) if isinstance(publishers, list) else ""
            found[str(row["document"])] = [cell(title), cell(url), codes, "Readout"]
    return [
        ["document:ID", "title", "url", "reported_by:string[]", ":LABEL"],
        *([k, *found[k]] for k in sorted(found)),
    ]


def _named(made: tuple[Table, ...]) -> tuple[list[list[str]], list[list[str]]]:
    """The actors and issues that are ends of relationships or publishers."""
    codes = {code for table in made for row in table.rows for code in _listed(row["reported_by"])}
    topics: dict[str, str] = {}
    for table in made:
        for _, column, kind in _NODES[table.name][2]:
            for row in table.rows:
                if kind == "actor":
                    codes |= set(_listed(row[column]))
                elif kind == "issue" and row[column]:
                    topics[str(row[column])] = str(row["issue_label"])
    known = actors()
    labels = {"state": "State", "organization": "Organization", "group": "StateGroup"}
    named = [
        [_iri(code, "actor"), code, known.label(code), labels[known.kind(code)]] for code in sorted(codes)
    ]
    issues = [[_iri(n, "issue"), n, topics[n], "Issue"] for n in sorted(topics)]
    return (
        [["actor:ID", "code", "label", ":LABEL"], *named],
        [["issue:ID", "notation", "label", ":LABEL"], *issues],
    )


def _links(table: Table) -> Iterable[tuple[str, str, str]]:
    key, _, relations = _NODES[table.name]
    for row in table.rows:
        for kind, column, space in relations:
            for end in _listed(row[column]):
                yield str(row[key]), kind, _iri(end, space)


def _listed(value: Cell) -> list[str]:
    return value if isinstance(value, list) else [str(value)] if value else []


def _split(codes: str) -> list[str]:
    return codes.split(";") if codes else []


def _iri(end: str, space: str) -> str:
    if space == "issue":
        return f"{ISSUE}{end}"
    return actors().iri(end) if space else end


def _csv(rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


EXPORTERS = (
    Exporter(
        "neo4j",
        "",
        "Neo4j: statements, stances, promises, meetings, people as nodes (CSV with typed heads)",
        "run the neo4j-admin command that stands in FOLDER/README.txt",
        write,
        folder=True,
    ),
)
