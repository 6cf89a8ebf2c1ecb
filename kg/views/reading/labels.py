"""The words and signs for a statement that terminal and page share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Reading, Statement

SIGNS = {
    "support": "+",
    "conditional_support": "(+)",
    "neutral": "=",
    "mixed": "±",
    "oppose": "\u2212",
    "none": "·",
}
"""A sign for each polarity, so that colour is not all that tells it."""


def who(statement: Statement) -> str:
    """The speaker with the states spoken for, else the states; `not named` where neither is known."""
    states = ", ".join(statement.speaker_states)
    if statement.speaker:
        return f"{statement.speaker} ({states})" if states else statement.speaker
    return states or "not named"


def words(code: str) -> str:
    """A notation as words.

    >>> words("unsc_reform")
    'unsc reform'
    """
    return code.replace("_", " ")


def topic(statement: Statement) -> str:
    """The dossier, and the issue within it where that is narrower."""
    if statement.issue == statement.dossier:
        return words(statement.dossier)
    return f"{words(statement.dossier)}: {words(statement.issue)}"


def reply(statement: Statement) -> str | None:
    """`-> 3 (accepts)`; None for what answers nothing."""
    if statement.replies_to is None:
        return None
    grade = f" ({words(statement.reply_grade)})" if statement.reply_grade else ""
    return f"-> {statement.replies_to}{grade}"


def heading(reading: Reading) -> list[str]:
    """What the document and the meeting are, one line each; what is unknown is left out."""
    document, meeting = reading.document, reading.meeting
    known = [document.date, " and ".join(document.publishers), words(document.kind), document.url]
    met = [words(meeting.type), meeting.date, meeting.place, " and ".join(meeting.states)]
    lines = [", ".join(fact for fact in known if fact)]
    if reading.unread_language is None:
        lines.append("Meeting: " + ", ".join(fact for fact in met if fact))
        lines += [
            "  " + ", ".join(part for part in (o.name, o.post, o.state) if part) for o in meeting.officials
        ]
    return lines
