"""`kg brief`: the two-page paper before a meeting."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kg.views.cli import Usage
from kg.views.cli.common import note, opened, store_option, vocabulary_option


@click.command(
    epilog="""\b
Examples:
  kg brief Japan Russia -o brief.docx
  kg brief JPN RUS --since 2004 --as-of 2006-01-01 -o brief.html
  kg brief USA China > brief.md

The same lines as rows: kg ask brief --state JPN --other RUS""",
)
@click.argument("ours", metavar="STATE")
@click.argument("theirs", metavar="STATE")
@click.option(
    "-o", "--output", metavar="PATH", default="-", help="A .md, .html or .docx file; else Markdown."
)
@click.option("--since", metavar="DATE", help="Only meetings on or after.")
@click.option("--until", metavar="DATE", help="Only meetings on or before.")
@click.option(
    "--as-of",
    metavar="DATE",
    help="The day to judge by; later meetings are left out.  [default: that of the newest document]",
)
@vocabulary_option
@store_option
def command(  # noqa: PLR0917 - click passes by name
    ours: str,
    theirs: str,
    output: str,
    since: str | None,
    until: str | None,
    as_of: str | None,
    overlay: Path | None,
    where: str,
) -> None:
    """Write the paper that one reads before meeting: our STATE first, then theirs.

    The last meetings, their line and ours, what was asked and answered, conditions, promises, what changed,
    and what was not mentioned last time; every line with its words, date and document. Nothing in it is not
    in a document, and the same store gives the same bytes.
    """
    from kg.questions.parameters import actor, day
    from kg.views import brief
    from kg.vocabulary.actors import actors

    form = "markdown" if output == "-" else brief.form(output)
    codes = [actor(name, overlay) for name in (ours, theirs)]
    if codes[0] == codes[1]:
        raise Usage("a brief is on two states", f"kg brief {ours} OTHER")
    with opened(where) as graph:
        judged = day(as_of) if as_of else graph.last_day
        asked: dict[str, Any] = {"state": codes[0], "other": codes[1], "since": since, "until": until}
        answer = graph.ask("brief", **asked, as_of=judged)
    labels = [actors(overlay).label(code) for code in codes]
    paper = brief.paper(answer, labels[0], labels[1], judged or "no day")
    made: bytes = import_module(f"kg.views.brief.{form}").render(paper)
    if output == "-":
        sys.stdout.buffer.write(made)
        return
    Path(output).write_bytes(made)
    told = sum(len(section.lines) for section in paper.sections)
    note(f"{output}: {told} lines from {len(paper.sources)} documents")
