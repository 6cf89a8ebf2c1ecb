"""What people decide about statements: kept apart, applied to every question, never dropped."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace

import pytest
from annotated import GOLD, reading
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import rules, triples, validation
from kg.errors import DataError, MetadataError, NotFoundError, VocabularyError
from kg.ingest import reviews
from kg.ingest.reviews import file
from kg.ingest.reviews.graph import as_read, conflicts, numbered
from kg.ingest.reviews.record import Review, checked, seen
from kg.triples import stored

CASES = sorted(p for p in GOLD.glob("*/*.json") if not p.name.endswith(".pair.json"))[::12]
TOLD = {"publishers": ("JPN",), "date": "2011-03-31", "title": "Talks"}
MET = "On March 31, Foreign Minister Taro Ash of Japan met Foreign Minister Berg of Norway."
FIRST = "Minister Ash requested that Norway release the vessel."
SECOND = "In response, Minister Berg stated that Norway would release the vessel if the fine was paid."
TEXT = f"Japan-Norway Foreign Ministers' Meeting\n\n{MET}\n\n1. {FIRST} {SECOND}\n"


@pytest.fixture
def store(tmp_path):
    """An empty graph to write in."""
    with kg.open(tmp_path / "store") as graph:
        yield graph


@pytest.fixture
def write(tmp_path):
    """Write a readout."""

    def one(text=TEXT, name="a.txt"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return one


def dump(graph):
    """All bytes of a store."""
    out = io.BytesIO()
    graph.store.dump(out)
    return out.getvalue()


def statements(graph):
    """Quote to row of the question `evidence`."""
    return {row["quote"]: row for row in graph.ask("evidence").rows}


def iri_of(graph, words):
    """The statement that has these words in it."""
    return next(row["statement"] for quote, row in statements(graph).items() if words in quote)


def test_accept_correct_reject_and_every_question_follows(store, write):
    """A rejected statement is in no answer, a corrected one has its new values, and the old stand beside."""
    store.ingest(write(), **TOLD)
    before = dump(store)
    asked, answered = iri_of(store, "requested"), iri_of(store, "would")
    made = store.review(
        asked,
        "corrected",
        by=" A.  Reader ",
        on="2011-04-07",
        correct={"act": "urge", "issue": "fisheries", "addressee_states": "NOR"},
        note="it says asked",
    )
    assert (made.by, made.correct["dossier"], made.read["act"]) == ("A. Reader", "fisheries", "request")
    row = next(row for row in store.ask("evidence", issue="fisheries").rows if row["statement"] == asked)
    assert row["act"] == "urge"
    facts = store.show(asked)
    assert any("readerSaid" in p and "request" in o for _, p, o in facts)
    assert asked not in {row["statement"] for row in store.ask("low-confidence").rows}
    store.review(answered, "rejected", by="B", on="2011-04-08")
    for question in ("evidence", "positions", "conditional-positions", "requests-and-replies", "asks-ledger"):
        told = {"state": "JPN"} if question == "asks-ledger" else {}
        assert not [row for row in store.ask(question, **told) if answered in map(str, row.values())], (
            question
        )
    assert [r.verdict for r in store.reviews()] == [r.verdict for r in store.reviews([asked, answered])]
    assert "violation" not in {fault.severity for fault in validation.check(store.store)}
    assert store.conflicts() == []
    store.withdraw(asked)
    assert store.withdraw(answered).verdict == "rejected"
    assert dump(store) == before
    with pytest.raises(NotFoundError, match="no review"):
        store.withdraw(answered)


def test_they_outlast_reading_again_replacement_removal_and_rebuilding(store, write, tmp_path):
    """What people decided comes back with the document, in whatever order the two come."""
    path = write()
    readout = store.ingest(path, **TOLD).accepted[0].readout
    asked, answered = iri_of(store, "requested"), iri_of(store, "would")
    store.review(asked, "corrected", by="A", on="2011-04-07", correct={"act": "urge"})
    store.review(answered, "rejected", by="A", on="2011-04-07")
    held, plain = dump(store), store.export_reviews()
    assert len(store.ingest(path, force=True, **TOLD).unchanged) == 1
    assert len(store.ingest(path, **TOLD).unchanged) == 1
    assert dump(store) == held
    write(TEXT.replace("Foreign Ministers' Meeting", "Foreign Ministers' Meeting in Oslo"))
    assert store.ingest(path, **TOLD).replaced
    assert answered not in {row["statement"] for row in store.ask("evidence").rows}
    assert {c.statement for c in store.conflicts() if c.kind == "moved"} == {asked, answered}
    assert all(c.applied for c in store.conflicts())
    write()
    store.ingest(path, **TOLD)
    assert dump(store) == held
    store.remove(readout)
    assert [c.kind for c in store.conflicts()] == ["waiting", "waiting"]
    store.ingest(path, **TOLD)
    rules.derive(store.store)
    assert dump(store) == held
    for first in (True, False):
        with kg.open(tmp_path / f"other{first}") as other:
            if first:
                assert other.import_reviews(plain) == (2, 0)
            other.ingest(path, **TOLD)
            assert other.import_reviews(plain) == ((0, 2) if first else (2, 0))
            assert dump(other) == held
            assert other.export_reviews() == plain


def test_a_document_that_becomes_better_known_takes_its_reviews_along(store, write):
    """The same text under a new IRI: its reviews, those of replies too, are of the new one."""
    path = write()
    store.ingest(path, **TOLD)
    asked, answered = iri_of(store, "requested"), iri_of(store, "would")
    store.review(asked, "corrected", by="A", on="2011-04-07", correct={"polarity": "none"})
    store.review(
        answered,
        "corrected",
        by="A",
        on="2011-04-07",
        correct={"replies_to": asked, "reply_grade": "accepts"},
    )
    (new,) = store.ingest(path, url="https://example.org/1", **TOLD).replaced
    told = store.reviews()
    assert {r.readout for r in told} == {new.readout}
    assert next(r for r in told if "replies_to" in r.correct).correct["replies_to"].startswith(new.readout)
    assert store.conflicts() == []
    assert [n for n in store.store.graphs() if "/reviews/" in n] == [reviews.graph_of(new.readout)]


def test_a_changed_text_is_reported_and_nothing_is_dropped(store, write):
    """Gone, read otherwise, moved: each is said, with what has become of the words."""
    path = write()
    store.ingest(path, **TOLD)
    asked, answered = iri_of(store, "requested"), iri_of(store, "would")
    store.review(asked, "accepted", by="A", on="2011-04-07")
    store.review(answered, "rejected", by="A", on="2011-04-07")
    write(TEXT.replace(SECOND, "").replace("1. ", "1. The meeting was friendly. "))
    store.ingest(path, **TOLD)
    found = {(c.statement, c.kind): c for c in store.conflicts()}
    assert found[answered, "gone"].message == "its words are no longer in the text"
    assert not found[answered, "gone"].applied
    assert (asked, "moved") in found
    assert len(store.reviews()) == 2
    held = "".join(store.export_reviews().split())
    assert "wouldreleasethevessel" in held


def case_reviews(case):
    """A graph as read, and reviews of its statements of every kind."""
    quads = triples.quads(reading(case), reader_version="test")
    iris, back = numbered(quads), stored.reading(quads)
    kinds = itertools.cycle(
        [
            ("rejected", {}),
            ("accepted", {}),
            ("corrected", {"act": "urge", "polarity": "oppose", "issue": "fisheries"}),
            ("corrected", {"speaker": "Ada Ash", "condition": "if it rains", "speaker_states": "NOR"}),
            ("corrected", {"polarity": "none", "condition": "", "target": "", "past": "yes"}),
        ]
    )
    told = {}
    for s, (verdict, correct) in zip(back.statements, kinds, strict=False):
        iri = iris[s.n]
        told[iri] = checked(
            Review(iri, verdict, "A", "2011-04-07", s.quote, s.start, seen(s, iris), dict(correct))
        )
    return quads, told


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_graph_follows_from_reading_and_reviews_and_the_reading_comes_back(case):
    """Applying is a pure function; what was read can be had again exactly; the shapes hold."""
    quads, told = case_reviews(case)
    after = reviews.reviewed(quads, told)
    assert after != quads
    assert as_read(after) == sorted(quads, key=str)
    assert reviews.reviewed(as_read(after), dict(reversed(told.items()))) == after
    assert validation.faults(after) == []
    assert conflicts(after, told) == []
    gone = {iri for iri, one in told.items() if one.verdict == "rejected"}
    left = [q for q in after for iri in gone if iri in f"{q.subject} {q.object}" and "asRead" not in str(q)]
    assert left == []
    assert {q.subject.value for q in after if q.predicate.value.endswith("#reviewed")} == told.keys() - gone
    assert file.parse(file.text(told.values()).encode(), name="x") == [told[iri] for iri in sorted(told)]


def test_equal_quotes_keep_their_iris_when_one_is_rejected():
    """Rank tells them apart; to reject the first does not rename the second."""
    read = reading(CASES[0])
    first = read.statements[0]
    doubled = type(read)(read.document, read.meeting, (first, replace(first, n=2)))
    quads = triples.quads(doubled, reader_version="test")
    one, two = numbered(quads).values()
    told = {one: Review(one, "rejected", "A", "2011-04-07", first.quote, first.start)}
    assert list(numbered(reviews.reviewed(quads, told)).values()) == [two]


def test_an_acceptance_does_not_cover_what_the_reader_says_later():
    """Accepted values that the reader no longer gives: said, and no mark; a correction still holds."""
    quads, _ = case_reviews(CASES[0])
    iris, back = numbered(quads), stored.reading(quads)
    s, t = back.statements[:2]
    read = seen(s, iris) | {"act": "condemn"}
    told = {
        iris[s.n]: Review(iris[s.n], "accepted", "A", "2011-04-07", s.quote, s.start, read),
        iris[t.n]: Review(
            iris[t.n],
            "corrected",
            "A",
            "2011-04-07",
            t.quote,
            t.start,
            seen(t, iris) | {"target": "other"},
            {"act": "urge"},
        ),
    }
    after = reviews.reviewed(quads, told)
    found = {c.statement: c for c in conflicts(after, told)}
    assert found[iris[s.n]].kind == "reread"
    assert "act is" in found[iris[s.n]].message
    assert not found[iris[s.n]].applied
    assert found[iris[t.n]].applied
    linked = {q.subject.value for q in after if q.predicate.value.endswith("#reviewed")}
    assert linked == {iris[t.n]}


def test_what_cannot_be_applied_is_a_conflict_and_stops_nothing():
    """A code no vocabulary knows any more, an answer to nothing, a grade without a question."""
    quads, _ = case_reviews(CASES[0])
    iris, back = numbered(quads), stored.reading(quads)
    s, t = back.statements[:2]
    no_such = iris[s.n][:-12] + "0" * 12
    for correct in (
        {"act": "no_such_act"},
        {"replies_to": no_such, "reply_grade": "accepts"},
        {"replies_to": None, "reply_grade": "accepts"},
        {"speaker_states": []},
    ):
        told = {
            iris[s.n]: Review(iris[s.n], "corrected", "A", "2011-04-07", s.quote, s.start, {}, correct),
            iris[t.n]: Review(iris[t.n], "accepted", "A", "2011-04-07", t.quote, t.start),
        }
        after = reviews.reviewed(quads, told)
        assert [c.kind for c in conflicts(after, told)] == ["unfit"], correct
        assert validation.faults(after) == []
        linked = {q.subject.value for q in after if q.predicate.value.endswith("#reviewed")}
        assert linked == {iris[t.n]}


def test_what_breaks_the_shapes_only_together_is_left_out(monkeypatch):
    """If no review alone breaks anything and all do, the graph is as it was read."""
    quads, told = case_reviews(CASES[0])
    held = len(told)

    def faults(found):
        marks = sum(q.predicate.value.endswith("#reviewed") for q in found)
        return ["fault"] if marks > 1 else []

    monkeypatch.setattr("kg.validation.faults", faults)
    assert held > 2
    assert reviews.reviewed(quads, told) == quads


def test_words_that_are_cut_otherwise_are_found_again():
    """A statement that is gone may be read as a longer one now, or as none."""
    quads, _ = case_reviews(CASES[0])
    s = stored.reading(quads).statements[0]
    iri = numbered(quads)[s.n]
    other = iri[:-12] + "0" * 12
    part = Review(other, "accepted", "A", "2011-04-07", s.quote[: len(s.quote) // 2], 0)
    (found,) = conflicts(quads, {other: part})
    assert found.kind == "gone"
    assert iri in found.message
    text = stored.reading(quads).document.text
    left = text[: max(1, min(t.start for t in stored.reading(quads).statements))].strip()[:20]
    title = Review(other, "accepted", "A", "2011-04-07", left, 0)
    (found,) = conflicts(quads, {other: title})
    assert found.message == "its words are in the text, but are read as no statement"


def test_a_readout_that_was_named_otherwise_keeps_its_name():
    """A store of a version that named it otherwise: corrections come under the name it has."""
    quads, _ = case_reviews(CASES[0])
    import pyoxigraph as ox

    old, new = quads[0].graph_name.value, f"{quads[0].graph_name.value[:-4]}0000"
    moved = list(ox.parse(triples.nquads(quads).decode().replace(old, new), format=ox.RdfFormat.N_QUADS))
    s = stored.reading(moved).statements[0]
    iri = numbered(moved)[s.n]
    told = {iri: Review(iri, "corrected", "A", "2011-04-07", s.quote, s.start, {}, {"act": "condemn"})}
    after = reviews.reviewed(moved, told)
    assert all(new in str(q.subject) for q in after)
    assert as_read(after) == sorted(moved, key=str)


def test_what_cannot_be_said_is_refused_by_name(store, write):
    """Unknown statements, days, names, fields and values; an answer to another document."""
    store.ingest(write(), **TOLD)
    asked = iri_of(store, "requested")
    good = {"by": "A", "on": "2011-04-07"}
    for verdict, told, error, words in (
        ("accepted", {**good, "on": "7 April"}, MetadataError, "no day"),
        ("accepted", {**good, "on": "20110407"}, MetadataError, "no day"),
        ("accepted", {**good, "by": " "}, MetadataError, "who decided"),
        ("accepted", {**good, "by": "A\x00"}, MetadataError, "who decided"),
        ("praised", good, VocabularyError, "praised"),
        ("corrected", good, MetadataError, "names the fields"),
        ("accepted", {**good, "correct": {"act": "urge"}}, MetadataError, "names the fields"),
        ("corrected", {**good, "correct": {"mood": "x"}}, MetadataError, "no field 'mood'"),
        ("corrected", {**good, "correct": {"act": "ask"}}, VocabularyError, "ask"),
        ("corrected", {**good, "correct": {"issue": "fish"}}, VocabularyError, "fish"),
        ("corrected", {**good, "correct": {"issue": "fisheries", "dossier": "iran"}}, MetadataError, "under"),
        ("corrected", {**good, "correct": {"speaker_states": ""}}, MetadataError, "made for somebody"),
        ("corrected", {**good, "correct": {"mentioned": "ZZZ"}}, VocabularyError, "ZZZ"),
        ("corrected", {**good, "correct": {"mentioned": 3}}, MetadataError, "no list"),
        ("corrected", {**good, "correct": {"target": 3}}, MetadataError, "no text"),
        ("corrected", {**good, "correct": {"past": "maybe"}}, MetadataError, "neither"),
        ("corrected", {**good, "correct": {"replies_to": "id:x"}}, MetadataError, "no statement"),
        ("corrected", {**good, "correct": {"replies_to": asked}}, MetadataError, "another statement"),
    ):
        with pytest.raises(error, match=words):
            store.review(asked, verdict, **told)
    with pytest.raises(DataError, match="cannot be made"):
        store.review(asked, "corrected", **good, correct={"replies_to": asked[:-12] + "0" * 12})
    for none in (asked[:-12] + "0" * 12, "id:readout/0123456789abcdef/statement/0123456789ab"):
        with pytest.raises(NotFoundError, match="no statement"):
            store.review(none, "accepted", **good)
    with pytest.raises(MetadataError, match="no statement's IRI"):
        checked(Review("https://example.org/x", "accepted", "A", "2011-04-07", "x", 0))
    with pytest.raises(MetadataError, match="words that were seen"):
        checked(Review(asked, "accepted", "A", "2011-04-07", "", 0))
    assert store.reviews() == []


def test_of_two_files_the_later_day_stands_in_any_order(store, write):
    """One statement, two people's files: the same result whichever is read first."""
    store.ingest(write(), **TOLD)
    asked = iri_of(store, "requested")
    store.review(asked, "accepted", by="A", on="2011-04-07")
    early = store.export_reviews()
    store.review(asked, "rejected", by="B", on="2011-04-08")
    late = store.export_reviews()
    store.withdraw(asked)
    dumps = set()
    for first, second in ((early, late), (late, early)):
        store.import_reviews(first)
        store.import_reviews(second.encode())
        dumps.add(dump(store))
        store.withdraw(asked)
    assert len(dumps) == 1
    assert store.export_reviews().endswith("[]\n")
    assert store.import_reviews(store.export_reviews()) == (0, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: b", "no list"),
        ("[", "no YAML"),
        ("\x00", "no YAML"),
        ("[" * 100_000, "no YAML"),
        ("- 1", "entry 1 is no review"),
        ("- {statement: x}", "entry 1 is no review"),
        ("- {statement: x, verdict: 1, by: a, date: b, quote: c, start: 0}", "another kind"),
        ("- {statement: x, verdict: a, by: a, date: b, quote: c, start: true}", "another kind"),
        (
            "- {statement: x, verdict: a, by: a, date: b, quote: c, start: 0, read: {a: {}}}",
            "another kind",
        ),
        ("- {statement: x, verdict: accepted, by: a, date: 2011-04-07, quote: c, start: 0}", "entry 1: 'x'"),
    ],
)
def test_a_file_that_is_none_is_refused(text, words):
    """Each fault is named with its entry."""
    with pytest.raises(MetadataError, match=words):
        file.parse(text.encode(), name="x")


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    """Before it is parsed."""
    monkeypatch.setattr("kg.ingest.reviews.file.LARGEST", 10)
    with pytest.raises(MetadataError, match="larger"):
        file.parse(b"x" * 11, name="big.yaml")


