"""What is wrong with the vocabulary itself: `ontology/quality/*.rq`, where every answer is a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg import resources
from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CASES: Final = "https://w3id.org/bilateral-kg/competency/"
_ASKING: Final = (
    ("queries", (), ".rq"),
    ("ontology", ("rules",), ".rq"),
    ("ontology", ("shapes",), ".ttl"),
    ("ontology", ("competency", "questions"), ".ttl"),
    ("ontology", ("competency", "data"), ".trig"),
    ("ontology", ("competency", "vocabulary"), ".ttl"),
)
"""Trees, folders and endings of the texts that ask for terms."""


@dataclass(frozen=True, slots=True)
class Check:
    """One query over the reference graph; each row is a node (`this`) and what is wrong with it (`value`)."""

    name: str
    summary: str
    severity: str
    query: str

    def rows(self, store: ox.Store) -> list[tuple[str, str]]:
        """Nodes and values, in the query's order.

        Raises TypeError for a query that is no SELECT.
        """
        answer = store.query(self.query)
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError(f"{self.name} is no SELECT")
        return [(_plain(row["this"]), _plain(row["value"])) for row in answer]


def checks() -> list[Check]:
    """All queries of the folder, by name; their `#+` header gives summary and severity."""
    return [_read(name) for name in resources.names("ontology", "quality", suffix=".rq")]


def _read(name: str) -> Check:
    import yaml

    query = resources.text("ontology", "quality", name)
    head = yaml.safe_load("\n".join(line[2:] for line in query.splitlines() if line.startswith("#+")))
    return Check(name.removesuffix(".rq"), head["summary"], head["severity"], query)


def loaded(quads: Iterable[ox.Quad]) -> ox.Store:
    """A store in memory that holds the quads as triples of its default graph."""
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return store


def touches() -> Iterator[ox.Quad]:
    """What the terms of kg: are for: which text names which, and why those that none names are there.

    One `ct:touches` for each question, rule, shape and competency case and each term in it; then
    `ontology/competency/untouched.ttl`.
    """
    for tree, folder, suffix in _ASKING:
        for name in resources.names(tree, *folder, suffix=suffix):
            text = ox.NamedNode("/".join((_CASES.rstrip("/"), tree, *folder, name)))
            said = resources.text(tree, *folder, name)
            for term in sorted(set(re.findall(r"(?<![\w-])kg:([A-Za-z]\w*)", said))):
                yield ox.Quad(text, ox.NamedNode(f"{_CASES}touches"), ox.NamedNode(KG + term))
    reasons = resources.text("ontology", "competency", "untouched.ttl")
    yield from ox.parse(reasons, format=ox.RdfFormat.TURTLE)


def _plain(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))
