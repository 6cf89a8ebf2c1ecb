"""How well two ministries' accounts of one meeting are aligned, against the annotated pairs.

    python benchmarks/alignment.py           links found per pair, on annotated and on read statements
    python benchmarks/alignment.py --train   the weights that these pairs give, for accounts.yaml
    python benchmarks/alignment.py --words   writes ontology/rules/frequencies.json: how common words are

A link is a statement of one account and a corresponding one of the other. "Left out": each pair is aligned
with weights trained on the others. A read statement counts as the annotated one that it overlaps most, and
links of statements that overlap none are passed over. "Within reach" are the links both of whose statements
the reader found. Training is on annotated and on read statements, and needs numpy.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import annotated  # noqa: E402 - the test helper that turns annotations into Readings
from regression import logistic  # noqa: E402

import kg  # noqa: E402 - the checkout is put on the path first
from kg import alignment  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Statement

GOLD = ROOT / "tests" / "gold"
WORDS = ROOT / "ontology" / "rules" / "frequencies.json"
RIDGE = 3.0
STEPS = 600
COMMON = 20
"""Statements in which a word must stand to be counted as common."""
ELSE = 8
"""What the others count as: half as common."""

Side = list["Statement"]
Links = dict[tuple[int, int], str]


def pairs() -> list[Path]:
    """The files that say what corresponds, in order."""
    return sorted((GOLD / "pairs").glob("*.pair.json"))


def sides(path: Path) -> tuple[Side, Side]:
    """The annotated statements of both accounts, in the order of the text."""
    row = json.loads(path.read_text(encoding="utf-8"))
    a, b = (annotated.reading(path.with_name(f"{row[s]}.json")) for s in "ab")
    return list(a.statements), list(b.statements)


def links(path: Path) -> Links:
    """The annotated links with their relations."""
    row = json.loads(path.read_text(encoding="utf-8"))
    return {(a, b): group["relation"] for group in row["aligned"] for a in group["a"] for b in group["b"]}


def found(a: Side, b: Side) -> Links:
    """The links of the shipped alignment, with relations in the words of the annotation."""
    out = {}
    for one in alignment.align(a, b):
        name = f"stronger_in_{one.stronger}" if one.stronger else one.relation
        out.update({(m, n): name for m in one.a for n in one.b})
    return out


@cache
def read(path: Path) -> tuple[tuple[Side, Side], dict[int, int], dict[int, int]]:
    """The read statements of both accounts, and the annotated number of each that overlaps one."""
    row = json.loads(path.read_text(encoding="utf-8"))
    statements, known = [], []
    for side, gold in zip("ab", sides(path), strict=True):
        text = path.with_name(f"{row[side]}.txt")
        said = list(kg.read(text, publishers=[row[side][-3:].upper()]).statements)
        overlaps = {s.n: max((_common(s, g), -g.n) for g in gold) for s in said}
        statements.append(said)
        known.append({n: -number for n, (size, number) in overlaps.items() if size > 0})
    return (statements[0], statements[1]), known[0], known[1]


def _common(one: Statement, other: Statement) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def found_in_words(path: Path) -> Links:
    """The links of the read statements, put on the annotated ones."""
    both, left, right = read(path)
    return {(left[m], right[n]): name for (m, n), name in found(*both).items() if m in left and n in right}


def within_reach(path: Path) -> int:
    """How many annotated links have both statements read."""
    _, left, right = read(path)
    return sum(a in left.values() and b in right.values() for a, b in links(path))


def examples(path: Path) -> Iterator[tuple[dict[str, float], bool]]:
    """The features of every pair of statements, annotated and read, and whether they correspond."""
    true = links(path)
    (a, b), left, right = read(path)
    own = sides(path)
    same = [{s.n: s.n for s in side} for side in own]
    for (one, other), mine, theirs in ((own, *same), ((a, b), left, right)):
        for x, row in zip(one, alignment.features(one, other), strict=True):
            for y, cell in zip(other, row, strict=True):
                yield cell, (mine.get(x.n), theirs.get(y.n)) in true


def train(paths: list[Path]) -> dict[str, float]:
    """The weight of each feature, and of a pair as such."""
    told = [example for path in paths for example in examples(path)]
    names = [*told[0][0], "bias"]
    x = np.array([[*cell.values(), 1.0] for cell, _ in told])
    y = np.array([float(right) for _, right in told])
    ridge = np.full(len(names), RIDGE)
    ridge[-1] = 0.01
    w = logistic(x, y, ridge, STEPS)
    return {name: round(float(value), 2) for name, value in zip(names, w, strict=True)}


def words() -> dict[str, Any]:
    """In how many annotated statements (the pairs left out) each common word stands."""
    counts: Counter[str] = Counter()
    size = 0
    for path in sorted(GOLD.glob("*/*.json")):
        if path.parent.name != "pairs":
            for said in annotated.reading(path).statements:
                counts.update(alignment.word_keys(said.quote))
                size += 1
    common = {word: n for word, n in sorted(counts.items()) if n >= COMMON}
    return {"of": size, "else": ELSE, "in": common}


class Tally:
    """Links right, said and true, and relations right."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.n: Counter[str] = Counter()

    def add(self, said: Links, true: Links) -> str:
        """Count one pair; its cells of the table."""
        right = said.keys() & true.keys()
        named = sum(said[link] == true[link] for link in right)
        own = Counter(right=len(right), said=len(said), true=len(true), named=named)
        self.n.update(own)
        return _cells(own)


def _cells(n: Counter[str]) -> str:
    precision, recall = n["right"] / max(1, n["said"]), n["right"] / max(1, n["true"])
    f1 = 2 * n["right"] / max(1, n["said"] + n["true"])
    return f"{precision:.2f} {recall:.2f} {f1:.2f} ({n['named']}/{n['right']})"


def table() -> None:
    """Precision, recall, F1 and relations right of the right links, each pair and all together."""
    ways = {name: Tally() for name in ("annotated", "left out", "read", "read, left out")}
    print("| pair | links | within reach |", " | ".join(ways), "|")
    print("|---|---|---|" + "---|" * len(ways))
    settings = alignment._settings()  # noqa: SLF001 - the weights under test
    reach = 0
    for path in pairs():
        true = links(path)
        cells = {
            "annotated": ways["annotated"].add(found(*sides(path)), true),
            "read": ways["read"].add(found_in_words(path), true),
        }
        others = {**settings, "weights": train([p for p in pairs() if p != path])}
        with mock.patch.object(alignment, "_settings", return_value=others):
            cells["left out"] = ways["left out"].add(found(*sides(path)), true)
            cells["read, left out"] = ways["read, left out"].add(found_in_words(path), true)
        name = path.name.removesuffix(".pair.json")
        print(
            "|", name, "|", len(true), "|", within_reach(path), "|", " | ".join(cells[w] for w in ways), "|"
        )
        reach += within_reach(path)
    total = sum(len(links(path)) for path in pairs())
    print("| all |", total, "|", reach, "|", " | ".join(_cells(tally.n) for tally in ways.values()), "|")


def main() -> None:
    """Measure, train or count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--words", action="store_true")
    told = parser.parse_args()
    if told.words:
        WORDS.write_text(json.dumps(words(), indent=0, sort_keys=True) + "\n", encoding="utf-8")
    elif told.train:
        print(train(pairs()))
    else:
        table()


if __name__ == "__main__":
    main()
