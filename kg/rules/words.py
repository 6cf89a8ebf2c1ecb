"""How near two wordings are: the words they share that say what is meant.

Function words and words that go with anything ("cooperation", "issue") are listed in
`ontology/rules/words.yaml`, with the shares from which two wordings are of the same thing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from kg import resources

if TYPE_CHECKING:
    from collections.abc import Iterable

Words: TypeAlias = frozenset[str]

_ENDINGS: Final = ("ations", "ation", "ings", "ing", "ments", "ment", "ies", "ied", "ed", "es", "s", "e", "y")
_STEM: Final = 4


@lru_cache(maxsize=100_000)
def words(text: str | None) -> Words:
    """The words of a text that say what is meant, folded and cut to their stems.

    >>> sorted(words("The resumption of the Six-Party Talks"))
    ['resumption', 'six']
    """
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    found = re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return frozenset(_stem(word) for word in found) - _empty()


def share(a: Words, b: Words) -> float:
    """The words two wordings share, of those of both together (Dice); 0 where one says nothing.

    >>> share(words("a peace treaty"), words("the peace treaty with Japan"))
    0.8
    """
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def held_in(a: Words, b: Words) -> float:
    """The part of the first wording's words that the second has too; 0 where the first says nothing."""
    return len(a & b) / len(a) if a else 0.0


def least(name: str) -> float:
    """The share from which wordings are near, by what they are compared for."""
    return float(resources.data("ontology", "rules", "words.yaml")["least"][name])


def nearest(wanted: Words, among: Iterable[tuple[Words, str]]) -> tuple[float, str]:
    """The nearest of some wordings (one at least) with its share; of equally near ones the first by name."""
    distance, name = min((-share(wanted, held), name) for held, name in among)
    return -distance, name


@cache
def _empty() -> Words:
    listed = resources.data("ontology", "rules", "words.yaml")["empty"]
    return frozenset(_stem(word) for line in listed.values() for word in line.split())


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM - (ending in {"s", "e", "y"}):
            return word[: -len(ending)]
    return word
