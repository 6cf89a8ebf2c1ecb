"""GEXF 1.3 for Gephi, valid against Gephi's RELAX NG schema.

Written here because networkx's writer is invalid against it (a `name` on the graph, the wrong namespace for
XML Schema instances) and puts `kind` where Gephi does not read it. `kind` is what keeps parallel edges apart
in Gephi, so that an event's kind is its own label; a dyad has its kind and one spell per day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO
from xml.etree.ElementTree import Element, ElementTree, SubElement

from kg.network import network
from kg.views.export import Exporter
from kg.views.export.xml import text

if TYPE_CHECKING:
    from kg.network import Column, Network, Selection, Value
    from kg.store import Store

# Dates and identifiers are strings to GEXF's attribute types; the real dates stand in start and end.
_TYPES = {"string": "string", "date": "string", "uri": "anyURI", "integer": "integer", "double": "double"}
_OWN = {"id", "source", "target", "kind", "type", "label", "weight", "start", "end"}
_COLOURS = {1: "#00638f", 0: "#8a8a8a", -1: "#b04a00"}


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:
    """Write the network as GEXF 1.3."""
    drawn = network(store, selection, grain=grain)
    root = Element(
        "gexf",
        {"xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz", "version": "1.3"},
    )
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = "bilateral-kg"
    SubElement(meta, "description").text = text(drawn.note)
    graph = SubElement(
        root,
        "graph",
        {
            "defaultedgetype": "directed",
            "idtype": "string",
            "mode": "dynamic",
            "timeformat": "date",
            "timerepresentation": "interval",
        },
    )
    node_columns = [c for c in drawn.node_columns if c.name not in {"id", "label"}]
    # The kind of an event is taken by the label that keeps it apart: what it was stands as an attribute.
    edge_columns = [c for c in drawn.edge_columns if c.name not in _OWN - {"kind"}]
    _declare(graph, "node", node_columns)
    _declare(graph, "edge", edge_columns)
    _nodes(graph, drawn, node_columns)
    edges = SubElement(graph, "edges", {"count": str(len(drawn.edges))})
    for edge in drawn.edges:
        _edge(edges, edge, edge_columns, grain)
    ElementTree(root).write(out, encoding="UTF-8", xml_declaration=True)
    out.write(b"\n")


def _declare(graph: Element, kind: str, columns: list[Column]) -> None:
    # Static attributes: an edge's values do not change over the time it exists.
    declared = SubElement(graph, "attributes", {"class": kind, "mode": "static"})
    for column in columns:
        SubElement(
            declared, "attribute", {"id": column.name, "title": column.name, "type": _TYPES[column.type]}
        )


def _nodes(graph: Element, drawn: Network, columns: list[Column]) -> None:
    nodes = SubElement(graph, "nodes", {"count": str(len(drawn.nodes))})
    for node in drawn.nodes:
        made = SubElement(nodes, "node", {"id": text(node["id"]), "label": text(node["label"])})
        _values(made, node, columns)


def _edge(edges: Element, edge: dict[str, Value], columns: list[Column], grain: str) -> None:
    kind = edge["kind"] if grain == "dyads" else edge["label"]
    made = SubElement(
        edges,
        "edge",
        {
            "id": text(edge["id"]),
            "source": text(edge["source"]),
            "target": text(edge["target"]),
            "type": text(edge["type"]),
            "label": text(edge["label"]),
            "kind": text(kind),
            "weight": text(edge["weight"]),
        },
    )
    days = str(edge.get("days") or "").split("|") if grain == "dyads" else []
    if edge["start"] and not any(days):
        made.set("start", text(edge["start"]))
        made.set("end", text(edge["end"]))
    _values(made, edge, columns)
    if any(days):
        spells = SubElement(made, "spells")
        for day in days:
            SubElement(spells, "spell", {"start": day, "end": day})
    SubElement(made, "viz:color", {"hex": _COLOURS[int(edge["sign"] or 0)]})


def _values(element: Element, row: dict[str, Value], columns: list[Column]) -> None:
    values = SubElement(element, "attvalues")
    for column in columns:
        if row[column.name] is not None:
            SubElement(values, "attvalue", {"for": column.name, "value": text(row[column.name])})


EXPORTERS = (
    Exporter(
        "gexf",
        ".gexf",
        "Gephi: dated, signed edges with quotes (GEXF 1.3)",
        "Gephi: File > Open, graph type Directed or Mixed; turn on the timeline; colour edges by `sign`",
        write,
        aliases=("gephi",),
    ),
)
