"""Two accounts of one meeting side by side: which statements tell of the same thing, and how they compare.

Pure: statements in, correspondences out. Every pair of statements gets a score, a sum of a few features with
weights (`ontology/rules/accounts.yaml`; `benchmarks/alignment.py` trains and measures them). The best
one-to-one assignment is taken, then single statements join a pair that tells of the same: the gold has one
sentence here against two there. What is left stands in one account only.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kg import resources
from kg.extraction import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Statement

__all__ = ["RELATIONS", "Correspondence", "align", "features", "relation"]

RELATIONS: Final = ("same", "worded_differently", "stronger_in_one", "different_speaker", "contradicts")
LETTERS: Final = 6
"""As many letters of a word are compared: "cooperate" and "cooperation" are one."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Statements of two accounts that tell of the same, by their numbers; `stronger` is `a`, `b` or None."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    relation: str
    stronger: str | None = None


def align(ours: Iterable[Statement], theirs: Iterable[Statement]) -> list[Correspondence]:
    """The statements of two accounts that correspond, in the order of the first; each stands once at most."""
    a, b = (sorted(side, key=lambda s: (s.start, s.n)) for side in (ours, theirs))
    scores = _scores(a, b)
    groups = _joined(a, b, scores, _assigned(scores, _settings()["threshold"]))
    return [_correspondence([a[i] for i in left], [b[j] for j in right]) for left, right in groups]


def features(a: Sequence[Statement], b: Sequence[Statement]) -> list[list[dict[str, float]]]:
    """What speaks for each statement of `a` and each of `b` telling of the same, by row and column.

    words: how rare the words are that both have, here and in the genre, up to 2; topics: what share of the
    named topics they have in common, rare ones counting more; dossier: 1 if it is the same; rare: the less
    else either account says under this dossier, up to 1; kind: 1 for acts of one family; joint: 1 if both are
    told of both sides.
    """
    left, right = _Side.of(a), _Side.of(b)
    size = len(a) + len(b) + 1
    words = Counter(w for side in (left, right) for own in side.words for w in own)
    rare_words = {w: math.log(size / n) * _uncommon(w) for w, n in words.items()}
    topics = Counter(t for side in (left, right) for own in side.topics for t in own)
    everyday = _settings()["everyday"]
    rare_topics = {t: math.log(size / n) * everyday.get(t, 1) for t, n in topics.items()}
    families = _settings()["families"]

    def compared(i: int, j: int) -> dict[str, float]:
        one, other = a[i], b[j]
        dossier = one.dossier == other.dossier != "other"
        shared = sum(rare_words[w] for w in sorted(left.words[i] & right.words[j]))
        return {
            "words": min(shared / 10, 2),
            "topics": _overlap(left.topics[i], right.topics[j], rare_topics),
            "dossier": float(dossier),
            "rare": (left.dossiers[one.dossier] * right.dossiers[one.dossier]) ** -0.5 if dossier else 0.0,
            "kind": float(families[one.act] == families[other.act]),
            "joint": float(min(len(one.speaker_states), len(other.speaker_states)) > 1),
        }

    return [[compared(i, j) for j in range(len(b))] for i in range(len(a))]


@dataclass(frozen=True, slots=True)
class _Side:
    """One account's statements, taken apart."""

    words: list[frozenset[str]]
    topics: list[frozenset[str]]
    dossiers: Counter[str]

    @classmethod
    def of(cls, statements: Sequence[Statement]) -> _Side:
        return cls(
            [word_keys(s.quote) for s in statements],
            [_topics(s) for s in statements],
            Counter(s.dossier for s in statements),
        )


def word_keys(text: str) -> frozenset[str]:
    """The first letters of the words of a text that say something.

    >>> sorted(word_keys("They agreed to cooperate on cooperation"))
    ['agreed', 'cooper']
    """
    found = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word[:LETTERS] for word in found if len(word) > 1 and word not in _empty())


def _topics(statement: Statement) -> frozenset[str]:
    """The topics that the words name or hint at, and what the statement is about."""
    return frozenset(t for hit in gazetteer.hits(statement.quote) for t in hit.concepts) | {statement.issue}


