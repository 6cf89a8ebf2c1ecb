"""The lines of a page: titles, headings, paragraphs, nested items and noise.

A page is cut into lines, hard-wrapped lines are put together again, and each piece is told apart by its
marker, its ending and its place. Nesting is a stack of marker styles: "1." above "(1)" above "(a)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kg.documents.sentences import split
from kg.documents.words import lines, words
from kg.model import Block, Sentence

_MARKER = re.compile(
    r"(?:(?P<bullet>[-\u2013—•·°*○●■▪◦※+])(?=\s)\s*)?"
    r"(?:(?P<outer>\d{1,3}\.)\s+(?=\(\d{1,2}\)\s))?"
    r"(?:(?P<paren>\((?:\d{1,2}|[a-z]|[ivx]{1,5}|[A-Z])\))\s*"
    r"|(?P<close>(?:\d{1,2}|[a-z]|[ivx]{1,4})\))\s+"
    r"|(?P<dotted>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\.?)\s+"
    r"|(?P<number>\d{1,3}\.)(?=\s|[A-Z])\s*"
    r"|(?P<bare>\d{1,2})\s{1,3}(?=[A-Z])"
    r"|(?P<roman>[IVX]{1,5}\.)\s+"
    r"|(?P<letter>[A-Za-z]\.)\s+(?=[A-Z]))?"
)
_DATELINE = re.compile(
    r"(?:[A-Z][A-Za-z.'\u2019 -]{1,40}, ){0,2}"
    r"(?:[A-Z][A-Za-z.'\u2019 ]{1,30},? )?"
    r"(?:\d{1,2} [A-Z][a-z]+\.?(?: \d{4})?|[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?"
    r"(?:,? \(?[A-Z][A-Za-z/ -]{1,20}\)?)? ?(?:--|—|\u2013|-|:) (?=[A-Z])"
)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE_LINE = re.compile(
    r"\W*(?:[a-z.'-]+(?: [a-z.'-]+){0,2}, ){0,2}(?:[a-z]+,? )?"
    rf"(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:- )?{_MONTH}\.?,? (?:- )?\d{{4}}|{_MONTH},? \d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
    r"(?:[ ,-]+\d{1,2}:\d\d(?::\d\d)?)?(?: ?[-\u2013—|] .{0,60})?\W*",
    re.IGNORECASE,
)
_RULER = re.compile(r"[*#_=~ -]{3,}")
_STOP = re.compile(r"[.!?…。][\"'”\u2019»)\]]*$")
_HEADING_MAX = 140  # characters: a longer line is prose
_TITLE_MAX = 400  # characters
_TOPIC_MAX = 60  # characters: a longer bare line above the text is no topic
_CAPTION = re.compile(r",|\b(?:Minister|President|Secretary|Ambassador|Chancellor|Premier)\b")
_WRAP = (50, 110)  # characters: the widths at which mail and text files are broken


@dataclass(slots=True)
class _Piece:
    """A line (or wrapped lines put together), its marker and what it may be."""

    start: int
    end: int
    indent: int
    gap: bool
    text: str
    marker: str = ""
    style: str = ""
    number: int = 0
    kind: str = ""


def layout(text: str, start: int = 0) -> tuple[tuple[Block, ...], tuple[Sentence, ...]]:
    """All blocks of the page from `start` on, and the sentences of those that can hold statements."""
    pieces = _pieces(text, start)
    _kinds(pieces)
    blocks = _nest(text, pieces)
    sentences = [
        Sentence(a, b, k)
        for k, block in enumerate(blocks)
        if block.kind in {"paragraph", "item"}
        for a, b in split(text, block.start, block.end)
    ]
    return tuple(blocks), tuple(sentences)


def _pieces(text: str, begin: int) -> list[_Piece]:
    """Lines, those that were only broken for width joined, their markers taken off."""
    raw: list[_Piece] = []
    gap, at = True, begin
    for line in text[begin:].split("\n"):
        body = line.strip()
        if body:
            start = at + line.index(body[0])
            indent = len(line[: start - at].expandtabs(4))
            raw.append(_Piece(start, start + len(body), indent, gap, body[:400]))
        gap = not body
        at += len(line) + 1
    width = _width(raw)
    pieces: list[_Piece] = []
    for piece in raw:
        _mark(piece)
        last = pieces[-1] if pieces else None
        if last and not piece.gap and not piece.marker and _goes_on(text, last, piece, width):
            last.end = piece.end
            last.text = text[last.start : min(last.end, last.start + 400)]
        else:
            pieces.append(piece)
    return [part for piece in pieces for part in _cut(text, piece)]


def _width(raw: list[_Piece]) -> int:
    """The width at which this page's lines were broken, 0 if they were not."""
    inner = [a.end - a.start + a.indent for a, b in pairwise(raw) if not b.gap]
    if not inner:
        return 0
    widest = max(inner)
    full = sum(1 for w in inner if w >= 0.8 * widest)
    open_ended = sum(1 for a, b in pairwise(raw) if not b.gap and not _STOP.search(a.text))
    broken = 2 * full >= len(inner) and 2 * open_ended > len(inner)
    return widest if _WRAP[0] <= widest <= _WRAP[1] and broken else 0


