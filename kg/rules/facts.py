"""Derived facts, as triples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import pyoxigraph as ox

from kg.vocabulary.namespaces import KG, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Facts: TypeAlias = "dict[str, set[ox.Triple]]"
"""Partition -> what is derived for it; an empty set where nothing is."""

Found: TypeAlias = "tuple[str, ox.Triple]"
"""A fact with the IRI of the meeting to whose partition it belongs."""

_DATE: Final = ox.NamedNode(f"{XSD}date")


def fact(subject: str, predicate: str, thing: str | ox.Literal) -> ox.Triple:
    """One fact about IRIs; a property without a namespace is ours."""
    named = predicate if "://" in predicate else KG + predicate
    held = ox.NamedNode(thing) if isinstance(thing, str) else thing
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(named), held)


def plain(facts: Iterable[ox.Quad | ox.Triple]) -> Iterator[tuple[str, str, str]]:
    """Subject, property (without its namespace, where that is ours) and object as strings."""
    for one in facts:
        if not isinstance(one.subject, ox.Triple) and not isinstance(one.object, ox.Triple):
            yield one.subject.value, one.predicate.value.removeprefix(KG), one.object.value


def day(text: str) -> ox.Literal:
    """A day, `2011-03-31`."""
    return ox.Literal(text, datatype=_DATE)
