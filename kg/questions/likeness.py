"""How like a sentence is to the patterns of each question, by the angle of their weighted words.

To the nearest of them, and to all taken together (their centre: Rocchio 1971), which is what carries a
sentence that nobody foresaw. Both are reckoned from the patterns when they are read, so that a question in a
user's folder is weighed as ours are.

A sentence and a pattern are compared by their words, their pairs of words and what these mean, names being
marks of their kind: "where does @state stand on @issue". What few patterns have weighs most.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.questions.wording import SLOT, stem, tokens, unasked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.questions.wording import Wording

NONE = "none"
"""In place of a question: sentences that no question answers."""
TIME = "@time"
_MARKS = {
    "state": "@state", "other": "@state", "third": "@state", "member": "@state", "organization": "@state",
    "issue": "@issue", "official": "@official", "as_of": TIME, "below": "@number",
}  # fmt: skip
_WORDS = "@words"
_INSTEAD = {"polarity": ("support", "oppose"), "post": ("foreign minister", "prime minister")}
"""Slots that words fill: each pattern is read with either."""
_NEAREST = (4, 2, 1)
"""What the nearest patterns of a question count: a question that is near in three ways beats a chance hit."""
_UNKNOWN = 6.0  # weight of what no pattern has


def mark(state: str | None, issue: str | None, official: str | None, text: str | None) -> str:
    """The mark of something named.

    >>> mark("JPN", None, None, None), mark(None, "taiwan", None, None), mark(None, None, "Abe", None)
    ('@state', '@issue', '@official')
    """
    return (
        "@official"
        if official
        else _WORDS
        if text
        else "@state"
        if state
        else "@issue"
        if issue
        else "@number"
    )


class Like(NamedTuple):
    """How like a question's patterns a sentence is, each from 0 to 1: the nearest, and all together."""

    near: float = 0.0
    centre: float = 0.0


UNLIKE = Like()


class Likeness:
    """All patterns of a catalogue as weighted words."""

    def __init__(self, wording: Wording) -> None:
        """Weigh every pattern."""
        self._wording = wording
        told = {name: [pattern.text for pattern in found] for name, found in wording.patterns.items()}
        read = [
            (name, self._features(words))
            for name, texts in {**told, NONE: unasked()}.items()
            for text in texts
            for words in _readings(text)
        ]
        count: dict[str, int] = defaultdict(int)
        for _, features in read:
            for feature in features:
                count[feature] += 1
        self._weights = {feature: math.log((1 + len(read)) / (0.5 + n)) for feature, n in count.items()}
        self._names = [name for name, _ in read]
        self._having: dict[str, list[tuple[int, float]]] = defaultdict(list)
        sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for number, (name, features) in enumerate(read):
            for feature, weight in self._weighed(features).items():
                self._having[feature].append((number, weight))
                sums[name][feature] += weight
        self._centres = {name: _unit(features) for name, features in sums.items()}

    def of(self, words: Sequence[str]) -> dict[str, Like]:
        """How like the patterns of each question are to words with marks in them."""
        told = self._weighed(self._features(words))
        near: dict[int, float] = defaultdict(float)
        for feature, weight in told.items():
            for number, other in self._having.get(feature, ()):
                near[number] += weight * other
        found: dict[str, list[float]] = defaultdict(list)
        for number, angle in near.items():
            found[self._names[number]].append(angle)
        return {
            name: Like(
                _mean(sorted(angles, reverse=True)),
                sum(weight * self._centres[name].get(feature, 0.0) for feature, weight in told.items()),
            )
            for name, angles in found.items()
        }

    def _features(self, words: Sequence[str]) -> dict[str, float]:
        """Words, pairs and meanings, each with how often it is there."""
        stems = ["^", *(stem(word) for word in words), "$"]
        found: dict[str, float] = defaultdict(float)
        for word in stems[1:-1]:
            found[word] += 1
        for one, two in pairwise(stems):
            found[f"{one} {two}"] += 1
        plain = ["|" if word.startswith("@") else word for word in words]
        for meaning in sorted({m for said in self._wording.read(plain) for m in said.meanings}):
            found[f"={meaning}"] += 1
        return found

    def _weighed(self, features: Mapping[str, float]) -> dict[str, float]:
        """Each with its weight, the whole of length 1."""
        return _unit({f: n * self._weights.get(f, _UNKNOWN) for f, n in features.items()})


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    """The same, of length 1."""
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {feature: weight / length for feature, weight in weights.items()}


def _mean(angles: Sequence[float]) -> float:
    return sum(n * angle for n, angle in zip(_NEAREST, angles, strict=False)) / sum(_NEAREST)


def _readings(pattern: str) -> Iterable[list[str]]:
    """A pattern as words with marks, with either word in a slot for one.

    >>> list(_readings("does {state} back {issue}"))
    [['does', '@state', 'back', '@issue']]
    """
    for which in (0, 1) if any(name in _INSTEAD for name in SLOT.findall(pattern)) else (0,):
        parts = SLOT.split(pattern)
        words: list[str] = []
        for here, part in enumerate(parts):
            if not here % 2 or part in _INSTEAD:
                plain = _INSTEAD[part][which] if here % 2 else part
                words += [token.low for token in tokens(plain) if token.low != "s"]
            else:
                words.append(_MARKS.get(part, _WORDS))
        yield words
