"""The store in a folder: whole graphs, one writer, readers beside it, crashes."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import store
from kg.errors import (
    NotFoundError,
    QueryError,
    QuerySyntaxError,
    StoreError,
    StoreFormatError,
    StoreLockedError,
)
from kg.store.snapshots import Held, Snapshots

G = "http://example.org/g"
P = ox.NamedNode("http://example.org/p")


def triples(n, word="x"):
    """Make so many triples."""
    return [
        ox.Triple(ox.NamedNode(f"http://example.org/{k}"), P, ox.Literal(f"{word} {k}")) for k in range(n)
    ]


def dump(held):
    """All bytes of a dump."""
    out = io.BytesIO()
    held.dump(out)
    return out.getvalue()


def run(code, *arguments):
    """Run Python code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def held(tmp_path):
    """Open an empty store to write in."""
    with store.connect(tmp_path / "s", create=True) as opened:
        yield opened


def test_replace_makes_the_graph_hold_exactly_the_quads(held):
    """Old triples go, new ones come, shared ones stay, and other graphs are untouched."""
    assert held.replace_graph(G, triples(3)) is True
    assert held.replace_graph(G + "2", triples(1)) is True
    assert held.replace_graph(G, triples(3)) is False
    assert held.replace_graph(G, triples(4)[2:]) is True
    assert {q.object.value for q in held.quads(G)} == {"x 2", "x 3"}
    assert held.graphs() == [G, G + "2"]
    assert len(held) == 3


def test_a_large_new_graph_goes_in_whole_beside_the_others(held):
    """The bulk loader keeps the contract: exactly the quads, nothing twice, other graphs untouched."""
    assert held.replace_graph(G + "2", triples(1)) is True
    assert held.replace_graph(G, triples(20_001)) is True
    assert held.replace_graph(G, triples(20_001)) is False
    assert (len(list(held.quads(G))), len(held)) == (20_001, 20_002)
    assert held.graphs() == [G, G + "2"]


def test_a_graph_replaced_by_nothing_is_gone(held):
    """An empty graph is not kept as a name."""
    held.replace_graph(G, triples(2))
    assert held.replace_graph(G, []) is True
    assert held.graphs() == []
    assert held.remove_graph(G) is False


@pytest.mark.parametrize(
    "text", ['q"uote', "back\\slash \\u0041", "line\nbreak\r\ttab", "é𝔸\u2028", "'''", "\x01\x7f"]
)
def test_any_text_comes_back_as_it_was(held, text):
    """Quotes, escapes, line ends and control characters survive both ways into the store."""
    first = ox.Triple(ox.NamedNode("http://example.org/a"), P, ox.Literal("first"))
    wanted = ox.Triple(first.subject, P, ox.Literal(text))
    held.replace_graph(G, [wanted])
    assert [q.object.value for q in held.quads(G)] == [text]
    held.replace_graph(G, [first])
    held.replace_graph(G, [wanted, first])
    assert {q.object.value for q in held.quads(G)} == {text, "first"}


def test_blank_nodes_become_iris_that_do_not_depend_on_their_labels(held):
    """The same graph under other blank node labels is no change."""
    a, b = ox.BlankNode("a"), ox.BlankNode("b")
    held.replace_graph(G, [ox.Triple(a, P, b), ox.Triple(b, P, ox.Literal("end"))])
    before = dump(held)
    assert b"_:" not in before
    assert held.replace_graph(G, [ox.Triple(b, P, a), ox.Triple(a, P, ox.Literal("end"))]) is False
    assert dump(held) == before


def test_the_dump_is_sorted_and_does_not_depend_on_order(tmp_path, monkeypatch):
    """The same graphs put in another order, and sorted in many small pieces, give the same bytes."""
    with store.connect(tmp_path / "a", create=True) as a, store.connect(tmp_path / "b", create=True) as b:
        a.replace_graph(G, triples(20))
        a.replace_graph(G + "2", triples(5, "y"))
        b.replace_graph(G + "2", reversed(triples(5, "y")))
        b.replace_graph(G, triples(20, "old"))
        b.replace_graph(G, reversed(triples(20)))
        whole = dump(a)
        monkeypatch.setattr("kg.store.base.PIECE", 7)
        assert dump(b) == whole
    lines = whole.splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 25


