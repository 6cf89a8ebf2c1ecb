"""What side a clause takes: polarity, what for or against, on what condition.

Two readers look at the words. The table of `ontology/reader/stances.yaml` says, act by act, which class of
words decides; a logistic regression (`ontology/reader/stances.json`, made by `benchmarks/train_stances.py`)
has the table's answer among its features and settles support, oppose and none. Withheld stances (neutral) and
conditions are the table's alone: "understands", "is aware" and "takes note" are never support.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import exp
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.extraction import conditions, targets
from kg.extraction.clause import Clause, Stance, Topic

if TYPE_CHECKING:
    from kg.model import Document, Meeting

LEARNED = ("none", "support", "oppose")
"""The polarities that the weights decide between, in their order."""
HANGS = frozenset(
    {"support", "agree", "express_intent", "state", "welcome", "respond_positive", "confirm", "propose"}
)
"""Acts whose support hangs on a condition, where one is given; a promise or a request stays what it is."""


ASKS = frozenset({"request", "urge"})
"""Acts whose side lies in what is asked for, not in what is told of it beside."""
_RELATIVE = re.compile(r"\s(?:who|whom|whose|which|where|that\s+(?:is|are|was|were|has|have|had))\s.*")


@dataclass(frozen=True, slots=True)
class Cues:
    """The file of cues: patterns by class, and by act the lines (present, absent, polarity)."""

    classes: dict[str, re.Pattern[str]]
    table: dict[str, tuple[tuple[frozenset[str], frozenset[str], str], ...]]
    table_alone: frozenset[str]


@cache
def cues() -> Cues:
    """The cues of ontology/reader/stances.yaml."""
    data: dict[str, Any] = resources.data("ontology", "reader", "stances.yaml")
    classes = {
        name: re.compile("|".join(f"(?:{p})" for p in patterns)) for name, patterns in data["classes"].items()
    }
    table = {
        act: tuple(
            (
                frozenset(w for w in line.get("when", ()) if not w.startswith("not ")),
                frozenset(w[4:] for w in line.get("when", ()) if w.startswith("not ")),
                line["say"],
            )
            for line in lines
        )
        for act, lines in data["table"].items()
    }
    return Cues(classes, table, frozenset(data["table_alone"].split()))


@lru_cache(maxsize=64)
def classes(words: str) -> frozenset[str]:
    """The classes of words that occur; `contact_first` where meeting and talking come before any substance.

    >>> sorted(classes("the importance of fighting terrorism"))
    ['fight', 'ill', 'worth']
    >>> sorted(classes("intends to hold talks on trade"))
    ['contact', 'contact_first', 'substance']
    """
    low = words.lower()  # searched three times as fast as with IGNORECASE
    hits = {name: hit.start() for name, pattern in cues().classes.items() if (hit := pattern.search(low))}
    if hits.get("contact", len(words)) < hits.get("substance", len(words)):
        hits["contact_first"] = 0
    return frozenset(hits)


def by_table(act: str, found: frozenset[str]) -> str:
    """The table's polarity for an act and the classes found in its words.

    >>> by_table("acknowledge", frozenset({"withheld"})), by_table("welcome", frozenset())
    ('neutral', 'support')
    """
    for present, absent, polarity in cues().table.get(act, ()):
        if present <= found and not absent & found:
            return polarity
    return "none"


_READ = 60
"""Words of a clause that are looked at."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
_ENDING = re.compile(r"(?:'s|\u2019s|ing|edly|ed|es|s|ly|ations?|ions?|ments?)$")


def stem(word: str) -> str:
    """A word without case and common endings; short words stay.

    >>> stem("Strengthening"), stem("violations"), stem("was")
    ('strengthen', 'viol', 'was')
    """
    low = word.lower().replace("\u2019", "'")
    cut = _ENDING.sub("", low)
    return cut if len(cut) > 3 else low  # noqa: PLR2004 - letters of a stem that still tells words apart


def features(act: str, words: str) -> list[str]:
    """What the weights look at: act, classes, the table's answer, stems and pairs of stems."""
    found = classes(words)
    stems = [stem(w) for w in _WORD.findall(words)][:_READ]
    said = by_table(act, found)
    out = [f"act={act}", f"table={said}", f"act={act}&table={said}"]
    out += [f"class={c}" for c in found] + [f"act={act}&class={c}" for c in found]
    out += [f"word={s}" for s in stems] + [f"words={a} {b}" for a, b in pairwise(stems)]
    return sorted(set(out))


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: a bias for each learned polarity, and what each feature adds."""

    bias: tuple[float, ...]
    features: dict[str, tuple[float, ...]]

    def decide(self, found: list[str]) -> tuple[str, float]:
        """The likeliest polarity for the features found, and its probability."""
        scale = (len(found) + 1) ** 0.5
        sums = list(self.bias)
        for name in found:
            for k, weight in enumerate(self.features.get(name, ())):
                sums[k] += weight
        odds = [exp(s / scale) for s in sums]
        best = max(range(len(odds)), key=odds.__getitem__)
        return LEARNED[best], odds[best] / sum(odds)


@cache
def weights() -> Weights:
    """The weights of ontology/reader/stances.json."""
    data = json.loads(resources.text("ontology", "reader", "stances.json"))
    return Weights(tuple(data["bias"]), {name: tuple(row) for name, row in data["features"].items()})


def polarity(act: str, words: str, *, learned: bool = True) -> tuple[str, float]:
    """The polarity of an act's words without regard to conditions, and how sure we are (0 to 1).

    >>> polarity("welcome", "welcomed the opening of the consulate in Basra")[0]
    'support'
    >>> polarity("acknowledge", "took note of the concerns of fishermen")[0]
    'neutral'
    """
    asked = _RELATIVE.sub("", words) if act in ASKS else words
    said = by_table(act, classes(asked))
    if not learned or said not in LEARNED or act in cues().table_alone:
        return said, 1.0
    return weights().decide(features(act, words))


def stance(document: Document, meeting: Meeting, clause: Clause, topic: Topic) -> Stance:
    """The side that a topic's words take, with its target, condition and loaded phrase.

    A support that hangs on a condition is `conditional_support`; a promise, a threat or a request keeps its
    polarity and carries the condition's words. "If necessary" and the like bind nothing.
    """
    text = document.text
    words = " ".join(text[topic.start : topic.end].split())
    taken, sure = polarity(clause.act, words)
    found = conditions.find(text, topic.start, topic.end)
    condition = found[0] if found else None
    if taken == "support" and condition and clause.act in HANGS and condition.kind != "circumstances":
        warns = clause.act in {"state", "confirm"} and classes(words) & {"ill", "danger"}
        taken = "oppose" if warns else "conditional_support"
    content = min(max(clause.content, topic.start), topic.end)
    target = targets.target(text, content, topic.end, taken) if taken != "none" else None
    return Stance(
        polarity=taken,
        target=target,
        target_states=targets.states(text, topic, clause, meeting),
        condition=condition.words if condition else None,
        presupposes=targets.presupposed(text, topic.start, topic.end, taken),
        confidence=round(sure, 3),
    )
