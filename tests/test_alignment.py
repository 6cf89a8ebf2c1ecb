"""Two accounts of one meeting: which statements tell of the same thing, and how they compare."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import permutations

import pytest
from annotated import GOLD, reading

from kg import alignment
from kg.alignment import RELATIONS, Correspondence, align, relation
from kg.model import Statement
from kg.vocabulary import schemes

BOTH = ("JPN", "RUS")


def said(n, quote, act="state", dossier="fisheries", polarity="none", states=("JPN",)):  # noqa: PLR0917
    """One statement, its place in the text by its number."""
    return Statement(
        n=n,
        start=100 * n,
        end=100 * n + len(quote),
        quote=quote,
        act=act,
        dossier=dossier,
        issue=dossier,
        polarity=polarity,
        speaker_states=states,
    )


def test_what_tells_of_the_same_is_found_and_the_rest_stands_alone():
    """Matters that both take up, in other words and another order; what only one has is in no group."""
    ours = [
        said(1, "discussed salmon quotas", "discuss", states=BOTH),
        said(2, "hoped for more tourists", "express_intent", "culture_people", "support"),
        said(3, "agreed to stay in contact", "agree", "visits_dialogue", states=BOTH),
    ]
    theirs = [
        said(1, "agreed to keep contact", "agree", "visits_dialogue", states=BOTH),
        said(2, "spoke about quotas for salmon", "discuss", states=BOTH),
        said(3, "raised the pipeline", "state", "energy", states=("RUS",)),
    ]
    assert align(ours, theirs) == [
        Correspondence((1,), (2,), "same"),
        Correspondence((3,), (1,), "same"),
    ]


@pytest.mark.parametrize(("ours", "theirs"), [([], []), ([said(1, "x")], []), ([], [said(1, "x")])])
def test_nothing_corresponds_to_nothing(ours, theirs):
    """An account without statements."""
    assert align(ours, theirs) == []


def test_two_in_a_row_against_one():
    """All that one says of a matter, in two sentences, against one sentence of the other, both ways."""
    taiwan = [
        said(1, "The question of Taiwan is the most sensitive one.", "state", "taiwan"),
        said(2, "The true policy must be pursued.", "urge", "taiwan", "support"),
        said(3, "trade grew", "state", "trade_economy"),
    ]
    concern = [said(1, "and Taiwan.", "concern", "taiwan", "oppose", ("RUS",))]
    assert align(taiwan, concern) == [Correspondence((1, 2), (1,), "contradicts")]
    assert align(concern, taiwan) == [Correspondence((1,), (1, 2), "contradicts")]


def test_one_more_that_tells_of_the_same_joins():
    """The matter is raised twice by one side in the same words and once by the other; others stay apart."""
    words = "cooperation of the three on ballistic missile warning data"
    twice = [
        said(1, f"exchanged views on {words}", "discuss", "security_defence", states=BOTH),
        said(2, "discussed bases", "discuss", "security_defence", states=BOTH),
        said(3, f"decided on {words}", "agree", "security_defence", "support", BOTH),
    ]
    once = [said(1, f"stressed {words}", "state", "security_defence", "support", BOTH)]
    assert align(twice, once) == [Correspondence((1, 3), (1,), "stronger_in_one", "a")]
    assert align(once, twice) == [Correspondence((1,), (1, 3), "stronger_in_one", "b")]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("state", "support", ("JPN",)), ("concern", "oppose", ("RUS",)), ("contradicts", None)),
        (("oppose", "oppose", ("JPN",)), ("appreciate", "support", ("RUS",)), ("different_speaker", None)),
        (("state", "support", ("JPN",)), ("state", "support", ("RUS",)), ("different_speaker", None)),
        (("state", "none", ("JPN",)), ("concern", "oppose", ("RUS",)), ("different_speaker", None)),
        (("discuss", "none", BOTH), ("support", "support", ("RUS",)), ("stronger_in_one", "b")),
        (("support", "support", ("RUS",)), ("discuss", "none", BOTH), ("stronger_in_one", "a")),
        (("agree", "support", BOTH), ("support", "support", ("RUS",)), ("different_speaker", None)),
        (("discuss", "none", BOTH), ("discuss", "support", BOTH), ("stronger_in_one", "b")),
        (("agree", "support", BOTH), ("state", "support", BOTH), ("stronger_in_one", "a")),
        (("state", "support", BOTH), ("confirm", "support", BOTH), ("worded_differently", None)),
    ],
)
def test_how_two_statements_compare(a, b, expected):
    """By who spoke, which stance was taken and how far the act goes."""
    one, other = (
        said(n, ("tides", "winds")[n], act, "energy", polarity, states)
        for n, (act, polarity, states) in enumerate((a, b))
    )
    assert relation([one], [other]) == expected


def test_stances_on_a_third_state_or_an_everyday_matter_do_not_contradict():
    """Who blames a third state, or speaks of what every meeting speaks of, contradicts nobody."""
    ours, theirs = said(1, "tides", "state", "energy", "support", ("JPN",)), ("condemn", "energy", "oppose")
    blaming = replace(said(1, "winds", *theirs, ("RUS",)), target_states=("PRK",))
    assert relation([ours], [blaming]) == ("different_speaker", None)
    assert relation([ours], [replace(blaming, target_states=("TWN",))]) == ("contradicts", None)
    order = said(1, "order", "concern", "un_multilateral", "oppose", ("RUS",))
    assert relation([replace(ours, dossier="un_multilateral")], [order]) == ("different_speaker", None)


def test_the_same_in_the_same_words():
    """Uncommon words in common make it the same; a routine needs none."""
    one, other = said(1, "The alliance is a linchpin"), said(1, "the alliance as linchpin of peace")
    assert relation([one], [other]) == ("same", None)
    assert relation([said(1, "")], [said(1, "")]) == ("worded_differently", None)
    touch = [
        said(1, words, "agree", "visits_dialogue", states=BOTH) for words in ("keep in touch", "meet again")
    ]
    assert relation(touch[:1], touch[1:]) == ("same", None)


def test_the_order_in_which_statements_come_does_not_count():
    """Their places in the text do."""
    path = GOLD / "pairs" / "2021-10-31-usa-chn-by-usa.json"
    ours = reading(path).statements[:4]
    theirs = reading(path.with_name("2021-10-31-usa-chn-by-chn.json")).statements
    assert len({tuple(align(order, theirs)) for order in permutations(ours)}) == 1


def test_the_assignment_is_the_best_there_is():
    """Against all assignments of small tables, wide and tall."""
    chance = random.Random(3)  # noqa: S311 - tables, no secrets
    for rows, columns in ((3, 4), (4, 3), (1, 5), (4, 4)):
        table = [[chance.randint(-3, 9) for _ in range(columns)] for _ in range(rows)]
        pairs = alignment._assigned(table, 0)
        assert len(set(pairs.values())) == len(pairs)
        wide = table if rows <= columns else [list(c) for c in zip(*table, strict=True)]
        best = max(
            sum(max(row[j], 0) for row, j in zip(wide, order, strict=False))
            for order in permutations(range(len(wide[0])), len(wide))
        )
        assert sum(table[i][j] for i, j in pairs.items()) == best


def links(groups):
    """Pairs of statement numbers."""
    return {(m, n) for a, b in groups for m in a for n in b}


def test_the_annotated_pairs_are_aligned():
    """Seven meetings, annotated statements: F1 of the links at least .75, most relations right."""
    right = found = true = 0
    for path in sorted(GOLD.glob("pairs/*.pair.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        a, b = (reading(path.with_name(f"{row[side]}.json")) for side in "ab")
        gold = links((group["a"], group["b"]) for group in row["aligned"])
        said_ = links((one.a, one.b) for one in align(a.statements, b.statements))
        right, found, true = right + len(gold & said_), found + len(said_), true + len(gold)
    assert 2 * right / (found + true) >= 0.75


def test_the_settings_name_acts_and_relations_of_the_vocabulary():
    """Every act has a family; strengths are of acts; relations are the concepts of the ontology."""
    settings = alignment._settings()
    assert set(settings["families"]) == set(schemes.ACTS)
    assert set(settings["strength"]) <= set(schemes.ACTS)
    assert all(f"kg:relation_{name}" in _acts() for name in RELATIONS)
    names = {
        name for row in alignment.features([said(1, "x")], [said(1, "y")]) for cell in row for name in cell
    }
    assert set(settings["weights"]) == names | {"bias"}


def _acts():
    from kg import resources

    return resources.text("ontology", "acts.ttl")


def test_the_page_quotes_the_demonstration_to_the_letter():
    """The worked example of docs/accounts.md stands in the two readouts."""
    root = GOLD.parent.parent
    demo = root / "kg" / "demo" / "readouts"
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(demo.glob("2021-10-31-*.txt")))
    page = (root / "docs" / "accounts.md").read_text(encoding="utf-8")
    quotes = [line.removeprefix("> ") for line in page.splitlines() if line.startswith("> ")]
    assert len(quotes) == 5
    assert [quote for quote in quotes if quote not in texts] == []
