"""Make ontology/reader/confidence.json: the map from the stages' product to the share of statements right.

    python benchmarks/train_confidence.py      minutes; prints how far off the product and the map are

Every case is read with weights learned from the other folds. The map is counted on the held-out part alone:
the rules are better on the tuned part than they will be on new readouts. It is isotonic: the best rising
steps. What is printed is a map made of the other folds held against each fold in turn; what is written is
made of all of them. Same cases and code, same bytes.
"""

from __future__ import annotations

import reader
from split import ROOT, fold, split

from kg.extraction import confidence
from kg.scoring import calibration

FOLDS = 5
LEAST = 60
"""Statements that a step of the map stands on."""
TARGET = ROOT / "ontology" / "reader" / "confidence.json"


def points(statements: list[calibration.Judged]) -> list[tuple[float, bool]]:
    """What the map is fitted to: the product, and whether all of the statement is right."""
    return [(product, whole) for product, _, whole in statements]


def compare(judged: dict[int, list[calibration.Judged]]) -> None:
    """Print reliability and error of the product, and of maps that have not seen the statements."""
    everything = [row for rows in judged.values() for row in rows]
    mapped = []
    for k, rows in judged.items():
        others = [row for j, more in judged.items() if j != k for row in more]
        known = tuple(calibration.isotonic(points(others), LEAST))
        confidence.knots = lambda known=known: known
        mapped += [(confidence.calibrated(product), who, whole) for product, who, whole in rows]
    for name, statements in (("product", everything), ("mapped, not seen", mapped)):
        off = calibration.error(statements), calibration.error(statements, whole=False)
        print(f"\n{name}: off by {off[0]} at +polarity, {off[1]} at who-act\n")
        print("| stated | statements | mean | right at who-act | right at +polarity |\n|---|---|---|---|---|")
        for row in calibration.reliability(statements):
            if row["statements"]:
                cells = [f"{row[key]:.3f}" for key in ("stated", "who-act", "+polarity")]
                print(f"| {row['from']:.1f} to {row['to']:.1f} | {row['statements']} | {' | '.join(cells)} |")


def main() -> None:
    """Read, print, write."""
    scored = reader.crossed(FOLDS)
    held = [one for one in scored if split(one.case.name) == "look"]
    reader.table({f"all, {FOLDS} folds": (scored, 0.0), "held-out part of them": (held, 0.0)})
    reader.groups({"all": scored, "held-out part": held})
    judged: dict[int, list[calibration.Judged]] = {k: [] for k in range(FOLDS)}
    for one in held:
        judged[fold(one.case.name, FOLDS)] += calibration.judged([one])
    compare(judged)
    knots = calibration.isotonic(points([row for rows in judged.values() for row in rows]), LEAST)
    lines = ",\n".join(f" [{product}, {share}]" for product, share in knots)
    TARGET.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
