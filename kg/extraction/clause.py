"""The unit that the reader's stages pass on: one reporting clause, before it is split by topic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """One speaker and one act in the words `text[start:end]`.

    `start` is where the clause begins (its speaker's name, or the conjunction's verb: "and expressed …"),
    `content` where the reporting verb's complement begins ("that …", "the importance of …"; equal to `start`
    in free indirect speech). `sentence` is an index into `Document.sentences`. `verb` is the reporting verb
    group as printed ("reiterated its appreciation"), "" where the speech goes on without one.
    `act` is the closed list's code. `voice`: named, state, joint, narrator. `cue` is the reply cue as
    printed ("In response", "to which"), or "". `passive` is true for agentless passives. `conjunct` is true
    for a further content of the verb before it ("… and that …", "… and to …"), without a verb of its own.
    """

    start: int
    end: int
    content: int
    sentence: int
    verb: str
    act: str
    speaker: str | None
    speaker_states: tuple[str, ...]
    addressee_states: tuple[str, ...]
    voice: str = "named"
    cue: str = ""
    passive: bool = False
    past: bool = False
    conjunct: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Topic:
    """A stretch of a clause about one dossier: where its words begin and end, and how sure we are."""

    start: int
    end: int
    issue: str
    dossier: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Stance:
    """What side the words take: polarity, what for or against, on what condition."""

    polarity: str
    target: str | None = None
    target_states: tuple[str, ...] = ()
    condition: str | None = None
    presupposes: str | None = None
    confidence: float = 1.0
