"""A Mermaid flowchart: a picture that GitHub, GitLab, Notion and Obsidian draw from text.

Mermaid has no attributes on lines: the statement behind each stands in a comment after it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from kg.network import network
from kg.views.export import Exporter

if TYPE_CHECKING:
    from kg.network import Selection, Value
    from kg.store import Store

LINES = 50
"""More lines than this cannot be read; the heaviest, then the latest, are drawn, and the rest counted."""
_ARROWS = {
    ("directed", -1): "-.->",
    ("undirected", -1): "-.-",
    ("directed", 0): "-->",
    ("undirected", 0): "---",
}
_COLOURS = {1: "#00638f", 0: "#8a8a8a", -1: "#b04a00"}
# Letters, digits and harmless marks of any script; all else is an entity, so that no text is syntax.
_UNSAFE = re.compile(r"[^\w .,:()/–—’'-]|_")  # noqa: RUF001 - typographic marks are meant


def quoted(value: object) -> str:
    """The text as Mermaid shows it, on one line.

    >>> quoted('a "b" <c> %%{d')
    'a #34;b#34; #60;c#62; #37;#37;#123;d'
    """
    return _UNSAFE.sub(lambda found: f"#{ord(found[0])};", " ".join(str(value).split()))


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:
    """Write a left-to-right flowchart of at most LINES lines."""
    drawn = network(store, selection, grain=grain)
    ranked = sorted(drawn.edges, key=lambda e: str(e["id"]))
    ranked.sort(key=lambda e: (float(e["weight"] or 0), str(e["end"] or "")), reverse=True)
    kept = {str(edge["id"]) for edge in ranked[:LINES]}
    edges = [edge for edge in drawn.edges if str(edge["id"]) in kept]
    ends = {str(edge[end]) for edge in edges for end in ("source", "target")}
    lines = ["graph LR", f"  %% {quoted(drawn.note)}"]
    lines += [
        f'  n_{node["id"]}["{quoted(node["label"])}"]' for node in drawn.nodes if str(node["id"]) in ends
    ]
    for k, edge in enumerate(edges):
        lines += _edge(k, edge)
    if len(drawn.edges) > len(edges):
        lines.append(f'  more["{len(drawn.edges) - len(edges)} more lines not drawn"]:::more')
        lines.append("  classDef more fill:none,stroke:none,color:#666666")
    out.write(("\n".join(lines) + "\n").encode())


def _edge(k: int, edge: dict[str, Value]) -> list[str]:
    sign = int(edge["sign"] or 0)
    arrow = _ARROWS[str(edge["type"]), min(sign, 0)]
    day = edge["start"] or "undated"
    label = f"{str(edge['act']).replace('_', ' ')} {day}" if "act" in edge else edge["label"]
    width = 1 + min(float(edge["weight"] or 1), 40) ** 0.5
    source = edge["url"] or edge["document"]
    return [
        f'  n_{edge["source"]} {arrow}|"{quoted(label)}"| n_{edge["target"]}',
        f"  linkStyle {k} stroke:{_COLOURS[sign]},stroke-width:{width:.1f}px",
        f"  %% {quoted(edge['id'])}: {quoted(edge['quote'])} - {quoted(source)}",
    ]


EXPORTERS = (
    Exporter(
        "mermaid",
        ".mmd",
        "a flowchart in Markdown: GitHub, GitLab, Notion, Obsidian (Mermaid); best with --edges dyads",
        "paste it between ```mermaid and ```; or mermaid.live; or mmdc -i graph.mmd -o graph.svg",
        write,
        aliases=("mmd",),
    ),
)
