"""The paper as a Word document; needs the `docx` extra.

A docx is a zip whose entries carry the time of writing; they are written again with one fixed time, so that
the same paper gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from kg.errors import Error
from kg.views.brief import sides

if TYPE_CHECKING:
    from kg.views.brief import Line, Paper, Section

ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can tell."""
MARGIN, SIZE = 18, 9.5
"""Millimetres and points: what lets the paper fit on two pages."""
# XML 1.0 has no place for these
_BARRED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def render(paper: Paper) -> bytes:
    """The file's bytes. Raises Error where python-docx is missing."""
    try:
        import docx
        from docx.shared import Mm, Pt
    except ImportError as error:  # pragma: no cover  the test environment has python-docx
        raise Error("python-docx is not installed", "install it: pip install python-docx") from error
    made = docx.Document()
    made.core_properties.author = ""
    made.core_properties.title = _said(paper.title)
    for part in made.sections:
        part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = Mm(MARGIN)
    made.styles["Normal"].font.size = Pt(SIZE)
    made.styles["Normal"].paragraph_format.space_after = Pt(2)
    made.add_heading(_said(paper.title), 0)
    made.add_paragraph(_said(paper.opening))
    for section in paper.sections:
        made.add_heading(section.heading, 1)
        if section.name == "positions":
            _positions(made, section, paper)
        else:
            for line in section.lines:
                _line(made.add_paragraph(style="List Bullet"), section, line)
        if section.more:
            made.add_paragraph(f"{section.more} more in the answer to kg ask brief.")
    made.add_heading("Documents", 1)
    for k, source in enumerate(paper.sources, 1):
        where = f" {_said(source.url)}" if source.url else ""
        made.add_paragraph(
            f"[{k}] {_said(source.title)}. {_said(source.publisher)}, {source.date or 'undated'}.{where}"
        )
    out = io.BytesIO()
    made.save(out)
    return _timeless(out.getvalue())


def _timeless(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ALWAYS)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


def _said(text: str) -> str:
    return _BARRED.sub("\ufffd", text)


def _line(paragraph: Any, section: Section, line: Line) -> None:
    if section.name == "meetings":
        paragraph.add_run(line.date).bold = True
        paragraph.add_run(f" {_said(line.text or 'meeting')}{f', {_said(line.note)}' if line.note else ''}. ")
    else:
        paragraph.add_run(_said(line.topic)).bold = True
        note = f" ({_said(line.note)})" if line.note else ""
        paragraph.add_run(f" ({_said(line.side)}): {_said(line.text)}{note}. ")
    _words(paragraph, line)


def _words(paragraph: Any, line: Line) -> None:
    paragraph.add_run(f"“{_said(line.quote)}”").italic = True
    who = f"{_said(line.speaker)}, " if line.speaker else ""
    paragraph.add_run(f" ({who}{line.date}) [{line.source}]")


def _positions(made: Any, section: Section, paper: Paper) -> None:
    table = made.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("Issue", paper.theirs, paper.ours), strict=True):
        cell.paragraphs[0].add_run(_said(text)).bold = True
    for topic, theirs, ours in sides(section, paper):
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(_said(topic)).bold = True
        for cell, lines in ((cells[1], theirs), (cells[2], ours)):
            if not lines:
                cell.text = "no position on record"
            for k, line in enumerate(lines):
                paragraph = cell.add_paragraph() if k else cell.paragraphs[0]
                note = f", on condition: {_said(line.note)}" if line.note else ""
                paragraph.add_run(f"{_said(line.text)}{note}. ")
                _words(paragraph, line)
