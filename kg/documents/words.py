"""The layout's word lists, read once from ontology/reader/layout.yaml."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from kg import resources


@cache
def layout() -> dict[str, Any]:
    """The whole file, parsed."""
    found: dict[str, Any] = resources.data("ontology", "reader", "layout.yaml")
    return found


@cache
def words(key: str) -> frozenset[str]:
    """A list written as words between spaces, or one word a line.

    >>> "Mr" in words("abbreviations"), "agreed" in words("speaking")
    (True, True)
    """
    found = layout()[key]
    return frozenset(found.split() if isinstance(found, str) else found)


@cache
def lines(key: str) -> re.Pattern[str]:
    """One pattern of a list of patterns for whole lines, case ignored.

    >>> bool(lines("noise").fullmatch("Back to Index"))
    True
    """
    return re.compile("|".join(f"(?:{p})" for p in layout()[key]), re.IGNORECASE)
