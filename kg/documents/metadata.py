"""Title, date, publishers, address, language and kind of a document.

From an option, the sidecar, the front matter, the text, in that order; every field remembers from where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date as day
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from kg.documents.language import language
from kg.documents.words import layout
from kg.errors import MetadataError
from kg.vocabulary import calendar
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Block

KINDS = ("overview", "press_release", "readout", "joint_statement")
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOLD = re.compile(r"\b(?:issued|published|released|posted)\b[\w ,'\u2019]{0,60}? on (?=\w)", re.IGNORECASE)
_SOURCE_MAX = 200  # characters: "A Downing Street spokesperson said:"
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_ISO = re.compile(r"\d{4}(-\d{2}){0,2}(/\d{4}(-\d{2}){0,2})?")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is given about a document; None where nothing is."""

    title: str | None = None
    date: str | None = None
    publishers: tuple[str, ...] | None = None
    url: str | None = None
    language: str | None = None
    kind: str | None = None


def parse(data: str | bytes, *, name: str) -> Metadata:
    r"""The fields of a sidecar or of front matter, in YAML; `name` stands in the error.

    >>> parse("publisher: JPN\ndate: 2011-03-31", name="x.meta.yaml").publishers
    ('JPN',)
    """
    try:
        found = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise MetadataError(f"{name}: not YAML: {reason}", "write one `field: value` a line") from error
    if found is None:
        return Metadata()
    if not isinstance(found, dict):
        raise MetadataError(f"{name}: not a list of fields", "write one `field: value` a line")
    return check(found, name=name)


def check(found: dict[Any, Any], *, name: str) -> Metadata:
    """The fields of a mapping, each of the right form; unknown fields are left alone."""
    values: dict[str, Any] = {}
    for field in ("title", "url", "language", "kind"):
        value = found.get(field)
        if value is None:
            continue
        if not isinstance(value, str) or not value.strip():
            raise MetadataError(f"{name}: {field} must be words, not {value!r}", "put quotes around it")
        values[field] = value.strip()
    if values.get("language"):
        tag = _LANGUAGE.fullmatch(values["language"])
        if not tag:
            raise MetadataError(f"{name}: language {values['language']!r} is no code", "for example: en")
        values["language"] = tag[1].lower()
    if values.get("kind") and values["kind"] not in KINDS:
        raise MetadataError(f"{name}: unknown kind {values['kind']!r}", f"one of: {', '.join(KINDS)}")
    if found.get("date") is not None:
        values["date"] = _date(found["date"], name)
    publishers = found.get("publishers", found.get("publisher"))
    if publishers is not None:
        values["publishers"] = _codes(publishers, name)
    return Metadata(**values)


def _codes(publishers: object, name: str) -> tuple[str, ...]:
    """The codes of publishers: a list of names or codes, or one text with commas or blanks between them."""
    listed = publishers
    if not isinstance(listed, list):
        whole = str(publishers).strip()
        known = actors().resolve(whole) if whole else None
        parts = (
            whole.split() if re.fullmatch(r"[\w-]+(?:\s+[\w-]+)*", whole) else re.split(r"\s*[,;|]\s*", whole)
        )
        listed = [known] if known else parts
    found = []
    for one in listed:
        code = actors().resolve(one) if isinstance(one, str) and one.strip() else None
        if code is None:
            near = actors().near(one)[:3] if isinstance(one, str) else ()
            advice = f"did you mean {' or '.join(near)}?" if near else "for example: publisher: JPN"
            raise MetadataError(f"{name}: no state or organisation called {one!r}", advice)
        found.append(code)
    return tuple(dict.fromkeys(found))


def _date(value: object, name: str) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, day):
        return value.isoformat()
    words = str(value).strip()
    found = words if _ISO.fullmatch(words) else next((d.iso() for d in calendar.find(words)), None)
    if found is None or not all(_real(part) for part in found.split("/")):
        raise MetadataError(f"{name}: {words!r} is no date", "write it as 2011-03-31")
    return found


def _real(iso: str) -> bool:
    try:
        day.fromisoformat(iso + "-01-01"[: 10 - len(iso)] if len(iso) < 10 else iso)  # noqa: PLR2004 - YYYY-MM-DD
    except ValueError:
        return False
    return True


def front_matter(text: str, *, name: str) -> tuple[Metadata, int]:
    """The fields between `---` lines at the top of a Markdown file, and where the text begins after them."""
    found = _FRONT.match(text) if text.startswith("---") else None
    if not found or ":" not in found[1]:
        return Metadata(), 0
    return parse(found[1], name=f"{name}, front matter"), found.end()


