"""What passes between the floors: frozen dataclasses, standard library only.

Offsets are 0-based, end-exclusive, in code points of the *stored text*: decoded, byte order mark
dropped, CRLF and CR turned into LF, nothing else; of Markdown, HTML, PDF and Word the text that was
extracted, which is what is stored. States are ISO 3166-1 alpha-3 codes, the European
Union `EUE`. Dates are ISO 8601: a day, a month, a year, or an interval `a/b`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the stored text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph of a page.

    `kind`: title, heading, paragraph, item (numbered or bulleted), noise (menu, caption, dateline, "back to
    index"). `start`/`end` leave the marker out; `marker` is its text ("1.", "(a)", "-"). `level` is the
    depth of a heading or item, 0 outermost. `headings` are the indexes of the blocks this one stands under,
    outermost first (an item that introduces sub-items counts as their heading).
    """

    kind: str
    start: int
    end: int
    level: int = 0
    marker: str = ""
    headings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `block` is the index of its block in `Document.blocks`."""

    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class Release:
    """One of several releases on a page."""

    start: int
    end: int
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A readout as stored: its text, what is known about it, and its layout.

    `publishers` are the states or organisations that publish it (several for a joint statement; empty if
    unknown). `kind`: overview, press_release, readout, joint_statement. `given` says where each metadata
    field came from: option, manifest, sidecar, front_matter, text. `sentences` cover the blocks that can hold
    statements (not titles, headings and noise), in order.
    """

    text: str
    sha256: str
    source: str = "-"
    title: str | None = None
    date: str | None = None
    publishers: tuple[str, ...] = ()
    url: str | None = None
    language: str = "en"
    kind: str = "readout"
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    releases: tuple[Release, ...] = ()
    given: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Official:
    """A person as this document names them: given name first, post as printed."""

    name: str
    state: str | None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The document's account of what took place (types as listed in the vocabulary)."""

    type: str = "meeting"
    date: str | None = None
    place: str | None = None
    states: tuple[str, ...] = ()
    officials: tuple[Official, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One reported speech act: one speaker, one act, one dossier.

    `speaker` is the name of one of the meeting's officials, or null. `voice`: named, state ("the Russian
    side"), joint, narrator. `issue` is a concept of ontology/issues.ttl, `dossier` its top concept.
    `target_states` are third or asked states named in `target`; `reaffirms` is true where the words say
    that a position is repeated or unchanged; `past` where they recall an earlier occasion.
    """

    n: int
    start: int
    end: int
    quote: str
    act: str
    dossier: str
    issue: str
    polarity: str = "none"
    speaker: str | None = None
    speaker_states: tuple[str, ...] = ()
    addressee_states: tuple[str, ...] = ()
    voice: str = "named"
    target: str | None = None
    target_states: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    condition: str | None = None
    replies_to: int | None = None
    reply_grade: str | None = None
    presupposes: str | None = None
    reaffirms: bool = False
    past: bool = False
    confidence: float = 1.0
    more: tuple[Span, ...] = ()
    release: int | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something promised in statement number `statement`; `due` is null where the words are vague."""

    statement: int
    parties: tuple[str, ...]
    what: str
    due: str | None = None
    due_words: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A document, event or organisation that the text cites; `inferred` marks a date completed by us."""

    kind: str
    name: str
    start: int
    end: int
    date: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class NameUsage:
    """One name that the text uses for a contested territory (the end of its IRI)."""

    name: str
    territory: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sentence that yielded nothing, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document."""

    document: Document
    meeting: Meeting = Meeting()
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    references: tuple[Reference, ...] = ()
    names: tuple[NameUsage, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unread_language: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The object that `kg read --format json` prints: plain lists, strings and numbers."""
        document, meeting = self.document, self.meeting
        answer: dict[str, Any] = {
            "document": {
                "title": document.title,
                "date": document.date,
                "publisher": document.publishers[0] if document.publishers else None,
                "publishers": list(document.publishers),
                "url": document.url,
                "language": document.language,
                "kind": document.kind,
                "sha256": document.sha256,
                "given": dict(document.given),
                "warnings": list(document.warnings),
            },
            "meeting": {
                "type": meeting.type,
                "date": meeting.date,
                "place": meeting.place,
                "states": list(meeting.states),
                "officials": [{"name": o.name, "state": o.state, "post": o.post} for o in meeting.officials],
            },
            "statements": [_statement(s) for s in self.statements],
            "commitments": [
                {
                    "statement": c.statement,
                    "parties": list(c.parties),
                    "what": c.what,
                    "due": c.due,
                    "due_words": c.due_words,
                }
                for c in self.commitments
            ],
            "references": [
                {
                    "kind": r.kind,
                    "name": r.name,
                    "date": r.date,
                    "inferred": r.inferred,
                    "start": r.start,
                    "end": r.end,
                }
                for r in self.references
            ],
            "names": [
                {"name": n.name, "territory": n.territory, "start": n.start, "end": n.end} for n in self.names
            ],
            "skipped": [{"start": s.start, "end": s.end, "reason": s.reason} for s in self.skipped],
        }
        if document.releases:
            answer["releases"] = [
                {"start": r.start, "end": r.end, "title": r.title} for r in document.releases
            ]
        if self.unread_language:
            answer["unread_language"] = self.unread_language
        return answer


def _statement(s: Statement) -> dict[str, Any]:
    row: dict[str, Any] = {
        "n": s.n,
        "start": s.start,
        "end": s.end,
        "quote": s.quote,
        "speaker": s.speaker,
        "speaker_states": list(s.speaker_states),
        "addressee_states": list(s.addressee_states),
        "voice": s.voice,
        "act": s.act,
        "issue": s.issue,
        "dossier": s.dossier,
        "polarity": s.polarity,
        "target": s.target,
        "target_states": list(s.target_states),
        "mentioned": list(s.mentioned),
        "condition": s.condition,
        "replies_to": s.replies_to,
        "reply_grade": s.reply_grade,
        "presupposes": s.presupposes,
        "reaffirms": s.reaffirms,
        "past": s.past,
        "confidence": s.confidence,
    }
    if s.more:
        row["more"] = [{"start": m.start, "end": m.end} for m in s.more]
    if s.release is not None:
        row["release"] = s.release
    return row
