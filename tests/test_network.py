"""The network of states: who addresses, joins or speaks about whom."""

from __future__ import annotations

import pytest
from files import DEMO
from stores import filled

import kg
from kg.errors import VocabularyError
from kg.network import (
    ALIGNMENT_COLUMNS,
    DYAD_COLUMNS,
    EVENT_COLUMNS,
    EVERYTHING,
    Network,
    Selection,
    network,
    select,
    ties,
)
from kg.network.measures import PAIR, STATES, measures


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The annotated cases in a store."""
    with filled(tmp_path_factory.mktemp("network") / "store") as opened:
        yield opened


def test_every_edge_carries_its_evidence(store):
    """Each event has a statement, a quote with offsets and a document."""
    drawn = network(store)
    assert drawn.edges
    for edge in drawn.edges:
        assert set(edge) == {column.name for column in EVENT_COLUMNS}
        assert edge["statement"].startswith(edge["document"])
        assert len(edge["quote"]) == edge["quote_end"] - edge["quote_start"]


def test_edge_ids_are_unique_and_stable(store):
    """Two drawings of the same store give the same edges in the same order."""
    first, second = network(store), network(store)
    assert first == second
    assert len({edge["id"] for edge in first.edges}) == len(first.edges)


def test_a_joint_statement_is_one_undirected_edge(store):
    """A statement on behalf of both has no addressee and runs in alphabetical order."""
    joint = [edge for edge in network(store).edges if edge["kind"] == "joint"]
    assert joint
    assert all(edge["source"] < edge["target"] and edge["type"] == "undirected" for edge in joint)


def test_the_sign_is_the_stance_on_the_issue(store):
    """Support is +1, opposition -1, everything else 0."""
    for edge in network(store).edges:
        expected = {"support": 1, "conditional_support": 1, "oppose": -1}.get(edge["polarity"], 0)
        assert edge["sign"] == expected


def test_between_keeps_only_edges_of_the_pair(store):
    """Both ends lie in the pair; there is more in the store than that."""
    pair = network(store, Selection(between=("JPN", "CHN")))
    assert pair.edges
    assert {end for edge in pair.edges for end in (edge["source"], edge["target"])} == {"JPN", "CHN"}
    assert len(network(store).edges) > len(pair.edges)


def test_states_keeps_edges_with_one_end_there(store):
    """An edge stays if either end is chosen."""
    drawn = network(store, Selection(states=("EGY",)))
    assert drawn.edges
    assert all("EGY" in (edge["source"], edge["target"]) for edge in drawn.edges)


def test_issue_selects_statements(store):
    """Only statements on the issue are drawn."""
    drawn = network(store, Selection(issues=("ukraine",)))
    assert {edge["dossier"] for edge in drawn.edges} == {"ukraine"}


def test_dates_select_by_the_day_of_the_meeting(store):
    """Since and until are inclusive; a day after all meetings leaves nothing."""
    dated = [edge for edge in network(store).edges if edge["start"]]
    last = max(edge["end"] for edge in dated)
    assert network(store, Selection(since=last)).edges
    assert all(edge["end"] >= last for edge in network(store, Selection(since=last)).edges)
    first = min(edge["start"] for edge in dated)
    assert {edge["start"] for edge in network(store, Selection(until=first)).edges} <= {first}
    assert not network(store, Selection(since="2999-01-01")).edges


def test_dyads_add_up_to_the_events(store):
    """The weights of the dyads are the number of events."""
    events, dyads = network(store), network(store, grain="dyads")
    assert sum(edge["weight"] for edge in dyads.edges) == len(events.edges)
    for edge in dyads.edges:
        assert set(edge) == {column.name for column in DYAD_COLUMNS}
        assert len(edge["statement"].split("|")) == edge["weight"]


def test_another_grain_is_refused(store):
    """The two grains are named in the advice."""
    with pytest.raises(VocabularyError, match="events, dyads or alignment") as error:
        network(store, grain="years")
    assert "--edges" in error.value.advice


def test_networkx_has_every_node_and_edge(store):
    """The graph for networkx keeps ids as keys and drops missing values."""
    drawn = network(store)
    graph = drawn.to_networkx()
    assert graph.number_of_nodes() == len(drawn.nodes)
    assert {key for _, _, key in graph.edges(keys=True)} == {edge["id"] for edge in drawn.edges}
    assert all(value is not None for _, _, data in graph.edges(data=True) for value in data.values())


def test_a_store_without_readouts_gives_an_empty_network(tmp_path):
    """No statement, no edge, and the note says so."""
    with filled(tmp_path / "empty", ()) as empty:
        drawn = network(empty, EVERYTHING)
    assert (drawn.nodes, drawn.edges, drawn.unpaired) == ((), (), 0)
    assert "0 actors, 0 events" in drawn.note


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """The demonstration's readouts, read, with what is derived from them."""
    with kg.open(tmp_path_factory.mktemp("alignment") / "store") as opened:
        opened.ingest([DEMO])
        yield opened


