"""Polarity by act and words, conditions that change it, targets and loaded phrases."""

from __future__ import annotations

import re

import pytest

from kg.extraction import stances, targets
from kg.extraction.clause import Clause, Topic
from kg.model import Document, Meeting

POLARITIES = [
    ("discuss", "exchanged views on the situation in the Sahel.", "none"),
    ("discuss", "discussed trade, tourism and air links.", "none"),
    ("discuss", "discussed how to counter the illegal annexation and aggression.", "oppose"),
    ("inform", "explained the course of the negotiations with the lenders.", "none"),
    ("inform", "has been working on the matter for months.", "none"),
    ("acknowledge", "said that he fully understands the position of Lima.", "neutral"),
    ("acknowledge", "is aware of the issue.", "neutral"),
    ("acknowledge", "took note of both requests.", "neutral"),
    ("state", "stressed the importance of the two-state solution.", "support"),
    ("state", "stated that the grain corridor should be kept open.", "support"),
    ("state", "underlined that the annexation is illegal and cannot be accepted.", "oppose"),
    ("state", "stated that the launch of missiles threatens the security of the region.", "oppose"),
    ("state", "explained their position on the islands.", "none"),
    ("confirm", "reaffirmed their commitment to the rule of law and a free trade order.", "support"),
    ("confirm", "confirmed that the next meeting will take place in spring.", "none"),
    ("confirm", "shared the recognition that the nuclear tests are a grave threat.", "oppose"),
    ("agree", "agreed to strengthen cooperation in fisheries and energy.", "support"),
    ("agree", "agreed to stay in close contact.", "none"),
    ("agree", "agreed to hold the next meeting in Lagos.", "none"),
    ("agree", "agreed to work together to combat terrorism and drug trafficking.", "oppose"),
    ("commit", "will support the reconstruction of the port.", "support"),
    ("express_intent", "expressed readiness to deepen economic cooperation.", "support"),
    ("express_intent", "looked forward to visiting Accra soon.", "none"),
    ("express_intent", "hoped to continue the dialogue.", "none"),
    ("request", "asked the Peruvian side to speed up the procedure.", "none"),
    ("request", "requested support for the candidacy of Ghana to the Council.", "support"),
    ("request", "requested that the import restrictions be lifted.", "oppose"),
    ("urge", "called on the parties to act constructively.", "none"),
    ("urge", "called for the withdrawal of the export restrictions.", "oppose"),
    ("invite", "invited the Minister to visit Hanoi.", "none"),
    ("support", "supports the early entry of Serbia.", "support"),
    ("oppose", "cannot accept any change of the status quo by force.", "oppose"),
    ("appreciate", "thanked him for the warm hospitality.", "none"),
    ("appreciate", "expressed condolences to the victims of the earthquake.", "none"),
    ("appreciate", "congratulated her on her appointment.", "none"),
    ("appreciate", "appreciated the support given to the refugees.", "support"),
    ("welcome", "welcomed the signing of the ceasefire.", "support"),
    ("concern", "expressed serious concern over the expansion of nuclear activities.", "oppose"),
    ("criticize", "said that the delay was the fault of the other side.", "oppose"),
    ("condemn", "condemned the attack on the convoy.", "oppose"),
    ("respond_positive", "agreed that the alliance is the cornerstone of peace.", "support"),
    ("respond_negative", "replied on the basis of its own position.", "oppose"),
]


@pytest.mark.parametrize(("act", "words", "polarity"), POLARITIES)
def test_polarity(act, words, polarity):
    """Act and words together give the side taken."""
    assert stances.polarity(act, words)[0] == polarity


@pytest.mark.parametrize(
    "words", ["fully understands the position", "is well aware of it", "took note of the plan"]
)
@pytest.mark.parametrize("act", ["acknowledge", "state", "respond_positive", "confirm"])
def test_understanding_is_never_support(act, words):
    """Words like "understands", "is aware" and "takes note" withhold a stance under every such act."""
    assert stances.polarity(act, words)[0] == "neutral"


def test_the_table_alone_may_be_asked():
    """Without the weights the table decides, and an act it does not know takes no side."""
    assert stances.polarity("welcome", "welcomed the accord", learned=False) == ("support", 1.0)
    assert stances.polarity("discuss", "the need for reform", learned=False)[0] == "support"
    assert stances.by_table("unheard", frozenset()) == "none"


def test_every_act_of_the_vocabulary_has_a_line():
    """The table speaks of each act, and its last line asks nothing."""
    for lines in stances.cues().table.values():
        assert lines[-1][0] == lines[-1][1] == frozenset()


