"""The state of play: what changed, what was asked again and granted, what became of promises and agendas."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_rules import account, derived, filled, told

from kg import rules, triples
from kg.model import Commitment, Reading, Statement
from kg.vocabulary.namespaces import KG
from kg.vocabulary.reference import REFERENCE, reference_quads

__all__ = ["filled"]
DAYS = ("2003-02-01", "2004-02-01", "2005-02-01")


def said(n, quote, act="state", *, by=("RUS",), to=(), polarity="none", target=None, **more):
    """One statement on an issue narrower than a dossier, unless told otherwise."""
    issue, dossier = more.pop("about", ("unsc_reform", "unsc_reform"))
    return Statement(
        n,
        0,
        4,
        quote,
        act,
        dossier,
        issue,
        polarity,
        None,
        by,
        to,
        "joint" if len(by) > 1 else "state",
        target,
        **more,
    )


def stance(quote, polarity, target="a permanent seat", **more):
    """One account with one stance."""
    return said(1, quote, polarity=polarity, target=target, **more)


def series(*statements, **more):
    """One account a year, each with one statement."""
    return [told("JPN", day, statements=[one], **more) for day, one in zip(DAYS, statements, strict=False)]


@pytest.fixture
def facts(filled):
    """Fill a store and give what is derived: property -> subject's and object's document and last part."""

    def derive(*readings, reference=True):
        held = filled()
        if reference:
            held.replace_graph(REFERENCE, reference_quads())
        for one in readings:
            held.replace_graph(triples.readout_iri(one.document), triples.quads(one, reader_version="test"))
        found = {}
        for q in derived(held):
            found.setdefault(q.predicate.value.removeprefix(KG), set()).add((q.subject.value, q.object.value))
        return found

    return derive


def changes(found):
    """How positions changed, as notations, the first ones left out."""
    return sorted(
        o.rpartition("#change_")[2] for _, o in found["positionChange"] if not o.endswith("first_recorded")
    )


IF = {"condition": "if all sides agree"}


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (("support", {}), ("support", {}), "unchanged"),
        (("support", {}), ("support", {"reaffirms": True}), "reaffirmed"),
        (("support", {}), ("neutral", {}), "hardened"),
        (("mixed", {}), ("oppose", {}), "hardened"),
        (("oppose", {}), ("neutral", {}), "softened"),
        (("neutral", {}), ("conditional_support", IF), "softened"),
        (("support", {}), ("conditional_support", IF), "made_conditional"),
        (
            ("conditional_support", IF),
            ("conditional_support", {"condition": "once the Charter is amended"}),
            "made_conditional",
        ),
        (
            ("conditional_support", IF),
            ("conditional_support", {"condition": "if all sides agree to it"}),
            "unchanged",
        ),
        (("conditional_support", IF), ("support", {}), "dropped_condition"),
        (("conditional_support", IF), ("oppose", {}), "reversed"),
        (("oppose", {}), ("support", {}), "reversed"),
        (("neutral", {}), ("mixed", {}), None),
    ],
)
def test_how_a_position_changed(facts, before, now, change):
    """Each change of polarity or condition about the same thing has its name; none is made up."""
    one, two = (stance(f"words {k}", polarity, **more) for k, (polarity, more) in enumerate((before, now)))
    found = facts(*series(one, two))
    assert changes(found) == ([change] if change else [])
    assert len(found["previousStance"]) == 1
    assert sum(o.endswith("first_recorded") for _, o in found["positionChange"]) == 1


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("exchange activities", "cancellation of exchange activities"),
        ("a permanent seat", "the draft resolution of four states"),
        ("the question of Japan", "the question of Japan"),
        (None, "a permanent seat"),
    ],
)
def test_what_is_not_about_the_same_thing_has_not_changed(facts, before, now):
    """Words that turn the sense, other things, mere names and no words at all: no change is claimed."""
    dossier = {"about": ("un_multilateral", "un_multilateral")}
    one, two = stance("one", "support", before, **dossier), stance("two", "oppose", now, **dossier)
    found = facts(*series(one, two))
    assert changes(found) == []
    assert len(found["previousStance"]) == 1


def test_the_issue_itself_is_a_thing(facts):
    """On an issue narrower than a dossier, its own name twice is the same thing."""
    words = "reform of the Security Council"
    assert changes(facts(*series(stance("one", "support", words), stance("two", "oppose", words)))) == [
        "reversed"
    ]


@pytest.mark.parametrize("told_of", ["words", "states"])
def test_a_stance_about_other_states_is_another_one(facts, told_of):
    """The seat of one state is not that of another, be it named in the words or read from them."""
    if told_of == "states":
        one = stance("one", "support", target_states=("JPN",))
        two = stance("two", "oppose", target_states=("IND",))
    else:
        one, two = stance("one", "support", "a seat for Japan"), stance("two", "oppose", "a seat for India")
    assert changes(facts(*series(one, two))) == []


def test_the_stance_before_is_the_last_about_the_same_thing(facts):
    """Another thing in between does not hide it; what recalls an earlier occasion takes no position."""
    one = stance("one", "support")
    other = stance("two", "oppose", "the draft of four states")
    three = stance("three", "oppose")
    readings = series(one, other, three)
    found = facts(*readings)
    assert changes(found) == ["reversed"]
    last = {s.split("/statement")[0]: o.split("/statement")[0] for s, o in found["previousStance"]}
    first, _, third = (triples.readout_iri(r.document) for r in readings)
    assert last[third] == first
    assert changes(facts(*series(one, replace(three, past=True)))) == []


def test_accounts_of_one_meeting_do_not_follow_each_other(facts):
    """Two ministries tell of one meeting, a day apart: neither stance is the other's predecessor."""
    one, two = (
        told(
            publisher,
            day,
            people=[("Ada Ash", "JPN"), ("Bo Elm", "RUS")],
            statements=[stance(publisher, polarity)],
        )
        for publisher, day, polarity in (("JPN", "2005-05-31", "support"), ("RUS", "2005-05-31", "oppose"))
    )
    found = facts(one, two)
    assert len({o for _, o in found["meetingOf"]}) == 1
    assert "previousStance" not in found


