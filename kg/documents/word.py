"""Word files -> text: paragraphs and tables in their order, list items with the numbers that Word shows."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kg.documents.decode import LIMIT
from kg.documents.metadata import Metadata
from kg.documents.numbering import numeral, opens
from kg.errors import EncodingError, TooLargeError

if TYPE_CHECKING:
    from types import ModuleType

_KINDS = {
    "decimal": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
_BULLETS = "-•○▪"
_LEVELS = 9
_UNPACKED = 10 * LIMIT  # bytes: a Word file that says it holds more is none


def extract(data: bytes, library: ModuleType, source: str) -> tuple[str, Metadata]:
    """The text, and the title in the file's properties; `library` is docx.

    Raises EncodingError, TooLargeError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size <= _UNPACKED:
            document: Any = library.Document(io.BytesIO(data))
            numbers = _Numbers(document)
            paragraphs = [_line(p, numbers) for p in document.element.body.iter(_w("p"))]
            title = document.core_properties.title or None
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise EncodingError(
            f"{source}: a Word file that cannot be read: {error}", "save it as text"
        ) from error
    if size > _UNPACKED:
        raise TooLargeError(f"{source}: {size / 1e6:.0f} MB when unpacked", "split it into its releases")
    return "\n\n".join(line for line in paragraphs if line), Metadata(title=title)


def _w(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


def _line(paragraph: Any, numbers: _Numbers) -> str:
    """The words of a paragraph (what was deleted is no word, what was inserted is one), after its marker."""
    parts = []
    for element in paragraph.iter(_w("t"), _w("tab"), _w("br"), _w("noBreakHyphen")):
        name = element.tag.rpartition("}")[2]
        if name == "t":
            parts.append(element.text or "")
        elif element.getparent().tag == _w("r"):
            parts.append({"tab": " ", "br": "\n", "noBreakHyphen": "-"}[name])
    words = "".join(parts).strip()
    marker = numbers.marker(paragraph)
    return words if not words or opens(words) else f"{marker}{words}"


class _Numbers:
    """The counters of a file's lists."""

    def __init__(self, document: Any) -> None:
        """Read which list has which numbers, and which style stands in which list."""
        self.counts: dict[tuple[str, int], int] = defaultdict(int)
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self.abstract: dict[str, str] = {}
        self.styles = {s.get(_w("styleId")): s for s in document.styles.element.iter(_w("style"))}
        part = next(
            (r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None
        )
        root = part.element if part is not None else None
        for one in () if root is None else root.iter(_w("abstractNum")):
            for level in one.iter(_w("lvl")):
                depth = _depth(level.get(_w("ilvl")))
                self.levels[one.get(_w("abstractNumId")), depth] = (
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    int(_value(level, "start") or 1),
                )
        for num in () if root is None else root.iter(_w("num")):
            self.abstract[num.get(_w("numId"))] = _value(num, "abstractNumId") or ""

    def marker(self, paragraph: Any) -> str:
        """The marker of a paragraph with a blank after it; empty for one that is in no list."""
        listed, depth = self._place(paragraph)
        key = self.abstract.get(listed or "", "")
        kind, pattern, start = self.levels.get((key, depth), ("none", "", 1))
        if kind == "none":
            return ""
        if kind == "bullet":
            return f"{_BULLETS[min(depth, len(_BULLETS) - 1)]} "
        self.counts[key, depth] = self.counts[key, depth] + 1 if self.counts[key, depth] else start
        for deeper in [place for place in self.counts if place[0] == key and place[1] > depth]:
            del self.counts[deeper]
        for level in range(depth + 1):
            form, _, first = self.levels.get((key, level), ("decimal", "", 1))
            number = self.counts.get((key, level)) or first
            pattern = pattern.replace(f"%{level + 1}", numeral(number, _KINDS.get(form, "1")))
        return f"{pattern} " if pattern.strip() else ""

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        """The list and the level of a paragraph: its own, else its style's, else that style's parent's."""
        style = _value(paragraph.find(_w("pPr")), "pStyle")
        holder, seen = paragraph, set()
        while holder is not None:
            found = holder.find(f"{_w('pPr')}/{_w('numPr')}")
            if found is not None:
                return _value(found, "numId"), _depth(_value(found, "ilvl"))
            if style in seen:
                break
            seen.add(style)
            holder = self.styles.get(style)
            style = _value(holder, "basedOn")
        return None, 0


def _depth(level: str | None) -> int:
    """The depth of a list, which has nine at most; a file may say that it has a thousand million."""
    return min(max(int(level or 0), 0), _LEVELS - 1)


def _value(element: Any, name: str) -> str | None:
    """The `w:val` of a child."""
    child = None if element is None else element.find(_w(name))
    found: str | None = None if child is None else child.get(_w("val"))
    return found
