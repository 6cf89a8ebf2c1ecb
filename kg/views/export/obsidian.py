"""An Obsidian vault: a note for each state, official, issue and meeting, tied by wikilinks, with quotes.

The notes are plain Markdown with YAML front matter, so that any other editor opens them too.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.views.export import Exporter
from kg.views.export.tidy import note, tables
from kg.views.export.xml import text
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.network import Selection
    from kg.store import Store
    from kg.views.export.tidy import Cell, Row, Table

# What Obsidian, its links or some file system would take for syntax in a file's name.
_NAME = re.compile(r'[\\/:*?"<>|#^\[\]%&{}$!`~@\'=]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_MARKS = re.compile(r"([\\`*_\[\]#|~$%^=]|^[-+!](?=.)|(?<=^\d)[.)]|(?<=^\d\d)[.)])")
_FOLDERS = {"state": "States", "organization": "Organizations", "group": "Organizations"}
_LONGEST = 80


def file_name(name: str) -> str:
    """A name that every file system and every wikilink can hold.

    >>> file_name("../a:b*?"), file_name("con"), file_name("[[x]]"), file_name(" ")
    ('a b', '_con', 'x', 'unnamed')
    """
    plain = "".join(
        " " if unicodedata.category(c)[0] in "CZ" else c for c in unicodedata.normalize("NFC", name)
    )
    kept = " ".join(_NAME.sub(" ", plain).split())[:_LONGEST].strip(" .") or "unnamed"
    return f"_{kept}" if _RESERVED.match(kept) else kept


def marked(value: object) -> str:
    r"""The text on one line, with nothing in it that Markdown, HTML or Obsidian would act upon.

    >>> print(marked("a [[b]] <c> #d"))
    a \[\[b\]\] &lt;c&gt; \#d
    """
    flat = " ".join(text(value).split())
    escaped = _MARKS.sub(r"\\\1", flat.replace("&", "&amp;"))
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def write(store: Store, selection: Selection, grain: str, folder: Path) -> None:  # noqa: ARG001  always notes
    """Write the notes into States, Organizations, Officials, Issues, Meetings, and README.md."""
    for place, content in _Vault(tables(store, selection), selection).notes():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8", newline="\n")


class _Vault:
    """The notes' names first, then their text: a link is made only to a note that is there."""

    def __init__(self, made: tuple[Table, ...], selection: Selection) -> None:
        self.statements, _, self.commitments, self.accounts, self.people = (table.rows for table in made)
        self.note = note(selection)
        self.official = {str(row["person"]): _identity(row) for row in self.people}
        self.meeting = {str(row["account"]): str(row["meeting"] or row["account"]) for row in self.accounts}
        self.paths: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self._taken: set[str] = set()
        self._name_all()

    def _name_all(self) -> None:
        known = actors()
        columns = (
            "holders",
            "addressees",
            "target_states",
            "mentions",
            "participants",
            "parties",
            "reported_by",
        )
        everything = (*self.statements, *self.commitments, *self.accounts)
        codes = {code for row in everything for column in columns for code in _listed(row.get(column))}
        for code in sorted(codes | {str(row["state"]) for row in self.people if row["state"]}):
            self._take(code, _FOLDERS[known.kind(code)], known.label(code))
        for row in sorted(self.people, key=lambda r: str(r["name"])):
            self._take(_identity(row), "Officials", str(row["name"]))
        for row in sorted(self.statements, key=lambda r: str(r["issue"])):
            self._take(f"{ISSUE}{row['issue']}", "Issues", str(row["issue_label"]))
        for row in self.accounts:
            parties = " - ".join(known.label(code) for code in _listed(row["participants"]))
            self._take(
                self.meeting[str(row["account"])], "Meetings", f"{row['earliest'] or 'undated'} {parties}"
            )

    def _take(self, key: str, place: str, label: str) -> None:
        if key in self.paths:
            return
        path = f"{place}/{file_name(label)}"
        if path.casefold() in self._taken:
            path += f" ({hashlib.sha256(key.encode()).hexdigest()[:8]})"
        self._taken.add(path.casefold())
        self.paths[key], self.labels[key] = path, label

    def link(self, key: str) -> str:
        """A wikilink to a note; its name where there is none."""
        label = self.labels.get(key, key)
        # No escape helps within a wikilink: what would end it or part it is left out.
        return f"[[{self.paths[key]}|{file_name(label)}]]" if key in self.paths else marked(label)

    def links(self, keys: Iterable[str]) -> str:
        return ", ".join(self.link(key) for key in keys)

    def notes(self) -> Iterable[tuple[str, str]]:
        """Every note's place and text."""
        yield (
            "README.md",
            f"# Vault\n\n{marked(self.note)}\n\n{len(self.paths)} notes; begin in Meetings or States.\n",
        )
        by_actor, by_issue, by_meeting, by_official = (defaultdict[str, list["Row"]](list) for _ in range(4))
        for row in self.statements:
            for code in _listed(row["holders"]):
                by_actor[code].append(row)
            by_issue[f"{ISSUE}{row['issue']}"].append(row)
            by_meeting[self.meeting.get(str(row["account"]), "")].append(row)
            by_official[self.official.get(str(row["person"]), "")].append(row)
        for key, path in self.paths.items():
            kind = path.partition("/")[0]
            head, lines = {
                "Issues": self._issue,
                "Officials": self._official,
                "Meetings": self._meeting,
            }.get(kind, self._actor)(key)
            said = {"Issues": by_issue, "Officials": by_official, "Meetings": by_meeting}.get(kind, by_actor)[
                key
            ]
            front = {"label": self.labels[key], **head, "statements": len(said)}
            body = [f"# {marked(self.labels[key])}", "", *lines, "", *self._said(said)]
            yield f"{path}.md", _front(front) + "\n".join(body).rstrip() + "\n"

    def _actor(self, code: str) -> tuple[Row, list[str]]:
        met = [row for row in self.accounts if code in _listed(row["participants"])]
        promised = [row for row in self.commitments if code in _listed(row["parties"])]
        people = sorted({_identity(row) for row in self.people if row["state"] == code})
        lines = ["## Meetings", "", *self._meetings(met)]
        if people:
            lines += ["", "## Officials", "", *(f"- {self.link(key)}" for key in people)]
        if promised:
            lines += ["", "## Promises", ""]
            for row in promised:
                lines += [f"- {_days(row)} {marked(row['undertaking'])}", f"  > {marked(row['quote'])}"]
        return {"kind": actors().kind(code), "code": code, "iri": actors().iri(code)}, lines

    def _issue(self, iri: str) -> tuple[Row, list[str]]:
        return {"kind": "issue", "notation": iri.removeprefix(ISSUE), "iri": iri}, []

    def _official(self, key: str) -> tuple[Row, list[str]]:
        namings = [row for row in self.people if _identity(row) == key]
        posts = sorted({str(row["post"]) for row in namings if row["post"]})
        state = str(namings[0]["state"] or "")
        here = {str(row["person"]) for row in namings}
        met = [row for row in self.accounts if here & set(_listed(row["people"]))]
        lines = [f"State: {self.link(state)}", ""] if state else []
        lines += [*(f"- {marked(post)}" for post in posts), "", "## Meetings", "", *self._meetings(met)]
        names = sorted({str(row["name"]) for row in namings} - {self.labels[key]})
        head: Row = {"kind": "official", "aliases": names, "state": state or None, "posts": posts}
        return head | {"iri": namings[0]["official"], "named_as": sorted(here)}, lines

    def _meeting(self, key: str) -> tuple[Row, list[str]]:
        accounts = [row for row in self.accounts if self.meeting[str(row["account"])] == key]
        first = accounts[0]
        lines = [f"- {self.links(_listed(first['participants']))}"]
        people = {self.official.get(p, p) for row in accounts for p in _listed(row["people"])}
        lines += [f"- {self.link(key)}" for key in sorted(people)]
        lines += [f"- {_source(row)}" for row in accounts]
        head: Row = {
            "kind": "meeting",
            "type": first["type"],
            "earliest": first["earliest"],
            "latest": first["latest"],
            "place": first["place"],
            "participants": first["participants"],
            "iri": key,
        }
        return head, lines

    def _meetings(self, rows: Iterable[Row]) -> list[str]:
        return [f"- {self.link(key)}" for key in dict.fromkeys(self.meeting[str(r["account"])] for r in rows)]

    def _said(self, rows: list[Row]) -> list[str]:
        lines = ["## Statements", ""] if rows else []
        for row in rows:
            addressed = self.links(_listed(row["addressees"]))
            who = self.links(_listed(row["holders"])) + (f" to {addressed}" if addressed else "")
            speaker = self.official.get(str(row["person"]))
            parts = [
                _days(row),
                who,
                self.link(speaker) if speaker else "",
                _plain(row["act"]),
                _plain(row["polarity"]) if row["polarity"] != "none" else "",
                self.link(f"{ISSUE}{row['issue']}"),
                self.link(self.meeting.get(str(row["account"]), "")),
            ]
            lines += [
                f"- {' · '.join(part for part in parts if part)}",
                f"  > {marked(row['quote'])}",
                "  >",
                f"  > {_source(row)}, characters {row['quote_start']} to {row['quote_end']}",
                "",
            ]
        return lines


