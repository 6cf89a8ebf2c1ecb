"""How long the command line takes to start, as a multiple of `python -c pass` on the same machine.

    python benchmarks/startup.py [RUNS]

The least of RUNS runs of each whole process, taken in turns; prints a table and fails over a limit. The
question is asked of the demonstration's store. Modules are compiled once before, as an installer does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

QUESTION = "kg ask positions --state russia --issue unsc-reform"
LIMITS = {"kg --help": 6.0, "kg ask": 12.0, "kg ask positions --help": 12.0, QUESTION: 12.0}


def seconds(command: list[str], compiled: str) -> float:
    """How long one process takes; the folder `compiled` is for what Python compiles."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        env=own | {"PYTHONPYCACHEPREFIX": compiled},
    )
    return time.perf_counter() - start


def main() -> int:
    """Measure, print, judge."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    commands = {"python -c pass": [sys.executable, "-c", "pass"]} | {
        name: [sys.executable, "-m", *name.split()] for name in LIMITS
    }
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store", f"{folder}/store"]
        commands[QUESTION] += store
        seconds([sys.executable, "-m", "kg", "demo", *store], folder)
        best = dict.fromkeys(commands, float("inf"))
        for _ in range(runs + 1):  # the first compiles
            for name, command in commands.items():
                best[name] = min(best[name], seconds(command, folder))
    base = best["python -c pass"]
    for name, taken in best.items():
        limit = f"limit {LIMITS[name]:g}" if name in LIMITS else ""
        print(f"{name:<52}{taken * 1000:7.1f} ms {taken / base:6.1f} x  {limit}")
    return int(any(best[name] / base > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
