"""Event rows as POLECAT publishes them: PLOVER types, an actor and a recipient a row, tab-separated.

PLOVER has no type for what is merely said (CAMEO's public statements and appeals), and an event coder keeps
no words. So our columns stand after theirs: a row with words is a statement again, one without is not.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from kg import resources
from kg.views.convert import Line, RowError, day, issue, publisher, state
from kg.vocabulary import schemes
from kg.vocabulary.actors import triples
from kg.vocabulary.namespaces import KG

NAMES: Final = {
    "id": ("Event ID",),
    "date": ("Event Date", "Date"),
    "type": ("Event Type",),
    "context": ("Contexts", "Context"),
    "actor": ("Actor Name", "Source Actor"),
    "actor_country": ("Actor Country",),
    "actor_title": ("Actor Title",),
    "recipient": ("Recipient Name", "Target Actor"),
    "recipient_country": ("Recipient Country",),
    "source": ("Source", "Publisher"),
    "title": ("Headline", "Document Title"),
    "text": ("Event Text", "Sentence", "Text"),
    "url": ("URL",),
    "act": ("Act",),
    "issue": ("Issue",),
    "polarity": ("Polarity",),
    "speaker": ("Speaker",),
    "kind": ("Recipient Role",),
    "statement": ("Statement",),
}
NEEDED: Final = ("type", "actor")
ACTS: Final = {
    "AGREE": "agree",
    "CONSULT": "consult",
    "SUPPORT": "support",
    "REQUEST": "request",
    "REJECT": "respond_negative",
    "ACCUSE": "criticize",
}
"""PLOVER type -> the act it becomes where the row does not say which; each is mapped back to its type."""
SIDES: Final = {"SUPPORT": "support", "REJECT": "oppose"}


@cache
def types() -> dict[str, str]:
    """Act -> PLOVER type, as `ontology/alignments.ttl` has it; an act that is mere words has none.

    >>> types()["urge"], types().get("state")
    ('REQUEST', None)
    """
    found = triples("alignments.ttl", resources.text("ontology", "alignments.ttl"))
    return {
        str(getattr(t.subject, "value", "")).rpartition("#act_")[2]: str(getattr(t.object, "value", ""))
        for t in found
        if t.predicate.value == f"{KG}ploverType"
    }


def line(cells: dict[str, str]) -> Line:
    """One row as a statement. Raises RowError for a deed (PROTEST, ASSAULT, …), VocabularyError."""
    kind = cells["type"].upper()
    if not cells["act"] and kind not in ACTS:
        raise RowError(f"{kind or 'a row without a type'} is no act of speech")
    actor = state(cells["actor_country"] or cells["actor"])
    other = cells["recipient_country"] or cells["recipient"]
    recipient = state(other) if other else None
    ends = tuple(sorted({actor, recipient})) if recipient else (actor,)
    role = cells["kind"] or "addresses"
    return Line(
        text=cells["text"],
        act=schemes.ACTS.resolve(cells["act"] or ACTS[kind]),
        issue=issue(cells["issue"], cells["context"]),
        polarity=schemes.POLARITIES.resolve(cells["polarity"] or SIDES.get(kind, "none")),
        states=ends if role == "joint" else (actor,),
        addressees=(recipient,) if recipient and role == "addresses" else (),
        targets=(recipient,) if recipient and role == "concerns" else (),
        speaker=(cells["speaker"] or None) if role != "joint" else None,
        date=day(cells["date"]),
        title=cells["title"] or None,
        url=cells["url"] or None,
        publisher=publisher(cells["source"]),
    )
