"""Who reads: this process, or several of this machine (`cluster` has those of other machines).

However many read, parcels come back in the order of their items, so the writer does the same steps as alone
and the store ends with the same bytes. Only so many are under way at once that memory does not grow with
their number. A worker that dies costs what it was reading, which is read again; a text that kills two
workers in a row is given up.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from kg.errors import Error
from kg.ingest import parcels
from kg.ingest.parcels import Parcel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.ingest.held import Before
    from kg.ingest.parcels import Item

BYTES: Final = 256 << 10
"""How much is sent at once, about."""
TRIES: Final = 2
"""How many workers a text may kill."""


@dataclass(frozen=True, slots=True)
class Task:
    """An item, and what the store had of it when it was sent; it is not read where that is all (`done`)."""

    item: Item
    found: Before | None = None
    done: bool = False


class Answer(Protocol):
    """What a worker owes."""

    def result(self) -> list[Parcel]:
        """Wait for it."""

    def done(self) -> bool:
        """Whether it is there."""


class Hands:
    """Those who read: here nobody but this process, one item when the one before it is taken."""

    chunk = 1
    window = 0
    ahead = False
    """Whether items are sent before those in front of them are in the store."""

    def __enter__(self) -> Self:
        """Return themselves."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let them go."""

    def send(self, items: Sequence[Item]) -> Answer:
        """Have some items read."""
        answer: Future[list[Parcel]] = Future()
        answer.set_result([parcels.read(item) for item in items])
        return answer

    def receive(self, items: Sequence[Item], answer: Answer) -> list[Parcel]:
        """The parcels of some items that were sent."""
        del items
        return answer.result()

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Parcel | None]]:
        """Each task with its parcel, None where it was done already; in their order."""
        sent: deque[tuple[list[Task], Answer | None]] = deque()
        some: list[Task] = []
        for task in tasks:
            some.append(task)
            size = sum(len(one.item) for one in some)
            if len(some) >= self.chunk or size >= BYTES:
                sent.append((some, self._sent(some)))
                some = []
            while len(sent) > self.window:
                yield from self._received(*sent.popleft())
        sent.append((some, self._sent(some)))
        while sent:
            yield from self._received(*sent.popleft())

    def _sent(self, tasks: list[Task]) -> Answer | None:
        items = [task.item for task in tasks if not task.done]
        return self.send(items) if items else None

    def _received(self, tasks: list[Task], answer: Answer | None) -> Iterator[tuple[Task, Parcel | None]]:
        items = [task.item for task in tasks if not task.done]
        found = iter(self.receive(items, answer) if answer else ())
        for task in tasks:
            yield task, None if task.done else next(found)


class Processes(Hands):
    """Some processes of this machine."""

    chunk = 4
    ahead = True

    def __init__(self, jobs: int) -> None:
        """`jobs` are started when the first item is sent."""
        self._jobs = jobs
        self.window = 3 * jobs
        self._pool: ProcessPoolExecutor | None = None

    def __exit__(self, *_: object) -> None:
        """End them, at once: what they still read is not wanted."""
        if self._pool:
            for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - no other way in 3.11
                process.terminate()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def send(self, items: Sequence[Item]) -> Answer:
        """Have some items read by whoever is free."""
        if self._pool is None:
            # not forked: the store's threads and locks must not be theirs
            self._pool = ProcessPoolExecutor(self._jobs, get_context("spawn"), initializer=_alone)
        try:
            return self._pool.submit(parcels.read_all, items)
        except BrokenProcessPool as error:
            answer: Future[list[Parcel]] = Future()
            answer.set_exception(error)
            return answer

    def receive(self, items: Sequence[Item], answer: Answer) -> list[Parcel]:
        """The parcels; what a dead worker was reading is read again, one by one."""
        try:
            return answer.result()
        except BrokenProcessPool:
            return [self._again(item) for item in items]

    def _again(self, item: Item) -> Parcel:
        for _ in range(TRIES):
            self.__exit__()
            try:
                return self.send([item]).result()[0]
            except BrokenProcessPool:
                continue
        return killed(item)


def killed(item: Item) -> Parcel:
    """The parcel of a text that kills whoever reads it."""
    what = Error(f"{item.where}: whoever reads it dies", "is there enough memory? if so, report this text")
    return Parcel(item.where, fault=what)


def _alone() -> None:
    """A worker leaves Ctrl-C to the writer, and ends with it however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(parent_process(),), daemon=True).start()


def _follow(parent: Any) -> None:  # pragma: no cover - it ends the process, before coverage is written
    parent.join()
    os._exit(1)


def hired(jobs: int = 1, cluster: str | None = None) -> Hands:
    """Those who read: `jobs` processes of this machine, or the workers of a Dask scheduler."""
    if cluster:
        from kg.ingest.cluster import Cluster

        return Cluster(cluster)
    return Processes(jobs) if jobs > 1 else Hands()
