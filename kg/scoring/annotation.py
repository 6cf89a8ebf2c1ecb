"""Annotated cases: `NAME.json` beside `NAME.txt`, loaded and checked, or drafted for people to correct.

A statement is found in the text by the first words of its clause (`quote_start`). `act_alt`,
`issue_group_alt` and `polarity_alt` hold readings that count as right too.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from kg.errors import DataError, InputError
from kg.extraction import gazetteer
from kg.model import Commitment, Meeting, Official, Reading, Statement
from kg.vocabulary.schemes import ACTS, GRADES, POLARITIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.model import Document

PAIR = ".pair.json"
"""The end of files that hold which statements of two readouts correspond; they are no cases."""
FEWEST = 6
"""Words that a drafted `quote_start` has at least."""


@dataclass(frozen=True, slots=True)
class Label:
    """One annotated statement; of several readings that count as right the first is the annotator's own."""

    n: int
    start: int
    speaker: str | None
    speaker_states: frozenset[str]
    addressee_states: frozenset[str]
    acts: tuple[str, ...]
    dossiers: tuple[str, ...]
    polarities: tuple[str, ...]
    condition: str | None = None
    replies_to: int | None = None
    grades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One annotated readout; `labels` in the order of the text, `group` its folder or what it says itself."""

    name: str
    text: str
    group: str
    ministry: str
    meeting: Meeting
    labels: tuple[Label, ...]
    commitments: tuple[Commitment, ...]


def files(paths: Iterable[Path]) -> list[Path]:
    """The annotations among files and in folders. Raises InputError where there is none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*.json") if not p.name.endswith(PAIR))
            if not inside:
                raise InputError(f"{path}: no annotated case in it", "a case is NAME.txt with NAME.json")
            found += inside
        else:
            found.append(path.with_suffix(".json") if path.suffix == ".txt" else path)
    return found


def load(path: Path, text: str | None = None) -> Case:
    """One annotation with its text (`text`, else that of `NAME.txt`).

    Raises InputError where a file cannot be read, DataError where the annotation is not of the form.
    """
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        words = path.with_suffix(".txt").read_text(encoding="utf-8") if text is None else text
    except OSError as error:
        raise InputError(
            f"{error.filename}: {error.strerror}", "a case is NAME.txt with NAME.json"
        ) from error
    except ValueError as error:
        raise DataError(f"{path}: not JSON in UTF-8: {error}", "correct the file") from error
    try:
        return _case(path, row, words)
    except KeyError as error:
        raise DataError(f"{path}: {error.args[0]} is missing", "see docs/dataset.md") from error
    except (AttributeError, TypeError) as error:
        raise DataError(f"{path}: not an annotated case: {error}", "see docs/dataset.md") from error


def _case(path: Path, row: dict[str, Any], text: str) -> Case:
    event = row["event"]
    labels = [_label(path, said, text) for said in row["statements"]]
    known = [label.n for label in labels]
    if len(set(known)) < len(known):
        raise DataError(f"{path}: two statements have the same number", "number them from 1")
    return Case(
        path.stem,
        text,
        row.get("group") or path.parent.name,
        re.split(r" / | \(|, ", row.get("ministry") or "unknown")[0],
        Meeting(
            event.get("type", "meeting"),
            event["date"],
            event.get("place"),
            tuple(event["states"]),
            tuple(Official(o["name"], o["state"], o.get("post")) for o in event["officials"]),
        ),
        tuple(sorted(labels, key=lambda label: label.start)),
        tuple(Commitment(c["n"], tuple(c["parties"]), c["what"], c["due"]) for c in row["commitments"]),
    )


