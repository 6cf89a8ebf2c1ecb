"""The state of play: what follows from all documents together, in graphs of their own.

`ontology/rules/*.rq` say what can be argued about: which mentions bear one name, which acts wait for an
answer, what makes a position harder. What SPARQL cannot say in time that grows with the documents is done
here: which things are one (union-find) and what that one is called (a hash of its sorted members), and what
came before what (sorted by day). The same documents give the same bytes, in whatever order they came.

The facts are parted into graphs (`partitions`), each a pure function of the documents in it, so that one
more readout makes only a few of them again (`strata`). People overrule the rules in `merges.yaml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.rules.freshness import mark_due, mark_stale, stale
from kg.rules.merges import MERGES, Merges, merges
from kg.rules.partitions import DERIVED
from kg.rules.state import STATE, note, noted

if TYPE_CHECKING:
    from kg.rules.explain import why
    from kg.rules.strata import derive, refresh

__all__ = [
    "DERIVED",
    "MERGES",
    "STATE",
    "Merges",
    "derive",
    "mark_due",
    "mark_stale",
    "merges",
    "note",
    "noted",
    "refresh",
    "stale",
    "why",
]


def __getattr__(name: str) -> Any:
    """What derives or explains, imported when first used: a store is mostly opened to be asked."""
    from importlib import import_module

    where = {"derive": "strata", "refresh": "strata", "why": "explain"}
    if name not in where:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(import_module(f"{__name__}.{where[name]}"), name)
    return globals()[name]
