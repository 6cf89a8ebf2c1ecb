"""Issues by their names, and what is under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import VocabularyError
from kg.questions.topics import Topics, fold
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from pathlib import Path

TOPICS = Topics()


def test_a_notation_beats_a_word() -> None:
    """The code of a dossier means the dossier, whatever words other issues have."""
    for name in ("fisheries", "iran", "north_korea", "territorial"):
        assert TOPICS.resolve(name) == f"{ISSUE}{name}"


def test_an_iri_is_its_own_name() -> None:
    """An IRI of an issue is taken as it is."""
    assert TOPICS.resolve(f"{ISSUE}iran") == f"{ISSUE}iran"


def test_what_is_under_an_issue() -> None:
    """The issue itself, and everything below it, each once."""
    found = TOPICS.within(f"{ISSUE}north_korea")
    assert f"{ISSUE}north_korea" in found
    assert len(found) == len(set(found)) > 1
    assert TOPICS.within("http://example.org/none") == ["http://example.org/none"]


def test_a_users_own_issue(tmp_path: Path) -> None:
    """A .ttl file in the overlay adds an issue under one of ours."""
    (tmp_path / "mine.ttl").write_text(
        f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <{ISSUE}whaling> skos:prefLabel "Whaling"@en ; skos:broader <{ISSUE}fisheries> .
        <http://example.org/other> skos:prefLabel "Not ours"@en .""",
        encoding="utf-8",
    )
    topics = Topics(tmp_path)
    assert topics.resolve("whaling") == f"{ISSUE}whaling"
    assert f"{ISSUE}whaling" in topics.within(f"{ISSUE}fisheries")
    with pytest.raises(VocabularyError):
        topics.resolve("Not ours")


def test_names_are_compared_loosely() -> None:
    """Accents, case, hyphens and underscores do not count."""
    assert fold("Six-Party Talks") == fold("SIX_PARTY talks") == "six party talks"
    assert fold("Sénat") == "senat"
