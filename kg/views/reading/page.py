"""A reading as one page: no script, nothing from outside, every text escaped.

The text stands beside its statements. Filters by speaker, act and dossier are radio buttons and style rules.
"""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.views.document import head
from kg.views.reading.coverage import coverage
from kg.views.reading.labels import SIGNS, topic, who, words
from kg.views.reading.stretches import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Block, Commitment, Reading, Statement
    from kg.views.reading.stretches import Stretch

FILTERS = ("speaker", "act", "dossier")
TOP, DEEPEST = 3, 6
"""The levels of headings within the text."""
# Characters that turn the direction of what follows, or that no page shows: they are named instead.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def render(reading: Reading) -> str:
    """The whole page. The same reading gives the same bytes."""
    document = reading.document
    title = _said(document.title or document.source)
    groups = _groups(reading)
    style = files("kg.views.reading").joinpath("page.css").read_text(encoding="utf-8")
    parts = [
        head(f"{_plain(document.title or document.source)} - reading", style + _rules(groups)),
        f"""<a class="skip" href="#text">Skip to the text</a>
<header>
<h1 dir="auto">{title}</h1>
{_facts(reading)}
{_legend()}
<p>{len(reading.statements)} statements; {_said(str(coverage(reading)))}.</p>
{_warnings(reading)}
</header>
""",
        _filters(groups),
        "<main>\n",
        _body(reading, groups),
        _promises(reading),
        _cited(reading),
        "</main>\n",
        "<footer><p>Quotes are the document's own words. Read by rules, without a language model.</p>",
        "</footer>\n</body>\n</html>\n",
    ]
    return "".join(parts)


def _plain(text: str) -> str:
    """Controls dropped, on one line."""
    return " ".join(_CONTROL.sub("", text).split())


def _said(text: str) -> str:
    """Text for an element or an attribute: the same, escaped."""
    return escape(_plain(text))


def _shown(text: str) -> str:
    """The document's own words: escaped, line breaks kept, controls named instead of obeyed."""
    named = _CONTROL.sub(lambda c: f"\0{ord(c[0]):04X}\1", text.replace("\t", " "))
    named = re.sub("\0([0-9A-F]{4})\1", r'<span class="control">U+\1</span>', escape(named))
    return named.replace("\n", "<br>")


def _groups(reading: Reading) -> dict[str, dict[str, int]]:
    """The values of each filter in the order of the alphabet, numbered from 1."""
    found: dict[str, set[str]] = {name: set() for name in FILTERS}
    for s in reading.statements:
        for name, value in _values(s).items():
            found[name].add(value)
    return {name: {v: k for k, v in enumerate(sorted(values), 1)} for name, values in found.items()}


def _values(s: Statement) -> dict[str, str]:
    return {"speaker": who(s), "act": words(s.act), "dossier": words(s.dossier)}


def _classes(s: Statement, groups: dict[str, dict[str, int]]) -> str:
    return " ".join([s.polarity, *(f"{name}-{groups[name][value]}" for name, value in _values(s).items())])


def _rules(groups: dict[str, dict[str, int]]) -> str:
    """A rule a choice: what does not fit it loses its mark, its note goes."""
    rules = []
    for name, values in groups.items():
        for k in values.values():
            chosen, other = f"body:has(#by-{name}-{k}:checked)", f":not(.{name}-{k})"
            rules.append(
                f"{chosen} mark{other} {{ background: none; border: 0 }}\n"
                f"{chosen} .notes > li{other}, {chosen} mark{other} > .n {{ display: none }}\n"
            )
    return "".join(rules)


