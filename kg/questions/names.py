"""The names that a sentence is searched for: those of states, and those of issues in any order of words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.questions.wording import listed, stem, tokens
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.questions.topics import Topics
    from kg.questions.wording import Token, Wording

_IDIOM = 4  # words of a phrase that is more than its words
_SHORT = 3  # letters: so short a name counts only as it is written
_LINKS = frozenset(("of", "the", "in", "on", "for", "against", "to", "'s", "from", "at", "a", "an"))
"""What may stand between the words of a matter's name: "reconstruction in Iraq"."""
_KINDS = frozenset(map(stem, ("issue", "question", "problem", "matter", "dispute", "programme", "program")))
"""What may be left off a matter's name: "the North Korea nuclear issue"."""
_LEAST = 2  # words of a name in another order
_NAMES, _LEAD = 3, 1.5  # names with a word: so many at least, so many times those of the next issue


class Names:
    """The names that sentences are searched for, with one overlay."""

    def __init__(self, wording: Wording, topics: Topics, overlay: Path | None = None) -> None:
        """Nothing is read yet."""
        self._wording, self._topics, self._overlay = wording, topics, overlay

    @cached_property
    def _issues(self) -> dict[tuple[str, ...], tuple[str, str]]:
        """Stems of a name -> notation and the name as printed."""
        known = actors(self._overlay)
        found: dict[tuple[str, ...], tuple[str, str]] = {}
        for notation, names in listed()["issues"].items():
            for name in names:
                found.setdefault(_key(name), (notation, name))
        for name, (iri, printed) in self._topics.printed.items():
            words = name.split()
            parties = [word for word in words if len(word) > _SHORT and known.resolve(word)]
            rest = [word for word in words if word not in parties]
            if (
                not name.isascii()
                or len(parties) > 1
                or (parties and rest and all(map(self._wording.knows, rest)))
            ):
                continue  # "Japan Russia relations" names two parties, "visit to Japan" one
            found.setdefault(_key(name), (iri.removeprefix(ISSUE), printed))
        return found

    @cached_property
    def _having(self) -> dict[str, list[tuple[str, ...]]]:
        """A word -> the names of issues that have it: "infrastructure"."""
        found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for key in self._issues:
            for word in dict.fromkeys(key):
                found[word].append(key)
        return found

    def _content(self, words: Sequence[Token]) -> tuple[str, ...]:
        """The words that tell, a state as its code, sorted."""
        found: list[str] = []
        here = 0
        while here < len(words):
            for length in (3, 2, 1):
                code = actors(self._overlay).resolve(" ".join(t.word for t in words[here : here + length]))
                if code and (length > 1 or len(words[here].low) > _SHORT or words[here].word.isupper()):
                    found.append(code)
                    break
            else:
                length, word = 1, words[here].low
                if word not in _LINKS and stem(word) not in _KINDS:
                    found.append(stem(word))
            here += length
        return tuple(sorted(found))

    def reordered(self, words: Sequence[Token]) -> str | None:
        """The notation of the issue whose name the words are in another order: "reconstruction in Iraq"."""
        if len(words) < _LEAST or words[0].low in _LINKS or words[-1].low in _LINKS:
            return None
        if any(two.start > one.end + 1 and two.low != "'s" for one, two in pairwise(words)):
            return None  # a mark stands between them
        content = self._content(words)
        if all(word.isupper() or self._wording.knows(word) for word in content):
            return None  # states and words of asking
        plain = [word for word in content if not word.isupper()]
        for key in min((self._having.get(word, []) for word in plain), key=len):
            notation, printed = self._issues[key]
            if len(key) >= len(content) > 1 and self._content(tokens(printed)) == content:
                return notation
        return None

    def telling(self, words: Sequence[Token]) -> int:
        """How many words are more than links."""
        return sum(token.low not in _LINKS for token in words)

    def suggested(self, word: str) -> str | None:
        """The issue that has by far the most names with a word."""
        counts = Counter(self._issues[key][0] for key in self._having.get(stem(word), ()))
        ranked = [*counts.most_common(2), ("", 0), ("", 0)]
        (notation, most), (_, next_most) = ranked[:2]
        return notation if most >= max(_NAMES, _LEAD * next_most) else None

    def issue_of(self, code: str) -> str | None:
        """The issue that is called like an organisation."""
        known = actors(self._overlay)
        return None if known.kind(code) == "state" else self.issue(tokens(known.label(code)))

    def issue(self, words: Sequence[Token]) -> str | None:
        """The notation of the issue that the words name."""
        key = tuple(stem(token.low) for token in words)
        notation, printed = self._issues.get(key, (None, ""))
        if notation and len(words) == 1 and printed.isupper() and len(printed) <= _SHORT:
            return notation if words[0].word == printed else None
        return notation

    def common(self, words: Sequence[str]) -> bool:
        """Whether a word or phrase is one of asking."""
        return self._wording.knows(" ".join(words))

    def tells(self, word: str) -> bool:
        """Whether a word is one of asking that tells something."""
        return self._wording.tells(word)

    def idioms(self, words: Sequence[str]) -> set[int]:
        """The places of set phrases of asking, which name nothing: "the elephant in the room"."""
        return self._wording.phrases(words, _IDIOM)

    @cached_property
    def longest(self) -> int:
        """Words of the longest name of an issue."""
        return max(len(key) for key in self._issues)

    def state(self, words: Sequence[Token], plain: str) -> str | None:
        """The code of the actor that the words name; short codes only in capitals."""
        name = " ".join(token.word for token in words)
        if name in listed()["no_states"]:
            return None
        if len(words) == 1 and len(words[0].low) <= _SHORT and not name.isupper():
            low = words[0].low
            if low == "us":
                return "USA" if re.search(r"\bthe us\b|\bus(?:-|'s|\u2019s)|-us\b", plain) else None
            if self._wording.knows(low) or (len(low) < _SHORT and low not in {"uk", "eu", "un"}):
                return None
        known = actors(self._overlay)
        return known.resolve(name) or (
            known.resolve(name[:-1]) if len(name) > _SHORT + 1 and name.endswith("s") else None
        )


def _key(name: str) -> tuple[str, ...]:
    return tuple(stem(token.low) for token in tokens(name))
