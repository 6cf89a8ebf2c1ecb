"""What is known of one sentence while its reporting verbs are put in their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.lexicon import Verb
    from kg.extraction.speakers import Mention, Voice
    from kg.model import Sentence


@dataclass(slots=True)
class Head:
    """A reporting verb in its place, before its clause is cut."""

    start: int
    verb_start: int
    verb_end: int
    verb: Verb | None
    voice: Voice
    how: str
    passive: bool = False
    that: bool = False
    forms: frozenset[str] = frozenset()
    act: str = ""
    past: bool = False
    subject: str = ""
    said: tuple[int, int] | None = None  # where the words stand that an attribution follows


@dataclass(slots=True)
class Place:
    """What is known while one sentence is read."""

    sentence: Sentence
    mentions: list[Mention]
    heads: list[Head] = field(default_factory=list)
    lead: Voice | None = None
    lead_act: str = ""
    going: Voice | None = None  # who was speaking in the sentence before, in the same block
