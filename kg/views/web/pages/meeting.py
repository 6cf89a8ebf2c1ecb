"""A meeting: who took part, its accounts side by side, why they are of one meeting, its agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from kg import rules
from kg.errors import NotFoundError
from kg.questions.answer import ask
from kg.questions.catalogue import Catalogue
from kg.views.web import links, lookup
from kg.views.web.page import graph, render
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.questions.answer import Row
    from kg.store import Store

VERDICTS = {
    "contradicts": "They contradict each other",
    "different_speaker": "Told of different sides",
    "stronger_in_one": "Stronger in one account",
    "worded_differently": "Worded differently",
    "agreed": "Told alike",
    "only_here": "Only in {here}",
    "only_there": "Only in {there}",
}
"""What two accounts can do to each other, what matters most first."""


def meeting(request: Request) -> Response:
    """The page of a meeting."""
    iri = f"{ID}meeting/{request.path_params['name']}"
    with graph(request) as g:
        told = lookup.about(g.store, [iri])[iri]
        if not told.get("hasAccount"):
            raise NotFoundError("the store knows no such meeting", "look through the readouts: /readouts")
        accounts = lookup.about(g.store, told["hasAccount"])
        documents = lookup.about(g.store, (held["reportedIn"][0] for held in accounts.values()))
        people = officials(g.store, accounts)
        several = len(accounts) > 1
        rows = _compared(g.store, iri, next(iter(documents))) if several else ()
        said = [] if several else lookup.select(g.store, _SAID, accounts=sorted(accounts))
        lines = lookup.lines(g.store, (row["statement"] for row in said))
        why = rules.why(g.store, iri) if several else []
        around = lookup.about(
            g.store,
            [
                *told.get("previousMeeting", ()),
                *(row["next"] for row in lookup.select(g.store, _NEXT, this=[iri])),
            ],
        )
    states = sorted(map(lookup.end, told.get("participant", ())), key=actors().label)
    kind = lookup.notation(told["meetingType"][0]) if told.get("meetingType") else "meeting"
    date = lookup.day(told)
    sides = lookup.named(states) or "unknown sides"
    sides_of = _sides(rows)
    return render(
        request,
        "meeting.html",
        title=f"{kind.replace('_', ' ').capitalize()} of {sides}, {date or 'undated'}",
        iri=iri,
        kind=kind,
        date=date,
        states=states,
        places=sorted({place for held in accounts.values() for place in held.get("placeName", ())}),
        people=people,
        accounts=[_account(held["reportedIn"][0], documents) for held in accounts.values()],
        verdicts=[
            (name, title.format(**sides_of), listed)
            for name, title in VERDICTS.items()
            if (listed := [row for row in rows if row["verdict"] == name])
        ],
        lines=sorted(lines.values(), key=lambda line: (line["document"], line["number"])),
        here=sides_of["here"],
        there=sides_of["there"],
        why=why,
        agenda=_agenda(told),
        before=[(one, lookup.day(around[one])) for one in told.get("previousMeeting", ())],
        after=[
            (one, lookup.day(held))
            for one, held in around.items()
            if one not in told.get("previousMeeting", ())
        ],
        alternates=[
            *links.formats(iri),
            (
                "Statements as CSV",
                links.question(
                    "readout-diff" if several else "evidence",
                    "csv",
                    document=lookup.end(next(iter(documents))),
                ),
            ),
        ],
    )


def officials(store: Store, accounts: Iterable[str]) -> list[dict[str, Any]]:
    """Who attended, each once: the person's page, the names and posts that the accounts give."""
    found: dict[str, dict[str, Any]] = {}
    for row in lookup.select(store, _PEOPLE, accounts=sorted(accounts)):
        who = row.get("official", row["mention"])
        one = found.setdefault(
            who,
            {
                "iri": who,
                "names": [],
                "posts": [],
                "state": actors().label(lookup.end(row["state"])) if "state" in row else None,
            },
        )
        for name, key in (("names", "name"), ("posts", "post")):
            if key in row and row[key] not in one[name]:
                one[name].append(row[key])
    return sorted(found.values(), key=lambda one: (one["state"] or "~", one["names"]))


def _compared(store: Store, iri: str, document: str) -> list[Row]:
    answer = ask(store, Catalogue()["readout-diff"], {"document": document})
    return [row for row in answer if row["meeting"] == iri]


def _sides(rows: Iterable[Row]) -> dict[str, str]:
    """What the columns are called: by their publisher, where each has one of its own."""
    found: dict[str, set[Any]] = {"here": set(), "there": set()}
    for row in rows:
        if row["verdict"] != "only_there":
            found["here"].add(row["reported_by"])
            if row["other_quote"]:
                found["there"].add(row["other_reported_by"])
        else:
            found["there"].add(row["reported_by"])
    if all(len(names) == 1 and all(names) for names in found.values()) and found["here"] != found["there"]:
        return {side: f"{names.pop()}'s account" for side, names in found.items()}
    return {"here": "this account", "there": "another account"}


def _account(document: str, documents: lookup.About) -> dict[str, Any]:
    held = documents[document]
    return {
        "document": document,
        "title": lookup.one(held, "title"),
        "reported_by": lookup.named(map(lookup.end, held.get("publisher", ()))) or "publisher not known",
        "date": lookup.day(held),
    }


def _agenda(told: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    """Issues with their labels, and whether they came in or went."""
    came, went = set(told.get("enteredAgenda", ())), told.get("leftAgenda", [])
    label = lookup.topics().label
    here = [(one, label(one), "new" if one in came else "") for one in told.get("onAgenda", ())]
    return sorted(here, key=lambda one: one[1]) + sorted(
        ((one, label(one), "left") for one in went), key=lambda one: one[1]
    )


_PEOPLE = """SELECT ?mention ?name ?post ?state ?official WHERE {
  VALUES ?account { $accounts }
  ?account kg:attendee ?mention .
  ?mention kg:name ?name .
  OPTIONAL { ?mention kg:postTitle ?post }
  OPTIONAL { ?mention kg:ofState ?state }
  OPTIONAL { ?mention kg:mentionOf ?official }
} ORDER BY ?account ?name ?mention"""
_SAID = """SELECT ?statement WHERE {
  VALUES ?account { $accounts }
  ?statement kg:madeAt ?account .
}"""
_NEXT = "SELECT ?next WHERE { VALUES ?this { $this } ?next kg:previousMeeting ?this } ORDER BY ?next"

ROUTES = (Route("/page/meeting/{name:str}", meeting),)
