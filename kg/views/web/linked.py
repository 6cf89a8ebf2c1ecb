"""Linked data: a thing's IRI leads to its page or its data, and its data is what is stored about it.

The namespaces are redirected here by whoever publishes a store (docs/w3id), so `/id/…`, `/issue/…` and
`/ontology` stand for the IRIs themselves.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.errors import NotFoundError
from kg.views.describe import FORMATS, GRAPHS, curie, description, serialized
from kg.views.web import links
from kg.views.web.negotiation import best
from kg.views.web.page import graph

if TYPE_CHECKING:
    from pyoxigraph import Triple
    from starlette.requests import Request

HTML = "text/html"
ONTOLOGY = ("core.ttl", "acts.ttl", "alignments.ttl")
"""The files that are the ontology; the others hold what it is used for."""
SUFFIX = {kind: suffix for suffix, kind in FORMATS.items()}


def thing(request: Request) -> Response:
    """303 to the page of a thing or to its data; 404 where the store knows nothing of it."""
    kind = request.url.path.split("/")[1]
    path = request.path_params["path"]
    iri = links.iri(quote(f"issue/{path}" if kind == "issue" else path))
    offers = [HTML, *SUFFIX]
    if iri.startswith(GRAPHS) and "/graph/" in iri:
        offers.remove(HTML)
    wanted = _wanted(request, offers)
    with graph(request) as g:
        if not description(g.store, [_checked(iri)]):
            raise _unknown(iri)
    return _other(links.page(iri) if wanted == HTML else links.data(iri, SUFFIX[wanted]))


def ontology(request: Request) -> Response:
    """303 to the page of the ontology or to its Turtle, JSON-LD, N-Triples or RDF/XML."""
    wanted = _wanted(request, [HTML, *SUFFIX])
    return _other("/page/ontology" if wanted == HTML else f"/ontology.{SUFFIX[wanted]}")


def ontology_data(request: Request) -> Response:
    """The ontology as it is shipped."""
    return _file(request, list(terms()), "ontology")


def data(request: Request) -> Response:
    """What is stored about a thing, in the format that the suffix names."""
    path = request.path_params["path"]
    iri = _checked(links.iri(quote(path)))
    with graph(request) as g:
        found = description(g.store, [iri])
    if not found:
        raise _unknown(iri)
    return _file(request, found, path.replace("/", "-"))


def data_chosen(request: Request) -> Response:
    """303 to the data with the suffix of what is wanted."""
    path = request.path_params["path"]
    return _other(f"/data/{quote(path)}.{SUFFIX[_wanted(request, list(SUFFIX))]}")


@cache
def terms() -> tuple[Triple, ...]:
    """The triples of the ontology, sorted."""
    from pyoxigraph import RdfFormat, parse

    from kg import resources

    found = {
        quad.triple
        for name in ONTOLOGY
        for quad in parse(resources.text("ontology", name), format=RdfFormat.TURTLE)
    }
    return tuple(sorted(found, key=str))


def _file(request: Request, triples: list[Triple], name: str) -> Response:
    suffix = request.path_params["suffix"]
    if suffix not in FORMATS:
        raise HTTPException(404, f"it is not to be had as {suffix}: choose {', '.join(FORMATS)}")
    return Response(
        serialized(triples, suffix),
        media_type=FORMATS[suffix],
        headers={"Content-Disposition": f"inline; filename*=UTF-8''{quote(name, safe='')}.{suffix}"},
    )


def _wanted(request: Request, offers: list[str]) -> str:
    wanted = best(request.headers.get("accept"), offers)
    if wanted is None:
        raise HTTPException(406, f"there is {', '.join(offers)}", {"Vary": "Accept"})
    return wanted


def _other(address: str) -> Response:
    return RedirectResponse(address, 303, {"Vary": "Accept"})


def _checked(iri: str) -> str:
    """The IRI, if it is one."""
    from pyoxigraph import NamedNode

    try:
        return str(NamedNode(iri).value)
    except ValueError:
        raise _unknown(iri) from None


def _unknown(iri: str) -> NotFoundError:
    return NotFoundError(
        f"the store knows nothing of {curie(iri)}", "see what there is: /readouts, /states, /issues"
    )


ROUTES = (
    Route("/id/{path:path}", thing),
    Route("/issue/{path:path}", thing),
    Route("/ontology", ontology),
    Route("/ontology.{suffix}", ontology_data),
    Route("/data/{path:path}.{suffix}", data),
    Route("/data/{path:path}", data_chosen),
)
