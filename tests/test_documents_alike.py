"""One readout as text, Markdown, a page, a PDF and a Word file: read the same."""

from __future__ import annotations

from functools import cache

import files
import pytest

from kg import documents, extraction

NAMES = sorted(path.stem for path in files.DEMO.glob("*.txt"))


def said(reading):
    """All that is told of each statement but where it stands."""
    return [
        (s.speaker, s.speaker_states, s.act, s.dossier, s.issue, s.polarity, s.replies_to, s.reply_grade)
        for s in reading.statements
    ]


def read(data, source, name):
    """Read bytes with the sidecar of a demonstration readout."""
    sidecar = (files.DEMO / f"{name}.meta.yaml").read_bytes()
    return extraction.read(documents.load(data, source=source, sidecar=sidecar))


@cache
def plain(name):
    """The text and its reading."""
    data = (files.DEMO / f"{name}.txt").read_bytes()
    return data.decode(), read(data, "x.txt", name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_alike(name, form):
    """The same statements by the same speakers, on the same issues; offsets are exact."""
    text, expected = plain(name)
    made = {"md": files.markdown, "html": files.page, "docx": files.word, "pdf": files.pdf}[form](text)
    reading = read(made.encode() if isinstance(made, str) else made, f"x.{form}", name)
    assert said(reading) == said(expected)
    assert reading.document.date == expected.document.date
    assert reading.document.kind == expected.document.kind
    assert [reading.document.text[s.start : s.end] for s in reading.statements] == [
        s.quote for s in reading.statements
    ]


@pytest.mark.parametrize(("width", "gap"), [(70, 4), (88, 0), (100, 12)])
def test_pdf_of_any_shape(width, gap):
    """Narrow or wide lines, with or without space between paragraphs."""
    name = "2005-05-31-jpn-rus"
    text, expected = plain(name)
    assert said(read(files.pdf(text, width=width, gap=gap), "x.pdf", name)) == said(expected)
