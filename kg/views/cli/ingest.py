"""`kg ingest`: files and folders into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.views.cli.common import metadata, metadata_options, note, store_option

if TYPE_CHECKING:
    from kg.ingest import Outcome, Report

FAILED = 4


@click.command(
    epilog="""\b
Examples:
  kg ingest readouts/
  kg ingest manifest.csv
  kg ingest overview.html --publisher JPN --url https://www.mofa.go.jp/…
  curl -s https://… | kg ingest - --publisher CHN --date 2021-11-18""",
)
@click.argument("paths", metavar="FILE|DIR|- …", nargs=-1, required=True)
@metadata_options
@click.option("--force", is_flag=True, help="Read again what has not changed.")
@store_option
def command(paths: tuple[str, ...], where: str, *, force: bool, **given: Any) -> None:
    """Read files, folders, patterns or - (stdin) into a store; it is made if it is not there.

    A .csv is a manifest: a line a document, with the columns file, publisher, date, url, title, language and
    kind (only file is needed; files are relative to the manifest).

    A document goes in whole or not at all; the same document again replaces what was read from it before.
    """
    from kg import api

    told = metadata(given)
    with api.open(where) as graph:
        report = graph.ingest(paths, force=force, progress=progress, **told)
    summary(report, where)
    if report.failed:
        click.get_current_context().exit(FAILED)


def progress(outcome: Outcome, done: int, total: int) -> None:
    """Say what became of one document."""
    what = (
        reason(outcome)
        if outcome.status == "failed"
        else f"{outcome.source}: {outcome.statements} statements"
    )
    note(f"[{done}/{total}] {outcome.status:<9} {what}")
    for warning in outcome.warnings:
        note(f"    warning: {warning}")
    if outcome.advice:
        note(f"    {outcome.advice}")


def reason(outcome: Outcome) -> str:
    """Why a document failed, after its place, which the reason may itself begin with or name."""
    said = (outcome.reason or "").removeprefix(f"{Path(outcome.source).name}: ")
    return said if outcome.source in said else f"{outcome.source}: {said}"


def summary(report: Report, where: str) -> None:
    """Count what became of all."""
    counts = {status: len(report.of(status)) for status in ("accepted", "replaced", "unchanged", "failed")}
    said = ", ".join(f"{count} {status}" for status, count in counts.items() if count) or "nothing to read"
    note(f"{said}; {sum(o.statements for o in report.outcomes)} statements read into {where}")
