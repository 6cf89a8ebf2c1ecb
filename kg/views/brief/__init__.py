"""The briefing paper on two states: the answer to the question `brief`, set out on two pages.

Nothing is told here that the answer does not hold. A section shows its newest lines and says how many more
there are; every line gives its words, its date and the number of its document in the list at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import NotFoundError, VocabularyError
from kg.questions.answer import JOIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.questions.answer import Answer, Row

FORMATS = {".md": "markdown", ".html": "page", ".docx": "word"}
"""Suffix to the module that writes it."""

HEADINGS = {
    "meetings": "Last meetings",
    "positions": "Their line, our line",
    "asks": "Asked and answered",
    "conditions": "On condition",
    "promises": "Promised",
    "changes": "What changed",
    "left out": "Not mentioned last time",
}
"""The sections of the answer, in the paper's order, and what they are called there."""
MOST = {
    "meetings": 5,
    "positions": 10,
    "asks": 6,
    "conditions": 4,
    "promises": 6,
    "changes": 4,
    "left out": 5,
}
"""Lines that a section may have for the paper to fit on two pages; of positions, issues."""
LONGEST = 200
"""Letters of a quote; the rest is left out with a sign."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the paper: what, whose, the words, and the number of the document they stand in."""

    topic: str
    side: str
    text: str
    note: str
    quote: str
    speaker: str
    date: str
    source: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; `more` counts what did not fit."""

    name: str
    heading: str
    lines: tuple[Line, ...]
    more: int

    def by_topic(self) -> dict[str, list[Line]]:
        """The lines of each issue, in the order of the section."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.topic, []).append(line)
        return found


@dataclass(frozen=True, slots=True)
class Source:
    """A document that is cited: title, date of the meeting, publisher, address."""

    title: str
    date: str
    publisher: str
    url: str
    readout: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole paper; `ours` and `theirs` are the names of the two states."""

    ours: str
    theirs: str
    as_of: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]

    @property
    def opening(self) -> str:
        """What stands under the title."""
        return (
            f"Our side: {self.ours}. Their side: {self.theirs}. Deadlines judged as of {self.as_of}. "
            "Every line rests on the words it quotes; the number in brackets is the document."
        )

    @property
    def title(self) -> str:
        """What stands above it."""
        return f"{self.ours} and {self.theirs}"


def paper(answer: Answer, ours: str, theirs: str, as_of: str) -> Paper:
    """Set out an answer to `brief`. Raises NotFoundError where there is nothing to tell."""
    if not answer.rows:
        raise NotFoundError(
            f"no meeting of {ours} and {theirs} is in the store", "list the documents: kg documents list"
        )
    sources: dict[str, Source] = {}
    sections = []
    for name, heading in HEADINGS.items():
        rows = [row for row in answer if row["section"] == name]
        kept = _kept(name, rows)
        lines = tuple(_line(row, sources) for row in kept)
        if lines:
            sections.append(Section(name, heading, lines, len(rows) - len(kept)))
    return Paper(ours, theirs, as_of, tuple(sections), tuple(sources.values()))


def _kept(name: str, rows: list[Row]) -> list[Row]:
    """The first lines that fit; promises with a day before others, positions by issue."""
    if name == "promises":
        rows = sorted(rows, key=lambda row: str(row["note"]).startswith("no date"))
    if name != "positions":
        return rows[: MOST[name]]
    topics = list(dict.fromkeys(row["topic"] for row in rows))[: MOST[name]]
    return [row for row in rows if row["topic"] in topics]


def _line(row: Row, sources: dict[str, Source]) -> Line:
    def said(name: str) -> str:
        return " ".join(str(row[name] or "").split())

    key = str(row["document"])
    held = Source(
        said("title") or "without a title", said("date"), said("reported_by") or "unknown", said("url"), key
    )
    sources.setdefault(key, held)
    return Line(
        said("topic"),
        said("holder"),
        said("line"),
        said("note"),
        shorten(said("quote")),
        said("speaker"),
        said("date") or "undated",
        list(sources).index(key) + 1,
    )


def shorten(text: str) -> str:
    """A quote that fits, cut between words.

    >>> shorten("as it is"), shorten("word " * 100)[-13:]
    ('as it is', 'word word […]')
    """
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 3].rpartition(" ")[0] + " […]"


def form(name: str) -> str:
    """The module that writes a file of that name. Raises VocabularyError."""
    suffix = next((s for s in FORMATS if name.lower().endswith(s)), None)
    if suffix is None:
        raise VocabularyError(f"no kind of paper: {name}", f"end it in {', '.join(FORMATS)}")
    return FORMATS[suffix]


def sides(section: Section, paper: Paper) -> Iterable[tuple[str, list[Line], list[Line]]]:
    """Of positions: issue, their lines, our lines; what both hold in one voice stands on both sides."""
    both = JOIN.join(sorted((paper.ours, paper.theirs)))
    for topic, lines in section.by_topic().items():
        yield (
            topic,
            [line for line in lines if line.side in {paper.theirs, both}],
            [line for line in lines if line.side in {paper.ours, both}],
        )
