"""Which dossier a clause is about: evidence from the clause, its lead-in, headings and neighbours, weighed.

`evidence` turns a clause in its document into named features; `weigh` turns features into a probability for each
dossier with the weights of ontology/reader/issue_weights.json, which benchmarks/train_issues.py makes.

A *place* is where words of a dossier stand (own, first, lead, heading, …). Places have one weight for all
dossiers (`shared`) and one for each pair of seen and meant dossier (`own@`); words, concepts and acts have
weights for each dossier they speak for.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from kg import resources
from kg.extraction import gazetteer
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extraction.clause import Clause, Topic
    from kg.extraction.gazetteer import Hit
    from kg.model import Document, Meeting

_LEAD = re.compile(
    r"\s*(?:and\s+|also,?\s+|further(?:more)?,?\s+|in addition,?\s+)?(?:on|regarding|concerning|as (?:for|to|regards)|"
    r"with (?:regard|respect|reference) to|in (?:regard|relation) to|in connection with|about|touching (?:up)?on|"
    r"turning to|referring to|relating to|speaking (?:of|about)|under)\b[^,;:.]{3,160}[,:;]",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\b(?:with a view to|in (?:the )?light of|following|during|ahead of|on the (?:margins|sidelines|occasion)|"
    r"so (?:as to|that)|since|because|which|while|in order to|based on|under|against the background|"
    r"for the sake of|that (?:is|are|was|were|has|have)|as well as by|so|in view of|in accordance with|in line with)\b",
    re.IGNORECASE,
)
_ANAPHORA = re.compile(
    r"\b(?:this|these|that|those|such) (?:issue|matter|question|problem|point|situation|crisis|conflict|topic|"
    r"area|field|regard|respect|end|process|case|effort|negotiation|subject|context|connection)s?\b|"
    r"\b(?:it|them|they|the (?:issue|matter|problem|situation|question|same))\b|\bin response\b",
    re.IGNORECASE,
)


class Evidence(NamedTuple):
    """`places`: (place, dossier) -> strength; `features`: name -> strength."""

    places: dict[tuple[str, str], float]
    features: dict[str, float]


def evidence(document: Document, meeting: Meeting, clause: Clause, before: list[Topic]) -> Evidence:
    """What speaks for which dossier in one clause.

    `before` are the topics of the clause before (empty at the start of the document).
    """
    text = document.text
    page = _page(text, meeting.states, tuple(o.name for o in meeting.officials))
    sentence = document.sentences[clause.sentence]
    block = document.blocks[sentence.block]
    places: dict[tuple[str, str], float] = {}
    features: dict[str, float] = {}

    def see(place: str, dossier: str, strength: float) -> None:
        places[place, dossier] = places.get((place, dossier), 0.0) + strength

    def region(place: str, found: Iterable[Hit]) -> tuple[list[str], list[str]]:
        """Note which dossiers a region names or hints at, each once; give them in order."""
        named: dict[str, float] = {}
        hinted: dict[str, float] = {}
        for hit in found:
            for concepts, counts in ((hit.named, named), (hit.hinted, hinted)):
                for concept in concepts:
                    dossier = gazetteer.concepts()[concept].dossier
                    if hit.start in page.parties:
                        see(place + "_party", dossier, 0.5)
                    else:
                        counts[dossier] = counts.get(dossier, 0.0) + 1.0
        for dossier, count in named.items():
            see(place, dossier, min(count, 3.0) ** 0.5)
        for dossier, count in hinted.items():
            see(place + "_hint", dossier, min(count, 3.0) ** 0.5)
            if not named:
                see(place + "_hint_alone", dossier, 1.0)
        return list(named), list(hinted)

    start, end = clause.start, min(clause.end, max(sentence.end, clause.start + 1))
    lead = _LEAD.match(text, start, end)
    begin = lead.end() if lead else start
    if lead:
        region("lead", page.within(start, begin))
    tail = _TAIL.search(text, min(begin + 25, end), end)
    cut = tail.start() if tail else end
    own = page.within(begin, end)
    named, hinted = region("own", page.within(begin, cut))
    core = named or hinted
    region("tail", page.within(cut, end))
    if core:
        see("first" if named else "first_hint", core[0], 1.0)
        see("last" if named else "last_hint", core[-1], 1.0)
        if len(core) == 1:
            see("only" if named else "only_hint", core[0], 1.0)
    for hit in own:
        if hit.start in page.parties:
            continue
        for concept in hit.concepts:
            node = gazetteer.concepts()[concept]
            features["c:" + concept] = 1.0
            if concept in hit.named:
                if node.depth:
                    see("specific", node.dossier, 1.0)
                if hit.words > 2:
                    see("long", node.dossier, 1.0)
    # what stands before the clause in its sentence, when no other clause does
    opening = (
        max(sentence.start, before[-1].end) if before and before[-1].end <= clause.start else sentence.start
    )
    if opening < start:
        region("lead", page.within(opening, start))
    _around(document, clause, before, block.headings, region, see, bool(named), page)
    for word in _plain_words(text, page, begin, end):
        features[word] = 1.0
    rooms = [c.dossier for c in gazetteer.concepts().values() if set(c.states) & set(meeting.states)]
    for room in rooms:
        see("room", room, 1.0)
        for dossier in core[:2]:
            features[f"room:{room}+{dossier}"] = 1.0
    features["act:" + clause.act] = 1.0
    features["voice:" + clause.voice] = 1.0
    if _ANAPHORA.search(text, start, min(end, start + 160)):
        features["back"] = 1.0
    if not named:
        features["bare" if hinted else "empty"] = 1.0
    return Evidence(places, features)


def matters(text: str, meeting: Meeting, start: int, end: int) -> tuple[Hit, ...]:
    """The hits in `text[start:end]` that are no name of a party or official in the room."""
    page = _page(text, meeting.states, tuple(o.name for o in meeting.officials))
    return tuple(h for h in page.within(start, end) if h.start not in page.parties)


def _around(document, clause, before, headings, region, see, named, page):
    """Headings, the sentence before, the block's first sentence, the topic before, the whole page."""
    blocks, sentences = document.blocks, document.sentences
    sentence = sentences[clause.sentence]
    for k, index in enumerate(reversed(headings)):
        region("heading" if k == 0 else "section", page.within(blocks[index].start, blocks[index].end))
    if clause.sentence and sentences[clause.sentence - 1].block == sentence.block:
        region(
            "sentence_before",
            page.within(sentences[clause.sentence - 1].start, sentences[clause.sentence - 1].end),
        )
        block = blocks[sentence.block]
        stop = document.text.find(".", block.start, block.end)
        region("opening", page.within(block.start, stop if stop > 0 else block.end))
    if before:
        last = before[-1]
        near = (
            "same_sentence"
            if last.start >= sentence.start
            else "same_block"
            if last.start >= blocks[sentence.block].start
            else "same_section"
            if headings and last.start >= blocks[headings[-1]].start
            else "far"
        )
        see(near if named else near + "_bare", last.dossier, last.confidence)
        see("before", last.dossier, last.confidence)
        if _ANAPHORA.search(document.text, clause.start, min(clause.end, clause.start + 160)):
            see("before_back", last.dossier, last.confidence)
    for hit in reversed(page.within(blocks[sentence.block].start, clause.start)):
        if hit.named and hit.start not in page.parties:
            for concept in hit.named:
                see("nearest" if named else "nearest_bare", gazetteer.concepts()[concept].dossier, 1.0)
            break
    for dossier, share in page.shares.items():
        see("page", dossier, share)
    if document.title:
        for hit in gazetteer.hits(document.title):
            for concept in hit.named:
                node = gazetteer.concepts()[concept]
                if not set(node.states) & set(page.states):
                    see("title", node.dossier, 1.0)


