"""About the data: how much there is and was read, whose, how to cite it, what it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from kg import __version__
from kg.views.export import void
from kg.views.web import links, lookup
from kg.views.web.page import graph, render
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ID

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.store import Store

PUBLISHERS = 60


def about(request: Request) -> Response:
    """The page about the data."""
    with graph(request) as g:
        counts = g.info()
        last = g.last_day
        publishers = lookup.select(g.store, _PUBLISHERS)
        languages = lookup.select(g.store, _LANGUAGES)
        readers = lookup.select(g.store, _READERS)
        reasons = lookup.select(g.store, _REASONS)
        spans = lookup.select(g.store, _SPAN)
        read, skipped = letters(g.store)
        reference = lookup.about(g.store, [f"{ID}graph/reference"])[f"{ID}graph/reference"]
    span = spans[0] if spans else {}
    return render(
        request,
        "about.html",
        title="About the data",
        counts=counts,
        span=(span.get("first"), span.get("last")),
        last=last,
        publishers=[
            (actors().iri(code), actors().label(code), int(row["n"]))
            for row in publishers[:PUBLISHERS]
            if (code := lookup.end(row["publisher"])) in actors()
        ],
        more_publishers=max(0, len(publishers) - PUBLISHERS),
        languages=[(row["language"], int(row["n"])) for row in languages],
        readers=[(row["version"], int(row["n"])) for row in readers],
        reasons=[(row["reason"], int(row["n"])) for row in reasons],
        share=read / (read + skipped) if read + skipped else None,
        licence=void.LICENSE,
        reference=lookup.one(reference, "versionInfo", "version", "hasVersion"),
        citation=citation(counts, last),
        alternates=[
            ("Turtle", links.export("void")),
            ("JSON", "/api/info"),
            ("All of it as N-Quads", links.export("nquads")),
        ],
        sparql=lookup.filled(_REASONS),
    )


def citation(counts: dict[str, Any], last: str | None) -> str:
    """What to write under a figure drawn from this store."""
    until = f", meetings until {last}" if last else ""
    return (
        f"bilateral-kg {__version__}: {void.TITLE}. A store of {counts['documents']} readouts{until}, "
        f"{counts['statements']} statements. <{void.DATASET}>"
    )


def letters(store: Store) -> tuple[int, int]:
    """Characters in statements' quotes, overlaps once, and in the sentences that yielded none."""
    found: dict[str, list[tuple[int, int]]] = {}
    skipped = 0
    ends = {row["place"]: row["n"] for row in lookup.select(store, _ENDS)}  # two scans cost less than a join
    for row in lookup.select(store, _STARTS):
        start, stop = int(row["n"]), int(ends[row["place"]])
        name, _, rest = row["place"].removeprefix(f"{ID}readout/").partition("/")
        if rest.startswith("skipped/"):
            skipped += stop - start
        elif rest.startswith("statement/"):
            found.setdefault(name, []).append((start, stop))
    read = 0
    for spans in found.values():
        reached = 0
        for start, stop in sorted(spans):
            read += max(0, stop - max(start, reached))
            reached = max(reached, stop)
    return read, skipped


_PUBLISHERS = """SELECT ?publisher (COUNT(?readout) AS ?n) WHERE {
  ?readout a kg:Readout ; kg:publisher ?publisher .
} GROUP BY ?publisher ORDER BY DESC(?n) ?publisher"""
_LANGUAGES = """SELECT ?language (COUNT(?readout) AS ?n) WHERE {
  ?readout a kg:Readout ; dcterms:language ?language .
} GROUP BY ?language ORDER BY DESC(?n) ?language"""
_READERS = """SELECT ?version (COUNT(?readout) AS ?n) WHERE {
  ?readout a kg:Readout ; kg:readerVersion ?version .
} GROUP BY ?version ORDER BY DESC(?n) ?version"""
_REASONS = """SELECT ?reason (COUNT(?passage) AS ?n) WHERE {
  ?passage a kg:SkippedPassage ; kg:reason ?reason .
} GROUP BY ?reason ORDER BY DESC(?n) ?reason"""
_SPAN = (
    "SELECT (MIN(?a) AS ?first) (MAX(?b) AS ?last) WHERE { ?x a kg:Account ; kg:earliest ?a ; kg:latest ?b }"
)
_STARTS = "SELECT ?place ?n WHERE { ?place oa:start ?n }"
_ENDS = "SELECT ?place ?n WHERE { ?place oa:end ?n }"

ROUTES = (Route("/about", about),)
