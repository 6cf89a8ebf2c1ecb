"""Kill whoever writes, at any moment, and look what is left: `python campaigns/crash.py --rounds 1000 --seed 1`.

A child process reads, replaces and removes documents, reviews statements, derives, backs up and restores, and
says through a pipe what it begins and what is done. It is stopped at a random moment (`--how`):

    kill        SIGKILL
    memory      its address space ends: it dies where memory is asked for
    full        its disk is full (a small tmpfs where one may be mounted, else a limit on the size of files)
    readonly    it has no right to write any more
    power       the store's folder is copied while it works, and the newest log loses its unsynced end
    clock       its clock is nineteen years behind, by libfaketime, and it is killed

After each, in a process of its own: the store opens; every document that was acknowledged is whole, in the
version that was put in last, with the reviews that were; of what was under way there is all or nothing; what
is derived equals a rebuild; snapshot, store and its indexes agree. The store goes on to the next round, and
is compared with a new one of the same documents and reviews every so often. Ends with 1 at the first fault,
and leaves the store of that round for a look.
"""

# ruff: noqa: E501, INP001, PLR0915, PLR0917, PLR2004, S603, S607, SLF001, T201
# a script that prints and runs programs, looks behind the scenes, and holds long hostile pieces

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg import __version__, api, documents, extraction, ingest, rules, triples  # noqa: E402
from kg.ingest import reviews  # noqa: E402
from kg.ingest.reviews.graph import numbered  # noqa: E402
from kg.store import archive  # noqa: E402
from kg.vocabulary import reference  # noqa: E402

HOW = ("kill", "memory", "full", "readonly", "power", "clock")
DEMO = ROOT / "kg" / "demo" / "readouts"
FRESH = 50
"""After so many rounds the store is compared with a new one, and a new one begun."""
LONGEST = 2.0
"""Most seconds for which a child works."""
LIB = ("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1")


@dataclass
class Text:
    """One version of a document: its file, what is told of it, its graph as it is read."""

    path: Path
    told: dict[str, Any]
    iri: str
    quads: list[Any]


@dataclass
class World:
    """What has been acknowledged: document to version, statement to verdict; and what was under way."""

    held: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    going: list[dict[str, Any]] = field(default_factory=list)
    ever: bool = False
    """Whether any earlier state will do (a power cut may take what was not synced)."""


def corpus(folder: Path, count: int) -> dict[str, dict[str, Text]]:
    """Documents in versions: one, two (other words), bare (the same as one, without its address)."""
    found: dict[str, dict[str, Text]] = {}
    for number, source in enumerate(islice(sorted(DEMO.glob("*.txt")), count)):
        text = source.read_text(encoding="utf-8")
        changed = "\n".join(line for k, line in enumerate(text.split("\n")) if k % 7 != 5)
        told = {"publishers": ("JPN",), "date": source.name[:10], "title": source.stem}
        versions = {
            "one": (text, told | {"url": f"https://example.org/{source.stem}"}),
            "two": (changed, told | {"url": f"https://example.org/{source.stem}"}),
        }
        if number % 3 == 0:
            versions = {"bare": (text, told), "one": versions["one"]}
        found[source.stem] = {}
        for name, (words, known) in versions.items():
            path = folder / f"{source.stem}.{name}" / source.name
            path.parent.mkdir(parents=True)
            path.write_text(words, encoding="utf-8")
            document = documents.read(path, given=api._told(known))
            quads = triples.quads(extraction.read(document), reader_version=__version__)
            found[source.stem][name] = Text(path, known, triples.readout_iri(document), quads)
    return found


def _few() -> list[Any]:
    """A part of the vocabulary: issues and their places in the tree."""
    return [t for t in reference.parsed() if "issue/" in str(t.subject) and "broader" in str(t.predicate)]


# -------- The child --------


def work(where: Path, texts: dict[str, dict[str, Text]], world: World, seed: int, out: int) -> None:
    """Do one thing after another until somebody stops it, and say so."""
    chance = random.Random(seed)  # noqa: S311 - a campaign, no secret

    def say(kind: str, **what: Any) -> None:
        os.write(out, (json.dumps({"say": kind, **what}) + "\n").encode())

    graph = api.open(where)
    say("open")
    try:
        while True:
            graph = _act(graph, where, texts, world, chance, say)
    finally:
        graph.close()


