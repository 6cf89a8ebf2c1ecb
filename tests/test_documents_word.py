"""Word files: lists, tables, tracked changes, and files that are none."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kg import documents
from kg.documents import word
from kg.errors import EncodingError, TooLargeError


def saved(file):
    """The bytes of a file."""
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def lines(file):
    """The paragraphs that are stored."""
    return documents.load(saved(file), source="x.docx").text.split("\n\n")


def test_lists_of_styles():
    """Numbered and bulleted styles show their markers; numbers typed by hand are not doubled."""
    file = docx.Document()
    file.add_heading("A Meeting", 1)
    for text, style in (
        ("One", "List Number"),
        ("Two", "List Number"),
        ("Dot", "List Bullet"),
        ("(3) Three", "List Number"),
        ("", "List Number"),
    ):
        file.add_paragraph(text, style=style)
    assert lines(file) == ["A Meeting", "1. One", "2. Two", "- Dot", "(3) Three"]


def test_numbering_of_its_own():
    """Levels count for themselves, start again below a new number, and show their own form."""
    file = docx.Document()
    numbering = file.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{k}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for k, (start, form, text) in enumerate(
            [(1, "decimal", "%1."), (1, "decimal", "(%2)"), (1, "lowerLetter", "(%3)"), (1, "none", "")]
        )
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, text in [
        (0, "A"),
        (1, "B"),
        (2, "C"),
        (2, "D"),
        (1, "E"),
        (2, "F"),
        (0, "G"),
        (1, "H"),
        (3, "I"),
    ]:
        properties = file.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="78"/></w:numPr>')
        )
    assert lines(file) == ["1. A", "(1) B", "(a) C", "(b) D", "(2) E", "(a) F", "2. G", "(1) H", "I"]


def test_tables_breaks_and_changes():
    """Cells are paragraphs in their place; inserted words count, deleted ones do not; a break is a line."""
    file = docx.Document()
    paragraph = file.add_paragraph("They")
    run = paragraph.add_run("\tagreed")
    run.add_break()
    for tag, inner in (("ins", "w:t"), ("del", "w:delText")):
        paragraph._p.append(
            parse_xml(f"<w:{tag} {nsdecls('w')} w:id='1'><w:r><{inner}>{tag}</{inner}></w:r></w:{tag}>")
        )
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    file.add_paragraph("after")
    assert lines(file) == ["They agreed\nins", "left", "right", "after"]


def test_styles_in_a_ring():
    """A style based on itself ends."""
    file = docx.Document()
    style = file.styles.add_style("Ring", 1)
    style.base_style = style
    file.add_paragraph("Text", style="Ring")
    assert lines(file) == ["Text"]


def test_without_numbering():
    """A file need not have lists at all."""
    file = docx.Document()
    relation = next(k for k, r in file.part.rels.items() if r.reltype.endswith("/numbering"))
    del file.part.rels[relation]
    file.add_paragraph("Text", style="List Number")
    assert lines(file) == ["Text"]


def test_a_bomb(monkeypatch):
    """A file that unpacks to far more than a readout is not unpacked."""
    monkeypatch.setattr(word, "_UNPACKED", 1000)
    with pytest.raises(TooLargeError, match=r"x\.docx"):
        documents.load(saved(docx.Document()), source="x.docx")


def test_no_word_file():
    """An archive that only looks like one is refused by its name."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(EncodingError, match=r"x\.docx"):
        documents.load(held.getvalue(), source="x.docx")
