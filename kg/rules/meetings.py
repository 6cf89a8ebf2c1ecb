"""Which accounts are of one meeting, and which meeting came before which."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from kg import samemeeting
from kg.rules import partitions
from kg.rules.facts import day, fact
from kg.rules.groups import Groups, digest
from kg.rules.merges import told
from kg.rules.people import registered
from kg.rules.seams import ANY, one_each, select
from kg.vocabulary.namespaces import ID, ISSUE, KG, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

    from kg.rules.merges import Merges
    from kg.store import Store

_MANY: Final = 20
"""From so many partitions on all accounts are asked for at once."""


@dataclass(frozen=True, slots=True)
class Account:
    """One document's account of a meeting; `seen` is what tells whether another one is of the same."""

    iri: str
    types: frozenset[str]
    states: frozenset[str]
    earliest: str | None
    latest: str | None
    issued: str | None
    seen: samemeeting.Account


@dataclass(frozen=True, slots=True)
class Meeting:
    """What took place, behind one or several accounts; `first` and `last` tell what came before what.

    They are the days of the meeting, or else those on which the accounts were issued.
    """

    iri: str
    accounts: tuple[Account, ...]
    states: frozenset[str]
    first: str | None
    last: str | None


def known(store: Store) -> set[str]:
    """The partitions that have any account in them."""
    return set(_accounts_by_partition(store))


def find(store: Store, due: Iterable[str], merges: Merges) -> dict[str, list[Meeting]]:
    """The meetings of some partitions, which must be all that `merges` links, each in its partition."""
    due = sorted(due)
    held = set().union(*accounts_of(store, due).values())
    listed = {account.iri: account for account in accounts(store, held)}
    groups = Groups()
    for one in samemeeting.groups(a.seen for a in listed.values() if a.iri not in merges.alone):
        for member in one.members[1:]:
            groups.join(one.members[0], member)
    found: dict[str, list[Meeting]] = {name: [] for name in due}
    for members in told(groups, set(listed), merges.merge, iri):
        meeting = _meeting(iri(members), tuple(listed[m] for m in members))
        found[min(partitions.meetings(a.states) for a in meeting.accounts)].append(meeting)
    return found


def iri(members: list[str]) -> str:
    """The IRI of a meeting that has these accounts."""
    return f"{ID}meeting/{digest(members)}"


def _meeting(name: str, accounts: tuple[Account, ...]) -> Meeting:
    firsts = [a.earliest for a in accounts if a.earliest] or [a.issued for a in accounts if a.issued]
    lasts = [a.latest for a in accounts if a.latest] or [a.issued for a in accounts if a.issued]
    states = frozenset().union(*(a.states for a in accounts))
    return Meeting(name, accounts, states, min(firsts, default=None), max(lasts, default=None))


def facts(meetings: list[Meeting]) -> Iterator[ox.Triple]:
    """What is derived of these meetings as such."""
    for meeting in meetings:
        held = meeting.accounts
        yield fact(meeting.iri, f"{RDF}type", f"{KG}Meeting")
        for account in held:
            yield fact(meeting.iri, "hasAccount", account.iri)
            yield fact(account.iri, "meetingOf", meeting.iri)
        for state in meeting.states:
            yield fact(meeting.iri, "participant", state)
        # "meeting" says no more than that there was one
        types = frozenset().union(*(a.types for a in held))
        for kind in types - {f"{KG}meeting_meeting"} or types:
            yield fact(meeting.iri, "meetingType", kind)
        if firsts := [a.earliest for a in held if a.earliest]:
            yield fact(meeting.iri, "earliest", day(min(firsts)))
        if lasts := [a.latest for a in held if a.latest]:
            yield fact(meeting.iri, "latest", day(max(lasts)))


def previous(meetings: Iterable[Meeting]) -> dict[str, list[Meeting]]:
    """Meeting -> those of the last day before it began; of two that overlap none comes before the other."""
    dated = [(m.first, m.last, m) for m in meetings if m.first and m.last]
    by_last: dict[str, list[Meeting]] = defaultdict(list)
    for _, last, meeting in dated:
        by_last[last].append(meeting)
    days = sorted(by_last)
    found: dict[str, list[Meeting]] = {}
    for first, _, meeting in dated:
        before = bisect_left(days, first)
        if before:
            found[meeting.iri] = sorted(by_last[days[before - 1]], key=lambda m: m.iri)
    return found


def accounts(store: Store, iris: Iterable[str]) -> Iterator[Account]:
    """Some accounts by their IRIs, with all that tells which are of one meeting."""
    wanted = one_each(sorted(iris))
    parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for query in (_ACCOUNT, _READOUT, _DOSSIERS):
        for iri, part, value in select(store, query, wanted):
            parts[iri][part].add(value)
    present: dict[str, list[tuple[str, str, str | None]]] = defaultdict(list)
    for iri, name, state, post in select(store, _PRESENT, wanted):
        present[iri].append((name, state, post))
    for (iri,) in wanted:
        own = parts[iri]
        earliest, latest = min(own["earliest"], default=None), max(own["latest"], default=None)
        issued = min(own["issued"], default=None)
        year = (earliest or issued or "")[:4]
        people = sorted(set(present[iri]), key=lambda p: tuple(part or "" for part in p))
        yield Account(
            iri,
            frozenset(own["meetingType"]),
            frozenset(own["participant"]),
            earliest,
            latest,
            issued,
            samemeeting.Account(
                iri,
                frozenset(kind.removeprefix(f"{KG}meeting_") for kind in own["meetingType"]),
                frozenset(own["participant"]),
                frozenset(own["publisher"]),
                _date(earliest),
                _date(latest),
                _date(issued),
                frozenset(own["placeName"]),
                tuple(samemeeting.Person(*p, registered(p[0], p[1], year)) for p in people),
                frozenset(issue.removeprefix(ISSUE) for issue in own["dossier"]),
            ),
        )