def _filters(groups: dict[str, dict[str, int]]) -> str:
    if not groups["act"]:
        return ""
    sets = []
    for name, values in groups.items():
        choices = "".join(
            f'<label><input type="radio" name="{name}" id="by-{name}-{k}"> {_said(value)}</label>\n'
            for value, k in values.items()
        )
        sets.append(
            f"<fieldset><legend>{name.capitalize()}</legend>\n"
            f'<label><input type="radio" name="{name}" id="by-{name}-0" checked> all</label>\n'
            f"{choices}</fieldset>\n"
        )
    return (
        '<nav class="filters" aria-label="Show only some statements">\n'
        f"<details><summary>Show only some statements</summary>\n{''.join(sets)}</details>\n</nav>\n"
    )


def _listed(pairs: Iterable[tuple[str, object]], name: str) -> str:
    """A list of terms, those without a value left out; values are escaped here."""
    rows = "".join(
        f"<dt>{label}</dt><dd dir='auto'>{_said(str(value))}</dd>\n"
        for label, value in pairs
        if value not in {None, ""}
    )
    return f'<dl class="{name}">\n{rows}</dl>'


def _facts(reading: Reading) -> str:
    document, meeting = reading.document, reading.meeting
    met = ", ".join(
        f for f in (words(meeting.type), meeting.date, meeting.place, " and ".join(meeting.states)) if f
    )
    people = "; ".join(", ".join(p for p in (o.name, o.post, o.state) if p) for o in meeting.officials)
    facts = _listed(
        [
            ("Published by", ", ".join(document.publishers) or "not known"),
            ("Date", document.date),
            ("Kind", words(document.kind)),
            ("Language", document.language),
            ("Meeting", None if reading.unread_language else met),
            ("People", people),
            ("SHA-256 of the text", document.sha256),
        ],
        "facts",
    )
    url = document.url or ""
    if re.match(r"https?://", url):
        facts += f'\n<p><a href="{_said(url)}" rel="noreferrer noopener">The page it was read from</a></p>'
    return facts


def _legend() -> str:
    items = "".join(f'<li><span class="sign {p}">{SIGNS[p]} {words(p)}</span></li>' for p in SIGNS)
    return (
        f'<ul class="legend" aria-label="Legend">{items}'
        '<li><span class="skipped">not read <small>(why)</small></span></li></ul>'
    )


def _warnings(reading: Reading) -> str:
    lines = list(reading.document.warnings)
    if reading.unread_language:
        lines.append(f"this language is not read: {reading.unread_language}")
    return "".join(f'<p class="warning" role="note">Warning: {_said(line)}</p>\n' for line in lines)


def _body(reading: Reading, groups: dict[str, dict[str, int]]) -> str:
    document = reading.document
    statements = {s.n: s for s in reading.statements}
    promises = {c.statement: c for c in reading.commitments}
    starts = {release.start: number for number, release in enumerate(document.releases, 1)}
    rows = [f'<section id="text" aria-labelledby="h-text" lang="{_said(document.language)}">\n']
    rows.append('<h2 id="h-text" lang="en">The text and its statements</h2>\n')
    for block, stretches in cut(reading):
        if starts.get(block.start, 0) > 1:
            rows.append(f'<h2 lang="en">Release {starts[block.start]}</h2>\n')
        inner = "".join(_stretch(document.text, s, statements, groups) for s in stretches)
        notes = "".join(
            _note(statements[n], promises.get(n), groups)
            for n in sorted(n for s in stretches for n in s.begins)
        )
        beside = f'<ul class="notes" lang="en">\n{notes}</ul>' if notes else ""
        rows.append(f'<div class="row">{_block(block, inner)}{beside}</div>\n')
    rows.append("</section>\n")
    return "".join(rows)


def _block(block: Block, inner: str) -> str:
    shown = block.marker.strip("#")
    marker = f'<span class="marker">{_said(shown)}</span>' if shown else ""
    tag = f"h{min(TOP + block.level, DEEPEST)}" if block.kind in {"title", "heading"} else "p"
    return (
        f'<{tag} class="words {block.kind}" dir="auto" style="--level:{block.level}">{marker}{inner}</{tag}>'
    )


