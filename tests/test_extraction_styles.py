"""The whole reader on passages in our own words, on pages in ministries' styles (tests/data/styles.txt)."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from kg import documents, extraction

LINES = (Path(__file__).parent / "data" / "styles.txt").read_text(encoding="utf-8").splitlines()


def rows():
    """Each passage with its page's opening, its sides and what is wanted."""
    opening, sides, inside = "", {}, False
    for line in LINES:
        if line.startswith("=HEAD"):
            _, _, publisher, *codes = line.split()
            sides = {code.split("=")[1]: code.split("=")[0] for code in codes}
            opening, inside = f"---\npublisher: {publisher}\ndate: 2024-05-07\nlanguage: en\n---\n", True
        elif line == "=":
            inside = False
        elif inside:
            opening += line + "\n"
        elif not line.startswith("#"):
            passage, _, wanted = line.partition(" |")
            yield pytest.param(opening, sides, passage, wanted.split(), id=passage[:60])


def readings(wanted: str) -> set[str]:
    """Who and act, as good as each other: "A:state|inform", "A:state|AB:state"."""
    found, who = set(), ""
    for one in wanted.split("|"):
        who, _, act = one.rpartition(":") if ":" in one else (who, "", one)
        found.add(f"{who}:{act}")
    return found


@pytest.mark.parametrize(("opening", "sides", "passage", "wanted"), list(rows()))
def test_style(opening, sides, passage, wanted):
    """Every statement of the passage has the speaker's side and an act that the guideline allows."""
    reading = extraction.read(documents.from_text(f"{opening}\n{passage}\n"))
    begin = reading.document.text.find(passage)
    said = [s for s in reading.statements if s.start >= begin]
    read = [f"{''.join(sorted(sides[code] for code in s.speaker_states))}:{s.act}" for s in said]
    read = [one for one, _ in groupby(read)]
    assert len(read) == len(wanted), read
    assert all(one in readings(want) for one, want in zip(read, wanted, strict=True)), read
