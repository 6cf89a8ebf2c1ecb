"""Which of several things are one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Groups:
    """Union-find over IRIs."""

    def __init__(self) -> None:
        """Everything stands alone."""
        self._above: dict[str, str] = {}

    def root(self, item: str) -> str:
        """Who stands for its group: the least member."""
        while (above := self._above.get(item, item)) != item:
            self._above[item] = self._above.get(above, above)
            item = above
        return item

    def join(self, a: str, b: str) -> None:
        """Make two groups one."""
        low, high = sorted((self.root(a), self.root(b)))
        self._above[high] = low

    def of(self, items: Iterable[str]) -> dict[str, list[str]]:
        """Root to sorted members.

        >>> groups = Groups(); groups.join("a", "c"); groups.of("cba")
        {'a': ['a', 'c'], 'b': ['b']}
        """
        found: dict[str, list[str]] = defaultdict(list)
        for item in sorted(items):
            found[self.root(item)].append(item)
        return dict(found)


def digest(members: Iterable[str]) -> str:
    """The name of a group that has no other: it follows from its members, in any order."""
    return hashlib.sha256("\n".join(sorted(members)).encode()).hexdigest()[:12]
