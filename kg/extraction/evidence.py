"""What speaks for which dossier in one clause, as named strengths; kg/extraction/dossiers.py weighs them.

A *place* is where words of a dossier stand: `own` (the clause before its asides), `tail` (its asides), `lead`
("On Ukraine, …"), `lead_on` (such a lead-in earlier in the paragraph), `ahead` (before the clause in its
sentence), `heading`, `section` (headings above it), `opening` (the first sentence of its paragraph),
`sentence_before`, `nearest` (the last thing named before it), `title`, `page`; or where a dossier was read:
`before`, `same_sentence`, `same_block`, `same_section`, `far`. Endings: `_hint` for words that only hint,
`_hint_alone` where nothing is named beside them, `_party` for names of those in the room, `_bare` where the
clause itself names nothing. `room` is a dossier about a state that is in the room.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.extraction import gazetteer
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from kg.extraction.clause import Clause, Topic
    from kg.extraction.gazetteer import Hit
    from kg.model import Document, Meeting

_LEAD = re.compile(
    r"\s*(?:and\s+|also,?\s+|further(?:more)?,?\s+|in addition,?\s+)?"
    r"(?:on|regarding|concerning|as (?:for|to|regards)|with (?:regard|respect|reference) to|"
    r"in (?:regard|relation) to|in connection with|about|touching (?:up)?on|turning to|"
    r"referring to|relating to|speaking (?:of|about)|under)\b"
    r"[^,;:.]{3,160}[,:;]",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\b(?:with a view to|in (?:the )?light of|following|during|ahead of|"
    r"on the (?:margins|sidelines|occasion)|so (?:as to|that)|since|because|which|while|in order to|"
    r"based on|under|against the background|for the sake of|that (?:is|are|was|were|has|have)|"
    r"as well as by|so|in view of|in accordance with|in line with)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:this|these|that|those|such) (?:issue|matter|question|problem|point|situation|crisis|conflict|"
    r"topic|area|field|regard|respect|end|process|case|effort|negotiation|subject|context|connection)s?\b|"
    r"\b(?:it|them|they|the (?:issue|matter|problem|situation|question|same))\b|\bin response\b",
    re.IGNORECASE,
)
_CORE = 25  # characters: an aside does not begin before
_REACH = 160  # characters: how far "this issue" is looked for
_MANY = 3.0  # more words for one dossier count no more
_LONG = 2  # words: a longer name is hardly there by chance


class Evidence(NamedTuple):
    """`places`: (place, dossier) -> strength; `features`: words, concepts, acts -> strength."""

    places: dict[tuple[str, str], float]
    features: dict[str, float]

    def see(self, place: str, dossier: str, strength: float = 1.0) -> None:
        """Add to what a place says for a dossier."""
        self.places[place, dossier] = self.places.get((place, dossier), 0.0) + strength


class _Named(NamedTuple):
    """The dossiers a stretch of text names, and those it hints at, in order, with how many words do."""

    named: dict[str, float]
    hinted: dict[str, float]
    parties: list[str]


class _Page(NamedTuple):
    """What is the same for every clause of a page: hits, those that name somebody in the room, shares."""

    hits: tuple[Hit, ...]
    parties: frozenset[int]
    shares: dict[str, float]

    def within(self, start: int, end: int) -> tuple[Hit, ...]:
        return gazetteer.within(self.hits, start, end)

    def named(self, start: int, end: int) -> _Named:
        seen = _Named({}, {}, [])
        for hit in self.within(start, end):
            for concepts, counts in ((hit.named, seen.named), (hit.hinted, seen.hinted)):
                for concept in concepts:
                    dossier = gazetteer.concepts()[concept].dossier
                    if hit.start in self.parties:
                        seen.parties.append(dossier)
                    else:
                        counts[dossier] = counts.get(dossier, 0.0) + 1.0
        return seen


def evidence(document: Document, meeting: Meeting, clause: Clause, before: list[Topic]) -> Evidence:
    """What speaks for which dossier in a clause; `before` are the topics of the clause before, if any."""
    text, page = document.text, _of(document, meeting)
    sentence = document.sentences[clause.sentence]
    seen = Evidence({}, {})
    start, end = clause.start, min(clause.end, max(sentence.end, clause.start + 1))
    lead = _LEAD.match(text, start, end)
    begin = lead.end() if lead else start
    tail = _TAIL.search(text, min(begin + _CORE, end), end)
    own = page.named(begin, tail.start() if tail else end)
    bare = "" if own.named else "_bare"
    _note(seen, "lead", page.named(start, begin))
    _note(seen, "own", own)
    _note(seen, "tail", page.named(tail.start() if tail else end, end))
    _leads(seen, document, page, clause, before)
    core = list(own.named or own.hinted)
    if core:
        kind = "" if own.named else "_hint"
        seen.see("first" + kind, core[0])
        seen.see("last" + kind, core[-1])
        if len(core) == 1:
            seen.see("only" + kind, core[0])
    back = bool(_BACK.search(text, start, min(end, start + _REACH)))
    _concepts(seen, page, begin, end)
    _context(seen, document, page, clause, bare, back=back)
    _before(seen, document, clause, before, bare, back=back)
    _room(seen, document, meeting, core, bare)
    for word in _words(text, begin, end):
        seen.features[word] = 1.0
    seen.features["act:" + clause.act] = 1.0
    seen.features["voice:" + clause.voice] = 1.0
    if back:
        seen.features["back"] = 1.0
    if not own.named:
        seen.features["bare" if own.hinted else "empty"] = 1.0
    return seen


def matters(document: Document, meeting: Meeting, start: int, end: int) -> tuple[Hit, ...]:
    """The hits in `text[start:end]` that are no name of a party or official in the room."""
    page = _of(document, meeting)
    return tuple(h for h in page.within(start, end) if h.start not in page.parties)


def _note(seen: Evidence, place: str, found: _Named, bare: str = "") -> None:
    for dossier in found.parties:
        seen.see(place + "_party", dossier, 0.5)
    for dossier, count in found.named.items():
        seen.see(place + bare, dossier, min(count, _MANY) ** 0.5)
    for dossier, count in found.hinted.items():
        seen.see(place + "_hint", dossier, min(count, _MANY) ** 0.5)
        if not found.named:
            seen.see(place + "_hint_alone", dossier)


def _leads(seen: Evidence, document: Document, page: _Page, clause: Clause, before: list[Topic]) -> None:
    """What opens the clause's sentence before it, and the last lead-in of its paragraph."""
    sentences, text = document.sentences, document.text
    start = sentences[clause.sentence].start
    opened = [t.end for t in before if start <= t.end <= clause.start]
    since = max([start, *opened])  # where no other clause stands
    lead = _LEAD.match(text, start, clause.start)
    if lead and not opened:
        _note(seen, "lead", page.named(start, lead.end()))
        since = lead.end()
    _note(seen, "ahead", page.named(since, clause.start))
    if lead and not opened:
        return
    for k in range(clause.sentence, -1, -1):
        if sentences[k].block != sentences[clause.sentence].block:
            return
        lead = _LEAD.match(text, sentences[k].start, min(sentences[k].end, clause.start))
        if lead:
            _note(seen, "lead_on", page.named(lead.start(), lead.end()))
            return


