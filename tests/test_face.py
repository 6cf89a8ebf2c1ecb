"""What people see is in step: commands, questions, their pages, and the public names."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.questions.catalogue import Catalogue
from kg.views import cli, reference
from kg.views.cli import manual

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize(
    ("name", "page", "command"),
    [
        ("questions.md", reference.page, "python -m kg.views.reference > docs/questions.md"),
        ("commands.md", manual.page, "python -m kg.views.cli.manual > docs/commands.md"),
    ],
)
def test_the_pages_are_what_the_program_says(name: str, page, command: str) -> None:
    """A page that is made is committed as made."""
    assert (DOCS / name).read_text(encoding="utf-8") == page(), f"run: {command}"


def test_every_command_and_question_has_its_place() -> None:
    """Nothing that can be called is undocumented."""
    commands = (DOCS / "commands.md").read_text(encoding="utf-8")
    questions = (DOCS / "questions.md").read_text(encoding="utf-8")
    assert [name for name in cli.COMMANDS if f"## kg {name}\n" not in commands] == []
    assert [name for name in Catalogue().names if f"### {name}\n" not in questions] == []


def test_every_command_is_a_module_and_the_reverse() -> None:
    """The list of commands and the folder of modules say the same; the rest of the folder is shared."""
    folder = Path(cli.__file__).parent
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__", "common", "describe", "manual"}
    assert modules == set(cli.COMMANDS)


def test_the_public_names() -> None:
    """`kg.__all__` is sorted and true."""
    assert sorted(kg.__all__) == list(kg.__all__)
    assert [name for name in kg.__all__ if not hasattr(kg, name)] == []


def test_the_page_of_questions_prints_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """The command that makes the page prints it."""
    reference.main()
    assert capsys.readouterr().out == reference.page()
