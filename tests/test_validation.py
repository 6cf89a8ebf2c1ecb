"""Faults of one readout and of a whole store."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest
from annotated import GOLD, reading
from stores import filled

from kg import rules, triples, validation
from kg.validation import Fault
from kg.vocabulary.namespaces import ID, KG, OA, XSD
from kg.vocabulary.reference import REFERENCE, reference_quads

CASES = tuple(sorted((GOLD / "cases").glob("*.json")))


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    """The graph of one annotated case."""
    return triples.quads(reading(CASES[0]), reader_version="test")


def swapped(quads: list[ox.Quad], path: str, value: ox.Literal | ox.NamedNode) -> list[ox.Quad]:
    """The quads with another value at the first use of a property."""
    old = next(q for q in quads if q.predicate.value == path)
    return [q for q in quads if q != old] + [ox.Quad(old.subject, old.predicate, value, old.graph_name)]


def test_faults_are_sorted_and_none_stands_twice(quads):
    """The order depends on the faults only."""
    damaged = [q for q in quads if q.predicate.value not in {f"{KG}act", f"{KG}voice"}]
    found = validation.faults(damaged)
    assert found == sorted(set(found)) == validation.faults(reversed(damaged))
    assert len(found) == 2 * sum(q.predicate.value == f"{KG}act" for q in quads)


def test_a_fault_is_one_line_with_a_short_value():
    """Long values are cut, line breaks folded; a fault without value shows none."""
    fault = Fault("https://example.org/s", "No.", value="a\nb " + "c" * 200)
    assert str(fault).startswith("violation: No. (a b ccc")
    assert len(str(fault)) < 130
    assert str(Fault("https://example.org/s", "No.", "warning")) == "warning: No. <https://example.org/s>"


def test_a_quote_moved_by_one_is_found(quads):
    """Offsets that are off by one are no evidence."""
    start = next(q.object.value for q in quads if q.predicate.value == f"{OA}start")
    moved = ox.Literal(str(int(start) + 1), datatype=ox.NamedNode(f"{XSD}integer"))
    assert any(
        "stand in the text" in f.message for f in validation.faults(swapped(quads, f"{OA}start", moved))
    )


def test_offsets_that_are_no_numbers_are_left_to_the_shapes(quads):
    """Nonsense for an offset is one fault of form, not a crash."""
    found = validation.faults(swapped(quads, f"{OA}end", ox.Literal("far")))
    assert found
    assert not any("stand in the text" in f.message for f in found)


def test_an_overlay_makes_its_own_issues_known(quads, tmp_path):
    """An issue of the user's is unknown without the overlay and known with it."""
    own = swapped(quads, f"{KG}issue", ox.NamedNode("https://w3id.org/bilateral-kg/issue/own"))
    assert len(validation.faults(own)) == 1
    (tmp_path / "own.ttl").write_text(
        f"<https://w3id.org/bilateral-kg/issue/own> a <{KG}Issue> .", encoding="utf-8"
    )
    assert validation.faults(own, overlay=tmp_path) == []


def test_an_empty_graph_has_no_fault():
    """Where there is nothing, nothing is wrong."""
    assert validation.faults([]) == []


def test_validation_costs_little(quads):
    """One readout takes milliseconds, so that ingest can afford it (measured: about 4 ms for 400 quads)."""
    validation.faults(quads)
    start = time.process_time()
    for _ in range(5):
        validation.faults(quads)
    assert (time.process_time() - start) / 5 < 0.1


# -------- A whole store --------


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Three annotated cases with reference and derived graphs."""
    with filled(tmp_path_factory.mktemp("validation") / "store", CASES[:3]) as opened:
        opened.replace_graph(REFERENCE, reference_quads())
        rules.refresh(opened)
        yield opened


def test_a_store_of_annotated_cases_has_no_violation(store):
    """Warnings there may be."""
    found = list(validation.check(store))
    assert {fault.severity for fault in found} <= {"warning", "info"}
    assert any("Nobody is known to publish" in fault.message for fault in found)


def test_a_broken_graph_in_a_store_is_found(store):
    """`check` looks at every readout's graph."""
    name = triples.readout_iri(reading(CASES[1]).document)
    before = list(store.quads(name))
    store.replace_graph(name, [q for q in before if q.predicate.value != f"{KG}onBehalfOf"])
    broken = [f for f in validation.check(store) if f.severity == "violation"]
    store.replace_graph(name, before)
    assert broken
    assert all(fault.focus.startswith(name) for fault in broken)


def added(store, lines: str) -> list[Fault]:
    """What `check` finds more when these triples are in the store."""
    before = set(validation.check(store))
    own = f"{ID}graph/test"
    store.replace_graph(own, ox.parse(lines, format=ox.RdfFormat.TURTLE))
    found = set(validation.check(store)) - before
    store.remove_graph(own)
    return sorted(found)


HEAD = f"""@prefix kg: <{KG}> . @prefix x: <https://example.org/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."""


def test_a_person_of_no_registry_is_told(store):
    """A mention without an official who held a post is a hint; one with is none."""
    found = added(
        store,
        f"""{HEAD} x:a a kg:PersonMention ; kg:name "Nobody Known" .
        x:b a kg:PersonMention ; kg:name "Somebody" ; kg:mentionOf x:official .
        x:tenure kg:heldBy x:official .""",
    )
    assert [(f.focus, f.value, f.severity) for f in found] == [
        ("https://example.org/a", "Nobody Known", "info")
    ]


def test_a_speaker_out_of_office_is_told(store):
    """Before the first and after the last year of all known posts; an open end is no end."""
    found = added(
        store,
        f"""{HEAD}
        x:was kg:heldBy x:official ; kg:fromYear "2001"^^xsd:gYear ; kg:toYear "2003"^^xsd:gYear .
        x:is kg:heldBy x:other ; kg:fromYear "2001"^^xsd:gYear .
        x:m kg:mentionOf x:official . x:n kg:mentionOf x:other .
        x:early kg:speaker x:m ; kg:latest "2000-01-01"^^xsd:date .
        x:fine kg:speaker x:m ; kg:latest "2002-01-01"^^xsd:date .
        x:late kg:speaker x:m ; kg:latest "2004-01-01"^^xsd:date .
        x:open kg:speaker x:n ; kg:latest "2030-01-01"^^xsd:date .""",
    )
    assert [fault.focus.rsplit("/", 1)[1] for fault in found] == ["early", "late"]
    assert {fault.severity for fault in found} == {"warning"}
