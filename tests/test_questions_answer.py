"""Answers: rows for programs, notebooks and tables."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from command import empty, held

import kg
from kg.errors import Error
from kg.questions.answer import Answer, gather
from kg.questions.catalogue import Catalogue, Column, Question

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["empty", "held"]
CATALOGUE = Catalogue()
JOINED = Question("mine", "#+ summary: Who?\n#+ columns: {a: A, who: {label: Who, joined: true}}\n")


def test_rows_that_differ_only_in_a_joined_column_are_one() -> None:
    """The parties of one promise stand in one row, sorted; a row without any keeps its place."""
    solutions = [
        {"a": 1, "who": "Russia"},
        {"a": 2, "who": None},
        {"a": 1, "who": "Japan"},
        {"a": 1, "who": "Japan"},
    ]
    assert gather(JOINED, solutions) == ({"a": 1, "who": "Japan and Russia"}, {"a": 2, "who": None})


def test_an_answer_is_rows(held: Path) -> None:
    """The rows of an answer are plain values under the names of its columns."""
    with kg.open(held, read_only=True) as graph:
        answer = graph.ask("positions", state="Russia", issue="territorial")
    assert len(answer) == len(list(answer)) > 0
    assert {row["holder"] for row in answer} == {"Russia"}
    assert all(isinstance(row["start"], int) for row in answer)
    assert list(answer.rows[0]) == [column.name for column in answer.columns]
    assert "VALUES ?state { <https://w3id.org/bilateral-kg/id/state/RUS> }" in answer.query


def test_an_answer_is_a_data_frame(held: Path) -> None:
    """`.df()` keeps the columns and their order, with and without rows."""
    pytest.importorskip("pandas")
    with kg.open(held, read_only=True) as graph:
        full, none = graph.ask("commitments"), graph.ask("commitments", state="Fiji")
    assert list(full.df().columns) == list(none.df().columns) == [column.name for column in full.columns]
    assert len(full.df()) == len(full)
    assert len(none.df()) == 0


# what is known without any readout: memberships and posts of the registry, each with its source
FROM_REFERENCE = {"members-on-date", "office-holder-on-date"}


def test_a_notebook_shows_a_table_of_escaped_text() -> None:
    """What a document says cannot become markup in a notebook."""
    columns = (Column("quote", "Words"), Column("start", "From", detail=True))
    page = Answer("Who?", columns, ({"quote": "<script>&", "start": 1},), "")._repr_html_()
    assert "&lt;script&gt;&amp;" in page
    assert "<script>" not in page
    assert "From" not in page


@pytest.mark.parametrize("name", CATALOGUE.names)
def test_an_empty_store_answers_nothing(name: str, empty: Path) -> None:
    """Every question on an empty store gives no error, and no rows but what ontology/ knows of the world."""
    question = CATALOGUE[name]
    with kg.open(empty, read_only=True) as graph:
        answer = graph.ask(name, **question.example)
    assert bool(len(answer)) == (name in FROM_REFERENCE)
    assert all(row.get("document") is None for row in answer)


@pytest.mark.parametrize("name", CATALOGUE.names)
def test_every_quote_is_in_its_document(name: str, held: Path) -> None:
    """The words of every row stand where the row says, letter by letter, and every row has a document."""
    question = CATALOGUE[name]
    values = {name: "Japan" for name, p in question.parameters.items() if p.required}
    with kg.open(held, read_only=True) as graph:
        texts = {
            row["d"].value: row["t"].value
            for row in graph.store.select(
                "SELECT ?d ?t { ?d <https://w3id.org/bilateral-kg/ontology#text> ?t }"
            )
        }
        rows = graph.ask(name, **values).rows
    for row in rows:
        if name in FROM_REFERENCE and row.get("document") is None:
            continue
        text = texts[row["document"]]
        if row["quote"] is not None:
            assert text[row["start"] : row["end"]] == row["quote"]
        if row.get("reply") is not None:
            assert text[row["reply_start"] : row["reply_end"]] == row["reply"]


def test_the_same_answer_twice(held: Path) -> None:
    """The same question on the same store gives the same rows in the same order."""
    with kg.open(held, read_only=True) as graph:
        first = [graph.ask(name, **CATALOGUE[name].example).rows for name in CATALOGUE.names]
    with kg.open(held, read_only=True) as graph:
        again = [graph.ask(name, **CATALOGUE[name].example).rows for name in CATALOGUE.names]
    assert first == again
    assert sum(map(len, first)) > 20


def test_polars() -> None:
    """A polars frame has the columns in order, numbers as numbers and nothing as null; without rows too."""
    polars = pytest.importorskip("polars")
    columns = (Column("who", "Who"), Column("n", "N"), Column("none", "None"))
    rows = ({"n": 1, "who": "Japan", "none": None}, {"n": 2, "who": None, "none": None})
    frame = Answer("Who?", columns, rows, "").pl()
    assert frame.columns == ["who", "n", "none"]
    assert frame.rows() == [("Japan", 1, None), (None, 2, None)]
    assert frame["n"].dtype == polars.Int64
    assert Answer("Who?", columns, (), "").pl().shape == (0, 3)


def test_polars_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where polars is missing the error says what to install."""
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(Error, match="polars is not installed"):
        Answer("Who?", (), (), "").pl()
