"""Every axiom is there for something, and every library that reads RDF or OWL finds the same in our files."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from functools import cache

import owlready2
import pyhornedowl
import pyoxigraph as ox
import pytest
import rdflib

from kg import reasoning, resources
from kg.vocabulary.namespaces import KG, OWL, RDF, RDFS, SKOS, XSD
from kg.vocabulary.reference import parsed

X = "https://example.org/"
TYPE = f"{RDF}type"
FILES = resources.names("ontology", suffix=".ttl")


@cache
def schema() -> tuple[ox.Triple, ...]:
    """The axioms: what is said with OWL and RDFS about classes and properties."""
    said = {q.triple for q in parsed()}
    roles = {f"{OWL}disjointWith", f"{OWL}inverseOf"} | {
        RDFS + role for role in ("domain", "range", "subClassOf", "subPropertyOf")
    }
    return tuple(
        sorted(
            (
                t
                for t in said
                if t.predicate.value in roles
                or (t.predicate.value == TYPE and str(t.object.value).startswith(OWL))
            ),
            key=str,
        )
    )


def axioms(*kinds: str) -> list[ox.Triple]:
    """The axioms of a kind: a property (`domain`), or a class of properties (`FunctionalProperty`)."""
    return [
        t
        for t in schema()
        if t.predicate.value.rpartition("#")[2] in kinds
        or (t.predicate.value == TYPE and t.object.value.rpartition("#")[2] in kinds)
    ]


def short(axiom: ox.Triple) -> str:
    """An axiom as the name of a test."""
    return " ".join(str(term.value).rpartition("#")[2].rpartition("/")[2] for term in axiom)


@cache
def partners() -> dict[str, list[str]]:
    """Class -> what it says itself to be disjoint from."""
    found = defaultdict(list)
    for t in axioms("disjointWith"):
        found[t.subject.value].append(t.object.value)
        found[t.object.value].append(t.subject.value)
    return {name: sorted(others) for name, others in found.items()}


def parents(name: str) -> list[str]:
    """A class, then those above it."""
    found = [name]
    for one in found:
        found += [
            t.object.value
            for t in axioms("subClassOf")
            if t.subject.value == one and t.object.value not in found
        ]
    return found


def partner(name: str) -> str:
    """A class that this one, or one above it, is disjoint from."""
    return next(partners()[one][0] for one in parents(name) if one in partners())


def node(name: str) -> ox.NamedNode:
    """A node of the sample, or a term by its IRI."""
    return ox.NamedNode(name if "://" in name else X + name)


def individual(axiom: ox.Triple) -> list[ox.Triple]:
    """The smallest data that this axiom forbids."""
    about, role, value = axiom.subject.value, axiom.predicate.value.rpartition("#")[2], axiom.object
    a, b, kind = node("a"), node("b"), ox.NamedNode(TYPE)
    if role == "disjointWith":
        return [ox.Triple(a, kind, axiom.subject), ox.Triple(a, kind, value)]
    if role == "domain":
        return [ox.Triple(a, node(about), b), ox.Triple(a, kind, node(partner(value.value)))]
    if role == "range":
        return [ox.Triple(a, node(about), b), ox.Triple(b, kind, node(partner(value.value)))]
    if role == "subClassOf":
        return [ox.Triple(a, kind, axiom.subject), ox.Triple(a, kind, node(partner(value.value)))]
    return [ox.Triple(a, node(about), ox.Literal(word)) for word in ("1", "2")]


def of_classes(*kinds: str) -> list[ox.Triple]:
    """Those axioms that a contradiction between classes can show: their value is a class of ours."""
    return [t for t in axioms(*kinds) if t.object.value.startswith(KG) and t.subject.value.startswith(KG)]


CATCHING = [
    *of_classes("disjointWith", "domain", "range", "subClassOf"),
    *(t for t in axioms("FunctionalProperty") if t.subject.value.startswith(KG)),
]
# An activity is no entity: PROV-O's own axiom, which we repeat, already parts these. Ours stay, so that the
# reason for a contradiction names classes that the reader of the message knows.
TWICE = {
    "Account disjointWith Statement",
    "Meeting disjointWith Statement",
    "Readout disjointWith Account",
    "Readout disjointWith Meeting",
}


@pytest.mark.parametrize("axiom", CATCHING, ids=short)
def test_without_the_axiom_a_contradiction_is_no_longer_found(axiom):
    """Each disjointness, domain, range, subclass and functional property finds what nothing else does."""
    bad = individual(axiom)
    assert reasoning.clashes([*schema(), *bad])
    left = reasoning.clashes([t for t in schema() if t != axiom] + bad)
    assert bool(left) is (short(axiom) in TWICE), left


def test_the_axioms_said_twice_are_there():
    """The list of what PROV-O says already is not out of date."""
    assert {short(axiom) for axiom in CATCHING} >= TWICE


WRONG = {
    "string": "boolean",
    "integer": "string",
    "decimal": "string",
    "boolean": "string",
    "anyURI": "string",
}


def empty_classes() -> tuple[dict[str, ox.Triple], list[ox.Triple]]:
    """For each axiom a class that it makes impossible: its IRI -> the axiom; and what is said of them."""
    made: dict[str, ox.Triple] = {}
    said: list[ox.Triple] = []

    def some(name: str, path: str, filler: str) -> None:
        """`name` is a class whose members have a value of kind `filler` under `path`."""
        rest = ox.BlankNode(f"r{len(made)}")
        said.extend(
            [
                ox.Triple(node(name), node(f"{RDFS}subClassOf"), rest),
                ox.Triple(rest, node(TYPE), node(f"{OWL}Restriction")),
                ox.Triple(rest, node(f"{OWL}onProperty"), node(path)),
                ox.Triple(rest, node(f"{OWL}someValuesFrom"), node(filler)),
            ]
        )

    literal = {t.subject.value for t in axioms("DatatypeProperty")}
    for k, axiom in enumerate(axioms("disjointWith", "domain", "range")):
        name, about, value = f"c{k}", axiom.subject.value, axiom.object.value
        role = axiom.predicate.value.rpartition("#")[2]
        said.append(ox.Triple(node(name), node(TYPE), node(f"{OWL}Class")))
        if role == "disjointWith":
            said += [ox.Triple(node(name), node(f"{RDFS}subClassOf"), node(c)) for c in (about, value)]
        elif role == "domain":
            some(name, about, f"{XSD}{_kind(about)}" if about in literal else f"{OWL}Thing")
            said.append(ox.Triple(node(name), node(f"{RDFS}subClassOf"), node(partner(value))))
        elif value.startswith(XSD):
            some(name, about, XSD + WRONG[value.removeprefix(XSD)])
        else:
            some(name, about, partner(value))
        made[X + name] = axiom
    return made, said


def _kind(about: str) -> str:
    """The datatype of a property, `string` where none is said."""
    ranges = [t.object.value for t in axioms("range") if t.subject.value == about]
    return ranges[0].removeprefix(XSD) if ranges else "string"


@pytest.mark.java
def test_hermit_finds_a_class_empty_for_every_axiom_and_none_without_them():
    """A full reasoner agrees: each axiom empties its class; without the axioms all can have members."""
    made, said = empty_classes()
    verdict = reasoning.judge([*schema(), *said])
    assert verdict.consistent
    assert [short(made[name]) for name in made if name not in verdict.unsatisfiable] == []
    assert set(verdict.unsatisfiable) == set(made)
    gone = set(axioms("disjointWith", "domain", "range"))
    assert reasoning.judge([*(t for t in schema() if t not in gone), *said]).sound


@pytest.mark.java
@pytest.mark.parametrize(
    ("kind", "data"),
    [("AsymmetricProperty", [("a", "b"), ("b", "a")]), ("IrreflexiveProperty", [("a", "a")])],
)
def test_a_property_that_may_not_turn_back_catches_it(kind, data):
    """Nothing replies to its own reply, nor to itself; without the axiom HermiT has no objection."""
    (axiom,) = axioms(kind)
    bad = [ox.Triple(node(s), axiom.subject, node(o)) for s, o in data]
    assert not reasoning.judge([*schema(), *bad]).consistent
    # A property that is asymmetric is irreflexive too, so the sample for the latter needs both gone.
    kinds = {"AsymmetricProperty", kind}
    left = [t for t in schema() if t not in axioms(*kinds)]
    assert reasoning.judge([*left, *bad]).consistent


@pytest.mark.parametrize(
    "axiom",
    [
        t
        for t in axioms("subClassOf", "subPropertyOf")
        if not (t.object.value.startswith(KG) and t.subject.value.startswith(KG))
    ],
    ids=short,
)
def test_a_tool_that_knows_the_other_vocabulary_finds_ours_by_the_axiom_alone(axiom):
    """Asked in the words of PROV, ORG, SKOS, …, the graph answers; without the axiom it does not."""
    sub = axiom.predicate.value
    if sub.endswith("subClassOf"):
        fact = ox.Triple(node("a"), node(TYPE), axiom.subject)
        asked = f"ASK {{ <{X}a> a/<{sub}>* {axiom.object} }}"
    else:
        fact = ox.Triple(node("a"), axiom.subject, node("b"))
        asked = f"ASK {{ <{X}a> ?p <{X}b> . ?p <{sub}>* {axiom.object} }}"
    for known, answer in ((schema(), True), ([t for t in schema() if t != axiom], False)):
        store = ox.Store()
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in [*known, fact])
        assert bool(store.query(asked)) is answer


@pytest.mark.parametrize("axiom", axioms("inverseOf"), ids=short)
def test_an_inverse_is_used_both_ways_by_the_rules(axiom):
    """The rules write both directions; each end's domain is the other's range, so that no word is idle."""
    ends = {axiom.subject.value, axiom.object.value}

    def stated(role: str, name: str) -> list[str]:
        return [t.object.value for t in axioms(role) if t.subject.value == name]

    first, second = sorted(ends)
    assert stated("domain", first) == stated("range", second) != []
    assert stated("range", first) == stated("domain", second) != []


# -------- The trees of concepts --------


@pytest.fixture(scope="module")
def concepts() -> ox.Store:
    """All of ontology/ as one graph."""
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in parsed())
    return store


def count(store: ox.Store, pattern: str) -> int:
    """How many solutions a pattern has."""
    rows = store.query(f"PREFIX skos: <{SKOS}> PREFIX kg: <{KG}> SELECT * WHERE {{ {pattern} }}")
    return sum(1 for _ in rows)


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        (
            "two preferred labels in a language",
            "?c skos:prefLabel ?a, ?b . FILTER(LANG(?a) = LANG(?b) && STR(?a) < STR(?b))",
        ),
        (
            "a preferred label that is an alternative too",
            "?c skos:prefLabel ?a ; skos:altLabel ?a",
        ),
        (
            "no English preferred label",
            "?c a skos:Concept . FILTER NOT EXISTS { ?c skos:prefLabel ?a . FILTER(LANG(?a) = 'en') }",
        ),
        ("a circle", "?c skos:broader+ ?c"),
        ("two broader concepts", "?c skos:broader ?a, ?b . FILTER(STR(?a) < STR(?b))"),
        (
            "neither top nor below another",
            "?c a skos:Concept FILTER NOT EXISTS { ?c skos:broader|skos:topConceptOf|^skos:hasTopConcept ?a}",
        ),
        ("top and below another", "?s skos:hasTopConcept ?c . ?c skos:broader ?a"),
        ("in no scheme", "?c a skos:Concept . FILTER NOT EXISTS { ?c skos:inScheme ?s }"),
        (
            "broader in another scheme",
            "?c skos:broader ?b ; skos:inScheme ?s . FILTER NOT EXISTS { ?b skos:inScheme ?s }",
        ),
        ("more than three levels", "?c skos:broader/skos:broader/skos:broader ?a"),
        (
            "one label for two",
            "?c skos:prefLabel ?l ; skos:inScheme ?s . ?d skos:prefLabel ?l; skos:inScheme ?s FILTER(?c!=?d)",
        ),
        ("matched exactly and closely to the same", "?c skos:exactMatch ?m ; skos:closeMatch ?m"),
        (
            "two concepts that match one and the same exactly",
            "?c skos:exactMatch ?m . ?d skos:exactMatch ?m . FILTER(STR(?c) < STR(?d))",
        ),
    ],
    ids=lambda value: value if "?" not in value else "",
)
def test_the_trees_of_concepts_hold_together(concepts, fault, pattern):
    """SKOS's own conditions, and those of a tree of three levels."""
    assert count(concepts, pattern) == 0, fault


