"""`kg score`, `kg annotate`, `kg agree`."""

from __future__ import annotations

import json
import shutil

import pytest
from annotated import GOLD
from command import Kg, kg

__all__ = ["kg"]
CASE = GOLD / "cases" / "2016-07-25-chn-jpn.json"


@pytest.fixture
def case(tmp_path):
    """A case in a folder of its own."""
    for path in (CASE, CASE.with_suffix(".txt")):
        shutil.copy(path, tmp_path)
    return tmp_path / CASE.name


def test_score_in_a_pipe_is_json(kg: Kg, case) -> None:
    """Every table, the counts on stderr."""
    shown = kg("score", case)
    assert shown.code == 0
    tables = json.loads(shown.out)
    assert list(tables) == [
        *("figures", "act", "dossier", "ministry", "group", "act_confusion", "dossier_confusion"),
        *("worst", "calibration"),
    ]
    assert shown.err == "1 cases, 12 annotated statements\n"


def test_score_as_tables(kg: Kg, case) -> None:
    """The figures, and what is asked for."""
    shown = kg("score", case, "-f", "table")
    assert "Figures" in shown.out
    assert "By act" not in shown.out
    words = ["--by", "act", "--confusion", "dossier", "--worst", "1", "--calibration", "-f", "markdown"]
    shown = kg("score", case, *words)
    assert [line[3:] for line in shown.lines if line.startswith("## ")] == [
        "Figures, with 95 % intervals over cases",
        "By act",
        "Dossiers taken for others",
        "Worst cases",
        "Stated confidence and share right",
    ]
    assert "| 2016-07-25-chn-jpn | 12 |" in shown.out


def test_score_shows_its_progress_on_a_terminal(kg: Kg, case, monkeypatch) -> None:
    """Where stderr is a terminal."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert "1/1 2016-07-25-chn-jpn" in kg("score", case).err


def test_score_fails_where_a_text_cannot_be_read(kg: Kg, tmp_path) -> None:
    """It is named, and the exit code is 1."""
    row = {"event": {"date": None, "states": [], "officials": []}, "statements": [], "commitments": []}
    (tmp_path / "void.json").write_text(json.dumps(row), encoding="utf-8")
    (tmp_path / "void.txt").write_text(" \n", encoding="utf-8")
    shown = kg("score", tmp_path)
    assert shown.code == 1
    assert "warning: void: void.txt: there is no text in it" in shown.err


def test_annotate_writes_a_draft(kg: Kg, case) -> None:
    """Beside its text; it scores as the reader itself, and is not written over unasked."""
    text = case.with_suffix(".txt")
    refused = kg("annotate", text)
    assert refused.code == 4
    assert refused.err.splitlines() == [f"Error: {case} is there already", "Write over it: --force"]
    assert json.loads(case.read_text(encoding="utf-8"))["ministry"]
    shown = kg("annotate", text, "--force")
    assert shown.out == f"{case}\n"
    figures = {row["figure"]: row["value"] for row in json.loads(kg("score", case).out)["figures"]}
    assert figures["+polarity"] == figures["commit"] == figures["meeting states"] == 1


def test_annotate_writes_the_text_of_a_page_too(kg: Kg, tmp_path) -> None:
    """A draft belongs to a text: that of a web page is written beside it."""
    page = tmp_path / "page.html"
    page.write_text("<p>The two sides met.</p><p>Japan and Peru agreed to meet again.</p>", encoding="utf-8")
    folder = tmp_path / "cases"
    folder.mkdir()
    shown = kg("annotate", page, "--to", folder)
    assert shown.lines == [str(folder / "page.txt"), str(folder / "page.json")]
    assert kg("score", folder).code == 0


def test_agree(kg: Kg, case) -> None:
    """A case agrees with itself wholly."""
    shown = kg("agree", case, case)
    tables = json.loads(shown.out)
    assert {row["value"] for row in tables["figures"]} <= {1.0, None}
    assert [row["kappa"] for row in tables["kappa"]] == [1.0, 1.0, 1.0]
    assert "Agreement beyond chance" in kg("agree", case.parent, case.parent, "-f", "table").out