def _act(graph: Any, where: Path, texts: Any, world: World, chance: random.Random, say: Any) -> Any:
    """One thing."""
    deed = chance.choice(
        ["ingest"] * 5
        + ["several", "several", "remove", "derive", "review", "review", "review"]
        + ["withdraw", "import", "restore"]
    )
    if deed in {"ingest", "several"}:
        names = chance.sample(sorted(texts), 3 if deed == "several" else 1)
        for name in names:
            version = chance.choice(sorted(texts[name]))
            text = texts[name][version]
            say("begin", document=name, version=version)
            force = chance.random() < 0.2
            graph.ingest(text.path, force=force, **text.told)
            # The same text without its address says nothing new, unless it is put in by force.
            known = version == "bare" and world.held.get(name) == "one" and not force
            now = "one" if known else version
            world.held[name] = now
            say("done", document=name, version=now)
    elif deed == "remove" and world.held:
        name = chance.choice(sorted(world.held))
        say("begin", document=name, version=None)
        graph.remove(texts[name][world.held[name]].iri)
        del world.held[name]
        say("done", document=name, version=None)
    elif deed == "derive":
        say("begin", derive=True)
        rules.derive(graph.store)
        graph.store.flush()
        say("done", derive=True)
    elif deed == "review":
        _review(graph, texts, world, chance, say)
    elif deed == "withdraw" and world.told:
        statement = chance.choice(sorted(world.told))
        say("begin", statement=statement, verdict=None)
        graph.withdraw(statement)
        del world.told[statement]
        say("done", statement=statement, verdict=None)
    elif deed == "import":
        say("begin", derive=True)
        graph.import_reviews(graph.export_reviews())
        say("done", derive=True)
    elif deed == "restore":
        file = where.with_name("backup.tar.gz")
        say("begin", derive=True)
        graph.backup(file)
        graph.close()
        archive.restore(file, where, replace=True)
        say("done", derive=True)
        return api.open(where)
    return graph


def _review(graph: Any, texts: Any, world: World, chance: random.Random, say: Any) -> None:
    fit = [name for name in sorted(world.held) if "bare" not in texts[name]]
    if not fit:
        return
    name = chance.choice(fit)
    statements = sorted(numbered(texts[name][world.held[name]].quads).values())
    statement = chance.choice(statements)
    verdict = chance.choice(["accepted", "corrected", "rejected"])
    correct = {"act": "urge", "polarity": "none"} if verdict == "corrected" else None
    say("begin", statement=statement, verdict=verdict)
    graph.review(statement, verdict, by="A", on="2011-04-07", correct=correct)
    world.told[statement] = verdict
    say("done", statement=statement, verdict=verdict)


# -------- The one who looks --------


def look(where: Path) -> dict[str, Any]:
    """What a store holds, and what is wrong with it by itself."""
    faults = []
    with api.open(where, read_only=True, create=False) as reader:
        seen = _dump(reader)
    with api.open(where) as graph:
        written = _dump(graph)
        if seen != written:
            faults.append("a reader sees something else than the writer")
        rules.derive(graph.store)
        if _dump(graph) != written:
            faults.append("what is derived differs from a rebuild")
        faults += _indexes(graph)
        graphs = {name: _sum(graph.store.quads(name)) for name in graph.store.graphs() if "/readout/" in name}
        told = graph.export_reviews()
        decided = {one.statement: one.verdict for one in graph.reviews()}
        graph.store.flush()
    with api.open(where, read_only=True, create=False) as reader:
        if _dump(reader) != written:
            faults.append("the snapshot after it differs")
    return {
        "faults": faults,
        "graphs": graphs,
        "told": told,
        "decided": decided,
        "sum": sha256(written).hexdigest(),
    }


def _dump(graph: Any) -> bytes:
    out = BytesIO()
    graph.store.dump(out)
    return out.getvalue()


