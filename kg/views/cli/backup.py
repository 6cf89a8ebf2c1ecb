"""`kg backup`: a whole store into one file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.views.cli.common import note, opened, store_option


@click.command(
    epilog="""\b
Examples:
  kg backup readouts.kg.tar.gz
  kg restore readouts.kg.tar.gz --store again/""",
)
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@store_option
def command(target: Path, where: str) -> None:
    """Write a whole store into one file.

    It holds every graph, reviews and merges.yaml too, each with its checksum, as a tar.gz that other tools
    open. It is one state of the store, even while documents are read into it; the same state gives the same
    bytes.
    """
    with opened(where) as graph:
        count = graph.backup(target)
    note(f"{target}: {count} quads")
