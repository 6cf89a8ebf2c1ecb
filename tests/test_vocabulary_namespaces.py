"""Prefixes and CURIEs."""

from __future__ import annotations

import pytest

from kg.errors import VocabularyError
from kg.vocabulary import namespaces


def test_constants_are_the_declared_prefixes():
    """Every namespace constant is declared in prefixes.ttl under its name in lower case."""
    constants = {name: value for name, value in vars(namespaces).items() if name.isupper()}
    assert len(constants) >= 12
    for name, value in constants.items():
        assert namespaces.prefixes()[name.lower()] == value


def test_prefixes_are_sorted_and_name_different_namespaces():
    """One prefix a namespace, in alphabetical order."""
    found = namespaces.prefixes()
    assert list(found) == sorted(found)
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("curie", ["kg:act_request", "id:state/JPN", "issue:unsc_reform", "dcterms:title"])
def test_compress_undoes_expand(curie):
    """A CURIE survives the way there and back."""
    assert namespaces.compress(namespaces.expand(curie)) == curie


def test_the_longest_namespace_wins(monkeypatch):
    """An IRI in a namespace inside another gets the inner one's prefix."""
    both = {"a": "https://example.org/", "ab": "https://example.org/b/"}
    monkeypatch.setattr(namespaces, "prefixes", lambda: both)
    assert namespaces.compress("https://example.org/b/c") == "ab:c"


def test_an_unknown_prefix_is_refused_with_the_nearest():
    """A mistyped prefix is an error that says what was perhaps meant."""
    with pytest.raises(VocabularyError) as caught:
        namespaces.expand("isue:unsc_reform")
    assert caught.value.near == ("issue:unsc_reform",)


@pytest.mark.parametrize("word", ["Japan", "", "https://example.org/x"])
def test_what_is_no_curie_is_refused(word):
    """Words without a prefix, and whole IRIs, are not guessed at."""
    with pytest.raises(VocabularyError):
        namespaces.expand(word)


def test_an_iri_elsewhere_is_refused():
    """An IRI outside all namespaces has no CURIE."""
    with pytest.raises(VocabularyError):
        namespaces.compress("https://example.org/x")