def test_what_has_no_day_has_no_place_in_time(facts):
    """Neither a predecessor nor a first one."""
    undated = told("JPN", None, statements=[stance("one", "support")])
    assert "previousStance" not in facts(undated, *series(stance("two", "oppose")))


def test_agendas(facts):
    """What entered and left; a narrower issue is no other one; one state alone has no meetings to compare."""
    fish, reform = ("fisheries", "fisheries"), ("unsc_reform", "unsc_reform")
    seat = ("permanent_membership", "unsc_reform")
    one = told("JPN", DAYS[0], statements=[said(1, "a", about=fish), said(2, "b", about=reform)])
    two = told(
        "JPN", DAYS[1], statements=[said(1, "c", about=seat), said(2, "d", about=("energy", "energy"))]
    )
    found = facts(one, two)

    def named(prop):
        return sorted(o.rpartition("/")[2] for _, o in found.get(prop, ()))

    assert named("onAgenda") == ["energy", "fisheries", "permanent_membership", "unsc_reform"]
    assert (named("enteredAgenda"), named("leftAgenda")) == (["energy"], ["fisheries"])
    assert len(found["previousMeeting"]) == 1
    lonely = [told("JPN", day, states=("JPN",), statements=[said(1, "a", about=fish)]) for day in DAYS]
    assert "previousMeeting" not in facts(*lonely)


def asked(n, quote, target, **more):
    """A request of Japan to Russia."""
    return said(n, quote, "request", by=("JPN",), to=("RUS",), target=target, **more)


