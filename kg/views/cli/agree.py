"""`kg agree`: how far two annotations of the same texts agree."""

from __future__ import annotations

from pathlib import Path

import click

from kg.views.cli.common import note
from kg.views.cli.score import FORMS, show


@click.command(
    epilog="""\b
Examples:
  kg agree first/2011-04-07.json second/2011-04-07.json
  kg agree first/ second/ -f json""",
)
@click.argument("first", metavar="A", type=click.Path(exists=True, path_type=Path))
@click.argument("second", metavar="B", type=click.Path(exists=True, path_type=Path))
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="How to print it.  [default: table on a terminal, json in a pipe]",
)
def command(first: Path, second: Path, form: str | None) -> None:
    """Compare two annotations of the same texts, or the cases that two folders have in common.

    B is scored against A as a reader would be, and Cohen's kappa is given for act, dossier and polarity of
    the statements found by both: of the first readings, and (alt) with A's second readings counted as right.
    """
    from kg.scoring import agreement, tables

    scored = agreement.agree(first, second)
    show({"figures": tables.figures(scored), "kappa": agreement.kappas(scored)}, form)
    note(f"{len(scored)} cases")
