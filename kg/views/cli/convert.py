"""`kg convert`: tables of events or statements into RDF."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.errors import DataError, InputError
from kg.views.cli.common import note


@click.command(
    epilog="""\b
Examples:
  kg convert events.tsv --from plover > events.nq
  kg convert statements.csv --from dna > statements.nq
  kg export --to dna -o - | kg convert - --from dna""",
)
@click.argument("file", metavar="FILE|-")
@click.option(
    "--from",
    "form",
    type=click.Choice(["plover", "dna"]),
    required=True,
    help="Event rows of PLOVER types, or statements of Discourse Network Analyzer.",
)
def command(file: str, form: str) -> None:
    """Turn a table of events or coded statements into N-Quads, each fact with its words.

    Rows without words, and deeds that no words do, are left out and named on stderr. The output is one graph
    a document, checked against the shapes; no store is touched.
    """
    from kg import __version__, triples, validation
    from kg.views.convert import convert

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}", "check the path") from error
    found = convert(data, form)
    for line in found.left_out:
        note(f"left out: {line}")
    quads = [q for reading in found.readings for q in triples.quads(reading, reader_version=__version__)]
    if faults := validation.faults(quads):
        raise DataError(f"{file}: what it says breaks the shapes", "", tuple(map(str, faults)))
    sys.stdout.flush()
    sys.stdout.buffer.write(triples.nquads(sorted(set(quads), key=str)))
    count = sum(len(reading.statements) for reading in found.readings)
    note(f"{count} statements from {len(found.readings)} documents; {len(found.left_out)} rows left out")
