"""Errors as answers: a page for people, `application/problem+json` (RFC 9457) for programs."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from kg.errors import (
    EndpointError,
    Error,
    NotFoundError,
    QueryError,
    QueryLimitError,
    StoreError,
    VocabularyError,
)
from kg.views.describe import FormatError
from kg.views.web.negotiation import best
from kg.views.web.page import render
from kg.views.web.safety import HEADERS

if TYPE_CHECKING:
    from starlette.requests import Request

STATUS: tuple[tuple[type[Error], int], ...] = (
    (NotFoundError, 404),
    (QueryLimitError, 503),
    (EndpointError, 502),
    (StoreError, 503),
    (FormatError, 406),
    (QueryError, 400),
    (VocabularyError, 400),
)
"""The first class that fits an error names its status; any other error of ours is 400."""
RETRY = 5
"""Seconds after which it is worth asking again."""
BUSY = 503
PROGRAMS = ("/sparql", "/api", "/data")
"""Under these a client that does not say what it wants is a program."""


class BusyError(Error):
    """More is asked at once than the server takes on."""


def problem(request: Request, status: int, message: str, advice: str = "") -> Response:
    """The error in the form that suits who asked."""
    title = HTTPStatus(status).phrase
    program = request.url.path.startswith(PROGRAMS)
    offers = ["application/problem+json", "application/json", "text/html"]
    wanted = best(request.headers.get("accept"), offers if program else offers[::-1]) or offers[0]
    headers = {"Vary": "Accept"} | ({"Retry-After": str(RETRY)} if status == BUSY else {})
    if wanted == "text/html":
        return render(
            request,
            "problem.html",
            status=status,
            headers=headers,
            phrase=title,
            message=message,
            advice=advice,
        )
    told = {"type": "about:blank", "title": title, "status": status, "detail": message}
    if advice:
        told["advice"] = advice
    return JSONResponse(told, status, headers, media_type="application/problem+json")


def of_ours(request: Request, error: Exception) -> Response:
    """An error that kg raised on purpose."""
    if not isinstance(error, Error):  # pragma: no cover  it is registered for Error alone
        raise error
    status = next((code for kind, code in STATUS if isinstance(error, kind)), 400)
    if isinstance(error, BusyError):
        status = BUSY
    return problem(request, status, str(error), error.advice)


def of_http(request: Request, error: Exception) -> Response:
    """What the router says: no such page, no such method."""
    if not isinstance(error, HTTPException):  # pragma: no cover  it is registered for HTTPException alone
        raise error
    advice = {404: "start at the home page, or search", 405: "see the API's description: /api"}
    said = problem(request, error.status_code, str(error.detail), advice.get(error.status_code, ""))
    said.headers.update(error.headers or {})
    return said


def of_nobody(request: Request, error: Exception) -> Response:  # noqa: ARG001  what went wrong is for the log alone
    """A fault of ours: nothing of it is shown. Starlette sends it from outside of every middleware."""
    said = problem(
        request, 500, "this is a fault of the server", "the server's log tells more; other pages still work"
    )
    said.headers.update(HEADERS)
    return said
