"""First version of the stage: references."""

from __future__ import annotations

from kg.model import Document, Meeting, Reference


def find(document: Document, meeting: Meeting) -> list[Reference]:
    """See kg/extraction/__init__.py."""
    return []
