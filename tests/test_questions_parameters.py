"""Words become typed terms in the seams, and nothing else can get into a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.errors import VocabularyError
from kg.questions.catalogue import Catalogue, Parameter, Question
from kg.questions.parameters import Resolver, day, fill, number

CATALOGUE = Catalogue()
RESOLVER = Resolver()
STATE = "https://w3id.org/bilateral-kg/id/state/"


def seam(query: str, name: str) -> str:
    """What stands in a seam."""
    return query.partition(f"VALUES ?{name} {{ ")[2].partition(" }")[0]


@pytest.mark.parametrize("word", ["russia", "RUS", "ru", "Russian Federation", "  Russia "])
def test_a_state_has_many_names(word: str) -> None:
    """A name, a code or an official name gives the state's IRI."""
    assert seam(fill(CATALOGUE["positions"], {"state": word}, RESOLVER), "state") == f"<{STATE}RUS>"


@pytest.mark.parametrize(
    "word", ["unsc-reform", "unsc_reform", "Security Council reform", "issue:unsc_reform"]
)
def test_an_issue_takes_in_what_is_under_it(word: str) -> None:
    """Hyphens and underscores are the same, and the narrower issues come along."""
    found = seam(fill(CATALOGUE["positions"], {"issue": word}, RESOLVER), "issue")
    assert "<https://w3id.org/bilateral-kg/issue/unsc_reform>" in found
    assert "<https://w3id.org/bilateral-kg/issue/permanent_membership>" in found


def test_several_values() -> None:
    """A repeated parameter means any of them, each once, in the order given."""
    found = seam(fill(CATALOGUE["positions"], {"state": ["Japan", "Russia", "JPN"]}, RESOLVER), "state")
    assert found == f"<{STATE}JPN> <{STATE}RUS>"


def test_what_is_not_given_stays_open() -> None:
    """An empty list and None leave the seam as it is."""
    query = fill(CATALOGUE["positions"], {"state": None, "issue": []}, RESOLVER)
    assert seam(query, "state") == seam(query, "issue") == "UNDEF"


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("2005", "2005-01-01", "2005-12-31"),
        ("2005-02", "2005-02-01", "2005-02-28"),
        ("2004-2", "2004-02-01", "2004-02-29"),
        ("2005-05-31", "2005-05-31", "2005-05-31"),
    ],
)
def test_a_date_may_be_a_year_or_a_month(word: str, first: str, last: str) -> None:
    """`since` takes the first day of it, `until` the last."""
    query = fill(CATALOGUE["positions"], {"since": word, "until": word}, RESOLVER)
    assert first in seam(query, "since")
    assert last in seam(query, "until")


@pytest.mark.parametrize(
    "word", ["", "05", "2005-13", "2005-02-30", "2005-00", "2005-01-00", "0000", "today", "2005/05"]
)
def test_what_is_no_date(word: str) -> None:
    """What is no day says how a day is written."""
    with pytest.raises(VocabularyError) as error:
        day(word)
    assert "2011-04-07" in error.value.advice


@pytest.mark.parametrize(
    ("values", "message", "advice"),
    [
        ({"state": "rusia"}, "no state or organisation called 'rusia'", "Russia"),
        ({"state": "qqqqqq"}, "no state or organisation called 'qqqqqq'", "ISO 3166"),
        ({"issue": "fishries"}, "no issue called 'fishries'", "fisheries"),
        ({"issue": "qqqqqq"}, "no issue called 'qqqqqq'", "kg ask issues-discussed"),
        ({"state": " "}, "state is empty", "leave --state out"),
        ({"planet": "Mars"}, "positions has no parameter 'planet'", "state, issue, since, until"),
    ],
)
def test_a_word_that_nobody_knows(values: dict[str, str], message: str, advice: str) -> None:
    """The error says what was not known and what was perhaps meant."""
    with pytest.raises(VocabularyError, match=message) as error:
        fill(CATALOGUE["positions"], values, RESOLVER)
    assert advice in error.value.advice


def test_a_parameter_that_must_be_given() -> None:
    """A comparison without a side is refused."""
    with pytest.raises(VocabularyError, match="needs state") as error:
        fill(CATALOGUE["agreements-and-differences"], {}, RESOLVER)
    assert error.value.advice == "add --state …"


@pytest.mark.parametrize(
    "word",
    [
        "0123456789abcdef",
        "id:readout/0123456789abcdef",
        "https://w3id.org/bilateral-kg/id/readout/0123456789abcdef",
    ],
)
def test_a_document_by_its_iri(word: str) -> None:
    """A readout is named by its hash, its CURIE or its IRI."""
    found = seam(fill(CATALOGUE["evidence"], {"document": word}, RESOLVER), "document")
    assert found == "<https://w3id.org/bilateral-kg/id/readout/0123456789abcdef>"


def test_a_document_by_anything_else() -> None:
    """What is no readout IRI is refused."""
    with pytest.raises(VocabularyError, match="no readout IRI"):
        fill(CATALOGUE["evidence"], {"document": "> } DROP ALL"}, RESOLVER)


@pytest.mark.parametrize(
    ("word", "term"), [("0.6", "0.6"), (0.6, "0.6"), ("60 %", "0.6"), (2, "2"), ("10", "10"), ("0", "0")]
)
def test_a_number(word: str | float, term: str) -> None:
    """A number, typed or from a program, is a decimal; a percentage is a part of one."""
    question = Question(
        "mine",
        "#+ summary: What is below?\n#+ parameters:\n#+   below: {type: number, label: below}\n"
        "SELECT ?below { VALUES ?below { UNDEF } }",
    )
    filled = fill(question, {"below": word}, RESOLVER)
    assert seam(filled, "below") == f'"{term}"^^<http://www.w3.org/2001/XMLSchema#decimal>'


@pytest.mark.parametrize("word", ["", "-1", "1e5", "0,6", "half", "1.", "0.6.1", "1" * 10, "\u0661"])
def test_what_is_no_number(word: str) -> None:
    """What is no number says how one is written."""
    with pytest.raises(VocabularyError) as error:
        number(word)
    assert error.value.advice == "write digits: 2, 0.6 or 60%"


@given(st.text(min_size=1).filter(str.strip))
def test_text_stays_data(word: str) -> None:
    """Whatever is typed, the query parses and compares with exactly these words."""
    (term,) = RESOLVER.terms(Parameter("words", "text", "words"), word)
    (row,) = Store().query(f"SELECT ?x {{ VALUES ?x {{ {term} }} }}")
    assert row["x"].value == word.strip()
    Store().query(fill(CATALOGUE["evidence"], {"words": word, "official": word}, RESOLVER))
