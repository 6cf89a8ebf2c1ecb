"""The JSON API: every question of the catalogue, documents and counts, described by `/api/openapi.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.errors import VocabularyError
from kg.questions.catalogue import Catalogue
from kg.views import answers
from kg.views.web import links
from kg.views.web.negotiation import best
from kg.views.web.openapi import MOST_OFFSET, description
from kg.views.web.page import graph, render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from kg.questions.catalogue import Question

JSON, HTML = "application/json", "text/html"
PIECE = ("limit", "offset")
INDEX = {
    "questions": ("/api/questions", "every question of the catalogue"),
    "question": ("/api/questions/{name}", "one question: parameters, columns, an example"),
    "answer": ("/api/answers/{name}", "its answer"),
    "understand": ("/api/understand{?q}", "a sentence in plain English as a question, with its answer"),
    "documents": ("/api/documents", "the documents that were read"),
    "info": ("/api/info", "how much there is"),
    "openapi": ("/api/openapi.json", "this interface as OpenAPI 3.1"),
    "sparql": ("/sparql", "SPARQL 1.1 Protocol"),
}
"""What there is: name to address (as a URI template) and what it gives."""


def index(request: Request) -> Response:
    """What there is, as JSON or as a page."""
    if best(request.headers.get("accept"), [JSON, HTML]) == HTML:
        return render(
            request,
            "api.html",
            title="For programs",
            index=INDEX,
            groups=Catalogue().by_tag(),
            written=answers.WRITTEN,
            address=str(request.base_url).rstrip("/"),
            most=answers.MOST,
            alternates=[("Questions as JSON", "/api/questions"), ("OpenAPI", "/api/openapi.json")],
        )
    listed = {name: {"href": href, "gives": gives} for name, (href, gives) in INDEX.items()}
    return _json({"links": listed})


def questions(_: Request) -> Response:
    """All questions in a line each."""
    told = [_linked(answers.outline(one), one) for one in Catalogue()]
    return _json({"total": len(told), "questions": told})


def question(request: Request) -> Response:
    """One question."""
    one = Catalogue()[request.path_params["name"]]
    return _json(_linked(answers.described(one), one))


def answer(request: Request) -> Response:
    """Its answer, narrowed by the parameters in the address."""
    one = Catalogue()[request.path_params["name"]]
    limit, offset = _piece(request)
    given: dict[str, list[str]] = {}
    for name, word in request.query_params.multi_items():
        key = name.replace("-", "_")
        # an empty field of a form is not given; what is no parameter is refused by name
        if key not in PIECE and (word.strip() or key not in one.parameters):
            given.setdefault(key, []).append(word)
    return _json(_asked(request, one, given, limit, offset))


def understand(request: Request) -> Response:
    """The question that a sentence asks, and its answer."""
    sentence = request.query_params.get("q", "").strip()
    if not sentence:
        raise VocabularyError("there is no sentence", "send one as the parameter q")
    if strange := sorted(set(request.query_params) - {"q", *PIECE}):
        raise VocabularyError(f"there is no parameter {strange[0]!r}", f"send q, {', '.join(PIECE)}")
    limit, offset = _piece(request)
    with graph(request) as g:
        found = g.understand(sentence)
    one = Catalogue()[found.name]
    values = {
        name: [words] if isinstance(words, str) else list(words) for name, words in found.values.items()
    }
    told = {"sentence": sentence, "said": found.said, "question": found.name, "parameters": values}
    return _json(told | {"answer": _asked(request, one, values, limit, offset)})


def documents(request: Request) -> Response:
    """What was read."""
    limit, offset = _piece(request)
    with graph(request) as g:
        told = answers.documents(g, limit=limit, offset=offset)
    for row in told["rows"]:
        row["links"] = {"page": links.page(row["readout"]), "data": links.data(row["readout"], "ttl")}
    return _json(told | {"links": _steps("/api/documents", {}, told)})


def info(request: Request) -> Response:
    """How much there is."""
    with graph(request) as g:
        return _json(answers.information(g))


def openapi(_: Request) -> Response:
    """This interface as OpenAPI 3.1."""
    return _json(description())


def _asked(
    request: Request, one: Question, values: Mapping[str, list[str]], limit: int, offset: int
) -> dict[str, Any]:
    with graph(request) as g:
        told = answers.answered(g, one, values, limit=limit, offset=offset)
    here = f"/api/answers/{one.name}"
    steps = _steps(here, values, told)
    pages = {
        "question": f"/api/questions/{one.name}",
        "page": links.question(one.name, "", **values),
        "csv": links.question(one.name, "csv", **values),
        "workbench": links.workbench(told["query"]),
    }
    return told | {"links": steps | pages}


def _steps(here: str, values: Mapping[str, list[str]], told: Mapping[str, Any]) -> dict[str, str]:
    """Where this piece of rows is, and those after and before it."""
    limit, offset = told["limit"], told["offset"]

    def at(start: int) -> str:
        return f"{here}?{urlencode({**values, 'limit': limit, 'offset': start}, doseq=True)}"

    steps = {"self": at(offset)}
    if offset + limit < told["total"]:
        steps["next"] = at(offset + limit)
    if offset:
        steps["prev"] = at(max(offset - limit, 0))
    return steps


def _piece(request: Request) -> tuple[int, int]:
    """How many rows from which one on."""
    return (
        _number(request, "limit", answers.ROWS, 1, answers.MOST),
        _number(request, "offset", 0, 0, MOST_OFFSET),
    )


def _number(request: Request, name: str, usual: int, least: int, most: int) -> int:
    word = request.query_params.get(name, str(usual))
    if not (word.isascii() and word.isdigit() and len(word) <= len(str(most)) and least <= int(word) <= most):
        raise VocabularyError(f"{name} is {word!r}", f"send a number from {least} to {most}")
    return int(word)


def _linked(told: dict[str, Any], one: Question) -> dict[str, Any]:
    name = quote(one.name)
    example = urlencode(one.example)
    return told | {
        "links": {
            "self": f"/api/questions/{name}",
            "answer": f"/api/answers/{name}",
            "example": f"/api/answers/{name}" + (f"?{example}" if example else ""),
            "page": links.question(one.name),
            "query": links.question(one.name, "rq"),
        }
    }


def _json(told: Any) -> Response:
    return JSONResponse(told)


ROUTES = (
    Route("/api", index),
    Route("/api/questions", questions),
    Route("/api/questions/{name}", question),
    Route("/api/answers/{name}", answer),
    Route("/api/understand", understand),
    Route("/api/documents", documents),
    Route("/api/info", info),
    Route("/api/openapi.json", openapi),
)
