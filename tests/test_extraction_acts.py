"""Acts: the verb, the noun it carries, and the content."""

from __future__ import annotations

import pytest

from kg.extraction import acts, lexicon
from kg.vocabulary import schemes


def act(verb, words, **how):
    """The act of a verb phrase at the start of a text and the words after it."""
    text = f"{verb} {words}"
    found = lexicon.at(text, next(lexicon.WORD.finditer(text)), len(text))
    assert found is not None
    return acts.act(found, text[found.end :], **how)


VERBS = [
    ("reiterated", "its appreciation for the aid", "appreciate"),
    ("reiterated", "to the other delegation its wish to go on", "express_intent"),
    ("reaffirmed", "the importance of law", "confirm"),
    ("confirmed", "the findings of the survey", "confirm"),
    ("conveyed", "in the strongest terms the protest of his government", "criticize"),
    ("extended", "his sincere condolences on the loss", "appreciate"),
    ("raised", "the issue of fishing", "state"),
    ("raised", "his concerns about fishing", "concern"),
    ("highlighted", "the five-point proposal of the council", "state"),
    ("underlined", "their determination to act", "express_intent"),
    ("announced", "his intention to resign", "express_intent"),
    ("explained", "the support given so far", "inform"),
    ("expressed", "a sense of concern over prices", "concern"),
    ("expressed", "the view that it was important", "state"),
    ("expressed", "the conviction that growth would go on", "state"),
    ("described", "the plan as unfair", "state"),
    ("described", "the plan", "inform"),
    ("discussed", "other matters of mutual concern", "discuss"),
    ("responded", "by voicing his thanks", "appreciate"),
    ("hoped", "that OTHERSIDE would join", "request"),
    ("hoped", "for rain", "express_intent"),
    ("said", "he looked forward to it", "express_intent"),
    ("noted", "that OWNSIDE cannot accept this", "oppose"),
    ("stated", "that OWNSIDE would like to express its gratitude", "appreciate"),
    ("stated", "that he was deeply concerned", "concern"),
    ("stated", "that OWNSIDE condemns the attack", "condemn"),
    ("stated", "that he believed the visit would succeed", "state"),
    ("reiterated", "that OWNSIDE is ready to help", "express_intent"),
    ("reiterated", "that the law was clear", "confirm"),
    ("welcomed", "the minister to visit", "invite"),
]


@pytest.mark.parametrize(("verb", "words", "expected"), VERBS)
def test_act(verb, words, expected):
    """The act of one speaker's verb with these words."""
    assert act(verb, words) == expected


def test_one_voice_or_two():
    """To agree alone is to accept; a promise under "confirm" counts only where one side makes it."""
    assert act("agreed", "to meet") == "respond_positive"
    assert act("agreed", "to meet", joint=True) == "agree"
    assert act("reiterated", "that OWNSIDE will send ships") == "commit"
    assert act("reiterated", "that they will send ships", joint=True) == "confirm"
    assert act("expressed", "agreement with the plan", joint=True) == "agree"
    assert act("expressed", "agreement with the plan") == "respond_positive"


def test_sharing_a_view_in_reply():
    """To share the view is an answer after a reply cue or a verb of answering, a statement otherwise."""
    assert act("said", "that he shares the view") == "confirm"
    assert act("said", "that he shares the view", reply=True) == "respond_positive"
    assert act("replied", "that he shares the view") == "respond_positive"


def test_every_act_is_known():
    """The verb file uses acts of the closed list only (and `carry`, which is none)."""
    known = set(schemes.ACTS)
    data = lexicon.data()
    assert set(data["acts"]) - {"carry"} <= known
    assert set(data["nouns"]) <= known
    assert {row[0] for row in data["content"]} <= known
    assert set(lexicon.cues()["nominal"]) <= known


def test_inflection():
    """Regular forms are made by rule, irregular ones come from the file."""
    assert set(lexicon.inflect("stress")) == {"stress", "stresses", "stressed", "stressing"}
    assert set(lexicon.inflect("agree")) == {"agree", "agrees", "agreed", "agreeing"}
    assert lexicon.inflect("hold")["held"] == "past participle"


def test_longest_phrase_wins():
    """A phrase is preferred to its first word; a missing continuation falls back to it."""
    text = "took careful note of it"
    found = lexicon.at(text, next(lexicon.WORD.finditer(text)), len(text))
    assert found is not None
    assert text[: found.end] == "took careful note"
    assert found.entry.act == "acknowledge"
    assert lexicon.at("took the bus", next(lexicon.WORD.finditer("took the bus")), 12) is None
