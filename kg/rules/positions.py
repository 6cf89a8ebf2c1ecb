"""Where a state stands: each stance with the one before it, how it changed, and which is the latest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.rules import meetings, partitions, words
from kg.rules.facts import Facts, fact
from kg.rules.history import History
from kg.rules.issues import Issues
from kg.rules.seams import one_each, rule, select
from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rules.meetings import Meeting
    from kg.rules.seams import Term
    from kg.rules.words import Words
    from kg.store import Store

_MANY: Final = 8
"""Of so many holders on one issue all are asked for at once."""


@dataclass(frozen=True, slots=True)
class Stance:
    """A position taken at a meeting."""

    iri: str
    meeting: Meeting
    partition: str
    day: str | None
    wordings: tuple[Words, ...]
    condition: Words
    states: frozenset[str]


def known(store: Store) -> set[str]:
    """The partitions that have any position in them."""
    return {partitions.positions(holder, issue) for holder, issue in select(store, _KNOWN)}


def derive(store: Store, due: Iterable[str], met: dict[str, Meeting]) -> Facts:
    """Predecessors, changes and latest positions in some partitions.

    Which account is of which meeting is derived before, and read into `met` as it is needed.
    """
    found: Facts = {name: set() for name in sorted(due)}
    stances = _stances(store, found, met)
    by_partition: dict[str, list[Stance]] = defaultdict(list)
    for stance in stances:
        by_partition[stance.partition].append(stance)
    where = {stance.iri: stance.partition for stance in stances}
    pairs: list[tuple[Term, ...]] = []
    wide = words.wide()
    for name, listed in sorted(by_partition.items()):
        holder, issue = partitions.holder_and_issue(name)
        days = [stance.day for stance in listed if stance.day]
        found[name].update(
            fact(holder, "latestPosition", stance.iri)
            for stance in listed
            if stance.day == max(days, default="")
        )
        for stance, earlier, same in _predecessors(listed):
            if earlier:
                found[name].add(fact(stance.iri, "previousStance", earlier.iri))
                alike = _alike(stance.condition, earlier.condition)
                there = stance.meeting.states == earlier.meeting.states and issue not in wide
                pairs.append((stance.iri, earlier.iri, same, alike, there))
            else:
                found[name].add(fact(stance.iri, "positionChange", _FIRST))
    for iri, _, change in rule(store, "50-position-change", pairs):
        found[where[iri]].add(fact(iri, "positionChange", change))
    return found


def _predecessors(stances: list[Stance]) -> Iterator[tuple[Stance, Stance | None, bool]]:
    """Each dated stance with the one before it, and whether both are of the same thing.

    The same thing comes first: the last meeting at which the holder spoke of it. Where there is none, it is
    the last meeting at which the holder took any stance on the issue.
    """
    history = History(stances)
    for stance in stances:
        if stance.meeting.first:
            same = history.before(stance, words.least("position"))
            parted = bool(same and stance.states and same.states and not stance.states & same.states)
            yield stance, same or history.last(stance), bool(same) and not parted


def _alike(a: Words, b: Words) -> bool:
    return a == b or words.share(a, b) >= words.least("condition")


def _stances(store: Store, due: Iterable[str], met: dict[str, Meeting]) -> list[Stance]:
    wanted = set(due)
    rows = list(rule(store, "40-positions", _seam(wanted)))
    taken = {(stance, holder) for holder, _, stance in rows}
    iris = one_each(sorted({stance for stance, _ in taken}))
    about: dict[str, set[str]] = defaultdict(set)
    rest: dict[str, tuple[str, str, str | None, str | None]] = {}
    for stance, issue, account, day, target, state in select(store, _STANCE, iris):
        about[stance].update(filter(None, [state]))
        rest[stance] = issue, account, day, target
    conditions: dict[str, str] = dict(select(store, _CONDITION, iris))
    met.update(meetings.derived(store, {account for _, account, _, _ in rest.values()} - set(met)))
    issues = Issues(store)
    found = []
    for stance, holder in sorted(taken):
        issue, account, day, target = rest[stance]
        partition = partitions.positions(holder, issue)
        if partition in wanted:
            found.append(
                Stance(
                    stance,
                    met[account],
                    partition,
                    day,
                    (_thing(target, issue, issues),),
                    words.words(conditions.get(stance)),
                    words.states(target, about[stance]) - words.states(None, [holder]),
                )
            )
    return found


def _thing(target: str | None, issue: str, issues: Issues) -> Words:
    """What a target says beyond the name of its issue; the issue itself where it says no more.

    On a wide issue one word is too little.
    """
    said = words.words(target)
    beyond = said - issues.names(issue)
    if issue in words.wide():
        return beyond if len(beyond) > 1 else frozenset()
    return beyond or (frozenset({issue}) if said else beyond)


def _seam(due: Iterable[str]) -> list[tuple[str | None, str]]:
    """Holder and issue; an issue alone where many hold positions on it."""
    holders: dict[str, list[str]] = defaultdict(list)
    for name in sorted(due):
        holder, issue = partitions.holder_and_issue(name)
        holders[issue].append(holder)
    return [
        (holder, issue)
        for issue, listed in sorted(holders.items())
        for holder in (listed if len(listed) <= _MANY else [None])
    ]


_FIRST: Final = f"{KG}change_first_recorded"
_KNOWN = "SELECT DISTINCT ?holder ?issue WHERE { ?stance kg:towards ?issue ; kg:holder ?holder }"
_STANCE = """SELECT ?stance ?issue ?account ?day ?target ?state WHERE {
  VALUES ?stance { UNDEF }
  ?stance kg:towards ?issue ; kg:expressedIn ?statement .
  ?statement kg:madeAt ?account .
  OPTIONAL { ?statement kg:latest ?day }
  OPTIONAL { ?statement kg:target ?target }
  OPTIONAL { ?statement kg:targetState ?state }
}"""
_CONDITION = """SELECT ?stance ?words WHERE {
  VALUES ?stance { UNDEF }
  ?stance kg:condition ?condition . ?condition kg:words ?words .
}"""
