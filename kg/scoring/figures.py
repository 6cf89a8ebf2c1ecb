"""The figures of one case: each a numerator and a denominator, so that cases add up.

    detect       F1 of finding the statements at all
    who-act      F1 of speakers' states and act
    +dossier     F1 of states, act and dossier
    +polarity    F1 of states, act, dossier and polarity: the headline
    reply        F1 of "this statement answers that one"
    commit       F1 of the promises (statement, parties, deadline)
    condition    F1 of conditions: in the text's words, and mostly the annotated words
    officials    F1 of the people named, with their states
    the others   shares of the matched statements (of meetings, of read statements: quote)

An F1 is twice what agrees over what is annotated plus what is read. All are counted over one matching.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Document, Reading
from kg.scoring.matching import match, same_person, same_states, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Meeting, Statement
    from kg.scoring.annotation import Case, Label

Counts = dict[str, tuple[int, int]]
F1 = ("detect", "who-act", "+dossier", "+polarity", "reply", "commit", "condition", "officials")
SHARES = (
    "states",
    "speaker",
    "addressee",
    "act",
    "dossier",
    "polarity",
    "reply grade",
    "quote",
    "meeting date",
    "meeting states",
)
FIGURES = F1 + SHARES
LEVELS = F1[1:4]


@dataclass(frozen=True, slots=True)
class Pair:
    """An annotated statement and the one read in its place, and what is right in it."""

    label: Label
    said: Statement
    states: bool
    act: bool
    dossier: bool
    polarity: bool

    @property
    def levels(self) -> tuple[bool, bool, bool]:
        """Right in states and act; in the dossier too; in the polarity too."""
        who = self.states and self.act
        return who, who and self.dossier, who and self.dossier and self.polarity


@dataclass(frozen=True, slots=True)
class Scored:
    """One case with what was read of it; `fault` says why nothing was."""

    case: Case
    statements: tuple[Statement, ...]
    pairs: tuple[Pair, ...]
    counts: Counts
    fault: str | None = None


def compare(case: Case, reading: Reading | None, *, fault: str | None = None) -> Scored:
    """Hold a reading against an annotation; None for a text that could not be read."""
    reading = reading or Reading(Document("", ""))
    statements = reading.statements
    pairs = tuple(_pair(case.labels[i], statements[j]) for i, j in match(case.labels, statements))
    counts = _levels(case, statements, pairs)
    for name in ("states", "act", "dossier", "polarity"):
        counts[name] = _share(getattr(pair, name) for pair in pairs)
    counts["speaker"] = _share(same_person(p.label.speaker, p.said.speaker) for p in pairs)
    counts["addressee"] = _share(
        p.label.addressee_states == frozenset(p.said.addressee_states) for p in pairs
    )
    counts["condition"] = _conditions(case, statements, pairs)
    counts |= _links(case, reading, pairs)
    counts["quote"] = _share(case.text[s.start : s.end] == s.quote for s in statements)
    counts |= _meeting(case.meeting, reading.meeting)
    return Scored(case, statements, pairs, counts, fault)


def total(scored: Iterable[Scored]) -> Counts:
    """The counts of all cases together."""
    above: Counter[str] = Counter()
    below: Counter[str] = Counter()
    for one in scored:
        for name, (right, of) in one.counts.items():
            above[name] += right
            below[name] += of
    return {name: (above[name], below[name]) for name in FIGURES}


def value(count: tuple[int, int]) -> float | None:
    """A figure to three places; None for a share of nothing."""
    return round(count[0] / count[1], 3) if count[1] else None


def f1(right: int, known: int, said: int) -> tuple[int, int]:
    """An F1 as numerator and denominator."""
    return 2 * right, known + said


def _share(right: Iterable[bool]) -> tuple[int, int]:
    found = list(right)
    return sum(found), len(found)


def _pair(label: Label, said: Statement) -> Pair:
    return Pair(
        label,
        said,
        states=same_states(label, said),
        act=said.act in label.acts,
        dossier=said.dossier in label.dossiers,
        polarity=said.polarity in label.polarities,
    )


def _levels(case: Case, statements: tuple[Statement, ...], pairs: tuple[Pair, ...]) -> Counts:
    sizes = len(case.labels), len(statements)
    counts = {"detect": f1(len(pairs), *sizes)}
    for k, name in enumerate(LEVELS):
        counts[name] = f1(sum(pair.levels[k] for pair in pairs), *sizes)
    return counts


def _conditions(case: Case, statements: tuple[Statement, ...], pairs: tuple[Pair, ...]) -> tuple[int, int]:
    page = " ".join(case.text.split())
    right = sum(_same_condition(p.label.condition, p.said.condition, page) for p in pairs)
    return f1(right, sum(bool(x.condition) for x in case.labels), sum(bool(s.condition) for s in statements))


def _same_condition(known: str | None, said: str | None, page: str) -> bool:
    if not known or not said or " ".join(said.split()) not in page:
        return False
    ours, theirs = set(words(known)), set(words(said))
    return 2 * len(ours & theirs) >= min(len(ours), len(theirs)) > 0


def _links(case: Case, reading: Reading, pairs: tuple[Pair, ...]) -> Counts:
    """Replies, their grades and promises, the numbers read turned into the annotated ones."""
    number: dict[int | None, int] = {p.said.n: p.label.n for p in pairs}

    def known(n: int) -> int:
        return number.get(n, -n)  # a statement that nobody annotated is equal to none

    true = {(x.n, x.replies_to) for x in case.labels if x.replies_to}
    said = {(known(s.n), known(s.replies_to)) for s in reading.statements if s.replies_to}
    graded = [
        p.said.reply_grade in p.label.grades
        for p in pairs
        if p.label.grades and (p.label.n, number.get(p.said.replies_to)) in true
    ]
    promised = {(c.statement, frozenset(c.parties), c.due) for c in case.commitments}
    read = {(known(c.statement), frozenset(c.parties), c.due) for c in reading.commitments}
    return {
        "reply": f1(len(true & said), len(true), len(said)),
        "reply grade": _share(graded),
        "commit": f1(len(promised & read), len(promised), len(read)),
    }


def _meeting(known: Meeting, said: Meeting) -> Counts:
    """Date (of several days the first), states, people."""
    day = (known.date or "").split("/")[0]
    free = list(said.officials)
    found = 0
    for person in known.officials:
        same = next((o for o in free if o.state == person.state and same_person(person.name, o.name)), None)
        if same:
            free.remove(same)
            found += 1
    return {
        "meeting date": _share([day == (said.date or "")[: max(len(day), 1)]]),
        "meeting states": _share([set(known.states) == set(said.states)]),
        "officials": f1(found, len(known.officials), len(said.officials)),
    }
