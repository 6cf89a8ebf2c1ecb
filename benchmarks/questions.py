"""How long every question of the catalogue takes on a store of about a million quads.

    python benchmarks/questions.py [--documents N] [--store FOLDER] [QUESTION …]

The documents are those of benchmarks/deriving.py; the questions are asked with their examples, or with the
states that the made-up documents speak of, all rows taken. A store that is there already is used as it is.
Each question is asked once cold, then as often as fits into a few seconds; the median of those is printed,
the slowest first, also as a multiple of the time of the quickest question. One that takes longer than the
limit is stopped.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from pathlib import Path

from deriving import ready

from kg import api
from kg.questions.catalogue import Catalogue

DOCUMENTS = 1_500
LIMIT = 30.0
SHARE = 3.0
TIMES = 9
"""Seconds: after which a question is stopped; that are spent on one. How often it is asked at most."""


def ask(folder: str, name: str, out: multiprocessing.connection.Connection) -> None:
    """Rows, the cold time and the warm ones of one question, in a process of its own."""
    with api.open(folder, read_only=True) as graph:
        example = Catalogue()[name].example
        times = []
        begin = time.perf_counter()
        while not times or (time.perf_counter() - begin < SHARE and len(times) < TIMES):
            start = time.perf_counter()
            rows = len(graph.ask(name, **example))
            times.append(time.perf_counter() - start)
    out.send((rows, times[0], statistics.median(times[1:] or times)))


def measure(folder: str, name: str) -> tuple[int, float, float] | None:
    """The same, or None for one that was stopped."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.Process(target=ask, args=(folder, name, there))
    child.start()
    found = here.recv() if here.poll(LIMIT) else None
    if found is None:
        child.kill()
    child.join()
    return found


def main() -> int:
    """Measure, print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("questions", nargs="*")
    options.add_argument("--documents", type=int, default=DOCUMENTS)
    options.add_argument("--store")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.store or str(Path(made) / "store")
        ready(Path(folder), given.documents)
        with api.open(folder, read_only=True) as graph:
            told = graph.info()
        print(f"{told['documents']} documents, {told['quads']} quads")
        found = {name: measure(folder, name) for name in given.questions or Catalogue().names}
    least = min((one[2] for one in found.values() if one), default=1.0)
    print(f"{'question':30} {'rows':>7} {'cold ms':>9} {'warm ms':>9} {'ratio':>7}")
    for name, one in sorted(found.items(), key=lambda item: -(item[1][2] if item[1] else LIMIT)):
        if one is None:
            print(f"{name:30} stopped after {LIMIT:.0f} s")
        else:
            rows, cold, warm = one
            print(f"{name:30} {rows:>7} {cold * 1000:>9.0f} {warm * 1000:>9.0f} {warm / least:>7.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
