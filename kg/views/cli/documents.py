"""`kg documents`: what is in a store, and taking a document out."""

from __future__ import annotations

from typing import Any

import click

from kg.views.cli.common import emit, format_option, note, opened, store_option

LISTED = {
    "date": "Date",
    "publishers": "Published by",
    "title": "Title",
    "kind": "Kind",
    "language": "Language",
    "statements": "Statements",
    "readout": "Readout",
    "url": "Address",
    "source": "File",
    "sha256": "Hash of the text",
}
DETAIL = {"url", "source", "sha256", "language"}


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def command(ctx: click.Context) -> None:
    """List the documents of a store, or remove one."""
    if ctx.invoked_subcommand is None:
        with listed.make_context("list", [], parent=ctx) as inner:
            listed.invoke(inner)


@command.command("list")
@format_option()
@click.option("--details", is_flag=True, help="Show addresses, files and hashes in a table too.")
@store_option
def listed(where: str, form: str | None, *, details: bool) -> None:
    """List the documents by date."""
    from kg.questions.answer import period
    from kg.questions.catalogue import Column

    with opened(where) as graph:
        found: list[dict[str, Any]] = graph.documents()
    rows = [{name: one[name] for name in LISTED} for one in found]
    for row in rows:
        row.update(publishers=" and ".join(row["publishers"]) or None, date=period(row["date"]))
    emit(
        rows,
        [Column(name, label, detail=name in DETAIL) for name, label in LISTED.items()],
        form,
        details=details,
    )
    if not rows:
        note(f"no documents in {graph.store.location}: read some with kg ingest")


@command.command()
@click.argument("readout", metavar="READOUT", nargs=-1, required=True)
@store_option
def remove(readout: tuple[str, ...], where: str) -> None:
    """Remove documents, named by their readout IRI or CURIE, and refresh what was derived."""
    with opened(where, write=True) as graph:
        for name in readout:
            graph.remove(name)
            note(f"removed {name}")
