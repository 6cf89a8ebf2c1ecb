"""What one side asked for: whether it was answered, whether it was asked before, when it was granted."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.rules import words
from kg.rules.facts import fact
from kg.rules.history import History
from kg.rules.partitions import account_in
from kg.rules.seams import one_each, rule, select

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.rules.facts import Found
    from kg.rules.meetings import Meeting
    from kg.rules.words import Words
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class Said:
    """A request, or what may grant one."""

    iri: str
    meeting: Meeting
    issue: str
    by: frozenset[str]
    to: frozenset[str]
    wordings: tuple[Words, ...]


def facts(store: Store, meetings: list[Meeting]) -> Iterator[Found]:
    """All about the requests made at some meetings; those of the same participants are compared."""
    where = {account.iri: meeting for meeting in meetings for account in meeting.accounts}
    status = {s: o for s, _, o in rule(store, "30-reply-status", one_each(sorted(where)))}
    requests = _said(store, list(status), where)
    granted = defaultdict(set)
    for asking, _, answer in rule(store, "60-granted-at-once", one_each(requests)):
        granted[asking].add(answer)
    late = _positive(store, requests.values(), where)
    later = _later(requests, list(_said(store, late, where).values()))
    again = _again(requests)
    for iri, request in requests.items():
        yield request.meeting.iri, fact(iri, "replyStatus", status[iri])
        if earlier := again.get(iri):
            yield request.meeting.iri, fact(iri, "asksAgain", earlier)
        if first := min(granted[iri], default=None) or later.get(iri):
            yield request.meeting.iri, fact(iri, "firstPositiveAnswer", first)


def _positive(store: Store, requests: Collection[Said], where: dict[str, Meeting]) -> list[str]:
    """The statements that speak for an issue on which the same participants asked for something."""
    asked = {(request.meeting.states, request.issue) for request in requests}
    met = Counter({meeting.iri: meeting.states for meeting in where.values()}.values())
    again = {states for states, _ in asked if met[states] > 1}
    accounts = one_each(sorted(account for account, meeting in where.items() if meeting.states in again))
    found = rule(store, "61-positive-answers", accounts)
    return sorted({s for s, _, issue in found if (where[account_in(s)].states, issue) in asked})


def _again(requests: dict[str, Said]) -> dict[str, str]:
    """Request -> the last earlier one for the same."""
    alike: dict[tuple[frozenset[str], ...], dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for request in requests.values():
        alike[request.meeting.states, request.by, request.to][request.issue].append(request)
    found = {}
    for by_issue in alike.values():
        for listed in by_issue.values():
            history = History(listed)
            for request in listed:
                if earlier := history.before(request, words.least("request")):
                    found[request.iri] = earlier.iri
    return found


def _later(requests: dict[str, Said], answers: list[Said]) -> dict[str, str]:
    """Request -> the first later statement that speaks for the same, by who was asked."""
    alike: dict[tuple[frozenset[str], str, str], list[Said]] = defaultdict(list)
    for answer in answers:
        for state in answer.by:
            alike[answer.meeting.states, state, answer.issue].append(answer)
    histories = {key: History(listed) for key, listed in alike.items()}
    found = {}
    for request in requests.values():
        after = [
            first
            for state in sorted(request.to)
            if (history := histories.get((request.meeting.states, state, request.issue)))
            and (first := history.after(request, words.least("answer")))
        ]
        if after:
            found[request.iri] = min(after, key=lambda a: (a.meeting.first or "", a.iri)).iri
    return found


def _target(words_: str | None, issue: str) -> Words:
    """The words of a target; on a wide issue one word is too little to tell what is asked for."""
    said = words.words(words_)
    return said if issue not in words.wide() or len(said) > 1 else frozenset()


def _said(store: Store, statements: list[str], where: dict[str, Meeting]) -> dict[str, Said]:
    by: dict[str, set[str]] = defaultdict(set)
    to: dict[str, set[str]] = defaultdict(set)
    rest: dict[str, tuple[str, str, str | None]] = {}
    for iri, account, issue, speaking, facing, target in select(store, _STATEMENTS, one_each(statements)):
        by[iri].add(speaking)
        to[iri].update(filter(None, [facing]))
        rest[iri] = account, issue, target
    quotes: dict[str, str] = dict(select(store, _QUOTES, one_each(statements)))
    return {
        iri: Said(
            iri,
            where[account],
            issue,
            frozenset(by[iri]),
            frozenset(to[iri]),
            (_target(target, issue), words.words(quotes.get(iri))),
        )
        for iri, (account, issue, target) in sorted(rest.items())
    }


_STATEMENTS = """SELECT ?statement ?account ?issue ?by ?to ?target WHERE {
  VALUES ?statement { UNDEF }
  ?statement kg:madeAt ?account ; kg:issue ?issue ; kg:onBehalfOf ?by .
  OPTIONAL { ?statement kg:addressee ?to }
  OPTIONAL { ?statement kg:target ?target }
}"""
_QUOTES = """SELECT ?statement ?quote WHERE {
  VALUES ?statement { UNDEF }
  ?statement kg:evidence ?evidence .
  FILTER(STRENDS(STR(?evidence), "/evidence/1"))
  ?evidence oa:hasSelector ?selector .
  ?selector oa:exact ?quote .
}"""
