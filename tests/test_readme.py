"""The README says what is true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.views.cli import main

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
ANSWERS = re.findall(r"<!-- answer: kg (.+?) -->\n```\n(.*?)```\n<!-- end of answer -->", README, re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> str:
    """The demonstration corpus, read into a store by the command a newcomer runs."""
    store = str(tmp_path_factory.mktemp("readme") / "store")
    done = CliRunner().invoke(main, ["demo", "--store", store])
    assert done.exit_code == 0, done.output
    return store


@pytest.mark.parametrize(("command", "answer"), ANSWERS, ids=[command for command, _ in ANSWERS])
def test_the_answer_shown_is_the_answer_given(demo, command, answer):
    """What the README prints is what the tool prints, to the letter."""
    done = CliRunner().invoke(
        main, [*shlex.split(command), "--store", demo, "-f", "table"], env={"COLUMNS": "80"}
    )
    assert done.stdout == answer


def test_there_is_an_answer():
    """The README shows one."""
    assert ANSWERS


def test_commands_shown_are_commands():
    """Each `kg` command in the README exists."""
    for word in set(re.findall(r"\.venv/bin/kg (\w+)", README)):
        done = CliRunner().invoke(main, [word, "--help"])
        assert done.exit_code == 0, word