def _overlap(one: frozenset[str], other: frozenset[str], weight: dict[str, float]) -> float:
    mine, theirs, common = (sum(weight[t] for t in sorted(own)) for own in (one, other, one & other))
    return common / math.sqrt(mine * theirs) if common else 0.0


def _scores(a: Sequence[Statement], b: Sequence[Statement]) -> list[list[float]]:
    weights = _settings()["weights"]
    return [
        [
            round(weights["bias"] + sum(weights[name] * value for name, value in cell.items()), 9)
            for cell in row
        ]
        for row in features(a, b)
    ]


def _assigned(scores: list[list[float]], threshold: float) -> dict[int, int]:
    """The one-to-one pairs above the threshold whose scores have the greatest sum.

    >>> _assigned([[3.0, 2.0], [2.5, 0.0]], -1)
    {0: 1, 1: 0}
    """
    gains = [[max(score - threshold, 0.0) for score in row] for row in scores]
    if not gains or not gains[0]:
        return {}
    if len(gains) > len(gains[0]):
        turned = _assignment([list(column) for column in zip(*gains, strict=True)])
        pairs = {i: j for j, i in turned.items()}
    else:
        pairs = _assignment(gains)
    return {i: j for i, j in sorted(pairs.items()) if gains[i][j] > 0}


def _assignment(gains: list[list[float]]) -> dict[int, int]:
    """The Hungarian method with potentials, for no more rows than columns: row to column, greatest sum."""
    rows, columns = len(gains), len(gains[0])
    up, down = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of, before = [0] * (columns + 1), [0] * (columns + 1)  # column 0 is where each search starts
    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        least, seen = [math.inf] * (columns + 1), [False] * (columns + 1)
        while row_of[column]:
            seen[column] = True
            at, delta, following = row_of[column], math.inf, 0
            for k in range(1, columns + 1):
                if seen[k]:
                    continue
                cost = -gains[at - 1][k - 1] - up[at] - down[k]
                if cost < least[k]:
                    least[k], before[k] = cost, column
                if least[k] < delta:
                    delta, following = least[k], k
            for k in range(columns + 1):
                if seen[k]:
                    up[row_of[k]] += delta
                    down[k] -= delta
                else:
                    least[k] -= delta
            column = following
        while column:
            row_of[column] = row_of[before[column]]
            column = before[column]
    return {row_of[k] - 1: k - 1 for k in range(1, columns + 1) if row_of[k]}


_Groups = list[tuple[list[int], list[int]]]


def _joined(
    a: Sequence[Statement], b: Sequence[Statement], scores: list[list[float]], pairs: dict[int, int]
) -> _Groups:
    """The pairs, with single statements that tell of the same as one of them; the best fitting first."""
    groups = {i: ([i], [j]) for i, j in pairs.items()}
    first = {j: i for i, j in pairs.items()}
    left, right = set(pairs), set(pairs.values())
    for score, i, j in sorted((-scores[i][j], i, j) for i in range(len(a)) for j in range(len(b))):
        enough = -score >= _settings()["joins"]
        if i in pairs and j not in right and len(groups[i][0]) == 1:
            if _only_these(b, a, j, pairs[i], a[i]) or (enough and _kin(b[j], b[pairs[i]])):
                groups[i][1].append(j)
                right.add(j)
            continue
        if j in first and i not in left and len(groups[first[j]][1]) == 1:  # noqa: SIM102 - as above
            if _only_these(a, b, i, first[j], b[j]) or (enough and _kin(a[i], a[first[j]])):
                groups[first[j]][0].append(i)
                left.add(i)
    return [(sorted(mine), sorted(theirs)) for _, (mine, theirs) in sorted(groups.items())]


def _kin(one: Statement, other: Statement) -> bool:
    return one.speaker_states == other.speaker_states and one.dossier == other.dossier


