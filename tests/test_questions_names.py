"""Names of issues in a sentence, in any order of words, and what belongs to a state."""

from __future__ import annotations

import pytest

from kg.questions.catalogue import Catalogue
from kg.questions.mentions import Mention, find
from kg.questions.names import Names
from kg.questions.topics import Topics
from kg.questions.wording import Wording, tokens

NAMES = Names(Wording(Catalogue()), Topics())


def mentions(text: str) -> list[Mention]:
    """The mentions of a text without times."""
    return find(text, tokens(text), set(), NAMES)


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("reconstruction in Iraq", "iraq_reconstruction"),
        ("the Iraqi reconstruction", "iraq_reconstruction"),
        ("points of friction between us", None),
        ("nuclear, of Iran", "iran"),
    ],
)
def test_reordered(text: str, issue: str | None) -> None:
    """The words of a name in another order name the issue, but not across a comma or as words of asking."""
    assert [m.issue for m in mentions(text) if m.issue] == ([issue] if issue else [])


def test_suggested() -> None:
    """One word suggests the issue that has by far the most names with it, or none."""
    assert NAMES.suggested("border") == "border_management"
    assert NAMES.suggested("reconstruction") is None
    assert NAMES.suggested("pineapple") is None


def test_an_organisation_is_its_issue_too() -> None:
    """The abbreviation of an organisation names the issue that is called like it."""
    (mention,) = mentions("the ICC")
    assert (mention.state, mention.issue) == ("icc", "international_criminal_court")


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("does Germany support Sweden's NATO accession", "SWE"),
        ("does Germany support Georgia joining NATO", "GEO"),
        ("does Germany support NATO membership for Georgia", "GEO"),
        ("would Greece accept North Macedonia in the EU", "MKD"),
        ("did Georgia speak of NATO", None),
    ],
)
def test_joining(text: str, owner: str | None) -> None:
    """The membership that one seeks, in the view of another, is a matter and no party."""
    assert next((m.owner for m in mentions(text) if m.owner), None) == owner
