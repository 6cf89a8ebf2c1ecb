"""Who of two states asks and who is asked, by the words around them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.questions.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@cache
def _patterns(role: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in listed()["roles"][role])


@cache
def _kinds() -> dict[str, set[str]]:
    return {kind: set(words) for kind, words in listed()["roles"]["verbs"].items()}


def asker(words: Sequence[str], states: Mapping[int, str]) -> dict[str, int]:
    """How surely each state asks (positive) or is asked (negative).

    `words` in lower case, a mention being one word; `states` the code at each place that names a state.

    >>> asker("what was rus asked by jpn".split(), {2: "RUS", 5: "JPN"})
    {'RUS': -1, 'JPN': 1}
    >>> asker("what was the answer of rus to jpn".split(), {5: "RUS", 7: "JPN"})
    {'RUS': -1, 'JPN': 0}
    """
    return _between("asker", "asked", words, states)


def ours(words: Sequence[str], states: Mapping[int, str]) -> dict[str, int]:
    """How surely each state is the one that is prepared (positive) or the one that it meets (negative).

    >>> ours("i meet the kaz ambassador for jpn".split(), {3: "KAZ", 6: "JPN"})
    {'KAZ': -1, 'JPN': 1}
    """
    return _between("ours", "theirs", words, states)


def _between(for_it: str, against: str, words: Sequence[str], states: Mapping[int, str]) -> dict[str, int]:
    coded = [_code(words, n, states) for n in range(len(words))]
    sure: dict[str, int] = {}
    for here, state in states.items():
        text = " ".join("X" if n == here else "S" if n in states else word for n, word in enumerate(coded))
        first = any(pattern.search(text) for pattern in _patterns(for_it))
        second = any(pattern.search(text) for pattern in _patterns(against))
        sure[state] = sure.get(state, 0) + first - second
    return sure


_NOUN_AFTER = frozenset(
    ["the", "a", "an", "any", "which", "what", "all", "no", "'s", "of", "to", "their", "many", "and", "open"]
)
_VERB_AFTER = frozenset(["do", "does", "did", "will", "would", "to", "has", "have", "had", "can"])


def _code(words: Sequence[str], here: int, states: Mapping[int, str]) -> str:
    """A verb or noun of asking or answering as its kind.

    A noun stands behind an article, a possessive or "which", or behind a state that no verb has before it.
    """
    word, kinds = words[here], _kinds()
    before = words[here - 1] if here else ""
    further = words[here - 2] if here > 1 else ""
    noun = before in _NOUN_AFTER or not before or (here - 1 in states and further not in _VERB_AFTER)
    for kind in ("REQUEST", "REPLY"):
        if noun and word in kinds[kind]:
            return kind
    return next((kind for kind in ("ASK", "ANSWER", "REQUEST", "REPLY") if word in kinds[kind]), word)
