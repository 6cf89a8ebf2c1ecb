"""A whole store in one file, and back: the same bytes, nothing broken or foreign, nothing overwritten."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import store
from kg.errors import InputError, StoreError, StoreFormatError
from kg.store import archive

GRAPH = "https://w3id.org/bilateral-kg/id/readout/0123456789abcdef"
KG = "https://w3id.org/bilateral-kg/ontology#"
KIND = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
NODE = ox.NamedNode(GRAPH)
READOUT = ox.Triple(NODE, ox.NamedNode(KIND), ox.NamedNode(f"{KG}Readout"))
TEXT = ox.Triple(
    NODE, ox.NamedNode("https://w3id.org/bilateral-kg/ontology#text"), ox.Literal('a\n"b" \\ \U0001f54a')
)


@pytest.fixture
def held(tmp_path):
    """A store with one graph and a file of merges."""
    with store.connect(tmp_path / "held", create=True) as opened:
        opened.replace_graph(GRAPH, [READOUT, TEXT])
        (tmp_path / "held" / "merges.yaml").write_text("merge: []\n")
        yield opened


def dump(where):
    """All bytes of a store."""
    out = io.BytesIO()
    if isinstance(where, Path):
        with store.connect(where, read_only=True) as opened:
            opened.dump(out)
    else:
        where.dump(out)
    return out.getvalue()


def packed(tmp_path, members, name="x.tar.gz"):
    """A tar.gz of these members: name to bytes."""
    path = tmp_path / name
    with tarfile.open(path, "w:gz") as tar:
        for member, data in members:
            info = tarfile.TarInfo(member)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def members(path):
    """The members of a tar.gz."""
    with tarfile.open(path) as tar:
        return [(one.name, tar.extractfile(one).read()) for one in tar]


def test_out_and_in_again_is_the_same(held, tmp_path):
    """Quads and merges; the same store gives the same file; a reader sees all at once."""
    first, second = tmp_path / "a.tar.gz", tmp_path / "b.tar.gz"
    assert archive.backup(held, first) == 2
    assert archive.restore(first, tmp_path / "again") == 2
    with store.connect(tmp_path / "again", read_only=True) as opened:
        archive.backup(opened, second)
    assert first.read_bytes() == second.read_bytes()
    assert dump(tmp_path / "again") == dump(held)
    assert (tmp_path / "again" / "merges.yaml").read_text() == "merge: []\n"
    assert [name for name, _ in members(first)] == ["kg-backup.json", "merges.yaml", "quads.nq"]
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]
    with store.connect(tmp_path / "again") as opened:
        assert opened.replace_graph(GRAPH, [READOUT])


def test_a_reader_writes_its_snapshot_while_somebody_writes(held, tmp_path):
    """What is committed and not published is not in it."""
    held.flush()
    with store.connect(tmp_path / "held", read_only=True) as reader:
        held.replace_graph(f"{GRAPH}2", [READOUT])
        assert archive.backup(reader, tmp_path / "a.tar.gz") == 2
    assert archive.backup(held, tmp_path / "b.tar.gz") == 3


@pytest.mark.parametrize("name", ["graph.nq", "graph.nquads", "graph.nq.gz"])
def test_an_export_as_nquads_becomes_a_store(held, tmp_path, name):
    """Plain or packed."""
    data = dump(held)
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert archive.restore(tmp_path / name, tmp_path / "again") == 2
    assert dump(tmp_path / "again") == data


def test_an_empty_store_comes_back_empty(tmp_path):
    """Nothing is nothing."""
    with store.connect(tmp_path / "none", create=True) as opened:
        assert archive.backup(opened, tmp_path / "a.tar.gz") == 0
    (tmp_path / "again").mkdir()
    assert archive.restore(tmp_path / "a.tar.gz", tmp_path / "again") == 0


def test_a_store_is_replaced_only_when_told_and_by_a_whole_one(held, tmp_path):
    """Not without a word, not by a broken file, not while somebody writes, not what is no store."""
    good, other = tmp_path / "a.tar.gz", tmp_path / "other"
    archive.backup(held, good)
    with store.connect(other, create=True) as opened:
        opened.replace_graph(GRAPH, [READOUT])
        before = dump(opened)
    with pytest.raises(StoreError, match=r"there is a store at .*other already"):
        archive.restore(good, other)
    bad = tmp_path / "bad.tar.gz"
    bad.write_bytes(good.read_bytes()[:-20])
    with pytest.raises(StoreFormatError, match=r"bad\.tar\.gz is broken"):
        archive.restore(bad, other, replace=True)
    with store.connect(other), pytest.raises(StoreError, match="another process is writing"):
        archive.restore(good, other, replace=True)
    assert dump(other) == before
    with store.connect(other, read_only=True) as reader:
        archive.restore(good, other, replace=True)
        assert len(reader) == 1
    assert dump(other) == dump(held)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("private")
    for where in (tmp_path / "letters", tmp_path / "letters" / "a.txt"):
        with pytest.raises(StoreFormatError, match="no store of ours"):
            archive.restore(good, where, replace=True)
    assert (tmp_path / "letters" / "a.txt").read_text() == "private"
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_the_old_database_is_not_open_when_the_new_one_is_put_there(held, tmp_path):
    """It would write into the new one's files, which it takes for its own (found by campaigns/crash.py)."""
    good, other = tmp_path / "a.tar.gz", tmp_path / "other"
    archive.backup(held, good)
    for number in range(4):
        with store.connect(other, create=True) as opened:
            opened.replace_graph(f"{GRAPH}{number}", [READOUT])
            opened.flush()
        archive.restore(good, other, replace=True)
        assert dump(other) == dump(held)


