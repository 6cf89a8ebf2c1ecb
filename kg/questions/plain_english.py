"""A sentence in plain English to a question of the catalogue, by the sentence patterns of the headers."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from kg.errors import VocabularyError
from kg.questions.parameters import Resolver

if TYPE_CHECKING:
    from pathlib import Path

    from kg.questions.catalogue import Catalogue, Question

_SLOT = re.compile(r"\{(\w+)\}")
_WHEN = re.compile(r"\s+(since|after|from|until|before|up to|in)\s+(\d{4}(?:-\d\d?){0,2})$")
LOOSE = ("official", "text")
"""Slots that take any words."""
_BOUNDS = {
    "since": "since",
    "after": "since",
    "from": "since",
    "until": "until",
    "before": "until",
    "up to": "until",
}


def understand(
    sentence: str, catalogue: Catalogue, overlay: Path | None = None, resolver: Resolver | None = None
) -> tuple[str, dict[str, str]]:
    """The name of the question that a sentence asks, and its parameters.

    A pattern counts only if its fixed words are all there, in order, and the vocabulary knows the words in
    each slot. Of several, the one with the most fixed words wins, then the one with fewer slots that take
    any words. Raises VocabularyError with the nearest questions where none fits: a guess is never run.
    """
    resolver = resolver or Resolver(overlay)
    text, values = _dates(_plain(sentence))
    fits = []
    for question in catalogue:
        for pattern in question.asks:
            found = _match(pattern, text)
            if found is not None and _known(question, found, resolver):
                fixed = len(_SLOT.sub("", pattern).split())
                loose = sum(question.parameters[name].type in LOOSE for name in found)
                fits.append((-fixed, loose, len(found), question.name, found))
    if fits:
        *_, name, found = min(fits, key=lambda fit: fit[:4])
        question = catalogue[name]
        return question.name, {**found, **{n: v for n, v in values.items() if n in question.parameters}}
    near = tuple(f'kg ask "{pattern}?"' for pattern in _nearest(text, catalogue))
    raise VocabularyError(f"not understood: {sentence!r}", "the nearest that are: " + "; ".join(near), near)


def _plain(sentence: str) -> str:
    """Lower case, straight quotes, one blank, no question mark, no "the" before a name."""
    text = sentence.replace("\u2019", "'").strip().rstrip("?.! ").lower()
    return " ".join(text.split())


def _dates(text: str) -> tuple[str, dict[str, str]]:
    """Take a closing "since 2011" or "in 2011" off the sentence."""
    values: dict[str, str] = {}
    while found := _WHEN.search(text):
        for bound in ("since", "until") if found[1] == "in" else (_BOUNDS[found[1]],):
            values.setdefault(bound, found[2])
        text = text[: found.start()]
    return text, values


def _match(pattern: str, text: str) -> dict[str, str] | None:
    """The words in the slots of a pattern, or None."""
    parts = _SLOT.split(pattern.lower())
    shape = "".join(
        f"(?:the )?(?P<{part}>.+?)" if here % 2 else re.escape(part) for here, part in enumerate(parts)
    )
    found = re.fullmatch(shape.replace(r"'s\ ", r"'s?\ "), text)
    return found.groupdict() if found else None


def _known(question: Question, found: dict[str, str], resolver: Resolver) -> bool:
    try:
        for name, word in found.items():
            resolver.terms(question.parameters[name], word)
    except VocabularyError:
        return False
    return True


def _nearest(text: str, catalogue: Catalogue) -> list[str]:
    """The pattern closest to the text of each of the three closest questions."""
    scored = []
    for question in catalogue:
        best = max(((_likeness(pattern, text), pattern) for pattern in question.asks), default=None)
        if best:
            scored.append(best)
    return [pattern for _, pattern in sorted(scored, key=lambda s: (-s[0], s[1]))[:3]]


def _likeness(pattern: str, text: str) -> float:
    return SequenceMatcher(None, _SLOT.sub("", pattern).split(), text.split()).ratio()
