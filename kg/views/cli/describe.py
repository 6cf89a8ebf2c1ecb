"""Things and what is recorded about them, as RDF."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from kg.errors import VocabularyError
from kg.vocabulary.namespaces import KG, OA, compress, prefixes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.questions.answer import Row
    from kg.store import Store


def turtle(store: Store, rows: Sequence[Row], out: IO[str]) -> None:
    """Write what is recorded about the statements and citations of some rows, their evidence included."""
    from pyoxigraph import NamedNode, RdfFormat, serialize

    things = sorted(
        {
            str(v)
            for row in rows
            for k, v in row.items()
            if v and k in {"statement", "mention", "usage", "reply_statement"}
        }
    )
    if not things:
        return
    values = " ".join(str(NamedNode(thing)) for thing in things)
    triples = store.construct(
        f"PREFIX kg: <{KG}> PREFIX oa: <{OA}>"
        "CONSTRUCT { ?s ?p ?o } WHERE {"
        f" VALUES ?thing {{ {values} }}"
        " ?thing (^kg:expressedIn|^kg:statedIn)?/(kg:evidence|kg:condition|oa:hasSelector)* ?s . ?s ?p ?o }"
    )
    kept = sorted(set(triples), key=str)
    out.write((serialize(kept, format=RdfFormat.TURTLE, prefixes=prefixes()) or b"").decode())


def curie(iri: str) -> str:
    """An IRI as it can be typed, where a prefix is known; other text as it is.

    >>> curie("https://w3id.org/bilateral-kg/id/state/JPN"), curie("Japan")
    ('id:state/JPN', 'Japan')
    """
    try:
        return compress(iri)
    except VocabularyError:
        return iri
