"""Queries that anybody writes, a few at a time: the others wait, or are sent away; nobody's are stopped."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from anyio import CapacityLimiter, create_task_group
from anyio.to_thread import run_sync

from kg.store import Halt
from kg.views.web.problems import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

T = TypeVar("T")


class Turns:
    """The line before the workers; used from the event loop alone."""

    def __init__(self, running: int, waiting: int) -> None:
        """So many run at a time, and so many more may wait."""
        self._limiter = CapacityLimiter(running)
        self._places = running + waiting
        self._inside = 0

    async def run(self, request: Request, work: Callable[[Halt], T]) -> T:
        """What the work gives, done in a thread when it is its turn.

        If the client goes away first, its `Halt` is stopped, or its place in the line given up.
        Raises BusyError, and whatever the work raises.
        """
        if self._inside >= self._places:
            raise BusyError("too many queries are running", "ask again in a few seconds, or for less")
        halt = Halt()
        done: list[T] = []
        failed: Exception | None = None
        self._inside += 1
        try:
            async with create_task_group() as group:

                async def watch() -> None:
                    while (await request.receive())["type"] != "http.disconnect":
                        pass
                    halt.stop()
                    group.cancel_scope.cancel()

                group.start_soon(watch)
                try:
                    done.append(await run_sync(partial(work, halt), limiter=self._limiter))
                except Exception as error:  # noqa: BLE001  raised below, not as one of a group
                    failed = error
                group.cancel_scope.cancel()
        finally:
            self._inside -= 1
        if failed:
            raise failed
        if not done:
            raise BusyError("the query was given up: who asked it has gone", "ask again")
        return done[0]
