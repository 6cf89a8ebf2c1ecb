"""The first page: what is here, the latest meetings, who met whom how often."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from starlette.routing import Route

from kg.views.web import links
from kg.views.web.page import graph, render
from kg.vocabulary.namespaces import ID

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.store import Store

RECENT, STATES = 12, 12
"""How many meetings are listed, and how many states make the matrix."""


def home(request: Request) -> Response:
    """The home page."""
    with graph(request) as g:
        pairs = meetings_by_pair(g.store)
        busiest = Counter[str]()
        for (one, other), count in pairs.items():
            busiest[one] += count
            busiest[other] += count
        states = sorted(code for code, _ in sorted(busiest.items(), key=lambda kv: (-kv[1], kv[0]))[:STATES])
        return render(
            request,
            "home.html",
            counts=g.info(),
            recent=recent(g.store),
            states=states,
            pairs=pairs,
            alternates=[
                ("Who met whom as CSV", links.question("participants", "csv")),
                ("Counts as JSON", "/api/info"),
            ],
        )


def recent(store: Store) -> list[dict[str, object]]:
    """The latest meetings: iri, day, type, place, the codes of those who took part, how many accounts."""
    found: dict[str, dict[str, object]] = {}
    for row in store.select(_RECENT):
        one = found.setdefault(
            row["meeting"].value,
            {
                "iri": row["meeting"].value,
                "date": row["latest"].value,
                "type": row["type"].value.rpartition("#meeting_")[2] if row["type"] else "meeting",
                "states": [],
                "accounts": int(row["accounts"].value),
            },
        )
        states = one["states"]
        code = row["state"].value.rpartition("/")[2] if row["state"] else None
        if isinstance(states, list) and code and code not in states:
            states.append(code)
    return list(found.values())[:RECENT]


def meetings_by_pair(store: Store) -> dict[tuple[str, str], int]:
    """How many meetings each pair of states had, by the codes in alphabetical order."""
    return {
        (row["one"].value.removeprefix(f"{ID}state/"), row["other"].value.removeprefix(f"{ID}state/")): int(
            row["n"].value
        )
        for row in store.select(_PAIRS)
        if all(row[name].value.startswith(f"{ID}state/") for name in ("one", "other"))
    }


_PREFIXES = "PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>\n"
_RECENT = f"""{_PREFIXES}SELECT ?meeting ?latest ?type ?state ?accounts WHERE {{
  {{ SELECT ?meeting ?latest (COUNT(?account) AS ?accounts) WHERE {{
      ?meeting a kg:Meeting ; kg:latest ?latest ; kg:hasAccount ?account }}
    GROUP BY ?meeting ?latest ORDER BY DESC(?latest) ?meeting LIMIT {RECENT} }}
  OPTIONAL {{ ?meeting kg:meetingType ?type }}
  OPTIONAL {{ ?meeting kg:participant ?state }}
}} ORDER BY DESC(?latest) ?meeting ?state"""
_PAIRS = f"""{_PREFIXES}SELECT ?one ?other (COUNT(DISTINCT ?meeting) AS ?n) WHERE {{
  ?meeting a kg:Meeting ; kg:participant ?one, ?other .
  FILTER(STR(?one) < STR(?other))
}} GROUP BY ?one ?other"""

ROUTES = (Route("/", home),)
