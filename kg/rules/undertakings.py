"""What became of promises: which were made again, and which are reported as done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.rules import meetings, partitions, words
from kg.rules.facts import fact
from kg.rules.history import History
from kg.rules.seams import one_each, rule, select

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from kg.rules.facts import Facts
    from kg.rules.matters import Statement
    from kg.rules.meetings import Meeting
    from kg.rules.words import Words
    from kg.store import Store


_FEW: Final = 3
"""So many words at least must two promises have in common."""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A promise with its statement, or a statement that something was done."""

    iri: str
    statement: str
    meeting: Meeting
    parties: frozenset[str]
    words: Words

    @property
    def wordings(self) -> tuple[Words, ...]:
        """What says what is meant."""
        return (self.words,)


def derive(store: Store, due: Iterable[str], accounts: Iterable[str], met: dict[str, Meeting]) -> Facts:
    """Which promises in some partitions were made before, of promises that stand in these accounts.

    Which account is of which meeting is derived before, and read into `met` as it is needed.
    """
    found: Facts = {name: set() for name in sorted(due)}
    stated: dict[str, str] = dict(select(store, _STATED, one_each(sorted(accounts))))
    met.update(meetings.derived(store, set(stated.values()) - set(met)))
    promises = _promises(store, {statement: met[account] for statement, account in stated.items()})
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
        name = partitions.promises(promises[later].meeting.states)
        if name in found:
            found[name].add(fact(later, "restates", before))
    return found


def facts(store: Store, statements: Mapping[str, Statement]) -> Iterator[tuple[str, ox.Triple]]:
    """The first later statement that tells of a promise being kept, each with the promise's statement.

    Those on one issue at the meetings of the same participants are compared.
    """
    promises = _promises(store, {iri: one.meeting for iri, one in statements.items()})
    matters = {(p.meeting.states, statements[p.statement].issue) for p in promises.values()}
    near = [iri for iri, one in sorted(statements.items()) if (one.meeting.states, one.issue) in matters]
    told = one_each(sorted({s for s, _, _ in rule(store, "71-told-done", one_each(near))}))
    alike: dict[tuple[frozenset[str], str], list[Undertaking]] = defaultdict(list)
    for iri, quote in select(store, _TOLD, told):
        one = statements[iri]
        done = Undertaking(iri, iri, one.meeting, frozenset(), words.words(quote))
        alike[one.meeting.states, one.issue].append(done)
    for promise in promises.values():
        issue = statements[promise.statement].issue
        if later := _after(promise, alike.get((promise.meeting.states, issue), [])):
            yield promise.statement, fact(promise.iri, "reportedDoneIn", later)


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


def _promises(store: Store, made: Mapping[str, Meeting]) -> dict[str, Undertaking]:
    """The promises that stand in some statements, by IRI."""
    parties: dict[str, set[str]] = defaultdict(set)
    rest: dict[str, tuple[str, str]] = {}
    for statement, promise, party, what in select(store, _PROMISES, one_each(sorted(made))):
        parties[promise].add(party)
        rest[promise] = statement, what or ""
    return {
        iri: Undertaking(iri, statement, made[statement], frozenset(parties[iri]), words.words(what))
        for iri, (statement, what) in sorted(rest.items())
    }


_STATED = """SELECT DISTINCT ?statement ?account WHERE {
  VALUES ?account { UNDEF }
  ?statement kg:madeAt ?account .
  ?promise kg:statedIn ?statement .
}"""
_PROMISES = """SELECT ?statement ?promise ?party ?what WHERE {
  VALUES ?statement { UNDEF }
  ?promise kg:statedIn ?statement ; kg:party ?party .
  OPTIONAL { ?promise kg:undertaking ?what }
}"""
_TOLD = """SELECT ?statement ?quote WHERE {
  VALUES ?statement { UNDEF }
  ?statement kg:evidence/oa:hasSelector/oa:exact ?quote .
}"""
