"""Passages that belong to somebody: "X made the following statements:", "The Ministers agreed on this:"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import grammar

if TYPE_CHECKING:
    from kg.extraction.place import Place
    from kg.extraction.speakers import Mention, Speakers, Voice
    from kg.model import Document


class Leads:
    """Tells by the lines a block stands under whose words it holds."""

    def __init__(self, document: Document, people: Speakers) -> None:
        """Nothing is known of any block yet."""
        self.document = document
        self.text = document.text
        self.people = people
        self.leads: dict[int, tuple[Voice | None, str]] = {}  # block -> whose passage it opens

    def above(self, block: int) -> tuple[Voice | None, str]:
        """Whose passage the block stands in, by the lines it stands under."""
        for index in reversed(self.document.blocks[block].headings):
            if index not in self.leads:
                self.leads[index] = self._read_lead(index)
            if self.leads[index][0]:
                return self.leads[index]
        return None, ""

    def _read_lead(self, index: int) -> tuple[Voice | None, str]:
        block = self.document.blocks[index]
        start = max(block.start, self.text.rfind(". ", block.start, block.end) + 1)
        words = self.text[start : block.end]
        mentions = self.people.mentions(start, block.end)
        found = grammar.cue("lead").search(words)
        if found and mentions:
            near = [m for m in mentions if m.start - start <= found.end() + 60]
            voice = self.people.resolve(
                (near or mentions)[-1] if found.start() < 3 else _before(mentions, start + found.start())
            )
            return voice, ""
        if words.rstrip().endswith(":"):
            if len(mentions) == 1 and len(words) - (mentions[0].end - mentions[0].start) < 25:
                return self.people.resolve(mentions[0]), ""
            for act in ("agree", "discuss"):
                if re.search(
                    {
                        "agree": r"\bagree|decided",
                        "discuss": r"\b(?:discuss|exchanged|topics|addressed|reviewed|talked)",
                    }[act],
                    words,
                ):
                    return self.people.joint, act
        return None, ""

    def opens(self, place: Place) -> Voice | None:
        """The speaker whose words this sentence introduces; its own verb then reports nothing."""
        sentence = place.sentence
        words = self.text[sentence.start : sentence.end]
        found = grammar.cue("lead").search(words)
        if not found or not place.mentions or not re.search(r"[:.]\s*$", words):
            return None
        at = sentence.start + found.start()
        if not re.search(r"follow|below|outlined|summari[sz]ed", words):
            return None
        heads = [h for h in place.heads if h.verb_start <= at + len(found[0]) and h.verb_end >= at]
        voice = heads[-1].voice if heads else self.people.resolve(_before(place.mentions, at))
        place.heads = [h for h in place.heads if h not in heads]
        if voice is not None and voice.voice != "joint":
            self.people.spoke(voice)
            return voice
        return None

    def heads_a_list(self, place: Place) -> bool:
        """Whether the sentence only opens a list ("The Ministers agreed on the following:"); its items report."""
        words = self.text[place.sentence.start : place.sentence.end]
        return bool(grammar.LIST.search(words)) and len(words) < grammar.LIST_MAX and len(place.heads) <= 1


def _before(mentions: list[Mention], at: int) -> Mention:
    """The last mention that begins before `at`, else the first."""
    return ([m for m in mentions if m.start < at] or mentions)[
        -1 if any(m.start < at for m in mentions) else 0
    ]
