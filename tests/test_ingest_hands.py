"""However many read, the store ends with the same bytes; who dies is replaced."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from annotated import GOLD

from kg import ingest, store
from kg.documents import Metadata
from kg.errors import InputError
from kg.ingest import hands, parcels
from kg.ingest.hands import Hands, Processes, Task
from kg.ingest.held import Before
from kg.ingest.parcels import Item, Parcel

CASES = sorted((GOLD / "cases").glob("*.txt"))[:5]


def dump(opened):
    """All bytes of a dump."""
    out = io.BytesIO()
    opened.dump(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """A folder with readouts, a copy under another name, a text told of twice, and two that fail."""
    folder = tmp_path_factory.mktemp("mixed")
    for path in CASES:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "a-copy.txt").write_bytes(CASES[0].read_bytes())
    (folder / "z-told.txt").write_bytes(CASES[1].read_bytes())
    (folder / "z-told.txt.meta.yaml").write_text("publisher: JPN\nurl: https://example.org/1\n")
    (folder / "empty.txt").write_text(" ")
    (folder / "same-address-1.txt").write_bytes(CASES[2].read_bytes())
    (folder / "same-address-2.txt").write_bytes(CASES[3].read_bytes())
    for n in (1, 2):
        (folder / f"same-address-{n}.txt.meta.yaml").write_text("url: https://example.org/2\n")
    return folder


def told(report):
    """What became of each file, in order."""
    return [(Path(o.source).name, o.status, o.readout, o.statements, o.reason) for o in report.outcomes]


@pytest.fixture(scope="module")
def alone(mixed, tmp_path_factory):
    """The bytes and outcomes of the serial run, fresh and again."""
    with store.connect(tmp_path_factory.mktemp("alone") / "store", create=True) as opened:
        first = told(ingest.ingest(opened, [mixed]))
        return dump(opened), first, told(ingest.ingest(opened, [mixed])), dump(opened)


def test_two_processes_leave_the_same_bytes(mixed, alone, tmp_path):
    """Copies, replacements and failures end as they do one by one, in a new store and in a full one."""
    bytes_, first, again, later = alone
    with store.connect(tmp_path / "store", create=True) as opened:
        said = []
        report = ingest.ingest(opened, [mixed], jobs=2, progress=lambda *call: said.append(call))
        assert told(report) == first
        assert [(o, d, n) for o, d, n in said] == [
            (o, k, len(first)) for k, o in enumerate(report.outcomes, 1)
        ]
        assert dump(opened) == bytes_
        assert told(ingest.ingest(opened, [mixed], jobs=2)) == again
        assert dump(opened) == later
    assert {status for _, status, *_ in first} >= {"accepted", "replaced", "unchanged", "failed"}


def test_any_order_leaves_the_same_bytes(tmp_path):
    """The files backwards, read by two."""
    dumps = []
    for name, paths, jobs in (("a", CASES, 1), ("b", CASES[::-1], 2)):
        with store.connect(tmp_path / name, create=True) as opened:
            ingest.ingest(opened, paths, jobs=jobs)
            dumps.append(dump(opened))
    assert dumps[0] == dumps[1]


def test_what_the_store_had_when_it_was_sent_is_looked_at_again(tmp_path, monkeypatch):
    """A document that one before it in the same run replaces is not passed over for what was there."""
    monkeypatch.setattr("kg.ingest.hands.Processes.send", Hands.send)
    monkeypatch.setattr("kg.ingest.hands.Processes.receive", Hands.receive)
    given = Metadata(url="https://example.org/1", publishers=("JPN",))
    old, new = CASES[0], CASES[1]
    dumps = []
    for name, jobs in (("a", 1), ("b", 2)):
        with store.connect(tmp_path / name, create=True) as opened:
            ingest.ingest(opened, [old], given=given)
            report = ingest.ingest(opened, [new, old], given=given, jobs=jobs)
            assert [o.status for o in report.outcomes] == ["replaced", "replaced"]
            dumps.append(dump(opened))
    assert dumps[0] == dumps[1]


def test_only_so_many_are_under_way():
    """Items are taken from their source as parcels are taken from the workers."""
    opened = []

    def items():
        for n in range(100):
            opened.append(n)
            yield Task(Item(str(n), str(n), b" "))

    class Few(Hands):
        chunk, window = 2, 3

    seen = 0
    for task, parcel in Few().read(items()):
        assert task.item.where == parcel.where
        seen += 1
        assert len(opened) - seen < 2 * (3 + 2)
    assert seen == 100


def test_a_large_item_is_sent_alone():
    """A chunk is full by bytes, too."""
    sent = []

    class Counting(Hands):
        chunk, window = 4, 1

        def send(self, items):
            sent.append(len(items))
            return super().send(items)

    big = Item("big", "big", b" " * hands.BYTES)
    small = Item("small", "small", b" ")
    done = Task(small, Before("r", same=True), done=True)
    found = list(Counting().read([Task(big), Task(small), done, Task(small), done]))
    assert sent == [1, 2]
    assert [parcel is None for _, parcel in found] == [False, False, True, False, True]


def test_a_worker_that_dies_costs_only_time(tmp_path):
    """With kill -9 on a worker in the middle: another is started, and what was being read is read again."""
    items = [Item(str(path), path.name, path.read_bytes()) for path in CASES]
    expected = [parcels.read(item).nquads for item in items]
    with Processes(1) as those:
        those.chunk = 1
        found = []
        for _, parcel in those.read(map(Task, items)):
            found.append(parcel.nquads)
            if len(found) == 2:
                for process in those._pool._processes.values():
                    os.kill(process.pid, signal.SIGKILL)
                    process.join()
    assert found == expected


def test_a_text_that_kills_its_readers_is_given_up(monkeypatch):
    """After the second dead worker it is a failure with advice; the next text is read."""
    died = []

    def send(self, items):
        class Answer:
            def result(self):
                if items[0].name == "deadly":
                    died.append(items)
                    raise BrokenProcessPool
                return [parcels.read(item) for item in items]

        return Answer()

    monkeypatch.setattr(Processes, "send", send)
    tasks = [Task(Item("x/deadly", "deadly", b"x")), Task(Item(str(CASES[0]), "a", CASES[0].read_bytes()))]
    (_, dead), (_, read) = Processes(2).read(tasks)
    assert "x/deadly" in str(dead.fault)
    assert "memory" in dead.fault.advice
    assert read.nquads
    assert len(died) == 1 + hands.TRIES


def test_a_broken_pool_is_no_error_to_those_who_send():
    """What is sent to a pool that just broke is read when its turn comes."""
    with Processes(1) as those:
        item = Item(str(CASES[0]), "a", CASES[0].read_bytes())
        assert those.send([item]).result()[0].nquads
        (process,) = those._pool._processes.values()
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        answers = [those.send([item]) for _ in range(3)]
        assert [those.receive([item], answer)[0].where for answer in answers] == [str(CASES[0])] * 3


def test_an_error_that_cannot_be_sent_is_told_in_words(monkeypatch):
    """A worker's odd exception does not break the pool."""

    class OddError(Exception):
        def __reduce__(self):
            raise TypeError("not me")

    def odd(_):
        raise OddError("x")

    monkeypatch.setattr("kg.extraction.read", odd)
    (parcel,) = parcels.read_all([Item("a", "a", CASES[0].read_bytes())])
    assert str(pickle.loads(pickle.dumps(parcel)).fault) == "OddError: x"  # noqa: S301 - our own
    (parcel,) = parcels.read_all([Item("a", "a", fault=InputError("no", "why"))])
    assert parcel.fault.advice == "why"
    assert parcels.read_all([Item("a", "a", CASES[0].read_bytes(), given=Metadata(title="T"))])[0].fault


