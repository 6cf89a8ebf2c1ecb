"""Who belonged to what and when: the shape of a membership, what we ship, days on which that changed."""

from __future__ import annotations

import re
from collections import defaultdict

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

import kg
from kg import resources, validation
from kg.ingest import refresh_reference
from kg.store import connect
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ID, KG, RDF, RDFS
from kg.vocabulary.reference import parsed

HEAD = """@base <https://w3id.org/bilateral-kg/id/> . @prefix kg: <https://w3id.org/bilateral-kg/ontology#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . """
WHOLE = """<membership/g4/NOR> a kg:Membership ; kg:organization <group/g4> ; kg:member <state/NOR> ;
    kg:fromYear "2001"^^xsd:gYear ; kg:toYear "2002"^^xsd:gYear ;
    kg:earliest "2001-02-03"^^xsd:date ; kg:latest "2002-03-04"^^xsd:date ."""
BROKEN = {
    "of one state": WHOLE.replace("kg:member <state/NOR>", "kg:member <territory/golan>"),
    "in one organisation": WHOLE.replace("<group/g4>", "<state/SWE>"),
    "one first year": WHOLE.replace('"2001"^^xsd:gYear', '"2001"^^xsd:gYear , "2000"^^xsd:gYear'),
    "one last year": WHOLE.replace('"2002"^^xsd:gYear', '"2002"'),
    "one first day": WHOLE.replace("2001-02-03", "2003-02-03"),
    "one last day": WHOLE.replace('"2002-03-04"^^xsd:date', '"March"'),
}


def quads(text):
    """What a Turtle text says."""
    return list(ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE))


def faults(text):
    """What our engine finds, with the actors of ontology/ at hand."""
    data = validation.Data(quads(text), validation._classes(None))
    return [fault.message for fault in validation._shapeless(data, "reference")]


def judged(text):
    """Whether pySHACL lets it pass, with the classes of what it names."""
    said = quads(text)
    named = {term for quad in said for term in (quad.subject, quad.object)}
    kinds = [q for q in parsed() if q.subject in named and q.predicate.value == f"{RDF}type"]
    above = [q for q in parsed() if q.predicate.value == f"{RDFS}subClassOf"]
    data = rdflib.Graph().parse(data="".join(f"{q.triple} .\n" for q in [*said, *kinds, *above]), format="nt")
    shapes = rdflib.Graph().parse(data=resources.text("ontology", "shapes", "reference.ttl"), format="turtle")
    return pyshacl.validate(data, shacl_graph=shapes)[0]


def test_a_membership_as_it_should_be_has_no_fault():
    """Member, body, years and days; one that is over needs no place in the list of members."""
    assert faults(WHOLE) == []
    assert judged(WHOLE)


@pytest.mark.parametrize("words", BROKEN)
def test_a_broken_membership_is_told_with_its_reason(words):
    """Each sample breaks one part of the shape; pySHACL refuses it too."""
    assert [message for message in faults(BROKEN[words]) if words in message]
    assert not judged(BROKEN[words])


def test_a_user_s_own_entry_is_held_to_the_shape(tmp_path):
    """`kg check` of a folder finds it."""
    (tmp_path / "mine.ttl").write_text(HEAD + BROKEN["in one organisation"], encoding="utf-8")
    found = [fault.message for fault in validation.vocabulary(tmp_path)]
    assert "A membership is in one organisation or group." in found


# -------- What is shipped --------


def shipped():
    """IRI -> property -> value, of every membership."""
    found = defaultdict(dict)
    for quad in ox.parse(resources.text("ontology", "memberships.ttl"), format=ox.RdfFormat.TURTLE):
        found[quad.subject.value][quad.predicate.value.rpartition("#")[2]] = quad.object.value
    return found


def test_an_iri_says_what_the_entry_says():
    """membership/BODY/MEMBER, with a number from the second time on."""
    for iri, said in shipped().items():
        body, member = (said[name].rpartition("/")[2] for name in ("organization", "member"))
        assert re.fullmatch(rf"{ID}membership/{body}/{member}(/[2-9])?", iri), iri


