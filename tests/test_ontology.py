"""The vocabulary as shipped: its quality, its profile, and that each check catches what it is for."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest

import kg
from kg import resources, validation
from kg.validation import quality
from kg.vocabulary.namespaces import KG, OWL, RDF, RDFS, SKOS, prefixes
from kg.vocabulary.reference import parsed

DATA = Path(__file__).parent / "data"
CHECKS = quality.checks()
FILES = resources.names("ontology", suffix=".ttl")


@cache
def statements() -> list[ox.Quad]:
    """All of ontology/, read once."""
    return list(parsed())


def terms(*kinds: str) -> set[str]:
    """The kg: terms declared as one of these kinds."""
    return {
        str(q.subject.value)
        for q in statements()
        if q.predicate.value == f"{RDF}type"
        and str(q.object.value) in {OWL + kind for kind in kinds}
        and str(q.subject.value).startswith(KG)
    }


@pytest.fixture(scope="module")
def shipped() -> ox.Store:
    """All of ontology/ in one store, with what the terms are for."""
    return quality.loaded([*statements(), *quality.touches()])


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.name)
def test_the_shipped_vocabulary_has_no_fault(check, shipped):
    """No check finds anything in what we ship."""
    assert check.rows(shipped) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.name)
def test_every_check_catches_its_broken_sample(check):
    """For each check there is a small sample that it finds fault with."""
    text = (DATA / "quality" / f"{check.name}.ttl").read_text(encoding="utf-8")
    assert check.rows(quality.loaded(ox.parse(text, format=ox.RdfFormat.TURTLE)))


def test_every_check_says_what_and_how_bad():
    """A summary in one sentence, and a severity."""
    for check in CHECKS:
        assert check.summary.endswith(".")
        assert check.severity in {"violation", "warning"}


def test_a_check_that_is_no_select_is_a_mistake():
    """A query of another kind is refused."""
    with pytest.raises(TypeError, match="no SELECT"):
        quality.Check("x", "X.", "warning", "ASK {}").rows(ox.Store())


def test_no_faults_of_the_vocabulary_and_those_of_an_overlay(tmp_path):
    """`vocabulary()` is empty for ours, and finds what a user's file breaks, naming the check."""
    assert validation.vocabulary() == []
    (tmp_path / "mine.ttl").write_text((DATA / "quality" / "broader-cycle.ttl").read_text())
    found = validation.vocabulary(tmp_path)
    assert any("[broader-cycle]" in fault.message for fault in found)


@pytest.mark.parametrize("name", FILES)
def test_files_use_the_declared_prefixes(name):
    """A prefix means the same everywhere; `state:` and the like may be local."""
    text = resources.text("ontology", name)
    for prefix, namespace in re.findall(r"^@prefix (\w+): <([^>]+)>", text, re.MULTILINE):
        assert prefixes().get(prefix, namespace) == namespace


def test_every_term_of_the_graph_s_contract_is_declared():
    """What docs/architecture.md names exists, as class, property or concept."""
    page = (Path(__file__).parent.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    known = {str(q.subject.value) for q in statements()}
    named = set(re.findall(r"`kg:([A-Za-z]\w*)`|`kg:([A-Z]\w+),", page))
    for name in {first or second for first, second in named} - {"kind_notation"}:
        assert KG + name in known, name


def test_every_class_of_a_closed_list_has_members():
    """No list is empty, and each concept is in the list of its class."""
    concepts = {str(q.subject.value) for q in statements() if q.object == ox.NamedNode(f"{SKOS}Concept")}
    lists = {
        str(q.subject.value)
        for q in statements()
        if q.predicate.value == f"{RDFS}subClassOf" and q.object == ox.NamedNode(f"{SKOS}Concept")
    }
    assert len(lists) == 13
    for one in lists:
        members = {
            str(q.subject.value)
            for q in statements()
            if q.predicate.value == f"{RDF}type" and q.object == ox.NamedNode(one)
        }
        assert members
        assert members <= concepts


def test_what_must_not_be_confused_is_disjoint():
    """Every two of the kinds of things are disjoint: a reasoner has something to find."""
    pairs = {
        frozenset((str(q.subject.value), str(q.object.value)))
        for q in statements()
        if q.predicate.value == f"{OWL}disjointWith"
    }
    kinds = (
        "Actor Official Readout Account Meeting PersonMention Statement Evidence Stance Proposal Commitment"
    )
    for a in kinds.split():
        for b in kinds.split():
            assert a == b or frozenset((KG + a, KG + b)) in pairs
    assert frozenset((f"{KG}State", f"{KG}Organization")) in pairs
    assert frozenset((f"{KG}Actor", f"{KG}Place")) in pairs


def test_queries_rules_and_shapes_use_declared_terms_only():
    """No question, rule or shape asks for a kg: name that the vocabulary does not declare."""
    known = {str(q.subject.value) for q in statements()}
    texts = [resources.text("queries", name) for name in resources.names("queries", suffix=".rq")]
    texts += [
        resources.text("ontology", "rules", n) for n in resources.names("ontology", "rules", suffix=".rq")
    ]
    texts += [
        resources.text("ontology", "shapes", n) for n in resources.names("ontology", "shapes", suffix=".ttl")
    ]
    used = {name for text in texts for name in re.findall(r"(?<![\w-])kg:([A-Za-z]\w*)", text)}
    assert {name for name in used if KG + name not in known} == set()


def test_terms_that_code_writes_or_asks_for_are_declared():
    """Every `{KG}name` in the package is declared, so that no derived fact has a name of its own making.

    `{KG}act_` and the like open the names of concepts.
    """
    known = {str(q.subject.value) for q in statements()}
    texts = [path.read_text(encoding="utf-8") for path in Path(kg.__file__).parent.rglob("*.py")]
    used = {name for text in texts for name in re.findall(r"\{KG\}([A-Za-z]\w*)", text)}
    assert len(used) > 10
    opened = {name for name in used if name.endswith("_") and any(iri.startswith(KG + name) for iri in known)}
    assert {name for name in used - opened if KG + name not in known} == set()


@pytest.mark.java
@pytest.mark.skipif(shutil.which("javac") is None, reason="no Java compiler on this machine")
def test_the_owl_api_finds_it_in_owl_2_rl(tmp_path):
    """The OWL API, which comes with owlready2, puts the ontology into OWL 2 RL and OWL 2 DL."""
    import rdflib

    graph = rdflib.Graph()
    for name in ("core.ttl", "acts.ttl", "alignments.ttl", "prefixes.ttl"):
        graph.parse(data=resources.text("ontology", name), format="turtle")
    graph.serialize(tmp_path / "ontology.owl", format="xml")
    jars = Path(owlready2.__file__).parent / "pellet"
    run = subprocess.run(
        ["java", "-cp", f"{jars}/*", str(DATA / "owl" / "Profile.java"), str(tmp_path / "ontology.owl")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == ["OWL 2 RL true", "OWL 2 DL true"]
