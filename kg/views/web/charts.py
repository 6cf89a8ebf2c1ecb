"""Small pictures made here, styled by class; a table or a list beside each says the same."""

from __future__ import annotations

from html import escape
from math import ceil
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WIDTH, HEIGHT, BASE = 720, 110, 24
"""Units of the picture; `BASE` is the room under it for the years."""
WIDEST, APART = 36, 80
"""Of a column; between the years that are written below."""
DOT, STEP = 5, 11
"""The radius of a meeting's dot; the distance of dots above each other."""
LONGEST = 6
"""Dots above each other; further ones lie on the topmost."""


def columns(counts: Mapping[int, Mapping[str, int]], kinds: Sequence[str], label: str) -> Markup:
    """A column a year, its parts stacked in the order of `kinds`; what a part is, its title tells."""
    if not counts:
        return Markup()
    years = range(min(counts), max(counts) + 1)
    most = max(sum(year.values()) for year in counts.values())
    step = WIDTH / len(years)
    wide = min(step * 0.8, WIDEST)
    parts = []
    for k, year in enumerate(years):
        y = float(HEIGHT)
        for kind in kinds:
            n = counts.get(year, {}).get(kind, 0)
            if n:
                high = n / most * HEIGHT
                y -= high
                told = escape(f"{year}: {n} {kind.replace('_', ' ')}")
                parts.append(
                    f'<rect class="{escape(kind)}" x="{(k + 0.5) * step - wide / 2:.1f}" y="{y:.1f}" '
                    f'width="{wide:.1f}" height="{high:.1f}"><title>{told}</title></rect>'
                )
    return _picture("columns", label, [*parts, *_years(years, step, HEIGHT)], HEIGHT)


def timeline(events: Iterable[tuple[str, str, str]], label: str) -> Markup:
    """A dot for each event (ISO day, address, what it is) on a line of years; those that meet are stacked."""
    listed = sorted(events)
    if not listed:
        return Markup()
    years = range(int(listed[0][0][:4]), int(listed[-1][0][:4]) + 1)
    step = WIDTH / len(years)
    stacked: dict[int, int] = {}
    dots = []
    for day, address, told in listed:
        x = (int(day[:4]) - years[0] + (int(day[5:7] or 1) - 1) / 12 + int(day[8:10] or 1) / 372) * step
        x = min(max(x, DOT), WIDTH - DOT)
        place = round(x / (2 * DOT))
        level = min(stacked.get(place, 0), LONGEST)
        stacked[place] = level + 1
        dots.append((x, level, escape(address), escape(told)))
    high = 2 * DOT + (max(level for _, level, _, _ in dots) + 1) * STEP
    parts = [
        f'<a href="{address}"><title>{told}</title>'
        f'<circle cx="{x:.1f}" cy="{high - 2 * DOT - level * STEP:.1f}" r="{DOT}"/></a>'
        for x, level, address, told in dots
    ]
    line = f'<line x1="0" x2="{WIDTH}" y1="{high}" y2="{high}"/>'
    return _picture("timeline", label, [line, *parts, *_years(years, step, high)], high)


def _years(years: range, step: float, high: float) -> list[str]:
    """The years below, as many as there is room for."""
    every = ceil(APART / step)
    edge = APART / 3
    return [
        f'<text x="{min(max((k + 0.5) * step, edge), WIDTH - edge):.1f}" y="{high + BASE - 5}">{year}</text>'
        for k, year in enumerate(years)
        if k % every == 0
    ]


def _picture(name: str, label: str, parts: list[str], high: float) -> Markup:
    return Markup(  # noqa: S704  every text in it was escaped above
        f'<svg class="chart {name}" viewBox="0 0 {WIDTH} {high + BASE}" role="group" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
