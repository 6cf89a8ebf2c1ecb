"""Which items of a clause are statements of their own: what is seen at a joint, and how it is weighed."""

from __future__ import annotations

from kg.extraction import gazetteer, items
from kg.extraction.clause import Clause


def seen(text: str, act: str = "discuss", *, passive: bool = False) -> dict[str, tuple[str, ...]]:
    """The words from each joint on, and what is seen there."""
    clause = Clause(0, len(text), 0, 0, "", act, None, (), (), passive=passive)
    return {text[i.start :]: i.features for i in items.items(text, clause, gazetteer.hits(text))}


def test_every_joint_is_looked_at_once():
    """A comma with "and" behind it is one joint; the first words and the last letters are none."""
    text = "climate change, the situation in Iraq, and fisheries."
    assert list(seen(text)) == ["the situation in Iraq, and fisheries.", "and fisheries."]
    assert seen("it, and Iraq") == {}


def test_what_is_seen_at_a_joint():
    """How the item is joined, what it names beside the items before, and whether the rule would cut."""
    found = seen("climate change, the situation in Iraq, as well as climate policy.")
    first, second = found.values()
    assert {"beside:other", "names:named", "comma:True", "form:definite", "talk any"} <= set(first)
    assert {"joined:as", "beside:same"} <= set(second)
    assert "rule:True" in first


def test_acts_without_lists_are_never_cut_by_the_rule():
    """What was said holds one thought; the rule leaves it whole and the weights know it."""
    (features,) = seen("climate change, the situation in Iraq.", "state").values()
    assert {"rule:False", "say any"} <= set(features)


def test_likely_items_begin_statements():
    """A list of talks is cut where another matter begins, not within one."""
    text = "discussed climate change, the war in Ukraine and the situation in Afghanistan."
    clause = Clause(0, len(text), 9, 0, "discussed", "discuss", None, (), ())
    starts = items.cuts(text, clause, gazetteer.hits(text))
    assert [text[s:].split(maxsplit=1)[0] for s in starts] == ["the", "and"]
    assert items.cuts("discussed trade", clause, ()) == []


def test_a_passive_names_its_matters_before_its_verb():
    """The items of "trade, energy and the war were discussed" stand in its subject."""
    text = "trade relations, climate change and the war in Ukraine were discussed."
    clause = Clause(0, len(text), len(text) - 1, 0, "discussed", "discuss", None, (), (), passive=True)
    assert items.items(text, clause, gazetteer.hits(text))
    assert 0 < items.Item(0, ("bias", "unheard of")).odds() < 1
