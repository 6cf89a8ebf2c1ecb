"""All annotated texts and the demo's in one store, read by the reader as a user's folder would be."""

from __future__ import annotations

import csv
import json
import re
import shutil
from typing import TYPE_CHECKING

from annotated import GOLD
from files import DEMO

import kg
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from pathlib import Path


def publisher(ministry: str) -> str | None:
    """The state whose ministry it is, by the words that its name begins with."""
    words = re.split(r" / | \(|, ", ministry)[0].split()
    for length in range(len(words), 0, -1):
        if code := actors().resolve(" ".join(words[:length])):
            return code
    return None


def manifest(folder: Path) -> Path:
    """A manifest of every annotated text, with its publisher where that is sure, its title and address."""
    path = folder / "manifest.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "publisher", "title", "url"])
        for text in sorted(GOLD.glob("*/*.txt")):
            here = folder / text.parent.name / text.name  # an entry may not lead out of the manifest's folder
            here.parent.mkdir(exist_ok=True)
            shutil.copyfile(text, here)
            case = json.loads(text.with_suffix(".json").read_text(encoding="utf-8"))
            told = case.get("publisher") or publisher(case["ministry"]) or ""
            writer.writerow([here.relative_to(folder), told, case["title"] or "", case["url"] or ""])
    return path


def read(folder: Path) -> kg.Graph:
    """A store in `folder` that holds all of them."""
    graph = kg.open(folder / "store")
    there = {text.name for text in GOLD.glob("*/*.txt")}
    report = graph.ingest(
        [manifest(folder), *(text for text in sorted(DEMO.glob("*.txt")) if text.name not in there)]
    )
    assert not report.failed, report.failed
    return graph
