"""What a sentence names: states and organisations, issues, officials, words in quotes, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.questions.owners import owned
from kg.questions.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.questions.names import Names
    from kg.questions.wording import Token

_LONGEST = 6  # words of an actor's name
_QUOTED = re.compile(r"[\"\u201c]([^\"\u201c\u201d]{2,})[\"\u201d]|(?<!\w)'([^']{2,}?)'(?!\w)")
_NUMBER = re.compile(r"(?<![\w.])(0?\.\d+|\d{1,2}(?:\.\d+)? ?(?:%|percent|per cent))(?!\w)")


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
            if state and not issue:
                issue = names.issue_of(state)
            length = last - first
            if not issue and not state:
                issue, length = names.reordered(span), names.telling(span)
            if issue or state:
                said = text[span[0].start : span[-1].end]
                options.append((-length, first, Mention(first, last, said, state=state, issue=issue)))
    for hit in _instrument().finditer(text):
        inside = _inside(words, hit)
        options.append((-len(inside), inside[0], Mention(inside[0], inside[-1] + 1, hit[0], text=hit[0])))
    found: list[Mention] = []
    for _, first, mention in sorted(options, key=lambda option: option[:2]):
        if not used & set(range(first, mention.last)):
            used |= set(range(first, mention.last))
            found.append(mention)
    return [_set(mention, words, names) for mention in owned(sorted(found, key=lambda m: m.first), words)]


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
    if words[mention.last : mention.last + 1] and words[mention.last].low in {"side", "part", "delegation"}:
        about = False  # "on the Indian side"
    if mention.state and mention.last < len(words) and names.tells(words[mention.last].low):
        about = about and mention.issue is not None  # "on UK pledges"
    behind = any(after == word or after.startswith(word + " ") for word in listed()["matter"])
    return replace(mention, about=about, leaning=leaning or (behind and mention.issue is not None))


def _fraction(words: str) -> str:
    """A share as a number between 0 and 1.

    >>> _fraction("70%"), _fraction(".5")
    ('0.7', '0.5')
    """
    value = float(re.sub(r"[^\d.]", "", words))
    return f"{value if value < 1 else value / 100:g}"


def _titles(words: list[Token], first: int) -> int:
    """How many words before a name are its title: "Foreign Minister Kishida"."""
    before = [token.low for token in words[:first]]
    titles = [tuple(title.split()) for title in [*listed()["posts"], *listed()["titles"]]]
    return max((len(t) for t in titles if tuple(before[-len(t) :]) == t), default=0)


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
                found.append(Mention(first - _titles(words, first), first + length, name, official=name))
    return found
