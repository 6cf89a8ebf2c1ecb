"""HermiT on the ontology, and the reasons we give."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from annotated import GOLD, reading

from kg import reasoning, triples
from kg.errors import Error
from kg.vocabulary.namespaces import ID, KG, OWL, RDF, RDFS

CASE = min((GOLD / "cases").glob("*.json"))
KGN, RDFSN, OWLN = (lambda name, base=base: ox.NamedNode(base + name) for base in (KG, RDFS, OWL))
TYPE = ox.NamedNode(f"{RDF}type")


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    """The graph of one annotated case."""
    return triples.quads(reading(CASE), reader_version="test")


def statement(quads: list[ox.Quad]) -> ox.NamedNode:
    """Its first statement."""
    return next(q.subject for q in quads if q.predicate.value == f"{KG}act")


@pytest.mark.java
def test_the_ontology_and_a_readout_are_consistent(quads):
    """Nothing contradicts, and every class can have members."""
    verdict = reasoning.reason(quads)
    assert verdict.consistent
    assert verdict.unsatisfiable == ()
    assert verdict.sound


def test_a_clash_names_the_words_that_were_read(quads):
    """Which words of the readout the clashing statement stands on, also of a stance read into it."""
    first = statement(quads)
    stance = next(q.subject for q in quads if q.predicate == KGN("expressedIn"))
    bad = [ox.Quad(first, KGN("speaker"), first), ox.Quad(stance, TYPE, KGN("Commitment"))]
    of = {(q.subject, q.predicate.value.rpartition("#")[2].rpartition("/")[2]): q.object for q in quads}
    told = reasoning.clashes(reasoning._sample([*quads, *bad], None))
    for node in (first, of[stance, "expressedIn"]):
        place = next(q.object for q in quads if q.subject == node and q.predicate == KGN("evidence"))
        words = [
            of[q.object, "exact"].value for q in quads if q.subject == place and (q.object, "exact") in of
        ]
        assert any(f"“{words[0]}" in reason for reason in told)


@pytest.mark.java
def test_a_state_where_a_person_belongs_is_found_with_the_statements(quads):
    """HermiT says no, and the reason names the statement that is wrong."""
    japan = ox.NamedNode(f"{ID}state/JPN")
    bad = ox.Quad(statement(quads), KGN("speaker"), japan)
    verdict = reasoning.reason([*quads, bad])
    assert not verdict.consistent
    assert not verdict.sound
    assert any(str(bad.triple) in reason and "PersonMention" in reason for reason in verdict.reasons)


@pytest.mark.java
def test_a_class_under_two_disjoint_ones_is_unsatisfiable():
    """A class that can have no member is named."""
    a, b, c = (ox.NamedNode(f"https://example.org/{name}") for name in "abc")
    verdict = reasoning.judge(
        [
            *(ox.Triple(name, TYPE, OWLN("Class")) for name in (a, b, c)),
            ox.Triple(a, OWLN("disjointWith"), b),
            ox.Triple(c, RDFSN("subClassOf"), a),
            ox.Triple(c, RDFSN("subClassOf"), b),
        ]
    )
    assert verdict.consistent
    assert verdict.unsatisfiable == (c.value,)
    assert not verdict.sound


@pytest.mark.java
def test_a_reasoner_that_fails_is_an_error_with_advice(monkeypatch):
    """A Java program that is none is not taken for an answer."""
    monkeypatch.setattr(reasoning, "java", lambda: "false")
    with pytest.raises(Error, match="HermiT failed"):
        reasoning.judge([])


def test_without_java_the_error_says_what_to_install(monkeypatch, tmp_path):
    """No Java on the path and none at JAVA_HOME."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(Error) as caught:
        reasoning.java()
    assert "JAVA_HOME" in caught.value.advice


def test_java_home_comes_before_the_path(monkeypatch, tmp_path):
    """The Java of JAVA_HOME is taken if it is there."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "java"
    program.touch(mode=0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert reasoning.java() == str(program)


# -------- Reasons, without Java --------


def reasons(lines: str) -> list[str]:
    """The clashes in a few triples, with a little schema."""
    head = """@prefix x: <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        x:State rdfs:subClassOf x:Actor . x:Actor owl:disjointWith x:Person . x:speaker rdfs:range x:Person .
        x:holder rdfs:range x:Actor . x:act rdfs:domain x:Statement . x:Statement owl:disjointWith x:Person .
        x:n a owl:FunctionalProperty . """
    return reasoning.clashes(q.triple for q in ox.parse(head + lines, format=ox.RdfFormat.TURTLE))


def test_types_ranges_and_domains_can_clash():
    """By its class, as a value, or by what is said of it."""
    assert len(reasons("x:a a x:State . x:s x:speaker x:a .")) == 1
    assert len(reasons("x:t x:holder x:a . x:s x:speaker x:a .")) == 1
    assert len(reasons("x:a x:act x:b . x:s x:speaker x:a .")) == 1


def test_two_values_of_a_functional_property_clash():
    """Both statements are in the reason; the same value twice is none."""
    (reason,) = reasons("x:a x:n 1 , 2 . x:b x:n 1 .")
    assert '"1"' in reason
    assert '"2"' in reason


def test_where_nothing_clashes_there_is_no_reason():
    """Harmless data give none."""
    assert reasons("x:a a x:State . x:t x:holder x:a . x:s x:speaker x:p ; x:act x:q ; x:n 1 .") == []


def test_the_sample_holds_what_is_said_of_the_things_named(quads):
    """The reference graph's word on a named state is there; states not named are left out."""
    sample = reasoning._sample(quads, None)
    states = {t.subject.value for t in sample if t.predicate == TYPE and t.object == KGN("State")}
    assert f"{ID}state/JPN" in states
    assert f"{ID}state/FJI" not in states