def _concepts(seen: Evidence, page: _Page, start: int, end: int) -> None:
    """The concepts of the clause itself."""
    for hit in page.within(start, end):
        if hit.start in page.parties:
            continue
        for concept in hit.concepts:
            seen.features["c:" + concept] = 1.0
        for concept in hit.named:
            node = gazetteer.concepts()[concept]
            if node.depth:
                seen.see("specific", node.dossier)
            if hit.words > _LONG:
                seen.see("long", node.dossier)


def _context(
    seen: Evidence, document: Document, page: _Page, clause: Clause, bare: str, *, back: bool
) -> None:
    """Headings, the paragraph's first sentence, the sentence before, the last thing named, the whole page."""
    blocks, sentences = document.blocks, document.sentences
    index = sentences[clause.sentence].block
    block = blocks[index]
    for k, heading in enumerate(reversed(block.headings)):
        found = page.named(blocks[heading].start, blocks[heading].end)
        _note(seen, "section" if k else "heading", found, bare)
        if back and not k:
            for dossier in found.named:
                seen.see("heading_back", dossier)
    if clause.sentence and sentences[clause.sentence - 1].block == index:
        last = sentences[clause.sentence - 1]
        _note(seen, "sentence_before", page.named(last.start, last.end), bare)
        stop = document.text.find(".", block.start, block.end)
        _note(seen, "opening", page.named(block.start, stop if stop > 0 else block.end), bare)
    for hit in reversed(page.within(block.start, clause.start)):
        if hit.named and hit.start not in page.parties:
            for concept in hit.named:
                seen.see("nearest" + bare, gazetteer.concepts()[concept].dossier)
            break
    for dossier, share in page.shares.items():
        seen.see("page", dossier, share)


