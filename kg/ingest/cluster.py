"""Reading on other machines: the workers of a Dask scheduler (extra `cluster`).

What a worker needs comes with the task, the bytes of the documents, so that it needs no disk in common with
the writer; what it reads goes back as N-Quads. The scheduler gives what a dead worker was reading to another.
Workers that would read otherwise than the writer, by another version or vocabulary, are refused.
"""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg import __version__, resources
from kg.errors import Error
from kg.ingest import hands, parcels
from kg.vocabulary.actors import overlay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable

    from kg.ingest.parcels import Item, Parcel

SECONDS: Final = 20
"""For how long a scheduler, and a first worker, are waited for."""


@cache
def fingerprint() -> str:
    """What a reading follows from beside the document: the program, its word lists, Python's Unicode."""
    told = sha256(f"{__version__} {sys.version_info[:2]}".encode())
    for file in _files(Path(__file__).parent.parent, ".py"):
        told.update(file.read_bytes())
    for file in _files(resources.tree("ontology"), ""):
        told.update(file.read_bytes())
    for name, text in overlay():
        told.update(f"{name} {text}".encode())
    return told.hexdigest()


def _files(folder: Traversable, suffix: str) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry, suffix)
        elif entry.name.endswith(suffix) and not entry.name.endswith(".pyc"):
            yield entry


def read_alike(items: Sequence[Item], wanted: str) -> list[Parcel] | str:
    """On a worker: read some documents, or say how this worker differs."""
    if fingerprint() != wanted:
        return f"kg {__version__}, Python {sys.version_info[0]}.{sys.version_info[1]}"
    return parcels.read_all(items)


class _Answer:
    def __init__(self, future: Any) -> None:
        self._future = future

    def result(self) -> list[Parcel]:
        found = self._future.result()
        if isinstance(found, str):
            raise Error(
                f"a worker of the cluster would read otherwise than this machine: it has {found}",
                "install the same version there, with the same KG_VOCABULARY",
            )
        answer: list[Parcel] = found
        return answer

    def done(self) -> bool:
        return bool(self._future.done())


class Cluster(hands.Hands):
    """The workers of a scheduler, however many there are; more may come while they read."""

    chunk = 8
    ahead = True

    def __init__(self, address: str) -> None:
        """Reach the scheduler. Raises Error where there is none, or no worker."""
        try:
            import distributed
        except ImportError as error:
            what = "pip install 'bilateral-kg[cluster]'"
            raise Error("kg ingest --cluster needs distributed", what) from error
        self._address = address
        self._dask: Any = distributed
        try:
            self._client = self._dask.Client(address, timeout=SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            what = f"the scheduler at {address} cannot be reached: {error}"
            raise Error(what, "start it: dask scheduler") from error
        try:
            self._client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError as error:
            self._client.close()
            what = f"start some: dask worker {address}"
            raise Error(f"the scheduler at {address} has no workers", what) from error
        self.window = max(8, 3 * sum(self._client.nthreads().values()))

    def __exit__(self, *_: object) -> None:
        """Take back what is not read yet."""
        self._client.close()

    def send(self, items: Sequence[Item]) -> hands.Answer:
        """Have some items read by whoever is free."""
        future = self._client.submit(read_alike, list(items), fingerprint(), pure=False, retries=0)
        return _Answer(future)

    def receive(self, items: Sequence[Item], answer: hands.Answer) -> list[Parcel]:
        """The parcels; of a text that killed several workers, why there is none."""
        try:
            return answer.result()
        except self._dask.KilledWorker:
            if len(items) == 1:
                return [hands.killed(items[0])]
            return [parcel for item in items for parcel in self.receive([item], self.send([item]))]
        except (self._dask.CancelledError, OSError) as error:
            raise Error(
                f"the scheduler at {self._address} is gone: {error}",
                "start it, and the same command again: what is in the store is passed over",
            ) from error
