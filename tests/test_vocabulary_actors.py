"""States, organisations and groups: their names, codes and mentions."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import resources
from kg.errors import VocabularyError
from kg.vocabulary.actors import Actors, Mention, actors, overlay, triples

DATA = Path(__file__).parent / "data" / "actors"
KG = "https://w3id.org/bilateral-kg/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def table(path: Path) -> list[tuple[str, str]]:
    r"""The two columns of a test table; `\n` stands for a line break."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row[0].replace("\\n", "\n"), row[1]) for row in rows]


def facts(name: str) -> list[ox.Triple]:
    """The triples of one file of ontology/."""
    return triples(name, resources.text("ontology", name))


@pytest.mark.parametrize(("name", "code"), table(DATA / "names.tsv"))
def test_find_names(name, code):
    """A name, adjective or people's name is found as a whole inside a sentence."""
    text = f"It was said that {name} had agreed."
    start = text.index(name.removeprefix("the ").removeprefix("The "))
    found = actors().find(text)
    assert [m.code for m in found] == [code]
    assert text[found[0].start : found[0].end] in name
    assert abs(found[0].start - start) <= len("the ")


@pytest.mark.parametrize(("name", "code"), table(DATA / "names.tsv"))
def test_resolve_names(name, code):
    """The same names are understood where somebody types them."""
    assert actors().resolve(name) == code


def test_there_are_names_and_traps_enough():
    """Two hundred names, each once, and forty traps, among them those that everybody falls into."""
    names, traps = ([row[0] for row in table(DATA / f"{n}.tsv")] for n in ("names", "traps"))
    assert len(names) == len(set(names)) >= 200
    assert len(traps) == len(set(traps)) >= 40
    words = r"Georgia\b|Guinea\b|Congo|Korea\b|Niger\b|Nigeria|Republic|ROC|PRC|Macedonia|Palestine|EU|Burma"
    for word in words.split("|"):
        assert any(re.search(word, trap) for trap in traps), word


@pytest.mark.parametrize(("text", "codes"), table(DATA / "traps.tsv"))
def test_find_traps(text, codes):
    """What looks like a name and is none is left out; what shares words is told apart."""
    assert [m.code for m in actors().find(text)] == codes.split()


def test_find_kinds():
    """A mention says whether it is a name, a demonym, a government by its place, or an organisation."""
    text = "Japan, Russian, Beijing said, ASEAN, the EU"
    assert [m.kind for m in actors().find(text)] == ["name", "demonym", "metonym", "group", "name"]


def test_find_offsets():
    """Offsets are code points, end-exclusive, also after characters outside the basic plane."""
    text = "\U0001f600 São Tomé and Príncipe"
    assert actors().find(text) == [Mention(2, len(text), "STP", "name")]


@pytest.mark.parametrize(
    "text", ["", " ", "a" * 10_000, "The " * 5_000, "Republic of " * 5_000, "U." * 5_000]
)
def test_find_is_linear(text):
    """Nothing is found in noise, and soon."""
    began = time.process_time()
    assert actors().find(text) == []
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("RUS", "RUS"),
        ("rus", "RUS"),
        ("RU", "RUS"),
        ("ru", "RUS"),
        ("russia", "RUS"),
        ("Russian Federation", "RUS"),
        ("the russian federation", "RUS"),
        ("u.s.a.", "USA"),
        ("uk", "GBR"),
        ("U.K.", "GBR"),
        ("eu", "EUE"),
        ("cote divoire", None),
        ("cote d'ivoire", "CIV"),
        ("TURKIYE", "TUR"),
        ("south-korea", "KOR"),
        ("south_korea", "KOR"),
        ("日本", "JPN"),
        ("Япония", "JPN"),
        ("japanese", "JPN"),
        ("tokyo", "JPN"),
        ("NAM", "NAM"),
        ("nam", "nam"),
        ("unsc", "unsc"),
        ("g-4", "g4"),
        ("East Asia Summit", "east_asia_summit"),
        ("east-asia-summit", "east_asia_summit"),
        ("", None),
        ("nowhere", None),
    ],
)
def test_resolve(name, code):
    """Codes, names and aliases resolve whatever their case, accents and hyphens."""
    assert actors().resolve(name) == code


def test_near():
    """A misspelt name brings what was perhaps meant; noise brings nothing."""
    assert "Uzbekistan" in actors().near("uzbekstan")
    assert actors().near("qqqqqqqq") == ()


def test_label_iri_kind():
    """Every code has a label, an IRI in its kind's folder and a kind; an unknown code stands for itself."""
    known = actors()
    for code in known:
        folder = {"state": "state", "organization": "organization", "group": "group"}[known.kind(code)]
        assert known.iri(code) == f"https://w3id.org/bilateral-kg/id/{folder}/{code}"
        assert known.label(code)
    assert known.label("QQQ") == "QQQ"
    assert known.kind("QQQ") == "state"
    assert "JPN" in known
    assert "QQQ" not in known


