"""Stated confidence held against what was right, and the monotone map that brings the two together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.scoring.figures import Scored
    from kg.scoring.tables import Row

BINS = 10
Judged = tuple[float, bool, bool]
"""Stated confidence of one read statement; right in states and act; right in dossier and polarity too."""


def judged(scored: Iterable[Scored]) -> list[Judged]:
    """Every statement read: one that no annotation matches is wrong."""
    found: list[Judged] = []
    for one in scored:
        levels = {pair.said.n: pair.levels for pair in one.pairs}
        for said in one.statements:
            who, _, whole = levels.get(said.n, (False, False, False))
            found.append((said.confidence, who, whole))
    return found


def reliability(statements: Sequence[Judged]) -> list[Row]:
    """Ten equal bins of stated confidence: how many, their mean, and the shares right."""
    rows: list[Row] = []
    for k in range(BINS):
        inside = [s for s in statements if min(int(s[0] * BINS), BINS - 1) == k]
        row: Row = {"from": k / BINS, "to": (k + 1) / BINS, "statements": len(inside)}
        for name, column in (("stated", 0), ("who-act", 1), ("+polarity", 2)):
            row[name] = round(sum(s[column] for s in inside) / len(inside), 3) if inside else None
        rows.append(row)
    return rows


def error(statements: Sequence[Judged], *, whole: bool = True) -> float | None:
    """The expected calibration error: how far stated confidence and share right lie apart, bin by bin."""
    if not statements:
        return None
    column = "+polarity" if whole else "who-act"
    apart = sum(
        int(row["statements"] or 0) * abs(float(row["stated"] or 0) - float(row[column] or 0))
        for row in reliability(statements)
    )
    return round(apart / len(statements), 3)


def isotonic(points: Iterable[tuple[float, bool]], least: int = 40) -> list[tuple[float, float]]:
    """Knots (stated, share right) of the best rising map, by pooling neighbours that fall.

    Points go in by blocks of at least `least`: a handful of statements makes no step of its own.

    >>> isotonic([(0.2, False), (0.4, True), (0.6, False), (0.8, True)], least=1)
    [(0.2, 0.0), (0.5, 0.5), (0.8, 1.0)]
    """
    last = None
    blocks: list[list[float]] = []  # sum of stated, sum right, number
    for stated, right in sorted(points):
        if blocks and (blocks[-1][2] < least or stated == last):
            blocks[-1] = [blocks[-1][0] + stated, blocks[-1][1] + right, blocks[-1][2] + 1]
        else:
            blocks.append([stated, float(right), 1.0])
        last = stated
    if len(blocks) > 1 and blocks[-1][2] < least:
        rest = blocks.pop()
        blocks[-1] = [a + b for a, b in zip(blocks[-1], rest, strict=True)]
    pooled: list[list[float]] = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and pooled[-2][1] / pooled[-2][2] >= pooled[-1][1] / pooled[-1][2]:
            falls = pooled.pop()
            pooled[-1] = [a + b for a, b in zip(pooled[-1], falls, strict=True)]
    return sorted({round(stated / n, 3): round(right / n, 3) for stated, right, n in pooled}.items())
