"""The questions, asked of a real page: an answer is right when its words overlap the passage that holds it.

The spans are those of an analyst's reading of the page, which lies beside the checkout and not in it. What
the reader does not find is its own affair, and measured elsewhere; here the questions must bring out what
is there, so the lists hold what a reader as it should be finds, and a share of each is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.shared

POSITIONS = {
    # issue: holder, position, span
    "unsc_reform": [
        ("Japan", "support", 2727, 2828),
        ("Russia", "conditional_support", 3148, 3259),
    ],
    "north_korea": [("Japan", "support", 3662, 3813), ("Russia", "support", 3863, 3965)],
    "peace_treaty": [("Japan", "support", 2094, 2285), ("Russia", "support", 2300, 2480)],
    "middle_east": [("Japan", "support", 5581, 5678), ("Russia", "support", 6019, 6107)],
    "regional_cooperation": [("Japan", "conditional_support", 7357, 7480), ("Russia", "support", 7001, 7086)],
}
REPLIES = [
    # request, reply
    ((4201, 4283), (4333, 4374)),
    ((4766, 4847), (5018, 5080)),
    ((5127, 5278), (5319, 5427)),
    ((7117, 7193), (7357, 7480)),
    ((7923, 8021), (8023, 8096)),
]
PROMISES = [(565, 647), (937, 1053), (1167, 1317), (1795, 1858), (8023, 8096)]
FOLLOW_UPS = [(565, 647), (7696, 7784), (7923, 8021), (8023, 8096)]


@pytest.fixture(scope="module")
def graph(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Graph]:
    """A store that holds the page."""
    (page,) = (shared / "gold" / "seed").glob("*.txt")
    with kg.open(tmp_path_factory.mktemp("seed") / "store") as graph:
        report = graph.ingest([page], publishers=("JPN",))
        assert not report.failed, report.failed
        yield graph


def overlaps(row: dict[str, object], start: int, end: int, prefix: str = "") -> bool:
    """Whether the words of a row and a passage have a letter in common."""
    first, last = row[f"{prefix}start"], row[f"{prefix}end"]
    return isinstance(first, int) and isinstance(last, int) and first < end and start < last


def share(found: list[bool]) -> float:
    """Which part of them is true."""
    return sum(found) / len(found)


def test_positions(graph: kg.Graph) -> None:
    """Each side's line on each issue, and understanding is no support."""
    found = []
    for issue, expected in POSITIONS.items():
        rows = graph.ask("positions", issue=issue).rows
        found += [
            any(
                row["holder"] == holder and row["position"] == position and overlaps(row, start, end)
                for row in rows
            )
            for holder, position, start, end in expected
        ]
    assert share(found) >= 0.8, found
    understood = [row for row in graph.ask("positions").rows if overlaps(row, 4333, 4374)]
    assert {row["position"] for row in understood} <= {"neutral", "none"}


def test_conditions(graph: kg.Graph) -> None:
    """All four conditions, with their words, typing errors included."""
    conditions = [row["condition"] for row in graph.ask("conditional-positions").rows]
    for cue in ("if abroad consent", "in the event that", "if Russia farther", "if necessary"):
        assert any(str(condition).startswith(cue) for condition in conditions), cue


def test_requests_and_their_replies(graph: kg.Graph) -> None:
    """Each request with its reply; the one on abductions is acknowledged, not granted."""
    rows = graph.ask("requests-and-replies").rows
    found = [
        any(overlaps(row, *request) and overlaps(row, *reply, prefix="reply_") for row in rows)
        for request, reply in REPLIES
    ]
    assert share(found) >= 0.8, found
    abductions = [row for row in rows if overlaps(row, 4201, 4283) and overlaps(row, 4333, 4374, "reply_")]
    assert {row["reply_grade"] for row in abductions} == {"acknowledges"}


def test_promises(graph: kg.Graph) -> None:
    """Who promised what; the visit has its day, "soon" has none, and an as-of date judges."""
    rows = graph.ask("commitments", as_of="2006-01-01").rows
    assert share([any(overlaps(row, *span) for row in rows) for span in PROMISES]) >= 0.8
    (visit,) = [row for row in rows if overlaps(row, 565, 647)]
    assert (visit["parties"], visit["due"], visit["status"]) == ("Japan and Russia", "2005-12-31", "past_due")
    soon = [row for row in rows if overlaps(row, 649, 770)]
    assert {row["due"] for row in soon} <= {None}


def test_agreement(graph: kg.Graph) -> None:
    """Both are for a peace treaty, and for work on the Middle East."""
    rows = graph.ask("agreements-and-differences", state="Japan", other="Russia").rows
    for span in ((2094, 2285), (2300, 2480), (5581, 5678), (6019, 6107)):
        assert {row["verdict"] for row in rows if overlaps(row, *span)} == {"agree"}, span


def test_documents_names_and_events(graph: kg.Graph) -> None:
    """The declaration with its year, the name that one side uses, the month that was completed."""
    instruments = {str(row["name"]): row["dated"] for row in graph.ask("cited-instruments").rows}
    assert any("Tokyo Declaration" in name and dated == "1993" for name, dated in instruments.items())
    assert "Northern Territories" in {row["name"] for row in graph.ask("names-used", state="Japan").rows}
    assert graph.ask("names-used", state="Russia").rows == ()
    events = [row for row in graph.ask("events-mentioned").rows if row["dated"] == "2005-01"]
    assert [row["inferred"] for row in events] == [True]


def test_follow_ups(graph: kg.Graph) -> None:
    """The visit, the second round, the fourth consultation, proposed and agreed."""
    rows = graph.ask("follow-ups").rows
    assert share([any(overlaps(row, *span) for row in rows) for span in FOLLOW_UPS]) >= 0.75


def test_third_parties_and_participants(graph: kg.Graph) -> None:
    """Who is talked about, and who was in the room."""
    third = {row["third_party"] for row in graph.ask("third-parties").rows}
    assert {"North Korea", "Iran", "United States", "European Union"} <= third
    assert not third & {"Japan", "Russia"}
    people = {(row["person"], row["side"], row["date"]) for row in graph.ask("participants").rows}
    assert people >= {
        ("Nobutaka Machimura", "Japan", "2005-05-31"),
        ("Sergey Lavrov", "Russia", "2005-05-31"),
    }
