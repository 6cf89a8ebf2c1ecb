"""Document -> Reading: who met, who said what on which issue, with which stance, reply and promise.

Stages, each a module with one public function, called in this order by `read`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction import (
    clauses,
    commitments,
    confidence,
    issues,
    lexicon,
    meetings,
    references,
    replies,
    stances,
)
from kg.model import Document, Meeting, NameUsage, Reading, Skipped, Statement
from kg.vocabulary.actors import actors
from kg.vocabulary.territories import territories

if TYPE_CHECKING:
    from kg.extraction.clause import Clause, Topic
    from kg.vocabulary.actors import Mention

__all__ = ["LANGUAGES", "read"]

LANGUAGES = frozenset({"en"})
"""The languages that are read."""
_MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")  # seen by nobody


def read(document: Document) -> Reading:
    """All that can be read from a laid-out document; nothing but its account in a language we do not read."""
    if document.language not in LANGUAGES:
        return Reading(document=document, unread_language=document.language)
    printed, document = document, replace(document, text=_MARKS.sub(" ", document.text))
    meeting = meetings.account(document)
    units = _units(document, meeting)
    named = actors().find(document.text)
    statements = [
        replace(
            _statement(document, meeting, n, *unit),
            quote=printed.text[unit[1].start : unit[1].end],
            mentioned=_within(named, unit[1]),
        )
        for n, unit in enumerate(units, 1)
    ]
    statements = replies.link(document, meeting, statements, [clause for clause, _ in units])
    return Reading(
        document=printed,
        meeting=meeting,
        statements=tuple(statements),
        commitments=tuple(commitments.find(document, meeting, statements)),
        references=tuple(references.find(document, meeting)),
        names=tuple(
            NameUsage(n.name, n.territory, n.start, n.end) for n in territories().find(document.text)
        ),
        skipped=tuple(_skipped(document, statements)),
    )


def _units(document: Document, meeting: Meeting) -> list[tuple[Clause, Topic]]:
    """One pair of clause and topic for each statement, in the order of the text.

    Conjuncts of one reporting verb ("that … and that …") with the same act and dossier are one statement. A
    sentence with a reporting verb of its own stays apart, as the annotators had it (on the tuned part of
    tests/gold: conjuncts together in 26 cases of 39, new verbs apart in 60 of 69).
    """
    units: list[tuple[Clause, Topic]] = []
    before: list[Topic] = []
    for clause in clauses.clauses(document, meeting):
        before = issues.topics(document, meeting, clause, before)
        for k, topic in enumerate(before):
            if k == 0 and units and _goes_on(*units[-1], clause, topic):
                first, said = units[-1]
                units[-1] = replace(first, end=clause.end), replace(said, end=topic.end)
            else:
                units.append((clause, topic))
    return units


def _goes_on(first: Clause, said: Topic, clause: Clause, topic: Topic) -> bool:
    """Whether the clause is a conjunct of the one before it, with nothing new but its words."""
    return (
        clause.conjunct
        and clause.sentence == first.sentence
        and (clause.speaker, clause.speaker_states, clause.act)
        == (first.speaker, first.speaker_states, first.act)
        and topic.dossier == said.dossier
    )


def _statement(document: Document, meeting: Meeting, n: int, clause: Clause, topic: Topic) -> Statement:
    stance = stances.stance(document, meeting, clause, topic)
    release = next((k for k, r in enumerate(document.releases, 1) if r.start <= topic.start < r.end), None)
    return Statement(
        n=n,
        start=topic.start,
        end=topic.end,
        quote=document.text[topic.start : topic.end],
        act=clause.act,
        dossier=topic.dossier,
        issue=topic.issue,
        polarity=stance.polarity,
        speaker=clause.speaker,
        speaker_states=clause.speaker_states,
        addressee_states=clause.addressee_states,
        voice=clause.voice,
        target=stance.target,
        target_states=stance.target_states,
        condition=stance.condition,
        presupposes=stance.presupposes,
        reaffirms=bool(_reaffirms().search(document.text, topic.start, topic.end)),
        past=clause.past,
        confidence=confidence.calibrated(clause.confidence * topic.confidence * stance.confidence),
        release=release,
    )


def _within(named: list[Mention], topic: Topic) -> tuple[str, ...]:
    """The codes of the states and organisations named in a stretch, sorted."""
    return tuple(sorted({m.code for m in named if topic.start <= m.start and m.end <= topic.end}))


@cache
def _reaffirms() -> re.Pattern[str]:
    return re.compile(lexicon.cues()["reaffirms"], re.IGNORECASE | re.VERBOSE)


@cache
def _reasons() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (reason, re.compile(pattern, re.IGNORECASE))
        for reason, patterns in lexicon.cues()["skipped"].items()
        for pattern in patterns
    ]


def _skipped(document: Document, statements: list[Statement]) -> list[Skipped]:
    """Every sentence in which no statement lies, and why."""
    out = []
    spans = sorted((t.start, t.end) for t in statements)
    at = 0
    for sentence in document.sentences:
        while at < len(spans) and spans[at][1] <= sentence.start:
            at += 1
        if at < len(spans) and spans[at][0] < sentence.end:
            continue
        words = document.text[sentence.start : sentence.end]
        reason = next((name for name, pattern in _reasons() if pattern.search(words)), "no reporting verb")
        out.append(Skipped(sentence.start, sentence.end, reason))
    return out
