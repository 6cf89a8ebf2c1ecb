"""Bytes -> Document: decoding, layout, metadata.

`load` takes the bytes of a text, Markdown, HTML, PDF or Word file; `from_text` a text already decoded;
`read` a file with its sidecar `NAME.meta.yaml`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.documents import formats, metadata
from kg.documents.metadata import Metadata
from kg.documents.releases import releases
from kg.documents.structure import layout
from kg.errors import EmptyError, EncodingError, InputError
from kg.model import Document

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Metadata", "from_text", "gather", "laid_out", "load", "read"]

SIDECAR = ".meta.yaml"


def load(
    data: bytes,
    *,
    source: str = "-",
    given: Metadata | None = None,
    listed: Metadata | None = None,
    sidecar: bytes | None = None,
) -> Document:
    """Read the bytes of one file.

    `given` wins over what a manifest has `listed`, that over the sidecar, that over front matter, that over
    the text, and that over the file's own header.

    Raises EncodingError (no text), EmptyError, TooLargeError (over 20 MB) or MetadataError, each naming the
    file and the cause.
    """
    text, shown = formats.text(data, source=source)
    beside = metadata.parse(sidecar, name=source + SIDECAR) if sidecar is not None else Metadata()
    layers = (("option", given or Metadata()), ("manifest", listed or Metadata()), ("sidecar", beside))
    return _document(text, source, layers, shown)


def read(path: Path, *, given: Metadata | None = None, listed: Metadata | None = None) -> Document:
    """Read a file and, if it is there, the sidecar `NAME.meta.yaml` or `STEM.meta.yaml` beside it.

    `listed` is what a manifest says of it; it wins over the sidecar.
    """
    data, sidecar = gather(path)
    return load(data, source=path.name, given=given, listed=listed, sidecar=sidecar)


def gather(path: Path) -> tuple[bytes, bytes | None]:
    """The bytes of a file and of the sidecar beside it, None where there is none. Raises InputError."""
    try:
        data = path.read_bytes()
        beside = [path.with_name(path.name + SIDECAR), path.with_name(path.stem + SIDECAR)]
        return data, next((p.read_bytes() for p in beside if p.is_file()), None)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}", "check the path") from error


def from_text(text: str, *, source: str = "-", given: Metadata | None = None) -> Document:
    """Lay out a decoded text and tell what is known about it."""
    return _document(text, source, (("option", given or Metadata()),), Metadata())


def laid_out(document: Document) -> Document:
    """A document of which only text and metadata are kept, with its blocks, sentences and releases again."""
    _, start = metadata.front_matter(document.text, name=document.source)
    blocks, sentences = layout(document.text, start)
    held = replace(document, blocks=blocks, sentences=sentences)
    return replace(held, releases=releases(held))


def _document(text: str, source: str, layers: tuple[tuple[str, Metadata], ...], shown: Metadata) -> Document:
    if not text.strip():
        raise EmptyError(f"{source}: there is no text in it", "check that the file was saved whole")
    try:
        digest = hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise EncodingError(
            f"{source}: not text: half a character at {error.start}", "decode it as UTF-16"
        ) from error
    front, start = metadata.front_matter(text, name=source)
    blocks, sentences = layout(text, start)
    values, origins = metadata.merge(
        *layers,
        ("front_matter", front),
        ("text", metadata.overlaid(metadata.from_layout(text, blocks), shown)),
    )
    warnings = () if values.get("publishers") else ("the publisher is not known: give it with --publisher",)
    document = Document(
        text, digest, source, blocks=blocks, sentences=sentences, given=origins, warnings=warnings, **values
    )
    return replace(document, releases=releases(document))
