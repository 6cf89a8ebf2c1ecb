"""Two states: when they met, their line and ours, what was asked and answered, promised, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse
from starlette.routing import Route

from kg.errors import VocabularyError
from kg.questions.parameters import actor
from kg.views.web import charts, links, lookup
from kg.views.web.page import graph, render
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.store import Store
    from kg.views.web.lookup import Line

MEETINGS, ISSUES, EACH, ASKS, PROMISES, CHANGES = 12, 25, 2, 10, 10, 8
EARLIER = 300
"""How many are shown; `EARLIER` meetings by their day alone, `EACH` lines of a side on one issue."""
MEETING = ("earliest", "latest", "meetingType", "participant", "hasAccount")
"""What a list of meetings tells of each."""
STEADY = frozenset({"first_recorded", "unchanged", "reaffirmed"})
"""Changes of position that are none."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored of the meetings of two states: meetings by IRI, and rows that point at statements."""

    meetings: lookup.About
    day: dict[str, str]
    asked: list[dict[str, str]]
    stances: list[dict[str, str]]
    promised: lookup.About


def pair(request: Request) -> Response:
    """The page of a pair."""
    codes = [actor(request.path_params[name]) for name in ("one", "other")]
    if links.pair(*codes) != request.url.path:
        return RedirectResponse(links.pair(*codes), 303)
    one, other = codes
    if one == other:
        raise VocabularyError(f"{actors().label(one)} and itself are no pair", "name two: /pair/JPN/RUS")
    with graph(request) as g:
        held = facts(g.store, one, other)
        positions = lines_by_issue(held, codes)
        asks = newest(held, held.asked)
        replies = {row["ask"]: row["reply"] for row in lookup.select(g.store, _REPLIES, asks=asks[:ASKS])}
        due = promises(held)
        changes = newest(held, (row for row in held.stances if _changed(row)))
        wanted = [
            *(iri for _, sides in positions[:ISSUES] for side in sides for iri in side[:EACH]),
            *asks[:ASKS],
            *(replies[ask] for ask in asks[:ASKS] if ask in replies),
            *(told["statedIn"][0] for _, told in due[:PROMISES]),
            *changes[:CHANGES],
        ]
        lines = lookup.lines(g.store, wanted)
        listed = sorted(held.meetings, key=lambda iri: (_latest(held.meetings[iri]), iri), reverse=True)
        agenda = lookup.about(g.store, listed[:MEETINGS], "onAgenda")
        last = g.last_day
    names = [actors().label(code) for code in codes]
    return render(
        request,
        "pair.html",
        title=" and ".join(names),
        codes=codes,
        names=names,
        count=len(listed),
        meetings=[_meeting(iri, held.meetings[iri] | agenda[iri]) for iri in listed[:MEETINGS]],
        earlier=[_meeting(iri, held.meetings[iri]) for iri in listed[MEETINGS:EARLIER]],
        chart=charts.timeline(
            (
                (_latest(told), links.page(iri), f"{lookup.day(told)}: {_type(told)}")
                for iri, told in held.meetings.items()
                if _latest(told)
            ),
            f"Meetings of {' and '.join(names)} over the years",
        ),
        positions=[
            (issue, lookup.topics().label(issue), [_known(side, lines) for side in sides])
            for issue, sides in positions[:ISSUES]
        ],
        more_positions=max(0, len(positions) - ISSUES),
        asks=[(lines[ask], lines.get(replies.get(ask, ""))) for ask in asks[:ASKS]],
        more_asks=max(0, len(asks) - ASKS),
        promises=[_promise(told, lines, last) for _, told in due[:PROMISES]],
        more_promises=max(0, len(due) - PROMISES),
        changes=[(lines[iri], _change(held, iri)) for iri in changes[:CHANGES]],
        more_changes=max(0, len(changes) - CHANGES),
        last=last,
        alternates=[
            ("CSV", links.question("brief", "csv", state=one, other=other, as_of=last)),
            ("JSON", links.question("brief", "json", state=one, other=other, as_of=last)),
            ("Turtle", links.export("turtle", between=codes)),
        ],
        sparql=lookup.filled(_MEETINGS, one=[actors().iri(one)], other=[actors().iri(other)]),
    )


def facts(store: Store, one: str, other: str) -> Facts:
    """The meetings in which both took part, and what was said, held and promised at them."""
    sides = {"one": [actors().iri(one)], "other": [actors().iri(other)]}
    met = (row["meeting"] for row in lookup.select(store, _MEETINGS, **sides))
    found = lookup.about(store, met, *MEETING)
    at = {account: iri for iri, told in found.items() for account in told.get("hasAccount", ())}
    accounts = sorted(at)
    if not accounts:
        return Facts(found, {}, [], [], {})
    both = {*sides["one"], *sides["other"]}
    asked = [row for row in lookup.select(store, _ASKED, account=accounts) if row["state"] in both]
    stances = [row for row in lookup.select(store, _STANCES, account=accounts) if row["state"] in both]
    promised = lookup.about(
        store, (row["commitment"] for row in lookup.select(store, _PROMISED, account=accounts))
    )
    day = {row["statement"]: _latest(found[at[row["account"]]]) for row in [*asked, *stances]}
    return Facts(
        found,
        day,
        asked,
        stances,
        {iri: told for iri, told in promised.items() if both & {*told.get("party", ())}},
    )


