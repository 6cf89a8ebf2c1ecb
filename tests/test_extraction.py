"""Reading: the stages together, conjuncts, skipped sentences, what a statement mentions and repeats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg import documents, extraction
from kg.extraction.clause import Clause, Topic

GOLD = Path(__file__).parent / "gold"
PAGE = """Japan-UK Foreign Ministers' Meeting

March 2, 2023

On March 2, Mr. Yoshimasa Hayashi, Minister for Foreign Affairs of Japan, held a meeting with \
Mr. James Cleverly, Foreign Secretary of the United Kingdom. The overview is as follows.

1. Minister Hayashi reiterated that Japan supports the treaty and that Japan supports its entry into force.

2. Secretary Cleverly thanked Minister Hayashi. A dinner was given at the guest house.
"""


def read(text):
    """The reading of a text."""
    return extraction.read(documents.from_text(text))


def test_statements_are_numbered_quotes():
    """Numbers count from 1 in the order of the text, and every quote is its stretch of the text."""
    found = read(PAGE)
    assert [s.n for s in found.statements] == list(range(1, len(found.statements) + 1))
    assert all(PAGE[s.start : s.end] == s.quote for s in found.statements)
    assert [s.start for s in found.statements] == sorted(s.start for s in found.statements)
    assert all(0 < s.confidence <= 1 for s in found.statements)


def test_repeated_and_mentioned():
    """A reiterated position is marked, and the states named in the words are kept."""
    first, thanks = read(PAGE).statements[:2]
    assert first.reaffirms
    assert "JPN" in first.mentioned
    assert not thanks.reaffirms


def test_conjuncts_with_nothing_new_are_one():
    """Contents of one verb with one act and dossier are one statement; another act or dossier parts them."""
    clause = Clause(0, 10, 5, 0, "stated", "state", "A", ("JPN",), ("GBR",))
    topic = Topic(0, 10, "health", "health")
    more = replace(clause, start=11, end=20, conjunct=True)
    assert extraction._goes_on(clause, topic, more, topic)
    assert not extraction._goes_on(clause, topic, replace(more, act="commit"), topic)
    assert not extraction._goes_on(clause, topic, replace(more, conjunct=False), topic)
    assert not extraction._goes_on(clause, topic, more, replace(topic, dossier="energy"))


def test_what_was_skipped_and_why():
    """Every sentence lies in a statement or among the skipped ones, with a reason."""
    found = read(PAGE)
    reasons = {PAGE[s.start : s.end]: s.reason for s in found.skipped}
    assert reasons["The overview is as follows."] == "lead-in"
    assert reasons["A dinner was given at the guest house."] == "protocol"
    assert "meeting" in reasons.values()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("The talks were attended by the ambassadors.", "attendance"),
        ("The Minister paid a courtesy call in the afternoon.", "courtesy"),
        ("He arrived in the morning.", "schedule"),
        ("Grass is green.", "no reporting verb"),
    ],
)
def test_reasons(words, reason):
    """The first reason that fits is given."""
    found = read(f"Meeting\n\n{words}\n")
    assert [s.reason for s in found.skipped] == [reason]


def test_unread_language():
    """A text in a language that is not read yields no statement and says so."""
    document = replace(documents.from_text(PAGE), language="fr")
    found = extraction.read(document)
    assert found.unread_language == "fr"
    assert found.statements == ()


def test_same_text_same_reading():
    """Reading twice gives the same."""
    assert read(PAGE) == read(PAGE)


@pytest.mark.parametrize("folder", ["cases", "pairs", "replies"])
def test_every_annotated_page_is_read(folder):
    """On our own renditions every quote is exact and every sentence is accounted for."""
    for path in sorted((GOLD / folder).glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        found = read(text)
        spans = [(s.start, s.end) for s in (*found.statements, *found.skipped)]
        assert all(text[s.start : s.end] == s.quote for s in found.statements)
        for sentence in found.document.sentences:
            assert any(a < sentence.end and sentence.start < b for a, b in spans)


def test_marks_of_direction_hide_nobody():
    """Marks that nobody sees stand in the quotes as printed; the people beside them speak all the same."""
    text = (
        "Foreign Ministers' Meeting\n\nOn 2 March 2023 \u200eForeign Secretary James Cleverly\u200e met "
        "\u200fForeign Minister Yoshimasa Hayashi\u200f of Japan in London.\n\n"
        "Minister \u2067Hayashi\u2069 thanked the UK.\n"
    )
    found = extraction.read(documents.from_text(text))
    assert [(s.speaker, s.act) for s in found.statements] == [("Yoshimasa Hayashi", "appreciate")]
    assert [s.quote for s in found.statements] == ["Minister \u2067Hayashi\u2069 thanked the UK."]
    assert found.document.text == text
