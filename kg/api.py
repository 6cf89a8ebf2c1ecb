"""The public face."""

from __future__ import annotations

from pathlib import Path

from kg import documents, extraction
from kg.model import Reading


def read(path: Path) -> Reading:
    """Read one file; no store is touched."""
    return extraction.read(documents.from_text(path.read_text(encoding="utf-8"), source=path.name))
