"""The question `readout-diff` on the two accounts of one meeting in the demonstration corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg

DEMO = Path(__file__).parent.parent / "kg" / "demo" / "readouts"


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """A store with two accounts of one meeting, and one account of another."""
    with kg.open(tmp_path_factory.mktemp("store") / "store") as held:
        held.ingest([*sorted(DEMO.glob("2021-10-31-usa-chn-by-*.txt")), DEMO / "2003-05-30-jpn-rus.txt"])
        yield held


def test_every_statement_of_both_stands_there(graph):
    """Aligned or alone; the first account's in the order of its text, then what only the other one has."""
    rows = list(graph.ask("readout-diff"))
    assert {row["date"] for row in rows} == {"2021-10-31"}
    sides = [
        {row["document"]: None for row in rows if row["verdict"] == f"only_{side}"}
        for side in ("here", "there")
    ]
    (here,), (there,) = sides
    shown = {(row["document"], row["number"]) for row in rows}
    shown |= {(row["other_document"], row["other_number"]) for row in rows if row["other_number"]}
    told = graph.store.select(
        "PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>"
        f" SELECT ?s WHERE {{ ?s a kg:Statement ; kg:reportedIn ?d FILTER(?d IN (<{here}>, <{there}>)) }}"
    )
    assert len(shown) == len(list(told))
    starts = [row["start"] for row in rows if row["document"] == here]
    assert starts == sorted(starts)
    assert [row["verdict"] for row in rows][-1] == "only_there"
    assert here != there


def test_taiwan_is_contradicted_in_two_sentences(graph):
    """One American item against two Chinese sentences: two rows with the words of both."""
    rows = [row for row in graph.ask("readout-diff", state="USA") if row["topic"] == "Taiwan"]
    assert [row["verdict"] for row in rows] == ["contradicts", "contradicts"]
    assert {row["quote"] for row in rows} == {"and Taiwan."}
    assert [row["reported_by"] for row in rows] == ["United States"] * 2
    assert rows[1]["other_quote"].startswith("and urged the U.S. side")


def test_the_state_asked_for_is_here(graph):
    """The sides change places; what corresponds is the same."""
    pairs = []
    for state, one, other in (("USA", "", "other_"), ("CHN", "other_", "")):
        rows = [row for row in graph.ask("readout-diff", state=state) if row["other_number"]]
        pairs.append({(row[f"{one}statement"], row[f"{other}statement"], row["verdict"]) for row in rows})
        assert len({row["document"] for row in rows}) == 1
    assert pairs[0] == pairs[1]
    assert pairs[0]


def test_limits_hold(graph):
    """A readout, other states, earlier and later days; a meeting told by one side gives nothing."""
    document = graph.ask("readout-diff").rows[0]["document"]
    every = len(graph.ask("readout-diff"))
    assert len(graph.ask("readout-diff", document=document, since="2021-10-31", until="2021-10")) == every
    assert len(graph.ask("readout-diff", state="JPN", other="RUS")) == 0
    assert len(graph.ask("readout-diff", until="2020")) == len(graph.ask("readout-diff", since="2022")) == 0


def test_correspondences_are_the_same_bytes_when_made_again(graph):
    """They follow from the documents alone."""
    from kg import rules

    def held():
        return sorted(
            str(q)
            for name in graph.store.graphs()
            for q in graph.store.quads(name)
            if "/correspondence/" in str(q)
        )

    before = held()
    assert before
    assert rules.derive(graph.store) is False
    assert held() == before
