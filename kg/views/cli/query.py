"""`kg query`: any SPARQL 1.1 read query, through the store's guard."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import NotFoundError
from kg.views.cli.common import note, opened, store_option
from kg.vocabulary.namespaces import prefixes

if TYPE_CHECKING:
    from kg.store import Results

FORMATS = ("table", "json", "xml", "csv", "tsv", "markdown", "jsonl", "ttl", "nt", "rdf", "jsonld")


@click.command(
    epilog="""\b
Examples:
  kg query -e "SELECT ?act (COUNT(*) AS ?n) { ?s a kg:Statement ; kg:act ?act } GROUP BY ?act"
  kg query report.rq -f csv > report.csv
  kg ask positions --state russia --sparql | kg query - -f json
The prefixes of this graph (kg: id: issue: oa: skos: …) need not be declared.""",
)
@click.argument("source", metavar="[FILE|-]", required=False)
@click.option("-e", "--expression", "text", metavar="TEXT", help="The query itself.")
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), help="How to print it.  [default: by the answer]"
)
@click.option(
    "--seconds", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Stop after so long."
)
@click.option(
    "--rows", type=click.IntRange(1), default=100_000, show_default=True, help="Stop at so many rows."
)
@click.option("--allow-update", is_flag=True, help="Run a SPARQL update; what follows is derived again.")
@click.option(
    "--allow-service", is_flag=True, help="Let the query reach out to other endpoints (no limits then)."
)
@store_option
def command(  # noqa: PLR0917 - click passes by name
    source: str | None,
    text: str | None,
    form: str | None,
    seconds: float,
    rows: int,
    where: str,
    *,
    allow_service: bool,
    allow_update: bool,
) -> None:
    """Run a SPARQL query from a file, from - (stdin) or from TEXT.

    SELECT, ASK, CONSTRUCT and DESCRIBE; the default graph is the union of all graphs. Updates, SERVICE and
    graphs from elsewhere are refused unless they are allowed. An update of a document's graph lasts until
    that document is read again.
    """
    from kg.store import Limits

    query = _text(source, text)
    if allow_update:
        _update(where, query)
        return
    with opened(where) as graph:
        results = (
            _trusted(graph.store.query(declared(query)))
            if allow_service
            else graph.query(query, Limits(seconds=seconds, rows=rows))
        )
        _print(results, form)


def _text(source: str | None, text: str | None) -> str:
    if (source is None) == (text is None):
        raise click.UsageError("give a file, - for stdin, or -e TEXT")
    if text is not None:
        return text
    if source == "-":
        return sys.stdin.read()
    try:
        return Path(str(source)).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise NotFoundError(
            f"cannot read {source}: {error.strerror}", "give the query itself with -e TEXT"
        ) from error


def _update(where: str, text: str) -> None:
    """Run an update; a crash in it leaves the derived graph marked as stale."""
    from kg import rules

    with opened(where, write=True) as graph:
        before = len(graph.store)
        rules.mark_stale(graph.store)
        try:
            graph.store.update(declared(text))
        finally:
            rules.refresh(graph.store)
            graph.store.flush()
        note(f"updated: {len(graph.store) - before:+} quads")


def declared(query: str) -> str:
    """The query with our prefixes declared, on its first line so that line numbers stay."""
    return " ".join(f"PREFIX {name}: <{iri}>" for name, iri in prefixes().items()) + f" {query}"


def _trusted(answer: object) -> Results:
    """The answer of a query that ran without the guard, in the guard's form."""
    import pyoxigraph as ox

    from kg.store import Results

    if isinstance(answer, ox.QuerySolutions):
        return Results("solutions", answer.serialize(format=ox.QueryResultsFormat.TSV) or b"")
    if isinstance(answer, ox.QueryTriples):
        return Results("triples", answer.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
    return Results("boolean", b"true" if answer else b"false")


def _print(results: Results, form: str | None) -> None:
    from kg.questions.answer import plain
    from kg.questions.catalogue import Column
    from kg.views import formats
    from kg.views.describe import curie

    if form is None:
        form = "ttl" if results.kind == "triples" else "table" if sys.stdout.isatty() else "tsv"
    if form in results.formats and form != "csv":
        sys.stdout.flush()
        results.write(sys.stdout.buffer, form, prefixes() if form == "ttl" else None)
        return
    if form not in formats.FORMATS:
        raise click.UsageError(
            f"an answer of this kind has no format {form}: choose {', '.join(results.formats)}"
        )
    columns = [Column(name, name) for name in results.columns]
    rows = [{c.name: plain(term) for c, term in zip(columns, row, strict=True)} for row in results.rows()]
    if form == "table":
        rows = [{k: curie(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows]
    formats.write(rows, columns, form, sys.stdout, details=True, plain=True)
    note(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