def test_queries_see_the_union_of_all_graphs(held):
    """The default graph is the union; GRAPH tells them apart."""
    held.replace_graph(G, triples(2))
    held.replace_graph(G + "2", triples(3, "y"))
    assert sum(1 for _ in held.select("SELECT * { ?s ?p ?o }")) == 5
    assert held.ask(f"ASK {{ GRAPH <{G}2> {{ ?s ?p 'y 2' }} }}")
    assert sum(1 for _ in held.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")) == 5


@pytest.mark.parametrize(
    ("call", "text"),
    [("select", "ASK {}"), ("construct", "ASK {}"), ("ask", "SELECT * {}"), ("select", "nonsense")],
)
def test_the_wrong_kind_of_query_is_a_syntax_error(held, call, text):
    """Each of the three calls takes its own kind only."""
    with pytest.raises(QuerySyntaxError):
        getattr(held, call)(text)


def test_a_query_that_cannot_be_answered_is_a_query_error(held):
    """What the engine refuses at run time is no traceback of ours."""
    with pytest.raises(QueryError):
        held.query("ASK { SERVICE ?unbound { ?s ?p ?o } }")


def test_nothing_there_and_something_else_there(tmp_path):
    """A missing store, a foreign folder, a file and another format are each named."""
    with pytest.raises(NotFoundError, match="no store at"):
        store.connect(tmp_path / "none")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "letter.txt").write_text("private")
    for read_only in (True, False):
        with pytest.raises(StoreFormatError, match="foreign is no store of ours"):
            store.connect(tmp_path / "foreign", read_only=read_only, create=True)
    assert [p.name for p in (tmp_path / "foreign").iterdir()] == ["letter.txt"]
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreFormatError):
        store.connect(tmp_path / "file", create=True)
    with pytest.raises(StoreFormatError):
        store.connect(tmp_path / "file")
    with pytest.raises(StoreError):
        store.connect(tmp_path / "file" / "below", create=True)


def test_a_store_of_another_format_is_refused_by_name(tmp_path):
    """The marker's number decides; the message names both."""
    store.connect(tmp_path / "s", create=True).close()
    marker = tmp_path / "s" / "store.json"
    for number, advice in (("7", "newer"), ("0", "ingest"), ("true", "ingest"), ('"2"', "ingest")):
        marker.write_text(f'{{"software": "bilateral-kg", "format": {number}}}')
        with pytest.raises(StoreFormatError, match="; this version reads formats 1 to 2") as caught:
            store.connect(tmp_path / "s")
        assert advice in caught.value.advice
    for text in ("[]", "[" * 100_000, "{"):
        marker.write_text(text)
        with pytest.raises(StoreFormatError, match="no store of ours"):
            store.connect(tmp_path / "s")


def test_a_store_of_an_earlier_format_is_read_and_upgraded_by_who_writes(tmp_path):
    """A reader leaves it as it is; a writer makes it one of today's, and nothing in it changes."""
    with store.connect(tmp_path / "s", create=True) as opened:
        opened.replace_graph("https://example.org/g", triples(1))
    marker = tmp_path / "s" / "store.json"
    marker.write_text('{"software": "bilateral-kg", "format": 1}')
    with store.connect(tmp_path / "s", read_only=True) as opened:
        assert len(opened) == 1
    assert '"format": 1' in marker.read_text()
    with store.connect(tmp_path / "s") as opened:
        assert len(opened) == 1
    assert '"format": 2' in marker.read_text()


def test_a_marker_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    """The old one stays."""

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="cannot be written: No space"):
        store.connect(tmp_path / "s", create=True)
    monkeypatch.undo()
    store.connect(tmp_path / "s", create=True).close()


def test_an_empty_folder_may_become_a_store(tmp_path):
    """`mkdir` before is no obstacle."""
    with store.connect(tmp_path, create=True) as opened:
        assert len(opened) == 0


