"""A reading as one page that stands alone: no script, nothing from outside, every text escaped.

The text stands beside its statements. Filters by speaker, act and dossier are radio buttons and style rules.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from kg.views.document import head
from kg.views.reading import pieces
from kg.views.reading.coverage import coverage
from kg.views.reading.labels import who, words
from kg.views.reading.pieces import Marks, plain, said

if TYPE_CHECKING:
    from kg.model import Reading, Statement

FILTERS = ("speaker", "act", "dossier")


def render(reading: Reading) -> str:
    """The whole page. The same reading gives the same bytes."""
    name = reading.document.title or reading.document.source
    marks = _Filtered(reading)
    style = files("kg.views.reading").joinpath("page.css").read_text(encoding="utf-8")
    parts = [
        head(f"{plain(name)} - reading", style + _rules(marks.groups)),
        f"""<a class="skip" href="#text">Skip to the text</a>
<header>
<h1 dir="auto">{said(name)}</h1>
{pieces.facts(reading, marks)}
{pieces.legend()}
<p>{len(reading.statements)} statements; {said(str(coverage(reading)))}.</p>
{pieces.warnings(reading)}
</header>
""",
        _filters(marks.groups),
        "<main>\n",
        pieces.body(reading, marks),
        pieces.promises(reading, marks),
        pieces.cited(reading),
        "</main>\n",
        "<footer><p>Quotes are the document's own words. Read by rules, without a language model.</p>",
        "</footer>\n</body>\n</html>\n",
    ]
    return "".join(parts)


class _Filtered(Marks):
    """Statements with a class for each value that a filter can choose.

    `groups` are the values of each filter in the order of the alphabet, numbered from 1.
    """

    def __init__(self, reading: Reading) -> None:
        found: dict[str, set[str]] = {name: set() for name in FILTERS}
        for s in reading.statements:
            for name, value in _values(s).items():
                found[name].add(value)
        self.groups = {
            name: {value: k for k, value in enumerate(sorted(values), 1)} for name, values in found.items()
        }

    def classes(self, s: Statement) -> str:
        return " ".join(f"{name}-{self.groups[name][value]}" for name, value in _values(s).items())


def _values(s: Statement) -> dict[str, str]:
    return {"speaker": who(s), "act": words(s.act), "dossier": words(s.dossier)}


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
            f'<label><input type="radio" name="{name}" id="by-{name}-{k}"> {said(value)}</label>\n'
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
