"""What a store costs as it grows: `docs/performance.md` and its pictures.

    python benchmarks/performance.py [--folder FOLDER] [DOCUMENTS …]

For each number of documents (those of benchmarks/deriving.py): putting them in, the state of play from
scratch and after one more readout (of any pair; of the pair that meets most), disk, memory, and every
question with its example, all rows. Seconds are of processor time; what else the machine does still counts
(shared cores and caches), so its load is told. Each question's is the least of three. A size takes its own
process, so that its memory can be told.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deriving import STATES, fill, put, readings

from kg import api, rules
from kg.questions.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.model import Reading
    from kg.store import Store

Figures = dict[str, Any]
SIZES = (150, 1_500, 5_000)
TIMES = 3
DOCS = Path(__file__).parent.parent / "docs"
LEFT, TOP, WIDE, HIGH = 60, 20, 420, 300
"""The frame of a picture: where its axes are."""
COLOURS = ("#1b6ca8", "#c2410c", "#2f7d32", "#7b3fa0", "#8a6d00")


def spent(call: Callable[[], object]) -> float:
    """Seconds of processor time."""
    begin = time.process_time()
    call()
    return time.process_time() - begin


def one_more(held: Store, some: Iterable[Reading]) -> float:
    """Seconds for the median of some more readouts, put in and derived."""

    def more(one: Reading) -> None:
        put(held, one)
        rules.refresh(held)

    times = sorted(spent(lambda one=one: more(one)) for one in some)  # type: ignore[misc]
    return times[len(times) // 2]


def measure(folder: Path, documents: int) -> Figures:
    """All figures of one size; the store is made in a folder that is not there yet."""
    begin = time.process_time()
    with fill(folder, documents) as held:
        found: Figures = {"load": time.process_time() - begin, "derive": spent(lambda: rules.refresh(held))}
        held.flush()
        found |= {"documents": documents, "quads": len(held), "busy": os.getloadavg()[1]}
        found["disk"] = sum(f.stat().st_size for f in (folder / "quads").iterdir()) / 1e6
        found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    with api.open(folder, read_only=True) as graph:
        found["questions"] = {
            question.name: min(
                spent(lambda q=question: graph.ask(q.name, **q.example))  # type: ignore[misc]
                for _ in range(TIMES)
            )
            for question in Catalogue()
        }
    with api.open(folder) as graph:
        new = list(readings(300, seed=2))
        found["one more"] = one_more(graph.store, new[:5])
        busy = [one for one in new[5:] if set(one.meeting.states) == set(STATES[:2])]
        found["one more of the busiest pair"] = one_more(graph.store, busy[:3])
    return found


def picture(title: str, unit: str, lines: Mapping[str, list[tuple[float, float]]], named: set[str]) -> str:
    """A log-log chart as SVG: a line a series, those in `named` coloured and labelled."""
    points = [(x, max(y, 1e-4)) for line in lines.values() for x, y in line]
    low_x, high_x = log10(min(x for x, _ in points)), log10(max(x for x, _ in points))
    low_y, high_y = log10(min(y for _, y in points)), log10(max(y for _, y in points))

    def at(x: float, y: float) -> tuple[float, float]:
        across = (log10(x) - low_x) / ((high_x - low_x) or 1)
        up = (log10(max(y, 1e-4)) - low_y) / ((high_y - low_y) or 1)
        return LEFT + WIDE * across, TOP + HIGH * (1 - up)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {TOP + HIGH + 50}" role="img"',
        '  font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        f'<rect x="{LEFT}" y="{TOP}" width="{WIDE}" height="{HIGH}" fill="none" stroke="#999"/>',
    ]
    for power in range(int(low_y) - 1, int(high_y) + 2):
        if low_y <= power <= high_y:
            y = at(10**low_x, 10**power)[1]
            out.append(f'<path d="M{LEFT} {y:.1f}h{WIDE}" stroke="#ddd"/>')
            out.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    out += [
        f'<text x="{at(x, 10**low_y)[0]:.1f}" y="{TOP + HIGH + 18}" text-anchor="middle">{x:,.0f}</text>'
        for x in sorted({x for x, _ in points})
    ]
    out.append(
        f'<text x="{LEFT + WIDE / 2}" y="{TOP + HIGH + 38}" text-anchor="middle">quads; {unit} upwards</text>'
    )
    chosen = sorted(named, key=lambda name: -lines[name][-1][1])
    for name in sorted(lines, key=lambda name: (name in named, name)):
        colour = COLOURS[chosen.index(name) % len(COLOURS)] if name in named else "#ccc"
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in sorted(lines[name])))
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
    heights: list[float] = []
    for name in chosen:
        y = max(at(*max(lines[name]))[1], *(taken + 15 for taken in heights), TOP + 8.0)
        heights.append(y)
        colour = COLOURS[chosen.index(name) % len(COLOURS)]
        out.append(f'<text x="{LEFT + WIDE + 8}" y="{y + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def page(sizes: list[Figures]) -> str:
    """The page, from the figures of each size."""
    out = [
        "# What a store costs as it grows",
        "",
        "Made by `python benchmarks/performance.py`: documents made up by a seeded generator, in which one",
        "pair of states meets far more often than others. Seconds are of processor time on one core.",
        "",
        "| documents | " + " | ".join(f"{s['documents']:,}" for s in sizes) + " |",
        "|---|" + "---:|" * len(sizes),
        "| quads, derived ones included | " + " | ".join(f"{s['quads']:,}" for s in sizes) + " |",
    ]
    for name, label, unit in (
        ("disk", "disk", "MB"),
        ("memory", "peak memory while loading and deriving", "MB"),
        ("load", "putting them in, without reading", "s"),
        ("derive", "the state of play from scratch", "s"),
        ("one more", "one more readout, put in and derived (median)", "s"),
        (
            "one more of the busiest pair",
            "one more readout of the pair that meets most",
            "s",
        ),
    ):
        digits = 0 if unit == "MB" else 2
        out.append(f"| {label}, {unit} | " + " | ".join(f"{s[name]:,.{digits}f}" for s in sizes) + " |")
    busy = " | ".join(f"{s['busy']:.1f}" for s in sizes)
    out.append(f"| how busy the machine was (load average; {os.cpu_count()} cores) | {busy} |")
    out += ["", "![Deriving](performance-deriving.svg)", "", "## Questions", ""]
    out += [
        "With their example parameters, all rows, warm; milliseconds, the slowest first.",
        "",
        "![Questions](performance-questions.svg)",
        "",
        "| question | " + " | ".join(f"{s['quads']:,}" for s in sizes) + " |",
        "|---|" + "---:|" * len(sizes),
    ]
    last = sizes[-1]["questions"]
    out += [
        f"| {name} | " + " | ".join(f"{s['questions'][name] * 1000:,.0f}" for s in sizes) + " |"
        for name in sorted(last, key=lambda name: -last[name])
    ]
    return "\n".join(out) + "\n"


def write(sizes: list[Figures]) -> None:
    """The page and its pictures."""
    deriving = {
        name: [(s["quads"], s[name]) for s in sizes]
        for name in ("load", "derive", "one more", "one more of the busiest pair")
    }
    asked = {
        name: [(s["quads"], s["questions"][name]) for s in sizes] for name in sorted(sizes[-1]["questions"])
    }
    slowest = sorted(asked, key=lambda name: -asked[name][-1][1])[:5]
    for name, text in (
        ("performance.md", page(sizes)),
        ("performance-deriving.svg", picture("Loading and deriving", "seconds", deriving, set(deriving))),
        ("performance-questions.svg", picture("Questions", "seconds", asked, set(slowest))),
    ):
        (DOCS / name).write_text(text, encoding="utf-8")


def main() -> int:
    """Measure each size, write what is known after each."""
    options = argparse.ArgumentParser()
    options.add_argument("documents", nargs="*", type=int)
    options.add_argument("--folder", help="where the stores are made (much room is needed)")
    given = options.parse_args()
    sizes: list[Figures] = []
    with tempfile.TemporaryDirectory(dir=given.folder) as made:
        for documents in sorted(given.documents or SIZES):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                sizes.append(pool.apply(measure, (Path(made) / str(documents), documents)))
            write(sizes)
            print(f"{documents} documents: {sizes[-1]['quads']} quads", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
