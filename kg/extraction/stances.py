"""First version of the stage: stances."""

from __future__ import annotations

from kg.extraction.clause import Clause, Stance, Topic
from kg.model import Document, Meeting


def stance(document: Document, meeting: Meeting, clause: Clause, topic: Topic) -> Stance:
    """See kg/extraction/__init__.py."""
    return Stance("none")
