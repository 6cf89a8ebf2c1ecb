"""One review: a person's verdict on one statement, and what of it the reader must be told.

A field is called what `kg read` calls it. Its value here is what JSON can hold: a word, None, a truth value,
or the sorted codes of states; `replies_to` is the IRI of the statement that is answered.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

import pyoxigraph as ox

from kg.errors import MetadataError, VocabularyError
from kg.extraction import gazetteer
from kg.vocabulary import schemes
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ID, KG, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.model import Statement

GRAPHS: Final = f"{ID}graph/reviews/"
"""The reviews of a readout's statements lie in a graph of their own, named by this and the readout's hash."""
Value: TypeAlias = "str | bool | list[str] | None"
_LINE: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_STATEMENT: Final = re.compile(re.escape(ID) + r"readout/[0-9a-f]{16}/statement/[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Review:
    """What a person (`by`) decided on a day (`on`, ISO 8601) about the statement with this IRI.

    `verdict`: accepted, corrected or rejected. `correct` holds the fields that are to have other values.
    `quote`, `start` and `read` are what that person saw: the words, where they began, and the reader's
    fields that were not empty.
    """

    statement: str
    verdict: str
    by: str
    on: str
    quote: str
    start: int
    read: dict[str, Value] = field(default_factory=dict)
    correct: dict[str, Value] = field(default_factory=dict)
    note: str = ""

    @property
    def readout(self) -> str:
        """The IRI of the document.

        >>> Review("https://example.org/r/statement/0123456789ab", "accepted", "A. B.", "", "", 0).readout
        'https://example.org/r'
        """
        return self.statement.partition("/statement/")[0]

    @property
    def graph(self) -> str:
        """The named graph that it lies in."""
        return graph(self.readout)

    def triples(self) -> list[ox.Triple]:
        """The review as it is stored."""
        node = ox.NamedNode(f"{self.statement}/review")
        rows: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            ("reviewOf", ox.NamedNode(self.statement)),
            ("verdict", ox.NamedNode(schemes.VERDICTS.iri(self.verdict))),
            ("reviewedBy", ox.Literal(self.by)),
            ("reviewedOn", ox.Literal(self.on, datatype=ox.NamedNode(f"{XSD}date"))),
            ("reviewedWords", ox.Literal(self.quote)),
            ("reviewedStart", ox.Literal(str(self.start), datatype=ox.NamedNode(f"{XSD}integer"))),
            *(("readerSaid", ox.Literal(line(name, value))) for name, value in self.read.items()),
            *(("correction", ox.Literal(line(name, value))) for name, value in self.correct.items()),
            *([("reviewNote", ox.Literal(self.note))] if self.note else []),
        ]
        kind = ox.Triple(node, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{KG}Review"))
        return [kind, *(ox.Triple(node, ox.NamedNode(KG + name), value) for name, value in rows)]


def graph(readout: str) -> str:
    """The named graph of a readout's reviews."""
    return GRAPHS + readout.rpartition("/")[2]


def line(name: str, value: Value) -> str:
    """A field and its value as the graph holds them.

    >>> line("speaker_states", ["JPN"]), line("condition", None)
    ('speaker_states: ["JPN"]', 'condition: null')
    """
    return f"{name}: {json.dumps(value, ensure_ascii=False)}"


def stored(quads: Iterable[ox.Quad]) -> dict[str, Review]:
    """Statement to its review, out of a graph of reviews; sorted."""
    about: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        said = about.setdefault(str(getattr(quad.subject, "value", "")), {})
        said.setdefault(quad.predicate.value.removeprefix(KG), []).append(
            str(getattr(quad.object, "value", ""))
        )

    def fields(lines: Iterable[str]) -> dict[str, Value]:
        return {name: json.loads(value) for name, _, value in (one.partition(": ") for one in sorted(lines))}

    found = {}
    for said in about.values():
        review = Review(
            said["reviewOf"][0],
            said["verdict"][0].rpartition("_")[2],
            said["reviewedBy"][0],
            said["reviewedOn"][0],
            said["reviewedWords"][0],
            int(said["reviewedStart"][0]),
            fields(said.get("readerSaid", ())),
            fields(said.get("correction", ())),
            next(iter(said.get("reviewNote", ())), ""),
        )
        found[review.statement] = review
    return dict(sorted(found.items()))


