"""Deriving again what no longer fits: the partitions that are due, stratum by stratum.

People first, then meetings with their agendas, then what follows the meetings: requests and promises,
positions, and accounts of one meeting side by side. Where an account turns out to be of another meeting, or
on another day, what was said in it is due as well.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.rules import (
    agenda,
    comparisons,
    freshness,
    matters,
    meetings,
    partitions,
    people,
    positions,
    state,
    undertakings,
)
from kg.rules.facts import fact, plain
from kg.rules.issues import Issues
from kg.rules.merges import merges
from kg.rules.partitions import COMPARISONS, DERIVED, MATTERS, MEETINGS, PEOPLE, POSITIONS, PROMISES
from kg.rules.seams import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.rules.facts import Facts
    from kg.rules.meetings import Meeting
    from kg.rules.merges import Merges
    from kg.store import Store

CHUNK: Final = 500
"""How many partitions of positions are derived together."""
MEETINGS_AT_ONCE: Final = 200
"""How many meetings, at least, are looked at together while there are more."""


def refresh(store: Store) -> bool:
    """Derive again what is due; True if something was."""
    digest = freshness.digest(store)
    if state.noted(store, DERIVED) != digest:
        derive(store)
        return True
    due = state.due(store)
    if due:
        _derive(store, due, merges(store))
    return bool(due)


def derive(store: Store) -> bool:
    """Make all derived graphs from scratch; True if one of them differs from before."""
    due = people.known(store) | meetings.known(store) | positions.known(store)
    due |= {name for name in store.graphs() if name.startswith(DERIVED)}
    state.note(store, DERIVED, None)
    changed = _derive(store, due, merges(store), whole=True)
    state.note(store, DERIVED, freshness.digest(store))
    return changed


def _derive(store: Store, due: set[str], told: Merges, *, whole: bool = False) -> bool:
    changed = False
    for facts in _strata(store, due, told, whole=whole):
        for name, triples in facts.items():
            changed |= store.replace_graph(name, triples)
    state.clear(store, state.due(store))
    return changed


def _strata(store: Store, due: set[str], told: Merges, *, whole: bool) -> Iterator[Facts]:
    """What belongs into the partitions, each stratum when the one before it is in the store.

    With `whole` all partitions are due, and nothing has to be noted on the way.
    """
    yield {name: set() for name in due & {DERIVED}}
    if wanted := _linked(_of(due, PEOPLE), told, people.known, store):
        yield people.derive(store, wanted, told)
    moved: set[str] = set()
    if wanted := _linked(_of(due, MEETINGS), told, meetings.known, store):
        for facts in _on_meetings(store, meetings.find(store, wanted, told)):
            for name, triples in facts.items():
                if not whole and (accounts := _moved(store, name, triples)):
                    moved |= accounts
                    state.mark(store, _told_in(store, accounts))
            yield facts
    if not whole:
        due = due | _told_in(store, moved)
    read: dict[str, Meeting] = {}
    asked, promised = _of(due, MATTERS), _of(due, PROMISES)
    if whole or ((asked or promised) and told.merge):
        asked, promised = sorted({*asked, *matters.known(store)}), sorted({*promised, *_promises(store)})
    for names, accounts in _with_accounts(store, [*asked, *promised], told):
        yield matters.derive(store, _of(names, MATTERS), accounts, read)
        yield undertakings.derive(store, _of(names, PROMISES), accounts, read)
    wanted = sorted(_of(due, POSITIONS), key=_by_issue)
    for k in range(0, len(wanted), CHUNK):
        yield positions.derive(store, wanted[k : k + CHUNK], read)
    accounts = {partitions.account_of(name) for name in _of(due, COMPARISONS)}
    if whole:
        accounts |= comparisons.several(store)
    else:
        accounts |= {mate for mates in comparisons.mates(store, accounts).values() for mate in mates}
    yield comparisons.derive(store, accounts)


def _of(due: Iterable[str], kind: str) -> list[str]:
    return sorted(name for name in due if name.startswith(kind))


def _linked(due: list[str], told: Merges, known: Callable[[Store], set[str]], store: Store) -> list[str]:
    """The partitions with all that people's merges may link to them."""
    return sorted({*due, *known(store)}) if due and told.merge else due


