"""`kg restore`: a store out of one file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.errors import StoreError
from kg.views.cli.common import note, store_option


@click.command(
    epilog="""\b
Examples:
  kg restore readouts.kg.tar.gz --store again/
  kg restore graph.nq --store again/       # what kg export --to nquads wrote""",
)
@click.argument("source", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of a store that is there.")
@store_option
def command(source: Path, where: str, *, replace: bool) -> None:
    """Make a store of a backup, or of an export as N-Quads.

    A file that is broken or not ours is refused by name, and nothing is left behind. A store that is there
    is kept, unless --replace is said. N-Quads hold every graph, reviews too, but not merges.yaml.
    """
    from kg.store import archive

    if "://" in where:
        raise StoreError("a store behind an address cannot be restored into", "give a folder: --store DIR")
    count = archive.restore(source, Path(where), replace=replace)
    note(f"{where}: {count} quads")
