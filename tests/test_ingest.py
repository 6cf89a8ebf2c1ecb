"""Files into a store: what goes in, what is said about it, what is left as it was."""

from __future__ import annotations

import io
import os
import sys

import pytest

from kg import ingest, rules, store
from kg.documents import Metadata
from kg.errors import NotFoundError, StoreError
from kg.ingest import Source, find
from kg.model import Meeting, Official, Reading, Statement
from kg.vocabulary import reference

REFERENCE = reference.reference_quads()[:20]
TEXT = "Meeting of the Ministers\n\nMinister Ada Ash asked Norland to release the vessel.\n"


def stub(document):
    """Read one statement, of the second paragraph, whatever it says; "crash" makes the reader fail."""
    start = document.text.index("Minister Ada") if "Minister Ada" in document.text else 0
    quote = document.text[start:].strip()
    if "crash" in quote:
        raise ValueError("a fault of the reader")
    statement = Statement(
        1,
        start,
        start + len(quote),
        quote,
        "no_such_act" if "nonsense" in quote else "request",
        "fisheries",
        "fisheries",
        speaker="Ada Ash",
        speaker_states=("JPN",),
        addressee_states=("NOR",),
    )
    meeting = Meeting("meeting", "2005-05-31", None, ("JPN", "NOR"), (Official("Ada Ash", "JPN"),))
    return Reading(document, meeting, (statement,))


@pytest.fixture(autouse=True)
def _reader(monkeypatch):
    """These tests are about what goes in, not about reading."""
    monkeypatch.setattr("kg.extraction.read", stub)
    monkeypatch.setattr("kg.ingest.parsed", lambda: REFERENCE)


@pytest.fixture
def held(tmp_path):
    """Open an empty store to write in."""
    with store.connect(tmp_path / "store", create=True) as opened:
        yield opened


@pytest.fixture
def write(tmp_path):
    """Write a file below the test's folder."""

    def one(name, text=TEXT):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return one


def dump(opened):
    """All bytes of a dump."""
    out = io.BytesIO()
    opened.dump(out)
    return out.getvalue()


def statuses(report):
    """File name to what became of it."""
    return {o.source.rpartition("/")[2]: o.status for o in report.outcomes}


def test_accepted_unchanged_replaced(held, write):
    """New, the same again, forced, and other words under the same address."""
    given = Metadata(url="https://example.org/1", publishers=("JPN",))
    path = write("a.txt")
    said = []
    report = ingest.ingest(held, [path], given=given, progress=lambda *call: said.append(call))
    assert [(o.status, o.statements, d, n) for o, d, n in said] == [("accepted", 1, 1, 1)]
    readout = report.accepted[0].readout
    before = dump(held)
    assert statuses(ingest.ingest(held, [path], given=given)) == {"a.txt": "unchanged"}
    assert len(ingest.ingest(held, [path], given=given, force=True).unchanged) == 1
    assert dump(held) == before
    write("a.txt", TEXT.replace("vessel", "captain"))
    report = ingest.ingest(held, [path], given=given)
    assert [o.readout for o in report.replaced] == [readout]
    words = {q.object.value for q in held.quads(readout) if q.predicate.value.endswith("#exact")}
    assert words == {TEXT.partition("\n\n")[2].strip().replace("vessel", "captain")}


def test_what_was_made_from_all_is_refreshed(held, write):
    """A request goes in, and its derived facts with it; out, and they are gone."""
    readout = ingest.ingest(held, [write("a.txt")]).accepted[0].readout
    kg = "https://w3id.org/bilateral-kg/ontology#"
    assert held.ask(f"ASK {{ ?s <{kg}replyStatus> <{kg}status_no_reply_recorded> }}")
    assert held.ask(f"ASK {{ ?o a <{kg}Official> ; <{kg}hasMention> ?m }}")
    assert not rules.stale(held)
    ingest.remove(held, readout)
    assert ingest.contents(held) == []
    assert not [name for name in held.graphs() if name.startswith(rules.DERIVED)]
    with pytest.raises(NotFoundError, match="no document"):
        ingest.remove(held, readout)


