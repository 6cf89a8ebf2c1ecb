"""Cytoscape's JSON (`.cyjs`): opens in Cytoscape Desktop and in cytoscape.js."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.network import network
from kg.views.export import Exporter

if TYPE_CHECKING:
    from kg.network import Selection, Value
    from kg.store import Store


def _data(row: dict[str, Value]) -> dict[str, Any]:
    # Cytoscape Desktop keeps `name` as the shown label and `interaction` as the edge's kind; networkx looks
    # for a node's `value` and takes parallel edges without a `key` for one.
    kept = {k: v for k, v in row.items() if v is not None}
    kept["name"] = kept["label"]
    if "source" in kept:
        kept |= {"interaction": kept["kind"], "key": kept["id"]}
    else:
        kept["value"] = kept["id"]
    return {"data": kept}


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:
    """Write the network as Cytoscape JSON; a value that is missing is left out."""
    drawn = network(store, selection, grain=grain)
    document = {
        "format_version": "1.0",
        "generated_by": "bilateral-kg",
        "target_cytoscapejs_version": "~3.0",
        "data": {"name": f"bilateral-kg {grain}", "note": drawn.note},
        "elements": {
            "nodes": [_data(node) for node in drawn.nodes],
            "edges": [_data(edge) for edge in drawn.edges],
        },
    }
    out.write(json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")


EXPORTERS = (
    Exporter(
        "cyjs",
        ".cyjs",
        "Cytoscape Desktop and cytoscape.js (JSON)",
        "Cytoscape: File > Import > Network from File; style edges by `sign` and `weight`",
        write,
        aliases=("cytoscape",),
    ),
)