def _by_issue(name: str) -> tuple[str, str]:
    holder, issue = partitions.holder_and_issue(name)
    return issue, holder


def _on_meetings(store: Store, found: dict[str, list[Meeting]]) -> Iterator[Facts]:
    """What lies on the meetings of some partitions, many small partitions at a time."""
    issues = Issues(store)
    names = sorted(found)
    while names:
        some: list[str] = []
        while names and sum(len(found[name]) for name in some) < MEETINGS_AT_ONCE:
            some.append(names.pop(0))
        yield _together(store, {name: found[name] for name in some}, issues)


def _together(store: Store, found: dict[str, list[Meeting]], issues: Issues) -> Facts:
    facts: Facts = {name: set(meetings.facts(held)) for name, held in found.items()}
    before: dict[str, list[Meeting]] = {}
    for name, held in found.items():
        earlier = meetings.previous(m for m in held if len(m.states) > 1)
        facts[name] |= {fact(iri, "previousMeeting", m.iri) for iri in earlier for m in earlier[iri]}
        before |= earlier
    partition = {meeting.iri: name for name, held in found.items() for meeting in held}
    all_of_them = [meeting for held in found.values() for meeting in held]
    for meeting, triple in agenda.facts(store, all_of_them, before, issues):
        facts[partition[meeting]].add(triple)
    return facts


def _promises(store: Store) -> set[str]:
    """The partitions of promises, those without any too."""
    accounts = set().union(*meetings.accounts_of(store, meetings.known(store)).values())
    return {partitions.promises(meeting.states) for meeting in meetings.derived(store, accounts).values()}


def _with_accounts(store: Store, due: list[str], told: Merges) -> Iterator[tuple[list[str], set[str]]]:
    """Partitions with the accounts that they follow from, many small ones at a time.

    While people's merges link meetings of others to them, they are all derived together.
    """
    by_pair: dict[str, list[str]] = defaultdict(list)
    for name in due:
        by_pair[partitions.meetings_of(name)].append(name)
    pairs = {*by_pair, *meetings.known(store)} if due and told.merge else set(by_pair)
    accounts = meetings.accounts_of(store, sorted(pairs))
    if due and told.merge:
        yield due, set().union(*accounts.values())
        return
    names: list[str] = []
    held: set[str] = set()
    for pair, some in by_pair.items():
        names += some
        held |= accounts[pair]
        if len(held) >= MEETINGS_AT_ONCE:
            yield names, held
            names, held = [], set()
    if names:
        yield names, held


def _moved(store: Store, name: str, facts: Iterable[ox.Triple]) -> set[str]:
    """The accounts that are of another meeting, or on another day, than before."""
    graph = _PLACES.replace("?graph", str(ox.NamedNode(name)))
    old, new = _places(select(store, graph)), _places(plain(facts))
    return {account for account in old | new if old.get(account) != new.get(account)}


def _told_in(store: Store, accounts: Iterable[str]) -> set[str]:
    """The partitions that follow the meetings, of what is told in some accounts."""
    return {
        partition
        for account in sorted(accounts)
        for partition in partitions.of(store.quads(account.removesuffix("/account")))
        if partition.startswith((MATTERS, PROMISES, POSITIONS, COMPARISONS))
    }


def _places(facts: Iterable[tuple[str, str, str]]) -> dict[str, tuple[str, ...]]:
    """Account -> its meeting with the meeting's days."""
    days: dict[str, list[str]] = {}
    meeting_of: dict[str, str] = {}
    for subject, predicate, thing in facts:
        match predicate:
            case "earliest" | "latest":
                days.setdefault(subject, []).append(f"{predicate} {thing}")
            case "meetingOf":
                meeting_of[subject] = thing
    return {account: (meeting, *sorted(days.get(meeting, ()))) for account, meeting in meeting_of.items()}


_PLACES = """SELECT ?subject ?part ?value WHERE {
  VALUES ?property { kg:meetingOf kg:earliest kg:latest }
  GRAPH ?graph { ?subject ?property ?value }
  BIND(STRAFTER(STR(?property), "#") AS ?part)
}"""
