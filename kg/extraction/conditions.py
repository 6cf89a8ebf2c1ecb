"""On what condition: the words of a proviso, with their cue, as the text prints them.

The cues lie in `ontology/reader/conditions.yaml`. An indirect question ("asked if", "whether"), a comparison
("as if", "even if") and a plain "when" are no conditions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import resources


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in `text[start:end]`; `kind` as in the file (circumstances, proviso, event …)."""

    start: int
    end: int
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Cues:
    kinds: dict[str, re.Pattern[str]]
    not_after: re.Pattern[str]
    at_head: re.Pattern[str]
    ends: re.Pattern[str]


@cache
def _cues() -> _Cues:
    data: dict[str, Any] = resources.data("ontology", "reader", "conditions.yaml")
    return _Cues(
        {
            kind: _pattern(r"(?<!\w)(?:" + "|".join(patterns) + ")")
            for kind, patterns in data["kinds"].items()
        },
        _pattern(data["not_after"]),
        _pattern(data["at_head"]),
        re.compile(data["ends"]),
    )


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_NARROW = ("should", "once", "in case")
_REACH = 80
"""Characters looked back for the word before a cue."""


def find(text: str, start: int = 0, end: int | None = None) -> list[Condition]:
    """All conditions that open in `text[start:end]`, in order.

    >>> [c.words for c in find("Oslo would join if the fund is set up, and asked if Bern knew.")]
    ['if the fund is set up']
    """
    stop = len(text) if end is None else end
    cues = _cues()
    found: list[Condition] = []
    for kind, pattern in cues.kinds.items():
        for hit in pattern.finditer(text, start, stop):
            before = text[max(start, hit.start() - _REACH) : hit.start()]
            if cues.not_after.search(before):
                continue
            head = bool(cues.at_head.search(before))
            if hit[0].lower().startswith(_NARROW) and not head:
                continue
            last = hit.end() if hit[0].endswith(" ") else _stop(text, hit.end(), stop, comma=head)
            words = text[hit.start() : last].rstrip(" ,")
            found.append(Condition(hit.start(), hit.start() + len(words), words, kind))
    found.sort(key=lambda c: (c.start, -c.end))
    return [c for k, c in enumerate(found) if all(c.start >= other.end for other in found[:k])]


def _stop(text: str, start: int, stop: int, *, comma: bool) -> int:
    """Where a condition ends: at the comma before its main clause if it leads, else at the clause's end."""
    hit = _cues().ends.search(text, start, stop)
    last = hit.start() if hit else stop
    if comma:
        first = text.find(",", start, last)
        last = first if first >= 0 else last
    depth = 0
    for at in range(start, last):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth < 0:
            return at
    return last


def first(text: str, start: int = 0, end: int | None = None) -> str | None:
    """The words of the first condition, or None.

    >>> first("will visit in May, if circumstances permit.")
    'if circumstances permit'
    """
    found = find(text, start, end)
    return found[0].words if found else None
