"""Every question of the catalogue, asked of stores of three sizes: empty, one document, many documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from files import DEMO
from pyoxigraph import NamedNode

import kg
from kg.questions.catalogue import Catalogue, Question
from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.questions.answer import Answer

# no readout of these texts was published twice
SILENT = {"republished"}

every = pytest.mark.parametrize("question", list(Catalogue()), ids=lambda question: question.name)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Graph]:
    """A store without any document."""
    with kg.open(tmp_path_factory.mktemp("empty") / "store") as graph:
        yield graph


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Graph]:
    """A store with one document."""
    with kg.open(tmp_path_factory.mktemp("single") / "store") as graph:
        assert not graph.ingest([DEMO / "2003-05-30-jpn-rus.txt"]).failed
        yield graph


@pytest.fixture(scope="module")
def many(gold_store: Path) -> Iterator[kg.Graph]:
    """A store with all annotated texts, as the reader reads them."""
    with kg.open(gold_store, read_only=True) as graph:
        yield graph


def answers(graph: kg.Graph, question: Question) -> list[Answer]:
    """The question as its example puts it and, where it can be asked so, of everything."""
    needed = any(parameter.required for parameter in question.parameters.values())
    asked = [graph.ask(question.name, **question.example)]
    return asked if needed else [*asked, graph.ask(question.name)]


def check(graph: kg.Graph, answer: Answer) -> set[str]:
    """The documents that are cited; every quote stands there, and a row that cites none quotes nothing."""
    cited = set()
    for row in answer:
        assert any(value not in {None, 0, ""} for value in row.values()), row
        if row["document"] is None:
            assert (row["quote"], row["start"], row["end"]) == (None, None, None), row
            continue
        document = str(row["document"])
        cited.add(document)
        if row["quote"] is not None:
            text = words(graph, document)
            assert text[int(row["start"] or 0) : int(row["end"] or 0)] == row["quote"], row
    return cited


def words(graph: kg.Graph, document: str) -> str:
    """The stored text of a document."""
    found = graph.store.select(f"SELECT ?text WHERE {{ {NamedNode(document)} <{KG}text> ?text }}")
    return str(next(iter(found))["text"].value)


@every
def test_an_empty_store_answers_nothing(empty: kg.Graph, question: Question) -> None:
    """No error, and no row but what the reference data says by itself."""
    for answer in answers(empty, question):
        assert check(empty, answer) == set()


@every
def test_one_document_answers_for_itself(single: kg.Graph, question: Question) -> None:
    """Whatever is answered is quoted from that document."""
    (only,) = [entry["readout"] for entry in single.documents()]
    for answer in answers(single, question):
        assert check(single, answer) <= {only}


@every
def test_the_example_answers(many: kg.Graph, question: Question) -> None:
    """The example of every question has an answer in many documents, and every quote is to the letter."""
    answer = many.ask(question.name, **question.example)
    assert bool(len(answer)) == (question.name not in SILENT)
    check(many, answer)
