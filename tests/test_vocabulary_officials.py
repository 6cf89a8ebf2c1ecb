"""The registry of office-holders: who a name means, and who held an office when."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import resources
from kg.errors import VocabularyError
from kg.vocabulary.actors import actors, triples
from kg.vocabulary.officials import Officials, name_key, officials, words

HERE = Path(__file__).parent
KG = "https://w3id.org/bilateral-kg/ontology#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OFFICIAL = "https://w3id.org/bilateral-kg/id/official/"


def wordings() -> list[tuple[str, ...]]:
    """Rows of wording, state, year, kind of post, person expected first."""
    path = HERE / "data" / "officials" / "names.tsv"
    return [tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()]


def annotated() -> list[tuple[str, str, int | None]]:
    """Name, state and year of every official in the annotated cases."""
    found = set()
    for path in sorted(HERE.glob("gold/**/*.json")):
        event = json.loads(path.read_text(encoding="utf-8")).get("event")
        if isinstance(event, dict):
            year = int(event["date"][:4]) if event.get("date") else None
            found |= {(o["name"], o["state"], year) for o in event.get("officials", []) if o["state"]}
    return sorted(found, key=str)


@pytest.mark.parametrize(("wording", "state", "year", "post", "person"), wordings())
def test_resolve_wordings(wording, state, year, post, person):
    """Order, titles, accents, transliteration, patronymics and family names alone lead to the person."""
    found = officials().resolve(
        wording, state=state or None, year=int(year) if year else None, post=post or None
    )
    assert found
    assert found[0].iri == OFFICIAL + person


def test_resolve_annotated_names():
    """Everyone whom the annotated readouts name is known, in that state and year."""
    for name, state, year in annotated():
        found = officials().resolve(name, state=state, year=year)
        assert found, (name, state)
        assert found[0].state == state


@pytest.mark.parametrize(
    "name",
    ["", "Mr.", "Tamara Lavrov", "Qqq", "J. Lavrov", "of the"],
)
def test_resolve_excludes(name):
    """A given name or initial that fits nobody of that family name finds nobody."""
    assert officials().resolve(name) == []


def test_resolve_state_excludes():
    """Another state's namesake is not offered."""
    assert officials().resolve("Lavrov", state="JPN") == []
    assert {e.state for e in officials().resolve("Smith", state="AUS")} == {"AUS"}


def test_state_of_somebody_who_served_two():
    """The state is the one asked for, if the person served it."""
    for state in ("NLD", "nato"):
        assert officials().resolve("Mark Rutte", state=state)[0].state == state
    assert officials().resolve("Mark Rutte")[0].state in {"NLD", "nato"}


def test_given_names_alone_rank_last():
    """Two given names suffice to find somebody, one does not."""
    assert [e.name for e in officials().resolve("Mohammad Javad", state="IRN")] == ["Mohammad Javad Zarif"]
    assert officials().resolve("Javad", state="IRN") == []


@pytest.mark.parametrize(
    ("state", "post", "year", "first"),
    [
        ("USA", "foreign_minister", 2022, "Antony Blinken"),
        ("USA", "head_of_state", 2012, "Barack Obama"),
        ("RUS", "foreign_minister", 2005, "Sergey Lavrov"),
        ("JPN", "foreign_minister", 2011, "Koichiro Gemba"),
        ("JPN", "head_of_government", 2003, "Junichiro Koizumi"),
        ("GBR", "head_of_government", 2005, "Tony Blair"),
        ("CHN", "foreign_minister", 2018, "Wang Yi"),
        ("DEU", "head_of_government", 2010, "Angela Merkel"),
        ("EUE", "foreign_minister", 2022, "Josep Borrell"),
        ("VAT", "head_of_government", 2017, "Pietro Parolin"),
        ("un", "secretary_general", 2000, "Kofi Annan"),
    ],
)
def test_in_office(state, post, year, first):
    """The holder of an office in a year comes first."""
    assert officials().in_office(state, post, year)[0].name == first


def test_in_office_in_a_year_of_change():
    """In a year of change both are listed, who came last first; nobody where nothing is known."""
    found = [e.name for e in officials().in_office("JPN", "foreign_minister", 2021)]
    assert found == ["Yoshimasa Hayashi", "Toshimitsu Motegi"]
    assert officials().in_office("JPN", "foreign_minister", 1900) == []
    assert officials().in_office("JPN", "gardener", 2021) == []


