"""What is wrong with the vocabulary itself: `ontology/quality/*.rq`, where every answer is a fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import resources

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def _plain(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))
