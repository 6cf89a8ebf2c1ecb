"""One edge for each statement and counterpart, or one for each pair of states and kind."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from kg.network.shape import COMMON, EVIDENCE, Column, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.network.shape import Selection
    from kg.store import Store

SIGN = {"support": 1, "conditional_support": 1, "oppose": -1}
EVENT_COLUMNS = (
    *COMMON,
    Column("act", "string", "speech act"),
    Column("polarity", "string", "stance on the issue"),
    Column("issue", "string", "issue notation"),
    Column("dossier", "string", "dossier notation"),
    Column("speaker", "string", "named speaker, if any"),
    Column("condition", "string", "the condition's words, if any"),
    Column("confidence", "double", "0 to 1"),
    Column("statement", "uri", "IRI of the statement"),
    *EVIDENCE,
)
DYAD_COLUMNS = (
    *COMMON,
    Column("support", "integer", "statements with support or conditional support"),
    Column("oppose", "integer", "statements with opposition"),
    Column("dossiers", "string", "dossiers, most frequent first, separated by |"),
    Column("days", "string", "days on which the statements were made, separated by |"),
    Column("statement", "string", "IRIs of the statements, latest last, separated by |"),
    *EVIDENCE,
)


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


def events(store: Store, selection: Selection) -> tuple[list[dict[str, Value]], int]:
    """An edge for each statement and counterpart, by day, and the number of statements that name none."""
    found: list[dict[str, Value]] = []
    unpaired = 0
    for row in _statements(store, selection):
        unpaired += not (row.addressees or row.targets or len(row.holders) > 1)
        found.extend(_events(row, selection))
    return sorted(found, key=lambda e: (str(e["start"] or ""), str(e["id"]))), unpaired


@lru_cache(maxsize=4096)
def local(term: str | None) -> str:
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
    gathered: dict[str, _Row] = {}
    for found in _rows(store, _CORE.replace("UNDEF", seam)):
        if not selection.covers(found["earliest"], found["latest"] or found["earliest"]):
            continue
        key = found["statement"] or ""
        # Several stretches of evidence give several rows: the first stretch speaks for the statement.
        if key not in gathered or (found["evidence"] or "") < (gathered[key].core["evidence"] or ""):
            gathered[key] = _Row(found)
    for found in _rows(store, _ROLES):
        row = gathered.get(found["statement"] or "")
        if row:
            roles = {"onBehalfOf": row.holders, "addressee": row.addressees, "targetState": row.targets}
            roles[local(found["role"])].add(local(found["state"]))
    return [gathered[key] for key in sorted(gathered)]


def _events(row: _Row, selection: Selection) -> Iterator[dict[str, Value]]:
    for source, target, kind in ends(row.holders, row.addressees, row.targets):
        if selection.takes(source, target):
            yield _event(row.core, source, target, kind)


def ends(holders: set[str], addressees: set[str], targets: set[str]) -> list[tuple[str, str, str]]:
    """The edges of one statement: source, target and kind.

    >>> ends({"JPN"}, {"RUS"}, {"PRK", "RUS"}), ends({"RUS", "JPN"}, set(), set())
    ([('JPN', 'RUS', 'addresses'), ('JPN', 'PRK', 'concerns')], [('JPN', 'RUS', 'joint')])
    """
    ours = sorted(holders)
    if len(ours) > 1:
        found = [(a, b, "joint") for a, b in combinations(ours, 2)]
    else:
        found = [(h, a, "addresses") for h in ours for a in sorted(addressees - holders)]
    return found + [(h, t, "concerns") for h in ours for t in sorted(targets - holders - addressees)]


def _event(core: dict[str, str | None], source: str, target: str, kind: str) -> dict[str, Value]:
    statement = core["statement"] or ""
    readout, _, own = statement.partition("/statement/")
    act, polarity = local(core["act"]), local(core["polarity"])
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
        "issue": local(core["issue"]),
        "dossier": local(core["dossier"]),
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


def dyads(events: list[dict[str, Value]]) -> list[dict[str, Value]]:
    """An edge for each pair and kind, from its events in their order."""
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
        **{column.name: last[column.name] for column in EVIDENCE},
    }