def test_one_that_fails_leaves_the_store_as_it_was_and_the_others_go_in(held, write):
    """Bytes that are no text, an empty file, a crash, a wrong code, a broken sidecar: each has its reason."""
    write("good.txt")
    write("empty.txt", " \n")
    write("crash.txt", "crash me")
    write("nonsense.txt", "nonsense")
    write("side.txt", TEXT + "side")
    write("side.meta.yaml", "date: [1")
    path = write("binary.txt")
    path.write_bytes(b"\x00\x01\x02\xff" * 500)
    report = ingest.ingest(held, [path.parent])
    assert statuses(report) == {
        "binary.txt": "failed",
        "crash.txt": "failed",
        "empty.txt": "failed",
        "good.txt": "accepted",
        "nonsense.txt": "failed",
        "side.txt": "failed",
    }
    assert len(ingest.contents(held)) == 1
    reasons = {o.source.rpartition("/")[2]: o for o in report.failed}
    assert "ValueError: a fault of the reader" in reasons["crash.txt"].reason
    assert isinstance(reasons["crash.txt"].error, ValueError)
    assert "no_such_act" in reasons["nonsense.txt"].reason
    assert (
        "side.meta.yaml" in reasons["side.txt"].reason or "side.txt.meta.yaml" in reasons["side.txt"].reason
    )
    assert all(o.reason for o in report.failed)


def test_what_the_shapes_refuse_does_not_go_in(held, write, monkeypatch):
    """A replacement with faults leaves the old graph."""
    path, given = write("a.txt"), Metadata(url="https://example.org/1")
    ingest.ingest(held, [path], given=given)
    before = dump(held)
    monkeypatch.setattr("kg.validation.faults", lambda _: ["violation: two speakers"])
    write("a.txt", TEXT.replace("vessel", "captain"))
    report = ingest.ingest(held, [path], given=given)
    assert "two speakers" in report.failed[0].reason
    assert dump(held) == before


def test_a_store_that_fails_stops_all(held, write, monkeypatch):
    """No document is reported that is not in; what was there is whole, and derived again later."""
    write("a.txt")
    write("b.txt", TEXT + "more")
    real, calls = held.load, []

    def full(nquads):
        calls.append(nquads)
        if len(calls) == 2:
            raise StoreError("no space", "make room and try again")
        real(nquads)

    monkeypatch.setattr("kg.ingest.writer.DOCUMENTS", 1)
    monkeypatch.setattr(held, "load", full)
    said = []
    with pytest.raises(StoreError, match="no space"):
        ingest.ingest(held, [write("a.txt").parent], progress=lambda *call: said.append(call))
    assert len(said) == 1
    assert len(ingest.contents(held)) == 1
    assert rules.stale(held)


def test_an_interrupted_run_goes_on_where_it_stopped(held, write, monkeypatch):
    """Ctrl-C after the first document: it is in, and is not read again."""
    write("a.txt")
    write("b.txt", TEXT + "more")
    monkeypatch.setattr("kg.ingest.writer.DOCUMENTS", 1)

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest.ingest(held, [write("a.txt").parent], progress=stop)
    assert len(ingest.contents(held)) == 1
    assert rules.stale(held)
    report = ingest.ingest(held, [write("a.txt").parent])
    assert statuses(report) == {"a.txt": "unchanged", "b.txt": "accepted"}
    assert not rules.stale(held)


def test_the_reference_graph_is_loaded_once_and_when_it_changes(held, tmp_path, monkeypatch):
    """Another overlay is another reference graph."""
    assert ingest.refresh_reference(held) is True
    assert ingest.refresh_reference(held) is False
    overlay = tmp_path / "mine"
    overlay.mkdir()
    (overlay / "mine.ttl").write_text(
        '<https://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> "mine" .'
    )
    monkeypatch.setenv("KG_VOCABULARY", str(overlay))
    monkeypatch.setattr("kg.ingest.parsed", reference.parsed)
    assert ingest.refresh_reference(held) is True
    assert held.ask("ASK { ?s ?p 'mine' }")


def test_the_same_text_better_told_of_is_the_same_document(held, write):
    """A publisher or an address told later replaces what was read without it, in any order."""
    path = write("a.txt")
    poor, rich = Metadata(), Metadata(publishers=("JPN",), date="2005-06-01", title="T")
    best = Metadata(publishers=("JPN",), url="https://example.org/1")
    assert len(ingest.ingest(held, [path], given=poor).accepted) == 1
    assert len(ingest.ingest(held, [path], given=rich).replaced) == 1
    assert len(ingest.ingest(held, [path], given=best).replaced) == 1
    best_of_all = dump(held)
    for given in (poor, rich, best):
        assert len(ingest.ingest(held, [path], given=given).unchanged) == 1
    assert dump(held) == best_of_all


def test_the_same_text_of_other_publishers_or_addresses_is_another_document(held, write):
    """Two ministries may publish the same words."""
    path = write("a.txt")
    one, two = "https://example.org/1", "https://example.org/2"
    for code, url in (("JPN", None), ("NOR", None), ("NOR", one), ("NOR", two)):
        given = Metadata(publishers=(code,), url=url, date="2005-06-01")
        ingest.ingest(held, [path], given=given)
    assert sorted((d["publishers"], d["url"]) for d in ingest.contents(held)) == [
        (["JPN"], None),
        (["NOR"], "https://example.org/1"),
        (["NOR"], "https://example.org/2"),
    ]


