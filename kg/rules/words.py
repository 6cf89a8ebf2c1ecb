"""How near two wordings are: the words they share that say what is meant.

Names of states and nationalities are set aside (who is meant is compared as such), and so are words that say
nothing here ("cooperation", "issue"). A word that turns the sense ("cancellation of exchanges") must stand in
both. `ontology/rules/words.yaml` has the lists, and the shares from which two wordings are of the same thing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kg import resources
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from collections.abc import Iterable

Words: TypeAlias = frozenset[str]

_ENDINGS: Final = ("ations", "ation", "ings", "ing", "ments", "ment", "ies", "ied", "ed", "es", "s", "e", "y")
_STEM: Final = 4
_WORD: Final = re.compile(r"[^\W_]+")
_CODE: Final = re.compile(r"\b[A-Z]{3}\b")


@lru_cache(maxsize=200_000)
def words(text: str | None) -> Words:
    """The words of a text that say what is meant, folded and cut to their stems.

    >>> sorted(words("The resumption of the Six-Party Talks on North Korea"))
    ['resumption', 'six']
    """
    plain = _CODE.sub(lambda code: "" if code[0] in actors() else code[0], text or "")
    for name in reversed(actors().find(plain)):
        plain = f"{plain[: name.start]} {plain[name.end :]}"
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return frozenset(map(_stem, _WORD.findall(plain.casefold()))) - _listed("empty")


def share(a: Words, b: Words) -> float:
    """The words two wordings share, of those of both together (Dice); 0 where one says nothing, or turns it.

    >>> share(words("a peace treaty"), words("the peace treaty with Japan"))
    1.0
    >>> share(words("exchange activities"), words("cancellation of exchange activities"))
    0.0
    """
    if not a or not b or (a ^ b) & _listed("turning"):
        return 0.0
    return 2 * len(a & b) / (len(a) + len(b))


def held_in(a: Words, b: Words) -> float:
    """The part of the first wording's words that the second has too; 0 where the first says nothing."""
    return len(a & b) / len(a) if a else 0.0


def least(name: str) -> float:
    """The share from which wordings are near, by what they are compared for."""
    return float(_lists()["least"][name])


def states(text: str | None, iris: Iterable[str] = ()) -> frozenset[str]:
    """The codes of the actors that a text names, and of others by their IRIs.

    >>> sorted(states("defence commitments to Japan", ["https://w3id.org/bilateral-kg/id/state/KOR"]))
    ['JPN', 'KOR']
    """
    named = {mention.code for mention in actors().find(text or "")}
    codes = {code[0] for code in _CODE.finditer(text or "") if code[0] in actors()}
    return frozenset(named | codes | {iri.rpartition("/")[2] for iri in iris})


@cache
def wide() -> frozenset[str]:
    """The IRIs of issues so wide that to speak of one says little of what is meant."""
    return frozenset(ISSUE + notation for notation in _lists()["wide"].split())


def _lists() -> Any:
    return resources.data("ontology", "rules", "words.yaml")


@cache
def _listed(name: str) -> Words:
    return frozenset(_stem(word) for line in _lists()[name].values() for word in line.split())


@cache
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM - (ending in {"s", "e", "y"}):
            return word[: -len(ending)]
    return word
