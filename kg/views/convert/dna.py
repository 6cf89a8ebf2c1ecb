"""Statement tables of Discourse Network Analyzer: person, organization, concept, agreement, date, words.

The columns are those of the event list that DNA itself exports since 2.0 (eight about the document, the
words, then the variables of the statement type, here its usual four), then ours. Its statement is an
actor's side for or against a concept; ours that take no side (neutral, mixed, none) have no agreement
there and are left out of the export.
"""

from __future__ import annotations

from typing import Final

from kg.views.convert import Line, RowError, day, issue, publisher, state
from kg.vocabulary import schemes

NAMES: Final = {
    "id": ("statement ID", "id"),
    "time": ("time",),
    "document": ("document ID", "docId"),
    "title": ("document title", "title", "docTitle", "document"),
    "author": ("author", "docAuthor"),
    "source": ("source", "document_source", "docSource"),
    "section": ("section", "docSection"),
    "type": ("type", "docType"),
    "text": ("text", "statement"),
    "person": ("person",),
    "organization": ("organization", "organisation"),
    "concept": ("concept",),
    "agreement": ("agreement",),
    "date": ("date",),
    "url": ("url", "document_notes", "notes"),
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
        date=day(cells["date"] or cells["time"]),
        title=cells["title"] or None,
        url=cells["url"] or None,
        publisher=publisher(cells["source"]),
    )
