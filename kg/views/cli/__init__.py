"""The command line: parse, call, print.

stdout is the answer and nothing else; progress, counts and warnings go to stderr. Exit codes: 0 fine (also
with no rows), 1 failure, 2 usage, 3 not found, 4 invalid data, 130 stopped by Ctrl-C. Each command is a
module of this package that is imported only when it is called.
"""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from kg.errors import Error

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "demo": "Read the readouts that come with kg, and ask them three questions.",
    "ingest": "Read files or folders of readouts into a store.",
    "read": "Read one document and print what it says; no store is touched.",
    "ask": "Ask a question of the catalogue, or one in plain English.",
    "brief": "Write the two-page paper before a meeting: their line, our line, asks, promises.",
    "query": "Run a SPARQL query.",
    "show": "Describe one thing: a statement, a document, a person, a state, an issue.",
    "serve": "Serve the store as a workbench in the browser, with SPARQL and a JSON API.",
    "mcp": "Offer the store to an agent, by the Model Context Protocol.",
    "export": "Write the graph for another tool: Gephi, Cytoscape, R, a spreadsheet.",
    "convert": "Turn a table of events or coded statements into RDF.",
    "review": "Accept, correct or reject a statement, and list what was decided.",
    "check": "Hold the store against the shapes and say what is wrong.",
    "reason": "Derive what follows: meetings, people, unanswered requests, latest positions.",
    "documents": "List the documents of a store, or remove one.",
    "backup": "Write a whole store into one file.",
    "restore": "Make a store of a backup, or of an export as N-Quads.",
    "info": "Say what is in a store, and what this program is.",
    "score": "Say how well the reader reads annotated cases.",
    "annotate": "Write a draft annotation of a document, for a person to correct.",
    "agree": "Compare two annotations of the same texts.",
    "completion": "Print the completion script of a shell.",
}
"""Every command with its one line in `kg --help`; the module of that name holds `command`."""

STOPPED = 130
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class LazyGroup(click.Group):
    """A group whose commands are modules, imported when called, so that `kg --help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """In the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """The command, its module imported."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; click itself would exit with 1 where a reader of our output has seen enough."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise Enough from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which was perhaps meant."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else "list the commands: kg --help"
            raise Usage(f"no command {args[0]!r}", hint)
        return super().resolve_command(ctx, args)


class Enough(Exception):  # noqa: N818 - nothing is wrong
    """The reader of our output has seen enough (`kg … | head`)."""


class Usage(click.UsageError):
    """A usage error that knows what to do about it."""

    def __init__(self, message: str, advice: str) -> None:
        """Keep the advice for the second line."""
        super().__init__(message)
        self.advice = advice


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Start here:
  kg demo
  kg ask positions --state russia --issue unsc-reform
  kg ask "what did Japan ask of Russia?"
Every command explains itself: kg ask --help
KG_STORE names the store you work with, KG_VOCABULARY a folder of names, issues and questions.""",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(None, "--version", package_name="bilateral-kg", prog_name="kg")
@click.pass_context
def main(ctx: click.Context, *, debug: bool) -> None:
    """Ask what states said to each other, with the exact words.

    kg reads what foreign ministries publish about their meetings into a graph of statements, positions,
    requests and promises, each with its quote, its document and its date.
    """
    ctx.obj = {"debug": debug}
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(args: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; errors become two lines on stderr."""
    words = list(sys.argv[1:] if args is None else args)
    debug = "--debug" in words
    try:
        # --debug is understood wherever it stands; click wants it before the command
        words = ["--debug"] * debug + [word for word in words if word != "--debug"]
        code = main.main(args=words, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (Enough, BrokenPipeError):
        # what is left in the buffer must not raise again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        return STOPPED
    except click.ClickException as error:
        return _say(error.format_message(), getattr(error, "advice", "") or _help(error), error.exit_code)
    except Error as error:
        if debug:
            _trace()
        return _say(str(error), error.advice, error.exit_code)
    except Exception as error:  # noqa: BLE001  the edge: nothing may show a traceback unasked
        if debug:
            _trace()
        if getattr(error, "errno", None) in FULL:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _say(
                "the answer cannot be written: no space is left", "make room, or send it elsewhere", 1
            )
        return _say(f"{type(error).__name__}: {error}", "this is a fault of kg: run it again with --debug", 1)


def _say(what: str, advice: str, code: int) -> int:
    click.echo(f"Error: {what}", err=True)
    if advice:
        word = advice.split(maxsplit=1)[0]
        first = advice[0] if "://" in word or word in {"pip", "kg"} else advice[0].upper()
        click.echo(first + advice[1:], err=True)
    return code


def _help(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"see: {context.command_path} --help" if context else "see: kg --help"


def _trace() -> None:
    import traceback

    click.echo(traceback.format_exc(), err=True, nl=False)
