"""HTML, PDF and Word files, and pages with several releases."""

from __future__ import annotations

import io
from importlib import import_module

import pytest

from kg import documents
from kg.documents import formats
from kg.errors import EmptyError, EncodingError, InputError, TooLargeError

PROSE = (
    "Foreign Minister Ode met Foreign Minister Vos in Riga and they discussed trade between both countries."
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>x</title>
<link rel="canonical" href="https://example.org/a"><style>p {{}}</style></head>
<body><nav><a href="/">Home</a></nav><main><h1>A Meeting of <i>Ministers</i></h1><p>May 3, 2019</p>
<p>{PROSE}<br>They left.</p><ul><li>They agreed on it.</li><li>They noted it.</li></ul>
<p>{PROSE}</p><script>evil()</script></main><footer>Contact</footer></body></html>"""


def test_html():
    """The main part of a page becomes paragraphs and items; menus, scripts and feet go."""
    document = documents.load(PAGE.encode(), source="x.html")
    assert document.title == "A Meeting of Ministers"
    assert (document.date, document.url) == ("2019-05-03", "https://example.org/a")
    assert "evil" not in document.text
    assert "Home" not in document.text
    assert [b.kind for b in document.blocks] == [
        "title",
        "noise",
        "paragraph",
        "item",
        "item",
        "paragraph",
    ] or [b.kind for b in document.blocks].count("item") == 2


def test_html_is_told_by_its_first_words():
    """A page needs no suffix; a page without a main part is taken whole; a relative address is none."""
    page = f"<html><head><link rel='canonical' href='/a'></head><body><p>{PROSE}</p></body></html>"
    document = documents.load(page.encode(), source="-")
    assert document.text == PROSE + "\n"
    assert document.url is None


def test_xhtml():
    """An XML declaration does not matter."""
    page = f"<?xml version='1.0' encoding='utf-8'?>\n<html><body><p>{PROSE}</p></body></html>"
    assert documents.load(page.encode(), source="x.xhtml").text == PROSE + "\n"


def test_html_without_text():
    """A page without text is empty."""
    with pytest.raises(EmptyError):
        documents.load(b"<html><body><script>a</script></body></html>", source="x.html")
    with pytest.raises((EmptyError, EncodingError)):
        documents.load(b"<!-- -->", source="x.html")


def test_word():
    """The paragraphs of a Word file."""
    docx = import_module("docx")
    file = docx.Document()
    file.core_properties.title = "A Meeting"
    file.add_paragraph(PROSE)
    file.add_paragraph("They left together.")
    held = io.BytesIO()
    file.save(held)
    document = documents.load(held.getvalue(), source="x.docx")
    assert document.text == f"{PROSE}\n\nThey left together."
    assert document.title == "A Meeting"
    with pytest.raises(EncodingError, match="Word file"):
        documents.load(held.getvalue()[: len(held.getvalue()) // 2], source="x.docx")


def _pdf(words: str) -> bytes:
    stream = f"BT /F1 12 Tf 20 700 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 4 0 R"  # noqa: ISC004 - one object
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        offsets.append(len(body))
        body += str(n).encode() + b" 0 obj\n" + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % at for at in offsets)
    start = str(len(body)).encode()
    return (
        body
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n"
        + start
        + b"\n%%EOF"
    )


def test_pdf():
    """The text of a PDF is stored."""
    assert documents.load(_pdf(PROSE), source="x.pdf").text.strip() == PROSE


def test_broken_pdf():
    """A PDF that cannot be read, holds no text or is far too large is refused with its name."""
    with pytest.raises(EncodingError, match=r"x\.pdf"):
        documents.load(b"%PDF-1.4 nothing", source="x.pdf")
    with pytest.raises(EmptyError, match=r"x\.pdf"):
        documents.load(_pdf(""), source="x.pdf")
    with pytest.raises(TooLargeError, match=r"x\.pdf"):
        documents.load(b"%PDF" + b"a" * (4 * formats.LIMIT), source="x.pdf")


def test_extracted_text_over_the_limit(monkeypatch):
    """The limit holds for what comes out of a file as well."""
    monkeypatch.setattr(formats, "LIMIT", 10)
    with pytest.raises(TooLargeError):
        documents.load(PAGE.encode(), source="x.html")


def test_missing_library(monkeypatch):
    """Without the optional library the error names it and the extra to install."""

    def none(name):
        raise ImportError(name)

    monkeypatch.setattr(formats, "import_module", none)
    with pytest.raises(InputError, match="needs pypdf") as caught:
        documents.load(_pdf(PROSE), source="x.pdf")
    assert "[pdf]" in caught.value.advice


def test_several_releases():
    """After a ruler, or before a date line, a title begins another release."""
    first = f"Foreign Minister Meets with Vos\n\nMay 3, 2020\n\n{PROSE}\n"
    second = f"Foreign Minister Holds Talks with Li\n\nMay 4, 2020\n\n{PROSE}\n"
    for page in (first + "\n* * *\n\n" + second, first + "\n" + second):
        document = documents.from_text(page)
        assert [r.title for r in document.releases] == [
            "Foreign Minister Meets with Vos",
            "Foreign Minister Holds Talks with Li",
        ]
        assert document.text[document.releases[1].start :].startswith("Foreign Minister Holds")
        assert document.text[: document.releases[0].end].endswith("countries.")


def test_one_release():
    """A page with one release has no list, whatever headings and dates it holds."""
    assert (
        documents.from_text(f"A Meeting\n\nMay 3, 2020\n\n{PROSE}\n\nVisit to Riga\n\n{PROSE}\n").releases
        == ()
    )
    assert documents.from_text(PROSE).releases == ()
    assert documents.from_text("A Meeting").releases == ()