def test_a_writer_that_comes_in_between_is_waited_for(held, tmp_path):
    """The database's own lock decides."""
    held.flush()
    code = "import sys; from pathlib import Path; from kg.store import archive\n"
    code += "with archive._locked(Path(sys.argv[1]) / 'quads' / 'LOCK', Path(sys.argv[1])): pass"
    done = subprocess.run(
        [sys.executable, "-c", code, held.location], capture_output=True, text=True, check=False
    )
    assert "another process is writing" in done.stderr


def test_every_cut_and_every_flipped_byte_is_found(held, tmp_path):
    """Nothing is restored of a file that is not what was written, wherever it was damaged."""
    good, bad = tmp_path / "a.tar.gz", tmp_path / "bad.tar.gz"
    archive.backup(held, good)
    data = good.read_bytes()
    for place in range(0, len(data), 7):
        bad.write_bytes(data[:place])
        with pytest.raises(StoreFormatError, match=r"bad\.tar\.gz is"):
            archive.restore(bad, tmp_path / "again")
        if place > 10:  # the header of gzip holds a time and a system, which are nobody's data
            bad.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
            with pytest.raises(StoreFormatError, match=r"bad\.tar\.gz"):
                archive.restore(bad, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_what_is_foreign_or_tampered_with_is_refused_by_name(held, tmp_path):
    """Another tar, another head, other members, sizes and sums, a path that climbs, a newer layout."""
    good = tmp_path / "a.tar.gz"
    archive.backup(held, good)
    (_, head), merges, quads = members(good)
    told = json.loads(head)

    def headed(**changes):
        return ("kg-backup.json", json.dumps(told | changes).encode())

    fair = ("kg-backup.json", head)
    for case, words in (
        ([], "no backup of ours"),
        ([("other.txt", b"x")], "no backup of ours"),
        ([("kg-backup.json", b"x" * 70_000)], "no backup of ours"),
        ([("kg-backup.json", b"[" * 60_000)], "no backup of ours"),
        ([("kg-backup.json", b"[]")], "no backup of ours"),
        ([headed(software="other")], "no backup of ours"),
        ([headed(archive=9)], "kind 9; this version reads kind 1"),
        ([headed(format=9)], "format 9; this version reads formats 1 to 2"),
        ([headed(files=[])], "its head names other files"),
        ([headed(files={"quads.nq": {}, "../../x": {}})], "its head names other files"),
        ([headed(files={"quads.nq": 1}), quads], "another size"),
        ([fair, merges], "quads.nq is missing"),
        ([fair, merges, quads, quads], "does not belong"),
        ([fair, ("../../merges.yaml", b"x"), quads], "does not belong"),
        ([fair, merges, ("quads.nq", quads[1][:-1] + b" ")], "not what was written"),
        ([fair, merges, ("quads.nq", quads[1] + b" ")], "another size"),
    ):
        with pytest.raises(StoreFormatError, match=words):
            archive.restore(packed(tmp_path, case), tmp_path / "again")
    link = tmp_path / "x.tar.gz"
    with tarfile.open(link, "w:gz") as tar:
        for name, data in (fair,):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        info = tarfile.TarInfo("quads.nq")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(StoreFormatError, match="does not belong"):
        archive.restore(link, tmp_path / "again")
    (tmp_path / "plain.tar.gz").write_bytes(b"not a tar")
    with pytest.raises(StoreFormatError, match="no backup of ours"):
        archive.restore(tmp_path / "plain.tar.gz", tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<a> <b", "is broken"),
        ("<http://e/s> <http://e/p> <http://e/o> .\n", "in no graph"),
        ("_:a <http://e/p> <http://e/o> <http://e/g> .\n", "blank nodes"),
        ("<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n", "no store of ours"),
    ],
)
def test_nquads_that_are_not_ours_are_refused(tmp_path, text, words):
    """Broken lines, quads outside graphs, blank nodes, somebody else's data."""
    (tmp_path / "x.nq").write_text(text)
    with pytest.raises(StoreFormatError, match=words):
        archive.restore(tmp_path / "x.nq", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_files_that_are_not_there_or_cannot_be_written(held, tmp_path):
    """Each is named."""
    for name in ("none.tar.gz", "none.nq"):
        with pytest.raises(InputError, match=f"no file .*{name}"):
            archive.restore(tmp_path / name, tmp_path / "again")
    (tmp_path / "x.nq.gz").write_bytes(b"no gzip")
    with pytest.raises(StoreFormatError, match="is broken"):
        archive.restore(tmp_path / "x.nq.gz", tmp_path / "again")
    with pytest.raises(StoreError, match="cannot be written"):
        archive.backup(held, tmp_path / "no" / "folder" / "a.tar.gz")
    archive.backup(held, tmp_path / "a.tar.gz")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="no store can be made"):
        archive.restore(tmp_path / "a.tar.gz", tmp_path / "file" / "below")
