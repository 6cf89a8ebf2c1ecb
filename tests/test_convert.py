"""Event rows and statement tables, in both directions."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from command import kg  # noqa: F401 - a fixture
from stores import CASES, filled

from kg import triples, validation
from kg.errors import InputError, VocabularyError
from kg.network import EVERYTHING, Selection, network
from kg.views.convert import FORMATS, convert
from kg.views.convert.dna import SIDES as AGREEMENTS
from kg.views.convert.plover import ACTS, types
from kg.views.export import export
from kg.vocabulary.namespaces import KG

DATA = Path(__file__).parent / "data" / "convert"
SAMPLES = {"plover": DATA / "events.tsv", "dna": DATA / "statements.csv"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The annotated cases."""
    with filled(tmp_path_factory.mktemp("convert") / "store", CASES[:8]) as opened:
        yield opened


def written(store, form, selection=EVERYTHING) -> bytes:
    """An export's bytes."""
    out = io.BytesIO()
    export(store, form, out, selection)
    return out.getvalue()


def facts(readings):
    """What of the statements a table holds, without the order."""
    fields = ("quote", "act", "issue", "polarity", "speaker_states", "addressee_states", "speaker", "target")
    return sorted(
        tuple(str(getattr(s, name)) for name in fields) for reading in readings for s in reading.statements
    )


# -------- The small files --------


def test_event_rows_become_statements():
    """Act by PLOVER type, issue by context, actors by code or name; rows of one document lie together."""
    found = convert(SAMPLES["plover"].read_bytes(), "plover")
    fishing, talks = found.readings
    first, second = fishing.statements
    assert (first.act, first.issue, first.polarity) == ("request", "fisheries", "none")
    assert (first.speaker_states, first.addressee_states) == (("JPN",), ("RUS",))
    assert (second.act, second.polarity, second.speaker_states) == ("respond_negative", "oppose", ("RUS",))
    assert fishing.document.text[second.start : second.end] == "The Russian side rejected the request."
    assert (fishing.document.url, fishing.document.publishers) == ("https://example.org/a", ("JPN",))
    assert fishing.meeting.states == ("JPN", "RUS")
    assert (talks.statements[0].act, talks.statements[0].issue) == ("consult", "other")
    assert (talks.document.publishers, talks.document.date) == ((), "2024-03-06")


def test_rows_that_give_no_statement_are_named_with_the_reason():
    """A deed, a row without words, an actor and a date that nobody knows."""
    left = convert(SAMPLES["plover"].read_bytes(), "plover").left_out
    assert [line.partition(":")[0] for line in left] == ["row 5", "row 6", "row 7", "row 8"]
    for line, words in zip(left, ("ASSAULT", "no words", "Atlantis", "6 March"), strict=True):
        assert words in line


def test_statement_tables_become_stances():
    """Agreement is the side; a concept that is no issue of ours is kept as what the side is about."""
    found = convert(SAMPLES["dna"].read_bytes(), "dna")
    yes, no = (reading.statements[0] for reading in found.readings)
    assert (yes.issue, yes.dossier, yes.polarity, yes.speaker, yes.voice) == (
        "unsc_reform", "unsc_reform", "support", "Ida Example", "named",
    )  # fmt: skip
    assert (no.issue, no.target, no.polarity, no.act) == ("other", "Toll on the strait", "oppose", "oppose")
    assert no.voice == "state"
    assert len(found.left_out) == 2
    assert "maybe" in found.left_out[0]


def test_an_event_list_as_dna_exports_it_is_read():
    """Its thirteen columns: numbers bare, the time of day dropped, whoever is no state left out by name."""
    found = convert((DATA / "eventlist.csv").read_bytes(), "dna")
    (debate,) = found.readings
    yes, no = debate.statements
    assert (debate.document.date, debate.document.title) == ("2024-03-05", "Debate on reform")
    assert debate.document.publishers == ()
    assert (yes.speaker, yes.speaker_states, yes.issue, yes.polarity) == (
        "Ida Example", ("JPN",), "unsc_reform", "support",
    )  # fmt: skip
    assert yes.quote.endswith("'once more'.")
    assert (no.speaker, no.speaker_states, no.target, no.polarity) == (
        None, ("KEN",), "Toll on the strait", "oppose",
    )  # fmt: skip
    (left,) = found.left_out
    assert "Chamber of Commerce" in left


def test_an_event_list_as_rdna_gives_it_is_read():
    """Its data frame names the columns of the document in another way."""
    head = "id,time,docId,docTitle,docAuthor,docSource,person,organization,concept,agreement,text"
    row = "7,2024-03-05 10:00:00,3,Debate,,Norway,Ida Example,Japan,fisheries,1,We support it."
    (reading,) = convert(f"{head}\n{row}\n".encode(), "dna").readings
    assert (reading.document.title, reading.document.publishers, reading.document.date) == (
        "Debate", ("NOR",), "2024-03-05",
    )  # fmt: skip
    assert reading.statements[0].issue == "fisheries"


