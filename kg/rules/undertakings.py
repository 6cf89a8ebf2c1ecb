"""What became of promises: which were made again, and which are reported as done."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.rules import words
from kg.rules.facts import fact
from kg.rules.history import History
from kg.rules.seams import one_each, rule, select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.rules.facts import Found
    from kg.rules.meetings import Meeting
    from kg.rules.words import Words
    from kg.store import Store


_FEW: Final = 3
"""So many words at least must two promises have in common."""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A promise, or a statement that something was done."""

    iri: str
    meeting: Meeting
    issue: str
    parties: frozenset[str]
    words: Words

    @property
    def wordings(self) -> tuple[Words, ...]:
        """What says what is meant."""
        return (self.words,)


def facts(store: Store, meetings: list[Meeting]) -> Iterator[Found]:
    """All about the promises made at some meetings; those of the same participants are compared."""
    met = Counter(meeting.states for meeting in meetings)
    where = {a.iri: meeting for meeting in meetings if met[meeting.states] > 1 for a in meeting.accounts}
    promises = {promise.iri: promise for promise in _promises(store, where)}
    alike: dict[tuple[frozenset[str], frozenset[str]], list[Undertaking]] = defaultdict(list)
    for promise in promises.values():
        alike[promise.meeting.states, promise.parties].append(promise)
    pairs = []
    for listed in alike.values():
        history = History(listed)
        pairs += [
            (promise.iri, earlier.iri)
            for promise in listed
            if (earlier := history.before(promise, words.least("undertaking"), _FEW))
        ]
    for later, _, before in rule(store, "70-restated", pairs):
        yield promises[later].meeting.iri, fact(later, "restates", before)
    for promise, statement in _done(store, list(promises.values()), where):
        yield promise.meeting.iri, fact(promise.iri, "reportedDoneIn", statement)


def _done(
    store: Store, promises: list[Undertaking], where: dict[str, Meeting]
) -> Iterator[tuple[Undertaking, str]]:
    """Each promise with the first later statement that tells of its being kept."""
    kept = {promise.meeting.states for promise in promises}
    accounts = one_each(sorted(account for account, meeting in where.items() if meeting.states in kept))
    told = one_each(sorted({s for s, _, _ in rule(store, "71-told-done", accounts)}))
    alike: dict[tuple[frozenset[str], str], list[Undertaking]] = defaultdict(list)
    for statement, account, issue, quote in select(store, _TOLD, told):
        done = Undertaking(statement, where[account], issue, frozenset(), words.words(quote))
        alike[done.meeting.states, issue].append(done)
    for promise in promises:
        later = _after(promise, alike.get((promise.meeting.states, promise.issue), []))
        if later:
            yield promise, later


def _after(promise: Undertaking, told: list[Undertaking]) -> str | None:
    """The first of some later statements that has the most of the promise's words."""
    found = [
        (other.meeting.first, -held, other.iri)
        for other in told
        if other.meeting.first
        and promise.meeting.last
        and other.meeting.first > promise.meeting.last
        and len(promise.words & other.words) > 1
        and (held := words.held_in(promise.words, other.words)) >= words.least("done")
    ]
    return min(found)[2] if found else None


def _promises(store: Store, where: dict[str, Meeting]) -> list[Undertaking]:
    parties: dict[str, set[str]] = defaultdict(set)
    rest: dict[str, tuple[str, str, str]] = {}
    for promise, party, what, account, issue in select(store, _PROMISES, one_each(sorted(where))):
        parties[promise].add(party)
        rest[promise] = what or "", account, issue
    return [
        Undertaking(iri, where[account], issue, frozenset(parties[iri]), words.words(what))
        for iri, (what, account, issue) in sorted(rest.items())
    ]


_PROMISES = """SELECT ?promise ?party ?what ?account ?issue WHERE {
  VALUES ?account { UNDEF }
  ?statement kg:madeAt ?account .
  ?promise kg:statedIn ?statement ; kg:party ?party .
  ?statement kg:issue ?issue .
  OPTIONAL { ?promise kg:undertaking ?what }
}"""
_TOLD = """SELECT ?statement ?account ?issue ?quote WHERE {
  VALUES ?statement { UNDEF }
  ?statement kg:madeAt ?account ; kg:issue ?issue ; kg:evidence/oa:hasSelector/oa:exact ?quote .
}"""
