"""Things and what is recorded about them, as RDF."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from kg.errors import Error, VocabularyError
from kg.vocabulary.namespaces import ID, KG, OA, compress, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from kg.store import Store

FORMATS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""The file suffixes that `serialized` knows, with their media types."""
GRAPHS = (f"{ID}readout/", f"{ID}graph/derived/")
"""The named graphs that are described as a whole; that of the vocabulary is too large."""
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class FormatError(Error):
    """What is asked for cannot be written in this format."""


def description(store: Store, things: Iterable[str]) -> list[Triple]:
    """What is recorded about some things, sorted: their properties, their evidence, stances and promises.

    Of a readout, or a derived graph, it is all that the graph holds. Empty where nothing is known.
    Raises ValueError for what is no IRI.
    """
    from pyoxigraph import NamedNode, Triple

    listed = sorted({str(NamedNode(thing)) for thing in things})
    found = set(
        store.construct(
            f"PREFIX kg: <{KG}> PREFIX oa: <{OA}>"
            "CONSTRUCT { ?s ?p ?o } WHERE {"
            f" VALUES ?thing {{ {' '.join(listed)} }}"
            " ?thing (^kg:expressedIn|^kg:statedIn|^kg:correspondenceOf)?"
            "/(kg:evidence|kg:condition|oa:hasSelector)* ?s . ?s ?p ?o }"
        )
    )
    for thing in listed:
        if (iri := thing[1:-1]).startswith(GRAPHS):
            found |= {Triple(q.subject, q.predicate, q.object) for q in store.quads(iri)}
    return sorted(found, key=str)


def serialized(triples: Iterable[Triple], form: str) -> bytes:
    """Triples in one of FORMATS, with those of our prefixes that they use. Raises FormatError."""
    from pyoxigraph import NamedNode, serialize

    from kg.store.guard import RDF_FORMATS

    found = list(triples)
    names = {str(term.value) for triple in found for term in triple if isinstance(term, NamedNode)}
    used = {k: v for k, v in prefixes().items() if any(name.startswith(v) for name in names)}
    data = serialize(found, format=RDF_FORMATS[form], prefixes=used) or b""
    return xml(data) if form == "rdf" else data


def xml(data: bytes) -> bytes:
    """The data, if XML can hold it (control characters it cannot, even escaped). Raises FormatError."""
    if _NO_XML.search(data):
        raise FormatError("it holds control characters, which XML cannot", "take another format")
    return data


def turtle(store: Store, things: Iterable[str], out: IO[str]) -> None:
    """Write what is recorded about some things as Turtle."""
    out.write(serialized(description(store, things), "ttl").decode())


def curie(iri: str) -> str:
    """An IRI as it can be typed, where a prefix is known; other text as it is.

    >>> curie("https://w3id.org/bilateral-kg/id/state/JPN"), curie("Japan")
    ('id:state/JPN', 'Japan')
    """
    try:
        return compress(iri)
    except VocabularyError:
        return iri