def _only_these(
    side: Sequence[Statement], opposite: Sequence[Statement], new: int, old: int, across: Statement
) -> bool:
    """Two statements of one speaker in a row, all that is said of the matter here, against all there."""
    dossier = side[new].dossier
    return (
        abs(new - old) == 1
        and _kin(side[new], side[old])
        and dossier == across.dossier
        and dossier not in _settings()["everyday"]
        and [s.dossier for s in side].count(dossier) == 2  # noqa: PLR2004 - these two
        and [s.dossier for s in opposite].count(dossier) == 1
    )


def _correspondence(a: list[Statement], b: list[Statement]) -> Correspondence:
    name, stronger = relation(a, b)
    return Correspondence(tuple(s.n for s in a), tuple(s.n for s in b), name, stronger)


def relation(a: Sequence[Statement], b: Sequence[Statement]) -> tuple[str, str | None]:
    """How two groups of statements that tell of the same thing compare, and which goes further if one does.

    Each side alone: opposite stances on a matter between them contradict; else it is a matter of who spoke.
    Both sides here and one there: what merely was talked about is outdone by a stance, else again who spoke.
    The same speakers: a stance outdoes none, a decision outdoes a remark.
    """
    ours, theirs = (frozenset().union(*(s.speaker_states for s in side)) for side in (a, b))
    stances = [{s.polarity for s in side} - {"none", "neutral"} for side in (a, b)]
    strength = [max(_strength(s) for s in side) for side in (a, b)]
    if ours != theirs:
        if len(ours) == len(theirs):
            opposed = all(stances) and "oppose" in stances[0] ^ stances[1]
            clash = opposed and _between_them(a, b, ours | theirs)
            return ("contradicts" if clash else "different_speaker"), None
        together = 0 if len(ours) > len(theirs) else 1
        if not strength[together] and stances[1 - together]:
            return "stronger_in_one", "ab"[1 - together]
        return "different_speaker", None
    if strength[0] != strength[1]:
        return "stronger_in_one", "a" if strength[0] > strength[1] else "b"
    alike = _routine([*a, *b]) or _alike(a, b) >= _settings()["same"]
    return ("same" if alike else "worded_differently"), None


def _strength(statement: Statement) -> float:
    """How far words go: talk, 0, with a stance 1/2; a remark, 1; a decision or an undertaking, 2."""
    stance = 0.0 if statement.polarity in {"none", "neutral"} else 0.5
    return max(float(_settings()["strength"].get(statement.act, 1)), stance)


def _between_them(a: Sequence[Statement], b: Sequence[Statement], parties: frozenset[str]) -> bool:
    """Whether opposite stances can be each other's: on one special matter, none thanks, none blames a third.

    One that condemns what Russia does and one that supports Ukraine are of one mind.
    """
    settings = _settings()
    matters = {s.dossier for s in a} & {s.dossier for s in b} - settings["everyday"].keys()
    blamed = {
        state
        for s in (*a, *b)
        if s.polarity == "oppose"
        for state in (*s.target_states, *s.mentioned)
        if state not in parties and state not in settings["places"]
    }
    thanked = any(settings["families"][s.act] == "for" for s in (*a, *b))
    return bool(matters) and not blamed and not thanked


def _routine(statements: Sequence[Statement]) -> bool:
    """One act without a stance on an everyday matter ("agreed to stay in touch"): no wording can differ."""
    first = statements[0]
    return first.dossier in _settings()["everyday"] and all(
        (s.act, s.dossier, s.polarity) == (first.act, first.dossier, "none") for s in statements
    )


def _alike(a: Sequence[Statement], b: Sequence[Statement]) -> float:
    """What share of their uncommon words two groups have in common."""
    mine, theirs = ({w for s in side for w in word_keys(s.quote)} for side in (a, b))
    both, every = (sum(_uncommon(w) for w in sorted(words)) for words in (mine & theirs, mine | theirs))
    return both / every if every else 0.0


@cache
def _uncommon(word: str) -> float:
    """How rare a word is in statements of the genre."""
    known = resources.data("ontology", "rules", "frequencies.json")
    count = known["in"].get(word, known["else"])
    return math.log(known["of"] / (1 + count))


def _settings() -> Any:
    return resources.data("ontology", "rules", "accounts.yaml")


@cache
def _empty() -> frozenset[str]:
    return frozenset(_settings()["empty"].split())
