"""Which accounts are of one meeting: those of two ministries, and those that only look alike."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from annotated import GOLD

import kg
from kg.samemeeting import Account, Group, Person, groups, same_meeting
from kg.triples import interval


def account(reading, iri=None):
    """A reading's account, as the rules see it."""
    document, meeting = reading.document, reading.meeting
    days = [date.fromisoformat(d) for d in interval(meeting.date)[:2]] if meeting.date else [None, None]
    issued = date.fromisoformat(interval(document.date)[0]) if document.date else None
    return Account(
        iri or document.source + document.text[:40],
        frozenset({meeting.type}),
        frozenset(meeting.states),
        frozenset(document.publishers),
        *days,
        issued,
        frozenset({meeting.place} - {None}),
        tuple(Person(o.name, o.state, o.post) for o in meeting.officials),
        frozenset(s.dossier for s in reading.statements),
    )


def read(publisher, day, text):
    """The account of a short page; its first line is the title."""
    return account(kg.read(f"{text}\n", publishers=[publisher], date=day))


MINISTERS = """Foreign Minister Ash meets Foreign Minister Elm of Russia

On May 12, 2011, Foreign Minister Ada Ash of Japan met in Tokyo with Boris Elm, Foreign Minister of Russia.
Minister Ash said that fisheries talks should go on. The two ministers discussed trade and energy."""
THEIRS = """On the meeting of Foreign Minister Boris Elm with Foreign Minister of Japan Ada Ash

On May 12, 2011, Foreign Minister of Russia Boris Elm had talks in Tokyo with Ada Ash, Foreign Minister of
Japan.
The ministers exchanged views on trade, on energy and on the situation in Afghanistan."""
LEADERS = """President Ivan Fir meets Prime Minister Yew of Japan

On May 12, 2011, President of Russia Ivan Fir met in Tokyo with Prime Minister of Japan Kenji Yew. President
Fir said that trade
had grown."""
COURTESY = """Boris Elm pays a courtesy call on the Prime Minister of Japan

On May 12, 2011, Foreign Minister of Russia Boris Elm paid a courtesy call on Prime Minister of Japan Kenji
Yew in Tokyo.
Minister Elm said that trade had grown."""
CALL = """On the telephone conversation of Foreign Minister Boris Elm with Foreign Minister of Japan Ada Ash

On May 12, 2011, Foreign Minister of Russia Boris Elm spoke by telephone with Ada Ash, Foreign Minister of
Japan. The
ministers discussed trade and energy."""
DEPUTIES = """On the consultations of Deputy Foreign Minister Oleg Oak

On May 12, 2011, Deputy Foreign Minister of Russia Oleg Oak met in Tokyo with Deputy Foreign Minister of
Japan Jun Birch. They
discussed trade and energy."""
NEXT_TOWN = """On the meeting of Foreign Minister Boris Elm with Foreign Minister of Japan Ada Ash

On May 13, 2011, Foreign Minister of Russia Boris Elm met in Kyoto with Ada Ash, Foreign Minister of Japan.
The ministers
discussed trade and energy."""


def test_two_ministries_that_name_the_same_people_tell_of_one_meeting():
    """Titles, order and type differ, the people do not; the reason names them."""
    reason = same_meeting(read("JPN", "2011-05-12", MINISTERS), read("RUS", "2011-05-12", THEIRS))
    assert reason == "same day; Ada Ash, Boris Elm in both"


@pytest.mark.parametrize("theirs", [LEADERS, COURTESY, CALL, DEPUTIES, NEXT_TOWN])
def test_what_only_looks_alike_stays_apart(theirs):
    """The same two states within a day, but leaders, a courtesy call, a call, deputies, another town."""
    mine = read("JPN", "2011-05-12", MINISTERS)
    assert same_meeting(mine, read("RUS", "2011-05-13" if "13" in theirs else "2011-05-12", theirs)) is None
    assert same_meeting(read("RUS", "2011-05-12", theirs), mine) is None


def test_one_publisher_tells_of_two_meetings():
    """Whatever else is the same."""
    assert same_meeting(read("JPN", "2011-05-12", MINISTERS), read("JPN", "2011-05-12", THEIRS)) is None


