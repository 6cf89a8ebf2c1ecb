"""Every question of the catalogue: a form, its answer, and the answer as a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from kg.errors import VocabularyError
from kg.questions.answer import ask
from kg.questions.catalogue import Catalogue
from kg.questions.parameters import Resolver, fill
from kg.views import formats
from kg.views.web import links
from kg.views.web.page import graph, render
from kg.views.web.pages.lists import pages
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.questions.answer import Answer
    from kg.questions.catalogue import Question

PAGE = 100
"""Rows on one page."""
FILES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "markdown": "text/markdown",
    "rq": "application/sparql-query",
}
"""The suffixes of an answer as a file, with their media types."""


def given(request: Request, question: Question) -> dict[str, list[str]]:
    """What the address says of the question's parameters; empty fields of a form are not given."""
    told: dict[str, list[str]] = {}
    for name, word in request.query_params.multi_items():
        key = name.replace("-", "_")
        if key in question.parameters:
            if word.strip():
                told.setdefault(key, []).append(word)
        elif key not in {"page", "limit"}:
            raise VocabularyError(
                f"{question.name} has no parameter {name!r}", f"it has: {', '.join(question.parameters)}"
            )
    return told


def catalogue(request: Request) -> Response:
    """The list of all questions."""
    return render(request, "questions.html", title="Questions", groups=Catalogue().by_tag())


def one(request: Request) -> Response:
    """A question with its form; with its answer, unless a required field is empty."""
    question = Catalogue()[request.path_params["name"]]
    values = given(request, question)
    missing = [
        p.label for p in question.parameters.values() if p.required and not (values.get(p.name) or p.default)
    ]
    answer, fault = None, None
    if not missing:
        try:
            with graph(request) as g:
                answer = ask(g.store, question, values)
        except VocabularyError as error:
            fault = error
    rows, steps = pages(request, answer.rows if answer else (), PAGE)
    return render(
        request,
        "question.html",
        status=400 if fault else 200,
        title=question.summary,
        question=question,
        values=values,
        missing=missing,
        fault=fault,
        answer=answer,
        columns=shown(answer) if answer else (),
        rows=rows,
        steps=steps,
        choices=sorted(((code, actors().label(code)) for code in actors()), key=lambda one: one[1]),
        size=PAGE,
        sparql=answer.query if answer else None,
        alternates=[
            (label, links.question(question.name, suffix, **values))
            for label, suffix in (("CSV", "csv"), ("JSON", "json"), ("TSV", "tsv"))
        ]
        if answer
        else (),
    )


def shown(answer: Answer) -> list[object]:
    """The columns that a page shows: those for people, where they hold anything."""
    return [
        c
        for c in answer.columns
        if not c.detail and any(row[c.name] not in {None, ""} for row in answer.rows)
    ]


def as_file(request: Request) -> Response:
    """An answer as a file."""
    suffix = request.path_params["suffix"]
    if suffix not in FILES:
        raise HTTPException(404, f"an answer is not to be had as {suffix}: choose {', '.join(FILES)}")
    question = Catalogue()[request.path_params["name"]]
    values = given(request, question)
    if suffix == "rq":
        return Response(fill(question, values, Resolver()), media_type=FILES[suffix])
    with graph(request) as g:
        answer = ask(g.store, question, values)
    out = io.StringIO()
    formats.write(answer.rows, answer.columns, suffix, out, details=True)
    return Response(
        out.getvalue(),
        media_type=FILES[suffix],
        headers={"Content-Disposition": f'inline; filename="{question.name}.{suffix}"'},
    )


ROUTES = (
    Route("/questions", catalogue),
    Route("/question/{name:str}.{suffix:str}", as_file),
    Route("/question/{name:str}", one),
)
