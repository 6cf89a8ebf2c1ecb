"""What the page of a reading is made of, here and on the web: every text escaped, no script, no inline style.

The text stands beside its statements. A `Marks` says how the page at hand names and links things.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from kg.views.document import CONTROL
from kg.views.reading.labels import SIGNS, topic, who, words
from kg.views.reading.stretches import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Block, Commitment, Reading, Span, Statement
    from kg.views.reading.stretches import Stretch

TOP, DEEPEST = 3, 6
"""The levels of headings within the text."""


class Marks:
    """How a page names its statements, and what it links: here by their numbers, and nothing.

    `anchor` and `note` are ids, `at` the address of a statement; `classes` are those that filters use; `who`,
    `topic`, `actors` and `more` (what follows the fields of a statement) are markup.
    """

    def anchor(self, n: int) -> str:
        """The id of a statement's first mark."""
        return f"s{n}"

    def note(self, n: int) -> str:
        """The id of the note beside it."""
        return f"d{n}"

    def at(self, n: int) -> str:
        """Where a statement is."""
        return f"#{self.anchor(n)}"

    def classes(self, s: Statement) -> str:  # noqa: ARG002  for those who filter
        """Classes of a statement's marks and note."""
        return ""

    def who(self, s: Statement) -> str:
        """Who speaks."""
        return said(who(s))

    def topic(self, s: Statement) -> str:
        """What it is about."""
        return said(topic(s))

    def actors(self, codes: Iterable[str]) -> str:
        """States and organisations."""
        return said(", ".join(codes))

    def more(self, s: Statement) -> str:  # noqa: ARG002  nothing here
        """What follows the fields."""
        return ""


def plain(text: str) -> str:
    """Controls dropped, on one line."""
    return " ".join(CONTROL.sub("", text).split())


def said(text: str) -> str:
    """Text for an element or an attribute: the same, escaped."""
    return escape(plain(text))


def shown(text: str) -> str:
    """The document's own words: escaped, line breaks kept, controls named instead of obeyed."""
    named = CONTROL.sub(lambda c: f"\0{ord(c[0]):04X}\1", text.replace("\t", " "))
    named = re.sub("\0([0-9A-F]{4})\1", r'<span class="control">U+\1</span>', escape(named))
    return named.replace("\n", "<br>")


def listed(pairs: Iterable[tuple[str, str | None]], name: str) -> str:
    """A list of terms, those without a value left out; values are markup."""
    rows = "".join(f"<dt>{label}</dt><dd dir='auto'>{value}</dd>\n" for label, value in pairs if value)
    return f'<dl class="{name}">\n{rows}</dl>'


def facts(reading: Reading, marks: Marks) -> str:
    """Document and meeting; the address only where it is one of the web."""
    document, meeting = reading.document, reading.meeting
    met = ", ".join(
        f
        for f in (
            said(words(meeting.type)),
            said(meeting.date or ""),
            said(meeting.place or ""),
            marks.actors(meeting.states),
        )
        if f
    )
    people = "; ".join(
        ", ".join(
            p for p in (said(o.name), said(o.post or ""), marks.actors([o.state] if o.state else [])) if p
        )
        for o in meeting.officials
    )
    url = document.url or ""
    source = f'<a href="{said(url)}" rel="noreferrer noopener">the page it was read from</a>'
    return listed(
        [
            ("Published by", marks.actors(document.publishers) or "not known"),
            ("Date", said(document.date or "")),
            ("Kind", said(words(document.kind))),
            ("Language", said(document.language)),
            ("Meeting", None if reading.unread_language else met),
            ("People", people),
            ("Source", source if re.match(r"https?://", url) else None),
            ("SHA-256 of the text", said(document.sha256)),
        ],
        "facts",
    )


def legend() -> str:
    """The signs of polarity."""
    items = "".join(f'<li><span class="sign {p}">{SIGNS[p]} {words(p)}</span></li>' for p in SIGNS)
    return (
        f'<ul class="legend" aria-label="Legend">{items}'
        '<li><span class="skipped">not read <small>(why)</small></span></li></ul>'
    )


def warnings(reading: Reading) -> str:
    """What a reader of the document should know."""
    lines = list(reading.document.warnings)
    if reading.unread_language:
        lines.append(f"this language is not read: {reading.unread_language}")
    return "".join(f'<p class="warning" role="note">Warning: {said(line)}</p>\n' for line in lines)


def body(reading: Reading, marks: Marks, chosen: Span | None = None) -> str:
    """The text with its statements marked and noted; `chosen` words have the id `words`."""
    document = reading.document
    statements = {s.n: s for s in reading.statements}
    promises = {c.statement: c for c in reading.commitments}
    starts = {release.start: number for number, release in enumerate(document.releases, 1)}
    rows = [f'<section id="text" aria-labelledby="h-text" lang="{said(document.language)}">\n']
    rows.append('<h2 id="h-text" lang="en">The text and its statements</h2>\n')
    first = True
    for block, stretches in cut(reading, chosen):
        if starts.get(block.start, 0) > 1:
            rows.append(f'<h2 lang="en">Release {starts[block.start]}</h2>\n')
        inner = []
        for stretch in stretches:
            inner.append(_stretch(document.text, stretch, statements, marks, named=first and stretch.chosen))
            first = first and not stretch.chosen
        notes = "".join(
            _note(statements[n], promises.get(n), marks)
            for n in sorted(n for s in stretches for n in s.begins)
        )
        beside = f'<ul class="notes" lang="en">\n{notes}</ul>' if notes else ""
        rows.append(f'<div class="row">{_block(block, "".join(inner))}{beside}</div>\n')
    rows.append("</section>\n")
    return "".join(rows)


