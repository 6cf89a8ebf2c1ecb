"""Graphviz DOT: colour and dash for the sign, a tooltip with the quote, a link to the page.

Written here, always quoted: pydot takes the colon of an IRI for a port and cuts the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kg.network import network
from kg.views.export import Exporter

if TYPE_CHECKING:
    from kg.network import Selection, Value
    from kg.store import Store

_STYLE = {
    1: 'color="#00638f", style="solid"',
    0: 'color="#8a8a8a", style="dotted"',
    -1: 'color="#b04a00", style="dashed"',
}
# Labels on more edges than this collide with the lines; the tooltip tells the same.
_LABELLED = 10


def quoted(value: object) -> str:
    r"""A DOT string: quotes and backslashes escaped, line breaks folded, NUL (a C string's end) shown.

    >>> print(quoted('a "b"\n\\c'))
    "a \"b\" \\c"
    """
    flat = " ".join(str(value).replace("\0", "\ufffd").split())
    escaped = flat.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:
    """Write the network as a DOT digraph; every column is an attribute of its edge."""
    drawn = network(store, selection, grain=grain)
    lines = [
        "digraph bilateral_kg {",
        f"  graph [comment={quoted(drawn.note)}, overlap=false, splines=true];",
        '  node [shape=ellipse, fontname="sans-serif"];',
        '  edge [fontname="sans-serif"];',
    ]
    lines += [
        f"  {quoted(node['id'])} [label={quoted(node['label'])}, kind={quoted(node['kind'])}, "
        f"iri={quoted(node['iri'])}];"
        for node in drawn.nodes
    ]
    labelled = len(drawn.edges) <= _LABELLED
    lines += [_edge(edge, labelled=labelled) for edge in drawn.edges]
    out.write(("\n".join([*lines, "}"]) + "\n").encode())


def _edge(edge: dict[str, Value], *, labelled: bool) -> str:
    own = {"source", "target", "label", "type", "weight"}
    words = f"{edge['label']}: {edge['quote']}"
    parts = [_STYLE[int(edge["sign"] or 0)], f"penwidth={1 + min(float(edge['weight'] or 1), 40) ** 0.5:.2f}"]
    if edge["type"] == "undirected":
        parts.append("dir=none")
    parts.append(f"tooltip={quoted(words)}")
    if labelled:
        parts.append(f"label={quoted(edge['label'])}")
    if edge["url"]:
        parts.append(f"URL={quoted(edge['url'])}")
    parts += [
        f"{name}={quoted(value)}" for name, value in edge.items() if value is not None and name not in own
    ]
    parts.append(f"count={quoted(edge['weight'])}")
    return f"  {quoted(edge['source'])} -> {quoted(edge['target'])} [{', '.join(parts)}];"


EXPORTERS = (
    Exporter(
        "dot",
        ".dot",
        "Graphviz (DOT)",
        "dot -Tsvg graph.dot -o graph.svg (or neato, fdp)",
        write,
        aliases=("graphviz", "gv"),
    ),
)
