"""`kg review`: what people decide about statements."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import InputError
from kg.views.cli.common import emit, format_option, note, opened, store_option

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.ingest.reviews import Review
    from kg.questions.answer import Row

LISTED = {
    "verdict": "Verdict",
    "fields": "Corrected",
    "words": "Words",
    "by": "By",
    "on": "On",
    "note": "Note",
    "statement": "Statement",
}
CONFLICTS = {
    "kind": "Conflict",
    "message": "What has changed",
    "applied": "Still counts",
    "statement": "Statement",
}


@click.command(
    epilog="""\b
Examples:
  kg review                                # what was decided
  kg review STATEMENT --accept --by "A. Reader" --on 2011-04-07
  kg review STATEMENT --correct act=urge --correct issue=fisheries --by "A. Reader"
  kg review STATEMENT --reject --by "A. Reader" --note "a caption, not a statement"
  kg review --conflicts                    # what no longer fits its text
  kg review --export reviews.yaml          # for version control; --import reads it
STATEMENT is an IRI or CURIE: kg ask evidence -f json shows them in the column statement.""",
)
@click.argument("statement", metavar="[STATEMENT]", required=False)
@click.option("--accept", "verdict", flag_value="accepted", help="It was read rightly.")
@click.option("--reject", "verdict", flag_value="rejected", help="It is to appear in no answer.")
@click.option(
    "--correct",
    "fields",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Another value for a field of kg read; nothing after = empties it (may be repeated).",
)
@click.option("--withdraw", is_flag=True, help="Take the review back: it is as it was read.")
@click.option("--by", metavar="NAME", help="Who decides.")
@click.option("--on", metavar="DATE", help="On which day: 2011-04-07.  [default: today]")
@click.option("--note", "words", metavar="TEXT", default="", help="Why.")
@click.option("--conflicts", is_flag=True, help="List the reviews that no longer fit their text.")
@click.option("--export", "target", metavar="FILE", help="Write all reviews as YAML; - is stdout.")
@click.option("--import", "source", metavar="FILE", help="Take in reviews that were exported; - is stdin.")
@format_option()
@store_option
def command(  # noqa: PLR0917 - click passes by name
    statement: str | None,
    verdict: str | None,
    fields: tuple[str, ...],
    withdraw: bool,
    by: str | None,
    on: str | None,
    words: str,
    conflicts: bool,
    target: str | None,
    source: str | None,
    form: str | None,
    where: str,
) -> None:
    """Accept, correct or reject a statement, and list what was decided.

    Reviews are kept apart from what was read, with who and when; they hold for every question, and outlast
    that the document is read again, replaced or removed. The reader's own values stay beside them.
    """
    if sum(map(bool, (verdict, fields, withdraw))) > 1:
        raise click.UsageError("one of --accept, --reject, --correct and --withdraw")
    decides = bool(verdict or fields or withdraw)
    if sum((decides, conflicts, bool(target), bool(source))) > 1 or decides != bool(statement):
        raise click.UsageError("name a statement and decide, or list, or --conflicts, --export or --import")
    if (verdict or fields) and not by:
        raise click.UsageError("say who decides: --by NAME")
    with opened(where, write=decides or bool(source)) as graph:
        if statement and withdraw:
            note(f"withdrawn: {graph.withdraw(statement).statement}")
        elif statement:
            given = dict(_field(one) for one in fields)
            kind = verdict or "corrected"
            made = graph.review(statement, kind, by=str(by), on=on or _today(), correct=given, note=words)
            note(f"{made.verdict}: {made.quote}")
        elif source:
            new, old = graph.import_reviews(_read(source), name=source)
            note(f"{new} reviews taken in, {old} were there already")
        elif target:
            _write(target, graph.export_reviews())
        else:
            _list(graph, form, conflicts=conflicts)


def _list(graph: Graph, form: str | None, *, conflicts: bool) -> None:
    from kg.questions.catalogue import Column

    rows: list[Row]
    if conflicts:
        rows = [{name: getattr(one, name) for name in CONFLICTS} for one in graph.conflicts()]
    else:
        rows = [_row(one) for one in graph.reviews()]
    labels = CONFLICTS if conflicts else LISTED
    emit(rows, [Column(name, label) for name, label in labels.items()], form)
    if not rows:
        note("every review fits its text" if conflicts else "nothing was reviewed yet: kg review --help")


def _row(review: Review) -> Row:
    from kg.ingest.reviews.record import line

    return {
        "verdict": review.verdict,
        "fields": "; ".join(line(*one) for one in review.correct.items()) or None,
        "words": review.quote,
        "by": review.by,
        "on": review.on,
        "note": review.note or None,
        "statement": review.statement,
    }


def _field(given: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not sign:
        raise click.UsageError(f"a correction is FIELD=VALUE, not {given!r}")
    return name.strip().replace("-", "_"), value.strip()


def _today() -> str:
    """The day on which the command is given; below the command line no clock is read."""
    from datetime import UTC, datetime

    return datetime.now(tz=UTC).astimezone().date().isoformat()


def _read(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise InputError(f"{source}: {error.strerror}", "look at its name") from error


def _write(target: str, text: str) -> None:
    if target == "-":
        click.echo(text, nl=False)
        return
    try:
        Path(target).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{target}: {error.strerror}", "give another place") from error
