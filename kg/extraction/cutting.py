"""From reporting verbs to clauses: each ends where the next begins, and conjunct contents are cut apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction import acts, grammar, lexicon
from kg.extraction.clause import Clause

if TYPE_CHECKING:
    from kg.extraction.place import Head, Place
    from kg.extraction.speakers import Speakers, Voice

# How sure a clause is, by its construction: the share of such clauses that were annotated, with the right
# states and act, on all of tests/gold (the meeting given; `bare`, with ten cases, taken down to the chain's).
CONFIDENCE = {
    "subject": 0.92,  # n = 1291
    "chain": 0.86,  # 207
    "bare": 0.86,  # 10
    "nominal": 0.85,  # 39
    "passive": 0.82,  # 40
    "purpose": 0.78,  # 27
    "participle": 0.68,  # 40
    "inverted": 0.67,  # 12
    "verb": 0.64,  # 14
    "free": 0.63,  # 93
    "opening": 0.61,  # 18
    "that": 0.49,  # 68, before those that say nothing new are put together
    "lead": 0.46,  # 26
    "list": 0.5,
    "to": 0.38,  # 26, as for "that"
}


_RATED = frozenset({"assess", "evaluate", "rate", "regard", "appraise", "consider", "view"})
_HIGHLY = re.compile(r"\b(?:highly|positively)\s+$")
_WHO = re.compile(r"\bwho\s+\w+$")  # "those who plan and support it"


@dataclass(frozen=True, slots=True)
class Piece:
    """A conjunct of a clause: where it starts, where its content does, and how it is joined."""

    start: int
    content: int
    how: str


class Cutter:
    """Turns the heads of a sentence into clauses."""

    def __init__(self, text: str, people: Speakers) -> None:
        """Nothing is cut yet."""
        self.text = text
        self.people = people
        self.out: list[Clause] = []

    def cut(self, place: Place, index: int) -> None:
        """Turn heads into clauses, each ending where the next begins."""
        place.heads.sort(key=lambda h: (h.start, h.verb_start))
        place.heads = [h for n, h in enumerate(place.heads) if not self._only_leads(place.heads, n)]
        for n, head in enumerate(place.heads):
            stop = place.heads[n + 1].start if n + 1 < len(place.heads) else place.sentence.end
            if stop <= head.start:
                stop = place.sentence.end
            self._clause(place, head, stop, index)

    def _only_leads(self, heads: list[Head], n: int) -> bool:
        """Whether a verb like "referred to X" only opens the speaker's next report, whose start it gives."""
        head, after = heads[n], heads[n + 1] if n + 1 < len(heads) else None
        if after is None or head.verb is None or after.voice != head.voice or after.verb is None:
            return False
        lemma = head.verb.entry.lemma.split()[0]
        bare = (
            not head.that
            and head.how == "opening"
            and head.verb.entry.act == "state"
            and lemma not in grammar.EMPHASIS
            and not (lemma in grammar.VOICING and acts.inner(self.text[head.verb_end : after.start]))
        )
        brief = (
            head.verb.entry.act == "state"
            and lemma in grammar.PASSING
            and after.start - head.start < grammar.BRIEF
        )
        leads = lemma in {"refer", "touch", "turn"} or bare
        if leads or (head.how in {"opening", "participle"} and brief and after.how != "participle"):
            after.start = min(after.start, head.start)
            return True
        return False

    def _clause(self, place: Place, head: Head, stop: int, index: int) -> None:
        """Cut the stretch of one head into its conjunct clauses: "that … and that …", "to … and to …"."""
        text = self.text
        cue = self._reply_cue(place, head)
        pieces = self._pieces(head, stop)
        first = ""
        for n, piece in enumerate(pieces):
            end = pieces[n + 1].start if n + 1 < len(pieces) else stop
            tail = grammar.TAIL.search(text, piece.start, end)
            end = tail.start() if tail and tail.start() >= piece.content else end
            if end <= piece.start:
                continue
            act = self._act(head, piece, text[piece.content : end], reply=bool(cue))
            first = first or act
            begin = piece.content
            while begin < end and text[begin].isspace():
                begin += 1
            self.out.append(
                Clause(
                    start=piece.start,
                    end=end,
                    content=begin,
                    sentence=index,
                    verb=text[head.verb_start : head.verb_end],
                    act=first
                    if piece.how == "to" or not act
                    else act,  # "her wish to see it and to go there"
                    speaker=head.voice.speaker,
                    speaker_states=head.voice.states,
                    addressee_states=self.people.addressee(head.voice),
                    voice=head.voice.voice if head.voice.speaker or head.voice.voice != "named" else "state",
                    cue=cue if n == 0 else "",
                    passive=head.passive,
                    past=head.past,
                    conjunct=n > 0,
                    confidence=CONFIDENCE[piece.how],
                )
            )

    def _pieces(self, head: Head, stop: int) -> list[Piece]:
        text = self.text
        pieces = [Piece(head.start, head.verb_end, head.how)]
        speech = head.that or (head.verb is None and head.how in {"lead", "free"})
        if head.verb is not None and head.verb.entry.act in grammar.WITH_THAT:
            speech = speech or bool(grammar.AND_THAT.search(text, head.verb_end, stop))
        if not speech and head.act not in {"state", "confirm"} and self._lists(head):
            pieces += [
                Piece(found.end(), found.end(), "list")
                for found in grammar.AS_WELL.finditer(text, head.verb_end + len(" that"), stop)
            ]
        if grammar.QUOTES.match(text, head.verb_end, stop):
            pieces += [
                Piece(found.end(), found.end(), "that")
                for found in grammar.AND_QUOTE.finditer(text, head.verb_end + len(" that"), stop)
            ]
        told = head.verb is not None and not head.verb.forms & {"past", "ing"} and not head.act
        if speech:
            pieces += [
                Piece(_word_start(text, found.start()), found.end() - len("that"), "that")
                for found in grammar.AND_THAT.finditer(text, head.verb_end + len(" that"), stop)
            ]
        elif (
            head.verb
            and head.verb.entry.act in grammar.WITH_TO
            and grammar.TO.match(text, head.verb_end, stop)
        ):
            pieces += [
                Piece(_word_start(text, found.start()), found.end() - len("to "), "to")
                for found in grammar.AND_TO.finditer(text, head.verb_end + len(" that"), stop)
            ]
        if not (speech or told):
            return pieces
        out = []
        for n, piece in enumerate(pieces):
            end = pieces[n + 1].start if n + 1 < len(pieces) else stop
            out.append(piece)
            last, before = piece.content, ""
            for found in grammar.AND_VERB.finditer(text, piece.content + 12, end):
                act = self.people.content(head.voice, f"it {text[found.end() : end]}")
                before = self.people.content(head.voice, text[last : found.start()]) or before
                if act not in {before, "state"} and not _WHO.search(text, last, found.start()):
                    out.append(Piece(_word_start(text, found.start()), found.end(), "verb"))
                    last = found.end()
        return out

    @staticmethod
    def _lists(head: Head) -> bool:
        """Whether the verb's object may be a list of matters."""
        act = head.act or (head.verb.entry.act if head.verb else "")
        return act in {"discuss", "appreciate", "inform", "concern", "agree", "express_intent", "carry"}

    def _act(self, head: Head, piece: Piece, words: str, *, reply: bool) -> str:
        if head.act:
            return head.act
        if head.said:
            return self._quoted(head.voice, *head.said)
        if piece.how == "list":
            carried = acts.inner(words.removeprefix("as well as"))
            return carried[0] if carried and carried[0] != "state" else ""
        if piece.how == "verb":
            return self.people.content(head.voice, f"it {words}")
        if head.verb is None:
            return self.people.content(head.voice, words)
        if head.passive and head.verb.entry.lemma == "raise":
            return "discuss"  # "the matter was raised"
        if head.verb.entry.lemma in _RATED and _HIGHLY.search(self.text, head.start, head.verb_start):
            return "appreciate"  # "highly assessed the contribution"
        carried = acts.inner(head.subject) if head.subject else None
        if (
            carried
            and head.verb.entry.lemma.split()[0] in grammar.words("carriers")
            and carried[0] != "state"
        ):
            return carried[0]
        found = acts.act(
            head.verb, self.people.sides(head.voice, words), joint=head.voice.voice == "joint", reply=reply
        )
        return found if found != "carry" else "state"  # its noun stands beyond a cut, or is no word at all

    def _quoted(self, voice: Voice, start: int, end: int) -> str:
        """The act of words that somebody is quoted with: of their own report ("We discussed …"), if any."""
        own = grammar.REPORTED.match(self.text, start, end)
        token = lexicon.WORD.match(self.text, own.end(), end) if own else None
        verb = lexicon.at(self.text, token, end) if token else None
        if verb and verb.forms & {"past", "participle"}:
            found = acts.act(verb, self.people.sides(voice, self.text[verb.end : end]))
            return found if found != "carry" else "state"
        return self.people.content(voice, self.text[start:end])

    def _reply_cue(self, place: Place, head: Head) -> str:
        before = [h.verb_end for h in place.heads if h.start < head.start]
        low = max(before, default=place.sentence.start)
        found = None
        for match in grammar.cue("reply").finditer(self.text, low, max(low, head.verb_start)):
            found = match
        return found[0] if found else ""


def _word_start(text: str, at: int) -> int:
    while not text[at].isalpha():
        at += 1
    return at
