"""The SPARQL workbench: a query, its rows, and how to have them as a file.

It is a form that works without script; with script the editor of YASGUI stands in the form's place, with our
prefixes, classes and properties at hand. The rows are those of the endpoint `/sparql`: same worker, same
limits, same line of those who wait.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import pyoxigraph as ox
from starlette.responses import JSONResponse
from starlette.routing import Route

from kg.errors import Error, QuerySyntaxError, VocabularyError
from kg.questions.catalogue import Catalogue
from kg.questions.parameters import Resolver, fill
from kg.views.web import links, problems
from kg.views.web.page import graph, render
from kg.vocabulary.namespaces import OWL, RDF, RDFS, SKOS, compress, prefixes
from kg.vocabulary.reference import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.store import Halt, Results

SHOWN = 500
"""Rows on the page; the files hold all."""
ADDRESS = 6000
"""Characters of a query that still fits into an address."""
FILES = {
    "solutions": (("CSV", "csv"), ("JSON", "json"), ("TSV", "tsv"), ("XML", "xml")),
    "boolean": (("JSON", "json"), ("XML", "xml")),
    "triples": (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf")),
}
START = """PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT ?meeting ?latest ?state WHERE {
  ?meeting a kg:Meeting ; kg:latest ?latest ; kg:participant ?state .
}
ORDER BY DESC(?latest)
LIMIT 20"""
CLASSES = {f"{OWL}Class", f"{RDFS}Class"}
PROPERTIES = {f"{OWL}{kind}Property" for kind in ("Object", "Datatype", "Annotation")} | {f"{RDF}Property"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A term as a table shows it: its words, where they lead, and what kind of literal they are."""

    text: str
    href: str | None = None
    note: str = ""


def cell(term: object) -> Cell:
    """A term as a cell; only what is ours or on the web is a link.

    >>> cell(ox.NamedNode("https://w3id.org/bilateral-kg/id/state/JPN"))
    Cell(text='id:state/JPN', href='/page/state/JPN', note='')
    >>> cell(ox.NamedNode("javascript:alert(1)")).href
    >>> cell(ox.Literal("haken", language="no")), cell(None).text
    (Cell(text='haken', href=None, note='@no'), '')
    """
    if term is None:
        return Cell("")
    if isinstance(term, ox.NamedNode):
        href = links.page(term.value)
        return Cell(_short(term.value), href if re.match(r"/|https?://", href) else None)
    if isinstance(term, ox.Literal):
        kind = term.datatype.value
        plain = kind.endswith(("#string", "#langString"))
        return Cell(term.value, None, f"@{term.language}" if term.language else "" if plain else _short(kind))
    return Cell(str(term))


def _short(iri: str) -> str:
    try:
        return compress(iri)
    except VocabularyError:
        return iri


async def page(request: Request) -> Response:
    """The form, and the answer of the query in it."""
    given = dict(request.query_params)
    if request.method == "POST":
        given |= parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    else:
        await request.body()
    text = given.get("query", "").replace("\r\n", "\n")
    if given.get("example") and not text.strip():
        text = example(given["example"])
        return _shown(request, text)
    if not text.strip():
        return _shown(request, START)
    settings = request.app.state.settings

    def work(halt: Halt) -> Results:
        with graph(request) as g:
            return g.store.guarded(text, settings.limits, halt=halt)

    begin = perf_counter()
    try:
        results = await request.app.state.turns.run(request, work)
    except Error as error:
        return _failed(request, text, error)
    took = perf_counter() - begin
    rows = [[cell(term) for term in row] for row, _ in zip(results.rows(), range(SHOWN), strict=False)]
    count = results.data.count(b"\n") - (results.kind == "solutions")
    return _shown(request, text, results=results, rows=rows, count=count, took=f"{took:.2f}")


def _shown(request: Request, text: str, **told: Any) -> Response:
    results = told.get("results")
    files = FILES[results.kind] if results is not None and len(text) <= ADDRESS else ()
    nothing: dict[str, Any] = {"results": None, "rows": (), "count": 0, "took": "", "fault": None}
    return render(
        request,
        "workbench.html",
        title="SPARQL",
        query=text,
        groups=Catalogue().by_tag(),
        limits=request.app.state.settings.limits,
        most=SHOWN,
        alternates=[
            (label, "/sparql?" + urlencode({"query": text, "format": suffix})) for label, suffix in files
        ],
        **(nothing | {"where": None} | told),
    )


def _failed(request: Request, text: str, error: Error) -> Response:
    """The same page with what is wrong, and in which line."""
    status = next((code for kind, code in problems.STATUS if isinstance(error, kind)), 400)
    if isinstance(error, problems.BusyError):
        status = problems.BUSY
    found = re.search(r"(\d+):(\d+)", str(error)) if isinstance(error, QuerySyntaxError) else None
    lines = text.split("\n")
    where = None
    if found and 1 <= int(found[1]) <= len(lines):
        where = {"line": int(found[1]), "column": int(found[2]), "words": lines[int(found[1]) - 1]}
    headers = {"Retry-After": str(problems.RETRY)} if status == problems.BUSY else {}
    return _shown(request, text, fault=error, where=where, status=status, headers=headers)


def example(name: str) -> str:
    """A question of the catalogue as a query, with its example filled in."""
    question = Catalogue()[name]
    return fill(question, question.example, Resolver())


def terms(_: Request) -> Response:
    """What the editor can complete: prefixes, and classes, properties and things by IRI with their label."""
    return JSONResponse(vocabulary())


@cache
def vocabulary() -> dict[str, Any]:
    """The terms of `ontology/`, sorted; `things` are entries of closed lists, issues and actors."""
    kinds: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    things: set[str] = set()
    for quad in parsed():
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode):
            continue
        if predicate == f"{RDF}type" and isinstance(value, ox.NamedNode):
            kinds.setdefault(subject.value, set()).add(value.value)
        elif predicate in {f"{RDFS}label", f"{SKOS}prefLabel"} and isinstance(value, ox.Literal):
            if value.language in {None, "en"}:
                labels[subject.value] = min(labels.get(subject.value, value.value), value.value)
        elif predicate == f"{SKOS}notation":
            things.add(subject.value)

    def listed(iris: Iterable[str]) -> dict[str, str]:
        return {iri: labels.get(iri, "") for iri in sorted(iris)}

    return {
        "prefixes": prefixes(),
        "classes": listed(iri for iri, own in kinds.items() if own & CLASSES),
        "properties": listed(iri for iri, own in kinds.items() if own & PROPERTIES),
        "things": listed(things),
    }


ROUTES = (
    Route("/workbench", page, methods=["GET", "POST"]),
    Route("/workbench/terms.json", terms),
)
