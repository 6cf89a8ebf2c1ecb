"""What a readout cites: documents, events and organisations, once each, with the dates the text gives.

A name is found as a run of capitalised words with a head noun of `ontology/reader/references.yaml`, as one of
the file's patterns ("her visit to Oslo", "the 40th anniversary of …"), or as an organisation we know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.extraction import dates
from kg.model import Reference
from kg.vocabulary import calendar
from kg.vocabulary.actors import actors, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Document, Meeting

KINDS = ("document", "event", "organisation")
_WORD = re.compile(r"[^\s,;:()\[\]“”\"]+")
_AFTER = 112
"""Characters after a name in which its date stands."""
_BEFORE = 24
"""Characters before a name in which its date stands ("last month's", "the 1993")."""
_OPENING = 4
"""Sentences at the head of a page that say where and when the meeting took place."""
_MOST = 16
"""Words of a name."""


@dataclass(frozen=True, slots=True)
class _Cues:
    heads: dict[str, str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    openers: frozenset[str]
    posts: frozenset[str]
    joins: frozenset[str]
    people: frozenset[str]
    ties: re.Pattern[str]
    coming: re.Pattern[str]
    gone: re.Pattern[str]
    margins: re.Pattern[str]
    met: re.Pattern[str]


@cache
def _cues() -> _Cues:
    data: dict[str, Any] = resources.data("ontology", "reader", "references.yaml")
    patterns = [
        (kind, re.compile(rf"(?<!\w)(?:{data['known'][kind]})(?!\w)", re.VERBOSE)) for kind in data["known"]
    ]
    patterns += [("event", re.compile(rf"(?<![\w-])(?:{p})", re.IGNORECASE)) for p in data["events"]]
    patterns += [("document", re.compile(rf"(?<![\w-])(?:{p})", re.IGNORECASE)) for p in data["documents"]]
    return _Cues(
        {word: kind for kind in reversed(KINDS) for word in data["heads"][kind].split()},
        tuple(patterns),
        frozenset(data["openers"].split()),
        frozenset(data["posts"].split()),
        frozenset(data["joins"].split()),
        frozenset(data["people"].split()),
        *(re.compile(data[key], re.IGNORECASE) for key in ("ties", "coming", "gone", "margins", "met")),
    )


def find(document: Document, meeting: Meeting) -> list[Reference]:
    """The citations of a document in the order of their first mention."""
    reference = dates.day(meeting.date or document.date)
    text = document.text
    named: dict[tuple[str, str], Reference] = {}
    for kind, start, end in _settled(list(_hits(document, meeting))):
        name = " ".join(text[start:end].split())
        if kind == "organisation" and actors().resolve(name) in meeting.states:
            continue
        key = (kind, (kind == "organisation" and actors().resolve(name)) or folded(name))
        when = _dated(text, start, end, reference) if kind != "organisation" else None
        date, inferred = (when.iso, when.inferred) if when else (None, False)
        if date is None and kind == "event" and reference and _around_meeting(document, start):
            date, inferred = f"{reference:%Y-%m}", True
        known = named.get(key)
        if known is None or (known.date is None and date is not None):
            at = known or Reference(kind, name, start, end)
            named[key] = Reference(kind, at.name, at.start, at.end, date, inferred)
    return sorted(named.values(), key=lambda r: (r.start, r.end))


def _around_meeting(document: Document, start: int) -> bool:
    """Whether the sentence says that the meeting took place on the margins of the event that begins here."""
    opening = next((s for s in document.sentences[:_OPENING] if s.start <= start < s.end), None)
    return bool(
        opening
        and _cues().margins.search(document.text[max(opening.start, start - _BEFORE * 2) : start])
        and _cues().met.search(document.text[opening.start : opening.end])
    )


def _hits(document: Document, meeting: Meeting) -> Iterator[tuple[str, int, int]]:
    """Every stretch that may be a citation, with its kind; stretches may overlap."""
    text = document.text
    for sentence in document.sentences:
        stretch = text[sentence.start : sentence.end]
        for start, end in _runs(stretch):
            kind = _kind(stretch[start:end])
            if kind:
                yield kind, sentence.start + start, sentence.start + end
        for kind, pattern in _cues().patterns:
            for hit in pattern.finditer(stretch):
                yield (
                    kind,
                    sentence.start + hit.start(),
                    sentence.start + hit.start() + len(hit[0].rstrip(" .,;")),
                )
        for mention in actors().find(stretch):
            ours = mention.code == "EUE" and "EUE" not in meeting.states
            if mention.kind in {"name", "group"} and (ours or not mention.code.isupper()):
                yield "organisation", sentence.start + mention.start, sentence.start + mention.end


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, joined by small words, opened by none of the openers."""
    words = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
    k = 0
    while k < len(words):
        if not _capital(words[k][0]):
            k += 1
            continue
        last, ahead = k, k + 1
        while (
            ahead < len(words)
            and ahead - k < _MOST
            and not _broken(text, words[ahead - 1][2], words[ahead][1])
        ):
            word = words[ahead][0]
            if _capital(word):
                if word[0].isdigit() and ahead - 1 > last:
                    break  # "Treaty of 2006": its date
                last = ahead
            elif word not in _cues().joins or ahead - last > 2 or (word == "the" and ahead - 1 == last):  # noqa: PLR2004 - "of the"
                break
            ahead += 1
        first = k
        while first < last and words[first][0] in _cues().openers and not _opens(words[first : last + 1]):
            first += 1
        # "… in 1993 and the Action Plan": the year closes what stands before.
        while first < last and (
            words[first][0] in _cues().joins
            or (words[first][0].isdigit() and words[first + 1][0] in _cues().joins)
        ):
            first += 1
        end = words[last][1] + len(words[last][0].rstrip(".'\u2019"))
        if first < last or words[first][0] not in _cues().openers:
            yield words[first][1], end
        k = last + 1


