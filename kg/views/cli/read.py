"""`kg read`: what one document says, without a store."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.views.cli.common import TABULAR, chosen, metadata, metadata_options, note

if TYPE_CHECKING:
    from kg.model import Reading, Skipped
    from kg.questions.answer import Row

UNREAD = 4
STATEMENTS = {
    "n": "No.",
    "who": "Said by",
    "act": "Act",
    "issue": "Issue",
    "polarity": "Position",
    "target": "Towards",
    "condition": "On condition",
    "replies_to": "Answers",
    "reply_grade": "How",
    "quote": "Words",
    "start": "From",
    "end": "To",
    "confidence": "Confidence",
}
SKIPPED = {"reason": "Not read because", "quote": "Words", "start": "From", "end": "To"}


@click.command(
    epilog="""\b
Examples:
  kg read overview.txt --publisher JPN --date 2011-04-07
  kg read page.html -f json | jq '.statements[].quote'
  kg read overview.txt --coverage""",
)
@click.argument("file", metavar="FILE|-")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([*TABULAR, "ttl"]),
    help="json is the whole reading.  [default: table on a terminal, tsv in a pipe]",
)
@metadata_options
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="Leave out statements below it.",
)
@click.option("--coverage", is_flag=True, help="Show what was not read, and why.")
def command(file: str, form: str | None, min_confidence: float, *, coverage: bool, **given: Any) -> None:
    """Read one document and print what it says; no store is touched.

    Text, Markdown, HTML and PDF are read. What is known about the document comes from the options, from
    NAME.meta.yaml beside it, from its front matter or from its text, in that order.
    """
    from kg import api

    source = sys.stdin.buffer.read() if file == "-" else Path(file)
    reading = api.read(source, **metadata(given))
    for warning in reading.document.warnings:
        note(f"warning: {warning}")
    reading = sure(reading, min_confidence)
    _print(reading, chosen(form), coverage=coverage)
    if reading.unread_language:
        note(f"warning: {file} is in a language that is not read: {reading.unread_language}")
        click.get_current_context().exit(UNREAD)


def sure(reading: Reading, least: float) -> Reading:
    """The reading without statements below a confidence, nor what hangs on them."""
    if not least:
        return reading
    kept = {s.n for s in reading.statements if s.confidence >= least}
    statements = tuple(
        s if s.replies_to in kept or s.replies_to is None else replace(s, replies_to=None, reply_grade=None)
        for s in reading.statements
        if s.n in kept
    )
    commitments = tuple(c for c in reading.commitments if c.statement in kept)
    return replace(reading, statements=statements, commitments=commitments)


def _print(reading: Reading, form: str, *, coverage: bool) -> None:
    if form == "json":
        json.dump(reading.to_dict(), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    elif form == "ttl":
        _turtle(reading)
    else:
        _rows(reading, form, coverage=coverage)


def _turtle(reading: Reading) -> None:
    from pyoxigraph import RdfFormat, Triple, serialize

    from kg import __version__, triples
    from kg.vocabulary.namespaces import prefixes

    quads = triples.quads(reading, reader_version=__version__)
    found = sorted({Triple(q.subject, q.predicate, q.object) for q in quads}, key=str)
    sys.stdout.flush()
    serialize(found, sys.stdout.buffer, format=RdfFormat.TURTLE, prefixes=prefixes())


def _rows(reading: Reading, form: str, *, coverage: bool) -> None:
    from kg.questions.catalogue import Column
    from kg.views import formats

    text = reading.document.text
    labels = SKIPPED if coverage else STATEMENTS
    columns = [Column(name, label, detail=name in {"start", "end"}) for name, label in labels.items()]
    rows: list[Row] = (
        [_missed(skipped, text) for skipped in reading.skipped]
        if coverage
        else [_statement(s) for s in reading.to_dict()["statements"]]
    )
    if form == "table":
        _head(reading)
    formats.write(rows, columns, form, sys.stdout)
    missed = len(reading.skipped)
    note(
        f"{len(reading.statements)} statements, {len(reading.commitments)} promises, "
        f"{len(reading.references)} citations; "
        f"{missed} of {len(reading.document.sentences)} sentences not read"
    )


def _statement(row: dict[str, Any]) -> Row:
    who = row["speaker"] or " and ".join(row["speaker_states"])
    states = f" ({', '.join(row['speaker_states'])})" if row["speaker"] and row["speaker_states"] else ""
    position = None if row["polarity"] == "none" else row["polarity"]
    return {name: {**row, "who": who + states, "polarity": position}[name] for name in STATEMENTS}


def _missed(skipped: Skipped, text: str) -> Row:
    start, end = skipped.start, skipped.end
    return {"reason": skipped.reason, "quote": text[start:end], "start": start, "end": end}


def _head(reading: Reading) -> None:
    """Say above the table which document and which meeting this is."""
    document, meeting = reading.document, reading.meeting
    click.echo(document.title or document.source)
    facts = [document.date, " and ".join(document.publishers), document.kind.replace("_", " "), document.url]
    click.echo(", ".join(fact for fact in facts if fact))
    met = [meeting.type.replace("_", " "), meeting.date, meeting.place, " and ".join(meeting.states)]
    click.echo("Meeting: " + ", ".join(fact for fact in met if fact))
    for person in meeting.officials:
        click.echo("  " + ", ".join(part for part in (person.name, person.post, person.state) if part))
