"""What the words for a party mean."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from kg import documents
from kg.extraction.parties import parties
from kg.model import Meeting, Official

MEETING = Meeting(
    states=("JPN", "RUS"),
    officials=(
        Official("Yoshimasa Hayashi", "JPN", "Minister for Foreign Affairs"),
        Official("Sergey Lavrov", "RUS", "Minister of Foreign Affairs"),
    ),
)
CALL = Meeting(
    states=("USA", "CHN"),
    officials=(
        Official("Antony J. Blinken", "USA", "Secretary of State"),
        Official("Wang Yi", "CHN", "State Councilor and Foreign Minister"),
        Official("Ned Price", "USA", "Spokesperson"),
    ),
)


def found(text, meeting=MEETING):
    """The mentions of a text."""
    document = documents.from_text(text)
    return [
        (text[p.start : p.end], p.official, p.states, p.kind)
        for p in parties(document, meeting).find(0, len(text))
    ]


H, L = ("Yoshimasa Hayashi", ("JPN",)), ("Sergey Lavrov", ("RUS",))


@pytest.mark.parametrize(
    ("text", "words", "who", "kind"),
    [
        ("Minister Hayashi said", "Minister Hayashi", H, "person"),
        ("HAYASHI said", "HAYASHI", H, "person"),
        ("Mr. Lavrov said", "Mr. Lavrov", L, "person"),
        (
            "Foreign Minister Sergey Viktorovich Lavrov said",
            "Foreign Minister Sergey Viktorovich Lavrov",
            L,
            "person",
        ),
        ("The Russian Foreign Minister said", "The Russian Foreign Minister", L, "post"),
        ("The Foreign Minister of Russia said", "The Foreign Minister of Russia", L, "post"),
        ("The Minister said", "The Minister", H, "post"),
        ("FM Lavrov said", "FM Lavrov", L, "person"),
        ("his Russian counterpart said", "his Russian counterpart", L, "post"),
        ("his counterpart said", "his counterpart", L, "post"),
        ("The Russian side said", "The Russian side", (None, ("RUS",)), "side"),
        ("the Japanese government said", "the Japanese government", (None, ("JPN",)), "side"),
        ("Tokyo said", "Tokyo", (None, ("JPN",)), "state"),
        ("Russia said", "Russia", (None, ("RUS",)), "state"),
        ("China said", "China", (None, ("CHN",)), "state"),
        ("The two ministers said", "The two ministers", (None, ("JPN", "RUS")), "joint"),
        ("Both sides said", "Both sides", (None, ("JPN", "RUS")), "joint"),
        ("The sides said", "The sides", (None, ("JPN", "RUS")), "joint"),
        ("Ministers agreed", "Ministers", (None, ("JPN", "RUS")), "joint"),
        ("the two Heads of State said", "the two Heads of State", (None, ("JPN", "RUS")), "joint"),
        ("President Xi of China said", "President Xi of China", (None, ("CHN",)), "person"),
        ("Chinese Foreign Minister Li Mo said", "Chinese Foreign Minister Li Mo", (None, ("CHN",)), "person"),
    ],
)
def test_mentions(text, words, who, kind):
    """Names, posts, sides, states and joint phrases."""
    assert found(text)[0] == (words, *who, kind)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The Secretary said", "The Secretary", "Antony J. Blinken"),
        ("Secretary Blinken said", "Secretary Blinken", "Antony J. Blinken"),
        ("the U.S. Secretary of State said", "the U.S. Secretary of State", "Antony J. Blinken"),
        ("Wang said", "Wang", "Wang Yi"),
        ("State Councilor Wang said", "State Councilor Wang", "Wang Yi"),
        ("The Foreign Minister said", "The Foreign Minister", "Wang Yi"),
    ],
)
def test_call(text, words, name):
    """Posts are told apart by their words and kinds."""
    assert found(text, CALL)[0][:2] == (words, name)


@pytest.mark.parametrize(
    "text",
    [
        "the leaders of Iran and Iraq",
        "the relevant countries",
        "the Chinese President",
        "the Chancellor",
        "Ivan Lavrovsky",
    ],
)
def test_others(text):
    """Other people's leaders are no party of this meeting."""
    assert not [m for m in found(text) if m[1] or m[3] == "joint"]


def test_two_posts():
    """Two posts joined by "and the" are two mentions, two persons too."""
    assert [m[1] for m in found("The Secretary and the Foreign Minister met", CALL)] == [
        "Antony J. Blinken",
        "Wang Yi",
    ]
    assert [m[1] for m in found("Mr. Hayashi and Mr. Lavrov met")] == ["Yoshimasa Hayashi", "Sergey Lavrov"]


def test_another_person_of_the_same_given_name():
    """A shared given name is not enough."""
    assert not [m for m in found("Mr. Sergey Naryshkin said") if m[1]]


def test_the_publishers_minister():
    """Of two of the same post the publisher's is meant."""
    text = "The Minister said"
    document = documents.from_text(text, given=documents.Metadata(publishers=("RUS",)))
    assert parties(document, MEETING).find(0, len(text))[0].official == "Sergey Lavrov"


def test_side_without_an_official():
    """An office nobody holds by name speaks for the side without an official."""
    meeting = Meeting(states=("GBR", "RWA"), officials=(Official("Paul Kagame", "RWA", "President"),))
    assert found("The Prime Minister said", meeting) == [("The Prime Minister", None, ("GBR",), "post")]
    assert found("The President said", meeting)[0][1] == "Paul Kagame"


def test_ruling_post_of_one_whose_post_is_not_printed():
    """A ruling post is that of the one whose post is not printed, not the other side's President's."""
    meeting = Meeting(
        states=("GBR", "IRN"),
        officials=(Official("David Cameron", "GBR"), Official("Rouhani", "IRN", "President")),
    )
    assert found("The Prime Minister said", meeting)[0][1] == "David Cameron"
    assert found("The Ambassador said", meeting) == []


def test_ruling_post_on_the_page_of_its_own_office():
    """A ruling post on a page whose own office-holder has no name is not the guest's of the same post."""
    meeting = Meeting(
        states=("GBR", "AUS"), officials=(Official("Anthony Albanese", "AUS", "Prime Minister"),)
    )
    document = dataclasses.replace(documents.from_text("The Prime Minister said so."), publishers=("GBR",))
    assert [p.states for p in parties(document, meeting).find(0, 18)] == [("GBR",)]


def test_order_and_overlap():
    """Mentions come in order and do not overlap; an empty meeting names states only."""
    text = "Minister Hayashi told the Russian side that Japan and both ministers agreed. Tokyo noted it."
    document = documents.from_text(text)
    spans = [(p.start, p.end) for p in parties(document, MEETING).find(0, len(text))]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert {m[3] for m in found(text, Meeting())} <= {"state", "side", "joint"}
    assert found("his counterpart said", Meeting()) == []