def _sum(quads: Any) -> str:
    return sha256("\n".join(sorted(map(str, quads))).encode()).hexdigest()


def _indexes(graph: Any) -> list[str]:
    """Whether the database finds its quads by every part of them."""
    base = graph.store._quads
    quads = sorted(graph.store.quads(), key=str)
    if len(quads) != len(graph.store):
        return ["the number of quads is not the number of quads"]
    for quad in quads[:: max(1, len(quads) // 40)]:
        for pattern in (
            (quad.subject, None, None, None),
            (None, quad.predicate, quad.object, None),
            (None, None, quad.object, quad.graph_name),
            (quad.subject, quad.predicate, quad.object, quad.graph_name),
        ):
            if quad not in set(base.quads_for_pattern(*pattern)):
                return [f"an index does not know {quad}"]
    return []


def judge(found: dict[str, Any], texts: dict[str, dict[str, Text]], world: World) -> list[str]:
    """What is wrong with it, by what was acknowledged; the world is what is there afterwards."""
    faults = list(found["faults"])
    told: dict[str, dict[str, Any]] = {}
    for one in reviews.file.parse(found["told"].encode(), name="store"):
        told.setdefault(one.readout, {})[one.statement] = one
    left = dict(found["graphs"])
    for name, versions in texts.items():
        allowed = {world.held.get(name)} | {g["version"] for g in world.going if g.get("document") == name}
        if any(g.get("document") == name and g["version"] == "bare" for g in world.going):
            allowed |= {"one"} if world.held.get(name) == "one" else set()
        if world.ever:
            allowed = {None, *versions}
        there = [
            version
            for version, text in versions.items()
            if left.get(text.iri) == _sum(reviews.reviewed(text.quads, told.get(text.iri, {})))
        ]
        graphs = {text.iri for text in versions.values()} & left.keys()
        if len(graphs) > 1 or (graphs and not there):
            faults.append(f"{name} is there, and not whole: {sorted(graphs)}")
        elif not set(there or [None]) & allowed:
            faults.append(
                f"{name} is {there or 'not there'}, and should be one of {sorted(map(str, allowed))}"
            )
        for iri in graphs:
            del left[iri]
        world.held.pop(name, None)
        if there:
            world.held[name] = there[0]
    if left:
        faults.append(f"there are documents that nobody put in: {sorted(left)}")
    changing = {g["statement"]: g["verdict"] for g in world.going if "statement" in g}
    for statement in sorted({*world.told, *found["decided"], *changing}):
        now = found["decided"].get(statement)
        if not world.ever and now not in {
            world.told.get(statement),
            changing.get(statement, world.told.get(statement)),
        }:
            faults.append(f"{statement} is {now}, and should be {world.told.get(statement)}")
    world.told = dict(found["decided"])
    return faults


def anew(folder: Path, texts: dict[str, dict[str, Text]], world: World, told: str) -> str:
    """The sum of a new store of the same documents and reviews, put in in another order."""
    with api.open(folder) as graph:
        for name in sorted(world.held, reverse=True):
            text = texts[name][world.held[name]]
            graph.ingest(text.path, **text.told)
        graph.import_reviews(told)
        return sha256(_dump(graph)).hexdigest()


# -------- Processes --------


class Forked:
    """A copy of this process that does one thing; this one never opens a store, whose threads no copy has."""

    def __init__(self, what: Any) -> None:
        """Start it; `what` is given the pipe to write to."""
        self.read, write = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.read)
            code = 0
            try:
                what(write)
            except BaseException as error:  # noqa: BLE001 - it ends here whatever it was
                words = f"{type(error).__name__}: {error}"
                os.write(write, (json.dumps({"say": "died", "why": words[:2000]}) + "\n").encode())
                code = 1
            os._exit(code)
        os.close(write)
        self.data = b""

    def listen(self, seconds: float | None) -> bool:
        """Take in what it says for some seconds, or to its end; whether it has ended."""
        until = None if seconds is None else time.monotonic() + seconds
        while True:
            rest = None if until is None else max(0.0, until - time.monotonic())
            if not select.select([self.read], [], [], rest)[0]:
                return False
            piece = os.read(self.read, 1 << 16)
            if not piece:
                return True
            self.data += piece

    def end(self, sign: int = 0) -> int:
        """Its end, by a signal if there is one; its status."""
        if sign:
            os.kill(self.pid, sign)
        self.listen(None)
        os.close(self.read)
        return os.waitpid(self.pid, 0)[1]

    @property
    def said(self) -> list[dict[str, Any]]:
        """What it said in whole lines."""
        return [json.loads(line) for line in self.data.split(b"\n")[:-1]]


def looked(where: Path) -> dict[str, Any]:
    """`look`, in a process of its own."""
    child = Forked(lambda out: _whole(out, look(where)))
    child.end()
    answer = child.said[-1] if child.said else {"why": "it died"}
    return (
        answer
        if "faults" in answer
        else {
            "faults": [f"it cannot be looked at: {answer.get('why')}"],
            "graphs": {},
            "told": "[]",
            "decided": {},
            "sum": "",
        }
    )


def _whole(out: int, answer: dict[str, Any]) -> None:
    data = (json.dumps(answer) + "\n").encode()
    while data:
        data = data[os.write(out, data) :]


def follow(world: World, said: list[dict[str, Any]]) -> None:
    """What was acknowledged, and what was under way when it ended."""
    world.going = []
    for one in said:
        if one["say"] == "begin":
            world.going = [one]
        elif one["say"] == "done":
            world.going = []
            if "document" in one:
                world.held.pop(one["document"], None)
                if one["version"]:
                    world.held[one["document"]] = one["version"]
            elif "statement" in one:
                world.told.pop(one["statement"], None)
                if one["verdict"]:
                    world.told[one["statement"]] = one["verdict"]


def trouble(how: str, where: Path, chance: random.Random, disk: Path | None) -> Any:
    """What a child does to itself before it works."""

    def apply() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if how == "memory":
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            room = pages * resource.getpagesize() + chance.randrange(8 << 20, 3000 << 20)
            resource.setrlimit(resource.RLIMIT_AS, (room, room))
        elif how == "full" and disk:
            free = os.statvfs(where)
            ballast = max(0, free.f_bavail * free.f_frsize - chance.randrange(4096, 3 << 20))
            with (disk / "ballast").open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, max(1, ballast))
        elif how == "full":
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            most = chance.randrange(1 << 10, 1 << 20)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        elif how == "readonly" and os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)

    return apply