def test_a_second_writer_is_told_to_wait(held):
    """Neither another process nor this one gets a second hold of the database."""
    code = "import sys; from kg import store; store.connect(sys.argv[1])"
    done = run(code, held.location)
    assert "StoreLockedError" in done.stderr
    with pytest.raises(StoreLockedError, match="another process is writing") as caught:
        store.connect(held.location)
    assert "wait" in caught.value.advice


def test_a_folder_called_lock_is_not_taken_for_a_lock(tmp_path):
    """Only what the database says about its lock counts, not a word in a path."""
    folder = tmp_path / "lock"
    store.connect(folder, create=True).close()
    (folder / "quads" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError) as caught:
        store.connect(folder)
    assert not isinstance(caught.value, StoreLockedError)


def test_a_reader_stays_with_what_was_published(held):
    """A reader beside the writer sees whole published states, and a new reader the newest."""
    held.replace_graph(G, triples(2))
    with store.connect(held.location, read_only=True) as early:
        assert len(early) == 0
    held.flush()
    with store.connect(held.location, read_only=True) as reader:
        held.replace_graph(G, triples(5000))
        held.flush()
        held.replace_graph(G, triples(9))
        held.flush()
        assert len(reader) == 2
        assert len(list(reader.quads())) == 2
        with store.connect(held.location, read_only=True) as later:
            assert len(later) == 9


def test_a_snapshot_that_nobody_reads_is_removed(held, tmp_path):
    """Old states do not pile up."""
    for n in range(1, 6):
        held.replace_graph(G, triples(n))
        held.flush()
    assert len(list((tmp_path / "s" / "snapshots").iterdir())) == 1


def test_reading_only_refuses_changes(held):
    """Nothing can be changed by a reader."""
    held.replace_graph(G, triples(2))
    held.flush()
    with store.connect(held.location, read_only=True) as reader:
        with pytest.raises(StoreError, match="reading only"):
            reader.replace_graph(G, triples(1))
        with pytest.raises(StoreError, match="reading only"):
            reader.remove_graph(G)
        assert len(reader) == 2


def test_a_closed_store_says_so(tmp_path):
    """No silent answers after close; closing twice is fine."""
    opened = store.connect(tmp_path / "s", create=True)
    opened.close()
    opened.close()
    with pytest.raises(StoreError, match="closed"):
        opened.graphs()


@pytest.fixture
def open_to_all():
    """Make a folder outside tmp_path, whose parents are their owner's alone: root reads here as another."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_a_reader_of_a_folder_that_cannot_be_written(open_to_all):
    """After a crash, a folder on a read-only medium is read as it is."""
    opened = store.connect(open_to_all / "s", create=True)
    opened.replace_graph(G, triples(3))
    opened.close()
    (open_to_all / "s" / "unpublished").touch()
    code = (
        "import os, sys; from kg import store; import kg.store.embedded, kg.store.guard\n"
        "os.geteuid() or os.seteuid(65534)\n"
        "print(len(store.connect(sys.argv[1], read_only=True)))"
    )
    for folder, _, names in os.walk(open_to_all):
        os.chmod(folder, 0o555)  # noqa: PTH101, S103 - the folder's own walk
        for name in names:
            os.chmod(os.path.join(folder, name), 0o444)  # noqa: PTH101, PTH118
    try:
        done = run(code, open_to_all / "s")
    finally:
        for folder, _, _ in os.walk(open_to_all):
            os.chmod(folder, 0o755)  # noqa: PTH101, S103
    assert done.stdout == "3\n", done.stderr


@pytest.mark.parametrize(
    "said",
    [
        "IO error: No such file or directory: while unlink() file: q/LOG.old.17: No such file",
        "IO error: lock hold by current process",
        "IO error: No space left on device",
    ],
)
def test_a_reader_that_meets_one_who_is_opening_takes_the_snapshot(held, monkeypatch, said):
    """Found by campaigns/concurrency.py: it read the writer's own files, which vanish under it."""
    held.replace_graph(G, triples(2))
    held.flush()
    held.replace_graph(G, triples(3))
    real = ox.Store

    class Meeting:
        def __init__(self, _):
            raise OSError(said)

        read_only = staticmethod(real.read_only)

    monkeypatch.setattr("kg.store.embedded.ox.Store", Meeting)
    with store.connect(held.location, read_only=True) as reader:
        assert len(reader) == 2
    for path in (held.folder / "snapshots").iterdir():
        shutil.rmtree(path)
    with pytest.raises(StoreError):
        store.connect(held.location, read_only=True)


