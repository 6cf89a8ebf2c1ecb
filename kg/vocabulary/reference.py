"""All of `ontology/*.ttl` as one graph, `id:graph/reference`, with a user's own files laid over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg import resources
from kg.errors import VocabularyError
from kg.vocabulary.actors import overlay as overlay_files
from kg.vocabulary.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REFERENCE: Final = f"{ID}graph/reference"


def parsed(overlay: Path | None = None) -> Iterator[Quad]:
    """What the files say, file by file, in the default graph.

    `overlay` is a folder of `*.ttl` files that are added to ours; it defaults to the environment variable
    `KG_VOCABULARY`. Raises VocabularyError for a folder that is not there or a file that is no Turtle.
    """
    own = [(name, resources.text("ontology", name)) for name in resources.names("ontology", suffix=".ttl")]
    for name, text in [*own, *overlay_files(overlay)]:
        try:
            yield from parse(text, format=RdfFormat.TURTLE)
        except SyntaxError as error:
            raise VocabularyError(f"{name} is no Turtle: {error}", "correct the file") from error


def reference_quads(overlay: Path | None = None) -> list[Quad]:
    """The reference graph's quads, sorted, none twice; `overlay` and errors as for `parsed`."""
    graph = NamedNode(REFERENCE)
    found = {Quad(q.subject, q.predicate, q.object, graph) for q in parsed(overlay)}
    return sorted(found, key=str)
