"""Documents, events and organisations that a page cites, with their dates."""

from __future__ import annotations

import pytest

from kg import documents
from kg.extraction import references
from kg.model import Meeting, Reference

CITED = [
    ("document", "signed the Treaty on the Panama Canal in 1977", "Treaty on the Panama Canal", "1977"),
    ("document", "recalled the Lahore Declaration", "Lahore Declaration", None),
    (
        "document",
        "in line with UN Security Council Resolution 2270",
        "UN Security Council Resolution 2270",
        None,
    ),
    ("document", "stressed resolution 1540 (2004)", "resolution 1540 (2004)", "2004"),
    ("document", "welcomed the Paris Agreement", "Paris Agreement", None),
    (
        "document",
        "spoke of the Agreement on Cooperation in the Field of Tourism",
        "Agreement on Cooperation in the Field of Tourism",
        None,
    ),
    ("document", "the Oslo-Lima Action Plan adopted in March 2009", "Oslo-Lima Action Plan", "2009-03"),
    ("document", "talks on the JCPOA", "JCPOA", None),
    ("document", "under the Joint Vision Statement on Power", "Joint Vision Statement on Power", None),
    (
        "document",
        "kept the Memorandum of Understanding on Ports",
        "Memorandum of Understanding on Ports",
        None,
    ),
    ("document", "praised the Belt and Road Initiative", "Belt and Road Initiative", None),
    ("document", "upheld the UN Charter", "UN Charter", None),
    ("document", "on the Northern Ireland Protocol", "Northern Ireland Protocol", None),
    ("document", "the Lombok Treaty of 2006", "Lombok Treaty", "2006"),
    ("event", "to be held at the East Asia Summit in December", "East Asia Summit", "2011-12"),
    ("event", "went back to the August 2009 round", "August 2009 round", "2009-08"),
    ("event", "the outcome of the October 2010 Geneva talks", "October 2010 Geneva talks", "2010-10"),
    (
        "document",
        "held that all documents between Norway and Peru stay in force",
        "all documents between Norway and Peru",
        None,
    ),
    (
        "document",
        "all of the agreements concluded between the two countries",
        "all of the agreements concluded between the two countries",
        None,
    ),
    ("event", "after the Munich Security Conference", "Munich Security Conference", None),
    ("event", "resumption of the Six-Party Talks", "Six-Party Talks", None),
    ("event", "the first Oslo-Lima Strategic Dialogue next year", "Oslo-Lima Strategic Dialogue", "2012"),
    ("event", "at COP26", "COP26", None),
    ("event", "the Norway-Peru summit meeting held in January", "Norway-Peru summit meeting", "2011-01"),
    ("event", "President Humala's visit to Norway in June", "President Humala's visit to Norway", "2011-06"),
    (
        "event",
        "during the state visit of President Humala to Norway",
        "state visit of President Humala to Norway",
        None,
    ),
    (
        "event",
        "the 40th anniversary of diplomatic relations next year",
        "40th anniversary of diplomatic relations",
        "2012",
    ),
    ("event", "success of the Rugby World Cup", "Rugby World Cup", None),
    ("event", "the 2020 Olympic and Paralympic Games", "2020 Olympic and Paralympic Games", "2020"),
    ("event", "the Foreign Ministers' Meeting on Ports", "Foreign Ministers' Meeting on Ports", None),
    ("event", "following the terrorist attack in Nairobi", "terrorist attack in Nairobi", None),
    (
        "event",
        "the Inaugural Session of the Permanent Joint Commission",
        "Inaugural Session of the Permanent Joint Commission",
        None,
    ),
    (
        "event",
        "ahead of the Mekong-Japan Summit Meeting next month",
        "Mekong-Japan Summit Meeting",
        "2011-05",
    ),
    ("event", "TICAD VI was opened", "TICAD VI", None),
    ("organisation", "together with ASEAN", "ASEAN", None),
    ("organisation", "reported to the United Nations", "United Nations", None),
    (
        "organisation",
        "asked the International Atomic Energy Agency",
        "International Atomic Energy Agency",
        None,
    ),
    ("organisation", "met the Lima Group", "Lima Group", None),
    ("organisation", "a member of the European Union", "European Union", None),
    (
        "organisation",
        "worked with the Ethiopian Human Rights Commission",
        "Ethiopian Human Rights Commission",
        None,
    ),
    ("organisation", "as seen by NATO", "NATO", None),
    ("organisation", "in the Binational Business Council", "Binational Business Council", None),
    ("organisation", "before the International Court of Justice", "International Court of Justice", None),
    (
        "organisation",
        "funds of the European Financial Stability Facility",
        "European Financial Stability Facility",
        None,
    ),
]
NOT_CITED = [
    "Foreign Minister Lavrov spoke of Peru and Norway.",
    "The Ministers agreed on trade.",
    "He met the Chairman of the Trade Commission Erik Berg.",
    "In Lima, on Monday, they talked.",
]


def cited(sentence: str, date: str | None = "2011-04-02") -> list[Reference]:
    """What one sentence of a page cites."""
    page = f"Meeting of ministers\n\nThe two ministers {sentence}.\n"
    return references.find(documents.from_text(page), Meeting(date=date, states=("NOR", "PER")))


@pytest.mark.parametrize(("kind", "sentence", "name", "date"), CITED)
def test_a_citation(kind, sentence, name, date):
    """Each is found with its kind, its whole name and the date that the text gives it."""
    assert (kind, name, date) in [(r.kind, r.name, r.date) for r in cited(sentence)]


@pytest.mark.parametrize("sentence", NOT_CITED)
def test_persons_places_and_parties_are_not_cited(sentence):
    """Names of people, places and the states in the room are no citations."""
    page = f"Meeting of ministers\n\n{sentence}\n"
    assert references.find(documents.from_text(page), Meeting(states=("NOR", "PER", "RUS"))) == []


def test_offsets_point_at_the_name():
    """A reference carries where its name first stands."""
    text = "Meeting\n\nThe ministers praised the Lombok Treaty. The Lombok Treaty of 2006 still holds.\n"
    (found,) = references.find(documents.from_text(text), Meeting(date="2011-04-02"))
    assert (text[found.start : found.end], found.start) == ("Lombok Treaty", text.index("Lombok"))
    assert (found.date, found.inferred) == ("2006", False)


def test_a_completed_date_is_marked():
    """A year that the text leaves out is inferred from the meeting's day."""
    (found,) = [r for r in cited("spoke of the East Asia Summit in December") if r.kind == "event"]
    assert found.inferred


def test_one_organisation_under_two_names_is_cited_once():
    """The vocabulary knows that both names are one body."""
    found = cited("praised the United Nations, and the UN thanked them")
    assert [r.name for r in found] == ["United Nations"]


def test_the_union_is_not_cited_where_it_is_in_the_room():
    """A party of the meeting is no citation."""
    page = "Meeting\n\nThe ministers spoke of the European Union.\n"
    assert references.find(documents.from_text(page), Meeting(states=("EUE", "NOR"))) == []


def test_an_event_that_hosts_the_meeting_has_its_month():
    """Where the ministers met on the margins of an event, it took place in that month."""
    page = "Meeting\n\nThe ministers met on the margins of the Munich Security Conference.\n"
    (found,) = references.find(documents.from_text(page), Meeting(date="2011-02-05"))
    assert (found.date, found.inferred) == ("2011-02", True)
