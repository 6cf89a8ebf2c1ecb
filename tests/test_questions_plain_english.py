"""Sentences in plain English: understood as a question on file, or not at all."""

from __future__ import annotations

import pytest

from kg.errors import VocabularyError
from kg.questions.catalogue import Catalogue
from kg.questions.plain_english import understand

CATALOGUE = Catalogue()


@pytest.mark.parametrize(
    ("sentence", "name", "values"),
    [
        (
            "What is Russia's position on Security Council reform?",
            "positions",
            {"state": "russia", "issue": "security council reform"},
        ),
        (
            "where does the Russian Federation stand on fisheries",
            "positions",
            {"state": "russian federation", "issue": "fisheries"},
        ),
        (
            "What is the United States\u2019 position on Iran?",
            "positions",
            {"state": "united states", "issue": "iran"},
        ),
        (
            "Where do Japan and Russia agree?",
            "agreements-and-differences",
            {"state": "japan", "other": "russia"},
        ),
        (
            "What did Japan ask of Russia in 2005?",
            "requests-and-replies",
            {"state": "japan", "other": "russia", "since": "2005", "until": "2005"},
        ),
        (
            "what has China said on Taiwan since 2010-03",
            "timeline",
            {"state": "china", "issue": "taiwan", "since": "2010-03"},
        ),
        ("WHAT DID RUSSIA PROMISE", "commitments", {"state": "russia"}),
        ("which passages mention peace treaty?", "evidence", {"words": "peace treaty"}),
    ],
)
def test_understood(sentence: str, name: str, values: dict[str, str]) -> None:
    """The question and its parameters, case and apostrophes aside."""
    assert understand(sentence, CATALOGUE) == (name, values)


@pytest.mark.parametrize(
    "sentence",
    ["Who ate the cake?", "What is Atlantis's position on fisheries?", "positions positions", "?  "],
)
def test_not_understood(sentence: str) -> None:
    """Three near questions are offered; a guess is never run."""
    with pytest.raises(VocabularyError, match="not understood") as error:
        understand(sentence, CATALOGUE)
    assert len(error.value.near) == 3
    assert all(near.startswith('kg ask "') for near in error.value.near)
