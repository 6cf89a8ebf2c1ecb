"""Prefixes and CURIEs, as declared in `ontology/prefixes.ttl`.

A CURIE here is a short name for people: `id:state/JPN` (in Turtle and SPARQL the slash wants a backslash).
"""

from __future__ import annotations

from functools import cache
from typing import Final

from kg import resources
from kg.errors import VocabularyError

KG: Final = "https://w3id.org/bilateral-kg/ontology#"
ISSUE: Final = "https://w3id.org/bilateral-kg/issue/"
ID: Final = "https://w3id.org/bilateral-kg/id/"

DCTERMS: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
OA: Final = "http://www.w3.org/ns/oa#"
ORG: Final = "http://www.w3.org/ns/org#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"


@cache
def prefixes() -> dict[str, str]:
    """Prefix to namespace, sorted by prefix.

    >>> prefixes()["kg"]
    'https://w3id.org/bilateral-kg/ontology#'
    """
    from pyoxigraph import RdfFormat, parse

    declared: dict[str, dict[str, str]] = {}
    for quad in parse(resources.text("ontology", "prefixes.ttl"), format=RdfFormat.TURTLE):
        if quad.predicate.value in {f"{SH}prefix", f"{SH}namespace"}:
            declared.setdefault(str(quad.subject), {})[quad.predicate.value] = str(quad.object.value)
    return dict(sorted((d[f"{SH}prefix"], d[f"{SH}namespace"]) for d in declared.values()))


def expand(curie: str) -> str:
    """The IRI that a CURIE stands for.

    Raises VocabularyError for a prefix that is not declared, with the nearest that are.

    >>> expand("kg:Statement")
    'https://w3id.org/bilateral-kg/ontology#Statement'
    >>> expand("id:state/JPN")
    'https://w3id.org/bilateral-kg/id/state/JPN'
    """
    prefix, colon, name = curie.partition(":")
    namespace = prefixes().get(prefix)
    if not colon or namespace is None:
        from difflib import get_close_matches

        near = tuple(f"{p}:{name}" for p in get_close_matches(prefix, prefixes(), n=3))
        raise VocabularyError(
            f"no CURIE with a known prefix: {curie!r}", f"the prefixes are: {', '.join(prefixes())}", near
        )
    return namespace + name


def compress(iri: str) -> str:
    """The CURIE of an IRI; the longest namespace wins.

    Raises VocabularyError where the IRI lies in no declared namespace.

    >>> compress("https://w3id.org/bilateral-kg/issue/unsc_reform")
    'issue:unsc_reform'
    """
    fitting = [p for p, namespace in prefixes().items() if iri.startswith(namespace)]
    if not fitting:
        raise VocabularyError(f"no declared namespace holds <{iri}>", "show the IRI in full")
    prefix = max(fitting, key=lambda p: len(prefixes()[p]))
    return f"{prefix}:{iri[len(prefixes()[prefix]) :]}"
