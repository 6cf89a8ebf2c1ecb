"""What a stance is for or against: the words of the thing, the states named, loaded phrases beside it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from kg.extraction.clause import Clause, Topic
    from kg.model import Meeting

_LONGEST = 14
"""Words of a target."""
_FRONT = 2
"""Phrases after which no fronted one is looked for."""
_DEEPEST = 8
"""Phrases that may be taken off before the thing: "that | it is important that | Japan will | …"."""


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = resources.data("ontology", "reader", "targets.yaml")
    return data


@cache
def _patterns(key: str) -> re.Pattern[str]:
    return re.compile(_data()[key].strip(), re.VERBOSE | re.IGNORECASE)


@cache
def _openings() -> list[re.Pattern[str]]:
    return [re.compile(line.strip(), re.VERBOSE | re.IGNORECASE) for line in _data()["openings"]]


@cache
def _speaking() -> re.Pattern[str]:
    """A subject that speaks of itself with its finite verb: "Japan will", "they are ready to"."""
    return re.compile(_data()["subject"].strip() + _data()["predicate"].strip(), re.VERBOSE | re.IGNORECASE)


def target(text: str, start: int, end: int, polarity: str = "support") -> str | None:
    """The thing meant in the words after a reporting verb, as printed, or None where no noun is found.

    >>> words = "the importance of an early ceasefire in the valley, and added that talks go on"
    >>> target(words, 0, len(words))
    'early ceasefire in the valley'
    >>> words = "that the accession of Georgia should not wait"
    >>> target(words, 0, len(words))
    'accession of Georgia'
    >>> words = "that Japan thinks that it will support the mediation"
    >>> target(words, 0, len(words))
    'support the mediation'
    """
    return next(
        (
            found
            for begin in reversed(_begins(text, start, end, polarity))
            if (found := _cut(text, begin, end))
        ),
        None,
    )


def _begins(text: str, start: int, end: int, polarity: str) -> list[int]:
    """Where the words of the thing may begin, the last the best: behind all that only leads to it."""
    begins = [_word(text, start, end)]
    for _ in range(_DEEPEST):
        found = _leading(text, begins[-1], end, polarity, first=len(begins) <= _FRONT)
        if found is None:
            break
        begins.append(_word(text, found, end))
    return begins


def _word(text: str, start: int, end: int) -> int:
    """Where the next word begins."""
    while start < end and not text[start].isalnum():
        start += 1
    return start


def _leading(text: str, start: int, end: int, polarity: str, *, first: bool) -> int | None:
    """Where words end that only lead to the thing, if such words stand here."""
    patterns = [*_openings(), _patterns("addressed"), _speaking()]
    if first:
        patterns.append(_patterns("fronted"))
    if polarity == "oppose":
        patterns.append(_patterns("fighting"))
    return next((m.end() for p in patterns if (m := p.match(text, start, end)) and m.end() > start), None)


def _cut(text: str, start: int, end: int) -> str:
    """The words from here to where the thing ends, without articles before and loose words behind."""
    stop = _patterns("stop").search(text, start, end)
    last = stop.start() if stop and stop.start() > start else end
    words = text[start:last].split()[:_LONGEST]
    while words and _patterns("article").fullmatch(words[0]):
        words = words[1:]
    while words and _patterns("trailing").fullmatch(words[-1].strip(",;")):
        words = words[:-1]
    found = " ".join(words).strip(' ,.;:"\u201c\u201d()')
    return "" if _patterns("nothing").fullmatch(found) else found


def states(text: str, topic: Topic, clause: Clause, meeting: Meeting) -> tuple[str, ...]:
    """The states that a topic's words name and that are not in the room; of a request, also who is asked."""
    named = {m.code for m in actors().find(text[topic.start : topic.end]) if m.code.isupper()}
    outside = named - set(meeting.states) - set(clause.speaker_states)
    asked = set(clause.addressee_states) & named if clause.act in {"request", "urge", "criticize"} else set()
    return tuple(sorted(outside | asked))


def presupposed(text: str, start: int, end: int, polarity: str) -> str | None:
    """A loaded phrase about somebody's conduct, taken for granted by words about something else.

    >>> words = "Amid Russia's brutal war, the ministers agreed to expand student exchanges."
    >>> presupposed(words, 0, len(words), "support")
    "Russia's brutal war"
    """
    if polarity == "oppose":
        return None
    hit = _patterns("loaded").search(text, start, end)
    return " ".join(hit["phrase"].split()).rstrip(" ,.;") if hit else None
