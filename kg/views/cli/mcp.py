"""`kg mcp`: the store for agents."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kg.errors import Error
from kg.views.cli.common import opened, store_option, vocabulary_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    epilog="""\b
Examples:
  kg mcp --store archive
In the settings of an agent's program, where its servers are listed:
  {"command": "kg", "args": ["mcp", "--store", "/path/to/archive"]}""",
)
@vocabulary_option
@store_option
def command(overlay: Path | None, where: str) -> None:
    """Offer the store to an agent, by the Model Context Protocol over stdin and stdout.

    For reading only. The agent asks in plain English or by the questions of the catalogue; every row comes
    with the exact words, the document and the date.
    """
    try:
        from kg.views.mcp import server
    except ImportError as error:
        raise Error(
            "the library of the protocol is not installed", "pip install 'bilateral-kg[mcp]'"
        ) from error
    if overlay:
        os.environ["KG_VOCABULARY"] = str(overlay)
    opened(where).close()  # that there is no store is told at once
    server(where).run("stdio")
