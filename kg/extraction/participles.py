"""Verbs that report beside another: "noting that …", "met to discuss …", ", who stressed …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import acts, grammar
from kg.extraction.place import Head, Place

if TYPE_CHECKING:
    from kg.extraction.lexicon import Verb
    from kg.extraction.speakers import Speakers
    from kg.extraction.subjects import Subjects


class Participles:
    """Tells whose participle, purpose or relative clause a verb is."""

    def __init__(self, text: str, people: Speakers, subjects: Subjects) -> None:
        """Read this text with these people in mind."""
        self.text = text
        self.people = people
        self.subjects = subjects

    def participle(self, place: Place, verb: Verb, begin: int) -> Head | None:
        """A participle that reports: "Noting that …, X …", ", stressing that …"."""
        text, low = self.text, place.sentence.start
        before = text[low:begin].rstrip()
        act = verb.entry.act
        if not before or (
            before.lower() in {"after", "while", "in", "when", "before", "by", "also", "in addition to"}
        ):
            coming = next(
                (
                    m
                    for m in place.mentions
                    if m.start > verb.end and re.search(r",\s*(?:the\s+)?$", text[verb.end : m.start])
                ),
                None,
            )
            greets = act == "welcome" and grammar.GREETED.match(text, verb.end)
            if coming is None or greets or act == "discuss" or verb.entry.lemma in grammar.words("weak"):
                return None
            voice = self.people.resolve(coming)
            if voice is None or (
                act in {"state", "inform"}
                and verb.entry.lemma not in grammar.EMPHASIS
                and not (grammar.THAT.match(text, verb.end) or acts.inner(text[verb.end : verb.end + 80]))
            ):
                return None
            return Head(low, verb.start, verb.end, verb, voice, "opening")
        last = place.heads[-1] if place.heads else None
        word = (re.findall(r"\w+$", before) or [""])[0].lower()
        joined = (
            before.endswith(",")
            or word in {"while", "also"}
            or (word == "by" and not last)
            or (word == "and" and last and "ing" in last.forms)
        )
        if not joined:
            return None
        if last is not None:
            if (
                verb.entry.lemma.split()[0] in grammar.words("weak")
                and verb.entry.rest is None
                and verb.entry.lemma != "add"
            ):
                return None
            return Head(begin, verb.start, verb.end, verb, last.voice, "participle")
        subject = next(
            (
                m
                for m in place.mentions
                if m.end <= begin
                and grammar.ASIDE.fullmatch(text, m.end, begin)
                and (m.kind != "state" or text[low : m.start].rstrip()[-1:] in {"", ","})
            ),
            None,
        )
        if subject is not None and grammar.PURPOSE.search(text, low, subject.start):
            subject = None  # "X met Minister Y, stressing …": what X stressed
        if subject is not None:
            voice = self.people.resolve(subject)
            if voice and voice.states:
                return Head(subject.start, verb.start, verb.end, verb, voice, "opening")
        if act == "discuss" and grammar.PURPOSE.search(before):
            return Head(begin, verb.start, verb.end, verb, self.people.joint, "purpose")
        first = next((m for m in place.mentions if not text[low : m.start].strip()), None)
        if (
            first
            and act not in {"discuss", "agree", "respond_positive", "respond_negative"}
            and verb.entry.lemma.split()[0] not in grammar.words("weak")
        ):
            voice = self.people.resolve(first)
            if voice and voice.states:
                return Head(begin, verb.start, verb.end, verb, voice, "participle")
        return None

    def relative(self, place: Place, verb: Verb, begin: int) -> Head | None:
        """A relative clause that reports: "…, who reiterated that …"."""
        before = self.text[place.sentence.start : begin].rstrip()
        if (
            not before.endswith(", who")
            or "had" in self.text[begin : verb.start]
            or "past" not in verb.forms
            or verb.entry.lemma.split()[0] in grammar.words("weak")
        ):
            return None
        at = place.sentence.start + len(before) - 5
        mention = next((m for m in reversed(place.mentions) if m.end <= at), None)
        voice = self.people.resolve(mention) if mention and at - mention.end <= len(", ") else None
        return (
            Head(at + 2, verb.start, verb.end, verb, voice, "participle") if voice and voice.states else None
        )

    def purpose(self, place: Place, verb: Verb, group: list[str], begin: int) -> Head | None:
        """A purpose that reports: "met to discuss", "called to congratulate"."""
        if "to" not in group or "base" not in verb.forms or place.heads or place.lead_act:
            return None
        before = self.text[place.sentence.start : begin]
        if not grammar.PURPOSE.search(before):
            return None
        if verb.entry.act == "discuss":
            return Head(begin, verb.start, verb.end, verb, self.people.joint, "purpose")
        first = next((m for m in place.mentions if m.kind == "person"), None)
        voice = self.people.resolve(first) if first else None
        if first is None or voice is None or verb.entry.lemma.split()[0] in grammar.words("weak"):
            return None
        thanks = verb.entry.act == "appreciate"
        return Head(first.start if thanks else begin, verb.start, verb.end, verb, voice, "purpose")
