"""Where a clause may pass from one topic to the next: the items of a list under one verb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import gazetteer

if TYPE_CHECKING:
    from kg.extraction.gazetteer import Hit

_JOINT = re.compile(
    r"(?:[,;]\s+|\s+(?=and\b|as well as\b|including\b|along with\b|in addition to\b))(?:\([ivxa-h\d]+\)\s*)?",
)
_OPENING = re.compile(
    r"(?:and|as well as|also|including|along with|in addition to|but also|both|[,;\s])+\b", re.IGNORECASE
)
# What makes a stretch a clause of its own, not an item: it is not cut off as one.
_VERB = re.compile(
    r"^(?:that|which|who|where|while|as (?:they|it)|will|would|should|shall|must|can|could|is|are|was|"
    r"were|be|has|have|had|to|they|it|he|she)\b"
)
# After these an item is an example, a setting or a bystander.
_ASIDE = re.compile(
    r"\b(?:such as|among (?:them|others)|covering|ranging from|from|which|who|whose|where|"
    r"that (?:is|are|has|have|will)|in (?:fields|areas)|so (?:as|that)|in order to|"
    r"in (?:accordance|line) with|with a view|under|by|as|including|given|"
    r"rest(?:s|ing) on|based on|on which|since|because|in the face of|against)\b",
    re.IGNORECASE,
)
# "regional and global challenges": the adjectives share one noun.
_ADJECTIVE = re.compile(r"\b\w{3,}(?:al|ic|ive|ed|ous|ary|an)\s+$")
_SHORT = 5  # words: an item no longer than this is named by a word that elsewhere only hints


def pieces(text: str, content: int, end: int, named: tuple[Hit, ...], *, loose: bool) -> list[int]:
    """Where in `text[content:end]` a new topic may begin: at items that name another matter.

    `named` are the clause's hits, those of the parties in the room left out. A `loose` list goes on after
    "including"; elsewhere what follows such words is no item.
    """
    starts: list[int] = []
    setting = None if loose else _ASIDE.search(text, content, end)
    end = setting.start() if setting else end
    held: set[str] = set()  # dossiers of the piece so far
    previous = content
    for item in [*_items(text, content, end), None]:
        stop = item if item is not None else end
        here = _dossiers(text, previous, stop, named)
        if here and held and not here & held and _opens(text, previous, stop):
            starts.append(previous)
            held = here
        else:
            held |= here
        previous = stop
    return starts


def _opens(text: str, start: int, end: int) -> bool:
    """Whether an item may open a topic: it is no clause and shares no noun with the word before."""
    return not (_VERB.match(text[body(text, start, end) : end]) or shares_noun(text, start))


def shares_noun(text: str, start: int) -> bool:
    """Whether the word before an item is an adjective that shares its noun: "regional and global issues"."""
    return bool(_ADJECTIVE.search(text, max(0, start - 20), start))


def aside(text: str, start: int, end: int) -> str:
    """The first word of the first phrase after which an item is an example or a setting, "" where none is."""
    found = _ASIDE.search(text, start, end)
    return found[0].lower().split()[0] if found else ""


def _items(text: str, start: int, end: int) -> list[int]:
    return [m.end() for m in _JOINT.finditer(text, start, end) if m.end() < end]


def body(text: str, start: int, end: int) -> int:
    """Where the words of an item begin, after "and also" and the like."""
    opening = _OPENING.match(text, start, end)
    begin = opening.end() if opening else start
    while begin < end and text[begin].isspace():
        begin += 1
    return begin


def _dossiers(text: str, start: int, end: int, named: tuple[Hit, ...]) -> set[str]:
    """The dossiers an item names; a short item's hints count too."""
    tree = gazetteer.concepts()
    found = gazetteer.within(named, start, end)
    sure = {tree[c].dossier for hit in found for c in hit.named}
    if sure or len(text[body(text, start, end) : end].split()) > _SHORT:
        return sure
    return {tree[c].dossier for hit in found for c in hit.hinted}