def _identity(row: Row) -> str:
    """The official a naming belongs to; until identities are worked out, its name and state."""
    return str(row["official"] or f"{row['state'] or ''} {row['name']}")


def _plain(notation: Cell) -> str:
    return marked(str(notation or "").replace("_", " "))


def _source(row: Row) -> str:
    title, url = marked(row["title"] or row["document"]), str(row["url"] or "")
    if re.fullmatch(r"(?i)https?://[^\s<>\\\x00-\x20\x7f]+", url):
        return f"[{title}](<{url}>)"
    return title + (f" {marked(url)}" if url else "")


def _days(row: Row) -> str:
    first, last = row["earliest"], row["latest"]
    return str(first or "undated") + (f" to {last}" if last != first else "")


def _listed(value: Cell) -> list[str]:
    return value if isinstance(value, list) else []


def _front(values: Row) -> str:
    known = {key: value for key, value in values.items() if value is not None}
    return "".join(["---\n", *(f"{key}: {_scalar(value)}\n" for key, value in known.items()), "---\n\n"])


def _scalar(value: Cell) -> str:
    r"""A YAML value. A text is quoted, and so written that no reader without YAML takes it for HTML.

    >>> print(_scalar(["<b>", "no"]), _scalar(3), _scalar("2024-01-31"))
    ["\x3Cb\x3E", "no"] 3 2024-01-31
    """
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    if not isinstance(value, str) or re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return str(value)
    kept = (c if c.isprintable() and c not in '<>"\\' else _escaped(ord(c)) for c in value)
    return f'"{"".join(kept)}"'


def _escaped(code: int) -> str:
    if code < 0x100:  # noqa: PLR2004 - what two digits hold
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"  # noqa: PLR2004 - four, eight


EXPORTERS = (
    Exporter(
        "obsidian",
        "",
        "Obsidian vault: a note for each state, official, issue, meeting, with links and quotes (Markdown)",
        "Obsidian: Open folder as vault; any Markdown editor reads the notes",
        write,
        aliases=("markdown", "vault"),
        folder=True,
    ),
)
