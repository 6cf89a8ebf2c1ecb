"""Where words of the issue tree stand in a text."""

from __future__ import annotations

import pytest

from kg.extraction import gazetteer


def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The words found, and the concepts they name."""
    return [(text[h.start : h.end], h.named) for h in gazetteer.hits(text)]


@pytest.mark.parametrize(
    ("text", "words", "concept"),
    [
        ("the NORTHERN TERRITORIES issue", "NORTHERN TERRITORIES issue", "northern_territories"),
        ("denuclearisation of the North", "denuclearisation", "dprk_nuclear_missile"),
        ("results of COP28 in", "COP28", "climate_agreements"),
        ("North Korea's missile launches", "North Korea's missile", "dprk_nuclear_missile"),
        ("free trade agreements", "free trade agreements", "free_trade_agreements"),
        ("for IDPs there", "IDPs", "refugees"),
        ("people-to-people exchange", "people-to-people exchange", "culture_people"),
    ],
)
def test_words_name_a_concept(text, words, concept):
    """Case, plurals, possessives and hyphens do not matter, and the longest phrase is taken."""
    assert (words, (concept,)) in found(text)


def test_acronyms_need_their_capitals():
    """What looks like an acronym in small letters is a word."""
    assert found("under New START") == [("New START", ("nuclear_disarmament",))]
    assert found("a new start") == []


def test_hints_are_kept_apart():
    """A word that only points to a dossier names nothing."""
    (hit,) = gazetteer.hits("a military")
    assert (hit.named, hit.hinted, hit.concepts) == ((), ("security_defence",), ("security_defence",))


def test_within_takes_what_begins_there():
    """A region holds the hits and words that begin in it."""
    text = "Iraq and Syria"
    assert [h.start for h in gazetteer.within(gazetteer.hits(text), 1, 14)] == [9]
    assert [w.key for w in gazetteer.words_within(text, 4, 9)] == ["and"]


def test_every_concept_hangs_under_a_dossier():
    """Depth 0 is a dossier, which is its own."""
    for notation, concept in gazetteer.concepts().items():
        assert (concept.depth == 0) == (concept.dossier == notation)


OVERLAY = """
@prefix issue: <https://w3id.org/bilateral-kg/issue/> .
@prefix kg: <https://w3id.org/bilateral-kg/ontology#> .
@prefix own: <https://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
issue:fisheries kg:issueWord "Quappen talks" ; kg:issueHint "quappe" .
own:eel skos:notation "eel_stocks" ; skos:broader issue:fishing_quotas ; skos:prefLabel "Eel stocks"@en .
own:opera skos:notation "opera_houses" ; kg:issueWord "Burbot Opera" .
own:a skos:notation "a" ; skos:broader own:b ; kg:issueWord "Ringfahrt" .
own:b skos:notation "b" ; skos:broader own:a .
"""


def test_a_users_folder_adds_words_and_concepts(tmp_path, monkeypatch):
    """Words for our concepts and concepts below ours are found; dossiers of one's own and circles are not."""
    text = "They spoke of the Quappen talks, eel stocks, the Burbot Opera and a Ringfahrt."
    (tmp_path / "mine.ttl").write_text(OVERLAY, encoding="utf-8")
    monkeypatch.setenv("KG_VOCABULARY", str(tmp_path))
    assert found(text)[:2] == [("Quappen talks", ("fisheries",)), ("eel stocks", ("eel_stocks",))]
    assert gazetteer.concepts()["eel_stocks"] == ("eel_stocks", "fisheries", 2, ())
    assert not {"opera_houses", "a", "b"} & gazetteer.concepts().keys()


def test_phrases_are_those_that_stand_in_the_text():
    """The keys of the longest phrases that were found."""
    assert gazetteer.phrases("a peace treaty, once more: a peace treaty") == {("peace", "treaty")}