def taken(text, act, *, states=("NOR", "PER"), speaker=("NOR",), content="that "):
    """The stance of a text that is one clause on one topic."""
    start = text.index(content) if content in text else 0
    clause = Clause(
        0, len(text), start, 0, "", act, None, speaker, tuple(s for s in states if s not in speaker)
    )
    return stances.stance(
        Document(text, ""), Meeting(states=states), clause, Topic(0, len(text), "other", "other")
    )


def test_support_that_hangs_on_a_condition():
    """Support given only if something happens is conditional, with the condition's words."""
    said = taken("stated that Norway would support any reform if the whole region agrees.", "support")
    assert (said.polarity, said.condition) == ("conditional_support", "if the whole region agrees")


def test_a_promise_under_a_condition_keeps_its_polarity():
    """A commitment fills the condition and stays what it is; so does "if necessary"."""
    said = taken("will support the port if the vote passes.", "commit")
    assert (said.polarity, said.condition) == ("support", "if the vote passes")
    said = taken("expressed readiness to strengthen economic cooperation if necessary.", "express_intent")
    assert (said.polarity, said.condition) == ("support", "if necessary")


def test_target_is_the_thing_meant():
    """A stance has its target's words; no stance has none."""
    assert taken("stressed the importance of free navigation.", "state").target == "free navigation"
    assert taken("discussed trade.", "discuss").target is None


def test_third_states_are_targets_and_so_is_who_is_asked():
    """States outside the room are targets; of a request, the addressee too, if it is named."""
    said = taken("stated that the attacks by Eritrea on Sudan are unlawful.", "condemn")
    assert said.target_states == ("ERI", "SDN")
    assert taken("requested that Peru lift the ban.", "request").target_states == ("PER",)
    assert taken("stated that Peru is a friend.", "state").target_states == ()


def test_target_words():
    """Lead-ins go, clauses that follow go, articles go; where nothing is left there is no target."""
    words = "that it is important to keep the strait open, and that trade goes on"
    assert targets.target(words, 0, len(words)) == "keep the strait open"
    assert targets.target("of the", 0, 6) is None


@pytest.mark.parametrize(
    ("words", "polarity", "thing"),
    [
        ("that Japan thinks that it will support the mediation", "support", "support the mediation"),
        ("that the two countries should deepen trade", "support", "deepen trade"),
        ("that both sides would like to solve the border issue", "support", "solve the border issue"),
        ("how important it is that the strait stays open", "support", "strait stays open"),
        (
            "President Aoki on the extraordinary growth of the port",
            "support",
            "extraordinary growth of the port",
        ),
        ("that Peru needs to refrain from escalatory actions", "oppose", "escalatory actions"),
        ("that, if the vote fails, the treaty will lapse", "support", "treaty"),
        (
            "that there was no cause to worry about the harvest",
            "support",
            "no cause to worry about the harvest",
        ),
        ("and also to deepen ties of the", "support", "deepen ties"),
    ],
)
def test_the_thing_is_not_its_sentences_subject(words, polarity, thing):
    """Who speaks of himself, who is thanked, "it is important that", loose ends: no part of the thing."""
    assert targets.target(words, 0, len(words), polarity) == thing


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        (
            "In the face of Ruritania's unprovoked aggression, they agreed on wheat.",
            "Ruritania's unprovoked aggression",
        ),
        ("Amid Eritrea's illegal occupation, they spoke of schools.", "Eritrea's illegal occupation"),
        ("They spoke of schools and roads.", None),
    ],
)
def test_a_loaded_phrase_beside_the_point_is_kept(words, phrase):
    """Loaded words about a third side are presupposed; a clause that itself opposes has none."""
    assert targets.presupposed(words, 0, len(words), "support") == phrase
    assert targets.presupposed(words, 0, len(words), "oppose") is None


def test_class_patterns_are_in_small_letters() -> None:
    """A class is looked for in lower-case words, so a capital letter in its pattern could never be found."""
    for pattern in stances.cues().classes.values():
        assert not re.search(r"(?<!\\)[A-Z]", pattern.pattern)
    assert stances.classes("The IMPORTANCE of Fighting Terrorism") == {"worth", "fight", "ill"}


def test_a_request_is_read_by_what_is_asked():
    """What is told of the matter beside takes no side: "the captain who has not been released"."""
    words = "requested an early solution for the captain who has not yet been released"
    assert stances.polarity("request", words)[0] == "none"
    assert stances.polarity("request", "requested that it play a role to that end")[0] == "none"
    assert stances.polarity("urge", "urged an end to the blockade")[0] == "oppose"


def test_a_warning_under_a_condition_opposes():
    """What would be bad if something happened is opposed, not supported on a condition."""
    assert (
        taken("stated that it can bring grave threats if the blockade goes on.", "state").polarity == "oppose"
    )
