"""Where a list passes from one matter to the next."""

from __future__ import annotations

import pytest

from kg.extraction import gazetteer, topics


def cut(text: str, *, loose: bool = True) -> list[str]:
    """The words of each new item."""
    starts = topics.pieces(text, 0, len(text), gazetteer.hits(text), loose=loose)
    ends = [*starts, len(text)][1:]
    return [text[a:b].strip(" ,") for a, b in zip(starts, ends, strict=True)]


def test_items_on_other_matters_are_cut_off():
    """Each item that names another dossier begins a piece; what belongs together stays together."""
    text = "climate change, the situation in Iraq and the reconstruction of Iraq, as well as fisheries."
    assert cut(text) == [
        "the situation in Iraq and the reconstruction of Iraq",
        "as well as fisheries.",
    ]


def test_short_items_may_be_named_by_a_hint():
    """A one-word item counts, a long one must name its matter."""
    assert cut("climate change, defence and culture") == ["defence", "and culture"]
    assert cut("climate change and what they called a long way towards a safer military use") == []


@pytest.mark.parametrize(
    "text",
    [
        "Iraq, which is to hold elections",
        "regional and global climate change",
        "Ukraine and that peace in Iraq matters",
        "nothing that is known, and more of it",
    ],
)
def test_what_is_no_item_is_left(text):
    """Relative clauses, adjectives that share a noun and clauses of their own are not cut off."""
    assert cut(text) == []


def test_examples_are_items_of_loose_lists_only():
    """After "including" a list of talks goes on; one of other acts does not."""
    text = "climate change, including in Iraq"
    assert cut(text) == ["including in Iraq"]
    assert cut(text, loose=False) == []
