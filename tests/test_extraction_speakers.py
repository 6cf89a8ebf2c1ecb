"""Speakers: names, posts, sides and the words that point back."""

from __future__ import annotations

import pytest

from kg import documents
from kg.extraction.clauses import clauses
from kg.extraction.parties import parties
from kg.extraction.speakers import Mention, Speakers, Voice
from kg.model import Meeting, Official

MEETING = Meeting(
    "foreign_ministers_meeting",
    None,
    None,
    ("JPN", "GBR"),
    (
        Official("Yoshimasa Hayashi", "JPN", "Minister for Foreign Affairs"),
        Official("James Cleverly", "GBR", "Foreign Secretary"),
    ),
)
TITLE = "Foreign Ministers' Meeting\n\n"


def last(text, meeting=MEETING):
    """Who speaks in the last clause: name, states, voice, addressee."""
    found = clauses(documents.from_text(TITLE + text), meeting)[-1]
    return found.speaker, found.speaker_states, found.voice, found.addressee_states


def people(text):
    """The speakers of a text, and the text with its title."""
    document = documents.from_text(TITLE + text)
    return Speakers(document, MEETING, parties(document, MEETING)), document


HAYASHI = ("Yoshimasa Hayashi", ("JPN",), "named", ("GBR",))
CLEVERLY = ("James Cleverly", ("GBR",), "named", ("JPN",))
BOTH = (None, ("JPN", "GBR"), "joint", ())

CASES = {
    "surname with post": ("Minister Hayashi stated that it was late.", HAYASHI),
    "post alone": ("The Foreign Secretary stated that it was late.", CLEVERLY),
    "he": ("Secretary Cleverly thanked him. He also raised visas.", CLEVERLY),
    "he after an opening": (
        "Secretary Cleverly met Minister Hayashi in Delhi. He thanked him for coming.",
        CLEVERLY,
    ),
    "the minister in small letters": (
        "Minister Hayashi thanked him. The minister also raised visas.",
        HAYASHI,
    ),
    "counterpart alone": ("Minister Hayashi raised visas. His counterpart thanked him for this.", CLEVERLY),
    "state's minister": ("The British foreign minister raised visas.", CLEVERLY),
    "state's leaders": ("The Japanese leaders raised visas.", (None, ("JPN",), "state", ("GBR",))),
    "side": ("The British side raised visas.", (None, ("GBR",), "state", ("JPN",))),
    "they of a side": (
        "The British side raised visas. They also requested an answer.",
        (None, ("GBR",), "state", ("JPN",)),
    ),
    "they": ("The two ministers met. They discussed visas.", BOTH),
    "we": ("We welcome the treaty.", BOTH),
    "wir in a quoted style": ("Both ministers welcomed the treaty.", BOTH),
    "two names": ("Minister Hayashi and Secretary Cleverly welcomed the treaty.", BOTH),
    "name and counterpart": ("Minister Hayashi and his British counterpart welcomed the treaty.", BOTH),
    "two posts in one phrase": ("The Minister and Foreign Secretary Cleverly welcomed the treaty.", BOTH),
    "own state in own words": (
        "Minister Hayashi said that ties are good. Japan is willing to do more.",
        HAYASHI,
    ),
    "agentless": ("It was agreed to meet again.", BOTH),
    "agent": ("The plan was welcomed by Minister Hayashi.", HAYASHI),
    "demand of a state": ("Japan's request for a visit was repeated.", (None, ("JPN",), "state", ("GBR",))),
    "relative": ("The plan pleased Secretary Cleverly, who proposed a date.", CLEVERLY),
    "according to": ("According to Minister Hayashi, the talks begin in June.", HAYASHI),
    "attribution behind": ("This road has to be kept open, Secretary Cleverly said.", CLEVERLY),
    "spokesman is nobody": (
        "The ministry's spokesman said that Minister Hayashi welcomed the plan.",
        HAYASHI,
    ),
    "hyphenated states": ("The two sides welcomed the Japan-UK treaty.", BOTH),
}


@pytest.mark.parametrize("name", CASES)
def test_who_speaks(name):
    """The last clause has this speaker, these states, this voice and this addressee."""
    text, expected = CASES[name]
    assert last(text) == expected


def test_first_person_is_the_author():
    """The "I" of a page without another speaker is the publishing state's first official."""
    assert last("I thanked my colleague for coming.") == HAYASHI


def test_we_after_i_is_both():
    """Where the author says "I", "we" is both sides; otherwise it is whoever spoke last."""
    assert last("I thanked my colleague for coming. We agreed on a date.") == BOTH
    assert last("Secretary Cleverly said that time is short. We urge Japan to act.") == CLEVERLY


def test_nobody_to_point_to():
    """A pronoun without a person before it is nobody."""
    speakers, document = people("Nothing here.")
    assert speakers.resolve(Mention(0, 1, "he", None)) is None
    assert speakers.resolve(Mention(0, 1, "it", None)) is None
    assert speakers.resolve(Mention(0, 1, "other", None)) is None
    assert document.text.startswith(TITLE)


def test_sides_are_named():
    """Each side's printed names become OWNSIDE and OTHERSIDE, seen from the speaker."""
    speakers, document = people("Japan and Britain met. Japan would help Britain.")
    speakers.learn(document.sentences)
    voice = Voice("James Cleverly", ("GBR",), "named")
    assert speakers.sides(voice, "Japan would help the UK") == "OTHERSIDE would help the UK"
    assert speakers.content(voice, "Britain would help") == "commit"


def test_by_post():
    """A post is found among the printed ones, a publisher's first; other words are nobody."""
    speakers, _ = people("Nothing here.")
    found = speakers.by_post("The Foreign Secretary")
    assert found is not None
    assert found.speaker == "James Cleverly"
    assert speakers.by_post("The") is None
    assert speakers.by_post("The Crown Prince") is None


def test_unknown_official_of_a_state():
    """A state without a known official speaks for itself."""
    speakers, _ = people("Nothing here.")
    voice = Voice(None, ("FRA",), "state")
    assert speakers.of_state(voice) == voice


def test_office_of_the_side_without_a_name():
    """An office that only the side without an official can hold is that side's, whoever spoke before."""
    meeting = Meeting("summit", None, None, ("GBR", "RWA"), (Official("Paul Kagame", "RWA", "President"),))
    text = "President Kagame raised visas. The Prime Minister thanked him."
    assert last(text, meeting) == (None, ("GBR",), "state", ("RWA",))
    assert last(f"{text} He also raised trade.", meeting)[1] == ("GBR",)
    assert last(f"{text} They discussed trade.", meeting)[1] == ("GBR", "RWA")
    assert last(f"{text} The Prime Minister and President agreed on this.", meeting)[1] == ("GBR", "RWA")
