"""PDF lines as paragraphs, and Markdown without its signs."""

from __future__ import annotations

import files
import pytest

from kg import documents
from kg.documents import markdown, pdf
from kg.documents.numbering import numeral, opens

LINE = "The ministers discussed at some length the situation in the region and"


def flow(*pages):
    """The text of pages of lines, each `(text, distance)` or text at the usual distance."""
    made = [
        [pdf._Line(*line) if isinstance(line, tuple) else pdf._Line(line, 12.0) for line in p] for p in pages
    ]
    return pdf.flow(made)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (f"{LINE} coop-", "eration between them.", "and cooperation between"),
        (f"{LINE} Japan-", "Russia relations now.", "and Japan-Russia relations"),
        (f"{LINE} vice-", "ministerial talks now.", "and vice-ministerial talks"),
        (f"{LINE} co\u00ad", "operation now.", "and cooperation now"),
        (f"{LINE} then 2005-", "2006 budgets now.", "then 2005-2006 budgets"),
        (f"{LINE} -", "as said before now.", "and - as said"),
    ],
)
def test_broken_words(first, second, joined):
    """A word broken at the end of a line is whole again; a hyphen of its own stays."""
    text = flow([first, second])
    if joined.startswith("then"):
        assert "2005-" in text
    else:
        assert joined in text
    assert text.count("\n") == 1


def test_the_text_knows_its_hyphens():
    """Where the same word stands elsewhere in the text, it is written as there."""
    text = flow([f"{LINE} peace-", f"keeping; the {LINE[4:]}", "peace-keeping forces agreed on it."])
    assert "peace-keeping; the" in text


def test_paragraphs():
    """A wider gap, a list marker, or a short closed line before a new one begins a paragraph."""
    text = flow([LINE, (LINE, 30.0), "ended.", LINE, "(1) agreed on", "more."])
    assert text.split("\n\n") == [LINE, f"{LINE} ended.", LINE, "(1) agreed on more.\n"]


def test_page_furniture():
    """Running heads, page numbers and "Page 2 of 3" go; a sentence runs on over the page."""
    pages = [
        ["Bulletin No. 5", LINE, "Page 1 of 3"],
        ["Bulletin No. 5", "agreed.", "- 2 -"],
        ["Bulletin No. 5", "3"],
    ]
    assert flow(*pages) == f"{LINE} agreed.\n"
    assert flow([], []) == ""


def test_ligatures_and_empty_lines():
    """What a visitor of a page tells is matched with the lines of the page."""

    class Page:
        def extract_text(self, visitor_text):
            for text, y in (("ﬁrst", 700.0), (" ", 690.0), ("Second", 660.0)):
                visitor_text(text, (1, 0, 0, 1, 0, 0), (1, 0, 0, 1, 50, y), None, 10)
            return "ﬁrst line\n\nSecond\nunplaced"

    lines = pdf._lines(Page())
    assert [(line.text, line.below) for line in lines] == [
        ("first line", 0.0),
        ("Second", 40.0),
        ("unplaced", 0.0),
    ]


def test_pdf_metadata():
    """The layout of a PDF tells title and date as a text does."""
    text = f"Foreign Ministers' Meeting\n\nMay 3, 2019\n\n{LINE} agreed. {LINE} they left. {LINE} more."
    document = documents.load(files.pdf(text), source="x.pdf")
    assert document.date == "2019-05-03"
    assert "agreed. The ministers" in document.text


def test_markdown():
    """Signs go, bullets, headings and words with underscores stay; front matter is left alone."""
    text = (
        "---\ntitle: a_b_c **d**\n---\n# A **Meeting**\n\n> _May_ 3, 2019\n\n* one\n* two\n\n![x](y.png)A "
        "[link](http://x.org) <https://y.org> 2*3*4 snake_case "
        "<!-- not\nthis -->**Minister *Ode*** said \\*so\\*."
    )
    document = documents.load(text.encode(), source="x.md")
    assert document.title == "a_b_c **d**"
    assert document.text == (
        "---\ntitle: a_b_c **d**\n---\n# A Meeting\n\nMay 3, 2019\n\n* one\n* two\n\n"
        "A link https://y.org 2*3*4 snake_case Minister Ode said *so*."
    )
    assert documents.load(b"a **b** c", source="x.txt").text == "a **b** c"
    assert markdown.plain("*" * 5000 + "[" * 5000)


def test_numbering():
    """Numbers beyond a style are figures."""
    assert [numeral(n, "i") for n in (4, 9, 39, 40)] == ["iv", "ix", "xxxix", "40"]
    assert [numeral(0, "a"), numeral(2, "A"), numeral(3, "none")] == ["0", "B", "3"]
    assert [opens(w) for w in ("iv) x", "A. x", "• x", "-x", "Mr. x")] == [True, True, True, False, False]
