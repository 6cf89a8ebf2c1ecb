"""How long the command line takes to start, as a multiple of `python -c pass` on the same machine.

    python benchmarks/startup.py [RUNS]

The least of RUNS runs of each whole process, taken in turns; prints a table and fails over a limit. The
question with an answer is asked of the demonstration's store; its ratio is reported and has no limit yet.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

LIMITS = {"kg --help": 6.0, "kg ask": 12.0, "kg ask positions --help": 12.0}


def seconds(command: list[str]) -> float:
    """How long one process takes."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> int:
    """Measure, print, judge."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    commands = {"python -c pass": [sys.executable, "-c", "pass"]} | {
        name: [sys.executable, "-m", *name.split()] for name in LIMITS
    }
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store", f"{folder}/store"]
        seconds([sys.executable, "-m", "kg", "demo", *store])
        name = "kg ask positions --state russia --issue unsc-reform"
        commands[name] = [sys.executable, "-m", *name.split(), *store]
        return _table(commands, runs)


def _table(commands: dict[str, list[str]], runs: int) -> int:
    """Print the ratios; 1 where one is over its limit."""
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(runs):
        for name, command in commands.items():
            best[name] = min(best[name], seconds(command))
    base = best["python -c pass"]
    for name, taken in best.items():
        limit = f"limit {LIMITS[name]:g}" if name in LIMITS else ""
        print(f"{name:<52}{taken * 1000:7.1f} ms {taken / base:6.1f} x  {limit}")
    return int(any(best[name] / base > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
