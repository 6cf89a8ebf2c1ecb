"""Document -> clauses: one speaker and one act each, in the order of the text.

A sentence is read word by word (`heads`). A reporting verb counts where its place says so: right after a
speaker (`subjects`), chained to an earlier verb of the same speaker, without agent in the passive, as a
participle, or first on its line. What is said inside a "that" clause does not report again. A sentence
without a reporting verb goes on with the speaker before it, if the passage is theirs (`leads`); then clauses
are cut (`cutting`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction import grammar
from kg.extraction.cutting import Cutter
from kg.extraction.heads import Heads
from kg.extraction.leads import Leads
from kg.extraction.parties import parties
from kg.extraction.place import Head, Place
from kg.extraction.speakers import Mention, Speakers, Voice

if TYPE_CHECKING:
    from kg.extraction.clause import Clause
    from kg.model import Document, Meeting

_SHORT = 15  # characters: less is no statement
_LONG_INTRO = 50  # characters: behind a longer opening phrase the statement starts with its subject


def clauses(document: Document, meeting: Meeting) -> list[Clause]:
    """All reporting clauses of the document, in text order."""
    people = Speakers(document, meeting, parties(document, meeting))
    return _Reader(document, people).read()


class _Reader:
    """One pass over the sentences of a document."""

    def __init__(self, document: Document, people: Speakers) -> None:
        """Nothing is read yet."""
        self.document = document
        self.text = document.text
        self.people = people
        self.heads = Heads(document.text, people, joint=document.kind == "joint_statement")
        self.leads = Leads(document, people)
        self.cutter = Cutter(document.text, people)

    def read(self) -> list[Clause]:
        """The clauses of every sentence; who was speaking goes on within a block."""
        block = -1
        lead: tuple[Voice | None, str] = (None, "")
        opened: tuple[Voice, int] | None = None  # who was given the word, and at which level
        going: Voice | None = None  # who was speaking in the sentence before, in the same block
        found = self.people.learn(self.document.sentences)
        for k, sentence in enumerate(self.document.sentences):
            if sentence.block != block:
                block = sentence.block
                going = going if grammar.ORDINAL.match(self.text, sentence.start) else None
                opened = opened if opened and self._under(block, opened[1]) else None
                lead = self.leads.above(block)
                if lead[0] is None and opened:
                    lead = opened[0], ""
            through = grammar.THROUGH.match(self.text, sentence.start, sentence.end)
            if through:  # a spokesperson's or a statement's "said that" is no report of its own
                sentence = replace(sentence, start=through.end())  # noqa: PLW2901 - the rest is the sentence
            self._first(found[k])
            place = Place(sentence, found[k], [], *lead, going)
            self.heads.scan(place)
            given = self.leads.opens(place)
            if given:
                opened, lead = (given, self.document.blocks[block].level), (given, "")
            elif self.leads.heads_a_list(place):
                going = place.heads[-1].voice if place.heads else going
                continue
            if not place.heads and not given:
                self._free(place, going)
            self._remember(place)
            self.cutter.cut(place, k)
            going = place.heads[-1].voice if place.heads else going
        return self.cutter.out

    def _under(self, index: int, level: int) -> bool:
        """Whether a block still belongs to the passage that a line at this level opened."""
        block = self.document.blocks[index]
        return block.level > level or (block.kind == "paragraph" and block.level == level)

    def _first(self, mentions: list[Mention]) -> None:
        """Let "he" be whom the first sentence with a person names first, until somebody speaks."""
        if self.people.near is None:
            first = next((m for m in mentions if m.kind == "person"), None)
            self.people.near = first.voice if first else None

    def _remember(self, place: Place) -> None:
        """Keep in mind who spoke, or whom a sentence without a report was about."""
        first = next((m for m in place.mentions if m.kind == "person"), None)
        if first and first.voice and not place.heads and first.start - place.sentence.start < grammar.NEAR:
            self.people.near = first.voice
        for head in place.heads:
            self.people.spoke(head.voice)

    def _free(self, place: Place, going: Voice | None) -> None:
        """Let a sentence without a reporting verb go on with whoever has the word."""
        text, sentence = self.text, place.sentence
        words = text[sentence.start : sentence.end]
        voice = place.lead or self._continuing(place, going, words)
        if voice is None or len(words) < _SHORT:
            return
        intro = grammar.INTRO.match(text, sentence.start, sentence.end)
        start = sentence.start
        if intro and intro.end() - start > _LONG_INTRO:
            start = intro.end()
        act = place.lead_act
        how = "lead" if place.lead else "free"
        place.heads.append(Head(start, start, start, None, voice, how, act=act))

    def _continuing(self, place: Place, going: Voice | None, words: str) -> Voice | None:
        """Who has the word in a sentence without a report, where no line above gave it to anybody."""
        people, joint = self.people, self.heads.joint
        if grammar.PLAN.match(words):  # "Both sides to explore …"
            return people.joint
        if going is None and grammar.cue("evaluation").match(words):
            return people.joint if joint else people.narrator
        told = bool(grammar.FREE.search(words))
        if joint and grammar.cue("no_statement").search(words):
            return None
        first = next((m for m in place.mentions if m.start == place.sentence.start), None)
        acts = first and grammar.ACTS.match(self.text, first.end, place.sentence.end)
        home = first is not None and first.voice is not None and first.voice.states == people.home
        plans = home and going is None and grammar.PLANS.match(self.text, first.end if first else 0)
        if first and (joint or plans) and first.kind == "state" and acts:
            return first.voice  # "Kenya will pay for it" in a text of both sides, or of Kenya's own ministry
        if going is None or going.voice == "joint":
            return people.joint if joint and (going or (told and people.last)) else None
        if first and first.kind == "person" and first.voice != going:
            return None  # what the other one did
        ours = first is not None and first.voice is not None and first.voice.states == going.states
        return going if told or ours else None
