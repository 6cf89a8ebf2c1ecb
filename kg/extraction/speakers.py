"""Who speaks: names, posts, sides, joint phrases and pronouns that can be a clause's subject.

Names, posts and states are found by `parties`; this module adds the words that point back (he, they, it,
his counterpart, the two sides) and keeps in mind whom they point to. A speaker is a `Voice`; the addressee
follows.
"""

# ruff: noqa: RUF001 - the marks that documents print

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction import acts, lexicon, people

if TYPE_CHECKING:
    from kg.extraction.parties import Parties, PartyMention
    from kg.model import Document, Meeting, Sentence

# The documents that speak in the first person of both sides.
_WINDOW = 400  # characters of a clause in which the sides' names matter
_JOINT_KINDS = {"joint_statement"}


_SMALL_POST = re.compile(
    r"(?:['’]s)?\s+(?:(?:foreign|prime|deputy|vice)\s+)?(?:president|minister|premier|(?:top\s+|chief\s+|senior\s+)?diplomat|interlocutor|colleague|counterpart|chancellor|leader|secretary|official|representative|envoy)\b(?!s|['’])"
)
_WITH = re.compile(
    r",?\s+(?:and|&|as\s+well\s+as|(?:together|along|alongside|jointly)(?:\s+with)?)\s+(?:the\s+|his\s+|her\s+)?"
)
_OF_STATE = {"president", "king", "queen", "emir", "amir", "sultan", "emperor"}
_DEPUTY = re.compile(
    r"(?:(?:First|Second)\s+)?(?:Deputy|Vice)[\s-]+(?:Prime\s+Minister|Premier|Chancellor)|Prime\s+Minister"
)
_GUESTS = {
    ("person", "other"),
    ("he", "person"),
    ("person", "me"),
    ("me", "person"),
    ("me", "other"),
}  # "X and his counterpart", "He and Minister X"
_HEAD_OF = re.compile(r"(?:the\s+)?(?:head|chief)\s+of\s+(?:the\s+)?\Z", re.IGNORECASE)
_DIPLOMACY = re.compile(
    r"(?:['’]s)?\s+(?:diplomacy|MFA|ministry\s+of\s+foreign|foreign\s+(?:ministry|policy|office)|diplomatic\s+service)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: a name or null, the states spoken for, and the voice (named, state, joint, narrator)."""

    speaker: str | None
    states: tuple[str, ...]
    voice: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that can be a subject. `kind`: person, state, joint, he, it, me, we, other."""

    start: int
    end: int
    kind: str
    voice: Voice | None


@cache
def _honorifics() -> frozenset[str]:
    """What belongs to a name and tells nothing of its post."""
    listed = {w.lower() for w in lexicon.WORD.findall(people.settings()["honorifics"])}
    return frozenset({*listed, "the", "of", "for", "sheikh", "shaikh", "sayyid", "prince", "princess"})


@cache
def _pointers() -> re.Pattern[str]:
    """Words that point back, each in a group named by its kind."""
    cues = lexicon.cues()
    joint = f"(?:{cues['joint']})(?:{cues['joint_tail']})?"
    return re.compile(
        rf"\b(?:(?P<joint>(?i:{joint}))|(?P<post>(?i:{cues['post']})(?!\s+(?:of|for)\b))|(?P<other>(?i:{cues['other']}))|(?P<we>[Ww]e)|(?P<me>I|[Ll]et\s+me)"
        rf"|(?P<he>[Hh]e|[Ss]he|(?i:{cues['he']}))|(?P<it>[Ii]t))\b",
        re.VERBOSE,
    )


class Speakers:
    """The possible subjects of one document, and the memory that pronouns need."""

    def __init__(self, document: Document, meeting: Meeting, parties: Parties) -> None:
        """Nobody has spoken yet."""
        self._document = document
        self._meeting = meeting
        self._parties = parties
        self.person: Voice | None = None  # the last single person who spoke
        self.near: Voice | None = None  # the person whom the last sentence was about
        self.last: Voice | None = None  # whoever spoke last
        self._printed: dict[str, set[str]] = {}
        self._names: dict[tuple[str, ...], tuple[re.Pattern[str], re.Pattern[str]]] = {}
        self._first_person = False  # whether the page's author says "I"
        self.joint = Voice(None, tuple(meeting.states), "joint")
        home = (*(s for s in document.publishers if s in meeting.states), *meeting.states)[:1]
        self.narrator = Voice(None, home, "narrator")
        self.home = home if document.publishers else ()

    def spoke(self, voice: Voice) -> None:
        """Remember who spoke."""
        self.last = voice
        if voice.voice == "named":
            self.person = voice

    def addressee(self, voice: Voice) -> tuple[str, ...]:
        """The counterpart in the room; nobody for a joint voice."""
        if voice.voice in {"joint", "narrator"} or len(voice.states) != 1:
            return ()
        return tuple(s for s in self._meeting.states if s not in voice.states)

    def learn(self, sentences: tuple[Sentence, ...]) -> list[list[Mention]]:
        """The mentions of every sentence; how each state and its people are printed here is kept."""
        found = [self.mentions(s.start, s.end) for s in sentences]
        for mention in (m for row in found for m in row if m.voice and m.kind in {"person", "state"}):
            words = self._document.text[mention.start : mention.end]
            for state in mention.voice.states if mention.voice else ():
                self._printed.setdefault(state, set()).add(words)
        return found

    def sides(self, voice: Voice, words: str) -> str:
        """The words with the names of the speaker's side and of the other put as OWNSIDE and OTHERSIDE."""
        if voice.states not in self._names:
            own = {w for s in voice.states for w in self._printed.get(s, ())}
            other = {w for s, names in self._printed.items() if s not in voice.states for w in names}
            self._names[voice.states] = (_any(own), _any(other))
        mine, theirs = self._names[voice.states]
        return theirs.sub("OTHERSIDE", mine.sub("OWNSIDE", words[:_WINDOW]))

    def content(self, voice: Voice, words: str) -> str:
        """The act of words of this speaker that stand without a reporting verb."""
        return acts.content(self.sides(voice, words))

    def mentions(self, start: int, end: int) -> list[Mention]:
        """Everything in the stretch that may be a subject, in order, without overlaps."""
        text = self._document.text
        found = [self._named(m) for m in self._parties.find(start, end) if m.kind != "joint"]
        found = self._pairs(found)
        for match in _pointers().finditer(text, start, end):
            kind = match.lastgroup or "joint"
            inside = next((m for m in found if m.start < match.end() and match.start() < m.end), None)
            whole = inside is not None and inside.start <= match.start() and match.end() <= inside.end
            if inside is not None and kind == "post" and _HEAD_OF.match(text, match.start(), inside.start):
                continue  # "the head of the Kenyan foreign ministry" is put together below
            if inside is not None and inside.kind == "state" and kind in {"other", "post"} and not whole:
                found = [
                    m
                    for m in found
                    if not (m.kind == "state" and m.start < match.end() and match.start() < m.end)
                ]
                theirs = (
                    kind == "other" and inside.voice and set(inside.voice.states) & set(self.joint.states)
                )
                if theirs and inside.voice:  # "her Latvian colleague"
                    found.append(Mention(match.start(), match.end(), "person", self.of_state(inside.voice)))
                else:
                    inside = None
            if inside is None:
                found.append(Mention(match.start(), match.end(), kind, None))
        found = [self._title(m) for m in sorted(found, key=lambda m: m.start)]
        return self._guests(found)

    def _title(self, mention: Mention) -> Mention:
        """A state's name before a post in small letters is that state's person: "the Cuban president"."""
        if mention.kind != "state" or mention.voice is None:
            return mention
        head = _HEAD_OF.search(self._document.text[max(0, mention.start - 16) : mention.start])
        office = head and (
            _DIPLOMACY.match(self._document.text, mention.end)
            or _DIPLOMACY.search(self._document.text, mention.start, mention.end)
        )
        if head and office:  # "the head of Kenyan diplomacy"
            begin = mention.start - len(head[0])
            return Mention(begin, office.end(), "person", self.of_state(mention.voice))
        after = _SMALL_POST.match(self._document.text, mention.end)
        if not after:
            return mention
        return Mention(mention.start, after.end(), "person", self.of_state(mention.voice))

    def _guests(self, found: list[Mention]) -> list[Mention]:
        """Put "X and his counterpart" together; leave "the EU leaders" to the EU."""
        text = self._document.text
        out: list[Mention] = []
        for mention in found:
            last = out[-1] if out else None
            between = text[last.end : mention.start] if last else ""
            pair = last is not None and (last.kind, mention.kind) in _GUESTS
            if last and pair and re.fullmatch(r",?\s+and\s+", between):
                out[-1] = Mention(last.start, mention.end, "joint", self.joint)
            elif (
                last
                and mention.kind == "joint"
                and mention.voice is None
                and last.kind == "state"
                and re.fullmatch(r"\s+", between)
            ):
                out[-1] = Mention(last.start, mention.end, "state", last.voice)
            else:
                out.append(mention)
        return out

    def resolve(self, mention: Mention) -> Voice | None:
        """Who the mention is, with what was said before in mind; None where nobody fits."""
        if mention.voice is not None:
            return mention.voice
        if mention.kind == "joint":
            words = self._document.text[mention.start : mention.end].lower()
            return self.last if words == "they" and self.last and self.last.voice == "state" else self.joint
        if mention.kind == "post":
            return self._posted(mention) or self.person or self.near
        if mention.kind == "he":
            return self.person or self.near
        if mention.kind == "it":
            return self.last
        if mention.kind == "me":
            self._first_person = self.person is None or self._first_person
            return self.person or self._author()
        if mention.kind == "we":
            return self._we()
        return self._counterpart()

    def _we(self) -> Voice:
        if self._document.kind in _JOINT_KINDS or self._first_person:
            return self.joint
        alone = self.last if self.last and self.last.voice == "state" else self.joint
        return self.person or alone

    def of_state(self, voice: Voice) -> Voice:
        """The first official of a state, where a post and a state's name stand for a person."""
        for official in self._meeting.officials:
            if official.state in voice.states:
                return Voice(official.name, voice.states, "named")
        return voice

    def _posted(self, mention: Mention) -> Voice | None:
        """The one official whose post has the mention's last word ("the President"), if no other has it."""
        words = self._document.text[mention.start : mention.end].lower()
        wanted = _OF_STATE if words.endswith("of state") else {words.split()[-1]}
        fits = [
            o
            for o in self._meeting.officials
            if o.state and wanted & {w.lower() for w in lexicon.WORD.findall(o.post or "")}
        ]
        if len(fits) != 1:
            return None
        return Voice(fits[0].name, (fits[0].state or "",), "named")

    def by_post(self, words: str) -> Voice | None:
        """The official whose printed post holds every word of this one ("Crown Prince", "State Minister")."""
        wanted = {w.lower() for w in lexicon.WORD.findall(words)} - {"the", "of", "for", "and", "his", "her"}
        if not wanted:
            return None
        fits = [
            o
            for o in self._meeting.officials
            if o.state and wanted <= {w.lower() for w in lexicon.WORD.findall(o.post or "")}
        ]
        home = [o for o in fits if o.state in self._document.publishers]
        best = (home or fits)[:1]
        return Voice(best[0].name, (best[0].state or "",), "named") if best else None

    def _author(self) -> Voice | None:
        """Whose page it is: the first official of a publishing state."""
        home = self._document.publishers or self._meeting.states[:1]
        for official in self._meeting.officials:
            if official.state in home:
                return Voice(official.name, (official.state,) if official.state else (), "named")
        return Voice(None, tuple(home[:1]), "state") if home else None

    def _counterpart(self) -> Voice | None:
        """The first official of another state than the last single speaker's."""
        last = self.person or self.last or self.near
        if last is not None and last.voice == "joint":
            return None
        states = (
            last.states if last else self._document.publishers
        )  # "the visiting Minister" is the host's guest
        for official in self._meeting.officials:
            if states and official.state and official.state not in states:
                return Voice(official.name, (official.state,), "named")
        return None

    def _named(self, found: PartyMention) -> Mention:
        """A party as a possible subject; "the" belongs to it."""
        text = self._document.text
        words = text[found.start : found.end]
        start = (
            found.start - 4 if text[max(0, found.start - 4) : found.start].lower() == "the " else found.start
        )
        if found.official is None and found.kind == "post":  # somebody, whom the page does not name
            if " and " in words and self.by_post(words.split(" and ")[1]):
                return Mention(start, found.end, "joint", self.joint)
            return Mention(start, found.end, "person", Voice(None, tuple(found.states), "named"))
        if found.official is None:
            voice = "joint" if len(found.states) > 1 else "state"
            return Mention(start, found.end, voice, Voice(None, tuple(found.states), voice))
        first = words.split(" and ")[0]
        titles = start == found.start and bool(_DEPUTY.fullmatch(first))  # one man of two posts
        if " and " in words and not titles and self._two(found.official, first):
            return Mention(start, found.end, "joint", self.joint)
        return Mention(start, found.end, "person", Voice(found.official, tuple(found.states), "named"))

    def stranger(self, voice: Voice, words: str) -> bool:
        """Whether these words before "and" are no part of the person's own post or name."""
        return voice.speaker is not None and self._two(voice.speaker, words)

    def _two(self, name: str, words: str) -> bool:
        post = next((o.post or "" for o in self._meeting.officials if o.name == name), "")
        first = {w.lower() for w in lexicon.WORD.findall(words)} - _honorifics()
        return bool(post) and not first <= {w.lower() for w in lexicon.WORD.findall(f"{post} {name}")}

    def _post(self, voice: Voice) -> str:
        """The printed post of an official, "" where there is none."""
        return next((o.post or "" for o in self._meeting.officials if o.name == voice.speaker), "")

    def _pairs(self, found: list[Mention]) -> list[Mention]:
        """Put "X and Y" together where they are two parties."""
        text = self._document.text
        out: list[Mention] = []
        for mention in sorted(found, key=lambda m: m.start):
            last = out[-1] if out else None
            if last and last.voice and mention.voice:
                between = text[last.end : mention.start]
                one = self.by_post(text[last.start : mention.end]) if between == " and " else None
                if one and " and " in self._post(one):  # one man of two posts
                    out[-1] = Mention(last.start, mention.end, "person", one)
                    continue
                apart = set(last.voice.states).isdisjoint(mention.voice.states)
                room = set(self._meeting.states) >= {*last.voice.states, *mention.voice.states}
                listed = last.kind == "state" and mention.kind == "person" and "," in between
                if apart and room and not listed and _WITH.fullmatch(between):
                    both = tuple(
                        s for s in self._meeting.states if s in last.voice.states + mention.voice.states
                    )
                    out[-1] = Mention(last.start, mention.end, "joint", Voice(None, both, "joint"))
                    continue
            out.append(mention)
        return out


def _any(names: set[str]) -> re.Pattern[str]:
    """One pattern for all of these names, the longest first."""
    longest = sorted(names, key=lambda name: (-len(name), name))
    return (
        re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
        if names
        else re.compile(r"(?!)")
    )