IRI = "https://w3id.org/bilateral-kg/id/readout/0123456789abcdef/statement/0123456789ab"


@given(st.text(min_size=1), st.text(), st.text(), st.integers(0, 10**9))
def test_any_words_survive_the_file(quote, target, note, start):
    """Quotation marks, line ends, signs of every plane: out and in again the same."""
    words = {"target": target}
    one = checked(Review(IRI, "corrected", "A \"B\" 'C'", "2011-04-07", quote, start, words, words, note))
    try:
        data = file.text([one]).encode()
    except UnicodeEncodeError:  # half a surrogate pair is no text
        return
    assert file.parse(data, name="x") == [one]


def test_a_review_that_is_not_of_the_form_breaks_the_shapes(store, write):
    """`kg check` says so where other hands wrote it."""
    store.ingest(write(), **TOLD)
    asked = iri_of(store, "requested")
    store.review(asked, "accepted", by="A", on="2011-04-07")
    graph = reviews.graph_of(asked.partition("/statement/")[0])
    held = [q for q in store.store.quads(graph) if not q.predicate.value.endswith("reviewedBy")]
    store.store.replace_graph(graph, held)
    assert any("who decided" in fault.message for fault in validation.check(store.store))


def test_the_fields_that_can_be_corrected_are_those_of_a_statement():
    """Each is a field of `kg.model.Statement`, and `kg read` prints it."""
    one = reading(CASES[0]).to_dict()["statements"][0]
    assert set(reviews.FIELDS) <= set(one)
