"""Reading on a Dask cluster: a real scheduler with two workers, one of them killed in the middle."""

from __future__ import annotations

import io
import subprocess
import sys
import time

import pytest
from annotated import GOLD
from servers import ports

from kg import ingest, store
from kg.errors import Error
from kg.ingest import cluster, parcels
from kg.ingest.hands import Task
from kg.ingest.parcels import Item

CASES = sorted((GOLD / "cases").glob("*.txt"))[:6]
pytestmark = [pytest.mark.server, pytest.mark.slow]


def dask(folder, *words):
    """A process of Dask's, quiet, on loopback."""
    script = f"import sys; from distributed.cli.dask_{words[0]} import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", script, *words[1:]],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def scheduler(tmp_path):
    """Start a scheduler; its address and a function that starts a worker."""
    (port,) = ports(1)
    address = f"tcp://127.0.0.1:{port}"
    started = [dask(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]

    def worker():
        words = ["worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1"]
        started.append(dask(tmp_path, *words))
        return started[-1]

    yield address, worker
    for process in started:
        process.kill()
        process.wait()


def dump(opened):
    """All bytes of a dump."""
    out = io.BytesIO()
    opened.dump(out)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore")  # Dask's own, of sockets and of comms that a killed worker leaves
def test_a_killed_worker_costs_only_time(scheduler, tmp_path, monkeypatch):
    """Two workers read, one is killed after the first document; the bytes are those of the serial run."""
    address, worker = scheduler
    monkeypatch.setattr(cluster.Cluster, "chunk", 1)
    doomed = worker()
    worker()
    with store.connect(tmp_path / "alone", create=True) as opened:
        expected = [(o.status, o.readout) for o in ingest.ingest(opened, CASES).outcomes]
        alone = dump(opened)
    monkeypatch.setattr("kg.ingest.writer.DOCUMENTS", 1)

    def kill(*_):
        if doomed.poll() is None:
            doomed.kill()

    with store.connect(tmp_path / "cluster", create=True) as opened:
        report = ingest.ingest(opened, CASES, cluster=address, progress=kill)
        assert [(o.status, o.readout) for o in report.outcomes] == expected
        assert dump(opened) == alone
    assert doomed.wait(20) != 0


@pytest.mark.filterwarnings("ignore")
def test_workers_that_read_otherwise_are_refused(scheduler, monkeypatch):
    """Another vocabulary here than there is an error that says so; so is a scheduler that goes away."""
    address, worker = scheduler
    worker()
    monkeypatch.setattr(cluster, "fingerprint", lambda: "other")
    items = [Item(str(CASES[0]), "a", CASES[0].read_bytes())]
    with cluster.Cluster(address) as those:
        answer = those.send(items)
        with pytest.raises(Error, match="would read otherwise") as caught:
            those.receive(items, answer)
        assert answer.done()
    assert "KG_VOCABULARY" in caught.value.advice


@pytest.mark.filterwarnings("ignore")
def test_nobody_there(scheduler, monkeypatch):
    """No scheduler, no workers, no Dask: each is told, with what to do."""
    address, _ = scheduler
    monkeypatch.setattr(cluster, "SECONDS", 1)
    (port,) = ports(1)
    with pytest.raises(Error, match="cannot be reached"):
        cluster.Cluster(f"tcp://127.0.0.1:{port}")
    time.sleep(2)
    monkeypatch.setattr(cluster, "SECONDS", 5)
    with pytest.raises(Error, match="has no workers"):
        cluster.Cluster(address)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Error, match="needs distributed") as caught:
        cluster.Cluster(address)
    assert "bilateral-kg[cluster]" in caught.value.advice


class Fake(cluster.Cluster):
    """Answers without a scheduler."""

    def __init__(self, answers):
        """Give these answers, one after the other."""
        import distributed

        self._dask, self._address, self._answers = distributed, "tcp://h:1", answers

    def __exit__(self, *_):
        """Nothing is kept open."""

    def send(self, items):
        """The next answer."""
        found = self._answers.pop(0)

        class Answer:
            def result(self):
                if isinstance(found, Exception):
                    raise found
                return [parcels.Parcel(item.where) for item in items]

        return Answer()


def test_a_text_that_kills_its_workers_is_given_up():
    """Of a chunk that kills workers each text is tried alone; the one that kills again fails."""
    from distributed import KilledWorker

    dead = KilledWorker("task", None, 3)
    tasks = [Task(Item("a", "a", b"x")), Task(Item("b", "b", b"x"))]
    first, second = (parcel for _, parcel in Fake([dead, None, dead]).read(tasks))
    assert first.fault is None
    assert "whoever reads it dies" in str(second.fault)


def test_a_scheduler_that_goes_away():
    """Is told, with what to do."""
    with pytest.raises(Error, match="is gone") as caught:
        list(Fake([OSError("closed")]).read([Task(Item("a", "a", b"x"))]))
    assert "passed over" in caught.value.advice


def test_one_version_one_fingerprint():
    """The same program gives the same; workers of another are told apart."""
    wanted = cluster.fingerprint()
    item = Item(str(CASES[0]), "a", CASES[0].read_bytes())
    (parcel,) = cluster.read_alike([item], wanted)
    assert parcel.nquads == parcels.read(item).nquads
    assert cluster.read_alike([item], "other").startswith("kg ")
