"""The network of states: who addresses, joins or speaks about whom, line by line or pair by pair.

Nodes are actors (states, organisations). An *event* is one edge for one statement and one counterpart:

    addresses   speaker's state -> the counterpart in the room
    joint       both states of a joint statement (undirected, ends in alphabetical order)
    concerns    speaker's state -> a third state that the stance is about

A *dyad* is one edge for a pair and kind, with counts, first and last day, and the days as spells. An
*alignment* is one edge for a pair and issue: at how many meetings they agree, differ, leave it open. The sign
is that of the stance on the issue (`polarity`), never a measure of friendliness between the two ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import VocabularyError
from kg.network.alignment import ALIGNMENT_COLUMNS, alignment
from kg.network.events import DYAD_COLUMNS, EVENT_COLUMNS, dyads, events
from kg.network.shape import EVERYTHING, NODE_COLUMNS, Column, Network, Selection, Value, nodes
from kg.network.ties import Tie, select, ties

if TYPE_CHECKING:
    from kg.network.shape import MultiDiGraph as MultiDiGraph
    from kg.store import Store

__all__ = [
    "ALIGNMENT_COLUMNS",
    "DYAD_COLUMNS",
    "EVENT_COLUMNS",
    "EVERYTHING",
    "GRAINS",
    "NODE_COLUMNS",
    "Column",
    "Network",
    "Selection",
    "Tie",
    "Value",
    "network",
    "select",
    "ties",
]

GRAINS = {"events": EVENT_COLUMNS, "dyads": DYAD_COLUMNS, "alignment": ALIGNMENT_COLUMNS}
"""What an edge can stand for, with its columns."""


def network(store: Store, selection: Selection = EVERYTHING, *, grain: str = "events") -> Network:
    """The selected part of the store as nodes and edges: an edge per event, per dyad, or per pair and issue.

    Raises VocabularyError for another grain.
    """
    if grain not in GRAINS:
        raise VocabularyError(
            f"edges are events, dyads or alignment, not {grain!r}", "use --edges events, dyads or alignment"
        )
    unpaired = 0
    if grain == "alignment":
        edges = alignment(store, selection)
    else:
        edges, unpaired = events(store, selection)
        edges = edges if grain == "events" else dyads(edges)
    ends = sorted({str(e[end]) for e in edges for end in ("source", "target")})
    return Network(tuple(nodes(ends)), tuple(edges), grain, selection, unpaired, edge_columns=GRAINS[grain])
