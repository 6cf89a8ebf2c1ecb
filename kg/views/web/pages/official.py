"""A person: posts and since when, what was said, where named, why the mentions are one person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from kg import rules
from kg.errors import NotFoundError
from kg.views.web import links, lookup
from kg.views.web.page import graph, render
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ID

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

STATEMENTS, MENTIONS = 40, 60
"""How many are shown."""
UNCHECKED = f"{ID}source/general_knowledge"
"""The source of what nobody has looked up."""


def official(request: Request) -> Response:
    """The page of a person."""
    iri = f"{ID}official/{request.path_params['name']}"
    with graph(request) as g:
        told = lookup.about(g.store, [iri])[iri]
        if not told:
            raise NotFoundError("the store knows no such person", "look through the list: /officials")
        mentions = lookup.about(g.store, told.get("hasMention", ()))
        documents = lookup.about(g.store, (held["reportedIn"][0] for held in mentions.values()))
        tenures = lookup.about(
            g.store, (row["tenure"] for row in lookup.select(g.store, _TENURES, this=[iri]))
        )
        posts = lookup.about(g.store, (held["tenureOf"][0] for held in tenures.values()))
        said = lookup.select(g.store, _SAID, mentions=sorted(mentions)) if mentions else []
        lines = lookup.lines(g.store, (row["statement"] for row in said[:STATEMENTS]))
        told_why = len(mentions) <= MENTIONS or "why" in request.query_params
        why = rules.why(g.store, iri) if mentions and told_why else []
    name = lookup.one(told, "prefLabel", "name") or lookup.end(iri)
    named = sorted(
        (
            {
                "name": lookup.one(held, "name"),
                "post": lookup.one(held, "postTitle"),
                "document": held["reportedIn"][0],
                "title": lookup.one(documents[held["reportedIn"][0]], "title"),
                "date": lookup.day(documents[held["reportedIn"][0]]) or "",
            }
            for held in mentions.values()
        ),
        key=lambda one: (one["date"], one["document"]),
        reverse=True,
    )
    return render(
        request,
        "official.html",
        title=name,
        iri=iri,
        states=[(lookup.end(one), actors().label(lookup.end(one))) for one in told.get("ofState", ())],
        names=sorted({*told.get("altLabel", ()), *told.get("name", ())} - {name}),
        tenures=sorted(
            (
                {
                    "post": lookup.one(posts[held["tenureOf"][0]], "label"),
                    "title": lookup.one(held, "postTitle"),
                    "from": lookup.one(held, "fromYear"),
                    "to": lookup.one(held, "toYear"),
                    "seen": held.get("attestedYear", []),
                    "sources": [one for one in held.get("source", ()) if one != UNCHECKED],
                    "unchecked": UNCHECKED in held.get("source", ()),
                }
                for held in tenures.values()
            ),
            key=lambda one: (str(one["from"] or ""), str(one["post"])),
        ),
        mentions=named[:MENTIONS],
        more_mentions=max(0, len(named) - MENTIONS),
        lines=[lines[row["statement"]] for row in said[:STATEMENTS] if row["statement"] in lines],
        count=len(said),
        why=why,
        told_why=told_why,
        alternates=[
            *links.formats(iri),
            ("Statements as CSV", links.question("evidence", "csv", official=name)),
        ],
        sparql=lookup.filled(_SAID, mentions=sorted(mentions)) if mentions else None,
    )


_TENURES = "SELECT ?tenure WHERE { VALUES ?this { $this } ?tenure kg:heldBy ?this }"
_SAID = """SELECT ?statement WHERE {
  VALUES ?mention { $mentions }
  ?statement kg:speaker ?mention .
  OPTIONAL { ?statement kg:latest ?latest }
  OPTIONAL { ?statement kg:number ?number }
} ORDER BY DESC(?latest) ?mention ?number"""

ROUTES = (Route("/page/official/{name:str}", official),)
