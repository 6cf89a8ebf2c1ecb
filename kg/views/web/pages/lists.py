"""Lists: pairs, states, people, issues, readouts; each to be narrowed, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from starlette.routing import Route

from kg.questions.parameters import actor, day
from kg.questions.topics import fold
from kg.views.web import links, lookup
from kg.views.web.page import graph, render
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

PAGE = 100
"""Lines on one page."""
PARTICIPANTS = ("Who met whom as CSV", links.question("participants", "csv"))
"""What of the lists of states and people there is as a file."""
T = TypeVar("T")


def pages(request: Request, rows: Sequence[T], size: int = PAGE) -> tuple[Sequence[T], dict[str, Any]]:
    """The rows of the page that is asked for, so many on each, and what leads to the others."""
    asked = request.query_params.get("page", "1")
    last = max(1, -(-len(rows) // size))
    number = min(
        max(int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < PAGE else 1, 1), last
    )
    given = request.query_params.multi_items()

    def to(n: int) -> str | None:
        return links.again(request.url.path, given, page=n) if 1 <= n <= last else None

    told = {"number": number, "last": last, "before": to(number - 1), "after": to(number + 1)}
    return rows[(number - 1) * size : number * size], told


def asked(request: Request, name: str) -> str:
    """What a field of the form says."""
    return request.query_params.get(name, "").strip()


def pairs(request: Request) -> Response:
    """Who met whom, the most frequent first."""
    state = asked(request, "state")
    code = actor(state) if state else None
    with graph(request) as g:
        rows = [
            (*map(lookup.end, (row["one"], row["other"])), int(row["n"]), row.get("last"))
            for row in lookup.select(g.store, _PAIRS)
        ]
    found = [row for row in rows if code in {None, row[0], row[1]}]
    shown, told = pages(request, found)
    return render(
        request, "pairs.html", title="Pairs of states", rows=shown, pages=told, count=len(found), state=state,
        alternates=[("Agreement of all pairs as CSV", links.question("agreement-matrix", "csv"))],
        sparql=lookup.filled(_PAIRS),
    )  # fmt: skip


def states(request: Request) -> Response:
    """States, organisations and groups that took part in a meeting, or with `all` everyone known."""
    wanted, everyone = fold(asked(request, "q")), bool(asked(request, "all"))
    with graph(request) as g:
        met = {
            lookup.end(row["state"]): (int(row["n"]), row.get("last"))
            for row in lookup.select(g.store, _STATES)
        }
    known = actors()
    rows = [
        (known.iri(code), known.label(code), *met.get(code, (0, None)))
        for code in (known if everyone or wanted else sorted(met))
        if wanted in fold(known.label(code)) or wanted == code.casefold()
    ]
    rows.sort(key=lambda row: (-row[2], row[1]))
    shown, told = pages(request, rows)
    return render(
        request, "states.html", title="States and organisations", rows=shown, pages=told, count=len(rows),
        q=asked(request, "q"), everyone=everyone, alternates=[PARTICIPANTS],
        sparql=lookup.filled(_STATES),
    )  # fmt: skip


def officials(request: Request) -> Response:
    """The people whom readouts name."""
    state, wanted = asked(request, "state"), fold(asked(request, "q"))
    chosen = [actors().iri(actor(state))] if state else None
    with graph(request) as g:
        rows = lookup.select(g.store, _OFFICIALS, state=chosen)
    found = [row for row in rows if wanted in fold(row["called"])]
    shown, told = pages(request, found)
    return render(
        request, "officials.html", title="Officials", rows=shown, pages=told, count=len(found),
        q=asked(request, "q"), state=state,
        alternates=[(PARTICIPANTS[0], links.question("participants", "csv", state=state))],
        sparql=lookup.filled(_OFFICIALS, state=chosen),
    )  # fmt: skip


def issues(request: Request) -> Response:
    """All issues as a tree, with how many positions on each are on record."""
    wanted = fold(asked(request, "q"))
    with graph(request) as g:
        counts = {row["issue"]: int(row["n"]) for row in lookup.select(g.store, _ISSUES)}
        above = {row["issue"]: row.get("broader") for row in lookup.select(g.store, _TREE)}
    label = lookup.topics().label
    below: dict[str | None, list[str]] = {}
    for iri, broader in above.items():
        below.setdefault(broader, []).append(iri)
    rows: list[tuple[str, str, int, int]] = []

    def walk(iri: str | None, level: int) -> None:
        for one in sorted(below.get(iri, ()), key=label):
            if wanted in fold(label(one)):
                rows.append((one, label(one), level, counts.get(one, 0)))
            walk(one, level + 1)

    walk(None, 0)
    return render(
        request, "issues.html", title="Issues", rows=rows, q=asked(request, "q"),
        alternates=[("Issues by meeting as CSV", links.question("issues-discussed", "csv"))],
        sparql=lookup.filled(_ISSUES),
    )  # fmt: skip


def readouts(request: Request) -> Response:
    """The documents, the newest first."""
    wanted, publisher = fold(asked(request, "q")), asked(request, "publisher")
    since, until = asked(request, "since"), asked(request, "until")
    code = actor(publisher) if publisher else None
    first, last = day(since) if since else "", day(until, "last") if until else ""
    with graph(request) as g:
        rows: dict[str, dict[str, Any]] = {}
        for row in lookup.select(g.store, _READOUTS):
            one = rows.setdefault(row["readout"], {**row, "publishers": set()})
            one["publishers"] |= {lookup.end(row["publisher"])} if "publisher" in row else set()
        found = [
            row
            for row in rows.values()
            if wanted in fold(row.get("title", ""))
            and (code is None or code in row["publishers"])
            and (not first or row.get("latest", "") >= first)
            and (not last or "" < row.get("earliest", "") <= last)
        ]
        found.sort(key=lambda row: row["readout"])
        found.sort(key=lambda row: row.get("latest", ""), reverse=True)
        shown, told = pages(request, found)
        counts = {
            row["account"].removesuffix("/account"): int(row["n"])
            for row in lookup.select(
                g.store, _STATEMENTS, accounts=[f"{row['readout']}/account" for row in shown]
            )
        }
    return render(
        request, "readouts.html", title="Readouts", rows=shown, counts=counts, pages=told, count=len(found),
        q=asked(request, "q"), publisher=publisher, since=since, until=until, named=lookup.named,
        alternates=[("All documents as JSON", "/api/documents")], sparql=lookup.filled(_READOUTS),
    )  # fmt: skip


_PAIRS = """SELECT ?one ?other (COUNT(DISTINCT ?meeting) AS ?n)
    (MAX(COALESCE(STR(?latest), "")) AS ?last) WHERE {
  ?meeting a kg:Meeting ; kg:participant ?one, ?other .
  FILTER(STR(?one) < STR(?other))
  OPTIONAL { ?meeting kg:latest ?latest }
} GROUP BY ?one ?other ORDER BY DESC(?n) ?one ?other"""
_STATES = """SELECT ?state (COUNT(DISTINCT ?meeting) AS ?n)
    (MAX(COALESCE(STR(?latest), "")) AS ?last) WHERE {
  ?meeting a kg:Meeting ; kg:participant ?state .
  OPTIONAL { ?meeting kg:latest ?latest }
} GROUP BY ?state"""
_OFFICIALS = """SELECT ?official ?state (MIN(?name) AS ?called) (COUNT(DISTINCT ?mention) AS ?n) WHERE {
  VALUES ?state { $state }
  ?official kg:hasMention ?mention .
  ?mention kg:ofState ?state ; kg:name ?name .
} GROUP BY ?official ?state ORDER BY DESC(?n) ?called ?official"""
_ISSUES = "SELECT ?issue (COUNT(?stance) AS ?n) WHERE { ?stance kg:towards ?issue } GROUP BY ?issue"
_TREE = "SELECT ?issue ?broader WHERE { ?issue a kg:Issue OPTIONAL { ?issue skos:broader ?broader } }"
_READOUTS = """SELECT ?readout ?title ?earliest ?latest ?publisher WHERE {
  ?readout a kg:Readout .
  OPTIONAL { ?readout dcterms:title ?title }
  OPTIONAL { ?readout kg:earliest ?earliest }
  OPTIONAL { ?readout kg:latest ?latest }
  OPTIONAL { ?readout kg:publisher ?publisher }
}"""
_STATEMENTS = """SELECT ?account (COUNT(?statement) AS ?n) WHERE {
  VALUES ?account { $accounts }
  ?statement kg:madeAt ?account .
} GROUP BY ?account"""

ROUTES = (
    Route("/pairs", pairs),
    Route("/states", states),
    Route("/officials", officials),
    Route("/issues", issues),
    Route("/readouts", readouts),
)
