"""Words for a time and what they resolve to: the table tests/data/dates.tsv and the corners of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.extraction import dates

TABLE = Path(__file__).parent / "data" / "dates.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]


def test_the_table_holds_150_phrases_and_more():
    """The table is as long as promised, and no phrase stands twice under one day and tense."""
    assert len(ROWS) >= 150
    assert len({tuple(row[:3]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("reference", "tense", "words", "iso"), ROWS, ids=["-".join(r[:3]) for r in ROWS])
def test_a_phrase_resolves_to_its_date(reference, tense, words, iso):
    """Each phrase gives the date of its row, or none where the row is blank."""
    found = dates.resolve(words, date.fromisoformat(reference) if reference else None, tense)
    assert (found.iso if found else "") == iso


def test_precision_follows_the_form_of_the_date():
    """Day, month, year and interval are told apart."""
    day = date(2011, 4, 2)
    said = ["on 5 May 2012", "in May 2012", "in 2012", "from 2012 to 2013"]
    assert [dates.resolve(w, day).precision for w in said] == ["day", "month", "year", "interval"]


def test_a_completed_year_is_marked():
    """A year that the words leave out is inferred; a printed one is not."""
    day = date(2011, 4, 2)
    assert dates.resolve("by 5 May", day, "future").inferred
    assert dates.resolve("next spring", day, "future").inferred
    assert not dates.resolve("by 5 May 2011", day, "future").inferred


def test_several_times_are_found_in_order_and_none_inside_another():
    """The longest expression wins where two overlap."""
    text = "met on 3 March, will meet by the end of June and, in 2012, again in the first half of 2013."
    found = dates.find(text, date(2011, 4, 2), "future")
    assert [w.iso for w in found] == ["2012-03-03", "2011-06-30", "2012", "2013-01/2013-06"]
    assert all(text[w.start : w.end] == w.words for w in found)


def test_only_the_given_stretch_is_read():
    """`start` and `end` bound the search."""
    text = "in 2012 and in 2013"
    assert [w.iso for w in dates.find(text, None, start=8)] == ["2013"]


def test_first_day_of_a_date():
    """An interval, a month or a year stands for its first day; nothing for nothing."""
    assert dates.day("2019-05/2019-07") == date(2019, 5, 1)
    assert dates.day("2019") == date(2019, 1, 1)
    assert dates.day("") is None
