"""Rules and queries with a seam, `VALUES (?a ?b) { (UNDEF UNDEF) }`, run for some things or for all.

Oxigraph takes the rows of a seam one by one and looks up what hangs on each, so that what a query costs
follows the rows. There is one seam a query: a second would be multiplied with the first.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pyoxigraph as ox

from kg import resources
from kg.vocabulary.namespaces import DCTERMS, FOAF, ID, KG, OA, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.store import Store

Term: TypeAlias = str | bool | None
"""What a seam takes: an IRI, a truth value, or None for anything."""
Row: TypeAlias = tuple[Any, ...]

BATCH: Final = 2_000
"""How many rows of a seam one query takes."""
ANY: Final = ((None,),)
"""The rows of a seam of one variable that is left open."""
_SEAM = re.compile(r"VALUES\s+(?:\?\w+|\((?:\s*\?\w+)+\s*\))\s*\{[^{}]*UNDEF[^{}]*\}")
_PREFIXES: Final = "".join(
    f"PREFIX {name}: <{iri}>\n"
    for name, iri in {
        "dcterms": DCTERMS,
        "foaf": FOAF,
        "id": ID,
        "kg": KG,
        "oa": OA,
        "rdfs": RDFS,
        "skos": SKOS,
    }.items()
)


def one_each(things: Iterable[str]) -> list[tuple[str]]:
    """The rows of a seam of one variable."""
    return [(thing,) for thing in things]


def rule(store: Store, name: str, rows: Iterable[Sequence[Term]]) -> Iterator[tuple[str, str, str]]:
    """Subject, property (without its namespace, where that is ours) and object of what a rule gives."""
    text = _rule(name)
    for query in _queries(text, rows):
        for fact in store.construct(query):
            yield fact.subject.value, fact.predicate.value.removeprefix(KG), fact.object.value


def select(store: Store, text: str, rows: Iterable[Sequence[Term]] = ANY) -> Iterator[Row]:
    """The rows of a query as plain strings, None where nothing is bound; our prefixes are declared."""
    for query in _queries(_PREFIXES + text, rows):
        for row in store.select(query):
            yield tuple(None if term is None else term.value for term in row)


@cache
def _rule(name: str) -> str:
    return resources.text("ontology", "rules", f"{name}.rq")


def _queries(text: str, rows: Iterable[Sequence[Term]]) -> Iterator[str]:
    seam = _SEAM.search(text)
    if seam is None:
        yield text
        return
    before, after = text[: seam.start()], text[seam.end() :]
    head = seam[0][: seam[0].index("{")]
    several = "(" in head
    listed = list(rows)
    for k in range(0, len(listed), BATCH):
        filled = (" ".join(map(_term, row)) for row in listed[k : k + BATCH])
        yield f"{before}{head}{{ {' '.join(f'({row})' if several else row for row in filled)} }}{after}"


def _term(term: Term) -> str:
    if term is None:
        return "UNDEF"
    return str(term).lower() if isinstance(term, bool) else str(ox.NamedNode(term))
