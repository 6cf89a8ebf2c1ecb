"""The campaigns in short: a few rounds of each, so that they stay true; their long forms are commands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns"
pytestmark = pytest.mark.slow


def run(name, *words):
    """One campaign's command: its exit code and all it said."""
    done = subprocess.run(
        [sys.executable, str(CAMPAIGNS / f"{name}.py"), *words], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("how", "rounds"), [("kill", "20"), ("power", "6"), ("memory", "4"), ("full", "6"), ("readonly", "3")]
)
def test_crashes(how, rounds):
    """After every crash the store opens, whole, as it was acknowledged."""
    code, said = run("crash", "--rounds", rounds, "--seed", "1", "--how", how, "--documents", "4")
    assert code == 0, said
    assert "no fault" in said


def test_a_clock_that_is_set_back():
    """The same, under a clock that is years behind."""
    code, said = run("crash", "--rounds", "4", "--how", "clock", "--documents", "4")
    assert code == 0, said
    if "skipped" in said:
        pytest.skip("libfaketime is not installed")


def test_one_writer_and_many_readers():
    """Every reader sees whole documents; a second writer is told."""
    code, said = run("concurrency", "--seconds", "8", "--readers", "4")
    assert code == 0, said


def test_hostile_queries():
    """One of each kind, at least."""
    code, said = run("queries", "--count", "24", "--seed", "3")
    assert code == 0, said


def test_hostile_input():
    """Some of each target."""
    code, said = run("fuzz", "--count", "600", "--seed", "3")
    assert code == 0, said
