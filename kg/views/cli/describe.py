"""Things and what is recorded about them, as RDF."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from kg.errors import VocabularyError
from kg.vocabulary.namespaces import KG, OA, compress, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store import Store


def turtle(store: Store, things: Iterable[str], out: IO[str]) -> None:
    """Write what is recorded about some things as Turtle, their evidence, stances and promises included."""
    from pyoxigraph import NamedNode, RdfFormat, serialize

    values = " ".join(sorted({str(NamedNode(thing)) for thing in things}))
    triples = store.construct(
        f"PREFIX kg: <{KG}> PREFIX oa: <{OA}>"
        "CONSTRUCT { ?s ?p ?o } WHERE {"
        f" VALUES ?thing {{ {values} }}"
        " ?thing (^kg:expressedIn|^kg:statedIn)?/(kg:evidence|kg:condition|oa:hasSelector)* ?s . ?s ?p ?o }"
    )
    found = sorted(set(triples), key=str)
    names = {str(term.value) for triple in found for term in triple if isinstance(term, NamedNode)}
    used = {k: v for k, v in prefixes().items() if any(name.startswith(v) for name in names)}
    out.write((serialize(found, format=RdfFormat.TURTLE, prefixes=used) or b"").decode())


def curie(iri: str) -> str:
    """An IRI as it can be typed, where a prefix is known; other text as it is.

    >>> curie("https://w3id.org/bilateral-kg/id/state/JPN"), curie("Japan")
    ('id:state/JPN', 'Japan')
    """
    try:
        return compress(iri)
    except VocabularyError:
        return iri
