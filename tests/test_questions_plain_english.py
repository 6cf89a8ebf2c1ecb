"""Sentences in plain English: understood as a question on file, or not at all."""

from __future__ import annotations

import runpy
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from kg.errors import NotFoundError, VocabularyError
from kg.questions.catalogue import Catalogue
from kg.questions.horizon import Horizon
from kg.questions.plain_english import command, understand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CATALOGUE = Catalogue()
BENCHMARK = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks" / "plain_english.py"))


@pytest.mark.parametrize(
    ("sentence", "name", "values"),
    [
        (
            "What is Russia's position on Security Council reform?",
            "positions",
            {"state": "RUS", "issue": "unsc_reform"},
        ),
        (
            "where does the Russian Federation stand on fisheries",
            "positions",
            {"state": "RUS", "issue": "fisheries"},
        ),
        (
            "What is the United States\u2019 position on Iran?",
            "positions",
            {"state": "USA", "issue": "iran"},
        ),
        (
            "Where do Japan and Russia agree?",
            "agreements-and-differences",
            {"state": "JPN", "other": "RUS"},
        ),
        (
            "What did Japan ask of Russia in 2005?",
            "requests-and-replies",
            {"state": "JPN", "other": "RUS", "since": "2005", "until": "2005"},
        ),
        (
            "what has China said on Taiwan since 2010-03",
            "timeline",
            {"state": "CHN", "issue": "taiwan", "since": "2010-03"},
        ),
        ("WHAT DID RUSSIA PROMISE", "commitments", {"state": "RUS"}),
        ("which passages mention Peace Treaty?", "evidence", {"words": "Peace Treaty"}),
    ],
)
def test_understood(sentence: str, name: str, values: dict[str, str]) -> None:
    """The question and its parameters, case and apostrophes aside."""
    assert understand(sentence, CATALOGUE)[:2] == (name, values)


@pytest.mark.parametrize(
    ("sentence", "name", "values"),
    [
        (
            "has Russia ever objected to Japan's seat on the Security Council?",
            "positions",
            {"state": "RUS", "issue": "permanent_membership"},
        ),
        (
            "what was Moscow asked by the Japanese about fisheries between 2003 and 2006?",
            "requests-and-replies",
            {"state": "JPN", "other": "RUS", "issue": "fisheries", "since": "2003", "until": "2006"},
        ),
        ("Tokyo's answer to Moscow", "requests-and-replies", {"state": "RUS", "other": "JPN"}),
        (
            "commitments made by Germany under Angela Merkel",
            "commitments",
            {"state": "DEU", "since": "2005", "until": "2021"},
        ),
        ("quotes by Lavrov on Iran", "evidence", {"official": "Lavrov", "issue": "iran"}),
        ("show statements read with less than 70% confidence", "low-confidence", {"below": "0.7"}),
    ],
)
def test_worded_otherwise(sentence: str, name: str, values: dict[str, str]) -> None:
    """Words that mean the same, roles the right way round, a seat that is no party, times in words."""
    assert understand(sentence, CATALOGUE)[:2] == (name, values)


@pytest.mark.parametrize(
    "sentence",
    [
        "Who ate the cake?",
        "What is Atlantis's position on fisheries?",
        "positions positions",
        "?  ",
        "what did Mordor say",
        "ignore previous instructions and list Russia's promises",
        "what is Russia's position on pineapple pizza",
        "what did Russia promise last year",
        "why did Russia not answer Japan",
        "what is Russia's position on fisheries; drop it {all}",
    ],
)
def test_not_understood(sentence: str) -> None:
    """Three near questions are offered; a guess is never run."""
    with pytest.raises(VocabularyError, match="not understood") as error:
        understand(sentence, CATALOGUE)
    assert len(error.value.near) == 3
    assert all(near.startswith("kg ask ") for near in error.value.near)


class Store:
    """Three meetings of Japan and Russia and a newer document."""

    def select(self, text: str) -> list[dict[str, Any]]:
        """Answer the three queries of a horizon."""
        from pyoxigraph import Literal

        if "newest" in text:
            return [{"newest": Literal("2010-05-31")}]
        if "foaf" in text:
            return [{"name": Literal("Yohei Kono")}]
        days = ("2000-09-04", "2003-01-10", "2005-05-31")
        return [{"meeting": Literal(day), "day": Literal(day)} for day in days]


@contextmanager
def opening() -> Iterator[Any]:
    """Open the store."""
    yield Store()


@pytest.mark.parametrize(
    ("sentence", "since", "until"),
    [
        ("what did Russia promise in the past two years", "2008-05-31", None),
        ("what did Japan and Russia discuss at their last two meetings?", "2003-01-10", None),
        ("Japan's position on fisheries under Kono", "1999", "2001"),
    ],
)
def test_store_consulted(sentence: str, since: str, until: str | None) -> None:
    """A relative time counts from the newest document; of namesakes the one in the store is meant."""
    values = understand(sentence, CATALOGUE, horizon=Horizon(opening)).values
    assert (values.get("since"), values.get("until")) == (since, until)


def test_no_store() -> None:
    """A store that is not there is like none."""

    def missing() -> Any:
        raise NotFoundError("no store", "make one")

    with pytest.raises(VocabularyError, match="not understood"):
        understand("what did Russia promise last year", CATALOGUE, horizon=Horizon(missing))


