"""Other people's tables of statements: read into our model here, written by `kg.views.export`.

A format is a module with `NAMES` (our field -> what the column is called, the usual name first), `NEEDED`
(fields without which it is no such table) and `line(cells) -> Line`. The rows of one document become one
`Reading`, whose text is their quotes, one a line: from there on everything is as if it had been read.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg import documents
from kg.documents import metadata
from kg.errors import InputError, MetadataError, VocabularyError
from kg.model import Document, Meeting, Official, Reading, Statement
from kg.questions.topics import Topics
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import SKOS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FORMATS", "Converted", "Line", "RowError", "convert", "day", "issue", "publisher", "state"]

FORMATS = ("dna", "plover")
"""The modules of this package, each one format."""

WARNING = "made from a table of quotes; what the document says besides is not here"
_DATE = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?|\d{4})(?:[T ].*)?")


class RowError(ValueError):
    """Why one row gives no statement."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row in our terms; the codes are those of `kg.model.Statement`."""

    text: str
    act: str
    issue: str
    polarity: str
    states: tuple[str, ...]
    addressees: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    speaker: str | None = None
    target: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """One reading a document, and a line about each row that gave nothing, in the order of the table."""

    readings: tuple[Reading, ...]
    left_out: tuple[str, ...]


def convert(data: bytes, form: str) -> Converted:
    """Read a table in the format `plover` or `dna`; comma, semicolon and tab are told by the first line.

    Raises VocabularyError for another format, InputError for what is no UTF-8 or has not the columns.
    """
    if form not in FORMATS:
        raise VocabularyError(f"no table format {form!r}", f"formats: {', '.join(FORMATS)}", FORMATS)
    module = import_module(f"{__name__}.{form}")
    found: dict[tuple[str | None, ...], list[Line]] = {}
    left_out: list[str] = []
    for number, cells in _rows(data, module.NAMES, module.NEEDED):
        try:
            line: Line = module.line(_quoted(cells))
            found.setdefault((line.url, line.publisher, line.date, line.title), []).append(line)
        except (RowError, VocabularyError) as error:
            left_out.append(f"row {number}: {error}")
    return Converted(tuple(_reading(lines) for lines in found.values()), tuple(left_out))


def _quoted(cells: dict[str, str]) -> dict[str, str]:
    if cells["text"]:
        return cells
    raise RowError("it has no words to quote, and no fact goes in without")


def _rows(
    data: bytes, names: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> list[tuple[int, dict[str, str]]]:
    """The rows with the number of each, their cells under our names; a column that is not there is ''."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the table is no UTF-8", "save it as UTF-8 (in Excel: CSV UTF-8)") from error
    head = text.partition("\n")[0]
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=max("\t;,", key=head.count)))
    columns = {_plain(name): k for k, name in reversed(list(enumerate(table[0] if table else ())))}
    where = {
        ours: next((columns[_plain(name)] for name in called if _plain(name) in columns), None)
        for ours, called in names.items()
    }
    if missing := [names[ours][0] for ours in needed if where[ours] is None]:
        raise InputError(f"the table has no column {missing[0]!r}", f"it needs: {', '.join(missing)}")
    return [
        (number, {o: _cell(row[k]) if k is not None and k < len(row) else "" for o, k in where.items()})
        for number, row in enumerate(table[1:], 2)
        if any(row)
    ]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _cell(value: str) -> str:
    """The words of a cell: blanks run together, no apostrophe before a formula, `None` and `NA` empty."""
    words = " ".join(value.split())
    words = words[1:] if re.match(r"'[=+\-@]", words) else words
    return "" if words in {"None", "NA", "N/A"} else words


def _reading(lines: list[Line]) -> Reading:
    """The rows of one document, those about the same words to several recipients as one statement."""
    merged: dict[tuple[object, ...], Line] = {}
    for line in lines:
        key = (line.text, line.act, line.issue, line.polarity, line.states, line.speaker)
        old = merged.setdefault(key, line)
        merged[key] = replace(
            old,
            addressees=tuple(sorted({*old.addressees, *line.addressees})),
            targets=tuple(sorted({*old.targets, *line.targets})),
        )
    quotes = list(dict.fromkeys(line.text for line in merged.values()))
    first, starts = lines[0], [0]
    for quote in quotes:
        starts.append(starts[-1] + len(quote) + 1)
    places = {q: (a, b - 1) for q, (a, b) in zip(quotes, pairwise(starts), strict=True)}
    statements = tuple(_statement(n, line, *places[line.text]) for n, line in enumerate(merged.values(), 1))
    named = {(s.speaker, s.speaker_states[0]) for s in statements if s.speaker}
    meeting = Meeting(
        date=first.date,
        states=tuple(sorted({c for s in statements for c in (*s.speaker_states, *s.addressee_states)})),
        officials=tuple(Official(str(name), state) for name, state in sorted(named, key=str)),
    )
    return Reading(_document("\n".join(quotes), first), meeting, statements)


def _document(text: str, line: Line) -> Document:
    told: dict[str, Any] = {
        "title": line.title,
        "date": line.date,
        "url": line.url,
        "publishers": [line.publisher] if line.publisher else None,
    }
    given = metadata.check({k: v for k, v in told.items() if v}, name="the table")
    return replace(documents.from_text(text, source="table", given=given), warnings=(WARNING,))


def _statement(n: int, line: Line, start: int, end: int) -> Statement:
    return Statement(
        n=n,
        start=start,
        end=end,
        quote=line.text,
        act=line.act,
        issue=line.issue,
        dossier=_dossier(line.issue),
        polarity=line.polarity,
        speaker=line.speaker,
        speaker_states=line.states,
        addressee_states=line.addressees,
        voice="joint" if len(line.states) > 1 else "named" if line.speaker else "state",
        target=line.target,
        target_states=line.targets,
    )


# -------- What the formats ask --------


def state(name: str) -> str:
    """The code of an actor, by code or name. Raises RowError where there is none of that name."""
    if code := actors().resolve(name) if name else None:
        return code
    raise RowError(f"no state or organisation is called {name!r}" if name else "it names no actor")


def publisher(name: str) -> str | None:
    """The code of who publishes, where it is a state or an organisation and not a newspaper."""
    return actors().resolve(name) if name else None


def issue(*names: str) -> str:
    """The first of the names that is an issue's notation or label, as its notation; else `other`."""
    for name in names:
        try:
            return _topics().resolve(name).rpartition("/")[2]
        except VocabularyError:
            continue
    return "other"


def day(value: str) -> str | None:
    """The date in a cell, its time of day off. Raises RowError for what is no ISO date."""
    if not value:
        return None
    found = _DATE.fullmatch(value)
    try:
        return metadata.check({"date": found[1] if found else value}, name="the table").date
    except MetadataError as error:
        raise RowError(str(error)) from error


@cache
def _topics() -> Topics:
    return Topics()


@cache
def _dossier(notation: str) -> str:
    above = _broader().get(notation)
    return _dossier(above) if above else notation


@cache
def _broader() -> dict[str, str]:
    from kg import resources
    from kg.vocabulary.actors import triples

    return {
        str(getattr(t.subject, "value", "")).rpartition("/")[2]: str(
            getattr(t.object, "value", "")
        ).rpartition("/")[2]
        for t in triples("issues.ttl", resources.text("ontology", "issues.ttl"))
        if t.predicate.value == f"{SKOS}broader"
    }
