"""Names of contested territories."""

from __future__ import annotations

from kg.vocabulary.territories import Territories, territories


def test_each_side_s_name_leads_to_one_neutral_entry():
    """Different names of one place have one territory."""
    found = territories().find("Takeshima is called Dokdo in Korean.")
    assert [(use.name, use.territory) for use in found] == [
        ("Takeshima", "liancourt_rocks"),
        ("Dokdo", "liancourt_rocks"),
    ]


def test_offsets_are_those_of_the_text_even_over_a_line_break():
    """A name broken over lines is found, and its place is where it stands."""
    text = "The West\n  Bank and others."
    (use,) = territories().find(text)
    assert text[use.start : use.end] == "West\n  Bank"
    assert use.name == "West Bank"


def test_the_longest_name_wins_and_parts_of_words_are_none():
    """`Gaza Strip` is not `Gaza`, and `Gazans` are no place."""
    assert [use.name for use in territories().find("the Gaza Strip and the Gazans")] == ["Gaza Strip"]


def test_a_name_of_two_territories_tells_neither():
    """An overlay that gives one name to two places makes it useless, not wrong."""
    from kg.vocabulary.actors import triples

    text = """@prefix kg: <https://w3id.org/bilateral-kg/ontology#> .
        @base <https://w3id.org/bilateral-kg/id/> .
        <territory/a/name/x> kg:name "North Isles" ; kg:nameOf <territory/a> .
        <territory/b/name/x> kg:name "North Isles" ; kg:nameOf <territory/b> ."""
    assert Territories(triples("x.ttl", text)).find("North Isles") == []


def test_an_overlay_adds_names(tmp_path):
    """A user's own territory is found beside ours."""
    (tmp_path / "mine.ttl").write_text(
        """@prefix kg: <https://w3id.org/bilateral-kg/ontology#> .
        @base <https://w3id.org/bilateral-kg/id/> .
        <territory/isles/name/n> kg:name "North Isles" ; kg:nameOf <territory/isles> ."""
    )
    found = territories(tmp_path).find("North Isles, West Bank")
    assert [use.territory for use in found] == ["isles", "west_bank"]
