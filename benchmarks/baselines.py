"""Other ways to read a whole readout, to hold the reader against: what each stage of it is worth.

    blind       a statement every 150 characters, always the commonest labels
    keywords    a statement for each sentence with a reporting verb: first state, first matter, default stance
    rules       the reader's clauses and acts; dossier and stance by words and tables alone, no replies

`reader` (benchmarks/reader.py) is the whole of it: rules, and weights learned from annotated cases.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING

from kg.extraction import gazetteer, lexicon, meetings, stances
from kg.model import Document, Meeting, Reading, Statement
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EVERY = 150
JOINT = re.compile(r"\b(?:they|both|two|sides|ministers|leaders)\b", re.IGNORECASE)
PLACES = {"own": 4.0, "own_hint": 2.0, "lead": 3.0, "heading": 2.0, "first": 0.5, "before": 1.0}
"""Hand-set weights of where a dossier's words stand: clause, lead-in, heading, the clause before."""


def blind(document: Document) -> Reading:
    """Statements at even distances, as a reader would give that looks at no word."""
    text = document.text
    meeting = meetings.account(document)
    return Reading(
        document,
        meeting,
        tuple(
            Statement(
                n=n,
                start=at,
                end=min(at + EVERY, len(text)),
                quote=text[at : at + EVERY],
                act="discuss",
                dossier="visits_dialogue",
                issue="visits_dialogue",
                speaker_states=meeting.states,
            )
            for n, at in enumerate(range(0, len(text), EVERY), 1)
        ),
    )


def keywords(document: Document) -> Reading:
    """The first reporting verb, state and matter of each sentence."""
    meeting = meetings.account(document)
    found: list[Statement] = []
    dossier = "visits_dialogue"
    for sentence in document.sentences:
        text = document.text[sentence.start : sentence.end]
        words = re.finditer(r"[A-Za-z]+", text)
        verb = next((v for v in (lexicon.at(text, word, len(text)) for word in words) if v), None)
        if verb is None:
            continue
        named = [concept for hit in gazetteer.hits(text) for concept in hit.named]
        dossier = gazetteer.concepts()[named[0]].dossier if named else dossier
        found.append(
            Statement(
                n=len(found) + 1,
                start=sentence.start,
                end=sentence.end,
                quote=text,
                act=verb.entry.act,
                dossier=dossier,
                issue=dossier,
                polarity=stances.by_table(verb.entry.act, frozenset()),
                speaker_states=_speaks(text[: verb.start], meeting),
            )
        )
    return Reading(document, meeting, tuple(found))


def _speaks(words: str, meeting: Meeting) -> tuple[str, ...]:
    """The states of who is named before the verb: everybody, one state, or whose official it is."""
    if JOINT.search(words):
        return meeting.states
    named = [mention.code for mention in actors().find(words) if mention.code in meeting.states]
    named += [o.state for o in meeting.officials if o.state and o.name.split()[-1] in words]
    return tuple(named[:1]) or meeting.states


def rules() -> None:
    """Make the reader of this process do without learned weights."""
    stances.polarity = partial(stances.polarity, learned=False)


def unlearned(folder: Path) -> None:
    """Write weights that nobody learned: places for dossiers, lists by rule, no reply likely enough."""
    dossiers = sorted({concept.dossier for concept in gazetteer.concepts().values()})
    weights = {
        "dossiers": dossiers,
        "places": PLACES,
        "features": {"bias": {"visits_dialogue": 0.1}},
    }
    (folder / "issue_weights.json").write_text(json.dumps(weights), encoding="utf-8")
    ruled = {"threshold": 0.5, "bias": -1.0, "rule:True": 2.0}
    (folder / "items.json").write_text(json.dumps(ruled), encoding="utf-8")
    never = {"bias": -9.0, "threshold": 1.0, "threshold when said": 1.0}
    (folder / "replies.json").write_text(json.dumps(never), encoding="utf-8")


READERS: dict[str, Callable[[Document], Reading]] = {"blind": blind, "keywords": keywords}
