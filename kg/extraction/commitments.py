"""What was promised: who, what, by when.

A commitment comes from a promise, an agreement or a confirmation about what is to be done, a declared
intention (never a hope or a wish) and an accepted request. The words that tell them apart lie in
`ontology/reader/commitments.yaml`; the deadline is resolved against the meeting's day by `dates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.extraction import dates
from kg.model import Commitment

if TYPE_CHECKING:
    from datetime import date

    from kg.model import Document, Meeting, Statement

_LONGEST = 30
"""Words of what is promised."""


@dataclass(frozen=True, slots=True)
class _Rule:
    always: bool
    present: re.Pattern[str] | None
    absent: re.Pattern[str] | None
    otherwise: re.Pattern[str] | None


@cache
def _pattern(key: str) -> re.Pattern[str]:
    """A pattern of the file that is no rule; `part_of_a_name` minds capitals."""
    data: dict[str, Any] = resources.data("ontology", "reader", "commitments.yaml")
    return re.compile(data[key])


@cache
def _rules() -> dict[str, _Rule]:
    data: dict[str, Any] = resources.data("ontology", "reader", "commitments.yaml")

    def pattern(names: list[str] | None) -> re.Pattern[str] | None:
        alternatives = [f"(?:{p})" for name in names or () for p in data[name]]
        return re.compile("|".join(alternatives), re.IGNORECASE) if alternatives else None

    return {
        act: _Rule(
            rule.get("always", False),
            pattern(rule.get("if")),
            pattern(rule.get("unless")),
            pattern(rule.get("but_not")),
        )
        for act, rule in data["acts"].items()
    }


def promises(act: str, words: str) -> bool:
    """Whether an act in these words is a promise.

    >>> promises("express_intent", "said that Oslo is ready to host the next round")
    True
    >>> promises("express_intent", "hoped that the next round would come soon")
    False
    """
    rule = _rules().get(act)
    if rule is None:
        return False
    if rule.always:
        return True
    if rule.present and rule.present.search(words):
        return not (rule.absent and rule.absent.search(words))
    return bool(rule.otherwise and not rule.otherwise.search(words))


def find(document: Document, meeting: Meeting, statements: list[Statement]) -> list[Commitment]:
    """The commitments of the statements, in their order."""
    reference = dates.day(meeting.date or document.date)
    by_number = {s.n: s for s in statements}
    found = []
    for s in statements:
        words = " ".join(s.quote.split())
        before = by_number.get(s.replies_to or 0)
        asked = before if before and s.act == "respond_positive" and before.act in _ASKING else None
        accepted = asked is not None and s.reply_grade == "accepts"
        if s.past or not s.speaker_states or not (accepted or promises(s.act, words)):
            continue
        due, due_words = deadline(s.quote, reference)
        if due is None and asked:
            due, due_words = deadline(asked.quote, reference)
        found.append(Commitment(s.n, s.speaker_states, undertaking(words), due, due_words))
    return found


_ASKING = frozenset({"request", "urge", "propose", "invite"})


def undertaking(words: str) -> str:
    """What is promised: the words after the promising verb, or all of them where nothing comes after it.

    >>> undertaking("and both sides agreed to open a consulate in Izmir.")
    'open a consulate in Izmir'
    >>> undertaking("and to firm up ties, as the leaders intend.")
    'and to firm up ties, as the leaders intend'
    """
    rest = _pattern("opening").sub("", words, count=1).strip(" ,.;:") or words
    return " ".join(rest.split()[:_LONGEST]).strip(" ,.;:")


def deadline(words: str, reference: date | None) -> tuple[str | None, str | None]:
    """The date by which, and its words, or two None: the first time that is not over and dates nothing else.

    >>> from datetime import date
    >>> deadline("will sign the accord of 3 March by the end of June", date(2011, 4, 2))
    ('2011-06-30', 'by the end of June')
    """
    for when in dates.find(words, reference, "future"):
        before = words[max(0, when.start - 60) : when.start]
        if dates.cue("belongs").search(before) or _pattern("part_of_a_name").search(
            f"{before}«{words[when.start : when.end + 12]}"
        ):
            continue
        last = when.iso.split("/")[-1]
        if reference is None or last >= reference.isoformat()[: len(last)]:
            return when.iso, when.words
    return None, None