def test_the_conditions_find_what_they_are_for(concepts):
    """There are concepts, labels and a tree to look at: the patterns above are not empty for want of data."""
    assert count(concepts, "?c a skos:Concept ; skos:prefLabel ?l") > 250
    assert count(concepts, "?c skos:broader ?b") > 150
    assert count(concepts, "?c skos:broader/skos:broader ?b") > 30
    assert count(concepts, "?c skos:exactMatch ?m") > 20


# -------- What others load --------


@pytest.mark.slow
def test_four_libraries_load_the_same():
    """Oxigraph, rdflib, owlready2 and py-horned-owl: the same triples, the same number of axioms."""
    ours = {q.triple for q in parsed()}
    graph = rdflib.Graph()
    for name in FILES:
        graph.parse(data=resources.text("ontology", name), format="turtle")
    assert len(graph) == len(ours)
    again = graph.serialize(format="nt", encoding="utf-8")
    assert {q.triple for q in ox.parse(again, format=ox.RdfFormat.N_TRIPLES)} == ours

    world = owlready2.World()
    lines = "".join(f"{t} .\n" for t in ours).encode()
    world.get_ontology(f"{X}loaded#").load(fileobj=io.BytesIO(lines), format="ntriples")
    assert len(world.as_rdflib_graph()) == len(ours) + 1  # it declares the ontology that it loads into
    world.close()

    # OWL's own reading: every triple is one axiom, but for the two that name the ontology and its version.
    found = pyhornedowl.open_ontology_from_string(graph.serialize(format="xml"), "rdf").get_axioms()
    assert len(found) == len(ours) - 2
    kinds = Counter(type(axiom.component).__name__ for axiom in found)
    for kind, role in (
        ("DisjointClasses", "disjointWith"),
        ("SubClassOf", "subClassOf"),
        ("DeclareClass", "Class"),
        ("DeclareObjectProperty", "ObjectProperty"),
        ("DeclareDataProperty", "DatatypeProperty"),
        ("DeclareAnnotationProperty", "AnnotationProperty"),
    ):
        assert kinds[kind] == len(axioms(role)), kind
    functional = {t.subject for t in axioms("FunctionalProperty")}
    for kind, role in (
        ("FunctionalDataProperty", "DatatypeProperty"),
        ("FunctionalObjectProperty", "ObjectProperty"),
    ):
        assert kinds[kind] == len(functional & {t.subject for t in axioms(role)}), kind
    assert kinds["FunctionalDataProperty"] + kinds["FunctionalObjectProperty"] == len(functional)
    assert kinds["ObjectPropertyDomain"] + kinds["DataPropertyDomain"] == len(axioms("domain"))
    assert kinds["ObjectPropertyRange"] + kinds["DataPropertyRange"] == len(axioms("range"))


@pytest.mark.parametrize("name", FILES)
def test_no_file_has_a_blank_node_or_says_that_two_things_are_one(name):
    """No blank nodes and no owl:sameAs in shipped data."""
    for quad in ox.parse(resources.text("ontology", name), format=ox.RdfFormat.TURTLE):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)
        assert quad.predicate.value != f"{OWL}sameAs"
