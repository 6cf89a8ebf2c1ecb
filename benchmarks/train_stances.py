"""Train the polarity weights, or compare rules, weights and both on documents that the weights have not seen.

    python benchmarks/train_stances.py             writes ontology/reader/stances.json
    python benchmarks/train_stances.py --compare   prints a table: five folds by document

Needs numpy (it comes with pandas); the reader needs nothing. The same annotated cases give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from kg.extraction import stances

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
WEIGHTS = ROOT / "ontology" / "reader" / "stances.json"
FOLDS = 5
RARE = 4  # a feature in fewer statements is not learned
RIDGE = 0.5  # 1.0 has five fewer right of the tuned 1,446, five folds
STEPS = 300
OTHER = 0.35  # weight of a second reading beside the first
SMALL = 0.04  # weights below are not written
TAKEN_AS = {"conditional_support": "support", "neutral": "none", "mixed": "none"}
_SENTENCE = re.compile(r"[a-z)\"”\d]{2}[.?!][\"”]?\s+(?=[A-Z])")
_LONG = 40  # characters: a full stop before is an abbreviation's


def statements() -> list[dict[str, Any]]:
    """Every annotated statement: document, act, words (to the next, or its sentence's end), polarity."""
    out = []
    for path in sorted(GOLD.glob("*/*.json")):
        if path.name.endswith(".pair.json"):
            continue
        case, text = json.loads(path.read_text("utf-8")), path.with_suffix(".txt").read_text("utf-8")
        found = [(_at(text, row["quote_start"]), row) for row in case["statements"]]
        starts = sorted(at for at, _ in found)
        for at, row in sorted(found, key=lambda pair: pair[0]):
            line = text.find("\n", at)
            stop = min([*(s for s in starts if s > at), line if line >= 0 else len(text)])
            words = text[at:stop].strip()
            end = next((m.end() for m in _SENTENCE.finditer(words) if m.end() > _LONG), len(words))
            out.append(
                {
                    "case": path.stem,
                    "act": row["act"],
                    "words": " ".join(words[:end].split()),
                    "polarity": row["polarity"],
                    "also": row.get("polarity_alt") or [],
                }
            )
    return out


def _at(text: str, words: str) -> int:
    found = re.search(r"\s+".join(re.escape(w) for w in words.split()), text)
    if not found:
        raise SystemExit(f"not in the text: {words}")
    return found.start()


def fit(rows: list[dict[str, Any]]) -> stances.Weights:
    """A ridge multinomial regression by Nesterov's method."""
    found = [stances.features(row["act"], row["words"]) for row in rows]
    counts = Counter(name for names in found for name in names)
    column = {name: k for k, name in enumerate(sorted(n for n, c in counts.items() if c >= RARE))}
    x = np.zeros((len(rows), len(column) + 1))
    y = np.zeros((len(rows), len(stances.LEARNED)))
    for i, (row, names) in enumerate(zip(rows, found, strict=True)):
        scale = (len(names) + 1) ** 0.5
        x[i, [column[n] for n in names if n in column]] = 1 / scale
        x[i, -1] = 1 / scale
        for k, said in enumerate([row["polarity"], *row["also"]]):
            y[i, stances.LEARNED.index(TAKEN_AS.get(said, said))] += OTHER if k else 1
        y[i] /= y[i].sum()
    w = v = np.zeros((x.shape[1], y.shape[1]))
    step, t = 1 / (0.5 + RIDGE / len(rows)), 1.0
    for _ in range(STEPS):
        z = x @ v
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        new = v - step * (x.T @ (p - y) / len(rows) + RIDGE / len(rows) * v)
        after = (1 + (1 + 4 * t * t) ** 0.5) / 2
        v = new + (t - 1) / after * (new - w)
        w, t = new, after
    kept = {
        name: tuple(round(float(a), 2) + 0.0 for a in w[k])
        for name, k in column.items()
        if np.abs(w[k]).max() >= SMALL
    }
    return stances.Weights(tuple(round(float(a), 3) for a in w[-1]), kept)


def write(weights: stances.Weights) -> None:
    """One feature a line, so that a change can be read."""
    lines = [
        f"  {json.dumps(name)}: {json.dumps(list(row))}" for name, row in sorted(weights.features.items())
    ]
    head = (
        f'{{\n "labels": {json.dumps(stances.LEARNED)},\n'
        f' "bias": {json.dumps(weights.bias)},\n "features": {{\n'
    )
    WEIGHTS.write_text(head + ",\n".join(lines) + "\n }\n}\n", encoding="utf-8")


def compare(rows: list[dict[str, Any]]) -> None:
    """Share right (a second reading counts) of each reader on documents of other folds."""
    right: Counter[str] = Counter()
    by_act: dict[str, Counter[str]] = {}
    for fold in range(FOLDS):
        held = [r for r in rows if _fold(r["case"]) == fold]
        weights = fit([r for r in rows if _fold(r["case"]) != fold])
        for row in held:
            table = stances.by_table(row["act"], stances.classes(row["words"]))
            learned = weights.decide(stances.features(row["act"], row["words"]))[0]
            alone = table not in stances.LEARNED or row["act"] in stances.cues().table_alone
            both = table if alone else learned
            ok = {
                TAKEN_AS.get(p, p) if p == "conditional_support" else p
                for p in [row["polarity"], *row["also"]]
            }
            act = by_act.setdefault(row["act"], Counter())
            for name, said in (("rules", table), ("learned", learned), ("both", both), ("n", None)):
                right[name] += said in ok or name == "n"
                act[name] += said in ok or name == "n"
    print("| act | statements | rules | weights | both |\n|---|---|---|---|---|")
    for name, row in [*sorted(by_act.items()), ("all", right)]:
        shares = " | ".join(f"{row[k] / row['n']:.3f}" for k in ("rules", "learned", "both"))
        print(f"| {name} | {row['n']} | {shares} |")


def _fold(case: str) -> int:
    return int(hashlib.sha256(case.encode()).hexdigest(), 16) % FOLDS


def main() -> None:
    """Train, or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--compare", action="store_true")
    rows = statements()
    if parser.parse_args().compare:
        compare(rows)
    else:
        write(fit(rows))


if __name__ == "__main__":
    main()
