"""The text on a terminal: statements marked in it, who says and does what beside it."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING

from kg.views.formats import clean
from kg.views.reading.coverage import coverage
from kg.views.reading.labels import SIGNS, heading, reply, topic, who, words
from kg.views.reading.stretches import cut

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from kg.model import Block, Commitment, Reading, Statement
    from kg.views.reading.stretches import Stretch

STYLES = {
    "support": "green underline",
    "conditional_support": "yellow underline",
    "neutral": "cyan underline",
    "mixed": "magenta underline",
    "oppose": "red underline",
    "none": "underline",
}
BLOCKS = {"title": "bold", "heading": "bold", "noise": "dim"}
MARGIN, BESIDE, GAP = 38, 92, 3
"""Letters: the margin's width, the least width of a terminal that has room for it, between the columns."""
INDENT, HANG = 2, 4


def write(reading: Reading, out: IO[str], *, width: int) -> None:
    """Write the whole text in `width` letters; colours only on a terminal, and where NO_COLOR is unset."""
    from rich.console import Console

    if out.isatty():
        show(reading, Console(file=out, width=width, highlight=False, markup=False, emoji=False))
        return
    held = io.StringIO()
    show(
        reading,
        Console(file=held, width=width, highlight=False, markup=False, emoji=False, color_system=None),
    )
    out.writelines(f"{line.rstrip()}\n" for line in held.getvalue().removesuffix("\n").split("\n"))


def show(reading: Reading, console: Console) -> None:
    """Print the reading to a console of rich."""
    from rich.padding import Padding
    from rich.rule import Rule
    from rich.table import Table
    from rich.text import Text

    document = reading.document
    console.print(Text(clean(document.title or document.source), style="bold"))
    for line in heading(reading):
        console.print(Text(clean(line)))
    console.print(Rule(style="dim", characters="-"))
    plain = console.no_color or not console.color_system
    statements = {s.n: s for s in reading.statements}
    promises = {c.statement: c for c in reading.commitments}
    starts = {release.start: number for number, release in enumerate(document.releases, 1)}
    for block, stretches in cut(reading):
        if block.start in starts and starts[block.start] > 1:
            console.print(Rule(f"release {starts[block.start]}", style="dim", characters="-"))
        body = _text(document.text, block, stretches, statements, plain=plain)
        begun = [statements[n] for stretch in stretches for n in stretch.begins]
        notes = Text("\n").join(_note(s, promises.get(s.n)) for s in sorted(begun, key=lambda s: s.n))
        left = INDENT * block.level
        if not begun:
            room = MARGIN + GAP if console.width >= BESIDE else 0
            console.print(Padding(body, (0, room, 1, left)))
        elif console.width >= BESIDE:
            grid = Table.grid(padding=(0, GAP, 0, 0), expand=True)
            grid.add_column(ratio=1)
            grid.add_column(width=MARGIN)
            grid.add_row(Padding(body, (0, 0, 0, left)), notes)
            console.print(grid)
            console.print()
        else:
            console.print(Padding(body, (0, 0, 0, left)))
            console.print(Padding(notes, (0, 0, 1, left + 2 * INDENT)))
    console.print(Rule(style="dim", characters="-"))
    console.print(Text("  ".join(f"{SIGNS[p]} {words(p)}" for p in SIGNS), style="dim"))


def summary(reading: Reading) -> str:
    """The counts, in one line."""
    return (
        f"{len(reading.statements)} statements, {len(reading.commitments)} promises, "
        f"{len(reading.references)} citations; {coverage(reading)}"
    )


def _text(
    source: str, block: Block, stretches: list[Stretch], statements: dict[int, Statement], *, plain: bool
) -> Text:
    """One block: `[n]` where a statement begins, and, where no colour tells it, `[/n]` where it ends."""
    from rich.text import Text

    base = BLOCKS.get(block.kind, "")
    text = Text(style=base)
    if block.marker.strip("#"):
        text.append(f"{clean(block.marker)} ")
    for stretch in stretches:
        style = STYLES[statements[stretch.inside[0]].polarity] if stretch.inside else ""
        for n in stretch.begins:
            text.append(f"[{n}]", style="bold")
        text.append(_flat(source[stretch.start : stretch.end]), style="dim" if stretch.skipped else style)
        for n in stretch.ends if plain else ():
            text.append(f"[/{n}]")
        if stretch.closes:
            text.append(f" (not read: {stretch.skipped})", style="dim italic")
    return text


def _flat(words_: str) -> str:
    return clean(words_.replace("\n", " ").replace("\t", " "))


def _note(s: Statement, promise: Commitment | None) -> Text:
    """What stands beside a statement; continued lines hang under the first."""
    from textwrap import wrap

    from rich.text import Text

    colour = "" if s.polarity == "none" else STYLES[s.polarity].split()[0]
    answer = reply(s)
    lines = [(who(s), "bold"), (f"{words(s.act)} · {topic(s)}", "")]
    lines.append((f"{SIGNS[s.polarity]} {words(s.polarity)}" + (f"  {answer}" if answer else ""), colour))
    lines += [(f"if: {s.condition}", "")] if s.condition else []
    lines += [(f"due: {promise.due}", "")] if promise and promise.due else []
    note = Text(f"{s.n:>3} ", style="bold", end="")
    for number, (line, style) in enumerate(lines):
        folded = wrap(_flat(line), MARGIN - HANG, subsequent_indent="  " if number else "") or [""]
        note.append("\n" + " " * HANG if number else "")
        note.append(("\n" + " " * HANG).join(folded), style=style)
    return note
