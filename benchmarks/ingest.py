"""What an ingest costs beside reading alone, and whether a document costs more as the store grows.

    python benchmarks/ingest.py [FOLDER] [--jobs 1 2] [--copies 1]    texts
    python benchmarks/ingest.py --stored 1000 5000 10000              stored reader output, made up

The first reads every *.txt below FOLDER (tests/gold), each COPIES times with another last line: by the reader
alone, then into a new store with each number of jobs, then again, where all is passed over. Each runs in a
process of its own. What is derived is timed apart: it follows the store, not the reader. Seconds are of the
clock; processor seconds, of all processes together, are told beside them, for on a machine that does
something else they are the ones to compare. The second loads so many readouts of `deriving.py`, and prints
the milliseconds a document of each tenth.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME), str(HOME / "benchmarks")]

from kg import documents, extraction, ingest, rules, store, triples  # noqa: E402 - the checkout comes first

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 1.10


def spent() -> float:
    """Processor seconds of this process and those it started and saw end."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak() -> int:
    """The most megabytes that this process, and that one of its workers, held."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(who).ru_maxrss for who in whose) >> (20 if sys.platform == "darwin" else 10)


def alone(folder: Path) -> dict[str, Any]:
    """Read all, keep nothing."""
    paths = sorted(folder.rglob("*.txt"))
    extraction.read(documents.read(paths[0]))
    began, cpu = time.perf_counter(), spent()
    words = 0
    for path in paths:
        words += len(extraction.read(documents.read(path)).document.text.split())
    return {
        "seconds": time.perf_counter() - began,
        "cpu": spent() - cpu,
        "documents": len(paths),
        "words": words,
        "peak": peak(),
    }


def whole(folder: Path, where: Path, jobs: int) -> dict[str, Any]:
    """Ingest all, then derive; both timed."""
    refresh = rules.refresh
    derived = [0.0, 0.0]

    def timed(held: store.Store) -> bool:
        began, cpu = time.perf_counter(), spent()
        changed = refresh(held)
        derived[:] = [time.perf_counter() - began, spent() - cpu]
        return changed

    ingest.rules.refresh = timed
    extraction.read(documents.read(min(folder.rglob("*.txt"))))
    with store.connect(where, create=True) as held:
        ingest.refresh_reference(held)
        began, cpu = time.perf_counter(), spent()
        report = ingest.ingest(held, [folder], jobs=jobs)
        taken, used = time.perf_counter() - began, spent() - cpu
        names = [name for name in held.graphs() if "/readout/" in name]
        return {
            "seconds": taken - derived[0],
            "cpu": used - derived[1],
            "derived": derived[0],
            "derived cpu": derived[1],
            "statuses": {status: len(report.of(status)) for status in ("accepted", "unchanged", "failed")},
            "quads": sum(sum(1 for _ in held.quads(name)) for name in names),
            "peak": peak(),
        }


def fresh(task: Callable[..., dict[str, Any]], *arguments: object) -> dict[str, Any]:
    """Run a function of this file in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(task, *arguments).result()


def texts(folder: Path, jobs: list[int], copies: int) -> int:
    """The table of texts; 1 where one core takes more than the limit."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "in")
        source.mkdir()
        for path in sorted(folder.rglob("*.txt")):
            for copy in range(copies):
                text = path.read_text(encoding="utf-8")
                name = source / f"{path.parent.name}-{path.stem}-{copy:04}.txt"
                name.write_text(f"{text}\n\nNo. {copy}.\n" if copies > 1 else text, encoding="utf-8")
        reader = fresh(alone, source)
        number, words = reader["documents"], reader["words"]
        print(f"{number:,} documents, {words:,} words")
        head = (
            "documents/s",
            "words/s",
            "quads/s",
            "x reader",
            "cpu s",
            "x reader",
            "peak MB",
            "derive s",
            "cpu s",
        )
        print(f"{'':<18}" + "".join(f"{name:>12}" for name in head))

        def row(name: str, found: dict[str, Any]) -> None:
            seconds, cpu = found["seconds"], found["cpu"]
            cells = (
                f"{number / seconds:,.1f}",
                f"{words / seconds:,.0f}",
                f"{found['quads'] / seconds:,.0f}" if "quads" in found else "",
                f"{seconds / reader['seconds']:.2f}",
                f"{cpu:.1f}",
                f"{cpu / reader['cpu']:.2f}",
                f"{found['peak']}",
                f"{found['derived']:.1f}" if "derived" in found else "",
                f"{found['derived cpu']:.1f}" if "derived" in found else "",
            )
            print(f"{name:<18}" + "".join(f"{cell:>12}" for cell in cells), flush=True)

        row("reader alone", reader)
        over = False
        for count in jobs:
            where = Path(scratch, f"store{count}")
            found = fresh(whole, source, where, count)
            row(f"ingest --jobs {count}", found)
            over = over or (count == 1 and found["cpu"] / reader["cpu"] > LIMIT)
            row(f"again --jobs {count}", fresh(whole, source, where, count))
    return int(over)


def stored(sizes: list[int], jobs: int) -> int:
    """The curve of stored reader output."""
    from deriving import readings

    print(f"{'readouts':>9} {'MB':>7} {'seconds':>9} {'cpu s':>8} {'peak MB':>8} {'disk MB':>11}  ms each")
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            shard = Path(scratch, "in.nq")
            with shard.open("wb") as out:
                for one in readings(size):
                    out.write(triples.nquads(triples.quads(one, reader_version="synthetic")))
            found = fresh(load, shard, Path(scratch, "store"), jobs)
            disk = sum(path.stat().st_size for path in Path(scratch, "store/quads").rglob("*")) >> 20
            tenths = " ".join(f"{ms:.1f}" for ms in found["tenths"])
            print(
                f"{size:>9} {shard.stat().st_size >> 20:>7} {found['seconds']:>9.1f} {found['cpu']:>8.1f}"
                f" {found['peak']:>8} {disk:>11}  {tenths}",
                flush=True,
            )
    return 0


def load(shard: Path, where: Path, jobs: int) -> dict[str, Any]:
    """Load a shard, derive nothing; the milliseconds a readout of each tenth."""
    ingest.rules.refresh = lambda _: False
    times: list[float] = []
    with store.connect(where, create=True) as held:
        ingest.refresh_reference(held)
        began, cpu = time.perf_counter(), spent()
        report = ingest.ingest(
            held, [shard], readings=True, jobs=jobs, progress=lambda *_: times.append(time.perf_counter())
        )
        seconds = time.perf_counter() - began
    if report.failed:
        raise SystemExit(report.failed[0].reason)
    marks = [began] + [times[len(times) * k // 10 - 1] for k in range(1, 11)]
    each = len(times) / 10
    return {
        "seconds": seconds,
        "cpu": spent() - cpu,
        "peak": peak(),
        "tenths": [1000 * (b - a) / each for a, b in pairwise(marks)],
    }


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=HOME / "tests" / "gold")
    options.add_argument("--jobs", nargs="+", type=int, default=[1, 2])
    options.add_argument("--copies", type=int, default=1)
    options.add_argument("--stored", nargs="+", type=int)
    told = options.parse_args()
    return stored(told.stored, told.jobs[0]) if told.stored else texts(told.folder, told.jobs, told.copies)


if __name__ == "__main__":
    sys.exit(main())