def _before(
    seen: Evidence, document: Document, clause: Clause, before: list[Topic], bare: str, *, back: bool
) -> None:
    """The topic of the clause before, the nearer the better."""
    if not before:
        return
    last = before[-1]
    block = document.blocks[document.sentences[clause.sentence].block]
    if last.start >= document.sentences[clause.sentence].start:
        near = "same_sentence"
    elif last.start >= block.start:
        near = "same_block"
    elif block.headings and last.start >= document.blocks[block.headings[-1]].start:
        near = "same_section"
    else:
        near = "far"
    seen.see(near + bare, last.dossier, last.confidence)
    seen.see("before", last.dossier, last.confidence)
    if back:
        seen.see("before_back", last.dossier, last.confidence)


def _room(seen: Evidence, document: Document, meeting: Meeting, core: list[str], bare: str) -> None:
    """The title, less its parties, and dossiers about a state in the room."""
    states = set(meeting.states)
    for hit in gazetteer.hits(document.title or ""):
        for concept in hit.named:
            node = gazetteer.concepts()[concept]
            if not set(node.states) & states:
                seen.see("title" + bare, node.dossier)
    for room in _rooms(meeting.states):
        seen.see("room", room)
        for dossier in core[:2]:
            seen.features[f"room:{room}+{dossier}"] = 1.0


@lru_cache(maxsize=16)
def _rooms(states: tuple[str, ...]) -> tuple[str, ...]:
    """The dossiers of the concepts that are about one of the states, one for each concept."""
    return tuple(c.dossier for c in gazetteer.concepts().values() if not set(states).isdisjoint(c.states))


def _words(text: str, start: int, end: int) -> list[str]:
    """The lower-case words of a stretch and their pairs: names are left to the vocabulary."""
    found = []
    previous = ""
    for word in gazetteer.words_within(text, start, end):
        if not text[word.start].islower() or len(word.key) == 1:
            previous = ""
            continue
        found.append("w:" + word.key)
        if previous:
            found.append(f"w:{previous} {word.key}")
        previous = word.key
    return found


def _of(document: Document, meeting: Meeting) -> _Page:
    # front matter lies before the first block: its fields ("language: en") are not about anything
    start = document.blocks[0].start if document.blocks else 0
    text = " " * start + document.text[start:]
    return _page(text, meeting.states, tuple(o.name for o in meeting.officials))


@lru_cache(maxsize=4)
def _page(text: str, states: tuple[str, ...], officials: tuple[str, ...]) -> _Page:
    hits = gazetteer.hits(text)
    spans = [(m.start, m.end) for m in actors().find(text) if m.code in states]
    names = {word for name in officials for word in re.findall(r"[^\W\d_]{3,}", name)}
    spans += [(w.start, w.end) for w in gazetteer.words(text) if text[w.start : w.end] in names]
    stretches = {k for a, b in spans for k in range(a, b)}
    parties = frozenset(h.start for h in hits if stretches.issuperset(range(h.start, h.end)))
    counts: dict[str, float] = {}
    for hit in hits:
        if hit.start not in parties:
            for concept in hit.named:
                dossier = gazetteer.concepts()[concept].dossier
                counts[dossier] = counts.get(dossier, 0.0) + 1.0
    total = sum(counts.values()) or 1.0
    return _Page(hits, parties, {d: n / total for d, n in counts.items()})
