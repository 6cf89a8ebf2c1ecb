"""The layout of the data files: what is shipped is in it; what another editor makes of a file comes back."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from kg import resources
from kg.errors import VocabularyError
from kg.vocabulary import layout

FILES = ("actors.ttl", "issues.ttl", "memberships.ttl", "officials.ttl", "territories.ttl")
HEAD = """# A head.
@base <https://example.org/> .
@prefix kg: <https://w3id.org/bilateral-kg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.mark.parametrize("name", FILES)
def test_what_is_shipped_is_in_the_layout(name):
    """Set again it is the same bytes."""
    text = resources.text("ontology", name)
    assert layout.layout(text, name) == text, f"run: python -m kg.vocabulary.layout ontology/{name}"


@pytest.mark.parametrize("name", ["issues.ttl", "memberships.ttl", "territories.ttl"])
def test_a_file_that_another_editor_wrote_anew_comes_back(name):
    """Statements in any order, without a prefix: the same bytes again."""
    text = resources.text("ontology", name)
    head = text[: text.index("\n\n") + 1]
    by_property = {}
    for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
        by_property.setdefault((quad.subject, quad.predicate), []).append(f"{quad.triple} .\n")
    said = ["".join(lines) for lines in by_property.values()]  # the order of labels is their meaning
    random.Random(1).shuffle(said)  # noqa: S311 - nothing secret
    assert layout.layout(head + "\n" + "".join(said), name) == text


def test_an_entry_is_set_as_entries_are():
    """Up to three values on a line, four below each other, IRIs sorted, what is unknown at the end."""
    text = (
        HEAD
        + """
<b> <https://other.example/p> true , 3 , "x\\"y"^^xsd:token ; kg:hasMember <d>, <c> ; a kg:StateGroup .
# Between.
<a> kg:demonym "1"@en , "2"@en, "3"@en, "4"@en ; a kg:State.
<c> kg:metonym "C"@en ; kg:demonym "c"@en .
"""
    )
    assert (
        layout.layout(text)
        == HEAD
        + """
<b> a kg:StateGroup ;
  kg:hasMember <c>, <d> ;
  <https://other.example/p> true, 3, "x\\"y"^^xsd:token .

# Between.

<a> a kg:State ;
  kg:demonym
    "1"@en,
    "2"@en,
    "3"@en,
    "4"@en .

<c>
  kg:demonym "c"@en ;
  kg:metonym "C"@en .
"""
    )


def test_what_cannot_be_set_is_refused():
    """No Turtle; a comment inside an entry; a blank node, which has no name to be sorted by."""
    with pytest.raises(VocabularyError, match="mine is not Turtle"):
        layout.layout("<a> <b>", "mine")
    with pytest.raises(VocabularyError, match="mine cannot be set"):
        layout.layout(f"{HEAD}\n<a> kg:name [ kg:name 'x' ] .\n", "mine")
    with pytest.raises(VocabularyError, match="mine is not Turtle"):
        layout.layout(f"{HEAD}\n<a> a kg:State ;\n# Inside.\n  kg:name 'x' .\n", "mine")


def test_the_command_sets_files_and_checks_them(tmp_path, capsys):
    """`--check` names what differs and leaves it; without it the file is set."""
    mine = tmp_path / "mine.ttl"
    mine.write_text(f"{HEAD}\n<b> a kg:State .\n<a> a kg:State .\n", encoding="utf-8")
    before = mine.read_bytes()
    assert layout.main(["--check", str(mine)]) == 1
    assert mine.read_bytes() == before
    assert capsys.readouterr().out == f"{mine}\n"
    assert layout.main([str(mine)]) == 0
    assert mine.read_text(encoding="utf-8") == f"{HEAD}\n<a> a kg:State .\n\n<b> a kg:State .\n"
    assert layout.main(["--check", str(mine)]) == 0
