"""`kg export`: the graph for another tool."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.views.cli.common import emit, format_option, note, opened, store_option, vocabulary_option

if TYPE_CHECKING:
    from kg.network import Selection
    from kg.questions.answer import Row


@click.command(
    epilog="""\b
Examples:
  kg export --to gephi -o graph.gexf --between JPN RUS --since 2000
  kg export --to csv -o tables/ --issue north_korea
  kg export --to xlsx -o readouts.xlsx     # tables for Excel, with quotes
  kg export --list                         # what each format is for and how to open it""",
)
@click.option(
    "--to",
    "name",
    metavar="FORMAT",
    help="A format, or the tool it is for; without it the formats are listed.",
)
@click.option("--list", "listed", is_flag=True, help="What each format is for and how to open it.")
@click.option("-o", "--output", metavar="PATH", help="The file or folder to write; - is stdout.")
@click.option("--between", nargs=2, metavar="STATE STATE", help="Only what passed between these two.")
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="STATE",
    help="Only what concerns this state (may be repeated).",
)
@click.option(
    "--issue",
    "issues",
    multiple=True,
    metavar="ISSUE",
    help="Only this issue and what is under it (may be repeated).",
)
@click.option("--since", metavar="DATE", help="Only meetings on or after.")
@click.option("--until", metavar="DATE", help="Only meetings on or before.")
@click.option(
    "--edges",
    "grain",
    type=click.Choice(["events", "dyads", "alignment"]),
    default="events",
    show_default=True,
    help="An edge for each statement, for each pair, or for each pair and issue: how often they agree.",
)
@format_option()
@vocabulary_option
@store_option
def command(  # noqa: PLR0917 - click passes by name
    name: str | None,
    listed: bool,
    output: str | None,
    between: tuple[str, str] | None,
    states: tuple[str, ...],
    issues: tuple[str, ...],
    since: str | None,
    until: str | None,
    grain: str,
    form: str | None,
    overlay: Path | None,
    where: str,
) -> None:
    """Write the graph for another tool: Gephi, Cytoscape, R, yEd, a spreadsheet.

    Every edge carries the statement, the document, the date and the quote it stands on.
    """
    from kg.views import export

    if listed or name is None:
        _list(form)
        return
    one = export.exporter(name)
    if output is None:
        raise click.UsageError(f"give a place: -o graph{one.suffix}, or -o - for stdout")
    selection = _selection(
        overlay, between=between or (), states=states, issues=issues, since=since, until=until
    )
    with opened(where) as graph:
        if output == "-":
            sys.stdout.flush()
            export.export(graph.store, name, sys.stdout.buffer, selection, grain=grain)
        else:
            export.export(graph.store, name, Path(output), selection, grain=grain)
            note(f"{output}: {one.opens}")


def _selection(
    overlay: Path | None,
    *,
    between: tuple[str, ...],
    states: tuple[str, ...],
    issues: tuple[str, ...],
    since: str | None,
    until: str | None,
) -> Selection:
    """What the options mean, in codes; an issue takes in what is under it."""
    from kg.network import Selection
    from kg.questions.parameters import actor, day
    from kg.questions.topics import Topics

    topics = Topics(overlay)
    wanted = {iri.rpartition("/")[2] for issue in issues for iri in topics.within(topics.resolve(issue))}
    return Selection(
        states=tuple(actor(state, overlay) for state in states),
        between=tuple(actor(state, overlay) for state in between),
        issues=tuple(sorted(wanted)),
        since=since and day(since),
        until=until and day(until, "last"),
    )


def _list(form: str | None) -> None:
    from kg.questions.catalogue import Column
    from kg.views import export

    rows: list[Row] = [
        {
            "name": one.name,
            "also": ", ".join(one.aliases) or None,
            "suffix": one.suffix,
            "summary": one.summary,
            "opens": one.opens,
        }
        for one in export.exporters().values()
    ]
    labels = {
        "name": "Format",
        "also": "Also called",
        "suffix": "Suffix",
        "summary": "What it is for",
        "opens": "How to open it",
    }
    emit(rows, [Column(name, label) for name, label in labels.items()], form)
