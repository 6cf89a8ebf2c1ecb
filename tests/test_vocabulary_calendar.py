"""Dates as printed, and what completes them."""

from __future__ import annotations

from datetime import date

import pytest

from kg.vocabulary import calendar


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("May 31, 2005", "2005-05-31"),
        ("the 5th of May 2010", "2010-05-05"),
        ("30 June - 2 July 2018", "2018-06-30/2018-07-02"),
        ("June 30 to July 2, 2018", "2018-06-30/2018-07-02"),
        ("May 5-7, 2020", "2020-05-05/2020-05-07"),
        ("19-22 November, 2013", "2013-11-19/2013-11-22"),
        ("31 December 2019 - 1 January 2020", "2019-12-31/2020-01-01"),
        ("December 2019", "2019-12"),
        ("21.01.2014", "2014-01-21"),
        ("5/31/2005", "2005-05-31"),
        ("2021年11月18日", "2021-11-18"),
        ("12 and 13 September", None),
        ("Sept. 20", None),
    ],
)
def test_find(words, iso):
    """One date, read whole."""
    found = calendar.find(f"on {words}.")
    assert [d.iso() for d in found] == [iso]


@pytest.mark.parametrize("words", ["May I say", "1.2.3", "99/99/2020", "in the year 2010", "20-05"])
def test_no_date(words):
    """Days that are not in the calendar, and words that look like months, are none."""
    assert calendar.find(words) == []


def test_iso_completes_and_refuses():
    """A year given completes; a range that runs backwards keeps its first day."""
    found = calendar.find("8-9 December and 9-8 December")
    assert [d.iso(2022) for d in found] == ["2022-12-08/2022-12-09", "2022-12-09"]
    assert found[0].year is None


def test_month_first():
    """Slashed dates of the United States."""
    assert calendar.find("03/05/2022", month_first=True)[0].iso() == "2022-03-05"
    assert calendar.find("03/05/2022")[0].iso() == "2022-05-03"


@pytest.mark.parametrize(
    ("month", "day", "issued", "year"),
    [
        (5, 31, date(2005, 5, 31), 2005),
        (12, 30, date(2005, 1, 3), 2004),
        (6, 1, date(2005, 5, 31), 2005),
        (1, 1, date(2005, 12, 31), 2005),
        (11, None, date(2005, 5, 31), 2004),
    ],
)
def test_year_for(month, day, issued, year):
    """A date without a year is the last one before the day of issue, time zones allowed for."""
    assert calendar.year_for(month, day, issued) == year


def test_weekday_before():
    """The weekday of the same week, or the day itself."""
    assert calendar.weekday_before("wednesday", date(2019, 5, 22)) == date(2019, 5, 22)
    assert calendar.weekday_before("Thursday", date(2019, 5, 22)) == date(2019, 5, 16)
    assert calendar.weekday_before("someday", date(2019, 5, 22)) is None