def cut(where: Path, copy: Path, chance: random.Random) -> None:
    """The folder as a power cut may leave it: what was appended to the newest log may be gone from any byte on.

    Tables and the list of them are synced by RocksDB before they are used; of a log only the end is at risk.
    """
    shutil.copytree(where, copy)
    logs = sorted((copy / "quads").glob("*.log"))
    if logs:
        size = logs[-1].stat().st_size
        os.truncate(logs[-1], chance.randint(0, size))


def campaign(rounds: int, seed: int, how: str, count: int, folder: Path) -> int:
    """Run it; return the number of faults."""
    chance = random.Random(seed)  # noqa: S311 - a campaign, no secret
    texts = corpus(folder / "texts", count)
    _ = rules.derive, rules.refresh  # imported here once, not by each copy of this process
    disk = _disk(folder) if how == "full" else None
    where = (disk or folder) / "store"
    world, tally = World(), Counter[str]()
    began = time.monotonic()
    for number in range(1, rounds + 1):
        before = World(dict(world.held), dict(world.told))
        trial = chance.randrange(1 << 30)
        apply = trouble(how, where, random.Random(trial), disk)  # noqa: S311

        def run(out: int, apply: Any = apply, before: World = before, trial: int = trial) -> None:
            if where.exists() or how not in {"readonly", "full"}:
                apply()
            work(where, texts, before, trial, out)

        child = Forked(run)
        ended = child.listen(chance.uniform(0, LONGEST))
        copy = None
        if how == "power" and not ended and where.exists():
            os.kill(child.pid, signal.SIGSTOP)
            copy = folder / "copy"
            cut(where, copy, chance)
        child.end(0 if ended else signal.SIGKILL)
        said = child.said
        follow(world, said)
        tally["ended by itself" if ended else "killed"] += 1
        tally["things done"] += sum(one["say"] == "done" for one in said)
        tally["things under way"] += bool(world.going)
        if disk:
            (disk / "ballast").unlink(missing_ok=True)
        if not where.exists():
            # between the two renames of a restoration: the old store lies beside, whole
            old = next(iter(sorted(where.parent.glob(".restore-*/old"))), None)
            if old is None and world.held:
                return _fault(number, ["the store is gone"], folder, said)
            if old:
                old.replace(where)
                tally["put back by hand"] += 1
        if copy:
            lost = World(dict(world.held), dict(world.told), list(world.going), ever=True)
            if faults := judge(looked(copy), texts, lost):
                return _fault(number, faults, folder, said)
            tally["power cuts"] += 1
            tally["documents lost by them"] += sum(
                lost.held.get(name) != version for name, version in world.held.items()
            )
            shutil.rmtree(copy)
        if where.exists():
            found = looked(where)
            if faults := judge(found, texts, world):
                return _fault(number, faults, folder, said)
            if number % FRESH == 0 or number == rounds:
                if _anew(folder, texts, world, found["told"]) != found["sum"]:
                    return _fault(number, ["a new store of the same is another"], folder, said)
                tally["compared with a new store"] += 1
                shutil.rmtree(where)
                world = World()
        for rest in (*where.parent.glob(".restore-*"), *where.parent.glob(".backup-*")):
            shutil.rmtree(rest)
        if sys.stderr.isatty() or number % FRESH == 0:
            print(f"{number}/{rounds}", dict(tally), file=sys.stderr, flush=True)
    print(f"{how}: {rounds} rounds, seed {seed}, {time.monotonic() - began:.0f} s, no fault; {dict(tally)}")
    return 0


