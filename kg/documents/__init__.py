"""Bytes -> Document: decoding, layout, metadata."""

from __future__ import annotations

import hashlib

from kg.documents import metadata
from kg.documents.metadata import Metadata
from kg.documents.structure import layout
from kg.model import Document

__all__ = ["Metadata", "from_text"]


def from_text(text: str, *, source: str = "-", given: Metadata | None = None) -> Document:
    """Lay out a decoded text and tell what is known about it."""
    blocks, sentences = layout(text)
    values, origins = metadata.merge(("option", given or Metadata()), ("text", metadata.from_layout(text, blocks)))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(text, digest, source, blocks=blocks, sentences=sentences, given=origins, **values)
