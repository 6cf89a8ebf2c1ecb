"""What a new version of the vocabulary breaks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.vocabulary.changes import changes, main

HEAD = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix kg: <https://w3id.org/bilateral-kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix issue: <https://w3id.org/bilateral-kg/issue/> .
"""
OLD = """kg:A a owl:Class ; skos:definition "An A." . kg:B a owl:Class ; owl:disjointWith kg:A .
kg:p a owl:ObjectProperty ; rdfs:domain kg:A ; rdfs:range kg:B .
issue:x a skos:Concept ; skos:notation "x" ; skos:broader issue:y . issue:y a skos:Concept .
kg:q a owl:DatatypeProperty ; owl:deprecated true ; dcterms:isReplacedBy kg:p ."""


def compared(tmp_path: Path, new: str) -> list[str]:
    """The lines of the report on OLD and a changed text."""
    for name, text in (("old", OLD), ("new", new)):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "a.ttl").write_text(HEAD + text)
    return [str(change) for change in changes(tmp_path / "old", tmp_path / "new")]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("", "", None),
        ("kg:B a owl:Class ; owl:disjointWith kg:A .", "", "breaking\tkg:B\tgone"),
        ("kg:q a", "kg:r a", "breaking\tkg:q\tgone, as announced"),
        ("rdfs:domain kg:A", "rdfs:domain kg:B", "breaking\tkg:p\tdomain: kg:A -> kg:B"),
        ("; rdfs:range kg:B", "", "breaking\tkg:p\trange: kg:B -> none"),
        ('"x"', '"z"', 'breaking\tissue:x\tnotation: "x" -> "z"'),
        (" ; skos:broader issue:y", "", "breaking\tissue:x\tplace in the tree: issue:y -> none"),
        ("owl:ObjectProperty", "owl:DatatypeProperty", "breaking\tkg:p\tkind: owl:ObjectProperty -> owl:"),
        ("kg:A a owl:Class", "kg:A a owl:Class; owl:disjointWith kg:p", "breaking\tkg:A\tnow disjoint: kg:p"),
        (" ; owl:disjointWith kg:A", "", "allowed\tkg:B\tno more disjoint: kg:A"),
        ("kg:A a", "kg:C a owl:Class . kg:A a", "added\tkg:C\tnew"),
        ("An A.", "Any A.", "reworded\tkg:A\tdefinition"),
        (
            "rdfs:domain",
            "owl:deprecated true ; dcterms:isReplacedBy kg:q ; rdfs:domain",
            "deprecated\tkg:p\tuse kg:q",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_told_by_its_weight(tmp_path, old, new, line):
    """One change of the sample makes one line, or none; a term renamed is one gone and one new."""
    assert old in OLD
    found = compared(tmp_path, OLD.replace(old, new, 1) if old else OLD)
    if line is None:
        assert found == []
    else:
        assert any(one.startswith(line) for one in found), found
        assert len(found) == 1 + ("kg:r" in new)


def test_what_breaks_comes_first_and_decides_the_exit_code(tmp_path, capsys):
    """1 where anything breaks, else 0; the last line counts."""
    compared(tmp_path, OLD.replace("An A.", "Any A."))
    assert main([str(tmp_path / "old"), str(tmp_path / "new")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 changes, 0 of them breaking"
    compared(tmp_path, OLD.replace("An A.", "Any A.").replace("kg:q a", "kg:r a"))
    assert main([str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    assert capsys.readouterr().out.startswith("breaking")


def test_the_shipped_vocabulary_against_itself(tmp_path):
    """Nothing changed; the module is a program."""
    folder = Path(__file__).parent.parent / "ontology"
    done = subprocess.run(
        [sys.executable, "-m", "kg.vocabulary.changes", folder, folder],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "0 changes, 0 of them breaking\n"


def test_folders_without_turtle_are_refused(tmp_path):
    """And so is a file that is none."""
    with pytest.raises(InputError, match="no Turtle file"):
        changes(tmp_path, tmp_path)
    (tmp_path / "a.ttl").write_text("nothing")
    with pytest.raises(InputError, match="is no Turtle"):
        changes(tmp_path, tmp_path)
