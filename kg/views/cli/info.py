"""`kg info`: what is in a store, and what this program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.errors import NotFoundError
from kg.views.cli.common import emit, format_option, note, opened, store_option

if TYPE_CHECKING:
    from kg.questions.answer import Row


@click.command(
    epilog="""\b
Examples:
  kg info
  kg info --store readouts-store -f json""",
)
@format_option()
@store_option
def command(where: str, form: str | None) -> None:
    """Say what is in a store, and what this program is."""
    import platform

    import pyoxigraph

    from kg import __version__
    from kg.questions.catalogue import Catalogue, Column

    facts: list[Row] = [
        {"fact": "kg", "value": __version__},
        {"fact": "Python", "value": platform.python_version()},
        {"fact": "Oxigraph", "value": pyoxigraph.__version__},
        {"fact": "questions", "value": len(Catalogue())},
    ]
    try:
        with opened(where) as graph:
            told = graph.info()
            facts += [{"fact": name, "value": value} for name, value in told.items() if name != "version"]
    except NotFoundError as error:
        note(f"{error}: {error.advice}")
    emit(facts, [Column("fact", "Fact"), Column("value", "Value")], form)
