"""Several releases on one page: where each begins and ends."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.documents.words import words
from kg.model import Release
from kg.vocabulary import calendar

if TYPE_CHECKING:
    from kg.model import Block, Document

_RULER = re.compile(r"[*#_=~ -]{3,}")
_SPEECH = {"paragraph", "item"}


def releases(document: Document) -> tuple[Release, ...]:
    """The releases of a page that holds more than one; empty for the usual page.

    A further release begins, after the text of one, with a bare line that names a meeting, a call or a
    statement and either follows a ruler or is followed by a date line.
    """
    text, blocks = document.text, document.blocks
    speech = [k for k, b in enumerate(blocks) if b.kind in _SPEECH]
    between = range(speech[0] + 1, speech[-1]) if speech else range(0)
    starts = [k for k in between if _begins(text, blocks, k)]
    if not starts:
        return ()
    first = next(k for k, b in enumerate(blocks) if b.kind != "noise")
    bounds = [first, *starts, len(blocks)]
    found = []
    for a, b in pairwise(bounds):
        inside = [k for k in range(a, b) if not _RULER.fullmatch(text[blocks[k].start : blocks[k].end])]
        title = document.title if a == first else " ".join(text[blocks[a].start : blocks[a].end].split())
        found.append(Release(blocks[a].start, blocks[inside[-1]].end, title))
    return tuple(found)


def _begins(text: str, blocks: tuple[Block, ...], k: int) -> bool:
    block = blocks[k]
    if block.kind in _SPEECH or block.marker.strip("#") or block.end - block.start > 400:  # noqa: PLR2004 - a title's length
        return False
    line = text[block.start : block.end]
    if not any(w in words("titled") for w in re.findall(r"[^\W\d_]+", line.lower())):
        return False
    ruled = bool(_RULER.fullmatch(text[blocks[k - 1].start : blocks[k - 1].end]))
    below = blocks[k + 1]
    dated = below.kind == "noise" and any(
        d.year for d in calendar.find(text, below.start, min(below.end, below.start + 200))
    )
    return ruled or dated
