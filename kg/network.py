"""The network of states: who addresses, joins or speaks about whom, line by line or pair by pair.

Nodes are actors (states, organisations). An *event* is one edge for one statement and one counterpart:

    addresses   speaker's state -> the counterpart in the room
    joint       both states of a joint statement (undirected, ends in alphabetical order)
    concerns    speaker's state -> a third state that the stance is about

A *dyad* is one edge for a pair and kind, with counts, first and last day, and the days as spells. The sign
is that of the stance on the issue (`polarity`), never a measure of friendliness between the two ends.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from kg.store import Store

    MultiDiGraph: TypeAlias = nx.MultiDiGraph[str]

Value = str | int | float | None
SIGN = {"support": 1, "conditional_support": 1, "oppose": -1}


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
_COMMON = (
    Column("id", "string", "unique in this export, the same in every export"),
    Column("source", "string", "node id"),
    Column("target", "string", "node id"),
    Column("kind", "string", "addresses, joint or concerns"),
    Column("type", "string", "directed or undirected"),
    Column("label", "string", "short text that keeps parallel edges apart"),
    Column("weight", "double", "number of statements"),
    Column("sign", "integer", "+1 support, -1 oppose, 0 neither: of the stance on the issue"),
    Column("start", "date", "first day"),
    Column("end", "date", "last day"),
)
_EVIDENCE = (
    Column("quote", "string", "the exact words (of the latest statement)"),
    Column("quote_start", "integer", "offset of the first character in the stored text"),
    Column("quote_end", "integer", "offset after the last character"),
    Column("document", "uri", "IRI of the readout"),
    Column("title", "string", "title of the readout"),
    Column("url", "uri", "address of the readout"),
)
EVENT_COLUMNS = (
    *_COMMON,
    Column("act", "string", "speech act"),
    Column("polarity", "string", "stance on the issue"),
    Column("issue", "string", "issue notation"),
    Column("dossier", "string", "dossier notation"),
    Column("speaker", "string", "named speaker, if any"),
    Column("condition", "string", "the condition's words, if any"),
    Column("confidence", "double", "0 to 1"),
    Column("statement", "uri", "IRI of the statement"),
    *_EVIDENCE,
)
DYAD_COLUMNS = (
    *_COMMON,
    Column("support", "integer", "statements with support or conditional support"),
    Column("oppose", "integer", "statements with opposition"),
    Column("dossiers", "string", "dossiers, most frequent first, separated by |"),
    Column("days", "string", "days on which the statements were made, separated by |"),
    Column("statement", "string", "IRIs of the statements, latest last, separated by |"),
    *_EVIDENCE,
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
    edge_columns: tuple[Column, ...] = EVENT_COLUMNS

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
        """
        import networkx as nx

        graph: MultiDiGraph = nx.MultiDiGraph(note=self.note, grain=self.grain)
        for node in self.nodes:
            graph.add_node(str(node["id"]), **{k: v for k, v in node.items() if v is not None and k != "id"})
        for edge in self.edges:
            ends = ("id", "source", "target")
            kept = {k: v for k, v in edge.items() if v is not None and k not in ends}
            graph.add_edge(str(edge["source"]), str(edge["target"]), key=str(edge["id"]), **kept)
        return graph


@dataclass(slots=True)
class _Row:
    """One statement with its roles, gathered from the store."""

    core: dict[str, str | None]
    holders: set[str] = field(default_factory=set)
    addressees: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)


_PREFIX = """\
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
# One pass per relation: a single query with three OPTIONAL roles would multiply rows.
_CORE = """
SELECT ?statement ?act ?polarity ?issue ?dossier ?confidence ?earliest ?latest ?speaker ?condition
       ?readout ?title ?url ?evidence ?quote ?start ?end
