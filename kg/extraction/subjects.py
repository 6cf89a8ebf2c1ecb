"""The subject of a reporting verb: who stands before it, beside it in a pair, or after "by"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import grammar, lexicon
from kg.extraction.speakers import Mention, Speakers, Voice

if TYPE_CHECKING:
    from kg.extraction.lexicon import Verb
    from kg.extraction.place import Place


_NOTHING = frozenset({"", "his", "her"})  # a stray pronoun between a name and its verb is the source's slip


class Subjects:
    """Finds subjects among the mentions of a sentence."""

    def __init__(self, text: str, people: Speakers) -> None:
        """Read this text with these people in mind."""
        self.text = text
        self.people = people

    def before(self, place: Place, begin: int) -> Mention | None:
        """The speaker that stands right before the verb group."""
        best = None
        for mention in place.mentions:
            if mention.end > begin:
                break
            gap = self.text[mention.end : begin]
            if (
                gap.strip() in _NOTHING
                or grammar.cue("aside").fullmatch(gap.strip())
                or (
                    mention.kind in {"joint", "person"}
                    and re.fullmatch(r"\s+(?:of|from)\s+[^,;.:]{1,60}", gap.rstrip())
                    and not grammar.VERBAL.search(gap)
                )
            ):
                best = mention
        if best is None or self.text[best.start - 1 : best.start] == "-":
            return None
        before = self.text[place.sentence.start : best.start].rstrip()
        found = re.search(r"([\w]+)(?:\s+the)?$", before)
        if best.kind in {"state", "joint"} and found and found[1].lower() == "of":
            return next(
                (
                    m
                    for m in place.mentions
                    if m.kind in {"person", "joint"}
                    and re.fullmatch(r"\s+(?:of|from)\s+(?:the\s+)?", self.text[m.end : best.start])
                ),
                None,
            )
        return best

    def pair(self, place: Place, mention: Mention) -> int | None:
        """Where "X and Y" begins, if the mention is the Y of two people printed as one capitalised phrase."""
        low = max(place.sentence.start, mention.end - 160)
        found = grammar.UNKNOWN.search(self.text[low : mention.end])
        if mention.kind != "person" or not found or " and " not in found["np"]:
            return None
        at = low + found.start("np")
        first = found["np"].split(" and ")[0]
        split = at + len(first) + 5
        left = [m for m in place.mentions if m.start >= at and m.end < split and m.kind == "person"]
        if left and left[-1].voice and mention.voice and left[-1].voice != mention.voice:
            return at
        if left or mention.start < split or mention.voice is None:
            return None
        return at if self.people.stranger(mention.voice, first) else None

    def unknown(self, place: Place, verb: Verb, begin: int) -> Mention | None:
        """A capitalised subject that no list knows: "The Commission", "X and Minister Y"."""
        if not verb.forms & {"past", "third"}:
            return None
        lemma = verb.entry.lemma.split()[0]
        weak = verb.entry.lemma.split()[0] in grammar.words("weak") and verb.entry.rest is None
        text, low = self.text, place.sentence.start
        found = grammar.UNKNOWN.search(text[max(low, begin - 140) : begin])
        if not found:
            return None
        np = found["np"]
        if lemma in grammar.SERVES and grammar.EVENT.search(np):
            return None  # "The meeting offered an opportunity to …"
        at = max(low, begin - 140) + found.start("np")
        if place.heads and not grammar.CONJUNCTION.search(text[low:at].rstrip()):
            return None
        if lexicon.table().get(np.split()[0].lower()) and " " not in np:
            return None
        inside = [m for m in place.mentions if m.start >= at and m.end <= begin]
        titled = grammar.TITLE.match(np)
        parts = np.split(" and ")
        if weak and len(parts) == 1:
            return None
        if len(parts) > 1 and (
            len(inside) != 1
            or (titled and grammar.TITLE.match(parts[1]) and inside[0].end <= at + len(parts[0]) + 4)
        ):
            return Mention(at, begin, "joint", self.people.joint)
        if grammar.BODY.search(np) and not titled:
            return Mention(at, begin, "joint", self.people.joint)
        for mention in inside:
            voice = self.people.resolve(mention)
            if voice and voice.voice == "state":
                plural = re.search(
                    r"(?:leaders|officials|delegation|side|representatives|diplomats|government|ministry|authorities|party|council|parliament)$",
                    np,
                    re.IGNORECASE,
                )
                return Mention(at, begin, "person", voice if plural else self.people.of_state(voice))
        voice = self.people.by_post(np)
        return Mention(at, begin, "person", voice) if voice else None

    def pending(self, place: Place, begin: int) -> Mention | None:
        """The subject at the clause's start whose verb comes after an inserted phrase."""
        for mention in place.mentions:
            if mention.end > begin:
                return None
            before = self.text[place.sentence.start : mention.start].rstrip()
            if not before or before.endswith(","):
                return mention
        return None

    def agent(self, place: Place, verb: Verb) -> Voice | None:
        """Who stands after the verb's "by"."""
        by = re.match(r"\s+(?:\w+ly\s+)?by\s+", self.text[verb.end : verb.end + 24])
        if not by:
            return None
        at = verb.end + by.end()
        mention = next((m for m in place.mentions if m.start == at), None)
        return self.people.resolve(mention) if mention else None
