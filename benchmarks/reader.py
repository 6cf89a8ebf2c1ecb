"""How well the whole reader reads: on what its weights have seen, and on what they have not.

    python benchmarks/reader.py                   learn from the tuned 70 % alone, read both parts
    python benchmarks/reader.py --methods         blind, keywords, rules and the reader on the held-out 30 %
    python benchmarks/reader.py --folds 3         every case read with weights learned from the other folds

Four files of ontology/reader are learned: issue_weights.json, stances.json, items.json, replies.json. They
are learned anew into a temporary folder by the same code that makes the shipped ones, and the reader of a
fresh process takes them from there. Words, rules and tables stay: written with sight of the tuned part.
Needs numpy and scipy. Learning takes minutes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tests")]

from split import GOLD, cases, fold, split  # noqa: E402 - the checkout is put on the path first

from kg import documents, extraction, resources, scoring  # noqa: E402
from kg.scoring import annotation, calibration, figures, tables  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
SHOWN = ("detect", "who-act", "+dossier", "+polarity", "reply", "commit", "condition", "officials", "states")
Measured = tuple[list[scoring.Scored], float]
"""Cases read, and words a second of processor time."""


def fresh(task: Callable[..., T], *arguments: object) -> T:
    """Run a function of this file in a process of its own: no weights that were read before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(task, *arguments).result()


def learn(folder: Path, names: set[str]) -> None:
    """Learn the weights from the named cases alone, as the committed commands learn them from all."""
    import train_issues
    import train_items
    import train_replies
    import train_stances

    annotated = [rows for rows in train_issues.cases(GOLD) if rows and rows[0].name in names]
    found = train_issues.whole(annotated, train_issues.SETTINGS)
    (folder / "issue_weights.json").write_text(json.dumps(found), encoding="utf-8")
    train_stances.WEIGHTS = folder / "stances.json"
    train_stances.write(train_stances.fit([r for r in train_stances.statements() if r["case"] in names]))
    links = [row for path in cases() if path.stem in names for row in train_replies.pairs(path)]
    rows = [row for path in cases() if path.stem in names for row in train_items.lessons(path)]
    (folder / "items.json").write_text(json.dumps(train_items.fit(rows)), encoding="utf-8")
    (folder / "replies.json").write_text(json.dumps(train_replies.fit(links)), encoding="utf-8")


def read(paths: list[Path], folder: Path | None = None, method: str = "reader") -> Measured:
    """Score the cases by a method, with the files of a folder in the place of those in ontology/reader."""
    import baselines

    if folder:
        shipped = resources.text

        def text(name: str, *parts: str) -> str:
            own = folder / parts[-1]
            return own.read_text(encoding="utf-8") if own.is_file() else shipped(name, *parts)

        resources.text = text
    if method == "rules":
        baselines.rules()
    reader = baselines.READERS.get(method, extraction.read)
    loaded = [(annotation.load(path), path.with_suffix(".txt")) for path in paths]
    reader(documents.read(loaded[0][1]))  # words and weights are read before the clock runs
    found, words = [], 0
    start = time.process_time()
    readings = [reader(documents.read(path)) for _, path in loaded]
    taken = time.process_time() - start
    for (case, _), reading in zip(loaded, readings, strict=True):
        found.append(figures.compare(case, reading))
        words += len(case.text.split())
    return found, words / taken


def crossed(folds: int) -> list[scoring.Scored]:
    """Every case, read with weights that were learned without its fold."""
    found = []
    for k in range(folds):
        held = [path for path in cases() if fold(path.stem, folds) == k]
        names = {path.stem for path in cases() if fold(path.stem, folds) != k}
        with tempfile.TemporaryDirectory() as name:
            fresh(learn, Path(name), names)
            (Path(name) / "confidence.json").write_text("[]", encoding="utf-8")
            found += fresh(read, held, Path(name))[0]
        print(f"fold {k + 1} of {folds}", file=sys.stderr, flush=True)
    return found


def table(columns: dict[str, Measured]) -> None:
    """Print figures beside each other, and how fast."""
    print(f"| | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    counts = {name: figures.total(scored) for name, (scored, _) in columns.items()}
    rows = {
        "cases": [str(len(scored)) for scored, _ in columns.values()],
        "statements": [str(sum(len(s.case.labels) for s in scored)) for scored, _ in columns.values()],
    }
    for figure in SHOWN:
        values = [figures.value(count[figure]) for count in counts.values()]
        rows[figure] = ["" if value is None else f"{value:.3f}" for value in values]
    if any(speed for _, speed in columns.values()):
        rows["words a second"] = [f"{speed:.0f}" if speed else "" for _, speed in columns.values()]
    for name, cells in rows.items():
        print(f"| {name} | {' | '.join(cells)} |")


def groups(columns: dict[str, list[scoring.Scored]]) -> None:
    """Print the headline for each group of publishers."""
    print(f"\n+polarity\n\n| group | statements | {' | '.join(columns)} |\n|---|---|{'---|' * len(columns)}")
    found = {
        name: {row["group"]: row for row in tables.by_publisher(scored, "group")}
        for name, scored in columns.items()
    }
    for group in sorted({group for rows in found.values() for group in rows}):
        cells = [f"{rows[group]['+polarity']:.3f}" if group in rows else "" for rows in found.values()]
        known = max(int(rows[group]["annotated"]) for rows in found.values() if group in rows)
        print(f"| {group} | {known} | {' | '.join(cells)} |")


def intervals(scored: list[scoring.Scored]) -> None:
    """Print the held-out headline with its interval."""
    row = next(r for r in tables.figures(scored) if r["figure"] == "+polarity")
    print(f"\n+polarity, not seen: {row['value']} (95 % over cases: {row['low']} to {row['high']})")
    judged = calibration.judged(scored)
    print(f"confidence, expected calibration error at +polarity: {calibration.error(judged)}")


def compare_parts(folder: Path) -> None:
    """Weights learned from the tuned part and from all, on both parts."""
    tune, look = cases("tune"), cases("look")
    columns = {
        "tuned part, seen": fresh(read, tune, folder),
        "held-out part, not seen": fresh(read, look, folder),
        "held-out part, shipped weights (seen)": fresh(read, look),
        "all, shipped weights (seen)": fresh(read, tune + look),
    }
    table(columns)
    groups({name: scored for name, (scored, _) in columns.items() if "part" in name})
    intervals(columns["held-out part, not seen"][0])


def compare_methods(folder: Path) -> None:
    """What each way to read finds in the held-out part."""
    look = cases("look")
    with tempfile.TemporaryDirectory() as name:
        fresh(unlearned, Path(name))
        columns = {
            "blind": fresh(read, look, None, "blind"),
            "keywords": fresh(read, look, None, "keywords"),
            "rules": fresh(read, look, Path(name), "rules"),
            "rules and weights": fresh(read, look, folder),
        }
    table(columns)


def unlearned(folder: Path) -> None:
    """Write the weights of `rules`."""
    import baselines

    baselines.unlearned(folder)


def main() -> None:
    """Learn, read, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--methods", action="store_true")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--weights", type=Path, help="a folder to keep the weights in, or to take them from")
    options = parser.parse_args()
    if options.folds:
        scored = crossed(options.folds)
        table({f"{options.folds} folds, not seen": (scored, 0.0)})
        groups({"not seen": scored})
        intervals(scored)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = options.weights or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "replies.json").is_file():
            fresh(learn, folder, {path.stem for path in cases() if split(path.stem) == "tune"})
        (compare_methods if options.methods else compare_parts)(folder)


if __name__ == "__main__":
    main()
