"""Which read statement is which annotated one, and whether two names are one person's."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Statement
    from kg.scoring.annotation import Label

NEAR = 60
"""Characters before or after an annotated start in which a read one may lie, wherever the clause ends."""
INSIDE = 150
"""Characters into an annotated clause in which a read start may lie."""
WORTH = 40
"""Characters of distance that agreement on the speakers' states, or on the act, makes up for."""
ALIKE, SHORT, MORE = 0.8, 3, 3


def match(labels: Sequence[Label], statements: Sequence[Statement]) -> list[tuple[int, int]]:
    """Pairs of indexes, one to one, the closest starts first; `labels` are in the order of the text."""
    candidates = []
    for i, (label, after) in enumerate(zip_longest(labels, labels[1:])):
        end = label.start + INSIDE
        end = min(after.start, end) if after else end
        for j, said in enumerate(statements):
            away = abs(said.start - label.start)
            if away <= NEAR or label.start <= said.start < end:
                agreed = same_states(label, said) + (said.act in label.acts)
                candidates.append((away - WORTH * agreed, away, i, j))
    pairs: list[tuple[int, int]] = []
    taken: set[tuple[str, int]] = set()
    for _, _, i, j in sorted(candidates):
        if not taken & {("label", i), ("said", j)}:
            taken |= {("label", i), ("said", j)}
            pairs.append((i, j))
    return pairs


def same_states(label: Label, said: Statement) -> bool:
    """Whether both speak for the same states."""
    return frozenset(said.speaker_states) == label.speaker_states


def words(text: str | None) -> list[str]:
    """Words in lower case without accents; other scripts stay as they are.

    >>> words("Recep Tayyip Erdoğan, 71")
    ['recep', 'tayyip', 'erdogan']
    """
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    return re.findall(r"[^\W\d_]+", "".join(c for c in plain if not unicodedata.combining(c)))


def same_person(known: str | None, said: str | None) -> bool:
    """Whether two names are one person's: order and spelling do not count, another given name does.

    >>> same_person("Sergey Lavrov", "LAVROV Sergei"), same_person("Hiroshi Abe", "Shinzo Abe")
    (True, False)
    """
    if not known or not said:
        return not known and not said
    ours, theirs = words(known), words(said)
    shared = sum(any(_alike(a, b) for b in theirs) for a in ours)
    return shared >= min(2, len(ours), len(theirs)) and len(theirs) <= len(ours) + MORE


def _alike(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > SHORT and SequenceMatcher(None, a, b).ratio() >= ALIKE)