def lines_by_issue(held: Facts, codes: list[str]) -> list[tuple[str, list[list[str]]]]:
    """Issue to the statements of each side's last day on it; the issue that was last spoken of first."""
    latest: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for row in held.stances:
        key = row["issue"], lookup.end(row["state"])
        when, statement = held.day[row["statement"]], row["statement"]
        known, listed = latest.get(key, ("", []))
        if when > known or not listed:
            latest[key] = when, [statement]
        elif when == known and statement not in listed:
            listed.append(statement)
    last: dict[str, str] = {}
    for (issue, _), (when, _) in latest.items():
        last[issue] = max(when, last.get(issue, ""))
    order = sorted(last, key=lambda issue: (_backwards(last[issue]), lookup.topics().label(issue)))
    return [(issue, [sorted(latest.get((issue, code), ("", []))[1]) for code in codes]) for issue in order]


def newest(held: Facts, rows: Iterable[dict[str, str]]) -> list[str]:
    """The statements of some rows, the newest first."""
    found = {row["statement"] for row in rows}
    return sorted(found, key=lambda iri: (_backwards(held.day[iri]), iri))


def promises(held: Facts) -> list[tuple[str, dict[str, list[str]]]]:
    """What was promised: what has a last day first, the latest of them before the others."""
    return sorted(
        held.promised.items(),
        key=lambda item: (_backwards(lookup.one(item[1], "dueLatest") or ""), item[0]),
    )


def _backwards(day: str) -> tuple[int, ...]:
    """A key that puts the later day first, and no day last."""
    return tuple(-ord(c) for c in day) or (0,)


def _latest(told: dict[str, list[str]]) -> str:
    return lookup.one(told, "latest") or ""


def _type(told: dict[str, list[str]]) -> str:
    return lookup.notation(told["meetingType"][0]).replace("_", " ") if told.get("meetingType") else "meeting"


def _meeting(iri: str, told: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "iri": iri,
        "date": lookup.day(told),
        "type": _type(told),
        "states": list(map(lookup.end, told.get("participant", ()))),
        "accounts": len(told.get("hasAccount", ())),
        "agenda": [(issue, lookup.topics().label(issue)) for issue in told.get("onAgenda", ())],
    }


def _known(statements: list[str], lines: dict[str, Line]) -> list[Line]:
    return [lines[iri] for iri in statements if iri in lines]


def _changed(row: dict[str, str]) -> bool:
    return "change" in row and lookup.notation(row["change"]) not in STEADY


def _change(held: Facts, statement: str) -> str:
    return next(
        lookup.notation(row["change"])
        for row in held.stances
        if row["statement"] == statement and _changed(row)
    )


def _promise(told: dict[str, list[str]], lines: dict[str, Line], last: str | None) -> dict[str, Any]:
    due = lookup.one(told, "dueLatest")
    done = "reportedDoneIn" in told
    status = "no date" if not due else "past due" if last and due < last else "running"
    return {
        "parties": lookup.named(map(lookup.end, told.get("party", ()))),
        "what": lookup.one(told, "undertaking"),
        "due": lookup.day(told, "dueEarliest", "dueLatest") or lookup.one(told, "dueWords"),
        "status": "reported done" if done else status,
        "line": lines.get(told["statedIn"][0]),
    }


_MEETINGS = """SELECT DISTINCT ?meeting WHERE {
  VALUES ?one { $one }
  VALUES ?other { $other }
  ?meeting kg:participant ?one, ?other ; a kg:Meeting .
}"""
_ASKED = """SELECT ?account ?statement ?state WHERE {
  VALUES ?account { $account }
  ?statement kg:madeAt ?account ; kg:act ?act .
  FILTER(?act IN (kg:act_request, kg:act_urge, kg:act_propose, kg:act_invite))
  ?statement kg:onBehalfOf ?state .
} ORDER BY ?statement"""
_REPLIES = "SELECT ?ask ?reply WHERE { VALUES ?ask { $asks } ?reply kg:inReplyTo ?ask } ORDER BY DESC(?reply)"
_STANCES = """SELECT ?account ?statement ?state ?issue ?polarity ?change WHERE {
  { SELECT * WHERE {
    VALUES ?account { $account }
    ?statement kg:madeAt ?account .
    ?stance kg:expressedIn ?statement ; kg:holder ?state ; kg:towards ?issue ; kg:polarity ?polarity .
  } LIMIT 1000000 }
  OPTIONAL { ?stance kg:positionChange ?change }
} ORDER BY ?statement"""
_PROMISED = """SELECT DISTINCT ?commitment WHERE {
  VALUES ?account { $account }
  ?statement kg:madeAt ?account .
  ?commitment kg:statedIn ?statement .
}"""

ROUTES = (Route("/pair/{one:str}/{other:str}", pair),)
