"""Reports without a listed verb: "the talks focused on …", "spoke about …", "According to X, …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import grammar
from kg.extraction.place import Head, Place

if TYPE_CHECKING:
    from kg.extraction.speakers import Speakers
    from kg.extraction.subjects import Subjects


class Nominals:
    """Finds what a sentence reports by a noun, an opening or a verb that no list knows."""

    def __init__(self, text: str, people: Speakers, subjects: Subjects) -> None:
        """Read this text with these people in mind."""
        self.text = text
        self.people = people
        self.subjects = subjects

    def find(self, place: Place) -> None:
        """Add to `place.heads` what no verb in its place reports."""
        self._nominal(place)
        if not place.heads:
            self._unlisted(place)
        if not place.heads:
            self._sourced(place)
        if not place.heads or (place.heads[0].how == "purpose" and len(place.heads) == 1):
            self._spoken_about(place)

    def _nominal(self, place: Place) -> None:
        """Reports whose subject is a noun: "the talks focused on …"."""
        if (
            place.heads
            and place.heads[0].start < place.sentence.start + 40
            and place.heads[0].how not in {"passive", "bare"}
        ):
            return
        text, sentence = self.text, place.sentence
        starts = [sentence.start]
        comma = re.compile(r",\s+").search(text, sentence.start, min(sentence.end, sentence.start + 160))
        if comma:
            starts.append(comma.end())
        for start in starts:
            for act, pattern in grammar.nominal():
                found = pattern.match(text, start, sentence.end)
                if found and not any(
                    (h.start < found.end() and h.verb_start > start and h.how == "subject")
                    or (h.how == "passive" and h.start == start and h.verb and h.verb.entry.act == act)
                    for h in place.heads
                ):
                    place.heads = [h for h in place.heads if h.verb_start > found.end()]
                    voice = self.people.joint
                    place.heads.insert(
                        0,
                        Head(
                            start,
                            found.end(),
                            found.end(),
                            None,
                            voice,
                            "nominal",
                            act=act,
                            forms=frozenset({"past"}),
                        ),
                    )
                    return

    def _unlisted(self, place: Place) -> None:
        """A verb that no list knows reports too where a person is its subject and "that" follows it."""
        first = next((m for m in place.mentions if m.kind in {"person", "joint", "he"}), None)
        found = grammar.TOLD.match(self.text, first.end, place.sentence.end) if first else None
        before = self.text[place.sentence.start : first.start].rstrip() if first else ""
        if first is None or not found or not (not before or before.endswith(",")):
            return
        voice = self.people.resolve(first)
        if voice and voice.states:
            at, said = found.start("verb"), (found.end(), place.sentence.end)
            place.heads.append(
                Head(first.start, at, found.end("verb"), None, voice, "subject", that=True, said=said)
            )
            self.people.spoke(voice)

    def _sourced(self, place: Place) -> None:
        """What stands "According to X"."""
        text, sentence = self.text, place.sentence
        after = grammar.SOURCE.search(text, sentence.start, sentence.end)
        if after and after.start() - sentence.start > grammar.QUOTE:
            named = next((m for m in place.mentions if m.kind == "person" and m.start == after.end()), None)
            voice = self.people.resolve(named) if named else None
            if voice and voice.states:
                at = sentence.start
                place.heads.append(Head(at, at, at, None, voice, "inverted", said=(at, after.start())))
            return
        first = next(iter(place.mentions), None)
        if first and first.kind == "person" and not text[sentence.start : first.start].strip():
            words = grammar.COLON.match(text, first.end, sentence.end)
            voice = self.people.resolve(first) if words else None
            if words and voice and voice.states:  # Wang: "…"
                at = first.start
                place.heads.append(
                    Head(at, at, words.end(), None, voice, "inverted", said=(words.end(), sentence.end))
                )
            return
        source = grammar.ACCORDING.match(text, sentence.start)
        if source:
            judged = grammar.JUDGED.search(text, source.end(), min(sentence.end, source.end() + 150))
            named = next((m for m in place.mentions if m.kind == "person" and m.start <= source.end()), None)
            voice = self.people.resolve(named) if named else None
            if voice:
                place.heads.append(
                    Head(
                        sentence.start,
                        sentence.start,
                        named.end if named else source.end(),
                        None,
                        voice,
                        "inverted",
                        act="inform" if source[0].startswith("According") and not judged else "state",
                    )
                )

    def _spoken_about(self, place: Place) -> None:
        """What the meeting itself was about: "spoke with Minister X about …"."""
        text, sentence = self.text, place.sentence
        spoke = grammar.SPOKE.search(text, sentence.start, sentence.end)
        clear = spoke and (not place.heads or spoke.start("at") < place.heads[0].start)
        if spoke and clear and any(m.kind in {"person", "joint"} for m in place.mentions):
            place.heads.insert(
                0,
                Head(
                    spoke.start("at"),
                    spoke.end(),
                    spoke.end(),
                    None,
                    self.people.joint,
                    "purpose",
                    act="discuss",
                ),
            )
