"""`kg ask`: a command for each question of the catalogue, made from its header, and plain English."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from kg.questions.catalogue import Catalogue
from kg.views.cli.common import STORE, chosen, emit, format_option, note, opened, store_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.api import Graph
    from kg.questions.answer import Row, Selectable
    from kg.questions.catalogue import Column, Parameter, Question

FLAG = "--vocabulary"
THINGS = ("statement", "reply_statement", "mention", "usage")
"""The columns whose things `-f ttl` describes."""


class AskGroup(click.Group):
    """The questions on file as commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look for the overlay first: it can add commands."""
        ctx.obj = {**(ctx.obj or {}), "catalogue": Catalogue(_overlay(args))}
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the questions."""
        return list(_catalogue(ctx).names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that asks this question."""
        return _command(_catalogue(ctx)[cmd_name])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the questions by tag."""
        for tag, questions in _catalogue(ctx).by_tag().items():
            with formatter.section(tag.capitalize()):
                formatter.write_dl([(question.name, question.summary) for question in questions])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A name of the catalogue, or a sentence."""
        if len(args[0].split()) > 1:
            from kg.questions.horizon import Horizon
            from kg.questions.plain_english import understand

            horizon = Horizon(lambda: _store(_option_of(args, "--store", "KG_STORE") or STORE))
            found = understand(args[0], _catalogue(ctx), _overlay(args), horizon=horizon)
            note(f"{found.said}  = {found.command}")
            return found.name, self.get_command(ctx, found.name), [*found.options, *args[1:]]
        return args[0], self.get_command(ctx, args[0]), args[1:]


def _option_of(args: list[str], flag: str, variable: str) -> str | None:
    """An option's value, from the words of the command line or from the environment."""
    for here, word in enumerate(args):
        if word == flag and here + 1 < len(args):
            return args[here + 1]
        if word.startswith(f"{flag}="):
            return word.partition("=")[2]
    return os.environ.get(variable) or None


def _overlay(args: list[str]) -> Path | None:
    """The user's folder."""
    named = _option_of(args, FLAG, "KG_VOCABULARY")
    return Path(named) if named else None


@contextmanager
def _store(where: str) -> Iterator[Selectable]:
    """The store that a sentence counts its times from."""
    with opened(where) as graph:
        yield graph.store


def _catalogue(ctx: click.Context) -> Catalogue:
    catalogue: Catalogue = (ctx.obj or {}).get("catalogue") or Catalogue()
    return catalogue


def _command(question: Question) -> click.Command:
    def asked(**options: Any) -> None:
        _ask(question, options)

    command: Any = asked
    for option in (
        click.option(
            FLAG,
            "overlay",
            metavar="DIR",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="A folder with names, issues and questions of your own (KG_VOCABULARY).",
            envvar="KG_VOCABULARY",
        ),
        click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many rows."),
        click.option("--details", is_flag=True, help="Show offsets and IRIs in a table too."),
        click.option("--sparql", is_flag=True, help="Print the query instead of its answer."),
        format_option("ttl"),
        store_option,
    ):
        command = option(command)
    for parameter in reversed(question.parameters.values()):
        command = _option(parameter)(command)
    example = " ".join(f"--{key.replace('_', '-')} {_quoted(word)}" for key, word in question.example.items())
    return click.command(
        question.name,
        help=f"{question.summary}\n\n{question.description}",
        short_help=question.summary,
        epilog=f"\b\nExample:\n  kg ask {question.name} {example}",
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )(command)


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


def _states(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of states and organisations by code or name."""
    from kg.vocabulary.actors import actors

    known = actors()
    return [
        CompletionItem(code, help=known.label(code))
        for code in known
        if code.lower().startswith(incomplete.lower())
        or known.label(code).lower().startswith(incomplete.lower())
    ]


def _issues(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The notations of issues by any of their names."""
    from kg.questions.topics import Topics, fold
    from kg.vocabulary.namespaces import ISSUE

    topics = Topics()
    start = fold(incomplete)
    found = sorted({iri for name, iri in topics.names.items() if name.startswith(start)})
    return [CompletionItem(iri.removeprefix(ISSUE), help=topics.label(iri)) for iri in found]


_COMPLETE = {"state": _states, "issue": _issues}


def _option(parameter: Parameter) -> Any:
    several = parameter.type in {"state", "issue", "official", "document"}
    return click.option(
        f"--{parameter.name.replace('_', '-')}",
        parameter.name,
        multiple=several,
        required=parameter.required,
        default=None,
        metavar=parameter.type.upper(),
        shell_complete=_COMPLETE.get(parameter.type),
        help=parameter.label[0].upper() + parameter.label[1:] + (" (may be repeated)." if several else "."),
    )


def _ask(question: Question, options: dict[str, Any]) -> None:
    from kg.questions.answer import ask
    from kg.questions.parameters import Resolver, fill

    resolver = Resolver(options["overlay"])
    values = {name: options[name] for name in question.parameters if options[name]}
    query = fill(question, values, resolver)
    if options["sparql"]:
        click.echo(query, nl=False)
        return
    form = chosen(options["form"])
    with opened(options["where"]) as graph:
        answer = ask(graph.store, question, values, resolver)
        rows = answer.rows[: options["limit"]]
        if form == "ttl":
            from kg.views.describe import turtle

            things = [str(value) for row in rows for name, value in row.items() if value and name in THINGS]
            turtle(graph.store, things, sys.stdout)
        else:
            emit(*_with_reviews(graph, rows, answer.columns), form, details=options["details"])
    if not rows:
        note("no rows: nothing in the store answers this" + (", narrowed so" if values else ""))


def _with_reviews(
    graph: Graph, rows: tuple[Row, ...], columns: tuple[Column, ...]
) -> tuple[list[Row], list[Column]]:
    """The rows with what was decided about their statements, if anything was."""
    from kg.questions.catalogue import Column
    from kg.views.reviewed import reviewed

    names = [column.name for column in columns if column.name.endswith("statement")]
    found = reviewed(graph.store, (str(row[name]) for row in rows for name in names if row[name]))
    if not found:
        return list(rows), list(columns)
    note(f"{len(found)} of the statements were reviewed: see the last column")
    said = ({found[str(row[name])]: None for name in names if str(row[name]) in found} for row in rows)
    shown: list[Row] = [
        {**row, "reviewed": "; ".join(words) or None} for row, words in zip(rows, said, strict=True)
    ]
    return shown, [*columns, Column("reviewed", "Reviewed")]


@click.group(
    cls=AskGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="",
    subcommand_metavar='QUESTION [OPTIONS] | "a sentence?"',
    epilog="""\b
Examples:
  kg ask positions --state russia --issue unsc-reform
  kg ask requests-and-replies --state japan --other russia -f csv
  kg ask "what is Russia's position on Security Council reform?"
Every question explains itself: kg ask positions --help
A .rq file in DIR/queries, with --vocabulary DIR, is one more question.""",
)
@click.option(
    FLAG, "overlay", metavar="DIR", type=click.Path(path_type=Path), expose_value=False, hidden=True
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Ask a question of the catalogue, or one in plain English.

    Each question is a file of plain SPARQL in queries/. Every row comes with the exact words, where they
    stand, the document and the date.
    """
    if ctx.invoked_subcommand is not None:
        return
    if sys.stdout.isatty():
        for tag, questions in _catalogue(ctx).by_tag().items():
            click.echo(click.style(tag, bold=True))
            for question in questions:
                click.echo(f"  {question.name:<26}{question.summary}")
        note("ask one: kg ask NAME, or kg ask NAME --help")
        return
    for question in _catalogue(ctx):
        click.echo(f"{question.name}\t{', '.join(question.tags)}\t{question.summary}")