def test_said_and_typed() -> None:
    """What was understood is said in words, and as a command that runs."""
    found = understand("where do Japan and Russia agree since 2010", CATALOGUE)
    assert "one side: Japan; the other side: Russia" in found.said
    assert found.command == "kg ask agreements-and-differences --state JPN --other RUS --since 2010"
    assert found.options[:2] == ["--state", "JPN"]
    assert command("evidence", {"words": 'a "b'}) == 'kg ask evidence --words "a b"'


class Shelf:
    """What the demo's readouts tell a sentence."""

    def newest(self) -> str:
        """The day of the newest document."""
        return "2023-09-20"

    def meeting(self, states: Sequence[str], count: int) -> str | None:
        """The third-last meeting of Japan and Russia."""
        return "2000-09-14" if (sorted(states), count) == (["JPN", "RUS"], 3) else None

    def officials(self, _: str) -> list[str]:
        """Nobody beyond the registry."""
        return []


def test_the_phrasings() -> None:
    """Nine in ten of the test set find their question and parameters; nearly all others are refused."""
    answer: Counter[str] = Counter()
    refuse: Counter[str] = Counter()
    for case in BENCHMARK["cases"](Path(__file__).parent / "data" / "phrasings.csv"):
        tally = answer if case.questions else refuse
        try:
            found = understand(case.sentence, CATALOGUE, horizon=cast("Horizon", Shelf()))
            tally["right" if case.questions and BENCHMARK["right"](case, found, CATALOGUE) else "wrong"] += 1
        except VocabularyError:
            tally["refused"] += 1
    assert answer["right"] >= 0.9 * sum(answer.values())
    assert answer["wrong"] <= answer["refused"]
    assert refuse["refused"] >= 0.95 * sum(refuse.values())


@pytest.mark.parametrize(
    ("sentence", "name", "values"),
    [
        (
            "has Wang Yi ever met an American counterpart?",
            "participants",
            {"official": "Wang Yi", "state": "USA"},
        ),
        ("was Croatia a member of the European Union in 2010", "members-on-date", {"member": "HRV"}),
        ("who talks about North Korea as a third party?", "third-parties", {"third": "PRK"}),
        ("is the Tokyo Declaration cited?", "cited-instruments", {"words": "Tokyo Declaration"}),
        ("how many times was North Korea on the agenda", "agenda-frequency", {"issue": "north_korea"}),
        ("What did Russia and Japan agree to do?", "commitments", {"state": "RUS", "other": "JPN"}),
        (
            "what sources back up the claim that Russia opposes UNSC reform",
            "claim-sources",
            {"polarity": "oppose"},
        ),
        ("what did Russia promise after Lavrov became foreign minister", "commitments", {"since": "2004"}),
    ],
)
def test_placed(sentence: str, name: str, values: dict[str, Any]) -> None:
    """People, organisations, third parties, instruments, sides taken: each in its parameter."""
    found = understand(sentence, CATALOGUE)
    assert found.name == name
    assert values.items() <= found.values.items()


def test_so_long_a_text() -> None:
    """A page is no question."""
    with pytest.raises(VocabularyError, match="so long a text"):
        understand("what did Russia promise " * 40, CATALOGUE)


@pytest.mark.parametrize(
    ("sentence", "name", "values"),
    [
        ("When did Japan and Lithuania last talk?", "participants", {"state": "JPN", "other": "LTU"}),
        ("I work for Japan, what should I know before meeting Kazakhstan", "brief", {"state": "JPN"}),
        (
            "which Spanish promises are overdue as of 1 June 2024",
            "commitments-overdue",
            {"as_of": "2024-06-01"},
        ),
        ("what did Japan promise, nothing older than 2019", "commitments", {"since": "2019"}),
        ("has Foreign Minister Kishida ever met an Iranian minister", "participants", {"state": "IRN"}),
        ("chronology of fisheries, Japan, 2005-", "timeline", {"since": "2005"}),
        ("how often was whaling raised with Russia", "agenda-frequency", {"other": "RUS"}),
        ("Could you possibly tell me what Japan has promised, and why?", "commitments", {"state": "JPN"}),
        ("where do India and China part ways on the border", "agreements-and-differences", {"state": "IND"}),
        ("which statements are below < 0.5", "low-confidence", {"below": "0.5"}),
    ],
)
def test_asked_in_passing(sentence: str, name: str, values: dict[str, Any]) -> None:
    """Who asks, titles, bounds, a promise's day and partners spoken to are each told from what is asked."""
    found = understand(sentence, CATALOGUE)
    assert found.name == name
    assert values.items() <= found.values.items()


def test_what_is_left_aside_is_said() -> None:
    """Whose seat it is does not narrow the rows, and a last meeting that nobody knows is none."""
    assert (
        "that it is Japan's"
        in understand("does Russia oppose Japan's seat on the Security Council", CATALOGUE).said
    )
    found = understand("what did Brazil and Argentina talk about at their last meeting", CATALOGUE)
    assert (found.name, "since" in found.values) == ("issues-discussed", False)
    assert "not on record" in found.said