WHERE {
  VALUES ?issue { UNDEF }
  ?statement a kg:Statement ; kg:issue ?issue ; kg:act ?act ; kg:polarity ?polarity ; kg:dossier ?dossier ;
             kg:reportedIn ?readout ; kg:evidence ?evidence .
  ?evidence oa:hasSelector ?words , ?position .
  ?words oa:exact ?quote .
  ?position oa:start ?start ; oa:end ?end .
  OPTIONAL { ?statement kg:confidence ?confidence }
  OPTIONAL { ?statement kg:earliest ?earliest }
  OPTIONAL { ?statement kg:latest ?latest }
  OPTIONAL { ?statement kg:speaker/kg:name ?speaker }
  OPTIONAL { ?statement kg:condition/kg:words ?condition }
  OPTIONAL { ?readout dcterms:title ?title }
  OPTIONAL { ?readout kg:url ?url }
}
"""
_ROLES = """
SELECT ?statement ?role ?state WHERE {
  VALUES ?role { kg:onBehalfOf kg:addressee kg:targetState }
  ?statement ?role ?state ; a kg:Statement .
}
"""
_ISSUE = "https://w3id.org/bilateral-kg/issue/"


def network(store: Store, selection: Selection = EVERYTHING, *, grain: str = "events") -> Network:
    """The selected part of the store as nodes and edges, one edge per event or per dyad.

    Raises VocabularyError for another grain.
    """
    if grain not in {"events", "dyads"}:
        raise VocabularyError(
            f"edges are events or dyads, not {grain!r}", "use --edges events or --edges dyads"
        )
    events, unpaired = [], 0
    for row in _statements(store, selection):
        edges = list(_events(row, selection))
        unpaired += not (row.addressees or row.targets or len(row.holders) > 1)
        events.extend(edges)
    events.sort(key=lambda e: (str(e["start"] or ""), str(e["id"])))
    edges = events if grain == "events" else _dyads(events)
    ends = sorted({str(e[end]) for e in edges for end in ("source", "target")})
    columns = EVENT_COLUMNS if grain == "events" else DYAD_COLUMNS
    return Network(tuple(_nodes(ends)), tuple(edges), grain, selection, unpaired, edge_columns=columns)


def _nodes(codes: Iterable[str]) -> Iterator[dict[str, Value]]:
    from kg.vocabulary.actors import actors

    known = actors()
    for code in codes:
        yield {"id": code, "label": known.label(code), "kind": known.kind(code), "iri": known.iri(code)}


def _local(term: str | None) -> str:
    """The notation at the end of an IRI of ours: `…#act_request` -> `request`, `…/state/JPN` -> `JPN`."""
    tail = re.split(r"[#/]", term or "")[-1]
    return re.sub(r"^(act|polarity)_", "", tail)


def _rows(store: Store, query: str) -> Iterator[dict[str, str | None]]:
    """The rows of a query as plain words; an unbound variable is None."""
    solutions = store.select(_PREFIX + query)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: None if term is None else term.value for name, term in zip(names, solution, strict=True)}


def _statements(store: Store, selection: Selection) -> list[_Row]:
    seam = " ".join(f"<{_ISSUE}{notation}>" for notation in selection.issues) or "UNDEF"
    rows: dict[str, _Row] = {}
    for found in _rows(store, _CORE.replace("UNDEF", seam)):
        day, last = found["earliest"], found["latest"] or found["earliest"]
        if (selection.since and (last or "") < selection.since) or (
            selection.until and (day or "9999") > selection.until
        ):
            continue
        key = found["statement"] or ""
        # Several stretches of evidence give several rows: the first stretch speaks for the statement.
        if key not in rows or (found["evidence"] or "") < (rows[key].core["evidence"] or ""):
            rows[key] = _Row(found)
    for found in _rows(store, _ROLES):
        row = rows.get(found["statement"] or "")
        if row:
            roles = {"onBehalfOf": row.holders, "addressee": row.addressees, "targetState": row.targets}
            roles[_local(found["role"])].add(_local(found["state"]))
    return [rows[key] for key in sorted(rows)]


def _events(row: _Row, selection: Selection) -> Iterator[dict[str, Value]]:
    holders = sorted(row.holders)
    ends: list[tuple[str, str, str]] = []
    if len(holders) > 1:
        ends += [(a, b, "joint") for a, b in combinations(holders, 2)]
    else:
        ends += [(h, a, "addresses") for h in holders for a in sorted(row.addressees - row.holders)]
    third = sorted(row.targets - row.holders - row.addressees)
    ends += [(h, t, "concerns") for h in holders for t in third]
    for source, target, kind in ends:
        if selection.takes(source, target):
            yield _event(row.core, source, target, kind)


def _event(core: dict[str, str | None], source: str, target: str, kind: str) -> dict[str, Value]:
    statement = core["statement"] or ""
    readout, _, own = statement.partition("/statement/")
    act, polarity = _local(core["act"]), _local(core["polarity"])
    short = f"{readout[-16:]}-{own}-{source}-{target}-{kind}"
    return {
        "id": short,
        "source": source,
        "target": target,
        "kind": kind,
        "type": "undirected" if kind == "joint" else "directed",
        "label": f"{act} {core['earliest'] or 'undated'} {short[:8]}{own[:4]}",
        "weight": 1.0,
        "sign": SIGN.get(polarity, 0),
        "start": core["earliest"],
        "end": core["latest"] or core["earliest"],
        "act": act,
        "polarity": polarity,
        "issue": _local(core["issue"]),
        "dossier": _local(core["dossier"]),
        "speaker": core["speaker"],
        "condition": core["condition"],
        "confidence": float(core["confidence"]) if core["confidence"] else None,
        "statement": statement,
        "quote": core["quote"],
        "quote_start": int(core["start"] or 0),
        "quote_end": int(core["end"] or 0),
        "document": core["readout"],
        "title": core["title"],
        "url": core["url"],
    }


def _dyads(events: list[dict[str, Value]]) -> list[dict[str, Value]]:
    pairs: dict[tuple[str, str, str], list[dict[str, Value]]] = defaultdict(list)
    for event in events:
        pairs[str(event["source"]), str(event["target"]), str(event["kind"])].append(event)
    return [_dyad(key, pairs[key]) for key in sorted(pairs)]


def _dyad(key: tuple[str, str, str], events: list[dict[str, Value]]) -> dict[str, Value]:
    source, target, kind = key
    support = sum(e["sign"] == 1 for e in events)
    oppose = sum(e["sign"] == -1 for e in events)
    counts: dict[str, int] = defaultdict(int)
    for e in events:
        counts[str(e["dossier"])] += 1
    days = sorted({str(e["start"]) for e in events if e["start"]})
    last = events[-1]  # events come sorted by day
    return {
        "id": f"{source}-{target}-{kind}",
        "source": source,
        "target": target,
        "kind": kind,
        "type": last["type"],
        "label": f"{kind} {len(events)}",
        "weight": float(len(events)),
        "sign": (support > oppose) - (oppose > support),
        "start": days[0] if days else None,
        "end": max((str(e["end"]) for e in events if e["end"]), default=None),
        "support": support,
        "oppose": oppose,
        "dossiers": "|".join(sorted(counts, key=lambda d: (-counts[d], d))),
        "days": "|".join(days),
        "statement": "|".join(str(e["statement"]) for e in events),
        **{column.name: last[column.name] for column in _EVIDENCE},
    }
