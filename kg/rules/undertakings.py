"""What became of promises: which were made again, and which are reported as done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.rules import words
from kg.rules.facts import fact
from kg.rules.history import History
from kg.rules.seams import one_each, rule, select

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

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


def facts(store: Store, meetings: list[Meeting]) -> Iterator[ox.Triple]:
    """All about the promises made at some meetings, which are all meetings of the same participants."""
    where = {account.iri: meeting for meeting in meetings for account in meeting.accounts}
    accounts = one_each(sorted(where))
    promises = _promises(store, accounts, where)
    if not promises:
        return
    alike: dict[frozenset[str], list[Undertaking]] = defaultdict(list)
    for promise in promises:
        alike[promise.parties].append(promise)
    pairs = []
    for listed in alike.values():
        history = History(listed)
        pairs += [
            (promise.iri, earlier.iri)
            for promise in listed
            if (earlier := history.before(promise, words.least("undertaking"), _FEW))
        ]
    for later, _, before in rule(store, "70-restated", pairs):
        yield fact(later, "restates", before)
    yield from _done(store, promises, where)


def _done(store: Store, promises: list[Undertaking], where: dict[str, Meeting]) -> Iterator[ox.Triple]:
    """Each promise with the first later statement that tells of its being kept."""
    told = [s for s, _, _ in rule(store, "71-told-done", one_each(sorted(where)))]
    by_issue: dict[str, list[Undertaking]] = defaultdict(list)
    for statement, account, issue, quote in select(store, _TOLD, one_each(sorted(told))):
        by_issue[issue].append(Undertaking(statement, where[account], issue, frozenset(), words.words(quote)))
    for promise in promises:
        later = _after(promise, by_issue.get(promise.issue, []))
        if later:
            yield fact(promise.iri, "reportedDoneIn", later)


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


def _promises(store: Store, accounts: list[tuple[str]], where: dict[str, Meeting]) -> list[Undertaking]:
    parties: dict[str, set[str]] = defaultdict(set)
    rest: dict[str, tuple[str, str, str]] = {}
    for promise, party, what, account, issue in select(store, _PROMISES, accounts):
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
