"""`kg annotate`: a draft annotation of one document, for a person to correct."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.errors import InputError
from kg.views.cli.common import note


@click.command(
    epilog="""\b
Examples:
  kg annotate readout.txt                  # writes readout.json
  kg annotate page.html --to cases/        # writes cases/page.txt and cases/page.json""",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder to write to.  [default: that of FILE]",
)
@click.option("--force", is_flag=True, help="Write over an annotation that is there.")
def command(file: Path, folder: Path | None, *, force: bool) -> None:
    """Write what the reader finds in one document as an annotation, for a person to correct.

    NAME.json holds the draft; NAME.txt, the text it belongs to, is written where FILE is not that text
    itself. A draft is no annotation: correct it by the rules in docs/dataset.md, then remove its note.
    """
    from kg import api
    from kg.scoring import annotation

    reading = api.read(file)
    home = folder or file.parent
    text, target = home / f"{file.stem}.txt", home / f"{file.stem}.json"
    written = [target] if text.resolve() == file.resolve() else [text, target]
    for path in written:
        if path.exists() and not force:
            raise InputError(f"{path} is there already", "write over it: --force")
    draft = json.dumps(annotation.draft(reading, file.stem), ensure_ascii=False, indent=1) + "\n"
    for path in written:
        path.write_text(draft if path == target else reading.document.text, encoding="utf-8", newline="\n")
        click.echo(path)
    note(f"{len(reading.statements)} statements to correct")