class _Page(NamedTuple):
    """What is the same for every clause of a page."""

    hits: tuple[Hit, ...]
    parties: frozenset[int]
    states: tuple[str, ...]
    shares: dict[str, float]

    def within(self, start: int, end: int) -> tuple[Hit, ...]:
        return gazetteer.within(self.hits, start, end)


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
    return _Page(hits, parties, states, {d: n / total for d, n in counts.items()})


def _plain_words(text: str, page: _Page, start: int, end: int) -> list[str]:
    """The clause's lower-case words and their pairs: names are left to the vocabulary."""
    row = gazetteer.within(gazetteer.words(text), start, end)
    found = []
    previous = ""
    for word in row:
        if not text[word.start].islower() or len(word.key) < 2:
            previous = ""
            continue
        found.append("w:" + word.key)
        if previous:
            found.append(f"w:{previous} {word.key}")
        previous = word.key
    return found


class Weights(NamedTuple):
    """Place -> weight, and feature -> dossier's number -> weight."""

    dossiers: tuple[str, ...]
    shared: dict[str, float]
    own: dict[str, dict[int, float]]


@lru_cache(maxsize=1)
def _weights() -> Weights:
    """The learned weights: place -> weight, and feature -> dossier's number -> weight."""
    read = json.loads(resources.text("ontology", "reader", "issue_weights.json"))
    dossiers = tuple(read["dossiers"])
    number = {d: k for k, d in enumerate(dossiers)}
    own = {f: {number[d]: w for d, w in row.items()} for f, row in read["features"].items()}
    return Weights(dossiers, read["places"], own)


def weigh(seen: Evidence, weights: Weights | None = None) -> dict[str, float]:
    """A probability for each dossier, summing to 1."""
    weights = weights or _weights()
    scores = [weights.own.get("bias", {}).get(k, 0.0) for k in range(len(weights.dossiers))]
    number = {d: k for k, d in enumerate(weights.dossiers)}
    for (place, dossier), strength in seen.places.items():
        scores[number[dossier]] += weights.shared.get(place, 0.0) * strength
        for k, weight in weights.own.get(f"{place}@{dossier}", {}).items():
            scores[k] += weight * strength
    for feature, strength in seen.features.items():
        for k, weight in weights.own.get(feature, {}).items():
            scores[k] += weight * strength
    top = max(scores)
    odds = [exp(s - top) for s in scores]
    total = sum(odds)
    return {d: o / total for d, o in zip(weights.dossiers, odds, strict=True)}
