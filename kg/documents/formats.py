"""HTML, PDF and Word files -> their text; plain text and Markdown pass through the decoder."""

from __future__ import annotations

from kg.documents.decode import decode
from kg.documents.metadata import Metadata


def text(data: bytes, *, source: str) -> tuple[str, Metadata]:
    """The text to store, and what the file's own header tells about it."""
    return decode(data, source=source), Metadata()
