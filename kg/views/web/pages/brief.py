"""The briefing paper on two states as a page, and as a file to take along."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from kg.questions.answer import ask
from kg.questions.catalogue import Catalogue
from kg.questions.parameters import actor, day
from kg.views import brief
from kg.views.web import links
from kg.views.web.page import graph, render
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.questions.answer import Answer

FILES = {
    "md": ("markdown", "text/markdown"),
    "docx": ("word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": ("page", "text/html"),
}
"""Suffix to the module of kg.views.brief that writes it, and its media type."""


def page(request: Request) -> Response:
    """The paper within the workbench; every document has its page here."""
    made, answer, given = _paper(request)
    at = {str(row["document"]): links.page(str(row["document"])) for row in answer}
    address = request.url.path
    return render(
        request,
        "brief.html",
        title=f"Brief: {made.title}",
        paper=made,
        sides=brief.sides,
        at=at,
        given=given,
        codes=_codes(request),
        files=[(f".{suffix}", links.again(f"{address}.{suffix}", given.items())) for suffix in FILES],
        alternates=[
            (
                label,
                links.question("brief", suffix, state=_codes(request)[0], other=_codes(request)[1], **given),
            )
            for label, suffix in (("CSV", "csv"), ("JSON", "json"))
        ],
        sparql=answer.query,
    )


def file(request: Request) -> Response:
    """The paper as a file."""
    suffix = request.path_params["suffix"]
    if suffix not in FILES:
        raise HTTPException(404, f"a brief is not to be had as {suffix}: choose {', '.join(FILES)}")
    made, _, _ = _paper(request)
    module, kind = FILES[suffix]
    body: bytes = import_module(f"kg.views.brief.{module}").render(made)
    name = f"brief-{'-'.join(_codes(request))}.{suffix}"
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _codes(request: Request) -> list[str]:
    return [actor(request.path_params[name]) for name in ("ours", "theirs")]


def _paper(request: Request) -> tuple[brief.Paper, Answer, dict[str, str]]:
    ours, theirs = _codes(request)
    given = {
        name: word
        for name in ("since", "until", "as_of")
        if (word := request.query_params.get(name, "").strip())
    }
    with graph(request) as g:
        judged = day(given["as_of"]) if "as_of" in given else g.last_day
        answer = ask(
            g.store, Catalogue()["brief"], {**given, "state": ours, "other": theirs, "as_of": judged}
        )
    label = actors().label
    made = brief.paper(answer, label(ours), label(theirs), judged or "no day")
    return made, answer, given | ({"as_of": judged} if judged else {})


ROUTES = (
    Route("/brief/{ours:str}/{theirs:str}.{suffix:str}", file),
    Route("/brief/{ours:str}/{theirs:str}", page),
)
