"""The command line as a whole: help, errors, exit codes, and what it imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from command import Kg, held, kg

from kg.errors import DataError, Error
from kg.views import cli

__all__ = ["held", "kg"]
PYTHON = [sys.executable, "-m", "kg"]


def test_help_lists_every_command(kg: Kg) -> None:
    """`kg`, `kg -h` and `kg --help` say the same: every command with one line."""
    shown = kg("--help")
    assert shown.code == 0
    assert kg("-h").out == kg().out == shown.out
    for name, line in cli.COMMANDS.items():
        assert name in shown.out
        assert line.split()[0] in shown.out


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_explains_itself(kg: Kg, name: str) -> None:
    """Every command has help whose first line is that of the list, save for one that depends on more."""
    shown = kg(name, "--help")
    assert shown.code == 0
    assert shown.out.startswith(f"Usage: kg {name}")
    command = cli.main.get_command(click.Context(cli.main), name)
    assert command is not None
    assert command.help


def test_the_version(kg: Kg) -> None:
    """The version is that of the package."""
    assert kg("--version").out == "kg, version 0.1.0\n"


@pytest.mark.parametrize(
    ("words", "code", "first", "second"),
    [
        (["aks"], 2, "no command 'aks'", "Did you mean ask?"),
        (["zzzz"], 2, "no command 'zzzz'", "List the commands: kg --help"),
        (
            ["ask", "postions"],
            3,
            "no question named 'postions'",
            "Did you mean positions or position-history or position-changes?",
        ),
        (
            ["ask", "positions", "--stat", "x"],
            2,
            "No such option '--stat'. (Did you mean one of: '--state', '--store'?)",
            "See: kg ask positions --help",
        ),
        (
            ["ask", "positions", "--limit", "no"],
            2,
            "Invalid value for '--limit'",
            "See: kg ask positions --help",
        ),
        (["--frobnicate"], 2, "No such option '--frobnicate'", "See: kg --help"),
        (["info", "--store", "nowhere", "x"], 2, "Got unexpected extra argument (x)", "See: kg info --help"),
    ],
)
def test_an_error_is_two_lines(kg: Kg, words: list[str], code: int, first: str, second: str) -> None:
    """What happened, and what to do; nothing on stdout, no traceback."""
    shown = kg(*words)
    assert shown.code == code
    assert shown.out == ""
    said, advice = shown.err.splitlines()
    assert said.startswith("Error: ")
    assert first in said
    assert advice == second


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "\nStopped.\n"),  # the line break stands after ^C
        (click.Abort(), 130, "Stopped.\n"),
        (Error("the disk is full"), 1, "Error: the disk is full\n"),
        (DataError("bad data", "look at it"), 4, "Error: bad data\nLook at it\n"),
        (
            ZeroDivisionError("x"),
            1,
            "Error: ZeroDivisionError: x\nThis is a fault of kg: run it again with --debug\n",
        ),
    ],
)
def test_what_a_command_raises(
    kg: Kg, monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: int, said: str
) -> None:
    """Every error has its exit code; a traceback is shown only with --debug, wherever that stands."""

    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("kg.api.Graph.info", fail)
    monkeypatch.setattr("kg.views.cli.info.opened", lambda _: cli.click.Context(cli.main) and _Opened())
    shown = kg("info")
    assert (shown.code, shown.err) == (code, said)
    if isinstance(raised, Exception) and not isinstance(raised, click.Abort):
        assert "Traceback (most recent call last)" in kg("info", "--debug").err


class _Opened:
    """A graph that cannot be asked."""

    def __enter__(self) -> object:
        from kg.api import Graph

        return Graph.__new__(Graph)

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no full device here")
def test_a_full_disk_under_the_answer() -> None:
    """Two lines say that there is no room; it is no fault of kg."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "ask"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert (
        done.stderr
        == b"Error: the answer cannot be written: no space is left\nMake room, or send it elsewhere\n"
    )


def test_a_reader_that_has_seen_enough(held: Path) -> None:
    """`kg … | head -1` ends quietly."""
    command = f"{' '.join(PYTHON)} query --store {held} -e 'SELECT ?s ?p ?o {{ ?s ?p ?o }}' -f tsv | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "?s\t?p\t?o\n", "")


def test_help_imports_nothing_heavy() -> None:
    """`kg --help` loads neither the libraries of the graph nor the commands."""
    script = (
        "import sys; from kg.views.cli import run; run(['--help']); "
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('pyoxigraph', 'rdflib', 'networkx', 'pandas', 'owlready2', 'pyshacl', 'rich', 'yaml')"
        " or m.startswith('kg.views.cli.')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_colours_are_left_out_on_demand() -> None:
    """Piped, and with NO_COLOR, no escape sequence is printed."""
    done = subprocess.run(
        [*PYTHON, "ask"], capture_output=True, text=True, check=True, env={**os.environ, "NO_COLOR": "1"}
    )
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("shell", "word"), [("bash", "complete"), ("zsh", "#compdef kg"), ("fish", "complete")]
)
def test_completion(kg: Kg, shell: str, word: str) -> None:
    """Each shell gets its script."""
    assert word in kg("completion", shell).out


def test_the_shell_completes_names() -> None:
    """The script's callback completes commands and questions."""
    for words, wanted in (("kg as", "ask"), ("kg ask pos", "positions")):
        env = {
            **os.environ,
            "_KG_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        done = subprocess.run(PYTHON, capture_output=True, text=True, env=env, check=False)
        assert f"plain,{wanted}" in done.stdout
