"""How fast documents are read on one core, against a bare pass over the same text.

    python benchmarks/reading.py [FOLDER] [RUNS]

Reads every *.txt below FOLDER (tests/gold) in one process: once for the first document, which builds the
reader's tables, then RUNS times all of them; the best run counts, in processor seconds, so that what else
runs on the machine disturbs little. The bare pass decodes the same bytes and splits them into sentences.
Prints a table and fails over a limit.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from kg import api  # noqa: E402 - the checkout is put on the path first

if TYPE_CHECKING:
    from collections.abc import Callable

RATIO = 400.0  # times a bare pass: what the reader may take; 200 to 300 on a busy machine


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds that the work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak() -> str:
    """The most memory this process has held, where the system tells."""
    try:
        import resource
    except ImportError:
        return "not told by this system"
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{held / (2**20 if sys.platform == 'darwin' else 2**10):.0f} MB"


def main() -> int:
    """Measure, print, judge."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=HOME / "tests" / "gold")
    options.add_argument("runs", nargs="?", type=int, default=3)
    told = options.parse_args()
    paths = sorted(told.folder.rglob("*.txt"))
    pages = [path.read_bytes() for path in paths]
    first = seconds(lambda: api.read(paths[0]))

    from kg.documents import sentences
    from kg.documents.decode import decode

    def bare() -> int:
        texts = [decode(page, source="-") for page in pages]
        return sum(len(list(sentences.split(text, 0, len(text)))) for text in texts)

    words = sum(len(decode(page, source="-").split()) for page in pages)
    least = min(seconds(bare) for _ in range(5 * told.runs))  # it is short
    taken = min(seconds(lambda: [api.read(path) for path in paths]) for _ in range(told.runs))
    rows = (
        ("documents, words", f"{len(pages):,}, {words:,}"),
        ("first document", f"{first:.2f} s"),
        ("documents/s", f"{len(pages) / taken:,.0f}"),
        ("words/s", f"{words / taken:,.0f}"),
        ("bare pass, words/s", f"{words / least:,.0f}"),
        ("reading / bare pass", f"{taken / least:.1f} x  limit {RATIO:g}"),
        ("peak memory", peak()),
    )
    for name, value in rows:
        print(f"{name:<22}{value}")
    return int(taken / least > RATIO)


if __name__ == "__main__":
    sys.exit(main())
