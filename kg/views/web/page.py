"""Pages from templates: every text escaped, and its control characters named instead of obeyed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse

from kg import __version__
from kg.questions.answer import show
from kg.views import document
from kg.views.export import exporters
from kg.views.web import links
from kg.views.web.assets import asset
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from starlette.requests import Request

    from kg.api import Graph

LONGEST = 1_500
"""Letters of a quote outside its own document."""


def quiet(value: Any) -> Any:
    """Text in which nothing turns the direction of what follows, or hides.

    >>> quiet("a" + chr(0x202E) + "b"), quiet(None), quiet(True)
    ('a[U+202E]b', '', 'yes')
    """
    if isinstance(value, Markup):
        return value
    return document.quiet(show(value))


def short(value: Any) -> Any:
    """Words that fit on a page among others: of very long ones the beginning, and how long they are.

    >>> short("as it is"), short(None), short("word " * 400)[-42:]
    ('as it is', None, 'word word word [… 2,000 characters in all]')
    """
    if not isinstance(value, str) or len(value) <= LONGEST:
        return value
    return f"{value[:LONGEST].rpartition(' ')[0] or value[:LONGEST]} [… {len(value):,} characters in all]"


@cache
def environment() -> jinja2.Environment:
    """The templates of this package, with the functions that all of them use."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("kg.views.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        finalize=quiet,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "asset": asset,
        "links": links,
        "version": __version__,
        "actor": lambda code: actors().label(code),
    }
    made.globals["exporters"] = lambda: exporters().values()
    made.filters["short"] = short
    made.filters["spaced"] = lambda code: str(code or "").replace("_", " ")
    return made


def graph(request: Request) -> AbstractContextManager[Graph]:
    """The graph for as long as a request is answered."""
    current: AbstractContextManager[Graph] = request.app.state.current.graph()
    return current


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page.

    What every page may tell of itself: `title`; `alternates`, pairs of a label and an address where the same
    is to be had as data; `sparql`, the query behind it.
    """
    told = {"title": None, "alternates": (), "sparql": None, "path": request.url.path} | context
    return HTMLResponse(environment().get_template(template).render(told), status, dict(headers or {}))
