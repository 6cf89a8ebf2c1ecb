"""Train the weights of ontology/reader/items.json: which items of a clause are statements of their own.

    python benchmarks/train_items.py             write the weights
    python benchmarks/train_items.py --compare   five folds by meeting: cuts right and wrong

The clauses are the reader's own; an annotated start inside one teaches a cut, every other item none. Needs
numpy (it comes with pandas); the reader needs nothing. Same cases and code, same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from regression import logistic  # noqa: E402 - the checkout is put on the path first
from split import cases, fold  # noqa: E402

from kg import documents  # noqa: E402
from kg.extraction import clauses, items, meetings, topics  # noqa: E402
from kg.extraction.evidence import matters  # noqa: E402
from kg.scoring import annotation  # noqa: E402

WEIGHTS = ROOT / "ontology" / "reader" / "items.json"
FOLDS = 5
RIDGE = 8.0
STEPS = 400
RARE = 4
THRESHOLD = 0.3
SLACK = 25  # characters between an item and the annotated start it stands for
INSIDE = 5  # characters before the clause's end

Row = tuple[tuple[str, ...], bool]


def lessons(path: Path) -> list[Row]:
    """Every item of a case's clauses, and whether a statement was annotated there."""
    document = documents.read(path.with_suffix(".txt"))
    if document.language != "en":
        return []
    meeting = meetings.account(document)
    starts = [label.start for label in annotation.load(path).labels]
    found = clauses.clauses(document, meeting)
    heads = [clause.start for clause in found]
    out = []
    for clause in found:
        named = matters(document, meeting, clause.start, clause.end)
        row = items.items(document.text, clause, named)
        inside = [
            at
            for at in starts
            if clause.start + SLACK < at < clause.end - INSIDE and not any(abs(at - h) < SLACK for h in heads)
        ]
        places = [(i.start, topics.body(document.text, i.start, clause.end)) for i in row]
        right = set()
        for at in inside:
            near = [(min(abs(p - at) for p in pair), k) for k, pair in enumerate(places)]
            if near and min(near)[0] <= SLACK:
                right.add(min(near)[1])
        out += [(item.features, k in right) for k, item in enumerate(row)]
    return out


def fit(rows: list[Row]) -> dict[str, float]:
    """The weight of each feature that is not rare."""
    counts = Counter(name for names, _ in rows for name in names)
    column = {name: k for k, name in enumerate(sorted(n for n, c in counts.items() if c >= RARE))}
    x = np.zeros((len(rows), len(column)))
    for i, (names, _) in enumerate(rows):
        x[i, [column[n] for n in names if n in column]] = 1
    y = np.array([float(cut) for _, cut in rows])
    w = logistic(x, y, RIDGE, STEPS)
    return {"threshold": THRESHOLD, **{name: round(float(w[k]), 2) + 0.0 for name, k in column.items()}}


def write(found: dict[str, float]) -> None:
    """One feature a line, so that a change can be read."""
    WEIGHTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def compare() -> None:
    """Cuts right, wrong and missed on the documents of each fold, by threshold."""
    read = {path: lessons(path) for path in cases()}
    tally: dict[float, Counter[str]] = {t: Counter() for t in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)}
    rule: Counter[str] = Counter()
    for k in range(FOLDS):
        learned = fit([row for path, rows in read.items() if fold(path.stem, FOLDS) != k for row in rows])
        for path in (path for path in read if fold(path.stem, FOLDS) == k):
            for names, cut in read[path]:
                odds = 1 / (1 + np.exp(-sum(learned.get(name, 0.0) for name in names)))
                for threshold, count in tally.items():
                    count[f"{odds >= threshold} {cut}"] += 1
                rule[f"{'rule:True' in names} {cut}"] += 1
    print("| threshold | right | wrong | missed |\n|---|---|---|---|")
    for name, count in (("the rule alone", rule), *tally.items()):
        print(f"| {name} | {count['True True']} | {count['True False']} | {count['False True']} |")


def main() -> None:
    """Train, or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--compare", action="store_true")
    if parser.parse_args().compare:
        compare()
    else:
        write(fit([row for path in cases() for row in lessons(path)]))


if __name__ == "__main__":
    main()
