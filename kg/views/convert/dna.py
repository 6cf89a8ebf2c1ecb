"""Statement tables of Discourse Network Analyzer: person, organization, concept, agreement, date, words.

Its statement is an actor's side for or against a concept; ours that take no side (neutral, mixed, none) have
no agreement there and are left out of the export. The act is ours alone and stands in a column after theirs.
"""

from __future__ import annotations

from typing import Final

from kg.views.convert import Line, RowError, day, issue, publisher, state
from kg.vocabulary import schemes

NAMES: Final = {
    "id": ("statement_id", "id"),
    "date": ("date", "time"),
    "text": ("text", "statement"),
    "person": ("person",),
    "organization": ("organization", "organisation"),
    "concept": ("concept",),
    "agreement": ("agreement",),
    "title": ("document_title", "title", "docTitle", "document"),
    "source": ("document_source", "source", "docSource"),
    "url": ("document_notes", "notes", "url"),
    "target": ("proposal",),
    "act": ("act",),
    "polarity": ("polarity",),
    "addressee": ("addressee",),
}
NEEDED: Final = ("organization", "concept", "agreement", "text")
AGREES: Final = {
    "1": "support",
    "true": "support",
    "yes": "support",
    "0": "oppose",
    "false": "oppose",
    "no": "oppose",
}
SIDES: Final = {"support": "1", "conditional_support": "1", "oppose": "0"}
"""Our polarity -> their agreement."""


def line(cells: dict[str, str]) -> Line:
    """One row as a statement. Raises RowError for an agreement neither yes nor no, VocabularyError."""
    side = AGREES.get(cells["agreement"].lower())
    if side is None:
        raise RowError(f"agreement is 1 or 0, not {cells['agreement']!r}")
    polarity = schemes.POLARITIES.resolve(cells["polarity"] or side)
    if SIDES.get(polarity) != SIDES[side]:
        raise RowError(f"agreement {cells['agreement']} and polarity {polarity} contradict each other")
    notation = issue(cells["concept"])
    known = notation != "other" or cells["target"]
    return Line(
        text=cells["text"],
        act=schemes.ACTS.resolve(cells["act"] or ("support" if side == "support" else "oppose")),
        issue=notation,
        polarity=polarity,
        states=tuple(sorted(state(name) for name in cells["organization"].split("|"))),
        addressees=tuple(sorted(state(name) for name in cells["addressee"].split("|") if name)),
        speaker=cells["person"] or None,
        target=(cells["target"] if known else cells["concept"]) or None,
        date=day(cells["date"]),
        title=cells["title"] or None,
        url=cells["url"] or None,
        publisher=publisher(cells["source"]),
    )
