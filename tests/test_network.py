"""The network of states: who addresses, joins or speaks about whom."""

from __future__ import annotations

import pytest
from stores import filled

from kg.errors import VocabularyError
from kg.network import DYAD_COLUMNS, EVENT_COLUMNS, EVERYTHING, Selection, network


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
    with pytest.raises(VocabularyError, match="events or dyads") as error:
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
