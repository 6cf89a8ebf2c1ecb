"""Which annotated cases are tuned on and which are only looked at: by a hash of the case's name, for ever.

tune    about 70 %: rules, words and weights may be made with sight of them
look    about 30 %: looked at as rarely as can be, to see whether what was made holds elsewhere
all     both
"""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
SPLITS = ("tune", "look", "all")
TENTHS = 7
"""Tenths of the cases that are tuned on."""


def split(name: str) -> str:
    """The part that a case (its file name without the ending) belongs to.

    >>> split("2000-09-14-jpn-rus")
    'tune'
    """
    number = int(hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(), 16)
    return "tune" if number % 10 < TENTHS else "look"


def fold(name: str, folds: int) -> int:
    """The fold of a case in a cross-validation; readouts of one day and pair of states fall together."""
    return int(hashlib.sha256(name[:18].encode()).hexdigest(), 16) % folds


def cases(part: str = "all") -> list[Path]:
    """The annotations of a part, in order."""
    found = sorted(path for path in GOLD.glob("*/*.json") if not path.name.endswith(".pair.json"))
    return [path for path in found if part in {"all", split(path.stem)}]
