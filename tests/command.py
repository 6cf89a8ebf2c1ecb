"""The command line for tests: run it in this process, on a store of annotated readouts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from annotated import GOLD
from stores import filled

from kg import ingest, rules
from kg.views import cli

if TYPE_CHECKING:
    from pathlib import Path

CASES = tuple(
    GOLD / name
    for name in (
        "cases/2000-09-14-jpn-rus.json",
        "cases/2003-05-30-jpn-rus.json",
        "cases/2016-07-25-chn-jpn.json",
        "replies/2015-04-27-jpn-irn.json",
        "replies/2023-08-07-jpn-irn.json",
    )
)


@dataclass(frozen=True)
class Run:
    """What one command line gave."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.out.splitlines()


class Kg:
    """`kg WORDS…` in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Keep what catches the output."""
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> Run:
        """Run it."""
        self._capsys.readouterr()
        code = cli.run([str(word) for word in words])
        out, err = self._capsys.readouterr()
        return Run(code, out, err)


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kg:
    """The command line, with nothing set in the environment."""
    for name in ("KG_STORE", "KG_VOCABULARY", "KG_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return Kg(capsys)


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of five annotated readouts, with reference and derived graphs."""
    folder = tmp_path_factory.mktemp("held") / "store"
    with filled(folder, CASES) as store:
        ingest.refresh_reference(store)
        rules.refresh(store)
        store.flush()
    return folder


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it."""
    folder = tmp_path_factory.mktemp("empty") / "store"
    filled(folder, ()).close()
    return folder
