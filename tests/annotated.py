"""Annotated readouts as Readings, for tests of everything that comes after the reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

from kg import documents
from kg.model import Commitment, Meeting, Official, Reading, Reference, Statement

GOLD = Path(__file__).parent / "gold"


def offset(text: str, words: str, after: int = 0) -> int:
    """Where the words begin in the text, white space folded."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    found = re.compile(pattern).search(text, after)
    assert found, words
    return found.start()


def _voice(row: dict) -> str:
    """What the annotation says of the voice, or what its speaker and states show."""
    if row.get("voice"):
        return row["voice"]
    if len(row["speaker_states"]) > 1:
        return "joint"
    return "named" if row["speaker"] else "state"


def reading(path: Path) -> Reading:
    """One annotated case (`NAME.json` beside `NAME.txt`) as the reading a perfect reader would give."""
    case = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    event = case["event"]
    document = documents.from_text(text, source=path.with_suffix(".txt").name)
    statements = []
    rows = sorted(case["statements"], key=lambda row: offset(text, row["quote_start"]))
    starts = [offset(text, row["quote_start"]) for row in rows]
    for k, row in enumerate(rows):
        after = [s for s in starts if s > starts[k]]
        stop = min([*after, text.find("\n", starts[k]) if "\n" in text[starts[k] :] else len(text)])
        quote = text[starts[k] : stop].rstrip()
        statements.append(
            Statement(
                n=row["n"],
                start=starts[k],
                end=starts[k] + len(quote),
                quote=quote,
                act=row["act"],
                dossier=row["issue_group"],
                issue=row["issue_group"],
                polarity=row["polarity"],
                speaker=row["speaker"],
                speaker_states=tuple(row["speaker_states"]),
                addressee_states=tuple(row["addressee_states"]),
                voice=_voice(row),
                target=row["target"],
                condition=row.get("condition"),
                replies_to=row["replies_to"],
                reply_grade=row.get("reply_grade"),
            )
        )
    return Reading(
        document=document,
        meeting=Meeting(
            # A joint statement is a kind of document, not of meeting; "consultations" are a consultation.
            {"joint_statement": "meeting", "consultations": "consultation"}.get(event["type"], event["type"]),
            event["date"],
            event["place"],
            tuple(event["states"]),
            tuple(Official(o["name"], o["state"], o["post"]) for o in event["officials"]),
        ),
        statements=tuple(statements),
        commitments=tuple(
            Commitment(c["n"], tuple(c["parties"]), c["what"], c["due"]) for c in case["commitments"]
        ),
        references=tuple(Reference(r["kind"], r["name"], 0, 1, r["date"]) for r in case["references"]),
    )
