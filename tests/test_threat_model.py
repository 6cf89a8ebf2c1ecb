"""Each promise of the threat model is held by a test or a campaign that is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")


def test_the_tests_that_it_names_are_there():
    """By file and by name."""
    named = set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", TEXT))
    assert len(named) > 20
    gone = [
        f"{file}::{name}"
        for file, name in sorted(named)
        if not re.search(rf"^def {name}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert gone == []


def test_the_campaigns_that_it_names_are_there():
    """Every campaign is named, and every one named is there."""
    named = set(re.findall(r"campaigns/(\w+)\.py", TEXT))
    assert named == {path.stem for path in (ROOT / "campaigns").glob("*.py")}


def test_every_row_has_a_promise():
    """Five columns less the edges, none of the first three empty."""
    rows = [
        line.split("|")[1:-1] for line in TEXT.splitlines() if line.startswith("| ") and line.count("|") == 5
    ]
    assert len(rows) > 25
    assert all(cell.strip() for row in rows for cell in row[:3])