def _goes_on(text: str, last: _Piece, line: _Piece, width: int) -> bool:
    """Whether `line` continues the sentence or paragraph that `last` began."""
    tail = text[max(last.start, last.end - 200) : last.end]
    broken = tail.rsplit("\n", 1)[-1]
    if line.text[0].islower():
        return not _STOP.search(tail) or bool(width)
    if not width or (_STOP.search(tail) is None and len(broken) < 0.55 * width):
        return False
    return len(broken) >= (0.75 if _STOP.search(tail) else 0.6) * width and not _DATE_LINE.fullmatch(
        line.text
    )


def _mark(line: _Piece) -> None:
    """Take the marker off the line's start."""
    hashes = re.match(r"#{1,6}(?=\s)\s+", line.text)
    if hashes and hashes.end() < len(line.text):  # a heading of Markdown
        line.marker = hashes[0].strip()
        line.style, line.number = line.marker, 0
        line.start += hashes.end()
        line.text = line.text[hashes.end() :]
        return
    found = (
        None if _DATE_LINE.fullmatch(line.text) or _RULER.fullmatch(line.text) else _MARKER.match(line.text)
    )
    if not found or not found[0].strip() or found.end() >= len(line.text):
        return
    named = {k: v for k, v in found.groupdict().items() if v}
    inner = {k: v for k, v in named.items() if k not in {"bullet", "outer"}}
    key, value = next(iter(inner.items()), ("bullet", named.get("bullet", "")))
    core = value.strip("().")
    if key in {"paren", "close"}:
        key += "1" if core.isdigit() else "i" if re.fullmatch("[ivx]{2,}", core) else "a"
    elif key == "dotted":
        key += str(core.count("."))
    line.style = key if key != "bullet" else f"bullet{value}"
    line.number = (
        int(core) if core.isdigit() else ord(core[0].lower()) - 96 if len(core) == 1 and core.isalpha() else 0
    )
    line.marker = found[0].strip()
    line.start += found.end()
    line.text = line.text[found.end() :]


def _cut(text: str, piece: _Piece) -> list[_Piece]:
    """Take a news agency's dateline off a paragraph."""
    if piece.marker or piece.end - piece.start < _HEADING_MAX:
        return [piece]
    found = _DATELINE.match(text, piece.start, piece.start + 120)
    if not found or not _looks_dated(found[0]):
        return [piece]
    rest = _Piece(
        found.end(), piece.end, piece.indent, False, text[found.end() : min(piece.end, found.end() + 400)]
    )
    head = _Piece(
        piece.start, found.start() + len(found[0].rstrip()), piece.indent, piece.gap, found[0], kind="noise"
    )
    return [head, rest]


def _looks_dated(head: str) -> bool:
    place = re.match(r"[^\W\d_]{2,}", head)
    return bool(re.search(r"\d", head)) or bool(place and place[0].isupper())


def _kinds(pieces: list[_Piece]) -> None:
    """Name every piece: the top of the page first, then the body, then its foot."""
    noise = lines("noise")
    for piece in pieces:
        if piece.style.startswith("#"):
            piece.kind = "heading"
            continue
        short = piece.end - piece.start <= _HEADING_MAX
        if short and not piece.marker and any(p.fullmatch(piece.text) for p in (noise, _DATE_LINE, _RULER)):
            piece.kind = "noise"
    opening = next((p for p in pieces if not p.kind or p.style.startswith("#")), None)
    if opening is not None and (opening.style.startswith("#") or (not opening.marker and _entitles(opening))):
        opening.kind = "title"
    first = next((k for k, p in enumerate(pieces) if not p.kind and _opens(p)), len(pieces))
    _top(pieces, first)
    latest: dict[str, _Piece] = {}
    for k in range(len(pieces)):
        piece = pieces[k]
        if piece.kind:
            continue
        if _prose(piece):
            piece.kind = "item" if piece.marker else "paragraph"
        elif piece.marker:
            piece.kind = "heading" if _leads(pieces, k, latest.get(piece.style)) else "item"
        else:
            piece.kind = "heading" if k + 1 < len(pieces) else "noise"
        latest[piece.style] = piece
    for k in range(len(pieces) - 1, first, -1):
        if pieces[k].kind == "heading" and not pieces[k].marker:
            pieces[k].kind = "noise"
        elif pieces[k].kind != "noise":
            break