def test_the_leaders_delegation_does_not_make_it_the_ministers_meeting():
    """Ministers present at the summit are shared, but those who led it are not."""
    summit = LEADERS + " Foreign Minister Boris Elm and Foreign Minister Ada Ash also attended."
    both = read("RUS", "2011-05-12", summit)
    added = Account(
        **{n: getattr(both, n) for n in Account.__slots__ if n != "people"},
        people=(
            *both.people,
            Person("Boris Elm", "RUS", "Foreign Minister"),
            Person("Ada Ash", "JPN", "Foreign Minister"),
        ),
    )
    assert same_meeting(read("JPN", "2011-05-12", MINISTERS), added) is None


def call(publisher, day, matter, *, states=("USA", "CHN"), **more):
    """One account of a call between two ministers."""
    return account_of(publisher, day, kind="phone_call", states=states, dossiers=matter, **more)


def account_of(publisher, day, *, kind="meeting", states=("JPN", "RUS"), people=None, dossiers="", **more):
    """One account in few words."""
    named = (("Ada Ash", states[0]), ("Boris Elm", states[1])) if people is None else people
    when = date.fromisoformat(day) if day else None
    return Account(
        f"{publisher}-{day}-{kind}-{more.pop('key', '')}",
        frozenset({kind}),
        frozenset(states),
        frozenset({publisher} - {None}),
        when,
        when,
        people=tuple(Person(name, state, "Foreign Minister") for name, state in named),
        dossiers=frozenset(dossiers.split()),
        **more,
    )


def test_a_call_across_the_date_line_has_two_dates():
    """It is later in Beijing than in Washington, never earlier."""
    west, east = call("USA", "2021-02-05", "taiwan"), call("CHN", "2021-02-06", "taiwan human_rights")
    assert "as the clocks are" in same_meeting(west, east)
    assert same_meeting(call("USA", "2021-02-06", "taiwan"), call("CHN", "2021-02-05", "energy")) is None


def test_two_calls_on_adjacent_days_are_two():
    """Where the clocks do not explain the dates, or nothing is talked about in both."""
    assert same_meeting(call("USA", "2021-02-05", "taiwan"), call("CHN", "2021-02-06", "energy")) is None
    neighbours = {"states": ("FRA", "DEU")}
    one, other = (
        call("FRA", "2021-02-05", "ukraine", **neighbours),
        call("DEU", "2021-02-06", "mali", **neighbours),
    )
    assert same_meeting(one, other) is None
    late = call("DEU", "2021-02-06", "ukraine iran", **neighbours)
    assert "on the same matters" in same_meeting(one, late)


def test_each_of_two_calls_finds_its_own_account():
    """Four accounts of two calls on adjacent days are two meetings, not one chain."""
    accounts = [call(p, d, "taiwan") for d in ("2021-02-05", "2021-02-06") for p in ("USA", "CHN")]
    found = [group.members for group in groups(accounts)]
    assert found == [
        ("CHN-2021-02-05-phone_call-", "USA-2021-02-05-phone_call-"),
        ("CHN-2021-02-06-phone_call-", "USA-2021-02-06-phone_call-"),
    ]


def test_without_a_day_there_must_be_no_choice():
    """An undated account joins the one meeting of these people in that place; with two it stays alone."""
    rome, tokyo = frozenset({"Rome"}), frozenset({"Tokyo"})
    undated, theirs = account_of("JPN", None, places=rome), account_of("RUS", "2011-05-12", places=rome)
    (group,) = groups([undated, theirs])
    assert group.members == (undated.iri, theirs.iri)
    assert "no day in one" in group.reasons[0][2]
    assert len(groups([undated, theirs, account_of("RUS", "2011-09-01", places=rome)])) == 3
    assert len(groups([undated, account_of("JPN", None, key="2", places=rome), theirs])) == 3
    assert len(groups([undated, account_of("RUS", "2011-05-12", places=tokyo)])) == 2
    assert len(groups([undated, account_of("RUS", "2011-05-12", places=rome, people=())])) == 2


def test_a_call_without_a_day_needs_a_matter_in_common():
    """A call has no place: what was talked about must fit the one other call of these people."""
    undated, theirs = call("USA", None, "taiwan"), call("CHN", "2021-02-06", "taiwan")
    assert len(groups([undated, theirs])) == 1
    assert len(groups([undated, theirs, call("CHN", "2021-06-11", "taiwan")])) == 3
    assert len(groups([undated, call("CHN", "2021-02-06", "energy visits_dialogue")])) == 2


