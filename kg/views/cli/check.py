"""`kg check`: what is wrong with a store, or with a vocabulary of one's own."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import click

from kg.errors import NotFoundError
from kg.views import formats
from kg.views.cli.common import chosen as shown_as
from kg.views.cli.common import emit, format_option, note, opened, store_option, vocabulary_option
from kg.views.describe import curie

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.api import Graph
    from kg.questions.answer import Row
    from kg.validation import Fault

INVALID = 4
SEVERITIES = ("violation", "warning", "info")
PLACES, LETTERS = 3, 100
"""How many places with the same fault are printed, and how much of their words."""
_READOUT = re.compile(r".*/readout/[0-9a-f]+")


@click.command(
    epilog="""\b
Examples:
  kg check
  kg check --document id:readout/0123456789abcdef
  kg check --words --vocabulary mine/      # names, issues and terms, no store""",
)
@click.option(
    "--document", "chosen", multiple=True, metavar="IRI", help="Only this readout (may be repeated)."
)
@click.option("--words", is_flag=True, help="Check the vocabulary instead of the store.")
@format_option()
@vocabulary_option
@store_option
def command(
    where: str, form: str | None, overlay: Path | None, chosen: tuple[str, ...], *, words: bool
) -> None:
    """Hold the store against the shapes and say what is wrong.

    Each readout is checked for what it must hold, down to the letter of every quote, and for what an editor
    would look at again. On a terminal the faults stand document by document, the worst first, the same ones
    together. Exit 4 with a violation, 0 without.
    """
    from kg import validation
    from kg.questions.catalogue import Column
    from kg.questions.parameters import readout

    if words:
        rows = _rows(validation.vocabulary(overlay))
    else:
        with opened(where) as graph:
            only = {readout(word) for word in chosen}
            if missing := sorted(only - set(graph.store.graphs())):
                raise NotFoundError(
                    f"there is no document {missing[0]} in the store", "see: kg documents list"
                )
            rows = _rows(validation.check(graph.store, only)) + _conflicts(graph, only)
            rows = _titled(graph, rows)
            if rows and shown_as(form) == "table":
                _print(rows, _names(graph, rows))
                _conclude(rows)
                return
    labels = {
        **({} if words else {"title": "Document"}),
        "severity": "Severity",
        "message": "What is wrong",
        "value": "Value",
        "focus": "Where",
        "path": "Property",
    }
    emit(rows, [Column(name, label, detail=name == "path") for name, label in labels.items()], form)
    _conclude(rows)


def _conclude(rows: list[Row]) -> None:
    """Count the faults, and leave with 4 if one is a violation."""
    counts = Counter(row["severity"] for row in rows)
    note(f"{counts['violation']} violations, {counts['warning']} warnings, {counts['info']} to look at")
    if counts["violation"]:
        click.get_current_context().exit(INVALID)


def _document(row: Row) -> str:
    """The IRI of the readout in which a fault stands, or of the node itself."""
    found = _READOUT.match(str(row["focus"]))
    return found[0] if found else str(row["focus"])


def _titled(graph: Graph, rows: list[Row]) -> list[Row]:
    """The rows with the title of their document, document by document, the worst first."""
    from kg.views.things import named

    names = named(graph, {_document(row) for row in rows})
    worst: dict[str, int] = {}
    for row in rows:
        worst[_document(row)] = min(worst.get(_document(row), _rank(row)), _rank(row))
    titled = [{"title": names.get(_document(row)), **row} for row in rows]
    return sorted(titled, key=lambda row: (worst[_document(row)], _document(row), _rank(row)))


def _rank(row: Row) -> int:
    return SEVERITIES.index(str(row["severity"]))


def _names(graph: Graph, rows: list[Row]) -> dict[str, str]:
    """What the nodes with faults are called, those of a document as a whole left out."""
    from kg.views.things import named

    inner = {str(row["focus"]) for row in rows} - {_document(row) for row in rows}
    return {iri: name for iri, name in named(graph, inner).items() if not iri.endswith("/account")}


def _print(rows: list[Row], names: dict[str, str]) -> None:
    """A heading for each document, a line for each kind of fault, and the first words that have it."""
    for document, held in groupby(rows, key=_document):
        faults = list(held)
        click.echo(formats.clean(f"{faults[0]['title'] or 'Without a title'}  {curie(document)}"))
        kinds: dict[tuple[str, str], list[Row]] = {}
        for row in faults:
            kinds.setdefault((str(row["severity"]), str(row["message"])), []).append(row)
        for (severity, message), same in kinds.items():
            times = f" ({len(same)} times)" if len(same) > 1 else ""
            click.echo(formats.clean(f"  {severity:<9}  {message}{times}"))
            for row in same[:PLACES]:
                place = names.get(str(row["focus"])) or row["value"]
                if place:
                    click.echo(formats.clean(f"             {str(place)[:LETTERS]}"))


def _conflicts(graph: Graph, only: set[str]) -> list[Row]:
    """The reviews that no longer fit their text."""
    return [
        {
            "severity": "info" if conflict.kind == "waiting" else "warning",
            "message": f"A review does not fit ({conflict.kind}): {conflict.message}",
            "value": None,
            "focus": conflict.statement,
            "path": None,
        }
        for conflict in graph.conflicts()
        if not only or conflict.statement.partition("/statement/")[0] in only
    ]


def _rows(faults: Iterable[Fault]) -> list[Row]:
    return [
        {
            "severity": f.severity,
            "message": f.message,
            "value": f.value or None,
            "focus": f.focus,
            "path": f.path or None,
        }
        for f in faults
    ]
