"""What a drawn network is: columns, the selection, nodes and edges as plain rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    MultiDiGraph: TypeAlias = nx.MultiDiGraph[str]

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One attribute of a node or an edge: `type` is string, integer, double, uri or date."""

    name: str
    type: str
    description: str


NODE_COLUMNS = (
    Column("id", "string", "ISO 3166-1 alpha-3 code (EUE: European Union) or the organisation's notation"),
    Column("label", "string", "name in English"),
    Column("kind", "string", "State, Organization or StateGroup"),
    Column("iri", "uri", "IRI in the graph"),
)
COMMON = (
    Column("id", "string", "unique in this export, the same in every export"),
    Column("source", "string", "node id"),
    Column("target", "string", "node id"),
    Column("kind", "string", "addresses, joint, concerns or alignment"),
    Column("type", "string", "directed or undirected"),
    Column("label", "string", "short text that keeps parallel edges apart"),
    Column("weight", "double", "number of statements, of meetings in an alignment"),
    Column("sign", "integer", "+1 support or agreement, -1 opposition or difference, 0 neither"),
    Column("start", "date", "first day"),
    Column("end", "date", "last day"),
)
EVIDENCE = (
    Column("quote", "string", "the exact words (of the latest statement)"),
    Column("quote_start", "integer", "offset of the first character in the stored text"),
    Column("quote_end", "integer", "offset after the last character"),
    Column("document", "uri", "IRI of the readout"),
    Column("title", "string", "title of the readout"),
    Column("url", "uri", "address of the readout"),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What part of the graph to take; empty fields take all.

    `states`: at least one end among these codes. `between`: both ends among these. `issues`: notations,
    narrower ones included by the caller. `since`, `until`: ISO days, inclusive, against the meeting's days.
    """

    states: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        """Codes and notations become IRIs below, so only their own alphabet may enter.

        >>> Selection(states=("JPN> <x",))
        Traceback (most recent call last):
        ...
        kg.errors.VocabularyError: not a code: 'JPN> <x'
        """
        for word in (*self.states, *self.between, *self.issues):
            if not re.fullmatch(r"[A-Za-z0-9_-]+", word):
                raise VocabularyError(f"not a code: {word!r}", "codes are letters, digits, _ and -")

    def __str__(self) -> str:
        """Say what was selected.

        >>> str(Selection()), str(Selection(between=("JPN", "RUS"), since="2000-01-01"))
        ('everything', 'between JPN and RUS; since 2000-01-01')
        """
        parts = [
            f"states {', '.join(self.states)}" if self.states else "",
            f"between {' and '.join(self.between)}" if self.between else "",
            f"issues {', '.join(self.issues)}" if self.issues else "",
            f"since {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
        ]
        return "; ".join(part for part in parts if part) or "everything"

    def takes(self, source: str, target: str) -> bool:
        """Whether an edge between these two ends is wanted."""
        ends = {source, target}
        return (not self.states or bool(ends & set(self.states))) and (
            not self.between or ends <= set(self.between)
        )

    def covers(self, first: Value, last: Value) -> bool:
        """Whether what was said between these days is wanted; what is undated is within no bound.

        >>> late = Selection(since="2000")
        >>> late.covers("1999-12-31", "2000-01-01"), late.covers(None, None)
        (True, False)
        """
        early = self.since and str(last or "") < self.since
        return not early and not (self.until and str(first or "9999") > self.until)


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges as plain rows in a fixed order, with the columns that describe them.

    `unpaired` counts statements that name no counterpart and so make no edge.
    """

    nodes: tuple[dict[str, Value], ...]
    edges: tuple[dict[str, Value], ...]
    grain: str
    selection: Selection = EVERYTHING
    unpaired: int = 0
    node_columns: tuple[Column, ...] = NODE_COLUMNS
    edge_columns: tuple[Column, ...] = COMMON

    @property
    def note(self) -> str:
        """One paragraph for the file itself: what it is, what was selected, the licence."""
        return (
            f"bilateral-kg: {len(self.nodes)} actors, {len(self.edges)} {self.grain}; "
            f"selection: {self.selection}; statements without a counterpart (not drawn): {self.unpaired}. "
            "The sign is the stance on the issue, not friendliness. "
            "Quotes belong to their publishers; data: CC BY 4.0."
        )

    def to_networkx(self) -> MultiDiGraph:
        """A networkx graph; an edge's key is its id, a missing value is left out.

        A joint edge is undirected in meaning; here it runs in alphabetical order and says `type: undirected`.
        Nodes carry `betweenness` and `community` where there is enough to go by (`kg.network.measures`).
        """
        import networkx as nx

        from kg.network.measures import measures

        graph: MultiDiGraph = nx.MultiDiGraph(note=self.note, grain=self.grain)
        for node in self.nodes:
            graph.add_node(str(node["id"]), **{k: v for k, v in node.items() if v is not None and k != "id"})
        for edge in self.edges:
            ends = ("id", "source", "target")
            kept = {k: v for k, v in edge.items() if v is not None and k not in ends}
            graph.add_edge(str(edge["source"]), str(edge["target"]), key=str(edge["id"]), **kept)
        for state, found in measures(self).items():
            graph.nodes[state].update(found)
        return graph


def nodes(codes: Iterable[str]) -> Iterator[dict[str, Value]]:
    """A row for each actor."""
    from kg.vocabulary.actors import actors

    known = actors()
    for code in codes:
        yield {"id": code, "label": known.label(code), "kind": known.kind(code), "iri": known.iri(code)}
