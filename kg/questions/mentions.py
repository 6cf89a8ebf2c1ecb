"""What a sentence names: states and organisations, issues, officials, words in quotes, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kg.questions.wording import listed, stem, tokens
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kg.questions.topics import Topics
    from kg.questions.wording import Token, Wording

_LONGEST = 6  # words of an actor's name
_QUOTED = re.compile(r"[\"\u201c]([^\"\u201c\u201d]{2,})[\"\u201d]|(?<!\w)'([^']{2,}?)'(?!\w)")
_NUMBER = re.compile(r"(?<![\w.])(0?\.\d+|\d{1,2}(?:\.\d+)? ?(?:%|percent|per cent))(?!\w)")
_IDIOM = 4  # words of a phrase that is more than its words
_SHORT = 3  # letters: so short a name counts only as it is written


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `[first:last]` that name something; a state that is an issue too ("Iran") has both.

    `about`: it stands behind "on" or "about"; `leaning`: behind "for" or "against".
    `owner`: the state in "Japan's permanent seat".
    """

    first: int
    last: int
    words: str
    state: str | None = None
    issue: str | None = None
    official: str | None = None
    text: str | None = None
    number: str | None = None
    about: bool = False
    leaning: bool = False
    owner: str | None = None


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


def find(text: str, words: list[Token], timed: set[int], names: Names) -> list[Mention]:
    """The mentions of a sentence, in order; `timed` are the places of its words that are a time."""
    found: list[Mention] = []
    used = timed | names.idioms([token.low for token in words])
    for pattern, kind in ((_QUOTED, "text"), (_NUMBER, "number")):
        for hit in pattern.finditer(text):
            inside = _inside(words, hit)
            if inside and not used & set(inside):
                said = next(group for group in hit.groups() if group)
                mention = Mention(inside[0], inside[-1] + 1, said)
                used |= set(inside)
                found.append(
                    replace(mention, text=said)
                    if kind == "text"
                    else replace(mention, number=_fraction(said))
                )
    found += _named(text, words, used, names)
    return sorted(found, key=lambda mention: mention.first)


def _inside(words: list[Token], hit: re.Match[str]) -> list[int]:
    return [n for n, token in enumerate(words) if hit.start() <= token.start < hit.end()]


def _named(text: str, words: list[Token], used: set[int], names: Names) -> list[Mention]:
    """States and issues, the longest name first, none inside another."""
    plain = text.lower()
    options: list[tuple[int, int, Mention]] = []
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + max(_LONGEST, names.longest)) + 1):
            span = words[first:last]
            if used & set(range(first, last)):
                break
            if any(token.low in {"'s", "and", "the"} for token in (span[0], span[-1])):
                continue
            issue = names.issue(span)
            state = names.state(span, plain) if len(span) <= _LONGEST else None
            if issue and not state and not _meant(words, first, last, names):
                issue = None
            if issue or state:
                said = text[span[0].start : span[-1].end]
                options.append((first - last, first, Mention(first, last, said, state=state, issue=issue)))
    for hit in _instrument().finditer(text):
        inside = _inside(words, hit)
        options.append((-len(inside), inside[0], Mention(inside[0], inside[-1] + 1, hit[0], text=hit[0])))
    found: list[Mention] = []
    for _, first, mention in sorted(options, key=lambda option: option[:2]):
        if not used & set(range(first, mention.last)):
            used |= set(range(first, mention.last))
            found.append(mention)
    return [_set(mention, words, names) for mention in _owned(sorted(found, key=lambda m: m.first), words)]


@cache
def _instrument() -> re.Pattern[str]:
    """Words in capitals that end in one for an instrument: "Tokyo Declaration"."""
    kinds = "|".join(listed()["instruments"])
    return re.compile(rf"\b(?:[A-Z][\w-]* (?:of |on |for )?)+(?:{kinds})\b(?: of \d{{4}})?")


def _meant(words: list[Token], first: int, last: int, names: Names) -> bool:
    """Whether an issue's name that is also a word of asking ("visits", "history") means the issue here."""
    if not names.common([token.low for token in words[first:last]]):
        return True
    before = [token.low for token in words[:first]]
    while before and before[-1] in {"the", "a", "an"}:
        before.pop()
    behind = words[last].low if last < len(words) else ""
    return bool(before) and (
        before[-1] in {"on", "about", "regarding", "concerning", "over"}
        or behind in {"issue", "issues", "question"}
    )


def _owned(found: list[Mention], words: list[Token]) -> list[Mention]:
    """One issue, and not a party: "Japan's permanent seat"."""
    kept: list[Mention] = []
    for mention in found:
        owner = kept[-1] if kept else None
        between = [token.low for token in words[owner.last : mention.first]] if owner else []
        if (
            owner
            and owner.state
            and mention.issue
            and set(mention.words.lower().split()) & set(listed()["owned"])
            and (between in (["'s"], [], ["'s", "own"], ["'s", "bid", "for", "a"], ["'s", "bid", "for"]))
        ):
            kept[-1] = replace(mention, first=owner.first, owner=owner.state, state=None)
        else:
            kept.append(mention)
    return kept


def _set(mention: Mention, words: list[Token], names: Names) -> Mention:
    """Whether a mention is what the sentence is about."""
    before = " ".join(token.low for token in words[: mention.first])
    before = re.sub(r" (?:the|a|an)$", "", before)
    after = " ".join(token.low for token in words[mention.last :]).removeprefix("'s ")
    about, leaning = (
        not re.search(rf"\b(?:{'|'.join(listed()['asked_of'])}) (?:made |put )?on$", before)
        and any(before == word or before.endswith(" " + word) for word in listed()[kind])
        for kind in ("about", "leaning")
    )
    if mention.state and mention.last < len(words) and names.tells(words[mention.last].low):
        about = about and mention.issue is not None  # "on UK pledges"
    behind = any(after == word or after.startswith(word + " ") for word in listed()["matter"])
    return replace(mention, about=about, leaning=leaning or (behind and mention.issue is not None))


def _key(name: str) -> tuple[str, ...]:
    return tuple(stem(token.low) for token in tokens(name))


def _fraction(words: str) -> str:
    """A share as a number between 0 and 1.

    >>> _fraction("70%"), _fraction(".5")
    ('0.7', '0.5')
    """
    value = float(re.sub(r"[^\d.]", "", words))
    return f"{value if value < 1 else value / 100:g}"


def people(words: list[Token], free: set[int], known: Callable[[str], bool]) -> list[Mention]:
    """Officials in the words that are left, up to three words a name, if `known`."""
    found: list[Mention] = []
    used: set[int] = set()
    for length in (3, 2, 1):
        for first in range(len(words) - length + 1):
            span = set(range(first, first + length))
            if span <= free - used and known(" ".join(words[n].word for n in sorted(span))):
                used |= span
                name = " ".join(words[n].word for n in sorted(span))
                found.append(Mention(first, first + length, name, official=name))
    return found
