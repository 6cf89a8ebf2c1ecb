"""What words mean to the catalogue, and how much a meaning tells one question from another."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg import resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.questions.catalogue import Catalogue, Question

NAME = "\N{BLACK SQUARE}"
"""What stands for a name."""
SLOT = re.compile(r"\{(\w+)\}")
_BLANK = re.compile(r"\{\w+\}(?:s\b)?")
"""A slot, with the ending of a verb that stands in it: "{polarity}s"."""
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|'s\b|\w+")
_LEAST = 4  # letters that a word keeps when an ending is taken off


@cache
def listed() -> dict[str, Any]:
    """The word lists of `queries/plain_english.yaml`."""
    found: dict[str, Any] = resources.data("queries", "plain_english.yaml")
    return found


@cache
def _more() -> dict[str, list[str]]:
    """More patterns of the questions, of `queries/phrasings.yaml`."""
    found: dict[str, list[str]] = resources.data("queries", "phrasings.yaml")
    return found


def unasked() -> list[str]:
    """What people ask that no question answers."""
    return _more()["none"]


def phrasings(question: Question) -> list[str]:
    """Every pattern of a question: those of its header, then those that are kept beside it."""
    return [*question.asks, *_more().get(question.name, ())]


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a sentence, as written, and where it stands."""

    start: int
    end: int
    word: str

    @property
    def low(self) -> str:
        """In lower case, without the points of an abbreviation."""
        return self.word.lower().replace(".", "")


def tokens(text: str) -> list[Token]:
    """The words of a text; a possessive is a word of its own, a hyphen parts words.

    >>> [t.word for t in tokens("the U.S.-Japan line, Russia's too")]
    ['the', 'U.S.', 'Japan', 'line', 'Russia', "'s", 'too']
    """
    return [Token(hit.start(), hit.end(), hit[0]) for hit in _TOKEN.finditer(text)]


@cache
def stem(word: str) -> str:
    """A word without the endings of number and tense.

    >>> {stem(w) for w in ("promise", "promises", "promised", "promising")}, stem("replied"), stem("meetings")
    ({'promis'}, 'reply', 'meet')
    """
    if len(word) > _LEAST and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) >= _LEAST:
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= _LEAST - 1 and re.search("[aeiouy]", base):
            doubled = base[-1] == base[-2] and base[-1] not in "lsez"
            return base[:-1] if doubled else base.removesuffix("e")
    return word[:-1] if word.endswith("e") and len(word) >= _LEAST else word


@dataclass(frozen=True, slots=True)
class Said:
    """A word or phrase of a sentence with its meanings; one that is `light` costs nothing by itself."""

    words: str
    meanings: frozenset[str]
    light: bool = False


class Wording:
    """The words of one catalogue: its own patterns, and what means the same."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Read the lists and every pattern."""
        self._phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for meaning, phrases in listed()["meanings"].items():
            for phrase in phrases:
                self._phrases[_stems(phrase)].add(meaning)
        self._light = {_stems(phrase) for phrase in listed()["fillers"]}
        questions = list(catalogue)
        for question in questions:
            for word in (w for pattern in phrasings(question) for w in _stems(_BLANK.sub(" ", pattern))):
                if (word,) not in self._phrases and (word,) not in self._light:
                    self._phrases[word,].add(f"={word}")
        self._longest = max(len(phrase) for phrase in [*self._phrases, *self._light])
        self.patterns: dict[str, list[Pattern]] = {
            q.name: [self._pattern(a) for a in phrasings(q)] for q in questions
        }
        self.known = {q.name: self._known(q) for q in questions}
        count: dict[str, int] = defaultdict(int)
        for name in self.patterns:
            for meaning in {m for p in self.patterns[name] for said in p.said for m in said.meanings}:
                count[meaning] += 1
        self._weight = {meaning: math.log(1 + len(questions) / n) for meaning, n in count.items()}
        self.most = math.log(1 + len(questions))
        self.plainness = {name: self._plain(patterns) for name, patterns in self.patterns.items()}

    def _pattern(self, text: str) -> Pattern:
        return Pattern(text, tuple(self.read(_words(_BLANK.sub(" | ", text)))), frozenset(SLOT.findall(text)))

    def _plain(self, patterns: list[Pattern]) -> float:
        """Between 0 and 1, and 1 for a question whose patterns have few telling words."""
        weights = [max((self.weight(m) for m in s.meanings), default=0) for p in patterns for s in p.said]
        return max(0.0, 1 - sum(weights) / max(len(patterns), 1) / (3 * self.most))

    def _known(self, question: Question) -> frozenset[str]:
        """Every meaning that a question's patterns, summary and name touch."""
        said = [s for pattern in self.patterns[question.name] for s in pattern.said]
        said += self.read(_words(f"{question.summary} | {question.name}"))
        return frozenset(m for s in said for m in s.meanings)

    def weight(self, meaning: str) -> float:
        """How much a meaning tells: much if few questions have it; all if none has."""
        return self._weight.get(meaning, self.most)

    def knows(self, phrase: str) -> bool:
        """Whether a word or phrase has a meaning, or is known to have none."""
        return _stems(phrase) in self._phrases or _stems(phrase) in self._light

    def tells(self, word: str) -> bool:
        """Whether a word has a meaning and is none that costs nothing."""
        return _stems(word) in self._phrases and _stems(word) not in self._light

    def phrases(self, words: Sequence[str], least: int) -> set[int]:
        """The places of all listed phrases of at least so many words."""
        stems = [stem(word) for word in words]
        return {
            n
            for length in range(least, self._longest + 1)
            for here in range(len(words) - length + 1)
            if tuple(stems[here : here + length]) in self._phrases
            for n in range(here, here + length)
        }

    def read(self, words: Sequence[str]) -> list[Said]:
        """The phrases of words in lower case, the longest first; `|` parts; a strange word has no meaning."""
        stems = [stem(word) for word in words]
        found, here = [], 0
        while here < len(words):
            if words[here] == "|":
                here += 1
                continue
            for length in range(min(self._longest, len(words) - here), 0, -1):
                phrase = tuple(stems[here : here + length])
                if phrase in self._phrases or phrase in self._light:
                    break
            else:
                length, phrase = 1, (stems[here],)
            meanings = frozenset(self._phrases.get(phrase, ()))
            if meanings or phrase not in self._light:
                said = " ".join(words[here : here + length])
                found.append(Said(said, meanings, light=phrase in self._light))
            here += length
        return found


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence of the catalogue: its phrases and its slots."""

    text: str
    said: tuple[Said, ...]
    slots: frozenset[str]


def _words(text: str) -> list[str]:
    return [
        token.low
        for part in re.split(r"(\|)", text)
        for token in ([Token(0, 1, "|")] if part == "|" else tokens(part))
    ]


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(stem(token.low) for token in tokens(phrase))


def any_of(said: Iterable[Said]) -> set[str]:
    """Every meaning in some phrases."""
    return {meaning for one in said for meaning in one.meanings}