def _block(block: Block, inner: str) -> str:
    mark = block.marker.strip("#")
    marker = f'<span class="marker">{said(mark)}</span>' if mark else ""
    tag = f"h{min(TOP + block.level, DEEPEST)}" if block.kind in {"title", "heading"} else "p"
    return f'<{tag} class="words {block.kind} level-{block.level}" dir="auto">{marker}{inner}</{tag}>'


def _stretch(
    source: str, stretch: Stretch, statements: dict[int, Statement], marks: Marks, *, named: bool
) -> str:
    """One stretch: a mark in a mark where statements overlap; a statement's first mark has its id."""
    inner = shown(source[stretch.start : stretch.end])
    if stretch.chosen:
        name = ' id="words"' if named else ""
        inner = f'<span{name} class="chosen">{inner}</span>'
    if stretch.skipped:
        why = f" <small>(not read: {said(stretch.skipped)})</small>" if stretch.closes else ""
        inner = f'<span class="skipped">{inner}{why}</span>'
    for n in reversed(stretch.inside):
        s = statements[n]
        name = f' id="{marks.anchor(n)}"' if n in stretch.begins else ""
        number = (
            f'<a class="n" href="#{marks.note(n)}" aria-label="statement {n}">{n}</a>'
            if n in stretch.begins
            else ""
        )
        classes = f"{s.polarity} {marks.classes(s)}".strip()
        inner = f'<mark{name} class="{classes}" title="{_title(s)}">{number}{inner}</mark>'
    return inner


def _title(s: Statement) -> str:
    parts = [f"{s.n}", who(s), words(s.act), topic(s), f"{SIGNS[s.polarity]} {words(s.polarity)}"]
    if s.replies_to is not None:
        parts.append(f"answers {s.replies_to} ({words(s.reply_grade or 'reply')})")
    return said(" | ".join(parts))


def _note(s: Statement, promise: Commitment | None, marks: Marks) -> str:
    answer = ""
    if s.replies_to is not None:
        grade = f" ({words(s.reply_grade)})" if s.reply_grade else ""
        answer = f' <a href="{marks.at(s.replies_to)}">→ {s.replies_to}{grade}</a>'
    return (
        f'<li id="{marks.note(s.n)}" class="{marks.classes(s)}">'
        f'<b><a href="{marks.at(s.n)}">{s.n}</a></b>{marks.who(s)}<br>'
        f"{words(s.act)}, {marks.topic(s)}"
        f"{f'<br>if: {said(s.condition)}' if s.condition else ''}"
        f'<div class="line"><span class="sign {s.polarity}">{SIGNS[s.polarity]} {words(s.polarity)}</span>'
        f"{answer}"
        f'<details><summary aria-label="all fields of statement {s.n}">all fields</summary>'
        f"{listed(_fields(s, promise, marks), 'all')}{marks.more(s)}</details></div></li>\n"
    )


def _fields(s: Statement, promise: Commitment | None, marks: Marks) -> list[tuple[str, str | None]]:
    values: list[tuple[str, object]] = [
        ("voice", s.voice),
        ("speaker", s.speaker),
        ("act", words(s.act)),
        ("dossier", words(s.dossier)),
        ("issue", words(s.issue)),
        ("polarity", words(s.polarity)),
        ("towards", s.target),
        ("condition", s.condition),
        ("answers", s.replies_to),
        ("how", words(s.reply_grade) if s.reply_grade else None),
        ("presupposes", s.presupposes),
        ("repeats a position", "yes" if s.reaffirms else None),
        ("recalls an earlier occasion", "yes" if s.past else None),
        ("promised", promise.what if promise else None),
        ("due", promise.due if promise else None),
        ("release", s.release),
        ("confidence", f"{s.confidence:.2f}"),
        ("characters", f"{s.start} to {s.end}"),
    ]
    lines = [(label, None if value is None else said(str(value))) for label, value in values]
    lines[2:2] = [("for", marks.actors(s.speaker_states)), ("to", marks.actors(s.addressee_states))]
    towards = [label for label, _ in lines].index("towards") + 1
    lines[towards:towards] = [
        ("target states", marks.actors(s.target_states)),
        ("names", marks.actors(s.mentioned)),
    ]
    return lines


def promises(reading: Reading, marks: Marks) -> str:
    """What was promised, as a table."""
    if not reading.commitments:
        return ""
    rows = "".join(
        f'<tr><td><a href="{marks.at(c.statement)}">{c.statement}</a></td><td>{marks.actors(c.parties)}</td>'
        f"<td dir='auto'>{said(c.what)}</td><td>{said(c.due or c.due_words or '')}</td></tr>\n"
        for c in reading.commitments
    )
    return _table("promises", "Promises", ("Statement", "By", "What", "When"), rows)


def cited(reading: Reading) -> str:
    """What the text cites, as a table."""
    if not reading.references:
        return ""
    rows = "".join(
        f"<tr><td dir='auto'>{said(r.name)}</td><td>{said(words(r.kind))}</td>"
        f"<td>{said(r.date or '')}{' (inferred)' if r.inferred else ''}</td></tr>\n"
        for r in reading.references
    )
    return _table("cited", "Cited", ("Name", "Kind", "Date"), rows)


def _table(name: str, title: str, columns: tuple[str, ...], rows: str) -> str:
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    return (
        f'<section aria-labelledby="h-{name}">\n<h2 id="h-{name}">{title}</h2>\n'
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="h-{name}">'
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n</section>\n"
    )
