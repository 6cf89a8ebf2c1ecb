"""One page that explains itself: the picture and every statement of a selection, to read, filter and print.

It needs nothing but a browser: no request leaves the page, and its policy allows only the one script and the
one style that stand in it, told by their hashes. Without script it is the same page, unfiltered.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, BinaryIO

from kg.network import network
from kg.views.export import Exporter
from kg.views.export.svg import picture
from kg.views.export.tidy import note, tables
from kg.views.export.xml import text
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from kg.network import Selection
    from kg.store import Store
    from kg.views.export.tidy import Cell, Row

_CSS = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; color: #1b1f24 }
svg { width: 100%; max-height: 70vh }
form { position: sticky; top: 0; background: #fff; padding: .5rem 0 }
form:not([hidden]) { display: flex; flex-wrap: wrap; gap: .75rem }
label { display: flex; flex-direction: column; font-size: .85rem }
input, select { font: inherit; padding: .25rem; max-width: 16rem }
article { border-left: 4px dotted #8a8a8a; padding: .1rem 1rem; margin: 1rem 0; overflow-wrap: anywhere }
article[data-side$="support"] { border-left: 4px solid #00638f }
article[data-side="oppose"] { border-left: 4px dashed #b04a00 }
blockquote { margin: .25rem 0; font-size: 1.05rem; white-space: pre-wrap }
bdi { unicode-bidi: isolate }
p { margin: .25rem 0 }
.source { font-size: .85rem; color: #555 }
[hidden] { display: none }
@media print { form { display: none } }
"""
_SCRIPT = """
"use strict";
const form = document.querySelector("form");
const all = [...document.querySelectorAll("article")];
const told = document.querySelector("output");
const words = all.map(one => one.textContent.toLowerCase());
function sift() {
  const wanted = Object.fromEntries(new FormData(form));
  const text = wanted.text.toLowerCase();
  let shown = 0;
  all.forEach((one, k) => {
    const fits = (name) => !wanted[name] || one.dataset[name].split(" ").includes(wanted[name]);
    one.hidden = !(words[k].includes(text) && ["actor", "issue", "act", "side"].every(fits));
    shown += !one.hidden;
  });
  told.textContent = shown + " of " + all.length + " statements";
}
form.hidden = false;
form.addEventListener("input", sift);
form.addEventListener("submit", event => event.preventDefault());
sift();
"""
_LEGEND = (
    "A line's width is the number of statements, its colour and dash the side taken on the issues "
    "(blue and solid: in support; orange and dashed: opposed; grey and dotted: neither)."
)


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:  # noqa: ARG001  always both
    """Write the page."""
    rows = tables(store, selection)[0].rows
    policy = f"default-src 'none'; script-src '{_hash(_SCRIPT)}'; style-src '{_hash(_CSS)}'; base-uri 'none'"
    names = actors().label
    choices = (
        ("actor", "State", {code: names(code) for row in rows for code in _actors(row)}),
        ("issue", "Issue", {str(row["issue"]): str(row["issue_label"]) for row in rows}),
        ("act", "Act", {str(row["act"]): _plain(row["act"]) for row in rows}),
        ("side", "Side", {str(row["polarity"]): _plain(row["polarity"]) for row in rows}),
    )
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>Statements: {_said(selection)}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n<main>",
        f"<h1>Statements: {_said(selection)}</h1>\n<p>{_said(note(selection))}</p>",
        f"<p>{_LEGEND}</p>",
        picture(network(store, selection), links=False),
        '<form hidden><label>Words <input type="search" name="text"></label>',
        *(_choice(*choice) for choice in choices),
        '<output aria-live="polite"></output></form>',
        *(_article(row) for row in rows),
        f"</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n",
    ]
    out.write("\n".join(parts).encode())


def _choice(name: str, label: str, values: dict[str, str]) -> str:
    options = "".join(
        f'<option value="{_said(value)}">{_said(shown)}</option>'
        for value, shown in sorted(values.items(), key=lambda item: (item[1], item[0]))
    )
    return f'<label>{label} <select name="{name}"><option value="">all</option>{options}</select></label>'


def _article(row: Row) -> str:
    names = actors().label
    heard = ", ".join(names(code) for code in _listed(row["addressees"]))
    who = ", ".join(names(code) for code in _listed(row["holders"])) + (f" to {heard}" if heard else "")
    days = f"{row['earliest'] or 'undated'}" + (
        f" to {row['latest']}" if row["latest"] != row["earliest"] else ""
    )
    about = [days, _said(who), _plain(row["act"]), _said(row["issue_label"]), _plain(row["polarity"])]
    if row["speaker"]:
        about.insert(2, f"<bdi>{_said(row['speaker'])}</bdi>")
    data = {
        "actor": " ".join(_actors(row)),
        "issue": row["issue"],
        "act": row["act"],
        "side": row["polarity"],
    }
    lines = [
        "<article" + "".join(f' data-{name}="{_said(value)}"' for name, value in data.items()) + ">",
        f"<p>{' · '.join(about)}</p>",
        f'<blockquote dir="auto"><bdi>{_said(row["quote"])}</bdi></blockquote>',
    ]
    if row["condition"]:
        lines.append(f"<p>Condition: <bdi>{_said(row['condition'])}</bdi></p>")
    reported = ", ".join(names(code) for code in _listed(row["reported_by"])) or "unknown"
    place = f"characters {row['quote_start']} to {row['quote_end']}; {_said(row['statement'])}"
    lines.append(f'<p class="source">{_source(row)}; reported by {_said(reported)}; {place}</p></article>')
    return "\n".join(lines)


def _source(row: Row) -> str:
    title, url = f"<bdi>{_said(row['title'] or row['document'])}</bdi>", str(row["url"] or "")
    if re.fullmatch(r"(?i)https?://[^\s\"'<>]+", url):
        return f'<a href="{_said(url)}" rel="noopener noreferrer">{title}</a>'
    return title + (f" <bdi>{_said(url)}</bdi>" if url else "")


def _actors(row: Row) -> list[str]:
    return sorted(
        {code for name in ("holders", "addressees", "target_states") for code in _listed(row[name])}
    )


def _listed(value: Cell) -> list[str]:
    return value if isinstance(value, list) else []


def _plain(notation: Cell) -> str:
    return _said(str(notation).replace("_", " "))


def _said(value: object) -> str:
    return escape(text(value))


def _hash(content: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


EXPORTERS = (
    Exporter(
        "html",
        ".html",
        "one web page that works offline: the picture, and every statement to filter, read and print (HTML)",
        "any browser, or as an attachment; it loads nothing from elsewhere",
        write,
        aliases=("explorer", "page"),
    ),
)
