"""Which accounts are of one meeting: what speaks for it, what against it, and the groups that follow.

Pure: accounts in, groups out. Two ministries seldom agree on what to call a meeting or where it was, so the
people decide. Whoever ranks highest for a state in one account must be in the other one too; where both name
somebody for a state and nobody is shared, they are two meetings, however alike the rest. A day's difference
is put down to time zones, or to a page issued the day after, only where nothing else speaks against it.
`ontology/rules/meetings.yaml` holds what can be argued about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.extraction.figures import kind_of
from kg.vocabulary.officials import officials, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Account", "Group", "Person", "groups", "same_meeting"]

DAY = timedelta(days=1)
CALL, ANY = "phone_call", "meeting"
ALIKE, SHORT, SHARED = 0.8, 3, 2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody present as one account names them; `known` is the entry of the registry that is meant."""

    name: str
    state: str | None = None
    post: str | None = None
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One document's account of a meeting.

    States and publishers are codes or IRIs, as long as all are the same kind; `types` and `dossiers` are
    notations. `earliest`/`latest` are the days of the meeting, `issued` that of the page, to compare by only.
    """

    iri: str
    types: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    earliest: date | None = None
    latest: date | None = None
    issued: date | None = None
    places: frozenset[str] = frozenset()
    people: tuple[Person, ...] = ()
    dossiers: frozenset[str] = frozenset()

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day, or that of the page."""
        first = self.earliest or self.latest or self.issued
        return (first, self.latest or first) if first else None


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts of one meeting, by IRI, and for every two that were compared why they are of one."""

    members: tuple[str, ...]
    reasons: tuple[tuple[str, str, str], ...] = ()


def groups(accounts: Iterable[Account]) -> list[Group]:
    """Every account in one group, sorted; the order in which they come does not count.

    The best-fitting pairs are joined first (same type, nearest days, most people shared, then by IRI), as
    long as every two of the group fit: a ministry that gives two accounts tells of two meetings. An account
    without any day joins the only group that it fits, by people and place or matters, if that group fits no
    other such account of its publisher.
    """
    alike: dict[frozenset[str], list[Account]] = defaultdict(list)
    for account in accounts:
        alike[account.states].append(account)
    found = [group for held in alike.values() for group in _grouped(sorted(held, key=lambda a: a.iri))]
    return sorted(found, key=lambda group: group.members)


def _grouped(accounts: list[Account]) -> list[Group]:
    where = {a.iri: [a] for a in accounts}
    why: dict[str, list[tuple[str, str, str]]] = defaultdict(list)

    def join(a: str, b: str, reason: str) -> None:
        one, other = where[a], where[b]
        if one is not other and all(same_meeting(x, y) for x in one for y in other):
            one.extend(other)
            where.update(dict.fromkeys((x.iri for x in other), one))
            why[a].append((a, b, reason))

    for *_, a, b, reason in sorted(_within_a_day(accounts)):
        join(a, b, reason)
    for a, b, reason in _only_choices(accounts, where):
        join(a, b, reason)
    return [
        Group(tuple(sorted(a.iri for a in group)), tuple(sorted(r for a in group for r in why[a.iri])))
        for group in {id(group): group for group in where.values()}.values()
    ]


def _within_a_day(accounts: list[Account]) -> Iterator[tuple[bool, timedelta, int, str, str, str]]:
    """The pairs that can be of one meeting, with what says how well they fit."""
    dated = sorted(((days[0], a.iri, a) for a in accounts if (days := a.days)), key=itemgetter(0, 1))
    for k, (_, _, a) in enumerate(dated):
        for start, _, b in dated[k + 1 :]:
            if a.days and start - a.days[1] > DAY:
                break
            if reason := same_meeting(a, b):
                yield not a.types & b.types, _apart(a, b), -len(_shared(a, b)), a.iri, b.iri, reason


def _only_choices(accounts: list[Account], where: dict[str, list[Account]]) -> Iterator[tuple[str, str, str]]:
    """Undated accounts with the one group that each fits, where neither has another choice."""
    undated = [a for a in accounts if not a.days]
    fitting: dict[str, dict[int, tuple[str, str]]] = {}
    for a in undated:
        fitting[a.iri] = {}
        for b in accounts:
            if b.days and (reason := same_meeting(a, b)):
                fitting[a.iri].setdefault(id(where[b.iri]), (b.iri, reason))
    for a in undated:
        chosen = fitting[a.iri]
        if len(chosen) == 1 and not any(
            chosen.keys() & fitting[x.iri].keys()
            for x in undated
            if x is not a and x.publishers & a.publishers
        ):
            yield from ((a.iri, b, reason) for b, reason in chosen.values())


def same_meeting(a: Account, b: Account) -> str | None:
    """Why two accounts can be of one meeting, in words; None where they cannot.

    Between an account without a day and another the answer says only that nothing speaks against it.
    """
    if len(a.states) < SHARED or a.states != b.states or a.publishers & b.publishers:
        return None
    if (CALL in a.types) != (CALL in b.types):
        return None
    both = [_agree(a, b, state) for state in sorted(a.states)]
    if "other" in both:
        return None
    sure = set(both) == {"same"}
    if not _types_fit(a, b, sure=sure, doubt="some" in both):
        return None
    who = _people_words(a, b)
    if not a.days or not b.days:
        fits = sure and _place(a, b) is not False and (_place(a, b) or a.dossiers & b.dossiers - _general())
        return f"no day in one, and no other meeting of theirs to choose; {who}" if fits else None
    apart = _apart(a, b)
    if not apart:
        return f"same day; {who}"
    if apart > DAY or "some" in both:
        return None
    if CALL in a.types:
        return _calls(a, b, who)
    # in person both tell the day of the place, so that a day apart is an error of one of them
    return None if _place(a, b) is False else f"a day apart; {who}"


def _calls(a: Account, b: Account, who: str) -> str | None:
    """Calls a day apart: the clocks explain it, or the page came a day late; what was talked about tells."""
    special = a.dossiers - _general(), b.dossiers - _general()
    common = special[0] & special[1]
    early, late = (_hours(x) for x in sorted((a, b), key=lambda x: x.days or (date.min, date.min)))
    if early is not None and late is not None and late - early >= _settings()["clock_hours"]:
        return None if all(special) and not common else f"a day apart, as the clocks are; {who}"
    enough = len(common) * 2 >= min(map(len, special)) > 0
    return f"a day apart, on the same matters; {who}" if enough else None


def _hours(account: Account) -> float | None:
    """How far ahead of UTC the publisher's clock is."""
    known = [_settings()["utc"].get(_code(p)) for p in sorted(account.publishers)]
    return known[0] if len(known) == 1 else None


