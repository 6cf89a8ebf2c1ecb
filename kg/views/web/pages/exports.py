"""A selection of the graph as a file for another tool; a folder comes as a ZIP."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.errors import VocabularyError
from kg.network import Selection
from kg.questions.parameters import actor, day
from kg.views import export
from kg.views.web import links, lookup
from kg.views.web.page import graph, render
from kg.views.web.problems import BusyError

if TYPE_CHECKING:
    from threading import BoundedSemaphore

    from starlette.datastructures import QueryParams
    from starlette.requests import Request

    from kg.store import Store

MEDIA = {
    ".ttl": "text/turtle",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".json": "application/json",
    ".cx2": "application/json",
    ".cyjs": "application/json",
    ".trig": "application/trig",
    ".rdf": "application/rdf+xml",
    ".xml": "application/xml",
    ".gexf": "application/xml",
    ".graphml": "application/xml",
    ".csv": "text/csv",
    ".mmd": "text/plain",
    ".dot": "text/plain",
    ".jsonl": "application/x-ndjson",
}
"""Media types by the end of a file's name, none that a browser would run; anything else is bytes."""
PATIENCE = 20
"""Seconds that one waits for the exports of others."""
GRAINS = ("events", "dyads", "alignment")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a ZIP, so that the same graph gives the same bytes."""


def formats(request: Request) -> Response:
    """What there is; with `to`, the address of the file."""
    given = [(name, word) for name, word in request.query_params.multi_items() if word.strip()]
    if to := request.query_params.get("to"):
        name = export.exporter(to).name
        rest = [(key, word) for key, word in given if key != "to"]
        return RedirectResponse(links.again(f"/export/{name}", rest).rstrip("?"), 303)
    return render(request, "exports.html", title="Exports", formats=list(export.exporters().values()))


def file(request: Request) -> Response:
    """A selection in a format."""
    one = export.exporter(request.path_params["format"])
    grain = request.query_params.get("edges") or GRAINS[0]
    if grain not in GRAINS:
        raise VocabularyError(f"no edges called {grain!r}", f"choose {', '.join(GRAINS)}")
    chosen = selection(request.query_params)
    turn: BoundedSemaphore = request.app.state.exports
    if not turn.acquire(timeout=PATIENCE):
        raise BusyError("the server makes no more exports at a time", "try again in a while")
    try:
        with graph(request) as g:
            body = _made(g.store, one, chosen, grain)
    finally:
        turn.release()
    suffix = ".zip" if one.folder else one.suffix
    kind = "application/zip" if one.folder else MEDIA.get(Path(suffix).suffix, "application/octet-stream")
    name = "-".join(["bilateral-kg", *chosen.between, *chosen.states, one.name]) + suffix
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _made(store: Store, one: export.Exporter, chosen: Selection, grain: str) -> bytes:
    if one.folder:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / "export"
            export.export(store, one.name, folder, chosen, grain=grain)
            return zipped(folder)
    out = io.BytesIO()
    export.export(store, one.name, out, chosen, grain=grain)
    return out.getvalue()


def selection(given: QueryParams) -> Selection:
    """What the address selects, in codes; an issue takes in what is under it. Raises VocabularyError."""
    listed = {
        name: [word for word in given.getlist(name) if word.strip()]
        for name in ("state", "between", "issue", "since", "until")
    }
    if len(listed["between"]) not in {0, 2}:
        raise VocabularyError("between takes two states", "?between=JPN&between=RUS")
    topics = lookup.topics()
    return Selection(
        states=tuple(actor(word) for word in listed["state"]),
        between=tuple(actor(word) for word in listed["between"]),
        issues=tuple(
            sorted(
                {lookup.end(iri) for word in listed["issue"] for iri in topics.within(topics.resolve(word))}
            )
        ),
        since=day(listed["since"][0]) if listed["since"] else None,
        until=day(listed["until"][0], "last") if listed["until"] else None,
    )


def zipped(folder: Path) -> bytes:
    """The files of a folder, sorted, with one and the same time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            held.writestr(entry, path.read_bytes())
    return out.getvalue()


ROUTES = (Route("/export", formats), Route("/export/{format:str}", file))
