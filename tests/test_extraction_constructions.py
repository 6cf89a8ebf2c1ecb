"""Clauses: verbs and frames of the genre in passages of our own words (tests/data/constructions.tsv)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import documents
from kg.extraction.clauses import clauses
from kg.model import Meeting, Official

SIDES = {("JPN",): "J", ("GBR",): "G", ("JPN", "GBR"): "B"}
MEETING = Meeting(
    "foreign_ministers_meeting",
    "2023-03-02",
    "New Delhi",
    ("JPN", "GBR"),
    (
        Official("Yoshimasa Hayashi", "JPN", "Minister for Foreign Affairs"),
        Official("James Cleverly", "GBR", "Foreign Secretary"),
    ),
)
LINES = (Path(__file__).parent / "data" / "constructions.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("passage", "wanted"), ROWS, ids=[row[0][:50] for row in ROWS])
def test_construction(passage, wanted):
    """Every clause is found, with its speaker's side and an act that the guideline allows."""
    text = "Foreign Ministers' Meeting\n\n" + passage.replace("\\n", "\n")
    read = [(SIDES[c.speaker_states], c.act) for c in clauses(documents.from_text(text), MEETING)]
    want = [clause.split(":") for clause in wanted.split()]
    assert [side for side, _ in read] == [side for side, _ in want]
    assert all(act in acts.split("|") for (_, act), (_, acts) in zip(read, want, strict=True)), read
