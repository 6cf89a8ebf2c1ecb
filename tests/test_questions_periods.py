"""Times in a sentence: as precise as the words; what is relative counts from the newest document."""

from __future__ import annotations

import pytest

from kg.questions.periods import after, before, earlier, find, point


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("since 2010", "2010", None),
        ("after May 2005", "2005-06", None),
        ("before 2005", None, "2004"),
        ("up to 31 May 2005", None, "2005-05-31"),
        ("on May 31st, 2005", "2005-05-31", "2005-05-31"),
        ("in the year 2005", "2005", "2005"),
        ("from 2003 to 2006", "2003", "2006"),
        ("2003-2006", "2003", "2006"),
        ("between May and July 2005", "2005-05", "2005-07"),
        ("2015 onwards", "2015", None),
        ("in the 1990s", "1990", "1999"),
        ("in the early 2000s", "2000", "2003"),
        ("in the late '80s", "1987", "1989"),
        ("in the past two years", "2018-02-28", None),
        ("over the last couple of months", "2019-12-29", None),
        ("in the past ten days", "2020-02-19", None),
        ("over the past decade", "2010-02-28", None),
        ("this year", "2020", "2020"),
        ("last month", "2020-01", "2020-01"),
    ],
)
def test_found(words: str, since: str | None, until: str | None) -> None:
    """Both ends of a time; a leap day has its like in other years."""
    text = f"what did russia promise {words.lower()}"
    assert [(p.since, p.until) for p in find(text, lambda: "2020-02-29")] == [(since, until)]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("at their last three meetings", 3),
        ("the latest meeting", 1),
        ("the last couple of ministerial meetings", 2),
    ],
)
def test_meetings(words: str, count: int) -> None:
    """A number of meetings that ends now."""
    assert [period.meetings for period in find(words, lambda: None)] == [count]


@pytest.mark.parametrize(
    "words", ["three meetings", "two years", "the 1956 declaration", "resolution 2254", "1234-56-78"]
)
def test_no_time(words: str) -> None:
    """A number of things, a treaty's year, another number."""
    assert find(words, lambda: "2020-02-29") == []


def test_nothing_to_count_from() -> None:
    """A relative time without a document has no ends, so that nobody takes it for no time at all."""
    for words in ("last year", "in the past two years"):
        assert [(p.since, p.until, p.meetings) for p in find(words, lambda: None)] == [(None, None, 0)]


def test_the_ends_of_the_calendar() -> None:
    """Nothing is before year 1 or after 9999."""
    assert (earlier("2020-02-29", 999, "decade"), before("0001"), after("9999-12")) == (
        "0001-01-01",
        "0001",
        "9999-12",
    )
    assert point("30 february 2005") is None
