"""Officials in a sentence: who is meant, and their years in office."""

from __future__ import annotations

import pytest

from kg.questions.tenures import Tenures

TENURES = Tenures(None, None)


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("under Angela Merkel", "2005", "2021"),
        ("under Prime Minister Kishida", "2021", "2024"),
        ("under Foreign Minister Kishida", "2012", "2017"),
        ("during Blinken's tenure", "2021", "2025"),
        ("when Blinken was Secretary of State", "2021", "2025"),
        ("since Lavrov became foreign minister", "2004", None),
        ("under lavrov", "2004", None),
    ],
)
def test_years(words: str, since: str, until: str | None) -> None:
    """The highest post, or the one that is named; the year in which somebody came is the first."""
    tenure = TENURES.find(words)
    assert tenure is not None
    assert (tenure.since, tenure.until) == (since, until)
    assert words[tenure.start : tenure.end] == words


def test_namesakes_are_said() -> None:
    """Of two ministers of one name the later is meant, and the other is named."""
    tenure = TENURES.find("Japan's line under Kono on fisheries")
    assert tenure is not None
    assert tenure.said == "in office: Taro Kono, foreign minister, 2017\u20132019 (not Yohei Kono)"


@pytest.mark.parametrize(
    "words", ["under pressure", "under Mordor", "Japan under the treaty", "when Frodo was in office"]
)
def test_nobody(words: str) -> None:
    """Words that name no official are no tenure."""
    assert TENURES.find(words) is None


def test_state() -> None:
    """The state an official speaks for, unless namesakes serve several."""
    assert TENURES.state("Lavrov") == "RUS"
    assert TENURES.state("Ivanov") is None
    assert TENURES.state("") is None
