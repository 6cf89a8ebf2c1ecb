"""Where sentences end in diplomatic prose: not after "Mr.", "H.E.", "U.S.", an initial or inside brackets.

One pass over the candidates, so that the time grows with the length of the text and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.documents.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = re.compile(r"(?:[.!?]|…)+[\"'”\u2019»)\]]{0,3}(?=\s)|[\u3002\uff01\uff1f]")
_WORD = re.compile(r"[\w.&-]*\Z")
_NEXT = re.compile(r"\s+([\"'“\u2018«(\[]{0,3})([^\s,;:.!?)\]\"'”\u2019]*)([^\s]?)")
_PAUSE = re.compile(r"[;,]\s+|\s+")
LONGEST = 4_000
"""Code points: no sentence that people wrote is longer, and readers of one may look back over all of it."""
_ROMAN = re.compile(r"[ivxIVX]+\Z")


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]` as (start, end), white space at the rims left out.

    >>> t = "Mr. Lavrov met H.E. Dr. Wang in the U.S. The talks began at 5:35 p.m. on May 3. He left."
    >>> [t[a:b] for a, b in split(t, 0, len(t))][1:]
    ['The talks began at 5:35 p.m. on May 3.', 'He left.']
    """
    begin = start
    for found in _END.finditer(text, start, end):
        stop = found.end()
        if not _ends(text, begin, found.start(), stop, end):
            continue
        yield from _trimmed(text, begin, stop)
        begin = stop
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        # what goes on for pages without a full stop is cut where it pauses, at a mark if there is one
        pauses = list(_PAUSE.finditer(text, start + LONGEST // 2, start + LONGEST))
        marked = [pause for pause in pauses if pause.group().strip()]
        pause = (marked or pauses)[-1] if pauses else None
        yield start, pause.start() + len(pause.group().strip()) if pause else start + LONGEST
        start = pause.end() if pause else start + LONGEST
    if start < end:
        yield start, end


def _ends(text: str, begin: int, mark: int, stop: int, end: int) -> bool:
    """Whether the full stop at `mark` closes a sentence that began at `begin`."""
    if text[mark] in "\u3002\uff01\uff1f":  # the full-width marks of East Asian text
        return True
    after = _NEXT.match(text, stop, min(end, stop + 80))
    if not after:
        return True
    opening, word, _ = after.groups()
    if not word:
        return True
    if word[0].islower():
        return False
    if text[mark:stop].startswith(("...", "…")):
        return word[0].isupper() or bool(opening)
    if text[mark] != ".":
        return True
    before = text[max(begin, mark - 24) : mark]
    last = _WORD.search(before)
    token = last[0].strip("-") if last else ""
    if token not in words("abbreviations") and token.rpartition("-")[2] in words("may_end"):
        token = token.rpartition("-")[2]  # "the Japan-U.S. Security Treaty"
    if token in words("abbreviations"):
        if token in {"No", "Nos", "Art", "Arts", "Para", "Paras"}:
            return not word[0].isdigit()
        opens = word in words("openers") or (token in words("of_time") and word in words("titles"))
        return token in words("may_end") and (opens or bool(opening and opening != "("))
    if len(token) == 1 and token.isupper():  # an initial, or "Plan B."
        return word in words("openers") and word not in {"An", "A", "I"} and not _initial(text, begin, mark)
    if token.isdigit() and mark - len(token) <= begin:  # a list number at the very start
        return False
    return not (_ROMAN.match(token) and mark - len(token) <= begin)


def _initial(text: str, begin: int, mark: int) -> bool:
    """Whether the single capital before `mark` stands in a name: "Antony J. Blinken", "S. Jaishankar"."""
    left = text[max(begin, mark - 24) : mark - 1].split()
    return not left or left[-1][0].isupper()