def test_unknown_code_is_refused():
    """There is no IRI and no membership of an unknown code; the error offers near names."""
    with pytest.raises(VocabularyError) as error:
        actors().iri("Japn")
    assert "Japan" in error.value.near
    with pytest.raises(VocabularyError):
        actors().members("QQQ")


SIZES = (
    "EUE 27, nato 32, asean 11, arab_league 22, au 55, gcc 6, p5 5, g4 4, g7 7, g8 0, g20 21, quad 4, "
    "sco 10, brics 10, apec 21, oecd 38, JPN 0"
)


GROUPS = [row.split() for row in SIZES.split(", ")]


@pytest.mark.parametrize(("group", "size"), GROUPS)
def test_members(group, size):
    """The members of well-known groups are complete, and all known."""
    assert len(actors().members(group)) == int(size)
    assert all(code in actors() for code in actors().members(group))


def test_overlay_adds_names(tmp_path, monkeypatch):
    """A user's folder adds names and actors without touching ours."""
    tmp_path.joinpath("mine.ttl").write_text(
        "@prefix kg: <https://w3id.org/bilateral-kg/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://w3id.org/bilateral-kg/id/state/JPN> skos:altLabel "Nippon"@en .\n'
        "<https://example.org/ruritania> a kg:State ; rdfs:label 'Ruritania'@en ; skos:notation 'RUR' .\n"
        "[] rdfs:label 'nobody'@en .\n",
        encoding="utf-8",
    )
    mine = actors(tmp_path)
    assert [m.code for m in mine.find("Nippon and Ruritania")] == ["JPN", "RUR"]
    assert actors().find("Nippon and Ruritania") == []
    monkeypatch.setenv("KG_VOCABULARY", str(tmp_path))
    assert actors().resolve("ruritania") == "RUR"
    assert len(overlay()) == 1


def test_overlay_faults(tmp_path):
    """A missing folder and a file that is not Turtle are named."""
    assert overlay() == []
    with pytest.raises(VocabularyError, match="no vocabulary folder"):
        actors(tmp_path / "missing")
    tmp_path.joinpath("bad.ttl").write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"bad\.ttl is not Turtle"):
        actors(tmp_path)


def test_empty_vocabulary_finds_nothing():
    """Without data there is nothing to find and nothing breaks."""
    assert Actors([[]]).find("Japan") == []
    assert Actors([[]]).resolve("Japan") is None


@pytest.mark.parametrize("name", ["actors.ttl", "territories.ttl", "officials.ttl"])
def test_plain_rdf(name):
    """No blank nodes and no owl:sameAs in the world's data."""
    found = facts(name)
    assert not any(isinstance(end, ox.BlankNode) for t in found for end in (t.subject, t.object))
    assert not any(t.predicate.value.endswith("owl#sameAs") for t in found)


def test_codes_are_unique():
    """Each actor has one code of its own, a member of the United Nations one alpha-3 and one alpha-2."""
    by = defaultdict(lambda: defaultdict(list))
    for t in facts("actors.ttl"):
        by[t.subject.value][t.predicate.value].append(getattr(t.object, "value", ""))
    members = [p for p in by.values() if KG + "unStatus" in p]
    assert len(members) == 195
    for about in members:
        assert about[KG + "iso3166_1_alpha3"] == about[SKOS + "notation"]
        assert len(about[KG + "iso3166_1_alpha2"]) == 1
    for term in (SKOS + "notation", KG + "iso3166_1_alpha3", KG + "iso3166_1_alpha2"):
        codes = [code for about in by.values() for code in about.get(term, [])]
        assert len(codes) == len(set(codes))


def test_no_name_means_two_actors():
    """A name stands for one actor only; a shared one is declared as such by the other."""
    owners = defaultdict(set)
    for t in facts("actors.ttl"):
        if t.predicate.value in {SKOS + "altLabel", SKOS + "prefLabel", KG + "demonym", KG + "metonym"}:
            owners[t.object.value].add(t.subject.value)
    assert {name for name, who in owners.items() if len(who) > 1} == set()


def test_territories_point_at_actors():
    """Who claims, administers or names a territory is an actor; every name belongs to a territory."""
    known = {actors().iri(code) for code in actors()}
    found = facts("territories.ttl")
    places = {
        t.subject for t in found if t.predicate.value == RDF_TYPE and t.object.value == KG + "Territory"
    }
    for t in found:
        if t.predicate.value in {KG + "claimedBy", KG + "administeredBy", KG + "usedBy"}:
            assert t.object.value in known
        if t.predicate.value == KG + "nameOf":
            assert t.object in places
    assert len(places) > 30