def test_the_rdflib_view_sees_the_same_quads(held):
    """Users of rdflib read the union and the named graphs."""
    held.replace_graph(G, triples(2))
    held.replace_graph(G + "2", triples(1, "y"))
    assert len(list(held.rdf().quads())) == 3
    assert [str(row.o) for row in held.rdf().query("SELECT ?o { ?s ?p ?o FILTER(?o = 'y 0') }")] == ["y 0"]


WRITER = """
import sys
import tempfile
import pyoxigraph as ox
from kg import store
held, p = store.connect(sys.argv[1], create=True), ox.NamedNode("http://example.org/p")
for round in range(1000):
    for g in range(5):
        held.replace_graph(f"http://example.org/g{g}", [
            ox.Triple(ox.NamedNode(f"http://example.org/{k}"), p, ox.Literal(f"round {round} of {g}: {k}"))
            for k in range(300)])
        print(round, g, flush=True)
"""


@pytest.mark.slow
def test_kill_nine_leaves_whole_graphs(tmp_path):
    """Killed at any moment, every graph is wholly of one round, and at least of the last one acknowledged."""
    for k in range(8):
        folder = tmp_path / str(k)
        with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE) as process:
            first = process.stdout.readline()
            time.sleep(0.05 + 0.083 * k)
            process.send_signal(signal.SIGKILL)
            acknowledged = [
                tuple(map(int, line.split())) for line in [first, *process.stdout] if line.endswith(b"\n")
            ]
        last = {g: r for r, g in acknowledged}
        with store.connect(folder, read_only=True) as held:
            for g, least in last.items():
                words = [q.object.value for q in held.quads(f"http://example.org/g{g}")]
                rounds = {int(word.split()[1]) for word in words}
                assert len(words) == 300
                assert len(rounds) == 1
                assert rounds.pop() >= least


FILLER = """
import sys
import tempfile
import pyoxigraph as ox
from kg import store
from kg.errors import StoreError
held = store.connect(sys.argv[1], create=True)
p, n = ox.NamedNode("http://example.org/p"), 0
try:
    while True:
        held.replace_graph(f"http://example.org/g{n}", [
            ox.Triple(ox.NamedNode(f"http://example.org/{k}"), p, ox.Literal(f"{n} {k} " + "x" * 500))
            for k in range(500)])
        n += 1
        if n % 4 == 0:
            held.flush()
except StoreError as error:
    print(n, type(error).__name__, error.advice, flush=True)
"""


def test_a_full_disk_is_a_store_error_and_loses_nothing(tmp_path):
    """What was acknowledged before the disk was full is whole once there is room again."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        done = run(FILLER, disk / "s")
        count, name, advice = done.stdout.strip().split(" ", 2)
        assert name == "StoreError", done.stderr
        assert "room" in advice
        subprocess.run(["mount", "-o", "remount,size=60m", str(disk)], check=True)
        with store.connect(disk / "s", read_only=True) as held:
            for n in range(int(count)):
                assert sum(1 for _ in held.quads(f"http://example.org/g{n}")) == 500
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_snapshot_is_taken_alone_or_not_at_all(tmp_path):
    """The writer removes only what nobody holds, and what is gone cannot be held."""
    folder = tmp_path / "1"
    folder.mkdir()
    first = Held.take(folder)
    assert Held.take(folder, alone=True) is None
    second = Held.take(folder)
    first.let_go()
    second.let_go()
    alone = Held.take(folder, alone=True)
    folder.rmdir()
    alone.let_go()
    assert Held.take(folder) is None
    assert Snapshots(tmp_path / "none").take() is None
