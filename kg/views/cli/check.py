"""`kg check`: what is wrong with a store, or with a vocabulary of one's own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from kg.errors import NotFoundError
from kg.views.cli.common import emit, format_option, note, opened, store_option, vocabulary_option

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.api import Graph
    from kg.questions.answer import Row
    from kg.validation import Fault

INVALID = 4


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
    would look at again. Exit 4 with a violation, 0 without.
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
    labels = {
        "severity": "Severity",
        "message": "What is wrong",
        "value": "Value",
        "focus": "Where",
        "path": "Property",
    }
    emit(rows, [Column(name, label, detail=name == "path") for name, label in labels.items()], form)
    counts = Counter(row["severity"] for row in rows)
    note(f"{counts['violation']} violations, {counts['warning']} warnings, {counts['info']} to look at")
    if counts["violation"]:
        click.get_current_context().exit(INVALID)


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
