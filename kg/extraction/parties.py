"""Which person or state a word of the text means: "Minister Hayashi", "the Secretary", "Tokyo", "both sides"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction import people
from kg.extraction.figures import fold

if TYPE_CHECKING:
    from kg.model import Document, Meeting, Official

_JOINT = re.compile(
    r"\b(?:(?:the|both|our)\s+)?(?:two\s+|both\s+)?(?:foreign\s+|prime\s+|defen[cs]e\s+|top\s+)*"
    r"(?:sides|parties|ministers|leaders|presidents|diplomats|countries|governments|heads\s+of\s+(?:state|government)|officials|"
    r"delegations|secretaries|interlocutors|counterparts|states|nations|principals|chairs|co-chairs)\b"
    r"|\bboth(?=\s+(?:agreed|also|then|sides|stressed|noted|expressed|emphasi[sz]ed|underlined|confirmed|reaffirmed))"
    r"|\b(?:the\s+two)(?=\s+(?:also|then|discussed|agreed|exchanged|spoke|reviewed))",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\s+(?:side|government|delegation|party|foreign\s+ministry|ministry\s+of\s+foreign\s+affairs|authorities)\b", re.I)
_POST_ONLY = re.compile(
    r"\b(?:[Tt]he|[Hh]is|[Hh]er)\s+((?:[A-Z][\w.-]+\s+|of\s+|for\s+|and\s+){0,7}?"
    r"(?:Minister|President|Secretary|Premier|Chancellor|Councilor|Counsellor|Ambassador|Leader|Father|Prince|King|"
    r"Representative|Commissioner|Director|Advisor|Adviser|Chairman|General)(?:\s+of\s+State|\s+General|/Vice-President)?"
    r"(?:\s+(?:of|for)\s+(?:[A-Z][\w-]+(?:\s+and\s+|,\s+|\s+)?){1,5})?|Head\s+of\s+State|EAM|FM|PM|HR/VP|NSA)(?!\w)"
)


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
        self.by_word: dict[str, list[Official]] = {}
        for official in meeting.officials:
            for word in fold(official.name):
                self.by_word.setdefault(word, []).append(official)
        names = sorted({w for o in meeting.officials for w in o.name.split() if len(w) > 2}, key=len, reverse=True)
        self.names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)") if names else None

    def find(self, start: int, end: int) -> list[PartyMention]:
        """The parties named in `text[start:end]`, in order, none inside another."""
        found: list[PartyMention] = []
        for hit in _JOINT.finditer(self.text, start, end):
            found.append(PartyMention(hit.start(), hit.end(), None, self.meeting.states, "joint"))
        for person in people.find(self.text, start, end):
            official = self.official(person.name, person.state)
            if official is not None:
                states = (official.state,) if official.state else ()
                found.append(PartyMention(person.start, person.end, official.name, states, "person"))
            elif person.kind != "bare" and person.state:
                found.append(PartyMention(person.start, person.end, None, (person.state,), "person"))
        if self.names is not None:
            for hit in self.names.finditer(self.text, start, end):
                official = self.official(hit[0], None)
                if official is not None:
                    found.append(PartyMention(hit.start(), hit.end(), official.name, (official.state,) if official.state else (), "person"))
        for hit in _POST_ONLY.finditer(self.text, start, end):
            official = self._by_post(hit[1])
            if official is not None:
                found.append(PartyMention(hit.start(), hit.end(), official.name, (official.state,) if official.state else (), "post"))
        for mention in people.states(self.text, start, end):
            side = _SIDE.match(self.text, mention.end, end)
            stop = side.end() if side else mention.end
            begin = mention.start
            if side and self.text[max(start, begin - 4) : begin].lower() == "the ":
                begin -= 4
            found.append(PartyMention(begin, stop, None, (mention.code,), "side" if side else "state"))
        return _apart(found)

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
        named = [o for o in self.meeting.officials if scores.get(o.name) == best and (not state or not o.state or o.state == state)]
        if best < min(2, len(words)) and len(words) > 1 and not any(fold(o.name)[-1] == words[-1] for o in named):
            return None
        return named[0] if named else None

    def _by_post(self, post: str) -> Official | None:
        """The one official whose post these words are ("the Secretary", "the Foreign Minister")."""
        wanted = set(fold(people.abbreviations().get(post, post))) - {"the", "of", "for", "and"}
        if wanted == {"head", "state"}:
            wanted = {"president"}
        full = [o for o in self.meeting.officials if wanted <= set(fold(o.post or ""))]
        if len(full) > 1 and self.publishers:
            full = [o for o in full if o.state in self.publishers] or full
        return full[0] if full else None


def _apart(found: list[PartyMention]) -> list[PartyMention]:
    """In order, the longest first where two overlap; a person before a state."""
    rank = {"person": 0, "post": 1, "joint": 2, "side": 3, "state": 4}
    kept: list[PartyMention] = []
    for mention in sorted(found, key=lambda m: (m.start, rank[m.kind], -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.kind in {"person", "post"} and kept[-1].kind in {"state", "side"}:
            kept[-1] = mention
    return kept
