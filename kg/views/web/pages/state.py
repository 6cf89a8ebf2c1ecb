"""A state, an organisation or a group: whom it met, what it holds, who speaks for it, what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from kg.errors import NotFoundError
from kg.views.web import charts, links, lookup
from kg.views.web.page import graph, render
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ID

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.store import Store

PARTNERS, POSITIONS, PEOPLE = 40, 30, 30
"""How many are shown."""
KINDS = {"state": "State", "organization": "Organisation", "group": "Group of states"}
"""The part of an IRI that tells them apart, and what they are called."""


def state(request: Request) -> Response:
    """The page of a state, an organisation or a group."""
    kind, code = request.url.path.split("/")[2], request.path_params["code"]
    iri = f"{ID}{kind}/{code}"
    with graph(request) as g:
        told = lookup.about(g.store, [iri])[iri]
        if not told:
            raise NotFoundError(f"the store knows no {kind} {code}", "look through the list: /states")
        partners = lookup.select(g.store, _PARTNERS, this=[iri])
        latest = _latest(lookup.select(g.store, _POSITIONS, this=[iri]))
        lines = lookup.lines(g.store, (row["statement"] for row in latest[:POSITIONS]))
        years = lookup.select(g.store, _YEARS, this=[iri])
        people = lookup.select(g.store, _PEOPLE, this=[iri])
        memberships = belongs(g.store, iri)
        offices = lookup.select(g.store, _OFFICES, this=[iri])
    label = actors().label(code)
    return render(
        request,
        "state.html",
        title=label,
        iri=iri,
        code=code,
        kind=KINDS[kind],
        names=sorted(
            {*told.get("prefLabel", ()), *told.get("altLabel", ()), *told.get("label", ())} - {label}
        ),
        facts=[
            (name, [(_page(value), _label(value)) for value in told[key]])
            for key, name in _FACTS.items()
            if told.get(key)
        ],
        meetings=sum(int(row["n"]) for row in years),
        chart=charts.columns(
            {int(row["year"]): {"meetings": int(row["n"])} for row in years if row.get("year")},
            ["meetings"],
            f"Meetings of {label} by year",
        ),
        partners=[(lookup.end(row["other"]), int(row["n"]), row.get("last")) for row in partners[:PARTNERS]],
        more_partners=max(0, len(partners) - PARTNERS),
        positions=[lines[row["statement"]] for row in latest[:POSITIONS] if row["statement"] in lines],
        more_positions=max(0, len(latest) - POSITIONS),
        people=people[:PEOPLE],
        more_people=max(0, len(people) - PEOPLE),
        memberships=memberships,
        offices=_by_post(offices),
        alternates=[
            *links.formats(iri),
            ("Positions as CSV", links.question("positions", "csv", state=code)),
        ],
        sparql=lookup.filled(_POSITIONS, this=[iri]),
    )


def belongs(store: Store, iri: str) -> dict[str, list[dict[str, Any]]]:
    """What it belongs to, and who belongs to it, with the dates that are known."""
    found: dict[str, list[dict[str, Any]]] = {"of": [], "members": []}
    for row in lookup.select(store, _MEMBERSHIPS, this=[iri]):
        name = "members" if row["organization"] == iri else "of"
        other = row["member"] if name == "members" else row["organization"]
        since, until = (
            row.get(day) or row.get(year) for day, year in (("first", "since"), ("last", "until"))
        )
        found[name].append(
            {"iri": other, "label": actors().label(lookup.end(other)), "since": since, "until": until}
        )
    for listed in found.values():
        listed.sort(key=lambda one: (str(one["label"]), one["since"] or ""))
    return found


def _latest(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """One row an issue, the newest first."""
    found: dict[str, dict[str, str]] = {}
    for row in sorted(rows, key=lambda row: (row.get("latest", ""), row["statement"]), reverse=True):
        found.setdefault(row["issue"], row)
    return list(found.values())


def _by_post(rows: list[dict[str, str]]) -> list[tuple[str, list[dict[str, str]]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["post"], []).append(row)
    return sorted(found.items())


def _page(value: str) -> str | None:
    return links.page(value) if value.startswith(ID) else None


def _label(value: str) -> str:
    return actors().label(lookup.end(value)) if value.startswith(ID) else value


_FACTS = {
    "notation": "Code",
    "capital": "Capital",
    "unStatus": "In the United Nations",
    "fromYear": "From",
    "toYear": "Until",
    "succeededBy": "Succeeded by",
    "continuedBy": "Continued by",
    "statehoodDisputedBy": "Statehood disputed by",
}
"""Properties, and what they are called on the page."""
_PARTNERS = """SELECT ?other (COUNT(DISTINCT ?meeting) AS ?n)
    (MAX(COALESCE(STR(?latest), "")) AS ?last) WHERE {
  VALUES ?this { $this }
  ?meeting kg:participant ?this, ?other ; a kg:Meeting .
  FILTER(?other != ?this)
  OPTIONAL { ?meeting kg:latest ?latest }
} GROUP BY ?other ORDER BY DESC(?n) ?other"""
_YEARS = """SELECT ?year (COUNT(DISTINCT ?meeting) AS ?n) WHERE {
  VALUES ?this { $this }
  ?meeting kg:participant ?this ; a kg:Meeting .
  OPTIONAL { ?meeting kg:latest ?latest }
  BIND(SUBSTR(STR(?latest), 1, 4) AS ?year)
} GROUP BY ?year ORDER BY ?year"""
_POSITIONS = """SELECT ?issue ?statement ?latest WHERE {
  { SELECT * WHERE {
    VALUES ?this { $this }
    ?this kg:latestPosition ?stance .
    ?stance kg:towards ?issue ; kg:expressedIn ?statement .
  } LIMIT 1000000 }
  OPTIONAL { ?statement kg:latest ?latest }
}"""
_PEOPLE = """SELECT ?official (MIN(?name) AS ?called) (COUNT(DISTINCT ?mention) AS ?n) WHERE {
  VALUES ?this { $this }
  ?mention kg:ofState ?this ; kg:mentionOf ?official ; kg:name ?name .
} GROUP BY ?official ORDER BY DESC(?n) ?official"""
_MEMBERSHIPS = """SELECT ?organization ?member ?first ?last ?since ?until WHERE {
  { SELECT * WHERE {
    VALUES ?this { $this }
    { ?membership kg:member ?this ; kg:organization ?organization . BIND(?this AS ?member) }
    UNION
    { ?membership kg:organization ?this ; kg:member ?member . BIND(?this AS ?organization) }
  } LIMIT 1000000 }
  OPTIONAL { ?membership kg:earliest ?first }
  OPTIONAL { ?membership kg:latest ?last }
  OPTIONAL { ?membership kg:fromYear ?since }
  OPTIONAL { ?membership kg:toYear ?until }
}"""
_OFFICES = """SELECT ?post ?who ?name ?from ?to ?title WHERE {
  { SELECT * WHERE {
    VALUES ?this { $this }
    ?office kg:ofState ?this ; kg:postKind ?post .
    ?tenure kg:tenureOf ?office ; kg:heldBy ?who .
    ?who skos:prefLabel ?name .
  } LIMIT 1000000 }
  OPTIONAL { ?tenure kg:fromYear ?from }
  OPTIONAL { ?tenure kg:toYear ?to }
  OPTIONAL { ?tenure kg:postTitle ?title }
} ORDER BY ?post ?from ?to ?name"""

ROUTES = tuple(Route(f"/page/{kind}/{{code:str}}", state) for kind in KINDS)
