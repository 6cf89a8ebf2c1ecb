"""The same readout as a page, a PDF, a Word file and Markdown, made when a test needs them."""

from __future__ import annotations

import io
import re
import textwrap
from html import escape
from pathlib import Path

from kg import demo

DEMO = Path(demo.__file__).parent / "readouts"

_ITEM = re.compile(r"(\d+\.|\((?:\d+|[a-z])\))\s+")
_LINES = 48  # a page of the PDF


def paragraphs(text: str) -> list[str]:
    """The pieces of a text between blank lines."""
    return [piece for piece in text.strip().split("\n\n") if piece]


def markdown(text: str) -> str:
    """The text with its first line as a heading and its metadata on top."""
    first, *rest = paragraphs(text)
    return "\n\n".join(["---\nlanguage: en\n---\n# " + first, *rest]) + "\n"


def page(text: str) -> str:
    """A ministry's page: menus, cookie notice and captions around, numbered lists as nested `<ol>`."""
    first, *rest = paragraphs(text)
    title, *under = first.split("\n")
    body, depth = [], 0
    for piece in rest:
        found = _ITEM.match(piece)
        level = 0 if not found else 1 if found[1][0] != "(" else 2 if found[1][1].isdigit() else 3
        while level and depth < level:
            depth += 1
            body.append("<ol>")
        while depth > level:
            depth -= 1
            body.append("</ol>")
        words = escape(piece[found.end() :] if found else piece).replace("\n", "<br>\n")
        number = "" if not found else re.sub(r"\W", "", found[1])
        value = ord(number) - 96 if number.isalpha() else number
        words = textwrap.fill(words, 70, break_long_words=False, break_on_hyphens=False)
        body.append(f'<li value="{value}"><p>{words}</p></li>' if found else f"<p>{words}</p>")
    body += ["</ol>"] * depth
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>
<style>p {{ margin: 0 }}</style></head><body>
<div id="cookie-banner"><p>We use cookies to improve this site. The ministers agreed to them.</p></div>
<header class="site-header"><a href="/">Home</a> <form><input name="q"></form></header>
<nav><ul><li><a href="/a">About us</a></li><li><a href="/b">Countries</a></li></ul></nav>
<main id="content"><div class="breadcrumb"><a href="/">Home</a> &gt; <a href="/n">News</a></div>
<h1>{escape(title)}</h1>{"".join(f"<p>{escape(line)}</p>" for line in under)}
<figure><img src="x.jpg" alt=""><figcaption>The ministers agreed to shake hands.</figcaption></figure>
{chr(10).join(body)}
<div class="share-links"><a href="/f">Share</a></div></main>
<footer><p>The ministry stated its address.</p></footer></body></html>"""


def word(text: str) -> bytes:
    """A Word file: the first line a heading, items with their numbers typed."""
    import docx

    file = docx.Document()
    first, *rest = paragraphs(text)
    for level, line in enumerate(first.split("\n")):
        file.add_heading(line, level)
    for piece in rest:
        file.add_paragraph(piece)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def pdf(text: str, *, width: int = 88, gap: float = 8, break_words: bool = True) -> bytes:
    """A PDF with wrapped lines, words broken at their ends, page numbers and a running head."""
    pages: list[list[tuple[float, str]]] = [[]]
    height = 760.0
    for piece in paragraphs(text):
        for line in piece.split("\n"):
            for part in _wrapped(line, width, break_words=break_words):
                if height < 80:
                    pages.append([])
                    height = 760.0
                pages[-1].append((height, part))
                height -= 14
        height -= gap
    return written(
        [[(800, "Ministry Bulletin"), *lines, (40, f"- {number} -")] for number, lines in enumerate(pages, 1)]
    )


def _wrapped(line: str, width: int, *, break_words: bool) -> list[str]:
    lines = textwrap.wrap(line, width, break_on_hyphens=True)
    for here in range(len(lines) - 1):
        first, _, rest = lines[here + 1].partition(" ")
        broken = lines[here].endswith("-")
        if (
            break_words
            and not broken
            and here % 3 == 1
            and first.isalpha()
            and first.islower()
            and len(first) > 7
        ):
            lines[here] += f" {first[:4]}-"
            lines[here + 1] = f"{first[4:]} {rest}"
    return lines


def written(pages: list[list[tuple[float, str]]]) -> bytes:
    """A PDF of pages of lines, each with its height."""
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b""]
    parts[2] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = []
    for lines in pages:
        stream = b"BT /F1 10 Tf\n"
        for height, line in lines:
            words = re.sub(rb"([()\\])", rb"\\\1", line.encode("cp1252"))
            stream += f"1 0 0 1 50 {height} Tm ".encode() + b"(" + words + b") Tj\n"
        stream += b"ET"
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(parts)
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % content
            + b" /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(b"%d 0 R" % len(parts))
    parts[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    body, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % at for at in offsets)
    size = len(parts) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            size,
            table,
            size,
            len(body),
        )
    )