def test_the_table_begins_with_the_columns_of_dna_in_its_order(store):
    """The header of DNA's own export, then ours; a time in its form."""
    head, first = written(store, "dna").decode().splitlines()[:2]
    theirs = (DATA / "eventlist.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head.startswith(theirs + ";")
    cells = dict(zip(head.split(";"), next(csv.reader([first], delimiter=";")), strict=True))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d 00:00:00", cells['"time"'])
    assert re.fullmatch(r"[0-9a-f]{16}", cells['"document ID"'])
    assert cells['"agreement"'] in {"0", "1"}


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_converted_fits_the_shapes_and_keeps_its_words(form):
    """The quads are as a readout's: valid, with evidence and a word about where they come from."""
    for reading in convert(SAMPLES[form].read_bytes(), form).readings:
        quads = triples.quads(reading, reader_version="test")
        assert validation.faults(quads) == []
        paths = {q.predicate.value for q in quads}
        assert {f"{KG}evidence", f"{KG}warning"} <= paths


def test_a_narrower_issue_finds_its_dossier():
    """The dossier is at the top of the tree."""
    table = b"organization;concept;agreement;text\nJPN;Permanent membership;1;We support it.\n"
    (reading,) = convert(table, "dna").readings
    assert reading.statements[0].issue == "permanent_membership"
    assert reading.statements[0].dossier == "unsc_reform"


@pytest.mark.parametrize(
    ("data", "form", "words"),
    [
        (b"a,b\n1,2\n", "dna", "no column 'organization'"),
        (b"", "plover", "no column 'Event Type'"),
        (b"\xff\xfe", "dna", "no UTF-8"),
    ],
)
def test_what_is_no_such_table_is_refused(data, form, words):
    """The error names what is missing."""
    with pytest.raises(InputError, match=words):
        convert(data, form)


def test_another_format_is_refused():
    """With those that there are."""
    with pytest.raises(VocabularyError, match="no table format 'gdelt'"):
        convert(b"", "gdelt")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("JPN;iran;1;oppose;We support it.;", "contradict"),
        ("JPN;iran;1;wobble;We support it.;", "wobble"),
        (";iran;1;;We support it.;", "no actor"),
        ("JPN;iran;1;;We support it.;2024-13-01", "date"),
    ],
)
def test_rows_that_contradict_themselves_are_left_out(row, words):
    """Nothing is guessed."""
    found = convert(f"organization;concept;agreement;polarity;text;date\n{row}\n".encode(), "dna")
    assert found.readings == ()
    assert words in found.left_out[0]


def test_each_default_act_has_the_type_it_stands_for():
    """The way back from a PLOVER type agrees with the alignment of the acts."""
    assert set(ACTS) == set(types().values())
    for kind, act in ACTS.items():
        assert types()[act] == kind


# -------- There and back --------


def test_event_rows_come_back_as_the_statements_they_were(store):
    """Every statement of a PLOVER type, with act, issue, side, ends, speaker and words."""
    back = convert(written(store, "plover"), "plover")
    assert back.left_out == ()
    edges = [e for e in network(store).edges if str(e["act"]) in types()]
    assert len(edges) > 40
    assert {(s.quote, s.act, s.polarity) for r in back.readings for s in r.statements} == {
        (" ".join(str(e["quote"]).split()), e["act"], e["polarity"]) for e in edges
    }
    again = {
        (s.quote, a, b)
        for r in back.readings
        for s in r.statements
        for a in s.speaker_states
        for b in {*s.addressee_states, *s.target_states, *s.speaker_states} - {a}
    }
    assert {(" ".join(str(e["quote"]).split()), e["source"], e["target"]) for e in edges} <= again


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_of_a_converted_table_is_the_same(store, tmp_path, form):
    """Out, in, out and in: the second round changes nothing."""
    once = convert(written(store, form), form).readings
    assert facts(once)
    from kg.ingest import refresh_reference
    from kg.store import connect

    with connect(tmp_path / "again", create=True) as second:
        refresh_reference(second)
        for reading in once:
            second.replace_graph(
                triples.readout_iri(reading.document), triples.quads(reading, reader_version="test")
            )
        assert facts(convert(written(second, form), form).readings) == facts(once)


def test_statement_tables_come_back_with_their_sides(store):
    """Every stance for or against, with its words and its act; those with no side stay at home."""
    back = convert(written(store, "dna"), "dna")
    assert back.left_out == ()
    ours = {
        (" ".join(row["text"].value.split()), row["side"].value)
        for row in store.select(
            f"PREFIX kg: <{KG}> PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?text ?side {{"
            " ?stance kg:polarity ?p ; kg:expressedIn/kg:evidence/oa:hasSelector/oa:exact ?text ."
            ' BIND(STRAFTER(STR(?p), "#polarity_") AS ?side) }'
        )
    }
    assert {(s.quote, s.polarity) for r in back.readings for s in r.statements} == {
        (quote, side) for quote, side in ours if side in AGREEMENTS
    }


def test_a_selection_is_kept(store):
    """Between two states, since a day: fewer rows, none of another state."""
    both = Selection(between=("CHN", "JPN"), since="2000-01-01", until="2030-12-31")
    for form in FORMATS:
        readings = convert(written(store, form, both), form).readings
        assert readings
        assert {c for r in readings for s in r.statements for c in s.speaker_states} <= {"CHN", "JPN"}
    never = Selection(since="2900-01-01")
    assert convert(written(store, "dna", never), "dna").readings == ()
    assert convert(written(store, "dna", Selection(until="1900-01-01")), "dna").readings == ()
    assert convert(written(store, "dna", Selection(issues=("no_such_issue",))), "dna").readings == ()


# -------- The command --------


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_prints_quads_and_says_what_it_left_out(form, kg):  # noqa: F811
    """N-Quads on stdout, sorted; the rows left out on stderr."""
    done = kg("convert", SAMPLES[form], "--from", form)
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines == sorted(lines)
    assert len(list(ox.parse(done.out, format=ox.RdfFormat.N_QUADS))) == len(lines) > 50
    assert "left out: row" in done.err
    assert "statements from 2 documents" in done.err


def test_a_file_that_is_not_there_is_an_error(tmp_path, kg):  # noqa: F811
    """With its name."""
    done = kg("convert", tmp_path / "none.tsv", "--from", "plover")
    assert done.code
    assert "none.tsv" in done.err
