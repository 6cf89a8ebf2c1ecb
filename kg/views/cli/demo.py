"""`kg demo`: the readouts that come with the program, and three questions about them."""

from __future__ import annotations

import sys
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import click

from kg.views.cli.common import note, store_option
from kg.views.cli.ingest import reason, summary

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.ingest import Outcome

QUESTIONS = (
    ("positions", {"state": "Russia", "issue": "unsc_reform"}),
    ("requests-and-replies", {"state": "Japan", "other": "Russia"}),
    ("commitments", {"state": "Japan", "since": "2000"}),
)
ROWS = 6


@click.command(
    epilog="""\b
Examples:
  kg demo
  kg demo --store another-store""",
)
@store_option
def command(where: str) -> None:
    """Read the readouts that come with kg, and ask them three questions.

    They restate, in words of our own, pages that foreign ministries published; each names its source.
    """
    from kg import api

    with as_file(files("kg.demo").joinpath("readouts")) as folder, api.open(where) as graph:
        report = graph.ingest([folder], progress=_step)
        summary(report, graph.store.location)
        _holds(graph)
        for name, values in QUESTIONS:
            _show(graph, name, values)
    note("Next:")
    here = "" if where == "./kg-store" else f" --store {graph.store.location}"
    for line in (
        "kg ask",
        f'kg ask "where do Japan and Russia agree?"{here}',
        f"kg ask timeline --issue north_korea{here}",
        f"kg documents list{here}",
        f"kg export --to gephi -o demo.gexf{here}",
    ):
        note(f"  {line}")


def _step(outcome: Outcome, done: int, total: int) -> None:
    """Move the bar on a terminal; name a document that failed anywhere."""
    if outcome.status == "failed":
        note(f"failed: {reason(outcome)}")
    if sys.stderr.isatty():
        width = 30 * done // max(total, 1)
        click.echo(f"\r  [{'#' * width}{'.' * (30 - width)}] {done}/{total}", err=True, nl=done == total)


def _holds(graph: Graph) -> None:
    """Say what is in the store now, whoever put it there."""
    told = graph.info()
    kinds = ("documents", "meetings", "statements", "stances", "commitments", "quads")
    note("The store holds " + ", ".join(f"{told[kind]:,} {kind}" for kind in kinds))


def _show(graph: Graph, name: str, values: dict[str, str]) -> None:
    from kg.views import formats

    answer = graph.ask(name, **values)
    said = " ".join(f"--{key} {word}" for key, word in values.items())
    click.echo(click.style(f"\n{answer.summary}", bold=True))
    click.echo(f"$ kg ask {name} {said}")
    formats.write(answer.rows[:ROWS], answer.columns, "table", sys.stdout)
    if len(answer) > ROWS:
        click.echo(f"… and {len(answer) - ROWS} more")
