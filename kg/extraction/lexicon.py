"""The reporting verbs of ontology/reader/verbs.yaml, ready to be found in running text.

A sentence is read word by word; a word that some verb may begin with is looked up, and the longest phrase
that fits wins. Nothing here knows who speaks.
"""

# ruff: noqa: RUF001 - the marks that documents print

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import resources

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GAP = r"(?:(?!(?:for|that|about|to|at|over|by|from)\b)[\w'’-]+,?\s+){0,3}?"
_WIDE = r"(?:[\w'’-]+\s+){0,6}?"
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Entry:
    """One verb or phrase: its base form, its act, and the pattern of what must follow the first word."""

    lemma: str
    act: str
    rest: str | None
    length: int


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as found: `form` is base, third, past, participle (-ed) or ing; one word may be two of them."""

    start: int
    end: int
    entry: Entry
    forms: frozenset[str]


@cache
def data() -> dict[str, Any]:
    """The whole verb file, parsed."""
    found: dict[str, Any] = resources.data("ontology", "reader", "verbs.yaml")
    return found


@cache
def cues() -> dict[str, Any]:
    """The whole cue file, parsed."""
    found: dict[str, Any] = resources.data("ontology", "reader", "cues.yaml")
    return found


def inflect(base: str) -> dict[str, str]:
    """Every printed form of a verb's base form, each with the names of the forms it may be.

    >>> sorted(inflect("deny"))
    ['denied', 'denies', 'deny', 'denying']
    >>> inflect("say")["said"]
    'past participle'
    """
    forms: dict[str, list[str]] = {base: ["base"]}
    irregular = data()["irregular"].get(base)
    if irregular:
        groups = zip(("third", "past", "participle", "ing"), irregular.split(), strict=True)
        pairs = [(name, form) for name, group in groups for form in group.split("|")]
    else:
        pairs = [("third", _s(base)), ("past", _ed(base)), ("participle", _ed(base)), ("ing", _ing(base))]
    for name, form in pairs:
        forms.setdefault(form, []).append(name)
    return {form: " ".join(names) for form, names in forms.items()}


def _s(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _ed(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + "ed"


def _ing(base: str) -> str:
    return (base[:-1] if base.endswith("e") and not base.endswith("ee") else base) + "ing"


def _rest(words: list[str]) -> str | None:
    """What must follow the first word: `~` up to three words, `~~` six, (a|b) a choice, (a|b)? if any."""
    if not words:
        return None
    pattern = r"\s+"
    for k, word in enumerate(words):
        last = k == len(words) - 1
        space = "" if last else r"\s+"
        if word in {"~", "~~"}:
            pattern += _GAP if word == "~" else _WIDE
        elif word.endswith(")?"):
            pattern += f"(?:{word[:-1]}{space})?"
        else:
            pattern += word + space
    return pattern + r"\b"


@cache
def _compiled(rest: str) -> re.Pattern[str]:
    """The pattern, compiled when its first word turns up: few of the file's do in one text."""
    return re.compile(rest, re.IGNORECASE)


def _phrases(act: str, line: str) -> list[Entry]:
    words = re.findall(r"\([^)]*\)\??|\S+", line)
    return [Entry(line, act, _rest(words[1:]), len(words))]


@cache
def table() -> dict[str, tuple[tuple[Entry, frozenset[str]], ...]]:
    """Printed form -> the entries it may begin, longest first."""
    found: dict[str, list[tuple[Entry, frozenset[str]]]] = {}
    for act, lines in data()["acts"].items():
        for line in lines:
            for entry in _phrases(act, line):
                first = line.split()[0]
                for form, names in inflect(first).items():
                    found.setdefault(form, []).append((entry, frozenset(names.split())))
    return {form: tuple(sorted(rows, key=_longest)) for form, rows in found.items()}


def _longest(row: tuple[Entry, frozenset[str]]) -> tuple[bool, int, bool]:
    """The order in which entries are tried: a phrase far apart first, then the longest, gaps last."""
    lemma = row[0].lemma
    return "~~" not in lemma, -row[0].length, "~" in lemma


def at(text: str, word: re.Match[str], end: int) -> Verb | None:
    """The reporting verb that begins at this word, if any; its phrase must lie before `end`."""
    rows = table().get(word[0].lower())
    if not rows:
        return None
    for entry, forms in rows:
        if entry.rest is None:
            return Verb(word.start(), word.end(), entry, forms)
        found = _compiled(entry.rest).match(text, word.end(), end)
        if found:
            return Verb(word.start(), found.end(), entry, forms)
    return None
