"""PDF -> text: lines put together to paragraphs, broken words to words, page numbers and running heads out.

A PDF holds lines and where they stand, not paragraphs. A new paragraph begins after a wider gap, at a list
marker, or after a closed sentence on a short line. Columns side by side are not told apart.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from kg.documents.decode import LIMIT
from kg.documents.metadata import Metadata
from kg.documents.numbering import opens
from kg.documents.words import words as kept
from kg.errors import EncodingError, TooLargeError

if TYPE_CHECKING:
    from types import ModuleType

_GAP = 1.2  # of the usual distance between lines: more is a new paragraph
_SHORT = 0.85  # of the widest line: where the next word would have stood before it, the line was not full
_FOLIO = re.compile(r"\W*(?:page\s*)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?\W*", re.IGNORECASE)
_STOP = re.compile(r"[.!?:;…][\"'”\u2019»)\]]*$")
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(slots=True)
class _Line:
    """One line of a page and how far it stands below the one before (0 for the first of a page)."""

    text: str
    below: float


def extract(data: bytes, library: ModuleType, source: str) -> tuple[str, Metadata]:
    """The text; `library` is pypdf. Raises EncodingError, TooLargeError."""
    if len(data) > 4 * LIMIT:
        raise TooLargeError(
            f"{source}: {len(data) / 1e6:.1f} MB is too much for one PDF", "split it into its releases"
        )
    try:
        pages = [_lines(page) for page in library.PdfReader(io.BytesIO(data)).pages]
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise EncodingError(f"{source}: a PDF that cannot be read: {error}", "save it as text") from error
    return flow(pages), Metadata()


def _lines(page: Any) -> list[_Line]:
    """The lines of a page in the order of the file, each with its distance from the one before."""
    heights: list[tuple[str, float]] = []

    def visit(text: str, outer: Any, inner: Any, *_: object) -> None:
        if text.strip():
            heights.append((text.strip(), outer[5] + inner[4] * outer[1] + inner[5] * outer[3]))

    words = page.extract_text(visitor_text=visit).translate(_LIGATURES)
    found: list[_Line] = []
    at, before = 0, None
    for raw in words.split("\n"):
        line = " ".join(raw.split())
        if not line:
            continue
        # the visitor names stretches in the order of the lines: the first that fits tells this line's height
        height = before
        for here in range(at, min(at + 400, len(heights))):
            piece = " ".join(heights[here][0].translate(_LIGATURES).split())
            if piece and (line.startswith(piece.split("\n")[0][:20]) or piece.startswith(line[:20])):
                at, height = here + 1, heights[here][1]
                break
        found.append(_Line(line, abs(before - height) if before is not None and height is not None else 0.0))
        before = height
    return found


def flow(pages: list[list[_Line]]) -> str:
    """The lines of all pages as paragraphs with blank lines between them."""
    pages = [_bare(page, _running(pages)) for page in pages]
    lines = [line for page in pages for line in page]
    if not lines:
        return ""
    usual = median([line.below for line in lines if line.below > 0] or [0.0])
    widest = max(len(line.text) for line in lines)
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(line.text for line in lines).lower()))
    paragraphs = [lines[0].text]
    last = lines[0].text
    for line in lines[1:]:
        if _apart(last, line, usual, widest):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _join(paragraphs[-1], line.text, words)
        last = line.text
    return "\n\n".join(paragraphs) + "\n"


def _apart(last: str, line: _Line, usual: float, widest: int) -> bool:
    """Whether a line begins a new paragraph."""
    if line.below > _GAP * usual > 0 or opens(line.text):
        return True
    if line.text[0].islower() and not _STOP.search(last):
        return False
    return len(last) + 1 + len(line.text.split()[0]) < _SHORT * widest


def _join(before: str, line: str, words: Counter[str]) -> str:
    """Two lines of a paragraph as one; a word broken at the line's end is whole again.

    "coop-" and "eration" become one word, "working-" and "level" keep the hyphen where the text has them so
    elsewhere or the first is often hyphened, "Japan-" and "Russia" keep it always.
    """
    if before.endswith("\u00ad"):
        return before[:-1] + line
    broken = _BROKEN.search(before)
    if not broken:
        return f"{before} {line}"
    after = re.match(r"[^\W\d_]+", line)
    if not after or not after[0].islower():
        return before + line
    hyphened, joined = f"{broken[1]}-{after[0]}".lower(), f"{broken[1]}{after[0]}".lower()
    keeps = words[hyphened] > words[joined] or (broken[1].lower() in kept("hyphened") and not words[joined])
    return before + line if keeps else before[:-1] + line


def _running(pages: list[list[_Line]]) -> set[str]:
    """The first and last lines that come back on most pages, their figures left out."""
    ends = [{_shape(line.text) for line in (*page[:1], *page[-1:])} for page in pages if page]
    counts = Counter(shape for page in ends for shape in page)
    return {shape for shape, n in counts.items() if n > 1 and 2 * n > len(ends)}


def _bare(page: list[_Line], running: set[str]) -> list[_Line]:
    """A page without its running head, foot and number."""

    def furniture(line: _Line) -> bool:
        return bool(_FOLIO.fullmatch(line.text)) or _shape(line.text) in running

    while page and furniture(page[0]):
        page = page[1:]
    while page and furniture(page[-1]):
        page = page[:-1]
    return [_Line(page[0].text, 0.0), *page[1:]] if page else []


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text)
