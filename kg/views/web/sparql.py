"""The SPARQL 1.1 Protocol at `/sparql`, for reading only.

Whatever is asked runs in a process of its own (`kg.store.guard`), a few at a time (`turns`), and is stopped
at its limits or when nobody waits for the answer any more.

No CORS header is sent. A page elsewhere could otherwise read, through its visitor's browser, what a server on
that visitor's own machine holds; who opens a public endpoint to such pages adds the header in the proxy.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.errors import QueryError, QueryRefusedError
from kg.store import Dataset
from kg.views.describe import FORMATS, serialized, xml
from kg.views.web import links
from kg.views.web.negotiation import best
from kg.views.web.page import graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request

    from kg.store import Halt, Results

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
HTML = "text/html"
ROWS = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
TRIPLES = {suffix: (kind,) for suffix, kind in FORMATS.items()} | {
    "rdf": (FORMATS["rdf"], "application/xml"),
    "jsonld": (FORMATS["jsonld"], "application/json"),
}
FIELDS = 1000
"""How many fields a request may have."""
SERVICE = """
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX format: <http://www.w3.org/ns/formats/>
PREFIX : <ADDRESS#>
:service a sd:Service ;
  sd:endpoint <ADDRESS> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat format:SPARQL_Results_JSON, format:SPARQL_Results_XML, format:SPARQL_Results_CSV,
    format:SPARQL_Results_TSV, format:Turtle, format:N-Triples, format:RDF_XML, format:JSON-LD ;
  sd:defaultDataset :dataset .
:dataset a sd:Dataset ; sd:defaultGraph :default .
:default a sd:Graph .
"""


class Asked(NamedTuple):
    """A request of the Protocol, taken apart."""

    query: str
    dataset: Dataset | None
    form: str | None


async def endpoint(request: Request) -> Response:
    """A query's answer; without a query, what this service is."""
    fields = _fields(request.scope["query_string"])
    if request.method == "POST":
        asked = await _posted(request, fields)
    elif not fields:
        return _service(request)
    else:
        await request.body()
        asked = _asked(fields)
        if not asked.dataset and not asked.form and _reads(request, ROWS):
            return RedirectResponse(links.workbench(asked.query), 303, {"Vary": "Accept"})
    settings, accept = request.app.state.settings, request.headers.get("accept")

    def work(halt: Halt) -> tuple[bytes, str]:
        with graph(request) as g:
            results = g.store.guarded(asked.query, settings.limits, dataset=asked.dataset, halt=halt)
        form, kind = _chosen(results, asked.form, accept)
        return _written(results, form), kind

    data, kind = await request.app.state.turns.run(request, work)
    return Response(data, media_type=kind, headers={"Vary": "Accept"})


async def _posted(request: Request, fields: list[tuple[str, str]]) -> Asked:
    """What a POST asks; raises HTTPException for another kind of body than the Protocol's three."""
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in {"utf-8", "utf8", "us-ascii"}:
            raise HTTPException(415, f"the charset is {value}: send UTF-8")
    if kind == UPDATE:
        raise _update()
    if kind == FORM:
        return _asked([*fields, *_fields(await request.body())])
    if kind == QUERY:
        return _asked([*fields, ("query", _text(await request.body()))])
    raise HTTPException(415, f"the body is {kind or 'of no kind'}: send {FORM} or {QUERY}")


def _asked(fields: Iterable[tuple[str, str]]) -> Asked:
    told: dict[str, list[str]] = {}
    for name, value in fields:
        told.setdefault(name, []).append(value)
    if "update" in told:
        raise _update()
    queries = told.get("query", [])
    if len(queries) != 1:
        what = "more than one query is" if queries else "no query is"
        raise QueryError(f"{what} in the request", "send one, as the parameter `query` or as the body")
    default, named = (tuple(told.get(f"{which}-graph-uri", ())) for which in ("default", "named"))
    form = told.get("format", [""])[-1] or None
    if form and form not in ROWS | TRIPLES:
        raise QueryError(f"there is no format {form!r}", f"choose {', '.join(ROWS | TRIPLES)}")
    return Asked(queries[0], Dataset(default, named) if default or named else None, form)


def _fields(data: bytes) -> list[tuple[str, str]]:
    """The fields of a query string or form, in order."""
    try:
        pairs = parse_qsl(data, keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        raise QueryError(f"the request has more than {FIELDS} fields", "send one query") from None
    return [(_text(name), _text(value)) for name, value in pairs]


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise QueryError("the request is not UTF-8", "send it in UTF-8") from None


def _update() -> QueryRefusedError:
    return QueryRefusedError(
        "this endpoint is for reading: it takes no update", "change the store with kg ingest"
    )


def _reads(request: Request, forms: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a person's browser asks, which likes a page better than any of the formats."""
    offers = [kind for kinds in forms.values() for kind in kinds]
    return best(request.headers.get("accept"), [*offers, HTML]) == HTML


def _chosen(results: Results, form: str | None, accept: str | None) -> tuple[str, str]:
    """The format of an answer and its media type: as the parameter says, else as the client likes."""
    forms = TRIPLES if results.kind == "triples" else ROWS
    if form:
        if form not in forms:
            raise QueryError(
                f"the answer of such a query is not to be had as {form}", f"choose {', '.join(forms)}"
            )
        return form, forms[form][0]
    offers = {kind: form for form, kinds in forms.items() for kind in kinds}
    kind = best(accept, list(offers))
    if kind is None:
        raise HTTPException(406, f"there is {', '.join(offers)}", {"Vary": "Accept"})
    return offers[kind], kind


def _written(results: Results, form: str) -> bytes:
    if results.kind == "triples":
        return serialized((quad.triple for quad in parse(results.data, format=RdfFormat.N_TRIPLES)), form)
    out = io.BytesIO()
    results.write(out, form)
    return xml(out.getvalue()) if form == "xml" else out.getvalue()


def _service(request: Request) -> Response:
    """The service description, or for people the workbench."""
    if _reads(request, TRIPLES):
        return RedirectResponse("/workbench", 303, {"Vary": "Accept"})
    suffixes = {kind: suffix for suffix, kinds in TRIPLES.items() for kind in kinds}
    kind = best(request.headers.get("accept"), list(suffixes))
    if kind is None:
        raise HTTPException(406, f"there is {', '.join(suffixes)}", {"Vary": "Accept"})
    try:
        address = NamedNode(str(request.url.replace(query="", fragment="")))
    except ValueError:
        raise HTTPException(400, "the Host header is no name") from None
    told = parse(SERVICE.replace("ADDRESS", address.value), format=RdfFormat.TURTLE)
    data = serialized((quad.triple for quad in told), suffixes[kind])
    return Response(data, media_type=kind, headers={"Vary": "Accept"})


ROUTES = (Route("/sparql", endpoint, methods=["GET", "POST"]),)
