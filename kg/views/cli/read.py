"""`kg read`: what one document says, without a store."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from kg.views.cli.common import TABULAR, metadata, metadata_options, note

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
    "release": "Release",
    "quote": "Words",
    "start": "From",
    "end": "To",
    "confidence": "Confidence",
}
COVERAGE = {
    "what": "Sentences",
    "sentences": "Number",
    "share": "Share",
    "characters": "Characters",
    "share_of_characters": "Share of characters",
}
SKIPPED = {"reason": "Not read because", "quote": "Words", "start": "From", "end": "To"}


@click.command(
    epilog="""\b
Examples:
  kg read overview.txt --publisher JPN --date 2011-04-07
  kg read page.html -f html > reading.html
  kg read page.html -f json | jq '.statements[].quote'
  curl -s https://… | kg read - --coverage""",
)
@click.argument("file", metavar="FILE|-")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", *TABULAR, "html", "ttl", "nq"]),
    help="text is the document with its statements marked, html the same as a page, json the whole reading,"
    " nq what kg ingest --from-readings takes.  [default: text on a terminal, tsv in a pipe]",
)
@metadata_options
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="Leave out statements below it.",
)
@click.option("--coverage", is_flag=True, help="Count what was read and what was not, and why.")
def command(file: str, form: str | None, min_confidence: float, *, coverage: bool, **given: Any) -> None:
    """Read one document and print what it says; no store is touched.

    Text, Markdown, HTML, PDF and Word files are read. What is known about the document comes from the
    options, from NAME.meta.yaml beside it, from its front matter or from its text, in that order.
    """
    from kg import api

    source = sys.stdin.buffer.read() if file == "-" else Path(file)
    reading = api.read(source, **metadata(given))
    for warning in reading.document.warnings:
        note(f"warning: {warning}")
    reading = sure(reading, min_confidence)
    chosen = form or ("tsv" if not sys.stdout.isatty() else "table" if coverage else "text")
    if coverage:
        _coverage(reading, chosen)
    else:
        _print(reading, chosen)
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


def _print(reading: Reading, form: str) -> None:
    if form == "json":
        json.dump(reading.to_dict(), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    elif form == "ttl":
        _turtle(reading)
    elif form == "nq":
        _nquads(reading)
    elif form == "html":
        from kg.views.reading import page

        sys.stdout.write(page.render(reading))
    elif form == "text":
        from kg.views.reading import terminal

        terminal.write(reading, sys.stdout, width=get_terminal_size((80, 24)).columns)
        _summary(reading)
    else:
        _rows(reading, form)


def _turtle(reading: Reading) -> None:
    from pyoxigraph import RdfFormat, Triple, serialize

    from kg import __version__, triples
    from kg.vocabulary.namespaces import prefixes

    quads = triples.quads(reading, reader_version=__version__)
    found = sorted({Triple(q.subject, q.predicate, q.object) for q in quads}, key=str)
    sys.stdout.flush()
    serialize(found, sys.stdout.buffer, format=RdfFormat.TURTLE, prefixes=prefixes())


def _nquads(reading: Reading) -> None:
    from kg import __version__, triples

    sys.stdout.flush()
    sys.stdout.buffer.write(triples.nquads(triples.quads(reading, reader_version=__version__)))


def _rows(reading: Reading, form: str) -> None:
    from kg.questions.catalogue import Column
    from kg.views import formats
    from kg.views.reading.labels import heading

    columns = [Column(name, label, detail=name in {"start", "end"}) for name, label in STATEMENTS.items()]
    rows: list[Row] = [_statement(s) for s in reading.to_dict()["statements"]]
    if form == "table":
        for line in (reading.document.title or reading.document.source, *heading(reading)):
            click.echo(formats.clean(line))
    formats.write(rows, columns, form, sys.stdout)
    _summary(reading)


def _summary(reading: Reading) -> None:
    from kg.views.reading.terminal import summary

    note(summary(reading))


def _coverage(reading: Reading, form: str) -> None:
    """Counts; in a table the sentences that were not read stand below them."""
    from kg.questions.catalogue import Column
    from kg.views import formats
    from kg.views.reading.coverage import coverage

    if form not in TABULAR:
        raise click.UsageError(f"--coverage is printed as one of: {', '.join(TABULAR)}")
    counts = [Column(name, label) for name, label in COVERAGE.items()]
    formats.write(coverage(reading).rows(), counts, form, sys.stdout)
    if form == "table" and reading.skipped:
        columns = [Column(name, label, detail=name in {"start", "end"}) for name, label in SKIPPED.items()]
        click.echo()
        formats.write([_missed(s, reading.document.text) for s in reading.skipped], columns, form, sys.stdout)
    _summary(reading)


def _statement(row: dict[str, Any]) -> Row:
    who = row["speaker"] or " and ".join(row["speaker_states"])
    states = f" ({', '.join(row['speaker_states'])})" if row["speaker"] and row["speaker_states"] else ""
    position = None if row["polarity"] == "none" else row["polarity"]
    told = {"release": None, **row, "who": who + states, "polarity": position}
    return {name: told[name] for name in STATEMENTS}


def _missed(skipped: Skipped, text: str) -> Row:
    start, end = skipped.start, skipped.end
    return {"reason": skipped.reason, "quote": text[start:end], "start": start, "end": end}
