"""What the terms of the vocabulary are for: the checks unused and untouched find what has no purpose."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg import resources
from kg.validation import quality
from kg.vocabulary.namespaces import KG
from kg.vocabulary.reference import parsed

ROOT = Path(kg.__file__).parent.parent
CT = "https://w3id.org/bilateral-kg/competency/"
CHECKS = {check.name: check for check in quality.checks()}


def found(name, gone):
    """The terms that a check finds and did not find before: `gone` tells which quads are taken away."""
    known = [*parsed(), *quality.touches()]
    before, after = (
        {node for node, _ in CHECKS[name].rows(quality.loaded(quads))}
        for quads in (known, [q for q in known if not gone(q)])
    )
    return {node.removeprefix(KG) for node in after - before}


def touched(term):
    """Whether a quad says that a text touches this term."""
    return lambda q: q.predicate.value == f"{CT}touches" and q.object.value == KG + term


def test_a_term_that_nobody_asks_for_any_more_is_found():
    """Without those who touch it, a term that only readouts have is without use as well."""
    assert found("untouched", touched("inReplyTo")) == {"inReplyTo"}
    assert found("unused", touched("inReplyTo")) == {"inReplyTo"}


def test_a_term_with_data_is_in_use_though_nobody_asks_for_it():
    """The two checks are not one."""
    assert found("untouched", touched("demonym")) == {"demonym"}
    assert found("unused", touched("demonym")) == set()


@pytest.mark.parametrize("term", ["claimedBy", "presupposes"])
def test_a_reason_that_is_gone_is_missed(term):
    """A term is untouched where the reason no longer stands in untouched.ttl."""
    assert found("untouched", lambda q: q.subject.value == KG + term and CT in q.predicate.value) == {term}


def test_a_text_touches_what_it_names():
    """Questions, rules, shapes and cases, each by name."""
    said = {
        (q.subject.value.removeprefix(CT), str(q.object.value).removeprefix(KG)) for q in quality.touches()
    }
    assert ("queries/names-used.rq", "NameUsage") in said
    assert ("ontology/shapes/reference.ttl", "Membership") in said
    assert ("ontology/competency/data/members-on-date.trig", "fromYear") in said


def test_what_the_package_is_said_to_write_it_writes():
    """Each `ct:writtenBy` that names a part of the package is true."""
    reasons = resources.text("ontology", "competency", "untouched.ttl")
    said = [
        (q.subject.value.removeprefix(KG), q.object.value)
        for q in ox.parse(reasons, format=ox.RdfFormat.TURTLE)
        if q.predicate.value == f"{CT}writtenBy" and q.object.value.startswith("kg/")
    ]
    assert said
    for term, part in said:
        texts = [
            path.read_text(encoding="utf-8")
            for path in ROOT.glob("kg/**/*.py")
            if path.relative_to(ROOT).as_posix().startswith(part)
        ]
        assert any(re.search(rf"\b{term}\b", text) for text in texts), term
