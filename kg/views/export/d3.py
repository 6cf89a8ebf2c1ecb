"""Node-link JSON, as D3's force layout, Observable and networkx read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.network import network
from kg.views.export import Exporter

if TYPE_CHECKING:
    from kg.network import Selection
    from kg.store import Store


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:
    """Write `{nodes, links}`; a value that is missing is left out."""
    drawn = network(store, selection, grain=grain)
    nodes: list[dict[str, Any]] = [{k: v for k, v in node.items() if v is not None} for node in drawn.nodes]
    # networkx takes parallel edges without a `key` for one.
    links: list[dict[str, Any]] = [
        {k: v for k, v in edge.items() if v is not None} | {"key": edge["id"]} for edge in drawn.edges
    ]
    document: dict[str, Any] = {
        "directed": True,
        "multigraph": True,
        "graph": {"name": f"bilateral-kg {grain}", "note": drawn.note},
        "nodes": nodes,
        "links": links,
    }
    out.write(json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")


EXPORTERS = (
    Exporter(
        "d3",
        ".json",
        "D3, Observable and other web pages: nodes and links (JSON)",
        "D3: forceLink(data.links).id(d => d.id); networkx: node_link_graph(data, edges='links')",
        write,
        aliases=("node-link", "observable"),
    ),
)
