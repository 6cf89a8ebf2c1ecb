"""Passives that report: "it was agreed", "trade was discussed", "which was welcomed by X"."""

# ruff: noqa: RUF001 - the marks that documents print

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import acts, grammar
from kg.extraction.place import Head, Place

if TYPE_CHECKING:
    from kg.extraction.lexicon import Verb
    from kg.extraction.speakers import Speakers, Voice
    from kg.extraction.subjects import Subjects


class Passives:
    """Tells whose passive a verb is, and where its clause begins."""

    def __init__(self, text: str, people: Speakers, subjects: Subjects) -> None:
        """Read this text with these people in mind."""
        self.text = text
        self.people = people
        self.subjects = subjects

    def passive(self, place: Place, verb: Verb, begin: int) -> Head | None:
        """A passive that reports, of both sides where no agent stands."""
        text, low = self.text, place.sentence.start
        lemma = verb.entry.lemma.split()[0]
        listed = lemma in grammar.words("passive") or re.search(r"\bwhich\s+\w+\s*$", text[low : verb.start])
        agent = self.subjects.agent(place, verb)
        if not listed and agent is None:
            return None
        last = place.heads[-1] if place.heads else None
        floor = last.verb_end if last else low
        segment = text[floor:begin]
        if last:
            joints = list(re.finditer(r",\s+and\s+|;\s+|\band\s+(?=it\b)|:\s+", segment))
            cut = max((m.end() for m in joints or re.finditer(r",\s+", segment)), default=0)
        else:
            comma = re.match(r"(?:[A-Z][a-z]+(?:\s+[^,]{1,150}?)?),\s+", segment)
            cut = comma.end() if comma and comma[0].split()[0].rstrip(",") in grammar.INTRO_WORDS else 0
            late = segment.rfind(", it ")
            cut = late + 2 if late >= 0 and segment.rstrip().lower().endswith(" it") else cut
        subject = segment[cut:].strip()
        if (
            last
            and subject.lower() not in {"it", "which"}
            and (last.that or not (last.passive or last.how == "nominal"))
        ):
            return None
        if (
            last
            and subject.lower() == "which"
            and verb.entry.act in {"support", "welcome", "respond_positive", "confirm", "appreciate"}
            and agent
        ):
            at = floor + cut + segment[cut:].find("which")
            return Head(at, verb.start, verb.end, verb, agent, "passive")
        if re.search(
            r"\b(?:that|which|who|as|whether|if|what|when|because|since)\s+(?:[\w'’-]+\s*){0,6}$", segment
        ) and not grammar.BY_WHICH.search(segment[: max(segment.lower().rfind("which") + 5, 0)]):
            return None
        present = re.search(r"\b(?:is|are)\s+(?:\w+\s+)?$", text[begin : verb.start])
        owner = next(
            (
                m
                for m in place.mentions
                if m.kind == "state"
                and floor + cut <= m.start < begin
                and text[m.end : m.end + 2] in {"'s", "’s"}
            ),
            None,
        )
        carries = lemma in grammar.words("carriers")
        if owner and carries and acts.inner(text[owner.end + 2 : begin]):
            agent = self.people.resolve(owner)
        lead = None if verb.entry.act == "agree" else place.lead or self._fronted(place)
        voice = agent or lead or (self.people.last if present and place.going else None) or self.people.joint
        if not voice.states:
            return None
        start = floor + cut
        while start < begin and text[start].isspace():
            start += 1
        if subject.startswith(("who ", "which ")) and not (agent and subject == "which"):
            return None
        return Head(
            min(start, begin),
            verb.start,
            verb.end,
            verb,
            voice,
            "passive",
            passive=agent is None,
            subject=subject,
        )

    def _fronted(self, place: Place) -> Voice | None:
        """Whose passive it is by the opening: "On the Kenyan side, it was stressed that"."""
        first = next(iter(place.mentions), None)
        if first is None or first.kind != "state":
            return None
        before = self.text[place.sentence.start : first.start].strip().lower()
        side = self.text[: first.end].endswith("side") and before in {"on", "from", "on the", "from the"}
        return first.voice if side or before in {"on the part of", "on behalf of", "for"} else None