_CALENDAR = frozenset((*calendar.MONTHS, *calendar.WEEKDAYS))
"""Capitalised words that end a name ("the Summit in December")."""


@lru_cache(maxsize=65536)
def _capital(word: str) -> bool:
    if word.lower().rstrip(".") in _CALENDAR:
        return False
    return word[0].isupper() or bool(re.match(r"(?:\d+(?:st|nd|rd|th)|(?:19|20)\d\d)$", word))


def _broken(text: str, end: int, start: int) -> bool:
    """Whether something else than white space, or the end of a sentence, stands between two words."""
    return bool(text[end:start].strip()) or (
        text[end - 1 : end] == "." and not text[end - 3 : end - 1].isupper()
    )


def _opens(words: list[tuple[str, int, int]]) -> bool:
    """Whether a post begins a name ("Foreign Ministers' Meeting") and not a person ("Foreign Minister X")."""
    return words[0][0] in _cues().posts and any(re.search(r"s['\u2019]$", w) for w, _, _ in words[1:3])


def _kind(name: str) -> str | None:
    """The kind of the last head noun of a name of two words and more; the head before "of" and "on" decides.

    >>> _kind("Treaty on the Panama Canal"), _kind("Joint Commission Meeting"), _kind("Panama Canal")
    ('document', 'event', None)
    """
    words = [w.strip(".'\u2019") for w in name.split()]
    if len(words) < 2:  # noqa: PLR2004 - a head alone names nothing
        return None
    heads = _cues().heads
    if any(w in _cues().people for w in words):
        return None
    first = next((k for k, w in enumerate(words) if w in _cues().joins and w != "and"), len(words))
    for part in (words[:first], words):
        found = [heads[w] for w in part if w in heads]
        if found:
            return found[-1] if part is not words else found[0]
    return None


def _settled(hits: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Of stretches that overlap, the longest; in order."""
    kept: list[tuple[str, int, int]] = []
    for hit in sorted(hits, key=lambda h: (h[1] - h[2], h[1], KINDS.index(h[0]))):
        if all(hit[2] <= other[1] or other[2] <= hit[1] for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h[1])


def _dated(text: str, start: int, end: int, reference: Any) -> dates.When | None:
    """The date that stands in a name, right before it or soon after it in the same clause."""
    inside = [w for w in dates.find(text, reference, "near", start, end) if not w.inferred]
    if inside:
        return inside[0]
    opening = max(0, start - _BEFORE)
    for when in dates.find(text, reference, "near", opening, start):
        if not re.search(r"[^\s'\u2019s]", text[when.end : start].replace("the", "")):
            return when
    stop = min(len(text), end + _AFTER)
    close = re.search(r"[;.]\s|\n|,\s(?:and|which|who|he|she|they)\b", text[end:stop])
    stop = end + close.start() if close else stop
    after = text[end:stop]
    around = text[max(0, start - _BEFORE * 2) : start] + after
    tense = "future" if _cues().coming.search(around) else "past" if _cues().gone.search(around) else "near"
    for when in dates.find(text, reference, tense, end, stop):
        gap = text[end : when.start]
        if len(gap) <= 2 or _cues().ties.search(gap):  # noqa: PLR2004 - a space, a bracket
            return when
    return None
