"""HTML, PDF, Word and Markdown files -> the text that is stored; plain text passes through the decoder.

The readers of those formats are optional libraries, imported where they are used.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from kg.documents import markdown, markup, metadata, pdf, word
from kg.documents.decode import LIMIT, decode
from kg.documents.metadata import Metadata
from kg.errors import EmptyError, InputError, TooLargeError

# Controls, half characters, and signs that only steer a renderer: soft hyphens, zero widths, directions.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


def text(data: bytes, *, source: str) -> tuple[str, Metadata]:
    """The text to store, and what the file's own header tells about it.

    Raises EncodingError, EmptyError, TooLargeError, and InputError where the optional library is missing.
    """
    name = source.lower()
    if data.startswith(b"%PDF"):
        return _checked(pdf.extract(data, _library("pypdf", "pdf", source), source), source)
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return _checked(word.extract(data, _library("docx", "docx", source), source), source)
    page = name.endswith((".html", ".htm", ".xhtml"))
    plain = decode(markup.declared(data) if page or b"<" in data[:200] else data, source=source)
    if page or markup.looks(plain):
        return _checked(markup.extract(plain, _library("lxml.html", "html", source), source), source)
    if name.endswith((".md", ".markdown")):
        start = metadata.front_matter(plain, name=source)[1]
        return plain[:start] + markdown.plain(plain[start:]), Metadata()
    return plain, Metadata()


def _checked(found: tuple[str, Metadata], source: str) -> tuple[str, Metadata]:
    body, shown = found
    body = _INVISIBLE.sub("", body.replace("\r\n", "\n").replace("\r", "\n"))
    if not body.strip():
        raise EmptyError(f"{source}: there is no text in it", "a scanned page must be recognised first")
    if len(body) > LIMIT:
        raise TooLargeError(
            f"{source}: over the limit of {LIMIT // 1_000_000} MB", "split it into its releases"
        )
    return body, shown


def _library(name: str, extra: str, source: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(
            f"{source}: reading it needs {name}, which is not installed",
            f"pip install 'bilateral-kg[{extra}]'",
        ) from error
