"""Bytes -> Document: decoding, layout, metadata."""

from __future__ import annotations

import hashlib

from kg.documents.structure import layout
from kg.model import Document

__all__ = ["from_text"]


def from_text(text: str, *, source: str = "-") -> Document:
    """Lay out a decoded text."""
    blocks, sentences = layout(text)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(text, digest, source, blocks=blocks, sentences=sentences)
