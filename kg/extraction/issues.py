"""First version of the stage: issues."""

from __future__ import annotations

from kg.extraction.clause import Clause, Topic
from kg.model import Document, Meeting


def topics(document: Document, meeting: Meeting, clause: Clause, before: list[Topic]) -> list[Topic]:
    """See kg/extraction/__init__.py."""
    return [Topic(clause.start, clause.end, "visits_dialogue", "visits_dialogue")]