def test_about_sixty_bodies_have_members_and_most_have_years():
    """How much there is, so that a loss shows."""
    entries = shipped().values()
    assert len({said["organization"] for said in entries}) >= 59
    dated = [said for said in entries if "fromYear" in said]
    assert len(dated) / len(entries) > 0.95
    assert sum("toYear" in said for said in entries) >= 45
    assert sum("earliest" in said for said in entries) >= 90


COUNTS = {
    "un": 193,
    "EUE": 27,
    "nato": 32,
    "osce": 57,
    "council_of_europe": 46,
    "commonwealth": 56,
    "oecd": 38,
    "au": 55,
    "arab_league": 22,
    "apec": 21,
    "asean": 11,
    "brics": 10,
    "sco": 10,
    "g20": 21,
    "g7": 7,
    "p5": 5,
}


@pytest.mark.parametrize("body", COUNTS)
def test_the_members_are_as_many_as_the_body_says_of_itself(body):
    """Counts that everybody can look up."""
    assert len(actors().members(body)) == COUNTS[body]


def test_every_member_is_an_actor_and_lives_when_it_belongs():
    """No state that is gone belongs after its last year."""
    ends = {
        q.subject.value: q.object.value
        for q in parsed()
        if q.predicate.value == f"{KG}toYear" and "/state/" in q.subject.value
    }
    for iri, said in shipped().items():
        assert said["member"].rpartition("/")[2] in actors(), iri
        if said["member"] in ends:
            assert said["toYear"] <= ends[said["member"]], iri


# -------- Days on which the answer changed --------


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """A store with the reference data alone."""
    path = tmp_path_factory.mktemp("members") / "store"
    with connect(path, create=True) as store:
        refresh_reference(store)
    with kg.open(path) as opened:
        yield opened


def members(graph, body, day):
    """Who belonged to a body on a day, by name."""
    return {row["member_name"] for row in graph.ask("members-on-date", organization=body, as_of=day)}


@pytest.mark.parametrize(
    ("body", "before", "after", "who"),
    [
        ("European Union", "1972-12-31", "1973-01-01", "Ireland"),
        ("European Union", "2004-04-30", "2004-05-01", "Poland"),
        ("European Union", "2013-06-30", "2013-07-01", "Croatia"),
        ("NATO", "1982-05-29", "1982-05-30", "Spain"),
        ("NATO", "2024-03-06", "2024-03-07", "Sweden"),
        ("ASEAN", "1999-04-29", "1999-04-30", "Cambodia"),
        ("SCO", "2023-07-03", "2023-07-04", "Iran"),
        ("BRICS", "2023-12-31", "2024-01-01", "Egypt"),
        ("United Nations", "1991-09-16", "1991-09-17", "North Korea"),
    ],
)
def test_who_joined_belongs_from_that_day_on(graph, body, before, after, who):
    """Not the day before."""
    assert who not in members(graph, body, before)
    assert who in members(graph, body, after)


@pytest.mark.parametrize(
    ("body", "last", "next_day", "who"),
    [
        ("European Union", "2020-01-31", "2020-02-01", "United Kingdom"),
        ("Council of Europe", "2022-03-16", "2022-03-17", "Russia"),
        ("ECOWAS", "2025-01-29", "2025-01-30", "Mali"),
    ],
)
def test_who_left_belongs_until_that_day(graph, body, last, next_day, who):
    """And no longer."""
    assert who in members(graph, body, last)
    assert who not in members(graph, body, next_day)


def test_who_came_back_does_not_belong_in_between(graph):
    """Two entries, a gap between them; a year of which no day is known counts whole, and says so."""
    assert "South Africa" in members(graph, "Commonwealth", "1955")
    assert "South Africa" not in members(graph, "Commonwealth", "1980")
    assert "South Africa" in members(graph, "Commonwealth", "2000")
    (row,) = graph.ask("members-on-date", organization="Commonwealth", member="South Africa", as_of="1994-03")
    assert row["note"] == "joined in the course of that year"


def test_where_the_beginning_is_not_known_the_answer_says_so(graph):
    """No year is made up; the member is there with a note."""
    rows = list(graph.ask("members-on-date", organization="Five Eyes", as_of="2000"))
    assert len(rows) == 5
    assert {row["note"] for row in rows} == {"since when is not recorded"}
