"""Which person or state words mean: "Minister Hayashi", "the Secretary", "Tokyo", "both sides"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction import people
from kg.extraction.figures import fold, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Document, Meeting, Official

_PLURAL = (
    r"(?:(?:foreign|prime|defen[cs]e|top|deputy|vice)\s+)*"
    r"(?:sides|parties|ministers|leaders|presidents|diplomats|heads\s+of\s+(?:state|government|delegation)|delegations|"
    r"secretaries|interlocutors|principals|co-chairs|counterparts)\b"
)
_TWO = r"(?:countries|governments|states|nations|officials|peoples|capitals|foreign\s+ministries)\b"
_JOINT = re.compile(
    rf"\b(?:(?:[Tt]he\s+|[Oo]ur\s+)?(?:two|both)\s+(?i:{_PLURAL}|{_TWO})|[Bb]oth\s+(?:of\s+(?:them|the)\s+)?(?i:{_PLURAL}|{_TWO})"
    rf"|[Tt]he\s+(?i:{_PLURAL})|(?:Ministers|Leaders|Presidents|Delegations|Sides|Both|The\s+two)(?=\s+(?:also\s+|then\s+)?[a-z]+))"
)
_SIDE = re.compile(
    r"\s+(?:side|government|delegation|party|foreign\s+ministry|ministry\s+of\s+foreign\s+affairs|authorities|people|partners?|guests?|leadership|representatives?)\b",
    re.IGNORECASE,
)
_SMALL = frozenset({"the", "of", "for", "and", "in", "his", "her"})
_RULING = frozenset({"head_of_government", "head_of_state", "foreign_minister"})
_OPENING = 600  # characters in which a page says whose it is
_RANK = {"person": 0, "post": 1, "joint": 2, "side": 3, "state": 4}


@dataclass(frozen=True, slots=True)
class PartyMention:
    """A party in the words `text[start:end]`.

    `kind`: person (by name), post ("the Secretary"), side ("the Russian side"), joint ("the two ministers"),
    state (its name alone). `official` is the name of one of the meeting's officials, or None.
    """

    start: int
    end: int
    official: str | None
    states: tuple[str, ...]
    kind: str


def parties(document: Document, meeting: Meeting) -> Parties:
    """The resolver of one document."""
    return Parties(document, meeting)


class Parties:
    """Resolves the mentions of the meeting's parties anywhere in the text."""

    def __init__(self, document: Document, meeting: Meeting) -> None:
        """Index the officials by every word of their names."""
        self.text = document.text
        self.meeting = meeting
        self.publishers = document.publishers
        self.document_start = document.blocks[0].start if document.blocks else 0
        self.by_word: dict[str, list[Official]] = {}
        for official in meeting.officials:
            for word in fold(official.name):
                self.by_word.setdefault(word, []).append(official)
        self.unnamed = self._unnamed()
        common = people.settings()["not_names"].split()
        printed = {
            w
            for o in meeting.officials
            for w in o.name.split()
            if len(w) > 1 and w[0].isupper() and w not in common
        }
        forms = sorted({*printed, *(w.upper() for w in printed if len(w) > 3)}, key=len, reverse=True)  # noqa: PLR2004
        self.names = (
            re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, forms)) + r")(?![\w-])") if forms else None
        )

    def find(self, start: int, end: int) -> list[PartyMention]:
        """The parties named in `text[start:end]`, in order, none inside another."""
        found = [
            *self._joint(start, end),
            *self._persons(start, end),
            *self._offices(start, end),
            *self._states(start, end),
        ]
        return _apart(found)

    def _joint(self, start: int, end: int) -> Iterator[PartyMention]:
        for hit in _JOINT.finditer(self.text, start, end):
            of = re.match(r"\s+of\s+", self.text[hit.end() : end])
            named = people.states(self.text, hit.end(), min(end, hit.end() + 60)) if of else ()
            if not any(m.code not in self.meeting.states for m in named):
                yield PartyMention(hit.start(), hit.end(), None, self.meeting.states, "joint")

    def _persons(self, start: int, end: int) -> Iterator[PartyMention]:
        strangers: list[tuple[int, int]] = []
        for person in people.find(self.text, start, end):
            official = self.official(person.name, person.state)
            if official is not None:
                yield _named(person.start, person.end, official, "person")
                continue
            if len(person.name.split()) > 1:
                strangers.append((person.start, person.end))
            if person.kind != "bare" and person.state:
                yield PartyMention(person.start, person.end, None, (person.state,), "person")
        for hit in self.names.finditer(self.text, start, end) if self.names else ():
            official = self.official(hit[0], None)
            if official is not None and not any(a <= hit.start() < b for a, b in strangers):
                yield _named(hit.start(), hit.end(), official, "person")

    def _offices(self, start: int, end: int) -> Iterator[PartyMention]:
        for office in people.offices(self.text, start, end):
            official = self.holder(office.post, office.state)
            if official is not None:
                yield _named(office.start, office.end, official, "post")
            elif (state := self._alone(office)) is not None:
                yield PartyMention(office.start, office.end, None, (state,), "post")

    def _states(self, start: int, end: int) -> Iterator[PartyMention]:
        for mention in people.states(self.text, start, end):
            side = _SIDE.match(self.text, mention.end, end)
            begin = mention.start
            if side and self.text[max(start, begin - 4) : begin].lower() == "the ":
                begin -= 4
            yield PartyMention(
                begin, side.end() if side else mention.end, None, (mention.code,), "side" if side else "state"
            )

    def official(self, name: str, state: str | None) -> Official | None:
        """The official meant by a full name or a part of one."""
        words = fold(name)
        scores: dict[str, int] = {}
        for word in words:
            for official in self.by_word.get(word, ()):
                scores[official.name] = scores.get(official.name, 0) + 1
        if not scores:
            return None
        best = max(scores.values())
        named = [o for o in self.meeting.officials if scores.get(o.name) == best and state in {None, o.state}]
        if best < min(2, len(words)) and not any(fold(o.name)[-1] == words[-1] for o in named):
            return None  # another person of that given name
        return named[0] if named else None

    def holder(self, post: str | None, state: str | None) -> Official | None:
        """The official whose post these words are ("the Secretary", "the Russian Foreign Minister").

        Of two, the publisher's, else the one first named; "his counterpart" is the other of two.
        """
        present = [o for o in self.meeting.officials if state in {None, o.state}]
        if post is None:
            others = [o for o in present if state or o is not self.meeting.officials[0]]
            return others[0] if others and (state or len(self.meeting.officials) == 2) else None  # noqa: PLR2004
        spelled = people.abbreviations().get(post, post)
        wanted = set(fold(spelled)) - _SMALL
        fits = [o for o in present if o.post and wanted <= set(fold(o.post))]
        if not fits and (kind := kind_of(spelled)):
            fits = [
                o
                for o in present
                if kind_of(o.post) == kind
                and (state or len(wanted) > 1 or spelled in {"Minister", "Secretary"})
            ]
        if (
            not fits and kind_of(spelled) in _RULING
        ):  # "The Prime Minister", and somebody's post is not printed
            unposted = [o for o in present if o.post is None]
            fits = unposted if len(unposted) == 1 else []
        exact = [o for o in fits if set(fold(o.post or "")) - _SMALL == wanted]
        own = [o for o in fits if o.state in self.publishers]
        nameless = {s for s in self.meeting.states if all(o.state != s for o in present)} & set(
            self.publishers
        )
        if (
            state is None
            and nameless
            and kind_of(spelled) in _RULING
            and not (exact and wanted != self.unnamed)
        ):
            return None  # "The Prime Minister" on a page of his own office, which does not name him
        return next(iter(own or exact or fits), None)

    def _unnamed(self) -> set[str]:
        """The words of the ruling post that the page names first without its holder or state."""
        start = self.document_start
        for office in people.offices(self.text, start, start + _OPENING):
            spelled = people.abbreviations().get(office.post or "", office.post or "")
            if office.state is None and kind_of(spelled) in _RULING:
                return set(fold(spelled)) - _SMALL
        return set()

    def _alone(self, office: people.Office) -> str | None:
        """The state of an office-holder nobody names: the one side without an official."""
        bare = [s for s in self.meeting.states if all(o.state != s for o in self.meeting.officials)]
        ruling = kind_of(office.post) in _RULING
        return bare[0] if len(bare) == 1 and ruling and office.state in {None, bare[0]} else None


def _named(start: int, end: int, official: Official, kind: str) -> PartyMention:
    return PartyMention(start, end, official.name, (official.state,) if official.state else (), kind)


def _apart(found: list[PartyMention]) -> list[PartyMention]:
    """In order, the longest first where two overlap; a person before a state."""
    kept: list[PartyMention] = []
    for mention in sorted(found, key=lambda m: (m.start, _RANK[m.kind], -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif _RANK[mention.kind] < 2 <= _RANK[kept[-1].kind] and mention.end > kept[-1].end:  # noqa: PLR2004 - persons
            kept[-1] = mention
    return kept