def checked(review: Review) -> Review:
    """The review with its fields in their order and form. Raises MetadataError, VocabularyError."""
    if not _STATEMENT.fullmatch(review.statement):
        raise MetadataError(f"{review.statement!r} is no statement's IRI", "see: kg ask evidence --details")
    verdict = schemes.VERDICTS.resolve(review.verdict)
    by = " ".join(review.by.split())
    if not by or not _LINE.fullmatch(by):
        raise MetadataError("a review says who decided, in one line", "give a name: --by NAME")
    try:
        if date.fromisoformat(review.on).isoformat() != review.on:
            raise ValueError  # noqa: TRY301 - other ways of writing a day
    except ValueError:
        raise MetadataError(f"{review.on!r} is no day", "write it as 2011-04-07") from None
    if (verdict == "corrected") != bool(review.correct):
        raise MetadataError(
            "a correction names the fields that change, and only a correction does", "act=urge"
        )
    if not review.quote or review.start < 0:
        raise MetadataError(f"{review.statement}: a review keeps the words that were seen", "quote, start")
    read = {name: review.read[name] for name in sorted(FIELDS.keys() & review.read.keys())}
    correct = values(review.correct)
    asked = str(correct.get("replies_to") or f"{review.readout}/")
    if asked == review.statement or not asked.startswith(f"{review.readout}/"):
        raise MetadataError("a reply answers another statement of its own document", "replies_to=IRI")
    return Review(
        review.statement,
        verdict,
        by,
        review.on,
        review.quote,
        review.start,
        {name: value for name, value in read.items() if value not in _EMPTY},
        correct,
        review.note.strip(),
    )


_EMPTY: Final[tuple[Value, ...]] = (None, False, [])


def values(told: Mapping[str, object]) -> dict[str, Value]:
    """Corrections, checked against the vocabulary and sorted; a new issue brings its dossier along.

    >>> values({"issue": "unsc_reform", "addressee_states": "RUS CHN", "condition": ""})
    {'addressee_states': ['CHN', 'RUS'], 'condition': None, 'dossier': 'unsc_reform', 'issue': 'unsc_reform'}

    Raises MetadataError for a field that cannot be corrected, VocabularyError for a value not known.
    """
    found = {name: _value(name, value) for name, value in told.items()}
    if "issue" in found or "dossier" in found:
        named = str(found.setdefault("issue", found.get("dossier")))
        top = gazetteer.concepts()[named].dossier
        if found.setdefault("dossier", top) != top:
            raise MetadataError(f"the issue {named} lies under {top}", f"dossier={top}, or leave it out")
    return dict(sorted(found.items()))


def _value(name: str, value: object) -> Value:
    if name not in FIELDS:
        raise MetadataError(f"there is no field {name!r} to correct", f"there are: {', '.join(FIELDS)}")
    return FIELDS[name](value)


def _word(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise MetadataError(f"{value!r} is no text", "write words, or nothing")
    words = " ".join((value or "").split())
    return words or None


def _flag(value: object) -> bool:
    word = str(value).strip().lower()
    if word not in {"true", "yes", "false", "no", "none", ""}:
        raise MetadataError(f"{value!r} is neither true nor false", "write true or false")
    return word in {"true", "yes"}


def _code(scheme: schemes.Scheme) -> Callable[[object], str]:
    return lambda value: scheme.resolve(str(value))


def _grade(value: object) -> str | None:
    return schemes.GRADES.resolve(str(value)) if value else None


def _issue(value: object) -> str:
    word = str(value).strip().lower().replace("-", "_")
    if word not in gazetteer.concepts():
        from difflib import get_close_matches

        near = tuple(get_close_matches(word, gazetteer.concepts(), n=3))
        raise VocabularyError(f"no issue has the code {word!r}", "see: kg ask issues-discussed", near)
    return word


def _states(value: object) -> list[str]:
    listed = re.split(r"[\s,]+", value) if isinstance(value, str) else value if value is not None else []
    if not isinstance(listed, list | tuple) or not all(isinstance(code, str) for code in listed):
        raise MetadataError(f"{value!r} is no list of states", "write codes: JPN RUS")
    codes = sorted({code for code in listed if code})
    for code in codes:
        actors().iri(code)
    return codes


def _speakers(value: object) -> list[str]:
    if not (codes := _states(value)):
        raise MetadataError("a statement is made for somebody", "speaker_states=JPN")
    return codes


def _statement(value: object) -> str | None:
    if value and not _STATEMENT.fullmatch(str(value)):
        raise MetadataError(f"{value!r} is no statement's IRI", "see: kg ask evidence --details")
    return str(value) if value else None


FIELDS: Final[dict[str, Callable[[object], Value]]] = {
    "act": _code(schemes.ACTS),
    "addressee_states": _states,
    "condition": _word,
    "dossier": _issue,
    "issue": _issue,
    "mentioned": _states,
    "past": _flag,
    "polarity": _code(schemes.POLARITIES),
    "presupposes": _word,
    "reaffirms": _flag,
    "replies_to": _statement,
    "reply_grade": _grade,
    "speaker": _word,
    "speaker_states": _speakers,
    "target": _word,
    "target_states": _states,
    "voice": _code(schemes.VOICES),
}
"""What can be corrected, and how a value is understood."""


def seen(statement: Statement, iris: Mapping[int, str]) -> dict[str, Value]:
    """The fields of a statement as the reader has them, all of them."""
    held: dict[str, Value] = {}
    for name in FIELDS:
        value = getattr(statement, name)
        if name == "replies_to":
            value = iris.get(value)
        held[name] = sorted(value) if isinstance(value, tuple) else value
    return held
