"""The closed lists."""

from __future__ import annotations

import pytest

from kg import alignment
from kg.errors import VocabularyError
from kg.vocabulary.schemes import (
    ACCOUNT_RELATIONS,
    ACTS,
    CONDITION_KINDS,
    DOCUMENT_KINDS,
    GRADES,
    MEETING_TYPES,
    POLARITIES,
    SCHEMES,
    VOICES,
)


def test_the_lists_are_those_of_the_reader_contract():
    """The codes that every output uses, in the order of the file."""
    assert " ".join(POLARITIES) == "support conditional_support neutral mixed oppose none"
    assert " ".join(GRADES) == ("accepts accepts_with_condition shares_view acknowledges deflects declines")
    assert tuple(ACCOUNT_RELATIONS) == alignment.RELATIONS
    assert " ".join(VOICES) == "named state joint narrator"
    assert " ".join(DOCUMENT_KINDS) == "overview press_release readout joint_statement"
    assert " ".join(sorted(ACTS)) == (
        "acknowledge agree appreciate commit concern condemn confirm consult criticize discuss "
        "express_intent inform invite oppose propose request "
        "respond_negative respond_positive state support urge welcome"
    )
    assert " ".join(sorted(MEETING_TYPES)) == (
        "2+2 consultation courtesy_call defence_ministers_meeting foreign_ministers_meeting joint_commission "
        "meeting other phone_call summit working_group"
    )


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.kind)
def test_every_code_has_an_iri_a_label_and_resolves(scheme):
    """The IRI is the kind and the notation; `-`, `_` and case are one to a person who types."""
    assert len(scheme) > 1
    for notation in scheme:
        assert scheme.iri(notation).endswith(f"#{scheme.kind}_{notation}")
        assert scheme.label(notation)
        assert scheme.concepts[notation].definition.endswith(".")
        assert scheme.resolve(notation.replace("_", "-").upper()) == notation
        assert notation in scheme


def test_every_concept_belongs_to_a_list():
    """No concept of acts.ttl is out of reach."""
    from kg.vocabulary.schemes import _concepts

    assert sum(map(len, SCHEMES)) == len(_concepts())


def test_an_unknown_code_is_refused_with_the_nearest():
    """A mistyped act is an error that says what was perhaps meant."""
    with pytest.raises(VocabularyError) as caught:
        ACTS.resolve("requst")
    assert caught.value.near[0] == "request"
    assert "unknown act" in str(caught.value)
    with pytest.raises(VocabularyError):
        ACTS.iri("Request")
    assert "Request" not in ACTS


def test_only_condition_kinds_have_cues():
    """Every kind of condition is told by some word, and no word tells two."""
    cues = [cue for concept in CONDITION_KINDS.concepts.values() for cue in concept.cues]
    assert all(concept.cues for concept in CONDITION_KINDS.concepts.values())
    assert len(cues) == len(set(cues))
    assert not any(concept.cues for concept in ACTS.concepts.values())
