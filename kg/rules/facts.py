"""Derived facts, as triples."""

from __future__ import annotations

from typing import Final, TypeAlias

import pyoxigraph as ox

from kg.vocabulary.namespaces import KG, XSD

Facts: TypeAlias = "dict[str, set[ox.Triple]]"
"""Partition -> what is derived for it; an empty set where nothing is."""

_DATE: Final = ox.NamedNode(f"{XSD}date")


def fact(subject: str, predicate: str, thing: str | ox.Literal) -> ox.Triple:
    """One fact about IRIs; a property without a namespace is ours."""
    named = predicate if "://" in predicate else KG + predicate
    held = ox.NamedNode(thing) if isinstance(thing, str) else thing
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(named), held)


def day(text: str) -> ox.Literal:
    """A day, `2011-03-31`."""
    return ox.Literal(text, datatype=_DATE)
