"""Promises told from hopes and facts, their parties, words and deadlines."""

from __future__ import annotations

from datetime import date

import pytest

from kg.extraction import commitments
from kg.model import Document, Meeting, Statement

PROMISES = [
    ("commit", "will send two engineers to the dam."),
    ("commit", "pledged to keep the border open."),
    ("commit", "directed their officials to finish the text."),
    ("agree", "agreed to open a consulate in Izmir."),
    ("agree", "agreed that they would meet again in Doha."),
    ("agree", "agreed on strengthening links between ports."),
    ("agree", "decided to set up a working group."),
    ("agree", "concurred on the need to work closely together."),
    ("agree", "and to continue close consultations."),
    ("agree", "by tackling illegal fishing"),
    ("confirm", "confirmed that the next session will be held in May."),
    ("confirm", "reaffirmed that both sides would continue to discuss quotas."),
    ("confirm", "reaffirmed their commitment to carry out the plan."),
    ("confirm", "affirmed that Norway is committed to helping the island."),
    ("confirm", "shared the view that they would consider a hotline."),
    ("express_intent", "expressed his intention to visit the north."),
    ("express_intent", "is ready to share its data."),
    ("express_intent", "is prepared to lend the ship."),
    ("express_intent", "stands ready to help."),
    ("express_intent", "expressed its willingness to train pilots."),
    ("express_intent", "is determined to finish the road."),
    ("express_intent", "intends to continue its efforts."),
    ("respond_positive", "accepted the invitation."),
    ("respond_positive", "agreed to begin talks on damages."),
]
NO_PROMISES = [
    ("express_intent", "hoped that trade would grow."),
    ("express_intent", "would like to visit the north."),
    ("express_intent", "looked forward to the next round."),
    ("express_intent", "wished to keep good relations."),
    ("express_intent", "expressed his desire to promote tourism."),
    ("express_intent", "was eager to engage in dialogue."),
    ("agree", "agreed that the situation is serious."),
    ("agree", "agreed that there has been progress."),
    ("agree", "concurred on basic views."),
    ("confirm", "reaffirmed the depth of their ties."),
    ("confirm", "shared the view that the launch is a threat."),
    ("confirm", "reiterated that the only way out is a vote."),
    ("respond_positive", "agreed with the Minister."),
    ("respond_positive", "shared that view."),
    ("state", "stressed that free navigation matters."),
    ("discuss", "exchanged views on tariffs."),
    ("request", "asked for early payment."),
    ("welcome", "welcomed the deal."),
]
DEADLINES = [
    ("will sign by the end of June.", "2011-06-30", "by the end of June"),
    ("will meet in May 2012.", "2012-05", "May 2012"),
    ("will send a team within six months.", "2011-04-02/2011-10-02", "within six months"),
    ("the next session would take place this autumn.", "2011-09/2011-11", "this autumn"),
    ("to complete the text by 5 February.", "2012-02-05", "5 February"),
    ("will dispatch a mission from August 16 to 20.", "2011-08-16/2011-08-20", "August 16 to 20"),
    ("would make the summit a success next year.", "2012", "next year"),
    ("will be in force as of today.", "2011-04-02", "today"),
    ("will meet soon.", None, None),
    ("will build on the accord signed in 2009.", None, None),
    ("will carry out the understanding of 6 March.", None, None),
    ("will follow Roadmap 2025 closely.", None, None),
    ("will support the 2030 Agenda.", None, None),
    ("will act on what was agreed at the meeting in January.", None, None),
    ("will repeat what it did in 2009.", None, None),
    (
        "said the trip would certainly be made before the end of the year.",
        "2011-12-31",
        "before the end of the year",
    ),
    ("said the accord would be signed in June.", "2011-06", "in June"),
    ("will keep to the accord signed in June.", None, None),
]


@pytest.mark.parametrize(("act", "words"), PROMISES)
def test_a_promise(act, words):
    """Undertakings, agreements to act, declared intentions and acceptances are promises."""
    assert commitments.promises(act, words)


@pytest.mark.parametrize(("act", "words"), NO_PROMISES)
def test_no_promise(act, words):
    """Hopes, wishes, evaluations, facts and other acts are none."""
    assert not commitments.promises(act, words)


@pytest.mark.parametrize(("words", "due", "due_words"), DEADLINES)
def test_deadline(words, due, due_words):
    """A date to come is the deadline; one of something past or in a name is not; vague words give none."""
    assert commitments.deadline(words, date(2011, 4, 2)) == (due, due_words)


def test_without_a_reference_day_a_whole_date_still_counts():
    """A date complete in itself needs no reference day; another cannot be told."""
    assert commitments.deadline("will sign by 5 May 2012.", None)[0] == "2012-05-05"
    assert commitments.deadline("will sign next year.", None) == (None, None)


def said(n, quote, act, states=("NOR",), **more):
    """A statement with these words."""
    return Statement(n, 0, len(quote), quote, act, "other", "other", speaker_states=states, **more)


def test_parties_and_words():
    """Who speaks promises; what follows the promising verb is promised."""
    found = commitments.find(
        Document("", "", date="2011-04-02"),
        Meeting(),
        [
            said(
                1, "The two sides agreed to reopen the ferry line by the end of May.", "agree", ("NOR", "PER")
            ),
            said(2, "Norway hoped that it would be cheap.", "express_intent"),
            said(3, "Nobody would say who will pay.", "commit", ()),
            said(4, "Norway would send a ship.", "commit", past=True),
        ],
    )
    assert [(c.statement, c.parties, c.what, c.due, c.due_words) for c in found] == [
        (1, ("NOR", "PER"), "reopen the ferry line by the end of May", "2011-05-31", "by the end of May")
    ]


def test_an_accepted_request_takes_the_deadline_of_the_request():
    """Who accepts an invitation promises what was asked, by the day that was asked."""
    found = commitments.find(
        Document("", ""),
        Meeting(date="2011-04-02"),
        [
            said(1, "Peru invited the Minister to Cusco in September.", "invite", ("PER",)),
            said(2, "The Minister said yes.", "respond_positive", replies_to=1, reply_grade="accepts"),
            said(3, "The Minister did not hear.", "respond_positive", replies_to=1, reply_grade="deflects"),
        ],
    )
    assert [(c.statement, c.parties, c.due) for c in found] == [(2, ("NOR",), "2011-09")]
