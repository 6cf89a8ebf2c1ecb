"""The catalogue of questions: every file is well formed, and a file in a folder is a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Store

from kg.errors import DataError, NotFoundError
from kg.questions.catalogue import Catalogue, Question
from kg.questions.parameters import Resolver, fill
from kg.questions.plain_english import understand

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = Catalogue()
EVIDENCE = {"quote", "start", "end", "document", "date"}
SMALL = """\
#+ summary: Which statements are there?
#+ parameters:
#+   state: {type: state, label: who}
#+ columns: {statement: Statement}
#+ asks: ["which statements are there"]

PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT ?statement WHERE { VALUES ?state { UNDEF } ?statement kg:onBehalfOf ?state }
"""

every = pytest.mark.parametrize("question", list(CATALOGUE), ids=lambda question: question.name)


@every
def test_every_row_carries_its_evidence(question: Question) -> None:
    """No question answers without the words, where they stand, the document and the date."""
    assert {column.name for column in question.columns} >= EVIDENCE


@every
def test_the_columns_are_what_is_selected(question: Question) -> None:
    """The header names the columns of the query, in the query's order."""
    names = [variable.value for variable in Store().query(question.query).variables]
    assert [column.name for column in question.columns] == names


@every
def test_the_file_is_plain_sparql(question: Question) -> None:
    """The file runs as it is, header and all, and answers for everything while nothing is filled in."""
    assert list(Store().query(question.text)) == []
    assert "UNDEF" in fill(
        question, {name: "Japan" for name, p in question.parameters.items() if p.required}, Resolver()
    )


@every
def test_the_order_is_total(question: Question) -> None:
    """Rows come in the same order every time: sorted, down to the thing itself."""
    order = question.query.rpartition("ORDER BY")[2]
    assert re.search(r"\?(statement|mention|usage|commitment|membership)\b", order)


@every
def test_what_is_required_comes_first(question: Question) -> None:
    """No pattern stands after a BIND or an OPTIONAL: engines would find it apart, for the whole store."""
    where = question.query.partition("WHERE {\n")[2].splitlines()
    kinds = [line.split("(")[0].split()[0] for line in where if re.match(r"  [?A-Z]", line)]
    firsts = [here for here, kind in enumerate(kinds) if kind in {"BIND", "OPTIONAL"}]
    assert [kind for kind in kinds[firsts[0] :] if kind.startswith("?") or kind == "VALUES"] == []


@every
def test_it_is_explained(question: Question) -> None:
    """It has a summary, a description, tags, sentences that mean it, and an example that can be filled in."""
    assert question.summary.endswith("?")
    assert question.description.endswith(".")
    assert question.tags
    assert len(question.asks) > 1
    assert question.example
    Store().query(fill(question, question.example, Resolver()))


@every
def test_its_sentences_mean_it(question: Question) -> None:
    """Each sentence pattern, with words in its slots, is understood as this question."""
    words = {
        "state": "Japan",
        "issue": "fisheries",
        "official": "Sergey Lavrov",
        "text": "treaty",
        "date": "2005",
        "number": "0.6",
        "post": "foreign minister",
    }
    for pattern in question.asks:
        filled = re.sub(
            r"\{(\w+)\}", lambda slot: words.get(slot[1]) or words[question.parameters[slot[1]].type], pattern
        )
        name = understand(f"{filled}?", CATALOGUE).name
        assert name == question.name


def test_a_sentence_belongs_to_one_question() -> None:
    """No two questions claim the same sentence."""
    shapes = [
        re.sub(r"\{(\w+)\}", lambda slot: question.parameters[slot[1]].type, pattern)  # noqa: B023 - used at once
        for question in CATALOGUE
        for pattern in question.asks
    ]
    assert len(shapes) == len(set(shapes))


def test_a_file_in_a_folder_is_a_question(tmp_path: Path) -> None:
    """A .rq file in the overlay's queries/ is one more question; nothing else is edited."""
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "all-statements.rq").write_text(SMALL, encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    assert "all-statements" in catalogue.names
    assert catalogue["all_statements"].summary == "Which statements are there?"
    assert len(catalogue) == len(CATALOGUE) + 1
    assert catalogue.by_tag()["other"] == [catalogue["all-statements"]]


def test_the_overlay_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question of ours can be replaced by one of the user's, here by way of the environment."""
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "positions.rq").write_text(SMALL, encoding="utf-8")
    monkeypatch.setenv("KG_VOCABULARY", str(tmp_path))
    assert Catalogue()["positions"].summary == "Which statements are there?"
    assert len(Catalogue()) == len(CATALOGUE)


def test_an_overlay_without_questions(tmp_path: Path) -> None:
    """An overlay that has no queries/ adds nothing."""
    assert Catalogue(tmp_path).names == CATALOGUE.names


def test_a_name_that_is_not_there() -> None:
    """The nearest names are given; without any, the way to list them."""
    with pytest.raises(NotFoundError) as near:
        CATALOGUE["comitments"]
    assert str(near.value.advice).startswith("did you mean commitments or ")
    with pytest.raises(NotFoundError) as far:
        CATALOGUE["zzz"]
    assert far.value.advice == "list them: kg ask"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("summary: Which statements are there?", "summary: [", "no YAML"),
        ("Which statements are there?", "Statements.", "question mark"),
        ("type: state", "type: planet", "parameter state needs a label and a type"),
        ("VALUES ?state { UNDEF }", "VALUES ?state { 1 }", "do not match: state"),
        ("which statements are there", "which {thing} are there", "slot that is no parameter: thing"),
        ("columns: {statement: Statement}", "columns:", "needs columns"),
    ],
)
def test_a_faulty_header_says_so(old: str, new: str, fault: str) -> None:
    """A header that cannot be used names the file and the fault."""
    assert old in SMALL
    question = Question("mine", SMALL.replace(old, new))
    with pytest.raises(DataError, match=fault) as error:
        _ = (question.parameters, question.columns)
    assert str(error.value).startswith("queries/mine.rq: ")


def test_a_default_stands_in(tmp_path: Path) -> None:
    """What `defaults` gives is used where nothing else is said."""
    text = SMALL.replace("#+ columns", "#+ defaults: {state: Japan}\n#+ columns")
    assert "/state/JPN>" in fill(Question("mine", text), {}, Resolver())
    assert "/state/RUS>" in fill(Question("mine", text), {"state": "Russia"}, Resolver())
