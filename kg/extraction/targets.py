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


@cache
def _patterns(key: str) -> re.Pattern[str]:
    data: dict[str, Any] = resources.data("ontology", "reader", "targets.yaml")
    return re.compile(data[key].strip(), re.VERBOSE | re.IGNORECASE)


_LONGEST = 14
"""Words of a target."""


def target(text: str, start: int, end: int) -> str | None:
    """The thing meant in the words after a reporting verb, as printed, or None where no noun is found.

    >>> words = "the importance of an early ceasefire in the valley, and added that talks go on"
    >>> target(words, 0, len(words))
    'early ceasefire in the valley'
    >>> words = "that the accession of Georgia should not wait"
    >>> target(words, 0, len(words))
    'accession of Georgia'
    """
    head = _patterns("lead").match(text, start, end)
    start = head.end() if head else start
    stop = _patterns("stop").search(text, start, end)
    last = stop.start() if stop and stop.start() > start else end
    words = text[start:last].split()[:_LONGEST]
    while words and _patterns("article").fullmatch(words[0]):
        words = words[1:]
    return " ".join(words).strip(' ,.;:"“”') or None


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
