"""Stored reader output: what kg wrote goes in again, checked, without being read."""

from __future__ import annotations

import gzip
import io

import pytest
from annotated import GOLD

from kg import ingest, store, triples
from kg.ingest.stored import Supply

CASES = sorted((GOLD / "cases").glob("*.txt"))[:3]


def dump(opened):
    """All bytes of a dump."""
    out = io.BytesIO()
    opened.dump(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The dump of a store of three readouts."""
    with store.connect(tmp_path_factory.mktemp("whole") / "store", create=True) as opened:
        ingest.ingest(opened, CASES)
        return dump(opened)


@pytest.fixture
def held(tmp_path):
    """Open an empty store to write in."""
    with store.connect(tmp_path / "store", create=True) as opened:
        yield opened


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_dump_goes_in_again(held, whole, tmp_path, jobs):
    """Its readouts, plain or gzipped; reference and derived graphs are made anew; twice is once."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.nq.gz").write_bytes(gzip.compress(whole))
    (folder / "b.txt").write_text("no shard")
    said = []
    report = ingest.ingest(
        held, [folder], readings=True, jobs=jobs, progress=lambda *call: said.append(call[1:])
    )
    assert len(report.accepted) == 3
    assert all(o.statements for o in report.accepted)
    assert said[-1] == (3, 3)
    assert dump(held) == whole
    (folder / "b.nq").write_bytes(b"# again, without an end of line\n\n" + whole.rstrip(b"\n"))
    again = ingest.ingest(held, [folder / "b.nq"], readings=True, jobs=jobs)
    assert len(again.unchanged) == 3
    assert len(ingest.ingest(held, [folder / "b.nq"], readings=True, force=True).unchanged) == 3
    assert dump(held) == whole


def graph(path):
    """The lines of one readout."""
    from kg import api

    reading = api.read(path)
    return triples.nquads(triples.quads(reading, reader_version="x"))


def test_what_was_read_anew_replaces_what_was_read(held, whole, tmp_path):
    """Another reader's output for the same document takes its place."""
    shard = tmp_path / "a.nq"
    shard.write_bytes(whole)
    ingest.ingest(held, [shard], readings=True)
    shard.write_bytes(graph(CASES[0]))
    report = ingest.ingest(held, [shard], readings=True)
    assert [o.status for o in report.outcomes] == ["replaced"]


ONE, TWO = b"<http://e/1>", b"<http://e/2>"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<http://e/s> <http://e/p> 'x' <http://e/g> .\n", "not N-Quads"),
        (b"<http://e/s> <http://e/p> <http://e/o> .\n", "not one graph"),
        (b'<http://e/s> <http://e/p> "x" .\n', "line 1 names no graph"),
        (b"rubbish\n", "line 1 names no graph"),
        (b'_:a <http://e/p> "x" <http://e/g> .\n', "blank nodes"),
        (b'<http://e/s> <http://e/p> "x" <http://e/g> .\n', "no readout"),
        (b"".join(b'<http://e/s> <http://e/p> "x" %s .\n' % g for g in (ONE, TWO, ONE)), "after others"),
        (b'\xff <http://e/p> "x" <http://e/g> .\n', "not N-Quads"),
        (b'<http://e/s> <http://e/p> "x" <http://e/\xff> .\n', "not N-Quads"),
    ],
)
def test_what_no_reader_wrote_is_refused(held, whole, tmp_path, data, said):
    """With its file and a reason; the next file goes in, the store holds nothing else."""
    (tmp_path / "a.nq").write_bytes(data)
    (tmp_path / "b.nq").write_bytes(whole)
    report = ingest.ingest(held, [tmp_path / "a.nq", tmp_path / "b.nq"], readings=True)
    assert len(report.accepted) == 3
    assert any(said in o.reason and "a.nq" in o.reason for o in report.failed)
    assert dump(held) == whole


def test_what_breaks_the_shapes_is_refused(held, tmp_path):
    """A quote that is not in its text."""
    shard = tmp_path / "a.nq"
    shard.write_bytes(graph(CASES[0]).replace(b'#start> "', b'#start> "1'))
    report = ingest.ingest(held, [shard], readings=True)
    assert "breaks the shapes" in report.failed[0].reason


def test_files_that_cannot_be_read_are_failures_in_their_place(held, tmp_path):
    """One that is missing, and one that is called gzip and is not."""
    (tmp_path / "a.nq.gz").write_bytes(b"no gzip")
    report = ingest.ingest(held, [tmp_path / "none.nq", tmp_path / "a.nq.gz"], readings=True)
    first, second = report.failed
    assert "there is no file" in first.reason
    assert "a.nq.gz" in second.reason


def test_nothing_is_nothing(tmp_path):
    """An empty shard has no readout."""
    (tmp_path / "a.nq").write_bytes(b"\n")
    supply = Supply([tmp_path / "a.nq"])
    assert (list(supply.items()), supply.total) == ([], 0)
