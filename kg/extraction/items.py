"""Which items of a clause open a statement of their own: "discussed trade, | energy and | the war".

Every place where an item may begin is weighed by the weights of `ontology/reader/items.json` (trained by
`benchmarks/train_items.py`): how it is joined, what its words name beside what was named before, how long it
is, under which act. The rule of `topics` is one of the things weighed.
"""

from __future__ import annotations

import json
import re
from functools import cache
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from kg import resources
from kg.extraction import gazetteer, topics

if TYPE_CHECKING:
    from kg.extraction.clause import Clause
    from kg.extraction.gazetteer import Hit

LOOSE = frozenset({"discuss", "concern", "commit", "propose"})
"""Acts whose object is often a plain list of matters, examples among them."""
SOMETIMES = frozenset({"agree", "confirm", "express_intent", "support", "welcome"})
"""Acts that may have a list, but without examples. The others hold one thought that names several matters."""

_JOINT = re.compile(
    r"(?:[,;]\s+|\s+(?=and\b|as well as\b|including\b|along with\b|in addition to\b|alongside\b|"
    r"together with\b))(?:\([ivxa-h\d]+\)\s*)?"
)
_JOINED = re.compile(
    r"(?:and\s+also|and|as\s+well\s+as|including|along\s+with|in\s+addition\s+to|alongside|together\s+with|but|also)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w'\u2019-]*")
_PREPOSITION = frozenset(
    {"on", "in", "of", "for", "about", "to", "with", "at", "by", "from", "through", "against", "over"}
    | {"between", "under", "within", "across", "towards"}
)
_VERB = frozenset(
    {"is", "are", "was", "were", "will", "would", "should", "must", "can", "could", "has", "have", "had"}
    | {"may", "be"}
)
_CLAUSE = frozenset(["that", "how", "which", "who", "where", "what", "while", "whether"])
_DEFINITE = frozenset(["the", "a", "an", "its", "their", "his", "her", "this", "other", "these"])
_KINDS = {
    "discuss": "talk",
    "concern": "list",
    "propose": "list",
    "commit": "list",
    "state": "say",
    "oppose": "say",
    "criticize": "say",
}
_FIRST = 8  # characters of the clause in which no item begins
_LAST = 3  # characters: what is shorter is no item
_BRIEF = 6  # words: an item no longer than this is named by a word that elsewhere only hints
_LENGTHS = (1, 2, 4, 8, 15)


class Item(NamedTuple):
    """A place where a new topic may begin, and what is seen there."""

    start: int
    features: tuple[str, ...]

    def odds(self) -> float:
        """How likely a statement begins here, 0 to 1."""
        found = weights()
        return 1 / (1 + exp(-sum(found.get(name, 0.0) for name in self.features)))


@cache
def weights() -> dict[str, float]:
    """The weights of ontology/reader/items.json; `threshold` among them."""
    found: dict[str, float] = json.loads(resources.text("ontology", "reader", "items.json"))
    return found


def cuts(text: str, clause: Clause, named: tuple[Hit, ...]) -> list[int]:
    """Where in the clause a statement of its own begins, in order; `named` as for `topics.pieces`."""
    return [item.start for item in items(text, clause, named) if item.odds() >= weights()["threshold"]]


def items(text: str, clause: Clause, named: tuple[Hit, ...]) -> list[Item]:
    """All places in a clause where an item begins, with what speaks for a statement there."""
    content = max(clause.start, min(clause.content, clause.end))
    low = clause.start if clause.passive else content
    act = clause.act
    ruled = set()
    if act in LOOSE or act in SOMETIMES:
        ruled = set(topics.pieces(text, content, clause.end, named, loose=act in LOOSE))
    joints = [
        m
        for m in _JOINT.finditer(text, low, clause.end)
        if m.start() > clause.start + _FIRST and m.end() < clause.end - _LAST
    ]
    out = []
    for k, joint in enumerate(joints):
        stop = joints[k + 1].start() if k + 1 < len(joints) else clause.end
        if k + 1 < len(joints) and joints[k + 1].end() - joint.end() < 2:  # noqa: PLR2004 - ", and" is one joint
            continue
        previous = joints[k - 1].end() if k else low
        seen = _seen(text, clause, named, (low, previous, joint.start(), joint.end(), stop))
        seen += [f"rule:{joint.end() in ruled}", f"number:{min(k, 3)}", f"of:{min(len(joints), 6)}"]
        out.append(Item(joint.end(), tuple(seen)))
    return out


def _seen(
    text: str, clause: Clause, named: tuple[Hit, ...], places: tuple[int, int, int, int, int]
) -> list[str]:
    """What is seen at a joint; `places`: where list and last item begin, the joint's ends, the next."""
    low, previous, joint, start, stop = places
    kind = _KINDS.get(clause.act, "some")
    joined = _JOINED.match(text, start, stop)
    word = joined[0].lower().split()[0] if joined else ""
    body = topics.body(text, start, stop)
    words = [w.lower() for w in _WORD.findall(text, body, stop)]
    own, hinted = _dossiers(named, body, stop)
    here = own or (hinted if len(words) <= _BRIEF else set())
    before, last = (a or b for a, b in (_dossiers(named, low, start), _dossiers(named, previous, start)))
    beside = "none" if not here else "first" if not before else "same" if here & before else "other"
    next_to = "none" if not here else "first" if not last else "same" if here & last else "other"
    names = "named" if own else "hint" if hinted else "empty"
    form = _form(words[0] if words else "")
    verb = not _VERB.isdisjoint(words)
    size = str(next((n for n in _LENGTHS if len(words) <= n), "long"))
    shared = topics.shares_noun(text, start)
    aside = topics.aside(text, low, start)
    said = bool(re.match(r"\s*that\b", text[clause.content : clause.content + 6]))
    seen = [
        "bias",
        f"act:{clause.act}",
        f"beside:{beside}",
        f"next:{next_to}",
        f"names:{names}",
        f"joined:{word}",
        f"comma:{text[joint] in ',;'}",
        f"form:{form}",
        f"size:{size}",
        f"shared noun:{shared}",
        f"aside:{aside}",
        f"verb:{verb}",
        f"before:{min(len(text[previous:start].split()), 6)}",
        f"said:{said}",
        f"conjunct:{clause.conjunct}",
        f"beside:{beside} names:{names}",
        f"form:{form} beside:{beside}",
        f"shared noun:{shared} size:{size}",
        f"relations:{'visits_dialogue' in before} {beside}",
    ]
    seen += [f"{kind} {name}" for name in (f"beside:{beside}", f"next:{next_to}", f"names:{names}")]
    seen += [f"{kind} {name}" for name in (f"joined:{word}", f"form:{form}", f"size:{size}")]
    seen += [f"{kind} aside:{bool(aside)}", f"{kind} verb:{verb}", f"{kind} any"]
    return seen + [f"dossier:{d}" for d in sorted(here)[:2]]


def _form(word: str) -> str:
    """What an item begins with."""
    for name, listed in (
        ("to", {"to"}),
        ("clause", _CLAUSE),
        ("preposition", _PREPOSITION),
        ("verb", _VERB),
        ("definite", _DEFINITE),
    ):
        if word in listed:
            return name
    return "ing" if word.endswith("ing") else "other"


def _dossiers(named: tuple[Hit, ...], start: int, end: int) -> tuple[set[str], set[str]]:
    """The dossiers that a stretch names, and those it hints at."""
    tree = gazetteer.concepts()
    found = gazetteer.within(named, start, end)
    return {tree[c].dossier for h in found for c in h.named}, {
        tree[c].dossier for h in found for c in h.hinted
    }
