"""First version of the stage: replies."""

from __future__ import annotations

from kg.extraction.clause import Clause
from kg.model import Document, Meeting, Statement


def link(document: Document, meeting: Meeting, statements: list[Statement], clauses: list[Clause]) -> list[Statement]:
    """See kg/extraction/__init__.py."""
    return statements