def test_copies_in_any_order_give_the_same_bytes(tmp_path, write):
    """Documents, copies of them under other names, and any order: the same store."""
    names = [
        write("a.txt"),
        write("copy.txt"),
        write("b.txt", TEXT + "more"),
        write("c.txt", TEXT + "yet more"),
    ]
    dumps = set()
    for k, order in enumerate([names, names[::-1], [names[1], names[3], names[0], names[2]]]):
        with store.connect(tmp_path / str(k), create=True) as opened:
            for path in order:
                ingest.ingest(opened, [path])
            dumps.add(dump(opened))
    assert len(dumps) == 1


def test_the_list_of_documents(held, write):
    """By date and title, with what is known of each."""
    ingest.ingest(
        held,
        [write("b.txt", TEXT + "b")],
        given=Metadata(title="B", date="2005-06", publishers=("NOR", "JPN")),
    )
    ingest.ingest(
        held, [write("a.txt")], given=Metadata(title="A", date="2004-01-02", url="https://example.org/a")
    )
    first, second = ingest.contents(held)
    assert first["readout"].startswith("https://w3id.org/bilateral-kg/id/readout/")
    assert [
        first[k] for k in ("title", "date", "publishers", "url", "source", "statements", "language", "kind")
    ] == [
        "A",
        "2004-01-02",
        [],
        "https://example.org/a",
        "a.txt",
        1,
        "en",
        "readout",
    ]
    assert (second["publishers"], second["date"]) == (["JPN", "NOR"], "2005-06-01/2005-06-30")


def test_files_folders_patterns_and_stdin(tmp_path, write, monkeypatch):
    """Each once, a folder sorted, hidden and foreign files left out, a named file always taken."""
    for name in (
        "b.txt",
        "a.md",
        "sub/c.HTML",
        ".hidden.txt",
        ".git/x.txt",
        "a.meta.yaml",
        "photo.jpg",
        "notes",
    ):
        write(name)
    top = tmp_path / "in"
    assert [s.name for s in find([top])] == ["a.md", "b.txt", "c.HTML"]
    assert [s.name for s in find([top / "notes", top, top / "b.txt"])] == ["notes", "a.md", "b.txt", "c.HTML"]
    assert [s.name for s in find([f"{top}/**/*.HTML", f"{top}/s*"])] == ["c.HTML"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    write("b.txt.meta.yaml")
    assert [s.name for s in find([top / "b.txt.meta.yaml", f"{top}/b*"])] == ["b.txt"]
    (stdin,) = find(["-", "-"])
    assert (stdin.name, str(stdin)) == ("-", "-")
    assert stdin.document().text == TEXT


def test_a_pattern_in_a_file_name_is_a_name(write):
    """A file that is there is meant, whatever signs its name has."""
    assert [s.name for s in find([write("a[1].txt")])] == ["a[1].txt"]


def test_names_that_lead_nowhere_are_failures_in_their_place(held, tmp_path, write):
    """A missing file and a pattern without a match stop nobody."""
    report = ingest.ingest(held, [tmp_path / "none.txt", write("a.txt"), f"{tmp_path}/*.pdf"])
    assert [o.status for o in report.outcomes] == ["failed", "accepted", "failed"]
    assert "there is no file" in report.failed[0].reason
    assert "nothing matches" in report.failed[1].reason


def test_links_that_go_round_end(tmp_path, write):
    """A folder that links to itself is entered once; a link to another folder is followed."""
    write("a.txt")
    top = tmp_path / "in"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "z.txt").write_text(TEXT)
    (top / "loop").symlink_to(top, target_is_directory=True)
    (top / "over").symlink_to(tmp_path / "other", target_is_directory=True)
    (top / "dangling.txt").symlink_to(tmp_path / "nothing")
    assert [s.name for s in find([top])] == ["a.txt", "dangling.txt", "z.txt"]


def test_a_folder_that_cannot_be_read_is_named(held, tmp_path, write, monkeypatch):
    """The others go in."""
    write("a.txt")
    write("locked/b.txt")
    real = os.scandir

    def scandir(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    report = ingest.ingest(held, [tmp_path / "in"])
    assert [o.status for o in report.outcomes] == ["accepted", "failed"]
    assert "locked cannot be read: Permission denied" in report.failed[0].reason


def test_a_source_says_where_it_is(tmp_path):
    """The name leaves the folders out: they are nobody's business in the graph."""
    source = Source(tmp_path / "a.txt")
    assert (source.name, str(source)) == ("a.txt", str(tmp_path / "a.txt"))
