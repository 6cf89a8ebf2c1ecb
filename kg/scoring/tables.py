"""The counts broken down: intervals, by act, dossier and publisher, what is taken for what, worst cases."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from kg.scoring.figures import F1, FIGURES, total, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.scoring.figures import Scored

Row = dict[str, str | int | float | None]
Field = Literal["act", "dossier"]
DRAWS, SEED, TAIL = 1000, 0, 0.025
"""Resamples of the bootstrap, its seed, and what is cut off at either end."""


def figures(scored: Sequence[Scored]) -> list[Row]:
    """Every figure with its 95 % interval: cases drawn anew with replacement, percentiles of 1000 draws."""
    counts = total(scored)
    spread = _draws(scored)
    rows: list[Row] = []
    for name in FIGURES:
        low, high = _interval(spread[name])
        kind = "F1" if name in F1 else "share"
        rows.append(
            {
                "figure": name,
                "kind": kind,
                "value": value(counts[name]),
                "low": low,
                "high": high,
                "of": counts[name][1],
            }
        )
    return rows


def _draws(scored: Sequence[Scored]) -> dict[str, list[float]]:
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    rows = [[pair for name in FIGURES for pair in one.counts[name]] for one in scored]
    found: dict[str, list[float]] = {name: [] for name in FIGURES}
    for _ in range(DRAWS):
        drawn = chance.choices(rows, k=len(rows))
        sums = [sum(column) for column in zip(*drawn, strict=True)]
        for k, name in enumerate(FIGURES):
            if sums[2 * k + 1]:
                found[name].append(sums[2 * k] / sums[2 * k + 1])
    return found


def _interval(values: list[float]) -> tuple[float | None, float | None]:
    if not values:
        return None, None
    ordered = sorted(values)
    cut = int(TAIL * len(ordered))
    return round(ordered[cut], 3), round(ordered[-1 - cut], 3)


def by_class(scored: Sequence[Scored], field: Field) -> list[Row]:
    """For each act or dossier: annotated, read, and precision, recall and F1 of finding it.

    A statement counts for the annotator's first reading, whichever of the readings was read.
    """
    known: Counter[str] = Counter()
    said: Counter[str] = Counter()
    found: Counter[str] = Counter()
    precise: Counter[str] = Counter()
    for one in scored:
        known.update(_first(label, field) for label in one.case.labels)
        said.update(getattr(s, field) for s in one.statements)
        for pair in one.pairs:
            if getattr(pair, field):
                found[_first(pair.label, field)] += 1
                precise[getattr(pair.said, field)] += 1
    rows: list[Row] = []
    for name in sorted(known | said):
        precision, recall = value((precise[name], said[name])), value((found[name], known[name]))
        both = precise[name] + found[name]
        rows.append(
            {
                field: name,
                "annotated": known[name],
                "read": said[name],
                "precision": precision,
                "recall": recall,
                "f1": value((both, known[name] + said[name])),
            }
        )
    return rows


def by_publisher(scored: Sequence[Scored], field: Literal["ministry", "group"]) -> list[Row]:
    """The F1 figures for each ministry, or for each group of cases, the most annotated statements first."""
    parts: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        parts[getattr(one.case, field)].append(one)
    rows: list[Row] = []
    for name, part in parts.items():
        counts = total(part)
        row: Row = {field: name, "cases": len(part), "annotated": sum(len(one.case.labels) for one in part)}
        rows.append(row | {figure: value(counts[figure]) for figure in F1})
    return sorted(rows, key=lambda row: (-int(row["annotated"] or 0), str(row[field])))


def confusion(scored: Sequence[Scored], field: Field) -> list[Row]:
    """What was read in the place of what, the most frequent first; right readings are left out."""
    counts = Counter(
        (_first(pair.label, field), getattr(pair.said, field))
        for one in scored
        for pair in one.pairs
        if not getattr(pair, field)
    )
    matched = Counter(_first(pair.label, field) for one in scored for pair in one.pairs)
    return [
        {"annotated": known, "read": said, "times": times, "of": matched[known]}
        for (known, said), times in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def worst(scored: Sequence[Scored], number: int) -> list[Row]:
    """The cases with the lowest +polarity, the largest first among equals."""
    rows: list[Row] = [
        {
            "case": one.case.name,
            "annotated": len(one.case.labels),
            "read": len(one.statements),
            **{name: value(one.counts[name]) for name in F1[:4]},
            "fault": one.fault,
        }
        for one in scored
    ]
    rows.sort(key=lambda row: (row["+polarity"] or 0.0, -int(row["annotated"] or 0), str(row["case"])))
    return rows[:number]


def _first(label: object, field: Field) -> str:
    readings: tuple[str, ...] = getattr(label, f"{field}s")
    return readings[0]