def from_layout(text: str, blocks: tuple[Block, ...]) -> Metadata:
    """What the page itself shows: its title, its date line, what kind of account it is."""
    titles = [b for b in blocks if b.kind == "title"]
    parts = [" ".join(text[b.start : b.end].split()) for b in titles]
    title = parts[0] if parts else None
    for part in parts[1:]:
        title = f"{title} {part}" if part[0] == "(" or part[0].islower() else f"{title}, {part}"
    publishers = _publishers(text, blocks)
    return Metadata(
        title=title,
        date=_issued(text, blocks, month_first="USA" in publishers),
        publishers=publishers or None,
        language=language(text[blocks[0].start :] if blocks else text),
        kind=_kind(text, blocks, title or ""),
    )


def _issued(text: str, blocks: tuple[Block, ...], *, month_first: bool) -> str | None:
    """The first full date in a line that is no prose: date lines, then the title, then the page's foot."""
    first = next((k for k, b in enumerate(blocks) if b.kind in {"paragraph", "item"}), len(blocks))
    head = [b for b in blocks[:first] if b.kind != "title"]
    titles = [b for b in blocks[:first] if b.kind == "title"]
    foot = [b for b in blocks[first:] if b.kind == "noise"]
    for block in (*head, *titles, *foot):
        for found in calendar.find(
            text, block.start, min(block.end, block.start + 400), month_first=month_first
        ):
            if found.year and found.first[2]:
                return (found.iso() or "").split("/")[-1]
    for told in _TOLD.finditer(text, 0, 3000):
        for found in calendar.find(text, told.end(), told.end() + 40):
            if found.year and found.first[2]:
                return found.iso()
    for block in (*head, *titles):
        for found in calendar.find(
            text, block.start, min(block.end, block.start + 400), month_first=month_first
        ):
            if found.year:
                return found.iso()
    return None


@cache
def _shown() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(words, re.IGNORECASE), code) for words, code in layout()["publishers"].items()]


def _publishers(text: str, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """Who the page's own lines (its head, its foot, who is quoted as its source) show to publish it."""
    own = [text[b.start : min(b.end, b.start + 300)] for b in blocks if b.kind == "noise"]
    sources = [
        text[b.start : b.end] for b in blocks if b.kind == "paragraph" and b.end - b.start < _SOURCE_MAX
    ][:3]
    if found := shown_publishers([*own, *(s for s in sources if s.endswith(":") or "spokes" in s.lower())]):
        return found
    publishing = re.compile(rf"\b(?:{layout()['publishing']})\b", re.IGNORECASE)
    for line in own:
        named = dict.fromkeys(m.code for m in actors().find(line) if m.code.isupper())
        if named and publishing.search(line):
            return tuple(named)[:1]
    titles = [text[b.start : min(b.end, b.start + 300)].strip() for b in blocks if b.kind == "title"]
    for words, code in layout()["title_publishers"].items():
        if any(re.match(words, title, re.IGNORECASE) for title in titles):
            return (code,)
    return ()


def shown_publishers(lines: Iterable[str]) -> tuple[str, ...]:
    """Whose page it is by the first of its own lines, addresses or names that tells; empty if none does.

    >>> shown_publishers(["Home", "https://www.mofa.go.jp/page1.html"])
    ('JPN',)
    """
    for line in lines:
        for pattern, code in _shown():
            if pattern.search(line):
                return (code,)
    return ()


def _kind(text: str, blocks: tuple[Block, ...], title: str) -> str:
    top = " ".join(text[b.start : min(b.end, b.start + 600)] for b in blocks[:8]).lower()
    if re.search(
        r"\bjoint\s+(?:\w+\s+)?(?:statement|communiqu|declaration|press\s+(?:release|statement)|readout)",
        f"{title} {top[:300]}".lower(),
    ):
        return "joint_statement"
    if re.search(r"\b(?:overview|outline|summary|summarized|outlined)\b", top):
        return "overview"
    return "press_release" if re.search(r"\bpress\s+release|\bmedia\s+release", top) else "readout"


def overlaid(first: Metadata, second: Metadata) -> Metadata:
    """The fields of `first`, those it lacks from `second`."""
    return Metadata(**merge(("", first), ("", second))[0])


def merge(*layers: tuple[str, Metadata]) -> tuple[dict[str, Any], dict[str, str]]:
    """The first layer that gives a field wins: the values, and where each came from.

    >>> merge(("option", Metadata(title="A")), ("text", Metadata(title="B", date="2005")))
    ({'title': 'A', 'date': '2005'}, {'title': 'option', 'date': 'text'})
    """
    values: dict[str, Any] = {}
    given: dict[str, str] = {}
    for field in fields(Metadata):
        for origin, layer in layers:
            value = getattr(layer, field.name)
            if value is not None:
                values[field.name], given[field.name] = value, origin
                break
    return values, given
