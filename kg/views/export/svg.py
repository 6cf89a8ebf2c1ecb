"""A picture of the network (SVG): one line per pair, width by count, colour and dash by sign.

The layout begins from fixed places and uses only + - * / and square roots, so that every machine draws the
same picture to the byte; no library is needed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import sqrt
from typing import TYPE_CHECKING, BinaryIO

from kg.network import network
from kg.views.export import Exporter
from kg.views.export.xml import text

if TYPE_CHECKING:
    from kg.network import Network, Selection, Value
    from kg.store import Store

NODES, LINES = 60, 240
"""More cannot be read: the actors and pairs with the most statements are drawn, the rest counted."""
_SIDE, _STEPS, _MARGIN, _REACH = 900.0, 160, 70.0, 2.0
_STYLE = {
    1: 'class="for" stroke="#00638f"',
    0: 'class="neither" stroke="#8a8a8a" stroke-dasharray="2 4"',
    -1: 'class="against" stroke="#b04a00" stroke-dasharray="9 4"',
}
"""Blue and orange: these two stay apart for those who do not see red or green."""


@dataclass(slots=True)
class Pair:
    """All that passed between two actors: how much of it, on which side, when, and the latest of it."""

    ends: tuple[str, str]
    count: int = 0
    support: int = 0
    oppose: int = 0
    latest: dict[str, Value] | None = None
    first: str | None = None
    last: str | None = None

    @property
    def sign(self) -> int:
        """That of the majority of sides taken on the issues; never one of friendliness."""
        return (self.support > self.oppose) - (self.oppose > self.support)


def pairs(drawn: Network) -> list[Pair]:
    """The pairs of a network of events, those with most statements first."""
    found: dict[tuple[str, str], Pair] = {}
    for edge in drawn.edges:
        a, b = sorted((str(edge["source"]), str(edge["target"])))
        pair = found.setdefault((a, b), Pair((a, b)))
        pair.count += 1
        pair.support += edge["sign"] == 1
        pair.oppose += edge["sign"] == -1
        pair.latest = edge  # edges come by day
        if edge["start"]:
            pair.first = pair.first or str(edge["start"])
            pair.last = str(edge["start"])
    return sorted(found.values(), key=lambda pair: (-pair.count, pair.ends))


def places(nodes: list[str], lines: list[Pair]) -> dict[str, tuple[float, float]]:
    """Where each actor stands, in pixels: lines pull, actors push (Fruchterman and Reingold 1991).

    >>> places(["a"], [])
    {'a': (450.0, 450.0)}
    """
    # Multiples of two irrational numbers spread points evenly: no draw, no trigonometry.
    at = {node: [(k * 0.7548776662 + 0.5) % 1, (k * 0.5698402910 + 0.5) % 1] for k, node in enumerate(nodes)}
    ideal = 1 / sqrt(max(len(nodes), 1))
    for step in range(_STEPS if len(nodes) > 1 else 0):
        moved = {node: [0.0, 0.0] for node in nodes}
        for k, a in enumerate(nodes):
            for b in nodes[:k]:
                dx, dy, gap = _apart(at[a], at[b])
                if gap < _REACH * ideal:  # else those without lines between them would flee to the corners
                    _push(moved[a], moved[b], (dx, dy), ideal * ideal / (gap * gap))
        for pair in lines:
            a, b = pair.ends
            dx, dy, gap = _apart(at[a], at[b])
            _push(moved[a], moved[b], (dx, dy), -(1 + sqrt(min(pair.count, 40)) / 4) * gap / ideal)
        heat = 0.1 * (1 - step / _STEPS)
        for node, (x, y) in moved.items():
            length = max(sqrt(x * x + y * y), 1e-9)
            at[node][0] += x / length * min(length, heat) + (0.5 - at[node][0]) * 0.01
            at[node][1] += y / length * min(length, heat) + (0.5 - at[node][1]) * 0.01
    return _fitted(at)


def _apart(a: list[float], b: list[float]) -> tuple[float, float, float]:
    dx, dy = a[0] - b[0], a[1] - b[1]
    return dx, dy, max(sqrt(dx * dx + dy * dy), 1e-6)


def _push(a: list[float], b: list[float], way: tuple[float, float], force: float) -> None:
    for axis in (0, 1):
        a[axis] += way[axis] * force
        b[axis] -= way[axis] * force


def _fitted(at: dict[str, list[float]]) -> dict[str, tuple[float, float]]:
    """The places stretched to the picture."""
    room = _SIDE - 2 * _MARGIN
    fitted = []
    for axis in (0, 1):
        values = [place[axis] for place in at.values()]
        low, high = min(values, default=0), max(values, default=0)
        scale = (high - low) or 1.0
        fitted.append([_MARGIN + room * (v - low) / scale if high > low else _SIDE / 2 for v in values])
    return {node: (round(x, 1), round(y, 1)) for node, x, y in zip(at, *fitted, strict=True)}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn of a network: actors by weight and pairs by count, where they stand, what is left out."""

    names: dict[str, str]
    weight: dict[str, int]
    lines: list[Pair]
    at: dict[str, tuple[float, float]]
    left: tuple[int, int]

    @property
    def more(self) -> str:
        """Tell of the actors and pairs that are not drawn; empty where all are."""
        return f"not drawn: {self.left[0]} more actors, {self.left[1]} more pairs" if any(self.left) else ""


