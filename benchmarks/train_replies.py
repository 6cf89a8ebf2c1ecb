"""Train the weights of reply links, or measure them on documents that they have not seen.

    python benchmarks/train_replies.py             writes ontology/reader/replies.json
    python benchmarks/train_replies.py --compare   five folds by document, true statements, links and grades

Needs numpy (it comes with pandas); the reader needs nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from unittest import mock

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import annotated  # noqa: E402 - the test helper that turns annotations into Readings
from regression import logistic  # noqa: E402

from kg.extraction import replies  # noqa: E402 - the checkout is put on the path first

GOLD = ROOT / "tests" / "gold"
WEIGHTS = ROOT / "ontology" / "reader" / "replies.json"
FOLDS = 5
RIDGE = 1.5
STEPS = 400
RARE = 3
THRESHOLD = 0.25
SAID = 0.12  # threshold where a reply word stands

Pair = tuple[list[str], bool]


def exchanges(path: Path) -> tuple[replies.Exchange, dict[int, int]]:
    """The statements of a case as an exchange, and its links as indexes."""
    reading = annotated.reading(path)
    statements = list(reading.statements)
    at = {s.n: k for k, s in enumerate(statements)}
    links = {k: at[s.replies_to] for k, s in enumerate(statements) if s.replies_to in at}
    return replies.Exchange(reading.document, reading.meeting, statements, []), links


def pairs(path: Path) -> list[Pair]:
    """Every candidate pair of a case with its features, the links before it taken as annotated."""
    exchange, links = exchanges(path)
    out = []
    for i in range(len(exchange.statements)):
        out += [(exchange.features(i, j), links.get(i) == j) for j in exchange.candidates(i)]
        if i in links:
            exchange.take(i, links[i])
    return out


def fit(rows: list[Pair]) -> dict[str, float]:
    """The weight of each feature that is not rare, and of a pair as such."""
    counts = Counter(name for names, _ in rows for name in names)
    column = {name: k for k, name in enumerate(sorted(n for n, c in counts.items() if c >= RARE))}
    x = np.zeros((len(rows), len(column) + 1))
    x[:, -1] = 1
    y = np.array([float(right) for _, right in rows])
    for i, (names, _) in enumerate(rows):
        x[i, [column[n] for n in names if n in column]] = 1
    w = logistic(x, y, RIDGE, STEPS)
    found = {name: round(float(w[k]), 2) for name, k in column.items()}
    return {"bias": round(float(w[-1]), 2), "threshold": THRESHOLD, "threshold when said": SAID, **found}


def cases() -> list[Path]:
    """The annotated cases, in order."""
    return [p for p in sorted(GOLD.glob("*/*.json")) if not p.name.endswith(".pair.json")]


def compare() -> None:
    """Links found, wrong and missed on the documents of each fold, by threshold."""
    read = {p: pairs(p) for p in cases()}
    count: dict[float, Counter[str]] = {t: Counter() for t in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)}
    for fold in range(FOLDS):
        learned = fit([row for p, rows in read.items() if _fold(p) != fold for row in rows])
        for path in (p for p in read if _fold(p) == fold):
            for threshold, tally in count.items():
                measured(path, {**learned, "threshold": threshold}, tally)
    print(
        "| threshold | links right | said | annotated | F1 | in the reply cases |\n|---|---|---|---|---|---|"
    )
    for threshold, c in count.items():
        f1 = 2 * c["right"] / (c["said"] + c["true"])
        there = 2 * c["r.right"] / (c["r.said"] + c["r.true"])
        print(f"| {threshold} | {c['right']} | {c['said']} | {c['true']} | {f1:.3f} | {there:.3f} |")


def measured(path: Path, learned: dict[str, float], tally: Counter[str]) -> None:
    """Add one case's links to the tally."""
    exchange, links = exchanges(path)
    with mock.patch.object(replies, "weights", return_value=learned):
        found = {}
        for i in range(len(exchange.statements)):
            best = exchange.best(i)
            if best is not None:
                exchange.take(i, best)
                found[i] = best
    right = len(found.items() & links.items())
    tally.update(right=right, said=len(found), true=len(links))
    if path.parent.name == "replies":
        tally.update({"r.right": right, "r.said": len(found), "r.true": len(links)})


def _fold(path: Path) -> int:
    return int(hashlib.sha256(path.stem.encode()).hexdigest(), 16) % FOLDS


def main() -> None:
    """Train, or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--compare", action="store_true")
    if parser.parse_args().compare:
        compare()
        return
    found = fit([row for path in cases() for row in pairs(path)])
    WEIGHTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