def _stretch(
    source: str, stretch: Stretch, statements: dict[int, Statement], groups: dict[str, dict[str, int]]
) -> str:
    """One stretch: a mark in a mark where statements overlap; a statement's first mark has its id."""
    inner = _shown(source[stretch.start : stretch.end])
    if stretch.skipped:
        why = f" <small>(not read: {_said(stretch.skipped)})</small>" if stretch.closes else ""
        inner = f'<span class="skipped">{inner}{why}</span>'
    for n in reversed(stretch.inside):
        s = statements[n]
        name = f' id="s{n}"' if n in stretch.begins else ""
        number = (
            f'<a class="n" href="#d{n}" aria-label="statement {n}">{n}</a>' if n in stretch.begins else ""
        )
        inner = f'<mark{name} class="{_classes(s, groups)}" title="{_title(s)}">{number}{inner}</mark>'
    return inner


def _title(s: Statement) -> str:
    parts = [f"{s.n}", who(s), words(s.act), topic(s), f"{SIGNS[s.polarity]} {words(s.polarity)}"]
    if s.replies_to is not None:
        parts.append(f"answers {s.replies_to} ({words(s.reply_grade or 'reply')})")
    return _said(" | ".join(parts))


def _note(s: Statement, promise: Commitment | None, groups: dict[str, dict[str, int]]) -> str:
    answer = ""
    if s.replies_to is not None:
        grade = f" ({words(s.reply_grade)})" if s.reply_grade else ""
        answer = f' <a href="#s{s.replies_to}">→ {s.replies_to}{grade}</a>'
    classes = " ".join(_classes(s, groups).split()[1:])
    return (
        f'<li id="d{s.n}" class="{classes}"><b><a href="#s{s.n}">{s.n}</a></b>{_said(who(s))}<br>'
        f"{words(s.act)}, {_said(topic(s))}"
        f"{f'<br>if: {_said(s.condition)}' if s.condition else ''}"
        f'<div class="line"><span class="sign {s.polarity}">{SIGNS[s.polarity]} {words(s.polarity)}</span>'
        f"{answer}"
        f'<details><summary aria-label="all fields of statement {s.n}">all fields</summary>'
        f"{_listed(_fields(s, promise), 'all')}</details></div></li>\n"
    )


def _fields(s: Statement, promise: Commitment | None) -> list[tuple[str, object]]:
    return [
        ("voice", s.voice),
        ("speaker", s.speaker),
        ("for", ", ".join(s.speaker_states)),
        ("to", ", ".join(s.addressee_states)),
        ("act", words(s.act)),
        ("dossier", words(s.dossier)),
        ("issue", words(s.issue)),
        ("polarity", words(s.polarity)),
        ("towards", s.target),
        ("target states", ", ".join(s.target_states)),
        ("names", ", ".join(s.mentioned)),
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


def _promises(reading: Reading) -> str:
    if not reading.commitments:
        return ""
    rows = "".join(
        f'<tr><td><a href="#s{c.statement}">{c.statement}</a></td><td>{_said(", ".join(c.parties))}</td>'
        f"<td dir='auto'>{_said(c.what)}</td><td>{_said(c.due or c.due_words or '')}</td></tr>\n"
        for c in reading.commitments
    )
    return _table("promises", "Promises", ("Statement", "By", "What", "When"), rows)


def _cited(reading: Reading) -> str:
    if not reading.references:
        return ""
    rows = "".join(
        f"<tr><td dir='auto'>{_said(r.name)}</td><td>{_said(words(r.kind))}</td>"
        f"<td>{_said(r.date or '')}{' (inferred)' if r.inferred else ''}</td></tr>\n"
        for r in reading.references
    )
    return _table("cited", "Cited", ("Name", "Kind", "Date"), rows)


def _table(name: str, title: str, columns: tuple[str, ...], rows: str) -> str:
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    return (
        f'<section aria-labelledby="h-{name}">\n<h2 id="h-{name}">{title}</h2>\n'
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n</section>\n"
    )
