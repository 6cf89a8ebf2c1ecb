"""The page of commands, made from their help: `python -m kg.views.cli.manual > docs/commands.md`."""

from __future__ import annotations

import sys

import click

from kg.views.cli import COMMANDS, main

HEAD = """\
# Commands

stdout is the answer and nothing else; progress, counts and warnings go to stderr. On a terminal an answer
is a table, in a pipe tab-separated values; `-f` chooses. Exit codes: 0 fine (also with no rows), 1 failure,
2 usage, 3 not found, 4 invalid data, 130 stopped by Ctrl-C. Cells of CSV that a spreadsheet would run as a
formula are preceded by an apostrophe; TSV and JSON hold the text as it is. This page is made from the
commands' own help by `python -m kg.views.cli.manual`; the questions have [a page of their own](questions.md).
"""
WIDTH = 100


def page() -> str:
    """The help of every command, in Markdown."""
    parts = [HEAD]
    names = main.context_settings["help_option_names"]
    root = click.Context(main, info_name="kg", terminal_width=WIDTH, help_option_names=names)
    for name in COMMANDS:
        command = main.get_command(root, name)
        assert command is not None  # noqa: S101 - it is one of COMMANDS
        parts += _help(command, root, name)
    return "\n".join(parts)


def _help(command: click.Command, parent: click.Context, name: str) -> list[str]:
    context = click.Context(
        command, info_name=name, parent=parent, max_content_width=WIDTH, terminal_width=WIDTH
    )
    parts = [f"## {context.command_path}\n", f"```\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group) and name != "ask":
        for inner in command.list_commands(context):
            below = command.get_command(context, inner)
            assert below is not None  # noqa: S101 - it is listed
            parts += [part.replace("## ", "### ", 1) for part in _help(below, context, inner)]
    return parts


if __name__ == "__main__":
    sys.stdout.write(page())
