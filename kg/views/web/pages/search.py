"""Search: names, titles and words of quotes; and a sentence is taken for a question."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.routing import Route

from kg.errors import VocabularyError
from kg.questions.answer import ask
from kg.questions.catalogue import Catalogue
from kg.questions.topics import fold
from kg.views.web import links, lookup
from kg.views.web.page import graph, render
from kg.views.web.pages.questions import shown
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.api import Graph
    from kg.store import Store

EACH, QUOTES, ROWS = 10, 20, 10
"""How many are shown of each kind, how many quotes, how many rows of an answer."""
LONGEST = 400
"""Letters that are looked at."""
SENTENCE = 3
"""From so many words on a search may be a question."""
QUOTATION = " \"'\u201c\u201d\u2018\u2019\u00ab\u00bb"
LEAST = 2
"""Letters that a word must have to be looked for."""


def search(request: Request) -> Response:
    """The page of what was found, or the form alone."""
    asked = " ".join(request.query_params.get("q", "").split())[:LONGEST]
    with graph(request) as g:
        understood = _understood(g, asked) if len(asked.split()) >= SENTENCE else {}
        found = _found(g.store, asked, quotes="answer" not in understood) if len(asked) >= LEAST else []
    return render(
        request,
        "search.html",
        title=f"Search: {asked}" if asked else "Search",
        q=asked,
        short=0 < len(asked) < LEAST,
        found=[(name, rows[:most], len(rows) > most) for name, rows, most in found if rows],
        understood=understood,
    )


def _found(store: Store, asked: str, *, quotes: bool) -> list[tuple[str, list[Any], int]]:
    return [
        ("States and organisations", _actors(asked), EACH),
        ("Issues", _issues(asked), EACH),
        ("Officials", _named(store, asked, _OFFICIALS), EACH),
        ("Readouts", _named(store, asked, _READOUTS), EACH),
        ("Words in quotes", _quotes(store, asked) if quotes else [], QUOTES),
    ]


def _actors(asked: str) -> list[dict[str, str]]:
    """Those called so, then those whose name has it in it."""
    known, wanted = actors(), fold(asked)
    exact = known.resolve(asked)
    codes = [code for code in known if wanted and wanted in fold(known.label(code))]
    listed = dict.fromkeys([*([exact] if exact else []), *sorted(codes, key=known.label)])
    return [
        {"href": links.page(known.iri(code)), "label": known.label(code), "note": known.kind(code)}
        for code in listed
    ]


def _issues(asked: str) -> list[dict[str, str]]:
    wanted = fold(asked)
    exact = [iri for name, iri in lookup.topics().names.items() if name == wanted]
    near = sorted(
        {iri for name, iri in lookup.topics().names.items() if wanted and wanted in name},
        key=lambda iri: (wanted not in fold(lookup.topics().label(iri)), lookup.topics().label(iri)),
    )
    return [
        {"href": links.page(iri), "label": lookup.topics().label(iri), "note": "issue"}
        for iri in dict.fromkeys([*exact, *near])
    ]


def _named(store: Store, asked: str, pattern: str) -> list[dict[str, str]]:
    """People or documents whose name has all the words."""
    words = [word for word in fold(asked).split() if len(word) >= LEAST]
    if not words:
        return []
    tests = " && ".join(f"CONTAINS(LCASE(?name), {ox.Literal(word)})" for word in words)
    return [
        {"href": links.page(row["thing"]), "label": row["name"], "note": row.get("note", "")}
        for row in lookup.select(store, pattern.replace("$tests", tests).replace("$most", str(EACH + 1)))
    ]


def _quotes(store: Store, asked: str) -> list[lookup.Line]:
    """Statements with exactly these words, case and quotation marks around them aside."""
    words = asked.strip(QUOTATION)
    if len(words) < LEAST + 1:
        return []
    query = _QUOTES.replace("$words", str(ox.Literal(words.lower()))).replace("$most", str(QUOTES + 1))
    rows = lookup.select(store, query)
    lines = lookup.lines(store, (row["selector"].partition("/evidence/")[0] for row in rows))
    return sorted(lines.values(), key=lambda line: (line["date"] or "", line["statement"]), reverse=True)


def _understood(g: Graph, asked: str) -> dict[str, Any]:
    """The question that a sentence means with its first rows, or the nearest questions."""
    try:
        meant = g.understand(asked)
        question = Catalogue()[meant.name]
        answer = ask(g.store, question, meant.values)
    except VocabularyError as error:
        return {"why": str(error), "near": [_near(command) for command in error.near]}
    return {
        "said": meant.said,
        "href": links.question(meant.name) + _query(meant.values),
        "answer": answer,
        "columns": shown(answer),
        "rows": answer.rows[:ROWS],
    }


def _query(values: Mapping[str, Any]) -> str:
    told = [
        (name, str(one))
        for name, value in values.items()
        for one in (value if isinstance(value, list | tuple) else [value])
    ]
    return links.again("", told) if told else ""


def _near(command: str) -> tuple[str, str]:
    """A question's address and words, from what one would type for it: `kg ask positions --state RUS`."""
    try:
        words = shlex.split(command)
    except ValueError:
        return "/questions", command
    name, *options = words[2:] if words[:2] == ["kg", "ask"] else words
    given = {
        option.removeprefix("--").replace("-", "_"): value
        for option, value in zip(options[::2], options[1::2], strict=False)
    }
    if not re.fullmatch(r"[\w-]+", name) or name not in Catalogue().names:
        return "/questions", command
    filled = ", ".join(given.values())
    return links.question(name, **given), Catalogue()[name].summary + (f" ({filled})" if filled else "")


_OFFICIALS = """SELECT ?thing (MIN(?called) AS ?name) (SAMPLE(?of) AS ?note) (COUNT(?mention) AS ?n) WHERE {
  { SELECT DISTINCT ?thing ?called WHERE {
    { ?thing a kg:Official ; skos:prefLabel|skos:altLabel|foaf:name ?name . }
    FILTER($tests)
    BIND(STR(?name) AS ?called)
  } LIMIT 100 }
  OPTIONAL { ?thing kg:ofState ?state OPTIONAL { ?state rdfs:label ?of FILTER(LANG(?of) = "en") } }
  OPTIONAL { ?thing kg:hasMention ?mention }
} GROUP BY ?thing ORDER BY DESC(?n) ?name LIMIT $most"""
_READOUTS = """SELECT ?thing ?name ?note WHERE {
  ?thing a kg:Readout ; dcterms:title ?name .
  FILTER($tests)
  OPTIONAL { ?thing kg:latest ?day }
  BIND(STR(?day) AS ?note)
} ORDER BY DESC(?note) ?name ?thing LIMIT $most"""
_QUOTES = """SELECT ?selector WHERE {
  ?selector oa:exact ?quote .
  FILTER(CONTAINS(LCASE(?quote), $words) && CONTAINS(STR(?selector), "/statement/"))
} LIMIT $most"""

ROUTES = (Route("/search", search),)
