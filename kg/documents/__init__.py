"""Bytes -> Document: decoding, layout, metadata."""

from __future__ import annotations

import hashlib
import re

from kg.model import Block, Document, Sentence

__all__ = ["from_text"]


def from_text(text: str, *, source: str = "-") -> Document:
    """Lay out a decoded text (first version: paragraphs and full stops only)."""
    blocks, sentences = [], []
    for paragraph in re.finditer(r"[^\n]+", text):
        kind = "paragraph" if re.search(r"[.:;!?]\W*$", paragraph[0]) and len(paragraph[0]) > 60 else "heading"
        blocks.append(Block(kind, paragraph.start(), paragraph.end()))
        if kind == "paragraph":
            for part in re.finditer(r"\S.*?(?:(?<=[a-z0-9)][.!?])(?=\s+[A-Z(])|$)", paragraph[0]):
                start = paragraph.start() + part.start()
                sentences.append(Sentence(start, start + len(part[0].rstrip()), len(blocks) - 1))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(text, digest, source, blocks=tuple(blocks), sentences=tuple(sentences))
