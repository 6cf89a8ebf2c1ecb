"""Learn ontology/reader/issue_weights.json from the annotated readouts, and compare ways to read a dossier.

    python benchmarks/train_issues.py              write the weights (same bytes every time)
    python benchmarks/train_issues.py --compare    the table of docs/reader-issues.md: cross-validation by document

Needs numpy and scipy; the reader itself needs neither.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from kg import documents  # noqa: E402 - the checkout is put on the path first
from kg.extraction import dossiers, gazetteer  # noqa: E402
from kg.extraction.clause import Clause, Topic  # noqa: E402
from kg.model import Document, Meeting, Official  # noqa: E402

GOLD = HOME / "tests" / "gold"
WEIGHTS = HOME / "ontology" / "reader" / "issue_weights.json"
FOLDS = 10


class Case:
    """One annotated statement: its clause, what stands before, and the dossiers that count as right."""

    def __init__(
        self, name: str, document: Document, meeting: Meeting, clause: Clause, right: list[str]
    ) -> None:
        self.name, self.document, self.meeting, self.clause, self.right = (
            name,
            document,
            meeting,
            clause,
            right,
        )


def cases(folder: Path) -> list[list[Case]]:
    """The statements of every annotated readout, document by document, in the order of the text."""
    found = []
    for path in sorted(folder.glob("*/*.json")):
        if path.name.endswith(".pair.json"):
            continue
        found.append(statements(path))
    return found


def statements(path: Path) -> list[Case]:
    """The annotated statements of one readout."""
    case = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    document = documents.from_text(text, source=path.stem)
    officials = tuple(Official(o["name"], o["state"], o["post"]) for o in case["event"]["officials"])
    meeting = Meeting(states=tuple(case["event"]["states"]), officials=officials)
    rows = sorted((_offset(text, row["quote_start"]), k, row) for k, row in enumerate(case["statements"]))
    starts = [start for start, _, _ in rows]
    found = []
    for start, _, row in rows:
        end = min([s for s in starts if s > start] or [len(text)])
        inside = [k for k, s in enumerate(document.sentences) if s.start <= start]
        index = inside[-1] if inside else 0
        voice = row.get("voice") or (
            "joint" if len(row["speaker_states"]) > 1 else "named" if row["speaker"] else "state"
        )
        clause = Clause(start, end, start, index, "", row["act"], None, (), (), voice)
        right = [row["issue_group"], *(row.get("issue_group_alt") or [])]
        found.append(Case(path.stem, document, meeting, clause, right))
    return found


def _offset(text: str, words: str) -> int:
    found = re.search(r"\s+".join(re.escape(w) for w in words.split()), text)
    if not found:
        raise SystemExit(f"not in the text: {words}")
    return found.start()


def fold(name: str, salt: int = 0) -> int:
    """A number by which documents are dealt out: renditions of one meeting (same date and states) fall together."""
    return int(hashlib.sha256(f"{salt or ''}{name[:18]}".encode()).hexdigest(), 16)


def teach(
    documents_: list[list[Case]], settings: dict[str, Any]
) -> list[tuple[dossiers.Evidence, list[str]]]:
    """Evidence and right dossiers of every statement.

    The topic before is what a reader taught by the other documents reads there, not the truth: the weights
    must not learn to trust it more than it deserves.
    """
    truth = []
    for rows in documents_:
        before: list[Topic] = []
        for case in rows:
            truth.append((dossiers.evidence(case.document, case.meeting, case.clause, before), case.right))
            before = [Topic(case.clause.start, case.clause.end, case.right[0], case.right[0], 0.8)]
    if not settings["inner"]:
        return truth
    place = {id(case): k for k, case in enumerate(case for rows in documents_ for case in rows)}
    found = list(truth)
    for k in range(settings["inner"]):
        test = [d for d in documents_ if fold(d[0].name, 7) % settings["inner"] == k]
        seen = [
            truth[place[id(c)]] for d in documents_ if fold(d[0].name, 7) % settings["inner"] != k for c in d
        ]
        for case, _, evidence in read(test, learn(seen, settings)):
            found[place[id(case)]] = (evidence, case.right)
    return found


def learn(rows: list[tuple[dossiers.Evidence, list[str]]], settings: dict[str, Any]) -> dict[str, Any]:
    """Weights of a log-linear model by penalised likelihood of the right dossiers."""
    names = sorted({c.dossier for c in gazetteer.concepts().values()})
    number = {d: k for k, d in enumerate(names)}
    flat = [(flatten(seen, settings), right) for seen, right in rows]
    support: Counter[str] = Counter()
    for (_, features), _ in flat:
        support.update(features.keys())
    kept = sorted(
        f for f, n in support.items() if n >= (settings["rare"] if f.startswith("w:") else 2) or f == "bias"
    )
    places = sorted({p for (seen, _), _ in flat for p, _ in seen})
    f_of, p_of = {f: k for k, f in enumerate(kept)}, {p: k for k, p in enumerate(places)}
    n, d = len(flat), len(names)
    T = np.zeros((n, d))
    x: list[tuple[int, int, float]] = []
    f: list[tuple[int, int, float]] = []
    for i, ((seen, features), right) in enumerate(flat):
        x += [(i, f_of[name], v) for name, v in features.items() if name in f_of]
        f += [(i * d + number[dossier], p_of[p], v) for (p, dossier), v in seen.items()]
        T[i, [number[r] for r in right]] = settings["second"]
        T[i, number[right[0]]] = 1.0
    X, F = _sparse(x, (n, len(kept))), _sparse(f, (n * d, len(places)))
    Xt, Ft = X.T.tocsr(), F.T.tocsr()
    penalty = np.array([settings["l2"][kind(f)] for f in kept])[:, None] * np.ones((1, d))
    shape = (len(kept), d)

    def loss(z: np.ndarray) -> tuple[float, np.ndarray]:
        w, s = z[: shape[0] * d].reshape(shape), z[shape[0] * d :]
        score = X @ w + (F @ s).reshape(n, d)
        score -= score.max(axis=1, keepdims=True)
        p = np.exp(score)
        p /= p.sum(axis=1, keepdims=True)
        good = (p * T).sum(axis=1)
        g = p - p * T / good[:, None]
        value = (
            -np.log(good).sum()
            + 0.5 * (penalty * w * w).sum()
            + 0.5 * settings["l2"]["place"] * (s * s).sum()
        )
        return value, np.concatenate(
            [
                (Xt @ g + penalty * w).ravel(),
                Ft @ g.ravel() + settings["l2"]["place"] * s,
            ]
        )

    start = np.zeros(shape[0] * d + len(places))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": settings["steps"]}).x
    w, s = best[: shape[0] * d].reshape(shape), best[shape[0] * d :]
    floor = settings["floor"]
    features = {}
    for k, f in enumerate(kept):
        row = {names[j]: round(float(w[k, j]), 2) for j in range(d) if abs(w[k, j]) >= floor}
        if row:
            features[f] = row
    return {
        "dossiers": names,
        "places": {p: round(float(s[k]), 3) for k, p in enumerate(places)},
        "features": features,
    }


def _sparse(cells: list[tuple[int, int, float]], shape: tuple[int, int]) -> csr_matrix:
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_matrix((values, (rows, columns)), shape=shape)


def kind(feature: str) -> str:
    """Which penalty a feature falls under."""
    if feature == "bias":
        return "bias"
    if "@" in feature:
        return "pair"
    return "word" if feature.startswith("w:") else "concept" if feature.startswith("c:") else "rest"


def flatten(
    seen: dossiers.Evidence, settings: dict[str, Any]
) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    """Places, and the features with a weight for each dossier, as the reader sums them."""
    use = settings["use"]
    features = {"bias": 1.0}
    for f, v in seen.features.items():
        if kind(f) in use:
            features[f] = v
    if "pair" in use:
        for (p, d), v in seen.places.items():
            features[f"{p}@{d}"] = v
    return (seen.places if "place" in use else {}), features


SETTINGS: dict[str, Any] = {
    "use": ["place", "pair", "concept", "word", "rest", "bias"],
    "l2": {"place": 0.1, "pair": 2.0, "concept": 1.0, "word": 1.0, "rest": 2.0, "bias": 0.5},
    "rare": 4,
    "second": 0.8,
    "steps": 200,
    "inner": 4,
    "floor": 0.04,
}


def read(
    documents_: list[list[Case]], weights: dict[str, Any]
) -> list[tuple[Case, dict[str, float], dossiers.Evidence]]:
    """Every statement with its probabilities and evidence, the topic before being what was read, not the truth."""
    names = weights["dossiers"]
    number = {d: k for k, d in enumerate(names)}
    own = {f: {number[d]: w for d, w in row.items()} for f, row in weights["features"].items()}
    ready = dossiers.Weights(tuple(names), weights["places"], own)
    found = []
    for rows in documents_:
        before: list[Topic] = []
        for case in rows:
            seen = dossiers.evidence(case.document, case.meeting, case.clause, before)
            odds = dossiers.weigh(seen, ready)
            best = max(odds, key=lambda d: (odds[d], d))
            found.append((case, odds, seen))
            before = [Topic(case.clause.start, case.clause.end, best, best, odds[best])]
    return found


def share(found: list[tuple[Case, dict[str, float]]]) -> float:
    """How often the likeliest dossier is a right one."""
    return sum(max(o, key=lambda d: (o[d], d)) in c.right for c, o, _ in found) / len(found)


def validate(
    documents_: list[list[Case]], settings: dict[str, Any], folds: int = FOLDS
) -> list[tuple[Case, dict[str, float]]]:
    """Each document read with weights learned from the others."""
    found = []
    for k in range(folds):
        train = [d for d in documents_ if d and fold(d[0].name) % folds != k]
        test = [d for d in documents_ if d and fold(d[0].name) % folds == k]
        found += read(test, learn(teach(train, settings), settings))
    return found


def main() -> None:
    """Write the weights, or print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compare", action="store_true")
    options = parser.parse_args()
    annotated = cases(GOLD)
    if options.compare:
        print(share(validate(annotated, SETTINGS)))
        return
    weights = learn(teach(annotated, SETTINGS), SETTINGS)
    WEIGHTS.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
