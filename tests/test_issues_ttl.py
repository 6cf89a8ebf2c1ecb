"""ontology/issues.ttl: the tree of issues is whole, and its words do not contradict each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import resources
from kg.extraction import gazetteer
from kg.vocabulary.actors import actors

KG = "https://w3id.org/bilateral-kg/ontology#"
ISSUE = "https://w3id.org/bilateral-kg/issue/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
EUROVOC = "http://eurovoc.europa.eu/"
SCHEME = KG + "issues"
DOSSIERS = {
    "territorial",
    "peace_treaty",
    "unsc_reform",
    "north_korea",
    "abductions",
    "nuclear_nonproliferation",
    "fisheries",
    "trade_economy",
    "security_defence",
    "middle_east",
    "iraq",
    "iran",
    "ukraine",
    "syria",
    "afghanistan",
    "south_china_sea",
    "taiwan",
    "central_asia",
    "regional_cooperation",
    "un_multilateral",
    "climate_environment",
    "energy",
    "culture_people",
    "visits_dialogue",
    "human_rights",
    "humanitarian",
    "health",
    "cyber_tech",
    "space",
    "consular",
    "history",
    "other",
}
TEXT = resources.text("ontology", "issues.ttl")
QUADS = list(ox.parse(TEXT, format=ox.RdfFormat.TURTLE))


def values(predicate: str) -> dict[str, list]:
    """All objects of one property by subject."""
    found = defaultdict(list)
    for quad in QUADS:
        if quad.predicate.value == predicate:
            found[quad.subject.value].append(quad.object)
    return found


CONCEPTS = {q.subject.value for q in QUADS if q.object == ox.NamedNode(SKOS + "Concept")}


def test_dossiers_are_the_closed_list():
    """The top concepts are the dossiers, no more and no fewer, and the scheme lists them."""
    tops = {iri for iri, up in values(SKOS + "topConceptOf").items() if up[0].value == SCHEME}
    assert {iri.removeprefix(ISSUE) for iri in tops} == DOSSIERS
    assert {o.value for o in values(SKOS + "hasTopConcept")[SCHEME]} == tops


def test_there_are_many_concepts():
    """The tree is fine enough to tell issues within a dossier apart."""
    assert len(CONCEPTS) >= 180


def test_nothing_is_blank():
    """Every node has an IRI."""
    assert not [q for q in QUADS if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


def test_an_iri_ends_in_its_notation():
    """Each concept has one notation, and lies at its IRI."""
    notations = values(SKOS + "notation")
    assert {iri: [o.value for o in notations[iri]] for iri in CONCEPTS} == {
        iri: [iri.removeprefix(ISSUE)] for iri in CONCEPTS
    }
    assert all(re.fullmatch(r"[a-z0-9_]+", iri.removeprefix(ISSUE)) for iri in CONCEPTS)


def test_every_concept_has_its_place():
    """A concept is a dossier or has one broader one, three levels in all, and narrower mirrors broader."""
    broader = {iri: [o.value for o in up] for iri, up in values(SKOS + "broader").items()}
    assert all(len(up) == 1 and up[0] in CONCEPTS for up in broader.values())
    assert CONCEPTS - set(broader) == {ISSUE + d for d in DOSSIERS}
    for iri in CONCEPTS:
        path = [iri]
        while path[-1] in broader:
            path.append(broader[path[-1]][0])
            assert len(path) <= 3
    narrower = {(o.value, iri) for iri, down in values(SKOS + "narrower").items() for o in down}
    assert narrower == {(iri, up[0]) for iri, up in broader.items()}


def test_labels_and_definitions():
    """One English label and one definition each, no second label in one language."""
    labels, definitions = values(SKOS + "prefLabel"), values(SKOS + "definition")
    for iri in CONCEPTS:
        languages = [o.language for o in labels[iri]]
        assert "en" in languages
        assert len(languages) == len(set(languages))
        assert len(definitions[iri]) == 1
    names = Counter(o.value.lower() for rows in labels.values() for o in rows if o.language == "en")
    assert [name for name, n in names.items() if n > 1] == []


def test_concerned_states_are_known():
    """A dossier about a country points to that state."""
    found = {iri.removeprefix(ISSUE): o[0].value for iri, o in values(KG + "concernsState").items()}
    assert {notation: iri.rpartition("/")[2] for notation, iri in found.items()} == {
        "north_korea": "PRK",
        "iraq": "IRQ",
        "iran": "IRN",
        "ukraine": "UKR",
        "syria": "SYR",
        "afghanistan": "AFG",
    }
    assert all(iri == actors().iri(iri.rpartition("/")[2]) for iri in found.values())


def test_no_phrase_names_two_dossiers():
    """Words that name a concept of one dossier name none of another; hints may be shared."""
    named = defaultdict(set)
    for predicate in (SKOS + "prefLabel", SKOS + "altLabel", KG + "issueWord"):
        for iri, rows in values(predicate).items():
            for o in rows:
                if iri in CONCEPTS and o.language in {None, "en"}:
                    phrase = " ".join(gazetteer.key(w) for w in re.findall(r"[^\W_]+\*?", o.value))
                    named[phrase].add(gazetteer.concepts()[iri.removeprefix(ISSUE)].dossier)
    assert {phrase: sorted(d) for phrase, d in named.items() if len(d) > 1} == {}


def test_subjects_are_sorted():
    """One block a concept, in the order of notations: a change shows as a small diff."""
    blocks = re.findall(r"^issue:(\w+)$", TEXT, re.MULTILINE)
    assert blocks == sorted(blocks)
    assert len(blocks) == len(CONCEPTS)


@pytest.mark.shared
def test_eurovoc_matches_are_those_that_were_looked_up():
    """No EuroVoc identifier is here that the checked notes do not have."""
    notes = Path(__file__).parents[2] / "shared" / "notes" / "issues.txt"
    looked_up = set(re.findall(r"ev:([c_0-9a-f]+)", notes.read_text(encoding="utf-8")))
    used = {
        o.value.removeprefix(EUROVOC)
        for kind in ("closeMatch", "exactMatch")
        for rows in values(SKOS + kind).values()
        for o in rows
    }
    assert used <= looked_up