def drawing(drawn: Network, most: int = LINES) -> Drawing:
    """Choose and place: at most NODES actors and so many pairs."""
    every = pairs(drawn)
    weight: defaultdict[str, int] = defaultdict(int)
    for pair in every:
        for end in pair.ends:
            weight[end] += pair.count
    kept = set(sorted(weight, key=lambda code: (-weight[code], code))[:NODES])
    lines = [pair for pair in every if kept.issuperset(pair.ends)][:most]
    nodes = sorted({end for pair in lines for end in pair.ends})
    names = {str(node["id"]): str(node["label"]) for node in drawn.nodes}
    left = (len(weight) - len(nodes), len(every) - len(lines))
    at = _kept_places(tuple(nodes), tuple((pair.ends, pair.count) for pair in lines))
    return Drawing(names, {code: weight[code] for code in nodes}, lines, at, left)


@lru_cache(maxsize=64)
def _kept_places(
    nodes: tuple[str, ...], lines: tuple[tuple[tuple[str, str], int], ...]
) -> dict[str, tuple[float, float]]:
    """The same picture is asked for again and again."""
    return places(list(nodes), [Pair(ends, count) for ends, count in lines])


def picture(drawn: Network, *, links: bool = True, most: int = LINES) -> str:
    """The SVG element of a network; each line tells its counts and latest quote when pointed at."""
    made = drawing(drawn, most)
    box = f'viewBox="0 0 {_SIDE:.0f} {_SIDE:.0f}" font-family="sans-serif" font-size="13"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
        f"<title>{_said(drawn.note)}</title>",
        *(_line(pair, made.at, made.names, links=links) for pair in reversed(made.lines)),
        *(_node(code, made.at[code], made.names[code], made.weight[code]) for code in sorted(made.at)),
    ]
    if made.more:
        parts.append(f'<text x="10" y="{_SIDE - 10:.0f}" fill="#666666">{made.more}</text>')
    return "\n".join([*parts, "</svg>"])


def _line(pair: Pair, at: dict[str, tuple[float, float]], names: dict[str, str], *, links: bool) -> str:
    (x1, y1), (x2, y2) = (at[end] for end in pair.ends)
    last = pair.latest or {}
    told = (
        f"{' - '.join(names[end] for end in pair.ends)}: {pair.count} statements, {pair.support} in support, "
        f"{pair.oppose} opposed; latest {last.get('start') or 'undated'}"
    )
    if last.get("quote"):
        told += f": {last['quote']} ({last.get('title') or last.get('document')})"
    width = 1 + sqrt(min(pair.count, 60))
    drawn = (
        f'<line id="{"-".join(pair.ends)}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {_STYLE[pair.sign]} '
        f'stroke-width="{width:.1f}" stroke-opacity="0.75"><title>{_said(told)}</title></line>'
    )
    url = str(last.get("url") or "")
    safe = links and re.fullmatch(r"https?://[^\s\"<>]+", url)
    return f'<a href="{_said(url)}">{drawn}</a>' if safe else drawn


def _node(code: str, place: tuple[float, float], name: str, weight: int) -> str:
    x, y = place
    radius = 5 + sqrt(min(weight, 100))
    return (
        f'<g id="{code}"><circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="#33507a" stroke="#ffffff"/>'
        f'<text x="{x}" y="{y - radius - 4:.1f}" text-anchor="middle" fill="#1b1f24" stroke="#ffffff" '
        f'stroke-width="3" paint-order="stroke">{_said(name)}</text></g>'
    )


def _said(value: object) -> str:
    return escape(" ".join(text(value).split()))


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:  # noqa: ARG001  always pairs
    """Write the picture."""
    drawn = picture(network(store, selection))
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n'.encode())


EXPORTERS = (
    Exporter(
        "svg",
        ".svg",
        "a picture: one line per pair, width by count, colour and dash by side (SVG)",
        "any browser, Inkscape, Word; for pixels: --to png",
        write,
        aliases=("picture",),
    ),
)