def _top(pieces: list[_Piece], first: int) -> None:
    """Above the text: the title (one line, or lines right below each other), page headers, captions."""
    bare = [
        k for k in range(first) if pieces[k].kind == "title" or (not pieces[k].kind and not _prose(pieces[k]))
    ]
    if not bare:
        return
    title = next((k for k in bare if _has(pieces[k].text, "titled")), bare[0])
    for k in bare:
        piece = pieces[k]
        beside = (
            k > title
            and pieces[k - 1].kind == "title"
            and (not piece.gap or re.fullmatch(r"\(.*\)", piece.text))
        )
        topic = (
            k + 1 == first and k > title and len(piece.text) <= _TOPIC_MAX and not _CAPTION.search(piece.text)
        )
        piece.kind = "title" if k == title or beside else "heading" if topic else "noise"


def _opens(piece: _Piece) -> bool:
    """Whether the account begins here: a marked line, or prose that is no mere lead-in ("… follows:")."""
    return bool(piece.marker) or (_prose(piece) and not piece.text.endswith(":"))


def _entitles(piece: _Piece) -> bool:
    """Whether the first line of a page is its title though it is long or closed by a full stop."""
    size = piece.end - piece.start
    if size > _TITLE_MAX or len(piece.text) < size or not _has(piece.text, "titled"):
        return False
    stop = _STOP.search(re.sub(r"\s*[(\[][^()]{0,40}[)\]]$", "", piece.text))
    return not (stop or piece.text.endswith(":")) or not _speaks(piece.text)


def _prose(piece: _Piece) -> bool:
    """Whether the piece speaks: it is long, or it is closed by a full stop or holds a verb of its own."""
    body = piece.text
    if piece.end - piece.start > _HEADING_MAX:
        return bool(_STOP.search(body)) or piece.end - piece.start > 2 * _HEADING_MAX or _speaks(body)
    if body.endswith((":", ";")):
        return _speaks(body)
    if _STOP.search(body):
        return len(body.split()) >= 4 or _speaks(body)  # noqa: PLR2004 - "Office of the Minister." is no sentence
    return False if not piece.marker else _speaks(body)


def _speaks(body: str) -> bool:
    return any(w in words("speaking") for w in re.findall(r"[a-z]+", body))


def _has(body: str, key: str) -> bool:
    return any(w in words(key) for w in re.findall(r"[^\W\d_]+", body.lower()))


def _leads(pieces: list[_Piece], k: int, before: _Piece | None) -> bool:
    """Whether a short marked line is a heading: something other than its next sibling follows it."""
    piece = pieces[k]
    after = pieces[k + 1] if k + 1 < len(pieces) else None
    if after is None or piece.text[0].islower() or piece.text[-1] in ";,":
        return False
    if before is not None and before.kind == "item" and pieces[k - 1] is before and not _prose(before):
        return False
    return not (after.style == piece.style and not _prose(after) and after.number == piece.number + 1)


def _nest(text: str, pieces: list[_Piece]) -> list[Block]:
    """Give every piece its level and the blocks it stands under."""
    blocks: list[Block] = []
    stack: list[tuple[tuple[str, str], int, _Piece]] = []  # (style, heading or item), block index, piece
    for k, piece in enumerate(pieces):
        if piece.kind in {"title", "noise"}:
            blocks.append(Block(piece.kind, piece.start, piece.end))
            if piece.kind == "title":
                stack.clear()
            continue
        if piece.kind == "paragraph":
            while stack and stack[-1][0][1] != "heading" and not piece.indent > stack[-1][2].indent:
                stack.pop()
        else:
            _pop(stack, piece)
        above = tuple(index for _, index, _ in stack)
        blocks.append(Block(piece.kind, piece.start, piece.end, len(stack), piece.marker, above))
        if piece.kind != "paragraph":
            stack.append(((piece.style, piece.kind), k, piece))
        elif text[piece.end - 1] == ":":
            stack.append((("", "lead"), k, piece))
    return blocks


def _pop(stack: list[tuple[tuple[str, str], int, _Piece]], piece: _Piece) -> None:
    """Close what the new heading or item does not stand under."""
    bare = piece.kind == "heading" and not piece.marker
    while bare and stack and stack[-1][0][1] != "heading":
        stack.pop()
    alike = [d for d, ((style, kind), _, _) in enumerate(stack) if style == piece.style and kind != "lead"]
    own = [d for d in alike if stack[d][0][1] == piece.kind]
    if not alike:
        return
    depth = (own or alike)[-1]
    other = stack[depth][2]
    below = other.kind == "heading" and piece.kind == "item" and piece.number != other.number + 1
    if not (below and depth == len(stack) - 1):
        del stack[depth:]
