"""What a clause is about: its dossier and issue, or several where a list under one verb names several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction import dossiers, gazetteer, items
from kg.extraction.clause import Topic
from kg.extraction.evidence import evidence, matters

if TYPE_CHECKING:
    from kg.extraction.clause import Clause
    from kg.model import Document, Meeting

SURE = 0.35
"""An item is a topic of its own when its dossier is at least this likely."""


def topics(document: Document, meeting: Meeting, clause: Clause, before: list[Topic]) -> list[Topic]:
    """The topics of a clause in the order of the text, the first at its start.

    `before` are the topics of the clause before: "this issue" goes back to them. Neighbouring items of one
    dossier are one topic.
    """
    content = max(clause.start, min(clause.content, clause.end))
    named = matters(document, meeting, clause.start, clause.end)
    starts = [clause.start, *items.cuts(document.text, clause, named)]
    found: list[Topic] = []
    for start, end in zip(starts, [*starts[1:], clause.end], strict=True):
        piece = replace(clause, start=start, end=end, content=max(start, content))
        topic = _topic(document, meeting, piece, found or before)
        if found and (topic.dossier == found[-1].dossier or topic.confidence < SURE):
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(topic)
    return found


def _topic(document: Document, meeting: Meeting, clause: Clause, before: list[Topic]) -> Topic:
    odds = dossiers.weigh(evidence(document, meeting, clause, before))
    dossier = max(odds, key=lambda d: (odds[d], d))
    named = issue(document.text, clause.start, clause.end, dossier)
    if named == dossier:
        named = _under(document, clause, dossier)
    return Topic(clause.start, clause.end, named, dossier, round(odds[dossier], 3))


def _under(document: Document, clause: Clause, dossier: str) -> str:
    """The concept that a heading names for a clause that says no more than "this issue", innermost first."""
    headings = document.blocks[document.sentences[clause.sentence].block].headings
    blocks = [document.blocks[k] for k in reversed(headings)]
    found = [issue(document.text, block.start, block.end, dossier) for block in blocks]
    return next((notation for notation in found if notation != dossier), dossier)


def issue(text: str, start: int, end: int, dossier: str) -> str:
    """The most specific concept of the dossier that is named in `text[start:end]`; the dossier if none is."""
    tree = gazetteer.concepts()
    found = [
        (concept in hit.named, tree[concept].depth, hit.words, -hit.start, concept)
        for hit in gazetteer.within(gazetteer.hits(text), start, end)
        for concept in hit.concepts
        if tree[concept].dossier == dossier
    ]
    return max(found)[-1] if found else dossier
