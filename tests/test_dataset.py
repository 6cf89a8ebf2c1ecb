"""The page of the annotated readouts says what is in the folder, and the folder is in order."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from annotated import GOLD

from kg.scoring import annotation

PAGE = (Path(__file__).parent.parent / "docs" / "dataset.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)/` \| .+? \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_counts_are_those_of_the_folder(row):
    """Cases, statements, promises, replies and conditions; loading checks every label and start."""
    cases = [annotation.load(path) for path in annotation.files([GOLD / row[0]])]
    labels = [label for case in cases for label in case.labels]
    assert [int(n) for n in row[1:]] == [
        len(cases),
        len(labels),
        sum(len(case.commitments) for case in cases),
        sum(label.replies_to is not None for label in labels),
        sum(label.condition is not None for label in labels),
    ]


def test_every_folder_is_described():
    """None is left out."""
    assert {row[0] for row in ROWS} == {folder.name for folder in GOLD.iterdir() if folder.is_dir()}


def test_what_is_thin_is_said():
    """The counts of rare labels are true."""
    cases = [annotation.load(path) for path in annotation.files([GOLD])]
    labels = [label for case in cases for label in case.labels]
    polarities = Counter(label.polarities[0] for label in labels)
    acts = Counter(label.acts[0] for label in labels)
    promises = [promise for case in cases for promise in case.commitments]
    states = {state for case in cases for state in case.meeting.states}
    said = " ".join(PAGE.split())
    for words in (
        f"conditional support ({polarities['conditional_support']} statements)",
        f"neutral ({polarities['neutral']}), mixed ({polarities['mixed']})",
        f"negative replies ({acts['respond_negative']}), invitations ({acts['invite']})",
        f"{sum(bool(p.due) for p in promises)} of {len(promises)} promises have a deadline",
        f"{len(states)} states and organisations take part, {len({c.ministry for c in cases})} publishers",
        f"{sum(len(x.acts) > 1 for x in labels)} statements have one for the act",
        f"{sum(len(x.dossiers) > 1 for x in labels)} for the dossier",
        f"{sum(len(x.polarities) > 1 for x in labels)} for the polarity",
    ):
        assert words in said
