"""From what a person types to typed terms in a query's seams; raw text never enters a query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import VocabularyError
from kg.questions.catalogue import SEAM
from kg.questions.topics import Topics
from kg.vocabulary.namespaces import ID, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kg.questions.catalogue import Parameter, Question


Given = str | float | Iterable[str] | None
"""One value, several (any of them), or none (all)."""


class Resolver:
    """Turns words into terms, with the vocabularies of one overlay."""

    def __init__(self, overlay: Path | None = None) -> None:
        """Nothing is read until a word needs it."""
        self._overlay = overlay
        self.topics = Topics(overlay)

    def terms(self, parameter: Parameter, word: str) -> list[str]:
        """The terms, in N-Triples notation, that one word stands for.

        Raises VocabularyError for a word that no vocabulary knows, with what was perhaps meant.
        """
        if not word.strip():
            raise VocabularyError(
                f"{parameter.name} is empty", f"leave --{option(parameter.name)} out to take all"
            )
        read: dict[str, Callable[[Parameter, str], list[str]]] = {
            "state": self._state,
            "issue": self._issue,
            "date": self._date,
            "document": self._document,
            "number": self._number,
            "official": self._text,
            "text": self._text,
        }
        return read[parameter.type](parameter, word.strip())

    def _state(self, _: Parameter, word: str) -> list[str]:
        from kg.vocabulary.actors import actors

        return [_node(actors(self._overlay).iri(actor(word, self._overlay)))]

    def _issue(self, _: Parameter, word: str) -> list[str]:
        return [_node(iri) for iri in self.topics.within(self.topics.resolve(word))]

    def _date(self, parameter: Parameter, word: str) -> list[str]:
        return [_literal(day(word, parameter.bound), f"{XSD}date")]

    def _document(self, _: Parameter, word: str) -> list[str]:
        return [_node(readout(word))]

    def _number(self, _: Parameter, word: str) -> list[str]:
        return [_literal(number(word), f"{XSD}decimal")]

    def _text(self, _: Parameter, word: str) -> list[str]:
        return [_literal(word)]


def actor(word: str, overlay: Path | None = None) -> str:
    """The code of a state or organisation, by any of its names.

    Raises VocabularyError with what was perhaps meant.

    >>> actor("russia"), actor("Russian Federation"), actor("asean")
    ('RUS', 'RUS', 'asean')
    """
    from kg.vocabulary.actors import actors

    known = actors(overlay)
    code = known.resolve(word)
    if code is None:
        near = known.near(word)
        advice = f"did you mean {' or '.join(near[:3])}?" if near else "use a name, or an ISO 3166 code"
        raise VocabularyError(f"no state or organisation called {word!r}", advice, near)
    return code


def readout(word: str) -> str:
    """The IRI of a readout, from itself, its CURIE or its hash. Raises VocabularyError.

    >>> readout("id:readout/0123456789abcdef")
    'https://w3id.org/bilateral-kg/id/readout/0123456789abcdef'
    """
    key = word.removeprefix(ID).removeprefix("id:").removeprefix("readout/")
    if not re.fullmatch(r"[0-9a-f]{16}", key):
        raise VocabularyError(f"no readout IRI: {word!r}", "list the readouts: kg documents list")
    return f"{ID}readout/{key}"


def day(word: str, bound: str = "first") -> str:
    """The first or last day of a year, a month or a day, in ISO 8601.

    >>> day("2011"), day("2004-02", "last"), day("2011-4-7")
    ('2011-01-01', '2004-02-29', '2011-04-07')
    """
    from calendar import monthrange

    found = re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", word.strip(), re.ASCII)
    advice = "write a year, a month or a day: 2011, 2011-04, 2011-04-07"
    if not found:
        raise VocabularyError(f"no date: {word!r}", advice)
    year, month, date = (int(part) if part else 0 for part in found.groups())
    last = bound == "last"
    try:
        month = month if found[2] else 12 if last else 1
        length = monthrange(year, month)[1]
        date = date if found[3] else length if last else 1
        if year < 1 or not 1 <= date <= length:
            raise ValueError(word)  # noqa: TRY301  said below, as for a month that is none
    except ValueError as error:
        raise VocabularyError(f"no such day: {word!r}", advice) from error
    return f"{year:04}-{month:02}-{date:02}"


def number(word: str) -> str:
    """A number without a sign, as a decimal; a percentage is a part of one.

    >>> number("0.6"), number("60%"), number(" 2 "), number(".5")
    ('0.6', '0.6', '2', '0.5')
    """
    from decimal import Decimal

    found = re.fullmatch(r"(\d{1,9}|\d{0,9}\.\d{1,9})\s*(%?)", word.strip(), re.ASCII)
    if not found:
        raise VocabularyError(f"no number: {word!r}", "write digits: 2, 0.6 or 60%")
    value = Decimal(found[1]) / (100 if found[2] else 1)
    return f"{value.normalize():f}"


def option(name: str) -> str:
    """A parameter's name as people type it.

    >>> option("as_of")
    'as-of'
    """
    return name.replace("_", "-")


def _node(iri: str) -> str:
    from pyoxigraph import NamedNode

    return str(NamedNode(iri))


def _literal(value: str, datatype: str | None = None) -> str:
    from pyoxigraph import Literal, NamedNode

    return str(Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value))


def fill(question: Question, values: Mapping[str, Given], resolver: Resolver) -> str:
    """The query with its seams filled; a parameter that is not given keeps `UNDEF`, which takes all.

    Raises VocabularyError for an unknown parameter, a missing required one, or a word nobody knows.
    """
    given = {name.replace("-", "_"): value for name, value in values.items()}
    if unknown := sorted(set(given) - set(question.parameters)):
        known = ", ".join(question.parameters)
        raise VocabularyError(f"{question.name} has no parameter {unknown[0]!r}", f"it has: {known}")
    seams = {}
    for name, parameter in question.parameters.items():
        words = _words(given.get(name)) or _words(parameter.default)
        if not words and parameter.required:
            raise VocabularyError(
                f"{question.name} needs {option(name)}: {parameter.label}", f"add --{option(name)} …"
            )
        terms = [term for word in words for term in resolver.terms(parameter, word)]
        seams[name] = " ".join(dict.fromkeys(terms)) or "UNDEF"
    return SEAM.sub(lambda seam: f"VALUES ?{seam[1]} {{ {seams[seam[1]]} }}", question.query)


def _words(value: Given) -> list[str]:
    if value is None:
        return []
    return [str(value)] if isinstance(value, str | int | float) else [str(word) for word in value]
