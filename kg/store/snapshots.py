"""What readers read: whole states of the database, published by the writer as hard links.

Oxigraph calls it undefined to read a database that another process writes, and rightly so: measured, a
reader fails in mid-query as soon as the writer tidies up its files. So readers never open the writer's
database. The writer publishes a copy when it is done with something (30 to 120 ms, of 0.1 or of 2 million
quads: the files are linked, not copied), and a reader stays with the copy it opened. Documents and what is
derived from them thus change together.

    STORE/quads/               the writer's
    STORE/snapshots/000007/    what readers open, each holding a shared lock on the folder
    STORE/unpublished          there while the writer's has more than the newest snapshot

A copy that nobody holds any more is removed at the next publication. After a crash the first reader that
finds no writer at work publishes what was committed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows refuses to remove what is open, and needs no lock
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox


class Snapshots:
    """The snapshots of the store in a folder."""

    def __init__(self, folder: Path) -> None:
        """Nothing is touched yet."""
        self._folder = folder / "snapshots"
        self._mark = folder / "unpublished"

    @property
    def due(self) -> bool:
        """Whether something was committed since the newest, or none was ever made."""
        return self._mark.exists() or not self._all()

    @property
    def newest(self) -> str | None:
        """The name of the newest; None if none was ever made."""
        there = self._all()
        return there[-1].name if there else None

    def mark(self) -> None:
        """Note that something is about to be committed."""
        self._mark.touch()

    def publish(self, quads: ox.Store) -> None:
        """Make what is committed the newest, and remove older ones that nobody reads. Only for the writer."""
        import shutil

        there = self._all()
        self._folder.mkdir(exist_ok=True)
        made = self._folder / ".new"
        shutil.rmtree(made, ignore_errors=True)
        quads.backup(str(made))
        made.rename(self._folder / f"{int(there[-1].name) + 1 if there else 1:06}")
        self._mark.unlink(missing_ok=True)
        for path in there:
            held = Held.take(path, alone=True)
            if held:
                shutil.rmtree(path, ignore_errors=True)
                held.let_go()

    def take(self) -> Held | None:
        """Hold the newest; None if there is none."""
        while paths := self._all():
            if held := Held.take(paths[-1]):
                return held
        return None

    def _all(self) -> list[Path]:
        """Oldest first."""
        if not self._folder.is_dir():
            return []
        return sorted(path for path in self._folder.iterdir() if path.name.isdecimal())


class Held:
    """A snapshot that is not removed until it is let go, or this process ends."""

    def __init__(self, path: Path, lock: int) -> None:
        """`lock` is the open folder."""
        self.path = path
        self._lock = lock

    @classmethod
    def take(cls, path: Path, *, alone: bool = False) -> Held | None:
        """Hold it; None if it is gone, or held by others where it must be held alone."""
        try:
            lock = os.open(path, os.O_RDONLY)
        except OSError:
            return None
        try:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
            if path.exists():  # it may have been removed while we waited for the lock
                return cls(path, lock)
        except BlockingIOError:
            pass
        os.close(lock)
        return None

    def let_go(self) -> None:
        """It may be removed from now on."""
        os.close(self._lock)
