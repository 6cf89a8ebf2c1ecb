"""The reference graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import VocabularyError
from kg.vocabulary.reference import REFERENCE, parsed, reference_quads


def test_all_of_the_ontology_is_one_sorted_graph():
    """Every Turtle file's statements are there once, in the reference graph."""
    quads = reference_quads()
    assert {q.graph_name for q in quads} == {ox.NamedNode(REFERENCE)}
    assert quads == sorted(set(quads), key=str)
    assert len(quads) == len({(q.subject, q.predicate, q.object) for q in parsed()})


def test_an_overlay_is_added(tmp_path):
    """What a user's folder says is in the graph, and nothing of ours is lost."""
    (tmp_path / "mine.ttl").write_text(
        '<https://w3id.org/bilateral-kg/issue/own> <http://www.w3.org/2004/02/skos/core#notation> "own" .'
    )
    assert len(reference_quads(tmp_path)) == len(reference_quads()) + 1


def test_an_overlay_can_be_named_by_the_environment(tmp_path, monkeypatch):
    """KG_VOCABULARY stands in for the option."""
    (tmp_path / "mine.ttl").write_text("<https://example.org/a> <https://example.org/b> 1 .")
    monkeypatch.setenv("KG_VOCABULARY", str(tmp_path))
    assert any(q.subject == ox.NamedNode("https://example.org/a") for q in reference_quads())


def test_a_file_that_is_no_turtle_is_refused_by_name(tmp_path):
    """The error names the file."""
    (tmp_path / "broken.ttl").write_text("this is no Turtle")
    with pytest.raises(VocabularyError, match=r"broken\.ttl"):
        reference_quads(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    """A mistyped folder is not an empty overlay."""
    with pytest.raises(VocabularyError, match="no vocabulary folder"):
        reference_quads(tmp_path / "nowhere")
