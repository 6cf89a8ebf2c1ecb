"""Passages that belong to somebody: "X made the following statements:", "The Ministers agreed on this:"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import grammar

if TYPE_CHECKING:
    from kg.extraction.place import Place
    from kg.extraction.speakers import Mention, Speakers, Voice
    from kg.model import Document

_BESIDE = 40  # characters between a lead's words and the speaker they name
_BELOW = re.compile(r"follow|below|outlined|summari[sz]ed")
_JOINT_LISTS = {
    "agree": re.compile(r"\bagree|\bdecided"),
    "discuss": re.compile(r"\b(?:discuss|exchanged|topics|addressed|reviewed|talked)"),
}


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
            titled = found.start() < len("the")  # "Statements by X", not "X made the following statements"
            near = [m for m in mentions if m.start - start <= found.end() + _BESIDE]
            return self.people.resolve(
                (near or mentions)[-1] if titled else _before(mentions, start + found.start())
            ), ""
        if not words.rstrip().endswith(":"):
            return None, ""
        act = next((act for act, pattern in _JOINT_LISTS.items() if pattern.search(words)), "")
        if act:
            return self.people.joint, act
        if len(mentions) == 1 and len(words) - (mentions[0].end - mentions[0].start) < _BESIDE:
            return self.people.resolve(mentions[0]), ""  # "(1) The Russian side:"
        return None, ""

    def opens(self, place: Place) -> Voice | None:
        """The speaker whose words this sentence introduces; its own verb then reports nothing."""
        sentence = place.sentence
        words = self.text[sentence.start : sentence.end]
        if not place.mentions or not words.rstrip().endswith((":", ".")) or not _BELOW.search(words):
            return None
        found = grammar.cue("lead").search(words)
        if not found:
            return None
        at = sentence.start + found.start()
        heads = [h for h in place.heads if h.verb_start <= at + len(found[0]) and h.verb_end >= at]
        voice = heads[-1].voice if heads else self.people.resolve(_before(place.mentions, at))
        place.heads = [h for h in place.heads if h not in heads]
        if voice is not None and voice.voice != "joint":
            self.people.spoke(voice)
            return voice
        return None

    def heads_a_list(self, place: Place) -> bool:
        """Whether the sentence only opens a list ("They agreed on the following:"), whose items report."""
        words = self.text[place.sentence.start : place.sentence.end]
        return bool(grammar.LIST.search(words)) and len(words) < grammar.LIST_MAX and len(place.heads) <= 1


def _before(mentions: list[Mention], at: int) -> Mention:
    """The last mention that begins before `at`, else the first."""
    return next((m for m in reversed(mentions) if m.start < at), mentions[0])
