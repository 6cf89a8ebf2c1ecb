"""Who stands between whom, and who forms a circle: only where the numbers carry it.

Both are taken on the undirected graph of pairs that spoke to each other, by number of statements. Two
readouts do not make a structure, so a pair counts from `PAIR` statements on, and a state is measured only
within a connected part of at least `STATES` states; communities are given only where their modularity reaches
`MODULARITY` (0.3 is the usual mark of a division beyond chance). What lies below has no value, not a nought.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.network.shape import Network, Value

PAIR = 5
STATES = 10
MODULARITY = 0.3


def measures(drawn: Network) -> dict[str, dict[str, Value]]:
    """By state: `evidence` (statements that count), `betweenness` (0 to 1), `community` (from 1).

    Communities are numbered by size, then by name. Betweenness takes ties as they are, weak or strong.
    """
    import networkx as nx

    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for edge in drawn.edges:
        if edge["kind"] in {"addresses", "joint"}:
            first, second = sorted((str(edge["source"]), str(edge["target"])))
            pairs[first, second] += int(float(edge["weight"] or 0))
    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from((a, b, n) for (a, b), n in sorted(pairs.items()) if n >= PAIR)
    found: dict[str, dict[str, Value]] = {}
    for part in sorted(map(sorted, nx.connected_components(graph))):
        if len(part) < STATES:
            continue
        tied: nx.Graph[str] = nx.Graph()
        tied.add_nodes_from(part)
        tied.add_weighted_edges_from(sorted(graph.subgraph(part).edges.data("weight")))
        for state, share in nx.betweenness_centrality(tied).items():
            found[state] = {"evidence": int(tied.degree(state, "weight")), "betweenness": round(share, 4)}
        circles = nx.community.greedy_modularity_communities(tied, weight="weight")
        if nx.community.modularity(tied, circles, weight="weight") >= MODULARITY:
            start = max((int(str(own.get("community", 0))) for own in found.values()), default=0)
            ordered = sorted((sorted(circle) for circle in circles), key=lambda c: (-len(c), c))
            for number, circle in enumerate(ordered, start + 1):
                for state in circle:
                    found[state]["community"] = number
    return found
