"""A text cut where statements, skipped sentences and blocks begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Block, Reading, Skipped, Span, Statement


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text that lies in the same statements from end to end.

    `inside` are these statements by number; `begins` and `ends` those whose first or last letter is here;
    `skipped` is why its sentence was not read, `closes` whether that sentence ends here; `chosen` whether it
    lies in the words that somebody pointed at.
    """

    start: int
    end: int
    inside: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    skipped: str | None = None
    closes: bool = False
    chosen: bool = False


def spans(statement: Statement) -> list[tuple[int, int]]:
    """All stretches of one statement, in order."""
    return sorted([(statement.start, statement.end), *((m.start, m.end) for m in statement.more)])


def cut(reading: Reading, chosen: Span | None = None) -> list[tuple[Block, list[Stretch]]]:
    """The blocks of a document in order, each with its stretches; overlapping statements are told apart."""
    marks = [(start, end, s.n) for s in reading.statements for start, end in spans(s)]
    ends: dict[int, tuple[int, int]] = {}
    for start, end, n in marks:
        first, last = ends.get(n, (start, end))
        ends[n] = min(start, first), max(end, last)
    marks.sort()
    skips = sorted(reading.skipped, key=lambda s: s.start)
    found, at, missed = [], 0, 0
    active: list[tuple[int, int, int]] = []
    for block in reading.document.blocks:
        while at < len(marks) and marks[at][0] < block.end:
            active.append(marks[at])
            at += 1
        active = [mark for mark in active if mark[1] > block.start]
        while missed < len(skips) and skips[missed].end <= block.start:
            missed += 1
        here = [s for s in skips[missed:] if s.start < block.end] if missed < len(skips) else []
        found.append((block, _stretches(block, active, here, ends, chosen)))
    return found


def _stretches(
    block: Block,
    marks: list[tuple[int, int, int]],
    skips: list[Skipped],
    ends: dict[int, tuple[int, int]],
    chosen: Span | None,
) -> list[Stretch]:
    bounds = {block.start, block.end}
    held = [(a, b) for a, b, _ in marks] + [(s.start, s.end) for s in skips]
    for start, end in [*held, (chosen.start, chosen.end)] if chosen else held:
        bounds |= {min(max(at, block.start), block.end) for at in (start, end)}
    cuts = sorted(bounds)
    found = []
    for start, end in pairwise(cuts):
        inside = tuple(sorted({n for a, b, n in marks if a <= start and end <= b}))
        skip = next((s for s in skips if s.start <= start and end <= s.end), None)
        found.append(
            Stretch(
                start,
                end,
                inside,
                tuple(n for n in inside if ends[n][0] == start),
                tuple(n for n in inside if ends[n][1] == end),
                skip.reason if skip else None,
                closes=bool(skip and skip.end == end),
                chosen=bool(chosen and chosen.start <= start and end <= chosen.end),
            )
        )
    return found
