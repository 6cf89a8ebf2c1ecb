"""GraphML for igraph, R, networkx and yEd: one key per attribute, a unique id per edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO
from xml.etree.ElementTree import Element, ElementTree, SubElement

from kg.network import network
from kg.views.export import Exporter
from kg.views.export.xml import text

if TYPE_CHECKING:
    from kg.network import Selection
    from kg.store import Store

_TYPES = {"string": "string", "date": "string", "uri": "string", "integer": "int", "double": "double"}
# What the elements themselves say: igraph warns of an attribute that hides an id.
_OWN = {"id", "source", "target"}


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:
    """Write the network as GraphML 1.0.

    Not through networkx: its writer names parallel edges by keys that repeat, and Gephi then drops them.
    A joint edge is told by its `type`: networkx refuses a file whose edges are directed in part.
    """
    drawn = network(store, selection, grain=grain)
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    SubElement(root, "key", {"id": "note", "for": "graph", "attr.name": "note", "attr.type": "string"})
    columns = {"node": drawn.node_columns, "edge": drawn.edge_columns}
    for kind, listed in columns.items():
        for column in (c for c in listed if c.name not in _OWN):
            key = {"id": f"{kind}_{column.name}", "for": kind, "attr.name": column.name}
            SubElement(root, "key", {**key, "attr.type": _TYPES[column.type]})
    graph = SubElement(root, "graph", {"id": "bilateral-kg", "edgedefault": "directed"})
    SubElement(graph, "data", {"key": "note"}).text = text(drawn.note)
    for node in drawn.nodes:
        made = SubElement(graph, "node", {"id": text(node["id"])})
        for column in drawn.node_columns:
            if column.name not in _OWN:
                SubElement(made, "data", {"key": f"node_{column.name}"}).text = text(node[column.name])
    for edge in drawn.edges:
        made = SubElement(
            graph,
            "edge",
            {"id": text(edge["id"]), "source": text(edge["source"]), "target": text(edge["target"])},
        )
        for column in drawn.edge_columns:
            if edge[column.name] is not None and column.name not in _OWN:
                SubElement(made, "data", {"key": f"edge_{column.name}"}).text = text(edge[column.name])
    ElementTree(root).write(out, encoding="UTF-8", xml_declaration=True)
    out.write(b"\n")


EXPORTERS = (
    Exporter(
        "graphml",
        ".graphml",
        "igraph, R, networkx, yEd: all attributes, unique edge ids (GraphML)",
        "R: igraph::read_graph(file, 'graphml'); Python: igraph.Graph.Read_GraphML(file)",
        write,
        aliases=("igraph", "yed"),
    ),
)
