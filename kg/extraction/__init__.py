"""Document -> Reading: who met, who said what on which issue, with which stance, reply and promise.

Stages, each a module with one public function, called in this order by `read`.
"""

from __future__ import annotations

from kg.extraction import clauses, commitments, issues, meetings, references, replies, stances
from kg.model import Document, Reading, Skipped, Statement

__all__ = ["read"]


def read(document: Document) -> Reading:
    """All that can be read from a laid-out document."""
    meeting = meetings.account(document)
    found = clauses.clauses(document, meeting)
    statements: list[Statement] = []
    spoken = []
    before: list[issues.Topic] = []
    for clause in found:
        before = issues.topics(document, meeting, clause, before)
        for topic in before:
            stance = stances.stance(document, meeting, clause, topic)
            statements.append(
                Statement(
                    n=len(statements) + 1,
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
                    past=clause.past,
                    confidence=round(clause.confidence * topic.confidence * stance.confidence, 3),
                )
            )
            spoken.append(clause)
    statements = replies.link(document, meeting, statements, spoken)
    return Reading(
        document=document,
        meeting=meeting,
        statements=tuple(statements),
        commitments=tuple(commitments.find(document, meeting, statements)),
        references=tuple(references.find(document, meeting)),
        skipped=tuple(_skipped(document, statements)),
    )


def _skipped(document: Document, statements: list[Statement]) -> list[Skipped]:
    """Every sentence in which no statement lies."""
    return [
        Skipped(s.start, s.end, "no reporting verb")
        for s in document.sentences
        if not any(t.start < s.end and s.start < t.end for t in statements)
    ]