def _label(path: Path, row: dict[str, Any], text: str) -> Label:
    at = position(text, row["quote_start"])
    if at is None:
        raise DataError(f"{path}: {row['quote_start']!r} is not in the text", "copy the first words from it")
    readings = {name: (row[name], *(row.get(f"{name}_alt") or ())) for name in _LISTED}
    grades = (row["reply_grade"], *_listed(row.get("reply_grade_alt"))) if row.get("reply_grade") else ()
    for name, known, said in (
        ("act", ACTS, readings["act"]),
        ("polarity", POLARITIES, readings["polarity"]),
        ("dossier", _dossiers(), readings["issue_group"]),
        ("reply grade", GRADES, grades),
    ):
        for word in said:
            if word not in known:
                what = f"{path}: statement {row['n']}: no {name} is called {word!r}"
                raise DataError(what, f"one of: {', '.join(known)}")
    return Label(
        n=row["n"],
        start=at,
        speaker=row["speaker"],
        speaker_states=frozenset(row["speaker_states"]),
        addressee_states=frozenset(row["addressee_states"]),
        acts=readings["act"],
        dossiers=readings["issue_group"],
        polarities=readings["polarity"],
        condition=row.get("condition"),
        replies_to=row["replies_to"],
        grades=grades,
    )


@cache
def _dossiers() -> tuple[str, ...]:
    return tuple(sorted({concept.dossier for concept in gazetteer.concepts().values()}))


_LISTED = ("act", "issue_group", "polarity")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def position(text: str, words: str) -> int | None:
    r"""Where the words first stand in the text, white space folded.

    >>> position("They met. They\n agreed.", "They agreed")
    10
    """
    found = re.search(r"\s+".join(re.escape(word) for word in words.split()), text)
    return found.start() if found else None


def as_reading(case: Case, document: Document) -> Reading:
    """The first readings of an annotation as if a reader had given them."""
    statements = []
    for label, after in zip_longest(case.labels, case.labels[1:]):
        end = max(after.start if after else len(case.text), label.start + 1)
        statements.append(
            Statement(
                n=label.n,
                start=label.start,
                end=end,
                quote=case.text[label.start : end],
                act=label.acts[0],
                dossier=label.dossiers[0],
                issue=label.dossiers[0],
                polarity=label.polarities[0],
                speaker=label.speaker,
                speaker_states=tuple(sorted(label.speaker_states)),
                addressee_states=tuple(sorted(label.addressee_states)),
                condition=label.condition,
                replies_to=label.replies_to,
                reply_grade=label.grades[0] if label.grades else None,
            )
        )
    return Reading(document, case.meeting, tuple(statements), case.commitments)


def draft(reading: Reading, name: str) -> dict[str, Any]:
    """An annotation to be corrected by a person: what the reader found, in the form of the cases."""
    document, meeting = reading.document, reading.meeting
    return {
        "id": name,
        "ministry": None,
        "title": document.title,
        "url": document.url,
        "event": {
            "type": meeting.type,
            "date": meeting.date,
            "place": meeting.place,
            "states": list(meeting.states),
            "officials": [{"name": o.name, "state": o.state, "post": o.post} for o in meeting.officials],
        },
        "statements": [_drafted(document.text, s) for s in reading.statements],
        "commitments": [
            {"parties": list(c.parties), "what": c.what, "due": c.due, "n": c.statement}
            for c in reading.commitments
        ],
        "references": [{"kind": r.kind, "name": r.name, "date": r.date} for r in reading.references],
        "notes": "Draft of the reader: not yet corrected by a person.",
    }


def _drafted(text: str, said: Statement) -> dict[str, Any]:
    row: dict[str, Any] = {
        "n": said.n,
        "quote_start": first_words(text, said.start),
        "speaker": said.speaker,
        "speaker_states": list(said.speaker_states),
        "addressee_states": list(said.addressee_states),
        "act": said.act,
        "issue": said.issue,
        "issue_group": said.dossier,
        "polarity": said.polarity,
        "target": said.target,
        "replies_to": said.replies_to,
    }
    if said.condition:
        row["condition"] = said.condition
    if said.reply_grade:
        row["reply_grade"] = said.reply_grade
    if said.voice == "narrator":
        row["voice"] = said.voice
    if said.past:
        row["time"] = "past"
    if said.presupposes:
        row["presupposes"] = said.presupposes
    return row


def first_words(text: str, start: int) -> str:
    """As many words from `start` as tell this place from every earlier one, six at least.

    >>> first_words("The two sides met. The two sides agreed.", 19)
    'The two sides agreed.'
    """
    found = list(re.finditer(r"\S+", text[start:]))
    for count in range(min(FEWEST, len(found)), len(found)):
        words = " ".join(m.group() for m in found[:count])
        if position(text, words) == start:
            return words
    return " ".join(m.group() for m in found)
