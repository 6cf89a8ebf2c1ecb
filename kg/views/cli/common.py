"""What the commands share: the store and format options, and how rows are printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.api import Graph
    from kg.questions.answer import Row
    from kg.questions.catalogue import Column

TABULAR = ("table", "json", "jsonl", "csv", "tsv", "markdown")
STORE = "./kg-store"


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--store`."""
    return click.option(
        "--store",
        "where",
        metavar="PATH|URL",
        envvar="KG_STORE",
        default=STORE,
        show_default=True,
        help="A folder, or the address of a SPARQL endpoint (KG_STORE).",
    )(command)


def vocabulary_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--vocabulary`."""
    return click.option(
        "--vocabulary",
        "overlay",
        metavar="DIR",
        envvar="KG_VOCABULARY",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="A folder with names, issues and questions of your own (KG_VOCABULARY).",
    )(command)


def format_option(*more: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `-f/--format` with the tabular formats and `more`."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice([*TABULAR, *more]),
        help="How to print it.  [default: table on a terminal, tsv in a pipe]",
    )


def chosen(form: str | None) -> str:
    """The format to use: what was asked for, else a table on a terminal and TSV in a pipe."""
    return form or ("table" if sys.stdout.isatty() else "tsv")


def emit(rows: Sequence[Row], columns: Sequence[Column], form: str | None, *, details: bool = False) -> None:
    """Print the rows to stdout and their number to stderr."""
    from kg.views import formats

    formats.write(rows, columns, chosen(form), sys.stdout, details=details)
    if rows:
        note(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")


def note(text: str) -> None:
    """Say something beside the answer."""
    click.echo(text, err=True)


def opened(where: str, *, write: bool = False) -> Graph:
    """The graph at a path or an address, for reading unless `write`; NotFoundError for a missing one."""
    from kg import api

    try:
        return api.open(where, read_only=not write, create=False)
    except NotFoundError as error:
        raise NotFoundError(str(error), "make one: kg demo, or kg ingest FILE") from error


def metadata_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what can be told about a document; `given` turns it into metadata."""
    for name, metavar, text in (
        ("language", "CODE", "Its language: en."),
        ("url", "URL", "Its address."),
        ("title", "TITLE", "Its title."),
        ("date", "DATE", "Its date: 2011-04-07."),
        ("publisher", "STATE", "Who published it (may be repeated)."),
    ):
        command = click.option(f"--{name}", metavar=metavar, multiple=name == "publisher", help=text)(command)
    return command


def metadata(given: dict[str, Any]) -> dict[str, Any]:
    """What the metadata options say, as `api.read` takes it: names of states as their codes."""
    from kg.questions.parameters import actor

    told = {name: value for name, value in given.items() if value}
    if "publisher" in told:
        told["publishers"] = [actor(name) for name in told.pop("publisher")]
    return told
