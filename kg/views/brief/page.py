"""The paper as a page for printing: no script, nothing from outside, every text escaped."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.views.brief import sides
from kg.views.document import head, quiet

if TYPE_CHECKING:
    from kg.views.brief import Line, Paper, Section, Source


def render(paper: Paper) -> bytes:
    """The file's bytes, UTF-8."""
    style = files("kg.views.brief").joinpath("page.css").read_text(encoding="utf-8")
    parts = [
        head(f"{paper.title} - brief", style),
        f"""<main>
<h1 dir="auto">{_said(paper.title)}</h1>
<p>{_said(paper.opening)}</p>
""",
    ]
    for section in paper.sections:
        body = _positions(section, paper) if section.name == "positions" else _list(section)
        more = (
            f"<p>{section.more} more in the answer to <code>kg ask brief</code>.</p>\n"
            if section.more
            else ""
        )
        parts.append(f"<section>\n<h2>{section.heading}</h2>\n{body}{more}</section>\n")
    listed = "".join(f'<li id="d{k}">{_source(s)}</li>\n' for k, s in enumerate(paper.sources, 1))
    parts.append(
        f"<section>\n<h2>Documents</h2>\n<ol>\n{listed}</ol>\n</section>\n</main>\n</body>\n</html>\n"
    )
    return "".join(parts).encode()


def _said(text: str) -> str:
    return escape(quiet(text))


def _source(source: Source) -> str:
    address = f" <cite>{_said(source.url)}</cite>" if source.url else ""
    return f"{_said(source.title)}. {_said(source.publisher)}, {_said(source.date or 'undated')}.{address}"


def _list(section: Section) -> str:
    rows = "".join(f"<li>{_what(section, line)} {_words(line)}</li>\n" for line in section.lines)
    return f"<ul>\n{rows}</ul>\n"


def _what(section: Section, line: Line) -> str:
    if section.name == "meetings":
        where = f", {_said(line.note)}" if line.note else ""
        return f"<b>{_said(line.date)}</b> {_said(line.text or 'meeting')}{where}."
    note = f" ({_said(line.note)})" if line.note else ""
    return f"<b>{_said(line.topic)}</b> ({_said(line.side)}): {_said(line.text)}{note}."


def _words(line: Line) -> str:
    who = f"{_said(line.speaker)}, " if line.speaker else ""
    place = f'<a href="#d{line.source}">{line.source}</a>'
    return f'<q dir="auto">{_said(line.quote)}</q> <small>{who}{_said(line.date)} [{place}]</small>'


def _positions(section: Section, paper: Paper) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_said(topic)}</th><td>{_cell(theirs)}</td><td>{_cell(ours)}</td></tr>\n'
        for topic, theirs, ours in sides(section, paper)
    )
    return (
        f'<table>\n<thead><tr><th scope="col">Issue</th><th scope="col">{_said(paper.theirs)}</th>'
        f'<th scope="col">{_said(paper.ours)}</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n'
    )


def _cell(lines: list[Line]) -> str:
    if not lines:
        return "no position on record"
    return "<br>".join(f"<b>{_said(line.text)}</b>{_condition(line)}. {_words(line)}" for line in lines)


def _condition(line: Line) -> str:
    return f", on condition: {_said(line.note)}" if line.note else ""
