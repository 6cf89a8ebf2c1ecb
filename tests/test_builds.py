"""Built twice, everything is the same, whatever order a process gives its sets; and rules come to an end."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from kg import resources
from kg.views.export import exporters

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "gold" / "cases"
BUILD = """
import sys
from kg.views import cli
from kg.views.export import exporters

folder, *cases = sys.argv[1:]
assert cli.run(["ingest", *cases, "--store", f"{folder}/store"]) == 0
for form in exporters():
    assert cli.run(["export", "--to", form, "-o", f"{folder}/out/{form}", "--store", f"{folder}/store"]) == 0
"""


def built(folder: Path, seed: int, cases: list[Path]) -> dict[str, str]:
    """A store of annotated readouts and all its exports, made by a fresh process: file -> digest."""
    (folder / "out").mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", BUILD, folder, *cases],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return {
        file.relative_to(folder / "out").as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted((folder / "out").rglob("*"))
        if file.is_file()
    }


@pytest.mark.slow
def test_the_difference_of_two_builds_is_empty(tmp_path):
    """Another hash seed, folder and order of files: all exports, N-Quads too, are the same bytes."""
    cases = sorted(CASES.glob("*.txt"))
    first = built(tmp_path / "a", 0, cases)
    second = built(tmp_path / "b", 4711, cases[::-1])
    assert len(first) >= len(exporters())
    assert {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)} == set()


# -------- Rules --------

RULES = {
    name: resources.text("ontology", "rules", name)
    for name in resources.names("ontology", "rules", suffix=".rq")
}


def halves(query: str) -> tuple[set[str], set[str]]:
    """The properties of kg: that a rule makes and those that it looks for."""
    body = "\n".join(line for line in query.splitlines() if not line.startswith("#"))
    made, found, asked = body.partition("WHERE")
    assert made.count("CONSTRUCT") == 1, "a rule is one CONSTRUCT"
    assert found
    return tuple(set(re.findall(r"kg:[a-z][A-Za-z]*\b", half)) for half in (made, asked))


def test_every_rule_ends():
    """No rule makes what it looks for, itself or by way of others: one pass of each is all."""
    parts = {name: halves(text) for name, text in RULES.items()}
    needs = {
        name: {other for other, (made, _) in parts.items() if made & asked}
        for name, (_, asked) in parts.items()
    }
    assert sorted(TopologicalSorter(needs).static_order()) == sorted(RULES)  # CycleError where they circle


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_the_same_each_time(name):
    """No clock, no chance; what it makes has a name."""
    assert re.findall(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", RULES[name]) == []
    assert re.findall(r"\[|_:", RULES[name].partition("WHERE")[0]) == []
