"""The closed lists (acts, polarities, grades …), read from `ontology/acts.ttl` when first needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from kg import resources
from kg.errors import VocabularyError
from kg.vocabulary.namespaces import KG, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a closed list; `cues` are the words that tell it, where it has such (conditions)."""

    iri: str
    notation: str
    label: str
    definition: str
    cues: tuple[str, ...] = ()


class Scheme:
    """One closed list: behaves like its notations, in the order of the file.

    `kind` is the part of the IRI before the notation: `kg:act_request`.

    >>> "request" in ACTS, len(ACTS)
    (True, 22)
    >>> list(POLARITIES)
    ['support', 'conditional_support', 'neutral', 'mixed', 'oppose', 'none']
    """

    def __init__(self, kind: str, name: str) -> None:
        """Nothing is read yet; `name` is what the list is called in a message."""
        self.kind = kind
        self.name = name

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """Notation to concept."""
        return {c.notation: c for c in _concepts() if c.iri.startswith(f"{KG}{self.kind}_")}

    def __contains__(self, notation: object) -> bool:
        """Whether this is exactly one of the notations."""
        return notation in self.concepts

    def __iter__(self) -> Iterator[str]:
        """Go through the notations."""
        return iter(self.concepts)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.concepts)

    def iri(self, notation: str) -> str:
        """The IRI of a notation as this software writes it. Raises VocabularyError.

        >>> ACTS.iri("request")
        'https://w3id.org/bilateral-kg/ontology#act_request'
        """
        return self._concept(notation).iri

    def label(self, notation: str) -> str:
        """Its English label. Raises VocabularyError.

        >>> POLARITIES.label("conditional_support")
        'conditional support'
        """
        return self._concept(notation).label

    def resolve(self, word: str) -> str:
        """The notation that a person means; case, blanks, `-` and `_` do not count.

        Raises VocabularyError with the nearest notations.

        >>> POLARITIES.resolve("Conditional-Support")
        'conditional_support'
        """
        return self._concept("_".join(word.strip().lower().replace("-", "_").split())).notation

    def _concept(self, notation: str) -> Concept:
        found = self.concepts.get(notation)
        if found is None:
            from difflib import get_close_matches

            near = tuple(get_close_matches(notation, self.concepts, n=3))
            raise VocabularyError(
                f"unknown {self.name}: {notation!r}", f"one of: {', '.join(self.concepts)}", near
            )
        return found


@cache
def _concepts() -> list[Concept]:
    from pyoxigraph import Literal, RdfFormat, parse

    read: dict[str, dict[str, list[str]]] = {}
    for quad in parse(resources.text("ontology", "acts.ttl"), format=RdfFormat.TURTLE):
        if isinstance(quad.object, Literal):
            properties = read.setdefault(str(quad.subject.value), {})
            properties.setdefault(quad.predicate.value, []).append(quad.object.value)
    return [
        Concept(
            iri=iri,
            notation=found[f"{SKOS}notation"][0],
            label=found[f"{SKOS}prefLabel"][0],
            definition=found[f"{SKOS}definition"][0],
            cues=tuple(found.get(f"{KG}cue", ())),
        )
        for iri, found in read.items()
        if f"{SKOS}notation" in found
    ]


ACTS: Final = Scheme("act", "act")
POLARITIES: Final = Scheme("polarity", "polarity")
GRADES: Final = Scheme("grade", "reply grade")
VOICES: Final = Scheme("voice", "voice")
MEETING_TYPES: Final = Scheme("meeting", "meeting type")
DOCUMENT_KINDS: Final = Scheme("document", "kind of document")
CONDITION_KINDS: Final = Scheme("condition", "kind of condition")
REPLY_STATUSES: Final = Scheme("status", "reply status")
POSITION_CHANGES: Final = Scheme("change", "change of position")
ACCOUNT_RELATIONS: Final = Scheme("relation", "relation between accounts")
DUE_PRECISIONS: Final = Scheme("precision", "precision")
VERDICTS: Final = Scheme("verdict", "verdict")

SCHEMES: Final = (
    ACTS,
    POLARITIES,
    GRADES,
    VOICES,
    MEETING_TYPES,
    DOCUMENT_KINDS,
    CONDITION_KINDS,
    REPLY_STATUSES,
    POSITION_CHANGES,
    ACCOUNT_RELATIONS,
    DUE_PRECISIONS,
    VERDICTS,
)
"""All closed lists."""
