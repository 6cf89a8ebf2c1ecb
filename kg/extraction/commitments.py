"""First version of the stage: commitments."""

from __future__ import annotations

from kg.model import Commitment, Document, Meeting, Statement


def find(document: Document, meeting: Meeting, statements: list[Statement]) -> list[Commitment]:
    """See kg/extraction/__init__.py."""
    return []
