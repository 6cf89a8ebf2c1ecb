"""What a clause is about: its dossier and issue, or several where a list under one verb names several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction import dossiers, gazetteer
from kg.extraction.clause import Topic

if TYPE_CHECKING:
    from kg.extraction.clause import Clause
    from kg.model import Document, Meeting


def topics(document: Document, meeting: Meeting, clause: Clause, before: list[Topic]) -> list[Topic]:
    """The topics of a clause in the order of the text, the first at its start.

    `before` are the topics of the clause before: "this issue" goes back to them.
    """
    odds = dossiers.weigh(dossiers.evidence(document, meeting, clause, before))
    dossier = max(odds, key=lambda d: (odds[d], d))
    return [Topic(clause.start, clause.end, issue(document.text, clause.start, clause.end, dossier), dossier, odds[dossier])]


def issue(text: str, start: int, end: int, dossier: str) -> str:
    """The most specific concept of the dossier that is named in `text[start:end]`; the dossier if none is."""
    tree = gazetteer.concepts()
    found = [
        (tree[concept].depth, hit.words, -hit.start, concept)
        for hit in gazetteer.within(gazetteer.hits(text), start, end)
        for concept in hit.concepts
        if tree[concept].dossier == dossier
    ]
    return max(found)[3] if found else dossier
