"""One writer and twenty readers: `python campaigns/concurrency.py --seconds 600 --readers 20 --seed 1`.

The writer reads, replaces and removes documents without end. Each reader, a process of its own, opens the
store again and again and looks: every document is whole, in one of its versions; the same question asked
twice of one opening has the same answer; what is derived was derived from these documents. A second writer
comes by every second and is told that another is at work. At the end the store is compared with a new one.
"""

# ruff: noqa: E501, INP001, PLR2004, SLF001, T201
# a script that prints and runs programs, looks behind the scenes, and holds long hostile pieces

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import crash

from kg import api, ingest, rules
from kg.errors import StoreLockedError

ASKED = """PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT ?statement ?act WHERE { ?statement a kg:Statement ; kg:act ?act } ORDER BY ?statement"""
LOOSE = """PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT ?account WHERE { ?account kg:meetingOf ?meeting FILTER NOT EXISTS { ?account kg:reportedIn ?readout } }"""


def write(where: Path, texts: dict[str, dict[str, crash.Text]], seconds: float, seed: int, out: int) -> None:
    """Change things until the time is over; say what is there in the end."""
    chance = random.Random(seed)  # noqa: S311 - a campaign, no secret
    until = time.monotonic() + seconds
    held: dict[str, str] = {}
    done = 0
    with api.open(where) as graph:
        while time.monotonic() < until:
            name = chance.choice(sorted(texts))
            if name in held and chance.random() < 0.25:
                graph.remove(texts[name][held.pop(name)].iri)
            else:
                version = chance.choice([one for one in sorted(texts[name]) if one != "bare"])
                text = texts[name][version]
                graph.ingest(text.path, **text.told)
                held[name] = version
            done += 1
        crash._whole(out, {"held": held, "done": done})


def read(where: Path, sums: dict[str, set[str]], seconds: float, seed: int, out: int) -> None:
    """Open and look until the time is over; say how often, how many states were seen, and what was wrong."""
    chance = random.Random(seed)  # noqa: S311 - a campaign, no secret
    until = time.monotonic() + seconds
    looked, faults, states = 0, [], set()
    while time.monotonic() < until and not faults:
        try:
            with api.open(where, read_only=True, create=False) as graph:
                states.add(graph.store.version)
                first = _rows(graph, ASKED)
                faults += [
                    f"{name} is not whole"
                    for name in graph.store.graphs()
                    if "/id/readout/" in name
                    and crash._sum(graph.store.quads(name)) not in sums.get(name, ())
                ]
                if _rows(graph, LOOSE):
                    faults.append("something derived is left of a document that is gone")
                time.sleep(chance.random() / 2)
                if _rows(graph, ASKED) != first:
                    faults.append("one opening gave two answers")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
            faults.append(f"{type(error).__name__}: {error}")
        looked += 1
    crash._whole(out, {"looked": looked, "states": len(states), "faults": faults})


def _rows(graph: Any, text: str) -> list[str]:
    return [str(row) for row in graph.store.select(text)]


def second(where: Path, seconds: float, out: int) -> None:
    """Try to write as well; say how often the message was the right one, and what else there was."""
    until = time.monotonic() + seconds
    told, other, slowest = 0, [], 0.0
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            api.open(where, create=False).close()
            other.append("it was let in")
        except StoreLockedError as error:
            told += "another process is writing" in str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
            other.append(f"{type(error).__name__}: {error}")
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(1)
    crash._whole(out, {"told": told, "faults": other, "slowest": round(slowest, 1)})


def campaign(seconds: float, readers: int, seed: int, folder: Path, count: int = 6) -> list[str]:
    """Run it; return the faults."""
    texts = crash.corpus(folder / "texts", count)
    _ = rules.derive, rules.refresh
    sums: dict[str, set[str]] = {}
    for versions in texts.values():
        for text in versions.values():
            sums.setdefault(text.iri, set()).add(crash._sum(text.quads))
    where = folder / "store"
    crash.Forked(lambda _: api.open(where).close()).end()
    grace = 3.0
    writer = crash.Forked(lambda out: write(where, texts, seconds + grace, seed, out))
    time.sleep(grace / 2)
    others = [
        crash.Forked(lambda out, k=k: read(where, sums, seconds, seed + k, out))
        for k in range(1, readers + 1)
    ]
    rival = crash.Forked(lambda out: second(where, seconds - 1, out))
    faults: list[str] = []
    found = []
    for child in others:
        child.end()
        found.append(json.loads(child.data.splitlines()[-1]) if child.data else {"faults": ["it died"]})
        faults += found[-1].get("faults", [str(found[-1])])
    rival.end()
    tried = json.loads(rival.data.splitlines()[-1])
    faults += tried.get("faults", [str(tried)])
    writer.end()
    wrote = json.loads(writer.data.splitlines()[-1]) if writer.data else {}
    if "held" not in wrote:
        faults.append(f"the writer died: {wrote}")
    else:
        seen = crash.looked(where)
        world = crash.World(wrote["held"])
        faults += crash.judge(seen, texts, world)
        if crash._anew(folder, texts, crash.World(wrote["held"]), "[]") != seen["sum"]:
            faults.append("a new store of the same is another")
    print(
        f"{seconds:g} s, seed {seed}: {wrote.get('done')} things written; {readers} readers opened the store"
        f" {sum(one.get('looked', 0) for one in found)} times and saw up to {max(one.get('states', 0) for one in found)} states each;"
        f" a second writer was told {tried.get('told')} times, after {tried.get('slowest')} s at most; {len(faults)} faults"
    )
    return faults


def main() -> int:
    """Parse, run, tidy up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    os.environ.pop("KG_VOCABULARY", None)
    ingest.parsed = crash._few  # type: ignore[attr-defined]
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    folder = Path(tempfile.mkdtemp(prefix="kg-concurrency-"))
    faults = campaign(given.seconds, given.readers, given.seed, folder)
    for fault in faults[:20]:
        print(f"  {fault}")
    if not faults:
        shutil.rmtree(folder)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
