"""An issue: who holds what now, how that changed over the years, what was proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from kg.errors import NotFoundError
from kg.views.web import charts, links, lookup
from kg.views.web.page import graph, render
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE
from kg.vocabulary.schemes import POLARITIES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

HOLDERS, PROPOSALS, WORDS = 60, 20, 12
"""How many are shown."""
ORDER = ("support", "conditional_support", "mixed", "neutral", "oppose")


def issue(request: Request) -> Response:
    """The page of an issue; its positions are its own, those on narrower issues have their own pages."""
    iri = f"{ISSUE}{request.path_params['name']}"
    with graph(request) as g:
        told = lookup.about(g.store, [iri])[iri]
        if not told:
            raise NotFoundError("there is no such issue", "look through the list: /issues")
        held = _newest(lookup.select(g.store, _HELD, this=[iri]))
        lines = lookup.lines(g.store, (row["statement"] for row in held[:HOLDERS]))
        years = lookup.select(g.store, _YEARS, this=[iri])
        narrower = lookup.about(g.store, told.get("narrower", ()))
        proposals = _proposals(lookup.select(g.store, _PROPOSALS, this=[iri]))
    counts: dict[int, dict[str, int]] = {}
    for row in years:
        if row.get("year"):
            counts.setdefault(int(row["year"]), {})[lookup.notation(row["polarity"])] = int(row["n"])
    label, notation = lookup.topics().label(iri), lookup.end(iri)
    return render(
        request,
        "issue.html",
        title=label,
        iri=iri,
        notation=notation,
        definition=lookup.one(told, "definition", "comment"),
        names=sorted({*told.get("prefLabel", ()), *told.get("altLabel", ())} - {label}),
        words=told.get("issueWord", [])[:WORDS],
        more_words=max(0, len(told.get("issueWord", ())) - WORDS),
        matches=[*told.get("exactMatch", ()), *told.get("closeMatch", ())],
        broader=_labelled(told.get("broader", ())),
        narrower=_labelled(narrower),
        held=_by_position(
            [
                {
                    **lines[row["statement"]],
                    "position": lookup.notation(row["polarity"]),
                    "holder": _name(row),
                }
                for row in held[:HOLDERS]
                if row["statement"] in lines
            ]
        ),
        more_held=max(0, len(held) - HOLDERS),
        chart=charts.columns(counts, ORDER, f"Stances on {label} by year"),
        polarities=[p for p in POLARITIES if p != "none" and any(p in year for year in counts.values())],
        counts=sorted(counts.items(), reverse=True),
        proposals=proposals[:PROPOSALS],
        more_proposals=max(0, len(proposals) - PROPOSALS),
        alternates=[
            *links.formats(iri),
            ("Positions as CSV", links.question("positions", "csv", issue=notation)),
        ],
        sparql=lookup.filled(_HELD, this=[iri]),
    )


def _name(row: dict[str, str]) -> str:
    return actors().label(lookup.end(row["holder"]))


def _newest(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """One row a holder: the first in the text of those of the last day."""
    found: dict[str, dict[str, str]] = {}
    for row in sorted(rows, key=lambda row: (row["holder"], row["statement"])):
        found.setdefault(row["holder"], row)
    return sorted(found.values(), key=lambda row: (row.get("latest", ""), row["holder"]), reverse=True)


def _by_position(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (position, listed) for position in ORDER if (listed := [r for r in rows if r["position"] == position])
    ]


def _labelled(iris: Any) -> list[tuple[str, str]]:
    return sorted(((iri, lookup.topics().label(iri)) for iri in iris), key=lambda one: one[1])


def _proposals(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Proposals of one wording are one: how many stances, for and against."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(
            " ".join(row["label"].casefold().split()),
            {"label": row["label"], "statement": row["statement"], "stances": {}},
        )
        polarity = lookup.notation(row["polarity"])
        one["stances"][polarity] = one["stances"].get(polarity, 0) + 1
    return sorted(found.values(), key=lambda one: (-sum(one["stances"].values()), one["label"]))


_HELD = """SELECT ?holder ?polarity ?statement ?latest WHERE {
  { SELECT * WHERE {
    VALUES ?this { $this }
    ?stance kg:towards ?this ; kg:polarity ?polarity ; kg:expressedIn ?statement .
    ?holder kg:latestPosition ?stance .
  } LIMIT 1000000 }
  OPTIONAL { ?statement kg:latest ?latest }
}"""
_YEARS = """SELECT ?year ?polarity (COUNT(?stance) AS ?n) WHERE {
  VALUES ?this { $this }
  ?stance kg:towards ?this ; kg:polarity ?polarity ; kg:expressedIn ?statement .
  OPTIONAL { ?statement kg:latest ?latest }
  BIND(SUBSTR(STR(?latest), 1, 4) AS ?year)
} GROUP BY ?year ?polarity ORDER BY ?year ?polarity"""
_PROPOSALS = """SELECT ?label ?polarity ?statement WHERE {
  { SELECT * WHERE {
    VALUES ?this { $this }
    ?stance kg:towards ?this ; kg:proposal ?proposal ; kg:polarity ?polarity ; kg:expressedIn ?statement .
    ?proposal rdfs:label ?label .
  } LIMIT 1000000 }
} ORDER BY ?label ?statement"""

ROUTES = (Route("/page/issue/{name:str}", issue),)
