"""How like sentences are to the patterns of the catalogue."""

from __future__ import annotations

import re

from kg.questions.catalogue import Catalogue
from kg.questions.likeness import Likeness, mark
from kg.questions.wording import Wording, phrasings

CATALOGUE = Catalogue()
LIKENESS = Likeness(Wording(CATALOGUE))


def test_a_pattern_is_most_like_its_own_question() -> None:
    """The words of a pattern find the question that has it, and are not far from it."""
    like = LIKENESS.of(["where", "do", "@state", "and", "@state", "still", "differ", "on", "@issue"])
    for kind in ("near", "centre"):
        assert max(like, key=lambda name: getattr(like[name], kind)) == "agreements-and-differences"
    assert 0.4 < like["agreements-and-differences"].near <= 1
    assert 0.2 < like["agreements-and-differences"].centre <= 1


def test_strange_words_are_like_nothing() -> None:
    """A sentence of other words is near no question."""
    like = LIKENESS.of(["grandmother", "bakes", "seven", "wonderful", "plum", "cakes"])
    assert max((max(one) for one in like.values()), default=0) < 0.1


def test_a_sentence_nobody_foresaw_is_carried_by_all_patterns_together() -> None:
    """No pattern has most of its words, yet the question is told by those of many."""
    words = "could you dig out for me the vows @state gave @state concerning @issue plus their due dates"
    like = LIKENESS.of(words.split())
    assert max(like, key=lambda name: like[name].centre) == "commitments"


def test_marks() -> None:
    """Each kind of name has its mark."""
    assert mark(None, None, None, "core interests") == "@words"
    assert mark("IRN", "iran", None, None) == "@state"
    assert mark(None, None, None, None) == "@number"


def test_phrasings_fit_their_questions() -> None:
    """Every phrasing beside the headers is of a question that is there, and its slots are its parameters."""
    for question in CATALOGUE:
        for sentence in phrasings(question):
            assert set(re.findall(r"\{(\w+)\}", sentence)) <= set(question.parameters), sentence