def test_every_holding_of_a_post_says_where_it_is_known_from():
    """An address where a readout attests it; else a page, or that nobody has looked it up."""
    said: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(resources.text("ontology", "officials.ttl"), format=ox.RdfFormat.TURTLE):
        name = quad.predicate.value.replace("#", "/").rpartition("/")[2]
        said.setdefault(quad.subject.value, {}).setdefault(name, []).append(quad.object.value)
    tenures = {iri: facts for iri, facts in said.items() if "tenureOf" in facts}
    assert len(tenures) > 3000
    assert [iri for iri, facts in tenures.items() if not facts.get("source")] == []
    unknown = [
        facts for facts in tenures.values() if facts["source"][0].endswith("/source/general_knowledge")
    ]
    assert all(len(facts["source"]) == 1 and "attestedYear" not in facts for facts in unknown)
    assert len(tenures) - len(unknown) > 300


def test_attested_year_counts_as_in_office():
    """A document's word that somebody was in office in a year is enough."""
    found = [e.name for e in officials().in_office("KOR", "director_general", 2019)]
    assert found == ["Kim Jung-han"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MOTEGI Toshimitsu", "Mr. Toshimitsu Motegi"),
        ("Joseph R. Biden, Jr.", "joseph biden"),
        ("Çavuşoğlu Mevlüt", "Mevlut Cavusoglu"),
        ("Najla O'Neill", "najla oneill"),
        ("Radosław Sikorski", "Radoslaw SIKORSKI"),
    ],
)
def test_name_key(one, other):
    """The identity of a name is blind to order, case, accents, titles and initials."""
    assert name_key(one) == name_key(other)


def test_words_keep_something():
    """A name of nothing but titles or initials is kept as it stands."""
    assert words("King") == ["king"]
    assert words("Dr.") == ["dr"]
    assert words("S. Jaishankar") == ["s", "jaishankar"]


def test_registry_is_sound():
    """Persons serve known actors, tenures join known persons and posts, years run forward."""
    by: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for t in triples("officials.ttl", resources.text("ontology", "officials.ttl")):
        by[t.subject.value][t.predicate.value].append(t.object.value)
    known = {actors().iri(code) for code in actors()}
    kinds = Counter(cls for about in by.values() for cls in about[RDF_TYPE])
    assert kinds[KG + "Official"] == len(officials()) > 2500
    for iri, about in by.items():
        classes = about[RDF_TYPE]
        if KG + "Tenure" in classes:
            assert KG + "Official" in by[about[KG + "heldBy"][0]][RDF_TYPE], iri
            assert KG + "Post" in by[about[KG + "tenureOf"][0]][RDF_TYPE], iri
            years = [int(y) for end in ("fromYear", "toYear") for y in about[KG + end]]
            assert years == sorted(years), iri
            assert all(1940 < y < 2030 for y in years), iri
        else:
            assert set(about[KG + "ofState"]) <= known, iri
    assert len({e.state for e in officials()}) > 190


def test_nobody_is_listed_twice():
    """No two persons of a state share a full name."""
    seen = Counter((name_key(e.name), e.state) for e in officials())
    assert [pair for pair, n in seen.items() if n > 1] == []


def test_overlay_adds_a_person(tmp_path):
    """A user's folder adds persons; a fault in it is named."""
    tmp_path.joinpath("mine.ttl").write_text(
        "@base <https://w3id.org/bilateral-kg/id/> .\n"
        "@prefix kg: <https://w3id.org/bilateral-kg/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<official/x-y> a kg:Official ; skos:prefLabel "Xaver Ypsilon"@en ; kg:familyName "Ypsilon" ;\n'
        "  kg:ofState <state/DEU> .\n",
        encoding="utf-8",
    )
    assert [e.iri for e in officials(tmp_path).resolve("Mr. Ypsilon")] == [OFFICIAL + "x-y"]
    tmp_path.joinpath("bad.ttl").write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(VocabularyError):
        officials(tmp_path.joinpath("..", tmp_path.name))


def test_empty_registry():
    """Without data nobody is found."""
    empty = Officials([[]])
    assert len(empty) == 0
    assert list(empty) == []
    assert empty.resolve("Lavrov") == []
