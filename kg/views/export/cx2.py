"""CX2, the exchange format of Cytoscape and NDEx (version 2), with a style that shows sign and count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.network import network
from kg.views.export import Exporter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.network import Column, Network, Selection, Value
    from kg.store import Store

_TYPES = {"string": "string", "date": "string", "uri": "string", "integer": "integer", "double": "double"}
_COLOURS = {1: "#2A7F62", 0: "#8A8A8A", -1: "#B3402E"}
_LINES = {1: "solid", 0: "dotted", -1: "dashed"}
# Cytoscape keeps `name` as the shown label and `interaction` as the edge's kind.
_NODE = {"label": "name"}
_EDGE = {"label": "name", "kind": "interaction"}
_ENDS = {"source", "target"}


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:
    """Write the network as CX2: nodes and edges numbered in order, our ids kept as attributes."""
    drawn = network(store, selection, grain=grain)
    number = {str(node["id"]): k for k, node in enumerate(drawn.nodes)}
    edge_columns = [column for column in drawn.edge_columns if column.name not in _ENDS]
    about = {"name": f"bilateral-kg {grain}", "description": drawn.note}
    aspects: dict[str, list[Any]] = {
        "attributeDeclarations": [
            {
                "networkAttributes": {name: {"d": "string"} for name in about},
                "nodes": _declared(drawn.node_columns, _NODE),
                "edges": _declared(edge_columns, _EDGE),
            }
        ],
        "networkAttributes": [about],
        "nodes": [
            {"id": number[str(n["id"])], "v": _values(n, drawn.node_columns, _NODE)} for n in drawn.nodes
        ],
        "edges": [
            {
                "id": k,
                "s": number[str(edge["source"])],
                "t": number[str(edge["target"])],
                "v": _values(edge, edge_columns, _EDGE),
            }
            for k, edge in enumerate(drawn.edges)
        ],
        "visualProperties": [_style(drawn)],
    }
    document: list[dict[str, Any]] = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": [{"name": name, "elementCount": len(items)} for name, items in aspects.items()]},
        *({name: items} for name, items in aspects.items()),
        {"status": [{"success": True, "error": ""}]},
    ]
    out.write(json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")


def _declared(columns: Iterable[Column], names: dict[str, str]) -> dict[str, dict[str, str]]:
    return {names.get(column.name, column.name): {"d": _TYPES[column.type]} for column in columns}


def _values(row: dict[str, Value], columns: Iterable[Column], names: dict[str, str]) -> dict[str, Value]:
    return {names.get(c.name, c.name): row[c.name] for c in columns if row[c.name] is not None}


def _style(drawn: Network) -> dict[str, Any]:
    heaviest = max((float(edge["weight"] or 1) for edge in drawn.edges), default=1.0)
    width = {"attribute": "weight", "type": "double", "map": [_span(1.0, max(heaviest, 2.0))]}
    return {
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
            "node": {
                "NODE_SHAPE": "ellipse",
                "NODE_BACKGROUND_COLOR": "#E8ECF1",
                "NODE_LABEL_COLOR": "#1B1F24",
            },
            "edge": {"EDGE_WIDTH": 1.0, "EDGE_LINE_COLOR": _COLOURS[0]},
        },
        "nodeMapping": {
            "NODE_LABEL": {"type": "PASSTHROUGH", "definition": {"attribute": "name", "type": "string"}}
        },
        "edgeMapping": {
            "EDGE_LINE_COLOR": {"type": "DISCRETE", "definition": _by_sign(_COLOURS)},
            "EDGE_LINE_STYLE": {"type": "DISCRETE", "definition": _by_sign(_LINES)},
            "EDGE_WIDTH": {"type": "CONTINUOUS", "definition": width},
        },
    }


def _by_sign(values: dict[int, str]) -> dict[str, Any]:
    return {"attribute": "sign", "type": "integer", "map": [{"v": k, "vp": v} for k, v in values.items()]}


def _span(low: float, high: float) -> dict[str, Any]:
    return {
        "min": low,
        "max": high,
        "minVPValue": 1.0,
        "maxVPValue": 8.0,
        "includeMin": True,
        "includeMax": True,
    }


EXPORTERS = (
    Exporter(
        "cx2",
        ".cx2",
        "Cytoscape Desktop 3.10 or later, Cytoscape Web, NDEx: with a style by sign and count (CX2)",
        "Cytoscape: File > Import > Network from File; Cytoscape Web: Data > Import; Python: ndex2",
        write,
        aliases=("ndex",),
    ),
)