def _anew(folder: Path, texts: Any, world: World, told: str) -> str:
    with tempfile.TemporaryDirectory(dir=folder) as new:
        child = Forked(lambda out: _whole(out, {"sum": anew(Path(new, "store"), texts, world, told)}))
        child.end()
        return str(child.said[-1].get("sum"))


def _fault(number: int, faults: list[str], folder: Path, said: list[dict[str, Any]]) -> int:
    print(f"round {number}: {len(faults)} faults; the store is left in {folder}")
    for fault in faults:
        print(f"  {fault}")
    print(f"  it had said: {said[-6:]}")
    return len(faults)


def _disk(folder: Path) -> Path | None:
    """A small disk of its own, if one may be mounted."""
    disk = folder / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96m", "none", str(disk)], capture_output=True, check=False
    )
    return disk if made.returncode == 0 else None


def main() -> int:
    """Parse, run, tidy up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--how", choices=HOW, default="kill")
    parser.add_argument("--documents", type=int, default=6)
    parser.add_argument("--whole", action="store_true", help="with the whole vocabulary, not a part of it")
    given = parser.parse_args()
    if given.how == "clock" and not os.environ.get("FAKETIME"):
        library = next((lib for lib in LIB if Path(lib).exists()), None)
        if library is None:
            print("clock: skipped, libfaketime is not installed (Debian: libfaketime)")
            return 0
        there = os.environ | {
            "LD_PRELOAD": library,
            "FAKETIME": "-7000d",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        return subprocess.run([sys.executable, *sys.argv], env=there, check=False).returncode
    if not given.whole:
        ingest.parsed = _few  # type: ignore[attr-defined]  # the vocabulary is nine tenths of a small store
    folder = Path(tempfile.mkdtemp(prefix="kg-crash-"))
    os.environ.pop("KG_VOCABULARY", None)
    try:
        faults = campaign(given.rounds, given.seed, given.how, given.documents, folder)
    finally:
        if (folder / "disk").is_mount():
            if (folder / "disk" / "store").exists():
                shutil.copytree(folder / "disk" / "store", folder / "store", dirs_exist_ok=True)
            subprocess.run(["umount", str(folder / "disk")], check=False)
    if not faults:
        shutil.rmtree(folder)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
