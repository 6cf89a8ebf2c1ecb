"""Anything that has no page of its own kind: what is said of it, and what points at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.routing import Route

from kg.errors import NotFoundError, VocabularyError
from kg.views.web import links, lookup
from kg.views.web.page import graph, render
from kg.vocabulary.namespaces import ID, ISSUE, KG, RDF, compress

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

VALUES, INCOMING = 50, 200
"""How many values of one property are shown, and how many things that point here."""
NAMES = ("prefLabel", "label", "title", "name", "undertaking", "words", "exact")


def thing(request: Request) -> Response:
    """The page of a thing, by the path of its IRI."""
    iri = links.iri(request.path_params["path"])
    try:
        node = str(ox.NamedNode(iri))
    except ValueError as error:
        raise NotFoundError(f"no IRI ends in {request.path_params['path']!r}", "search for it") from error
    with graph(request) as g:
        rows = [(row["p"], row["o"]) for row in g.store.select(f"SELECT DISTINCT ?p ?o {{ {node} ?p ?o }}")]
        into = [
            (row["p"].value, row["s"].value)
            for row in g.store.select(f"SELECT DISTINCT ?s ?p {{ ?s ?p {node} }} LIMIT {INCOMING + 1}")
        ]
        others = {str(o.value) for _, o in rows if isinstance(o, ox.NamedNode)} | {s for _, s in into}
        told = lookup.about(g.store, sorted(others)[: VALUES * 10])
    if not rows and not into:
        raise NotFoundError(
            f"the store knows nothing of {curie(iri)}", "search for it, or start at the home page"
        )
    out: dict[str, list[dict[str, Any]]] = {}
    for p, o in rows:
        if p.value != f"{KG}text":
            out.setdefault(p.value, []).append(_value(o, told))
    back: dict[str, list[dict[str, Any]]] = {}
    for p, s in into[:INCOMING]:
        back.setdefault(p, []).append(_value(ox.NamedNode(s), told))
    own = {lookup.end(p): [one["text"] for one in listed] for p, listed in out.items()}
    return render(
        request,
        "thing.html",
        title=lookup.one(own, *NAMES) or curie(iri),
        iri=iri,
        curie=curie(iri),
        kinds=sorted(one["text"] for one in out.pop(f"{RDF}type", ())),
        out=[(p, curie(p), _sorted(listed)) for p, listed in sorted(out.items())],
        back=[(p, curie(p), _sorted(listed)) for p, listed in sorted(back.items())],
        cut=len(into) > INCOMING,
        most=VALUES,
        alternates=links.formats(iri),
        sparql=f"SELECT ?p ?o WHERE {{ {node} ?p ?o }}",
    )


def curie(iri: str) -> str:
    """The short name of an IRI, or all of it."""
    try:
        return compress(iri)
    except VocabularyError:
        return iri


def _value(term: Any, told: lookup.About) -> dict[str, Any]:
    """A value as text, with its page where it has one, and its language."""
    if not isinstance(term, ox.NamedNode):
        return {
            "text": str(getattr(term, "value", term)),
            "href": None,
            "lang": getattr(term, "language", None),
        }
    iri = term.value
    label = lookup.one(told.get(iri, {}), *NAMES)
    ours = iri.startswith((ID, ISSUE, KG))
    return {"text": label or curie(iri), "href": links.page(iri) if ours else None, "lang": None, "iri": iri}


def _sorted(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(listed, key=lambda one: (one["text"], str(one["href"])))


ROUTES = (Route("/page/{path:path}", thing),)
