"""`kg ingest`: what is shown on the way, and what was read before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotated import GOLD
from command import Kg, kg

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["kg"]
CASE = min((GOLD / "cases").glob("*.txt"))


def test_ingest_of_what_was_read(kg: Kg, tmp_path: Path) -> None:
    """What `kg read -f nq` wrote goes in as if it were read; it keeps what was told of it."""
    shard, store = tmp_path / "a.nq", tmp_path / "store"
    shard.write_text(kg("read", CASE, "-f", "nq", "--publisher", "JPN").out)
    assert "1 accepted" in kg("ingest", "--from-readings", shard, "--store", store).err
    assert "1 unchanged" in kg("ingest", CASE, "--publisher", "JPN", "--store", store).err
    assert "not both" in kg("ingest", CASE, "--from-readings", shard, "--store", store).err
    shown = kg("ingest", "--from-readings", shard, "--date", "2001-01-01", "--store", store)
    assert (shown.code, "--date is of documents" in shown.err) == (2, True)


def test_ingest_on_a_terminal(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar instead of lines; what a person has to know stands above it."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    blank = tmp_path / "blank.txt"
    blank.write_text("")
    shown = kg("ingest", CASE, blank, "--publisher", "JPN", "--store", tmp_path / "store")
    assert "[1/2]" not in shown.err
    assert "[2/2] failed" in shown.err
    assert "1 accepted, 1 failed" in shown.err.splitlines()[-1]