def test_without_people_type_and_day_decide():
    """Nobody named: types that name two levels keep apart, others do not, and a day may lie between."""
    one = account_of("JPN", "2011-05-12", kind="consultation", people=())
    assert "nobody named in both" in same_meeting(one, account_of("RUS", "2011-05-13", people=()))
    summit = account_of("JPN", "2011-05-12", kind="summit", people=())
    ministers = account_of("RUS", "2011-05-12", kind="foreign_ministers_meeting", people=())
    assert same_meeting(summit, ministers) is None


def test_the_same_ministers_meet_with_the_defence_ministers_too():
    """A 2+2 is not their own meeting of that day."""
    alone = account_of("JPN", "2011-05-12", kind="foreign_ministers_meeting")
    assert same_meeting(alone, account_of("RUS", "2011-05-12", kind="2+2")) is None
    assert same_meeting(alone, account_of("RUS", "2011-05-12", kind="consultation"))


def test_where_the_highest_is_missing_both_must_name_the_level():
    """One account names the deputy only: it can be the ministers' meeting, if both call it so."""
    led = (
        Person("Ada Ash", "JPN", "Foreign Minister"),
        Person("Jun Birch", "JPN", "Deputy Foreign Minister"),
    )

    def told(publisher, kind, people, day=12):
        when = date(2011, 5, day)
        return Account(
            publisher,
            frozenset({kind}),
            frozenset({"JPN", "RUS"}),
            frozenset({publisher}),
            when,
            people=people,
        )

    ministers = told("JPN", "foreign_ministers_meeting", led)
    assert same_meeting(ministers, told("RUS", "foreign_ministers_meeting", led[1:]))
    assert same_meeting(ministers, told("RUS", "foreign_ministers_meeting", led[1:], day=13)) is None
    assert same_meeting(ministers, told("RUS", "meeting", led[1:])) is None


def test_names_known_to_the_registry_decide():
    """Two entries are two people, however alike their names; one entry is one, however printed."""

    def told(publisher, name, known):
        people = (Person(name, "JPN", None, known),)
        states = frozenset({"JPN", "RUS"})
        return Account(
            publisher, frozenset(), states, frozenset({publisher}), date(2011, 5, 12), people=people
        )

    assert same_meeting(told("JPN", "Kenji Yew", "a"), told("RUS", "Kenji Yew", "b")) is None
    assert same_meeting(told("JPN", "Kenji Yew", "a"), told("RUS", "The Yew", "a"))


def test_a_spokesperson_is_not_at_the_table():
    """The one to whom a page is attributed neither joins nor parts."""
    speaking = Person("Vera Ivy", "RUS", "Spokesperson")
    one = account_of("JPN", "2011-05-12")
    other = account_of("RUS", "2011-05-12", people=())
    other = Account(**{n: getattr(other, n) for n in Account.__slots__ if n != "people"}, people=(speaking,))
    assert same_meeting(one, other)
    nobody = account_of("RUS", "2011-05-12", people=[("Vera Ivy", None)])
    assert same_meeting(one, nobody)


def test_accounts_in_any_order_give_the_same_groups():
    """Reasons too."""
    accounts = [
        account_of("JPN", "2011-05-12", kind="summit"),
        account_of("RUS", "2011-05-12", kind="summit"),
        account_of("RUS", "2011-05-12"),
        account_of(None, "2011-05-13"),
        account_of("JPN", None, dossiers="energy"),
    ]
    assert len({tuple(groups(order)) for order in permutations(accounts)}) == 1
    assert groups([]) == []
    assert groups([Account("x")]) == [Group(("x",))]


@pytest.mark.parametrize("name", sorted(p.name[:18] for p in GOLD.glob("pairs/*.pair.json")))
def test_the_annotated_pairs_are_one_meeting_each(name):
    """Seven meetings told by both governments, as read from their words alone."""
    accounts = []
    for path in sorted(GOLD.glob(f"pairs/{name}-by-*.txt")):
        reading = kg.read(path, publishers=[path.stem[-3:].upper()])
        accounts.append(account(reading, path.stem))
    assert len(groups(accounts)) == 1