def _apart(a: Account, b: Account) -> timedelta:
    """From the end of the earlier to the start of the later; nothing where they overlap. Both have a day."""
    (start, end), (other_start, other_end) = (x.days or (date.min, date.min) for x in (a, b))
    return max(timedelta(0), other_start - end, start - other_end)


def _types_fit(a: Account, b: Account, *, sure: bool, doubt: bool) -> bool:
    """Whether the types name one level; where the people leave a doubt, both must name it."""
    one, other = ({_settings()["levels"].get(t) for t in x.types} - {None} for x in (a, b))
    if doubt:
        return bool(one) and one == other
    special = set(_settings()["special"])
    if sure:  # what the same people's meeting is called says little, but who else was there does
        return not one or not other or one & special == other & special
    return one & special == other & special and (not one or not other or bool(one & other))


def _agree(a: Account, b: Account, state: str) -> str:
    """How the people of one state compare: same, some (but the highest of one is missing), other, unknown."""
    ours, theirs = _present(a, state), _present(b, state)
    if not ours or not theirs:
        return "unknown"
    if not any(_same_person(x, y) for x in ours for y in theirs):
        return "other"
    led = all(
        any(_same_person(x, y) for x in _leading(one) for y in other)
        for one, other in ((ours, theirs), (theirs, ours))
    )
    return "same" if led else "some"


def _present(account: Account, state: str) -> list[Person]:
    """Those of a state, without the spokespersons to whom pages are attributed."""
    return [
        p
        for p in account.people
        if p.state and _code(p.state) == _code(state) and "spokes" not in (p.post or "").lower()
    ]


def _leading(people: Sequence[Person]) -> list[Person]:
    """The highest of them; where no post tells, all."""
    ranks = [_settings()["ranks"].get(_kind(p), 0) for p in people]
    return [p for p, rank in zip(people, ranks, strict=True) if rank == max(ranks)]


@cache
def _kind(person: Person) -> str | None:
    """The kind of post, as printed or, where none is, as the registry has it for the one who can be meant."""
    if person.post:
        return kind_of(person.post)
    found = officials().resolve(person.name, state=_code(person.state))
    return found[0].posts[0].kind if len(found) == 1 and found[0].posts else None


def _shared(a: Account, b: Account) -> list[str]:
    """The names, as `a` has them, of the people in both."""
    return [
        p.name
        for s in sorted(a.states)
        for p in _present(a, s)
        if any(_same_person(p, q) for q in _present(b, s))
    ]


def _people_words(a: Account, b: Account) -> str:
    first = a if a.iri <= b.iri else b
    named = sorted(set(_shared(first, b if first is a else a)))
    return f"{', '.join(named)} in both" if named else "nobody named in both, nothing against it"


def _same_person(a: Person, b: Person) -> bool:
    """Whether two names of one state's people, named for one day, are one person's."""
    if a.known and b.known:
        return a.known == b.known
    return _same_name(a.name, b.name, _kind(a), _kind(b))


@cache
def _same_name(one: str, other: str, kind: str | None, other_kind: str | None) -> bool:
    """Two words in common; or one, and the rest is short for the other, or absent, or the post is the same.

    >>> [_same_name(*n, None, None) for n in (("Joseph R. Biden", "Joe Biden"), ("Wang Yi", "Wang Wentao"))]
    [True, False]
    """
    ours, theirs = words(one), words(other)
    common = [(x, y) for x in ours for y in theirs if _alike(x, y)]
    if not common:
        return False
    if len({x for x, _ in common}) >= SHARED and len({y for _, y in common}) >= SHARED:
        return True
    left = [x for x in ours if all(x != c for c, _ in common)]
    right = [y for y in theirs if all(y != c for _, c in common)]
    short = not left or not right or any(x[:2] == y[:2] or x in y or y in x for x in left for y in right)
    return short or (kind is not None and kind == other_kind)


def _alike(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > SHORT and SequenceMatcher(None, a, b).ratio() >= ALIKE)


def _place(a: Account, b: Account) -> bool | None:
    """Whether the places share a word; None where one names none."""
    ours, theirs = ({w for place in x.places for w in words(place)} for x in (a, b))
    return bool(ours & theirs) if ours and theirs else None


def _code(state: str | None) -> str:
    return (state or "").rpartition("/")[2]


def _settings() -> Any:
    return resources.data("ontology", "rules", "meetings.yaml")


@cache
def _general() -> frozenset[str]:
    return frozenset(_settings()["general"])