def test_requests_made_again_and_granted(facts):
    """The last earlier request for the same; the first later statement of the side asked that is for it."""
    request = asked(1, "Japan asked for visas.", "easier visa rules for students")
    again = replace(request, quote="Japan asked once more.")
    other = asked(2, "Japan asked about ships.", "release of the seized ships")
    yes = said(3, "Russia agreed.", "agree", target="easier visa rules for students", polarity="support")
    readings = [
        told("JPN", DAYS[0], statements=[request]),
        told("JPN", DAYS[1], statements=[again, other]),
        told("JPN", DAYS[2], statements=[replace(yes, n=1)]),
    ]
    found = facts(*readings)
    assert len(found["asksAgain"]) == 1
    assert len(found["firstPositiveAnswer"]) == 2
    assert {o.split("/statement")[0] for _, o in found["firstPositiveAnswer"]} == {
        triples.readout_iri(readings[2].document)
    }
    assert "firstPositiveAnswer" not in facts(*readings[:2])


@pytest.mark.parametrize(
    ("grade", "granted"),
    [("accepts", 1), ("accepts_with_condition", 1), ("shares_view", 1), ("acknowledges", 0), ("declines", 0)],
)
def test_a_request_granted_at_once(facts, grade, granted):
    """A reply in the same document counts by its grade."""
    reply = said(2, "Russia replied.", "state", replies_to=1, reply_grade=grade)
    found = facts(told("JPN", DAYS[0], statements=[asked(1, "Japan asked.", "visas"), reply]))
    assert len(found.get("firstPositiveAnswer", ())) == granted


def promised(reading, what, due=None):
    """The reading with a promise of both in its first statement."""
    return Reading(
        reading.document, reading.meeting, reading.statements, (Commitment(1, ("JPN", "RUS"), what, due),)
    )


def word(quote="They agreed.", act="agree"):
    """What both sides said together."""
    return said(1, quote, act, by=("JPN", "RUS"))


@pytest.mark.parametrize(
    ("first", "second", "restated"),
    [
        ("set up a joint cod survey", "carry out the joint cod survey they set up", 1),
        ("set up a joint cod survey", "open a cultural centre in Tokyo", 0),
        ("hold a meeting of the joint cod survey board", "hold a meeting of the joint cod survey board", 0),
    ],
)
def test_promises_made_again(facts, first, second, restated):
    """By words and parties; a meeting a year later is another one."""
    one, two = series(word("One."), word("Two."))
    found = facts(promised(one, first), promised(two, second))
    assert len(found.get("restates", ())) == restated


@pytest.mark.parametrize(
    ("quote", "done"),
    [
        ("Minister Elm said that the agreement on cod quotas was signed in May.", 1),
        ("They welcomed the signing of the agreement on cod quotas.", 1),
        ("He said that the agreement on cod quotas has not been signed.", 0),
        ("He hoped that the agreement on cod quotas was signed soon.", 0),
        ("The agreement on cultural centres was signed.", 0),
    ],
)
def test_promises_reported_done(facts, quote, done):
    """A later statement on the issue that has most of the promise's words and tells of a thing done."""
    one, two = series(word(), said(1, quote, "inform"))
    found = facts(promised(one, "sign the agreement on cod quotas"), two)
    assert len(found.get("reportedDoneIn", ())) == done


def test_why(filled):
    """The reasons name the registry, the shared name, the people in both accounts, and people's own file."""
    people = [("Ada Ash", "JPN"), ("Sergey Lavrov", "RUS")]
    one, two = (told(publisher, DAYS[0], people=people) for publisher in ("JPN", "RUS"))
    held = filled(one, two)
    held.replace_graph(REFERENCE, reference_quads())
    rules.derive(held)
    meeting = next(q.subject.value for q in derived(held) if q.predicate.value == f"{KG}hasAccount")
    (line,) = rules.why(held, meeting)
    assert "Ada Ash" in line
    officials = sorted({q.subject.value for q in derived(held) if q.predicate.value == f"{KG}hasMention"})
    lines = [line for official in officials for line in rules.why(held, official)]
    assert any("registry" in line and "Lavrov" in line for line in lines)
    assert any("same name" in line and "Ada Ash" in line for line in lines)
    assert rules.why(held, account(one)) == []
    (held.folder / "merges.yaml").write_text(f"split: [[{account(one)}, {account(two)}]]")
    rules.derive(held)
    parted = {q.subject.value for q in derived(held) if q.predicate.value == f"{KG}hasAccount"}
    assert len(parted) == 2
    assert all("are two" in rules.why(held, one)[0] for one in parted)