def derived(store: Store, iris: Iterable[str]) -> dict[str, Meeting]:
    """Some accounts with their meetings as derived before, `accounts` left out."""
    meeting_of: dict[str, str] = dict(select(store, _MEETING_OF, one_each(sorted(iris))))
    parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    wanted = sorted(set(meeting_of.values()))
    for meeting, part, value in select(store, _DERIVED, one_each(wanted)):
        parts[meeting][part].add(value)
    undated = [m for m in wanted if not (parts[m]["earliest"] and parts[m]["latest"])]
    for meeting, value in select(store, _ISSUED, one_each(undated)):
        parts[meeting]["issued"].add(value)
    found = {
        meeting: Meeting(
            meeting,
            (),
            frozenset(parts[meeting]["participant"]),
            min(parts[meeting]["earliest"] or parts[meeting]["issued"], default=None),
            max(parts[meeting]["latest"] or parts[meeting]["issued"], default=None),
        )
        for meeting in wanted
    }
    return {account: found[meeting] for account, meeting in meeting_of.items()}


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def accounts_of(store: Store, due: Iterable[str]) -> dict[str, set[str]]:
    """The accounts in each of some partitions."""
    wanted = list(due)
    if len(wanted) > _MANY:
        found = _accounts_by_partition(store)
        return {name: found.get(name, set()) for name in wanted}
    return {name: _accounts_in(store, name) for name in wanted}


def _accounts_in(store: Store, name: str) -> set[str]:
    states = partitions.states(name)
    if not states:
        return {account for (account,) in select(store, _ALONE)}
    met: dict[str, set[str]] = defaultdict(set)
    for account, state in select(store, _MET, [(states[0], states[-1])]):
        met[account].add(state)
    return {account for account, took_part in met.items() if took_part == set(states)}


def _accounts_by_partition(store: Store) -> dict[str, set[str]]:
    states: dict[str, set[str]] = defaultdict(set)
    for account, state in select(store, _PARTICIPANTS, ANY):
        states[account].update(filter(None, [state]))
    found: dict[str, set[str]] = defaultdict(set)
    for account, took_part in states.items():
        found[partitions.meetings(took_part)].add(account)
    return found


_PARTICIPANTS = """SELECT ?account ?state WHERE {
  ?account a kg:Account OPTIONAL { ?account kg:participant ?state }
}"""
_MET = """SELECT ?account ?state WHERE {
  VALUES (?first ?last) { (UNDEF UNDEF) }
  ?account kg:participant ?first, ?last ; a kg:Account ; kg:participant ?state .
}"""
_ALONE = """SELECT ?account WHERE {
  ?account a kg:Account FILTER NOT EXISTS { ?account kg:participant ?any }
}"""
_MEETING_OF = """SELECT ?account ?meeting WHERE {
  VALUES ?account { UNDEF }
  ?account kg:meetingOf ?meeting .
}"""
_DERIVED = """SELECT ?meeting ?part ?value WHERE {
  VALUES ?meeting { UNDEF }
  ?meeting ?property ?value .
  FILTER(?property IN (kg:earliest, kg:latest, kg:participant))
  BIND(STRAFTER(STR(?property), "#") AS ?part)
}"""
_ISSUED = """SELECT ?meeting ?value WHERE {
  VALUES ?meeting { UNDEF }
  ?meeting kg:hasAccount ?account . ?account kg:reportedIn ?readout .
  ?readout kg:earliest ?value .
}"""
_ACCOUNT = """SELECT ?account ?part ?value WHERE {
  VALUES ?account { UNDEF }
  ?account ?property ?value .
  FILTER(?property IN (kg:meetingType, kg:participant, kg:earliest, kg:latest, kg:placeName))
  BIND(STRAFTER(STR(?property), "#") AS ?part)
}"""
_READOUT = """SELECT ?account ?part ?value WHERE {
  VALUES ?account { UNDEF }
  ?account kg:reportedIn ?readout .
  ?readout ?property ?value .
  FILTER(?property IN (kg:publisher, kg:earliest))
  BIND(IF(?property = kg:earliest, "issued", "publisher") AS ?part)
}"""
_DOSSIERS = """SELECT DISTINCT ?account ?part ?value WHERE {
  VALUES ?account { UNDEF }
  ?statement kg:madeAt ?account ; kg:dossier ?value .
  BIND("dossier" AS ?part)
}"""
_PRESENT = """SELECT ?account ?name ?state ?post WHERE {
  VALUES ?account { UNDEF }
  ?account kg:attendee ?mention .
  ?mention kg:name ?name ; kg:ofState ?state .
  OPTIONAL { ?mention kg:postTitle ?post }
}"""
