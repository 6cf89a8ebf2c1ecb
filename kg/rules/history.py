"""Things said about one matter at meeting after meeting: what came before, and what after."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from kg.rules.words import share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.rules.meetings import Meeting
    from kg.rules.words import Words

FAR: Final = 12
"""How many earlier or later days with anything on the matter are looked through for the same thing."""


class Dated(Protocol):
    """What was said at a meeting, and its words."""

    @property
    def iri(self) -> str:
        """Its IRI."""

    @property
    def meeting(self) -> Meeting:
        """Where it was said."""

    @property
    def wordings(self) -> tuple[Words, ...]:
        """What says what is meant; each is compared with the one in the same place."""


T = TypeVar("T", bound=Dated)


class History(Generic[T]):
    """Things about one matter, by the days of their meetings.

    Only a meeting that ended before another began came before it. What has no day has no place here.
    """

    def __init__(self, things: Iterable[T]) -> None:
        """Sort them."""
        self._ending: dict[str, list[T]] = defaultdict(list)
        self._beginning: dict[str, list[T]] = defaultdict(list)
        for thing in sorted(things, key=lambda t: t.iri):
            if thing.meeting.first and thing.meeting.last:
                self._ending[thing.meeting.last].append(thing)
                self._beginning[thing.meeting.first].append(thing)
        self._ends, self._begins = sorted(self._ending), sorted(self._beginning)

    def before(self, thing: Dated, least: float, few: int = 0) -> T | None:
        """The nearest of the last earlier day with one as near as `least`, by `few` words at the least."""
        if not thing.meeting.first:
            return None
        k = bisect_left(self._ends, thing.meeting.first)
        for day in reversed(self._ends[max(0, k - FAR) : k]):
            if found := _near(thing, self._ending[day], least, few):
                return found
        return None

    def last(self, thing: Dated) -> T | None:
        """The nearest in words of the last earlier day."""
        return self.before(thing, 0.0)

    def after(self, thing: Dated, least: float) -> T | None:
        """The nearest in words of the first later day on which there is one as near as `least`."""
        if not thing.meeting.last:
            return None
        k = bisect_right(self._begins, thing.meeting.last)
        for day in self._begins[k : k + FAR]:
            if found := _near(thing, self._beginning[day], least, 0):
                return found
        return None


def near(a: Dated, b: Dated, few: int = 0) -> float:
    """The greatest share of words of any of their wordings that have `few` words in common."""
    pairs = zip(a.wordings, b.wordings, strict=True)
    return max((share(x, y) for x, y in pairs if len(x & y) >= few), default=0.0)


def _near(thing: Dated, others: list[T], least: float, few: int) -> T | None:
    """The nearest of what was said at other meetings than its own."""
    found = [(near(thing, o, few), o) for o in others if o.meeting.iri != thing.meeting.iri]
    best = max((share for share, _ in found), default=-1.0)
    return next((o for share, o in found if share == best), None) if best >= least else None
