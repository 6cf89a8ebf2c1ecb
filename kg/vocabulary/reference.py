"""All of `ontology/*.ttl` as one graph, `id:graph/reference`, with a user's own files laid over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad

from kg import resources
from kg.vocabulary.actors import overlay as overlay_files
from kg.vocabulary.actors import triples
from kg.vocabulary.namespaces import ID

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE: Final = f"{ID}graph/reference"


def reference_quads(overlay: Path | None = None) -> list[Quad]:
    """The reference graph's quads, sorted, none twice.

    `overlay` is a folder of `*.ttl` files whose triples are added to ours; it defaults to the environment
    variable `KG_VOCABULARY`. Raises VocabularyError for a folder that is not there or a file that is no
    Turtle.
    """
    own = [(name, resources.text("ontology", name)) for name in resources.names("ontology", suffix=".ttl")]
    graph = NamedNode(REFERENCE)
    found = {
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for name, text in [*own, *overlay_files(overlay)]
        for triple in triples(name, text)
    }
    return sorted(found, key=str)
