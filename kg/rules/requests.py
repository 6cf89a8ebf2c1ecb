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
    from collections.abc import Iterator

    import pyoxigraph as ox

    from kg.rules.issues import Issues
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


def facts(store: Store, meetings: list[Meeting], issues: Issues) -> Iterator[ox.Triple]:
    """All about the requests made at some meetings, which are all meetings of the same participants."""
    where = {account.iri: meeting for meeting in meetings for account in meeting.accounts}
    accounts = one_each(sorted(where))
    status = [(s, o) for s, _, o in rule(store, "30-reply-status", accounts)]
    for request, how in status:
        yield fact(request, "replyStatus", how)
    requests = _said(store, [request for request, _ in status], where, issues)
    yield from _again(requests)
    granted = defaultdict(set)
    for request, _, answer in rule(store, "60-granted-at-once", one_each(requests)):
        granted[request].add(answer)
    asked = {request.issue for request in requests.values()}
    positive = rule(store, "61-positive-answers", accounts) if requests else ()
    answers = _said(store, [statement for statement, _, issue in positive if issue in asked], where, issues)
    later = _later(requests, list(answers.values()))
    for request in sorted(requests):
        first = min(granted[request], default=None) or later.get(request)
        if first:
            yield fact(request, "firstPositiveAnswer", first)


def _again(requests: dict[str, Said]) -> Iterator[ox.Triple]:
    """Each request with the last earlier one for the same."""
    alike: dict[tuple[frozenset[str], frozenset[str], str], list[Said]] = defaultdict(list)
    for request in requests.values():
        alike[request.by, request.to, request.issue].append(request)
    for listed in alike.values():
        history = History(listed)
        for request in listed:
            if again := history.before(request, words.least("request")):
                yield fact(request.iri, "asksAgain", again.iri)


def _later(requests: dict[str, Said], answers: list[Said]) -> dict[str, str]:
    """Request -> the first later statement that speaks for the same, by who was asked."""
    alike: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for answer in answers:
        for state in answer.by:
            alike[state, answer.issue].append(answer)
    histories = {key: History(listed) for key, listed in alike.items()}
    found = {}
    for request in requests.values():
        after = [
            first
            for state in sorted(request.to)
            if (history := histories.get((state, request.issue)))
            and (first := history.after(request, words.least("answer")))
        ]
        if after:
            found[request.iri] = min(after, key=lambda a: (a.meeting.first or "", a.iri)).iri
    return found


def _target(words_: str | None, issue: str, issues: Issues) -> Words:
    """The words of a target; on a whole dossier one word is too little to tell what is asked for."""
    said = words.words(words_)
    return said if issue in issues.above or len(said) > 1 else frozenset()


def _said(store: Store, statements: list[str], where: dict[str, Meeting], issues: Issues) -> dict[str, Said]:
    rows: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for query in (_STATEMENTS, _QUOTES):
        for statement, part, value in select(store, query, one_each(statements)):
            rows[statement][part].add(value)
    return {
        iri: Said(
            iri,
            where[min(own["madeAt"])],
            min(own["issue"]),
            frozenset(own["onBehalfOf"]),
            frozenset(own["addressee"]),
            (
                _target(min(own["target"], default=None), min(own["issue"]), issues),
                words.words(min(own["quote"])),
            ),
        )
        for iri, own in sorted(rows.items())
    }


_STATEMENTS = """SELECT ?statement ?part ?value WHERE {
  VALUES ?statement { UNDEF }
  ?statement ?property ?value .
  FILTER(?property IN (kg:madeAt, kg:issue, kg:onBehalfOf, kg:addressee, kg:target))
  BIND(STRAFTER(STR(?property), "#") AS ?part)
}"""
_QUOTES = """SELECT ?statement ?part ?value WHERE {
  VALUES ?statement { UNDEF }
  ?statement kg:evidence ?evidence .
  FILTER(STRENDS(STR(?evidence), "/evidence/1"))
  ?evidence oa:hasSelector ?selector .
  ?selector oa:exact ?value .
  BIND("quote" AS ?part)
}"""
