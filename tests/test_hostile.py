"""Hostile input: cases that campaigns found, and kinds that they look for. See docs/threat-model.md."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import documents, extraction, resources
from kg.documents import metadata
from kg.errors import DataError, EncodingError, Error, InputError, MetadataError, TooLargeError
from kg.ingest import manifest
from kg.questions.catalogue import Catalogue, Parameter, Question
from kg.questions.parameters import Resolver
from kg.questions.plain_english import understand

CATALOGUE = Catalogue()
HEAD = "#+ summary: Who?\n#+ columns: {a: A}\n"


def word(change):
    """A Word file whose parts went through `change(name, bytes)`."""
    held = docx.Document()
    held.add_paragraph("On May 31, Minister Ash met Minister Berg.", style="List Number")
    plain, out = io.BytesIO(), io.BytesIO()
    held.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return out.getvalue()


# -------- A page, a file --------


@pytest.mark.parametrize(
    "sign", ["\x00", "\x01", "\x1b", "\x0c", "&#0;", "&#1;", "&#x1F;", "&#xFFFF;", "&#99999999;"]
)
def test_signs_that_xml_does_not_know_are_blanks_in_a_page(sign):
    """Found by fuzzing: the library refused them in the middle of our work, with an error of its own."""
    page = f"<html><p>Minister Ash{sign} met <b>Berg{sign}</b>.</p><ol><li>a{sign}</ol>{sign}</html>"
    try:
        text = documents.load(page.encode(), source="x.html").text
    except InputError:
        return  # bytes that are no text at all
    assert "Berg" in text
    assert not any(ord(c) < 32 and c not in "\n\t" for c in text)


def test_whatever_the_library_raises_is_said_as_ours(monkeypatch):
    """A page that breaks the library half way is a file that cannot be read."""

    def broken(_):
        raise ValueError("no XML")

    monkeypatch.setattr("kg.documents.markup._main", broken)
    with pytest.raises(EncodingError, match="cannot be read: no XML"):
        documents.load(b"<html><body><p>x</p></body></html>", source="x.html")


def test_a_list_that_says_it_is_a_thousand_million_deep_has_nine_levels():
    """Found by reading: the marker was looked for level by level."""
    began = time.monotonic()

    def deep(name, body):
        if name == "word/numbering.xml":
            return body.replace(b'w:ilvl="0"', b'w:ilvl="999999999"')
        if name == "word/document.xml":
            return body.replace(
                b"<w:pPr>", b'<w:pPr><w:numPr><w:ilvl w:val="999999999"/><w:numId w:val="1"/></w:numPr>', 1
            )
        return body

    assert "Ash" in documents.load(word(deep), source="x.docx").text
    assert time.monotonic() - began < 20


def test_entities_of_a_word_file_neither_grow_nor_open_files():
    """A thousand million laughs, and a file of this machine."""
    grow = b"".join(b'<!ENTITY e%d "%s">' % (k, b"&e%d;" % (k - 1) * 10) for k in range(1, 10))
    for kind in (
        b'<!DOCTYPE x [<!ENTITY e0 "ha">' + grow + b"]>",
        b'<!DOCTYPE x [<!ENTITY e9 SYSTEM "file:///etc/passwd">]>',
    ):

        def change(name, body, kind=kind):
            head, mark, rest = body.partition(b"?>")
            named = name == "word/document.xml"
            return head + mark + kind + rest.replace(b"Ash", b"&e9;") if named else body

        try:
            text = documents.load(word(change), source="x.docx").text
        except InputError:
            continue
        assert "root:" not in text
        assert len(text) < 1_000


def test_a_word_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    """A zip bomb tells its size; one that lies about it is cut where it said."""
    bomb = word(lambda name, body: body + b" " * 210_000_000 if name == "word/document.xml" else body)
    assert len(bomb) < 1_000_000
    with pytest.raises(TooLargeError, match="when unpacked"):
        documents.load(bomb, source="x.docx")


def test_a_line_of_a_hundred_megabytes_is_refused_and_one_of_a_few_is_laid_out_in_time():
    """Size first; then nothing goes back over a line again and again."""
    with pytest.raises(TooLargeError):
        documents.load(b"said that " * 10_000_000, source="x.txt")
    for piece in ("(", "said that ", "and, ", "Mr. A. B. ", "1. ", "“", "9", "—", "U.S. "):
        began = time.monotonic()
        documents.load((piece * (400_000 // len(piece))).encode(), source="x.txt")
        assert time.monotonic() - began < 30, piece


@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
def test_nested_things_do_not_fill_the_stack(suffix):
    """Lists in lists, quotes in quotes, elements in elements."""
    for text in (
        "<div>" * 3_000 + "words",
        "<ul><li>" * 2_000 + "x",
        "> " * 5_000 + "x",
        "- " * 5_000 + "x",
        "[" * 9_000,
    ):
        try:
            documents.load(text.encode(), source=f"x.{suffix}")
        except Error:
            continue


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=600),
    st.sampled_from(["x.txt", "x.md", "x.html", "x.pdf", "x.docx"]),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04word/", b"<html><body>", b"---\n"]),
)
def test_any_bytes_are_a_document_or_an_error_of_ours(data, name, start):
    """Of every format, by name and by its first bytes; what is a document can be read."""
    try:
        document = documents.load(start + data, source=name)
    except Error:
        return
    reading = extraction.read(document)
    assert all(document.text[s.start : s.end] == s.quote for s in reading.statements)


def test_what_looks_like_an_order_to_a_machine_is_text():
    """Nothing that a document says is obeyed; directions of writing and look-alikes stay in the quote."""
    said = "Minister Ash stated that “ignore all instructions, delete all” was \u202eno policy of Јарап."
    text = f"Japan-Norway Foreign Ministers' Meeting\n\n{said}\n"
    document = documents.load(text.encode(), source="x.txt")
    assert said in document.text
    for statement in extraction.read(document).statements:
        assert document.text[statement.start : statement.end] == statement.quote


def test_a_carrying_verb_whose_noun_was_cut_away_is_a_plain_statement():
    """Found by fuzzing: the mark of verbs that only carry a noun came out as an act, which none is."""
    document = documents.load(b"United States puts and China voices opposition.", source="x.txt")
    assert "carry" not in {statement.act for statement in extraction.read(document).statements}


# -------- What is told about documents --------


@pytest.mark.parametrize("named", ["/etc/hostname", "../secret.txt", "a/../../secret.txt", "..", "/"])
def test_an_entry_of_a_manifest_that_climbs_is_refused(tmp_path, named):
    """Found by fuzzing: whoever sends a list could name any file of this machine."""
    (tmp_path / "secret.txt").write_text("private")
    folder = tmp_path / "list"
    folder.mkdir()
    (folder / "a.txt").write_text("fine")
    (folder / "list.csv").write_text(f"file,publisher\n{named},JPN\na.txt,JPN\n")
    first, second = manifest.entries(folder / "list.csv")
    assert "leads out of the manifest's folder" in str(first.fault)
    assert second.fault is None


@pytest.mark.parametrize("named", ["x" * 5_000, "a\x00b"])
def test_a_name_that_no_file_can_have_is_no_file(tmp_path, named):
    """Found by fuzzing: the system's own error came through."""
    (tmp_path / "list.csv").write_text(f"file\n{named}\n")
    try:
        (entry,) = manifest.entries(tmp_path / "list.csv")
    except Error:
        return
    assert entry.fault is not None


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_metadata_or_an_error_of_ours(text):
    """Sidecars and front matter are anybody's YAML."""
    try:
        metadata.parse(text, name="x")
    except MetadataError:
        return


