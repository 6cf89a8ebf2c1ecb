"""What a store has of a document: under which IRI, and whether that is all there is to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.ingest.parcels import line
from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from kg.ingest.parcels import Card
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class Before:
    """The readout that the store has for a document, and whether it is the same."""

    readout: str | None = None
    same: bool = False


def before(store: Store, card: Card) -> Before:
    """Look for a document under its IRI, else for the same text under another.

    The IRI follows what is told about a document, so telling more the second time changes it: of two
    documents with the same text, one without an address, whose publishers the other names too, is the other.
    """
    if there := head(store, card.readout):
        # of copies under several file names the first in the alphabet counts, whichever came first
        files = [text for text in there if text.startswith(_FILE)]
        return Before(card.readout, card.head <= there and min(files, default="") <= _file(card.source))
    others: dict[str, set[str]] = {}
    addressed = set()
    for row in store.select(_SAME.replace("?sha256", str(ox.Literal(card.sha256)))):
        publishers = others.setdefault(row["readout"].value, set())
        if row["publisher"] is not None:
            publishers.add(row["publisher"].value)
        if row["url"] is not None:
            addressed.add(row["readout"].value)
    for readout, publishers in sorted(others.items()):
        if readout not in addressed and publishers <= card.publishers:
            return Before(readout)
        if not card.addressed and card.publishers <= publishers:
            return Before(readout, same=True)
    return Before()


def head(store: Store, readout: str) -> set[str]:
    """What the store says of a readout's own node: predicates with objects."""
    node = ox.NamedNode(readout)
    text = f"CONSTRUCT {{ {node} ?p ?o }} WHERE {{ GRAPH {node} {{ {node} ?p ?o }} }}"
    return {line(triple) for triple in store.construct(text)}


_FILE = f"<{KG}sourceName> "


def _file(name: str) -> str:
    return f"{_FILE}{ox.Literal(name)}"


_SAME = f"""PREFIX kg: <{KG}>
SELECT ?readout ?url ?publisher WHERE {{
  ?readout kg:sha256 ?sha256 .
  OPTIONAL {{ ?readout kg:url ?url }}
  OPTIONAL {{ ?readout kg:publisher ?publisher }}
}}"""
