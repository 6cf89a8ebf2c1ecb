"""What one side asked for: whether it was answered, whether it was asked before, when it was granted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.rules import words
from kg.rules.facts import fact
from kg.rules.history import History
from kg.rules.seams import one_each, rule, select

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyoxigraph as ox

    from kg.rules.matters import Statement
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


def facts(store: Store, statements: Mapping[str, Statement]) -> Iterator[tuple[str, ox.Triple]]:
    """All about the requests among some statements, each fact with its request.

    Those on one issue at the meetings of the same participants are compared.
    """
    status = {s: o for s, _, o in rule(store, "30-reply-status", one_each(sorted(statements)))}
    requests = _said(store, list(status), statements)
    granted = defaultdict(set)
    for asking, _, answer in rule(store, "60-granted-at-once", one_each(requests)):
        granted[asking].add(answer)
    asked = {(request.meeting.states, request.issue) for request in requests.values()}
    near = [iri for iri, one in sorted(statements.items()) if (one.meeting.states, one.issue) in asked]
    late = sorted({s for s, _, _ in rule(store, "61-positive-answers", one_each(near))})
    later = _later(requests, list(_said(store, late, statements).values()))
    again = _again(requests)
    for iri in requests:
        yield iri, fact(iri, "replyStatus", status[iri])
        if earlier := again.get(iri):
            yield iri, fact(iri, "asksAgain", earlier)
        if first := min(granted[iri], default=None) or later.get(iri):
            yield iri, fact(iri, "firstPositiveAnswer", first)


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


def _said(store: Store, iris: list[str], statements: Mapping[str, Statement]) -> dict[str, Said]:
    by: dict[str, set[str]] = defaultdict(set)
    to: dict[str, set[str]] = defaultdict(set)
    targets: dict[str, str | None] = {}
    for iri, speaking, facing, target in select(store, _STATEMENTS, one_each(iris)):
        by[iri].add(speaking)
        to[iri].update(filter(None, [facing]))
        targets[iri] = target
    quotes: dict[str, str] = dict(select(store, _QUOTES, one_each(iris)))
    return {
        iri: Said(
            iri,
            statements[iri].meeting,
            statements[iri].issue,
            frozenset(by[iri]),
            frozenset(to[iri]),
            (_target(target, statements[iri].issue), words.words(quotes.get(iri))),
        )
        for iri, target in sorted(targets.items())
    }


_STATEMENTS = """SELECT ?statement ?by ?to ?target WHERE {
  VALUES ?statement { UNDEF }
  ?statement kg:onBehalfOf ?by .
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
