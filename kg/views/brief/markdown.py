"""The paper as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.views.brief import sides

if TYPE_CHECKING:
    from kg.views.brief import Line, Paper, Section

_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")


def render(paper: Paper) -> bytes:
    """The file's bytes, UTF-8."""
    parts = [f"# {_said(paper.title)}", _said(paper.opening)]
    for section in paper.sections:
        parts.append(f"## {section.heading}")
        parts.append(_positions(section, paper) if section.name == "positions" else _list(section))
        if section.more:
            parts.append(f"{section.more} more in the answer to `kg ask brief`.")
    parts.append("## Documents")
    parts.append("\n".join(f"{k}. {_source(s)}" for k, s in enumerate(paper.sources, 1)))
    return ("\n\n".join(parts) + "\n").encode()


def _source(source: object) -> str:
    title, date, publisher, url = (getattr(source, name) for name in ("title", "date", "publisher", "url"))
    return f"{_said(title)}. {_said(publisher)}, {date or 'undated'}.{f' {_said(url)}' if url else ''}"


def _list(section: Section) -> str:
    return "\n".join(f"- {_what(section, line)} {_words(line)}" for line in section.lines)


def _what(section: Section, line: Line) -> str:
    if section.name == "meetings":
        return (
            f"**{line.date}** {_said(line.text or 'meeting')}{f', {_said(line.note)}' if line.note else ''}."
        )
    head = f"**{_said(line.topic)}** ({_said(line.side)}): {_said(line.text)}"
    return f"{head} ({_said(line.note)})." if line.note else f"{head}."


def _words(line: Line) -> str:
    who = f"{_said(line.speaker)}, " if line.speaker else ""
    return f"“{_said(line.quote)}” ({who}{line.date}) [{line.source}]"


def _positions(section: Section, paper: Paper) -> str:
    rows = [f"| Issue | {_said(paper.theirs)} | {_said(paper.ours)} |", "|---|---|---|"]
    for topic, theirs, ours in sides(section, paper):
        rows.append(f"| **{_said(topic)}** | {_cell(theirs)} | {_cell(ours)} |")
    return "\n".join(rows)


def _cell(lines: list[Line]) -> str:
    return (
        "<br>".join(
            f"{_said(line.text)}{f', on condition: {_said(line.note)}' if line.note else ''}. {_words(line)}"
            for line in lines
        )
        or "no position on record"
    )


def _said(text: str) -> str:
    r"""Text that no Markdown reader takes for a mark.

    >>> _said("a|b <script> [x](y)")
    'a\\|b \\<script\\> \\[x\\](y)'
    """
    return _MARKS.sub(r"\\\1", text)
