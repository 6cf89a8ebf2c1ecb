"""`kg score`: how well the reader reads annotated cases."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.views.cli.common import note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.scoring import Scored
    from kg.scoring.tables import Row

FORMS = ("table", "markdown", "json")
SHOWN = 20
"""Rows of a confusion table on a terminal."""
TITLES = {
    "figures": "Figures, with 95 % intervals over cases",
    "act": "By act",
    "dossier": "By dossier",
    "ministry": "By ministry",
    "group": "By group of cases",
    "act_confusion": "Acts taken for others",
    "dossier_confusion": "Dossiers taken for others",
    "worst": "Worst cases",
    "calibration": "Stated confidence and share right",
    "kappa": "Agreement beyond chance",
}


@click.command(
    epilog="""\b
Examples:
  kg score tests/gold/cases
  kg score cases/ --by act --confusion dossier --worst 10
  kg score cases/ --calibration
  kg score cases/ -f json | jq '.figures[] | select(.figure == "+polarity")'""",
)
@click.argument("paths", metavar="DIR|FILE …", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--by",
    type=click.Choice(["act", "dossier", "ministry", "group"]),
    multiple=True,
    help="Figures for each of them (may be repeated).",
)
@click.option(
    "--confusion",
    type=click.Choice(["act", "dossier"]),
    multiple=True,
    help="What is taken for what (may be repeated).",
)
@click.option(
    "--worst", type=click.IntRange(min=0), default=0, metavar="NUMBER", help="The cases read least well."
)
@click.option("--calibration", is_flag=True, help="Stated confidence against the share that is right.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="json holds every table.  [default: table on a terminal, json in a pipe]",
)
def command(
    paths: tuple[Path, ...],
    form: str | None,
    by: tuple[str, ...],
    confusion: tuple[str, ...],
    worst: int,
    *,
    calibration: bool,
) -> None:
    """Read annotated cases and say how much of the annotation is found.

    A case is NAME.txt with its annotation NAME.json (see docs/dataset.md). The headline is +polarity: the F1
    of statements with the right states, act, dossier and polarity. Exit 1 if a text could not be read.
    """
    from kg import scoring

    scored = scoring.score(paths, progress=_progress)
    tables = _tables(scored, worst)
    shown = ["figures", *by, *(f"{field}_confusion" for field in confusion)]
    shown += ["worst"] * bool(worst) + ["calibration"] * calibration
    show({name: tables[name] for name in tables if form_of(form) == "json" or name in shown}, form)
    faults = [one for one in scored if one.fault]
    for one in faults:
        note(f"warning: {one.case.name}: {one.fault}")
    note(f"{len(scored)} cases, {sum(len(one.case.labels) for one in scored)} annotated statements")
    if faults:
        click.get_current_context().exit(1)


def _progress(scored: Scored, k: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{k}/{of} {scored.case.name:<60.60}" + "\r\n"[k == of], err=True, nl=False)


def _tables(scored: Sequence[Scored], worst: int) -> dict[str, list[Row]]:
    from kg.scoring import calibration, tables

    return {
        "figures": tables.figures(scored),
        "act": tables.by_class(scored, "act"),
        "dossier": tables.by_class(scored, "dossier"),
        "ministry": tables.by_publisher(scored, "ministry"),
        "group": tables.by_publisher(scored, "group"),
        "act_confusion": tables.confusion(scored, "act"),
        "dossier_confusion": tables.confusion(scored, "dossier"),
        "worst": tables.worst(scored, worst or len(scored)),
        "calibration": calibration.reliability(calibration.judged(scored)),
    }


def form_of(form: str | None) -> str:
    """The format to use: what was asked for, else a table on a terminal and JSON in a pipe."""
    return form or ("table" if sys.stdout.isatty() else "json")


def show(tables: dict[str, list[Row]], form: str | None) -> None:
    """Print tables, each under its title, or all as one JSON object."""
    import json

    if form_of(form) == "json":
        json.dump(tables, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    for k, (name, rows) in enumerate(tables.items()):
        click.echo(("\n" if k else "") + ("## " if form == "markdown" else "") + TITLES[name] + "\n")
        _table(rows[:SHOWN] if name.endswith("confusion") else rows, form_of(form))


def _table(rows: Sequence[Row], form: str) -> None:
    from kg.questions.catalogue import Column
    from kg.views import formats

    columns = [Column(name, name.replace("_", " "), detail=False) for name in (rows[0] if rows else ())]
    answer: list[Any] = [{name: _cell(value) for name, value in row.items()} for row in rows]
    formats.write(answer, columns, form, sys.stdout, plain=True)


def _cell(value: str | float | None) -> str | int | None:
    """Three places for every figure, so that they stand under each other."""
    return f"{value:.3f}" if isinstance(value, float) else value
