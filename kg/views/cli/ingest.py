"""`kg ingest`: files and folders into a store."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.views.cli.common import metadata, metadata_options, note, store_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.ingest import Outcome, Report

FAILED = 4


@click.command(
    epilog="""\b
Examples:
  kg ingest readouts/
  kg ingest readouts/ --jobs 4
  kg ingest manifest.csv
  kg ingest overview.html --publisher JPN --url https://www.mofa.go.jp/…
  kg ingest --from-readings shards/
  curl -s https://… | kg ingest - --publisher CHN --date 2021-11-18""",
)
@click.argument("paths", metavar="FILE|DIR|- …", nargs=-1)
@metadata_options
@click.option("--force", is_flag=True, help="Read again what has not changed.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes read; one writes. The store ends with the same bytes.",
)
@click.option(
    "--cluster",
    metavar="tcp://HOST:PORT",
    help="Read on the workers of this Dask scheduler (needs bilateral-kg[cluster], there too).",
)
@click.option(
    "--from-readings",
    "readings",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    metavar="FILE.nq|DIR",
    help="N-Quads that kg wrote (kg read -f nq, kg export --to nquads), checked and not read again.",
)
@store_option
def command(
    paths: tuple[str, ...],
    where: str,
    readings: tuple[Path, ...],
    cluster: str | None,
    *,
    force: bool,
    jobs: int,
    **given: Any,
) -> None:
    """Read files, folders, patterns or - (stdin) into a store; it is made if it is not there.

    A .csv is a manifest: a line a document, with the columns file, publisher, date, url, title, language and
    kind (only file is needed; files are relative to the manifest).

    A document goes in whole or not at all; the same document again replaces what was read from it before.
    Stopped (Ctrl-C, a power cut), the same command goes on: what is in is passed over.
    """
    from kg import api

    told = metadata(given)
    if bool(paths) == bool(readings):
        what = "name documents or --from-readings, not both" if paths else "Missing argument 'FILE|DIR|- …'"
        raise click.UsageError(what)
    if readings and told:
        raise click.UsageError(f"--{min(given)} is of documents; what was read keeps what was told of it")
    with api.open(where, current=False) as graph, shown() as progress:
        report = graph.ingest(
            paths or readings,
            force=force,
            jobs=jobs,
            cluster=cluster,
            readings=bool(readings),
            progress=progress,
            **told,
        )
    summary(report, graph.store.location)
    if report.failed:
        click.get_current_context().exit(FAILED)


@contextmanager
def shown() -> Iterator[Callable[[Outcome, int, int], None]]:
    """How progress is shown: a bar on a terminal, a line a document elsewhere."""
    if not sys.stderr.isatty():
        yield progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None, rate="")

        def step(outcome: Outcome, done: int, total: int) -> None:
            """Move the bar; say above it what a person has to know."""
            if outcome.status == "failed" or outcome.warnings:
                progress(outcome, done, total)
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            rate = f"{speed:.0f} documents/s" if speed else ""
            bar.update(task, completed=done, total=max(total, done), rate=rate)
            if done >= total:
                bar.update(task, description="Deriving", rate="", total=None)

        yield step


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