CHILD = """
import sys
from kg.views import cli
sys.exit(cli.run(sys.argv[1:]))
"""


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_stopped(tmp_path):
    """After kill -9 what was told of is in, nothing is half in, and the same command goes on."""
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(15):
        for path in CASES[:2]:
            (folder / f"{n:02}-{path.name}").write_text(f"{path.read_text()}\n\nNo. {n}.\n")
    words = ["ingest", str(folder), "--jobs", "2", "--store", str(tmp_path / "store")]
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, *words], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        for line in run.stderr:
            if "[1/" in line:
                break
        run.kill()
        run.wait()
    deadline = time.monotonic() + 20  # the workers see that it is gone, and go too
    while _alive(run.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(run.pid)
    with store.connect(tmp_path / "store") as opened:
        there = ingest.contents(opened)
        assert 1 <= len(there) <= 30
        report = ingest.ingest(opened, [folder])
        assert [len(report.unchanged), len(report.accepted)] == [len(there), 30 - len(there)]
        got = dump(opened)
    with store.connect(tmp_path / "whole", create=True) as opened:
        ingest.ingest(opened, [folder])
        assert dump(opened) == got


def _alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_parcels_are_plain():
    """A parcel says what it is of, without its bytes."""
    assert "nquads" not in repr(Parcel("a", nquads=b"x" * 100))