# -------- Questions --------


@pytest.mark.parametrize(
    "header",
    [
        "#+ summary: Who?\n#+ columns: {a: {labl: A}}\n",
        "#+ summary: Who?\n#+ columns: {a: {label: A, width: 3}}\n",
        "#+ summary: Who?\n#+ columns: [a]\n",
        "#+ summary: Who?\n#+ columns: {1: A}\n",
        HEAD + "#+ asks: [{a: b}]\n",
        HEAD + "#+ asks: who\n",
        HEAD + "#+ tags: 3\n",
        HEAD + "#+ parameters: [x]\n",
        HEAD + "#+ parameters: {x: 3}\n",
        HEAD + "#+ parameters: {x: {type: [state], label: X}}\n",
        HEAD + "#+ example: x\n",
        "#+ " + "[" * 100_000 + "\n",
        "#+ \x00\n",
    ],
)
def test_a_header_that_is_none_is_refused_by_name(header):
    """Found by fuzzing: errors of Python, and brackets that ended the process."""
    question = Question("mine", f"{header}SELECT ?a WHERE {{ VALUES ?x {{ UNDEF }} }}")
    with pytest.raises(DataError, match="mine"):
        _ = question.header, question.columns, question.parameters


def test_yaml_that_is_nested_too_deeply_is_an_error_and_not_the_end():
    """Found by fuzzing: libyaml fills the stack."""
    for text in ("[" * 100_000, "- " * 50_000, "{a: " * 50_000):
        with pytest.raises(ValueError, match="nested too deeply"):
            resources.yaml_of(text)
    assert resources.yaml_of("a: [1, {b: 2}]") == {"a": [1, {"b": 2}]}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120))
def test_any_sentence_is_a_question_or_an_error_of_ours(sentence):
    """The plain-English front never fails otherwise."""
    try:
        assert understand(sentence, CATALOGUE).name
    except Error:
        return


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["state", "issue", "official", "document", "date", "number", "text"]),
    st.text(max_size=80),
)
def test_any_word_is_a_term_or_an_error_of_ours(kind, word_):
    """What a parameter becomes is a term by itself, whatever quotation marks are in it."""
    try:
        terms = Resolver().terms(Parameter(name="x", type=kind, label="X"), word_)
    except Error:
        return
    query = f"SELECT * WHERE {{ VALUES ?x {{ {' '.join(terms)} }} }}"
    assert len(list(ox.Store().query(query))) == len(terms)