@pytest.mark.parametrize(
    ("selection", "asked"),
    [
        ({}, {}),
        ({"between": ("JPN", "RUS")}, {"state": "Russia", "other": "Japan"}),
        ({"states": ("CHN",), "since": "2016-01-01"}, {"state": "China", "since": "2016"}),
        ({"issues": ("peace_treaty",), "until": "2005-12-31"}, {"issue": "peace_treaty", "until": "2005"}),
    ],
)
def test_an_alignment_has_the_numbers_of_the_question(graph, selection, asked):
    """The edges of pairs and issues and the rows of agreement-matrix say the same."""
    numbers = ("alignment", "agree", "differ", "open", "one_silent", "meetings", "quote", "statement")
    rows = {
        (*(str(row[f"{end}_iri"]).rpartition("/")[2] for end in ("state", "other", "issue")),): tuple(
            row[name] for name in numbers
        )
        for row in graph.ask("agreement-matrix", **asked)
    }
    drawn = network(graph.store, Selection(**selection), grain="alignment")
    edges = {(e["source"], e["target"], e["issue"]): tuple(e[name] for name in numbers) for e in drawn.edges}
    if "issues" in selection:
        rows = {key: row for key, row in rows.items() if key[2] in selection["issues"]}
    assert edges == rows != {}
    for edge in drawn.edges:
        assert set(edge) == {column.name for column in ALIGNMENT_COLUMNS}
        assert edge["meetings"] == sum(edge[n] for n in ("agree", "differ", "open", "one_silent"))


def test_an_alignment_for_networkx(graph):
    """One edge a pair and issue; an alignment that nothing carries is left out."""
    drawn = graph.network(grain="alignment")
    found = [data for *_, data in drawn.edges(data=True)]
    assert any("alignment" not in data for data in found)
    assert all(0 <= data["alignment"] <= 1 for data in found if "alignment" in data)


def star(weight: int, states: int = STATES) -> Network:
    """One state that talks to all the others, who do not talk to each other."""
    codes = [f"S{number:02}" for number in range(states)]
    edges = tuple(
        {"id": c, "source": "S00", "target": c, "kind": "addresses", "weight": float(weight)}
        for c in codes[1:]
    )
    return Network(tuple({"id": code} for code in codes), edges, "dyads")


def test_who_stands_between_whom():
    """The centre of a star lies on every path; a star has no communities worth the name."""
    found = measures(star(PAIR))
    assert found["S00"] == {"evidence": PAIR * (STATES - 1), "betweenness": 1.0}
    assert found["S01"] == {"evidence": PAIR, "betweenness": 0.0}
    assert star(PAIR).to_networkx().nodes["S00"]["betweenness"] == 1.0


def test_too_few_numbers_carry_nothing():
    """Pairs of few statements do not count, nor a part with few states, nor who is only spoken of."""
    assert measures(star(PAIR - 1)) == {}
    assert measures(star(PAIR, STATES - 1)) == {}
    spoken = star(PAIR)
    assert (
        measures(Network(spoken.nodes, tuple(e | {"kind": "concerns"} for e in spoken.edges), "dyads")) == {}
    )


def test_circles():
    """Two circles tied by one pair are two communities, by size; both directions of a pair add up."""
    codes = [f"A{k}" for k in range(6)], [f"B{k}" for k in range(5)]
    pairs = [(a, b) for circle in codes for a in circle for b in circle if a != b] + [("A0", "B0")] * 2
    edges = tuple(
        {"id": str(k), "source": a, "target": b, "kind": "addresses", "weight": 3.0}
        for k, (a, b) in enumerate(pairs)
    )
    found = measures(Network((), edges, "dyads"))
    assert {state: found[state]["community"] for state in found} == {
        **dict.fromkeys(codes[0], 1),
        **dict.fromkeys(codes[1], 2),
    }
    assert found["A1"]["evidence"] == 5 * 6


# -------- Ties: the edges without their words --------


def test_ties_are_the_edges_of_events(store):
    """Every tie is an event's edge and every edge a tie, with the same ends, kind, sign and days."""
    keys = ("source", "target", "kind", "sign", "start", "end", "issue", "statement")

    def told(edges):
        return sorted([[str(edge[key]) for key in keys] for edge in edges])

    assert told(ties(store)) == told(network(store).edges)


def test_ties_come_by_day(store):
    """The latest is the last."""
    days = [tie["start"] or "" for tie in ties(store)]
    assert days == sorted(days)
    assert days[-1] > "2000"


@pytest.mark.parametrize(
    "selection",
    [
        Selection(states=("JPN",)),
        Selection(between=("JPN", "RUS")),
        Selection(issues=("ukraine",)),
        Selection(since="2013-01-01", until="2021-12-31"),
    ],
    ids=str,
)
def test_a_selection_of_ties_is_that_of_events(store, selection):
    """Selecting afterwards leaves what selecting in the query leaves."""
    drawn, asked = select(ties(store), selection), network(store, selection)
    assert len(drawn.edges) == len(asked.edges) > 0
    assert drawn.nodes == asked.nodes


def test_ties_can_be_those_of_some_statements(store):
    """Only the ties of the statements that are named."""
    every = ties(store)
    wanted = {every[0]["statement"]}
    assert {tie["statement"] for tie in select(every, EVERYTHING, statements=wanted).edges} == wanted
