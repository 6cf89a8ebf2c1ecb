"""`kg serve`: the workbench in a browser."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from kg.errors import Error, StoreError
from kg.views.cli.common import note, store_option, vocabulary_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    epilog="""\b
Examples:
  kg serve --open
  kg serve --store archive --port 8080
  kg serve --host 0.0.0.0 --name kg.example.org --seconds 5

It never changes the store, and shows new readouts as soon as an ingest publishes them. Ctrl-C stops it.""",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8050, show_default=True, help="0 takes a free one."
)
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@click.option(
    "--name", "names", metavar="HOST", multiple=True, help="A name it may be called by, besides localhost."
)
@click.option(
    "--seconds", type=click.FloatRange(0.1), default=10.0, show_default=True, help="For a SPARQL query."
)
@click.option("--rows", type=click.IntRange(1), default=10_000, show_default=True, help="Of a SPARQL query.")
@click.option(
    "--megabytes", type=click.IntRange(64), default=1024, show_default=True, help="For a SPARQL query."
)
@click.option(
    "--queries", type=click.IntRange(1), default=2, show_default=True, help="SPARQL queries at a time."
)
@vocabulary_option
@store_option
def command(  # noqa: PLR0917 - click passes by name
    host: str,
    port: int,
    names: tuple[str, ...],
    seconds: float,
    rows: int,
    megabytes: int,
    queries: int,
    overlay: Path | None,
    where: str,
    *,
    show: bool,
) -> None:
    """Serve the store as pages, SPARQL endpoint, linked data and JSON API.

    Only this machine can reach it, unless --host says otherwise.
    """
    try:
        import uvicorn

        from kg.views.web import application
    except ImportError as error:
        raise Error(
            "the server's libraries are not installed", "pip install 'bilateral-kg[serve]'"
        ) from error
    from kg.store import Limits
    from kg.views.web.settings import ANSWER, LOOPBACK, Settings

    if overlay:
        os.environ["KG_VOCABULARY"] = str(overlay)
    limits = Limits(seconds, rows, megabytes, ANSWER)
    local = host in LOOPBACK
    hosts = (*Settings(where).hosts, *names) if local or names else ()
    app = application(Settings(where, limits=limits, queries=queries, hosts=hosts))
    if not local:
        held = where.rpartition("@")[2]  # nobody's password
        note(
            f"Anyone who can reach {host} can read all of {held} and run queries within the limits. "
            "There is no password and no TLS: put a proxy with both in front, and name it with --name."
        )
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
    )
    try:
        listening = config.bind_socket()
        listening.listen(config.backlog)  # so that a browser that is quicker than we are waits
    except (OSError, SystemExit) as error:
        raise StoreError(
            f"cannot listen at {host}:{port}", "choose another with --port, or --port 0"
        ) from error
    shown = "localhost" if local else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    note(f"{address}  (Ctrl-C stops it)")
    if show:
        click.launch(address)
    sys.stdout.flush()
    uvicorn.Server(config).run(sockets=[listening])
