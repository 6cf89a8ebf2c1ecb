"""The graph view: what is drawn, chosen and listed, without a browser."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

import kg
from kg.network import network
from kg.views.export import svg
from kg.views.web import assets
from kg.views.web.pages import graph as module
from kg.views.web.ties import saying, ties


def drawn(client, query=""):
    """The data of a graph."""
    return client.get(f"/graph.json{query}").raise_for_status().json()


def test_each_line_is_a_pair_with_its_counts(served_gold, gold_store):
    """The counts are those of the network's events, whichever way round a statement runs."""
    with kg.open(gold_store, read_only=True) as graph:
        events = network(graph.store).edges
    line = next(edge for edge in drawn(served_gold)["edges"] if edge["id"] == "JPN-RUS")
    both = [edge for edge in events if {edge["source"], edge["target"]} == {"JPN", "RUS"}]
    assert line["count"] == len(both) > 20
    assert line["support"] == sum(edge["sign"] == 1 for edge in both)
    assert line["oppose"] == sum(edge["sign"] == -1 for edge in both)
    assert line["first"] == min(edge["start"] for edge in both if edge["start"])
    assert line["last"] == max(edge["start"] for edge in both if edge["start"])


def test_the_ties_of_a_line_add_up_to_it(served_gold):
    """Each is a place in the days (or -1), a place in the kinds, a sign and a number."""
    data = drawn(served_gold, "?state=JPN")
    assert data["days"] == sorted(set(data["days"]))
    for edge in data["edges"]:
        assert sum(tie[3] for tie in edge["ties"]) == edge["count"]
        assert sum(tie[3] for tie in edge["ties"] if tie[2] == 1) == edge["support"]
        assert all(
            -1 <= tie[0] < len(data["days"]) and 0 <= tie[1] < len(data["kinds"]) for tie in edge["ties"]
        )


def test_no_more_is_drawn_than_can_be_read(served_gold):
    """At most 300 elements; what is left out is counted, and the page says how to narrow it."""
    data = drawn(served_gold)
    assert len(data["nodes"]) + len(data["edges"]) <= 300
    every = served_gold.get("/graph.csv").text.splitlines()
    assert data["more"]["pairs"] == len(every) - 1 - len(data["edges"]) > 0
    page = served_gold.get("/graph").text
    assert f"{data['more']['pairs']} more pairs" in page
    assert "narrow it" in page


def test_even_a_network_without_end_is_drawn_within_the_limit():
    """Every pair of 100 actors: 60 of them and 240 lines."""
    codes = [f"X{n:02}" for n in range(100)]
    edges = tuple(
        {"source": a, "target": b, "kind": "addresses", "sign": 0, "start": None, "end": None}
        for a in codes
        for b in codes
        if a < b
    )
    made = svg.drawing(kg.network.Network(tuple({"id": c, "label": c} for c in codes), edges, "ties"))
    assert len(made.at) + len(made.lines) <= 300
    assert made.left[1] == 4950 - len(made.lines)
    assert "more pairs" in made.more


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("?state=japan", lambda edge: "JPN" in (edge["source"], edge["target"])),
        ("?pair=RUS-JPN", lambda edge: {"JPN", "RUS"} & {edge["source"], edge["target"]}),
        ("?q=Japan", lambda edge: "JPN" in (edge["source"], edge["target"])),
        ("?sign=against", lambda edge: edge["sign"] == -1 and edge["count"] == edge["oppose"]),
        ("?kind=joint", lambda edge: {tie[1] for tie in edge["ties"]} == {1}),
        ("?since=2010&until=2012", lambda edge: "2010" <= edge["first"] <= edge["last"] < "2013"),
    ],
)
def test_a_start_or_a_filter_leaves_its_own(served_gold, query, holds):
    """Every line fits what was asked for, and there are fewer than without."""
    edges = drawn(served_gold, query)["edges"]
    assert edges
    assert all(holds(edge) for edge in edges)
    assert sum(e["count"] for e in edges) < sum(e["count"] for e in drawn(served_gold)["edges"])


def test_an_issue_takes_in_the_narrower(served_gold):
    """By its name in the form, by its notation, or as words of a search: the same."""
    asked = [
        drawn(served_gold, q)["edges"] for q in ("?issue=unsc-reform", "?issue=unsc_reform", "?q=unsc+reform")
    ]
    assert asked[0] == asked[1] == asked[2]
    assert asked[0]


def test_words_that_name_an_issue_are_told_to_the_script(served_gold):
    """The page says which issue the words came to, so that the list of a line is of the same issue."""
    page = served_gold.get("/graph?q=UNSC+reform").text
    assert 'data-words="" data-issue="unsc_reform"' in page
    page = served_gold.get("/graph?q=invited+Minister+to+come").text
    assert 'data-words="invited Minister to come" data-issue=""' in page


def test_words_find_the_statements_that_hold_them_all(served_gold, gold_store):
    """Large letters or small; what no vocabulary knows is looked for in the quotes."""
    with kg.open(gold_store, read_only=True) as graph:
        found = saying(graph.store, ["whaling"])
        assert saying(graph.store, ["WHALING"]) == found
        assert saying(graph.store, ["whaling", "zzz"]) == set()
        assert saying(graph.store, []) == set()
    query = "?q=" + quote("invited Minister to come")
    line = drawn(served_gold, query)["edges"][0]
    told = served_gold.get(f"/graph/statements.json{query}&pair={line['id']}").json()
    assert told["total"] == line["count"]
    assert all("invited" in one["quote"].lower() for one in told["statements"])
    assert "with the words" in served_gold.get(f"/graph{query}").text


def test_a_line_opens_to_its_dated_statements(served_gold):
    """The latest first, a page at a time, each with its words and the place where they stand."""
    first = served_gold.get("/graph/statements.json?pair=JPN-RUS").json()
    second = served_gold.get("/graph/statements.json?pair=JPN-RUS&page=2").json()
    assert (first["page"], second["page"], first["size"]) == (1, 2, 20)
    assert first["total"] > 40
    assert first["pages"] == -(-first["total"] // 20)
    days = [one["date"] for one in (*first["statements"], *second["statements"]) if one["date"]]
    assert days == sorted(days, reverse=True)
    one = first["statements"][0]
    page = served_gold.get(one["href"].partition("#")[0]).text
    assert f'id="{one["href"].partition("#")[2]}"' in page
    assert served_gold.get("/graph/statements.json?pair=JPN-RUS&page=x").json() == first


def test_without_script_the_page_holds_all_of_it(served_gold):
    """The picture, the table with a link for each line, the open line's statements, further pages."""
    page = served_gold.get("/graph?pair=JPN-RUS").text
    assert "<svg" in page
    assert 'href="/graph?pair=JPN-RUS&amp;line=JPN-RUS#statements"' in page
    assert page.count('<li><p class="about">') == 20
    assert 'rel="next"' in page
    assert re.search(r'href="/page/readout/[0-9a-f]{16}#statement-[0-9a-f]{12}"', page)
    other = served_gold.get("/graph?state=JPN&line=JPN-USA").text
    assert "Japan and United States:" in other


def test_nothing_to_draw_says_what_to_do(served_gold):
    """No picture, no table; the data are empty."""
    page = served_gold.get("/graph?state=JPN&since=2999").text
    assert "Nobody speaks to anybody here" in page
    assert "<svg" not in page
    data = drawn(served_gold, "?since=2999")
    assert (data["nodes"], data["edges"], data["days"]) == ([], [], [])
    told = served_gold.get("/graph/statements.json?pair=JPN-RUS&since=2999").json()
    assert (told["total"], told["pages"], told["statements"]) == (0, 1, [])


@pytest.mark.parametrize(
    "query",
    [
        "?state=atlantis",
        "?pair=JPN",
        "?pair=JPN-JPN",
        "?issue=zzzz",
        "?kind=x",
        "?sign=x",
        "?since=yesterday",
    ],
)
def test_what_no_vocabulary_knows_is_refused_with_advice(served_gold, query):
    """As a problem with status 400, as in all of the API."""
    answer = served_gold.get(f"/graph.json{query}", headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["advice"]


def test_statements_need_a_pair(served_gold):
    """Else it would be the whole store."""
    answer = served_gold.get("/graph/statements.json", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["advice"]) == (400, "?pair=JPN-RUS")


def test_the_picture_and_the_table_are_files_too(served_gold):
    """SVG with the same lines; CSV with every pair."""
    picture = served_gold.get("/graph.svg?state=JPN")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    edges = drawn(served_gold, "?state=JPN")["edges"]
    assert picture.text.count("<line ") == len(edges)
    rows = served_gold.get("/graph.csv?state=JPN").text.splitlines()
    assert rows[0] == "one,other,statements,for,against,first,last"
    assert len(rows) == len(edges) + 1


def test_the_same_question_is_drawn_the_same(served_gold):
    """Places too: nothing depends on chance."""
    assert (
        served_gold.get("/graph.json?state=RUS").content == served_gold.get("/graph.json?state=RUS").content
    )


def test_ties_are_counted_once_for_a_state_of_the_store(gold_store, monkeypatch):
    """The second time they are at hand."""
    with kg.open(gold_store, read_only=True) as graph:
        first = ties(graph.store)
        monkeypatch.setattr("kg.network.ties", lambda _: pytest.fail("counted again"))
        assert ties(graph.store) is first


def test_the_query_behind_it_runs(served_gold):
    """It is offered at the foot of the page, for a state and for everything."""
    for wanted in (
        module.Asked(),
        module.Asked(state="JPN"),
        module.Asked(pair=("JPN", "RUS"), issue="fisheries"),
    ):
        answer = served_gold.get("/sparql", params={"query": module._sparql(wanted), "format": "csv"})
        assert answer.text.count("\n") > 1


def test_an_asset_is_there_or_not(tmp_path, monkeypatch):
    """Its address changes with its content; what was not built has none."""
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    assert assets.asset("site.js") is None
    (tmp_path / "site.js").write_text("1", encoding="utf-8")
    first = assets.asset("site.js")
    (tmp_path / "site.js").write_text("22", encoding="utf-8")
    assert re.fullmatch(r"/static/built/site\.js\?v=[0-9a-f]{12}", first)
    assert assets.asset("site.js") != first


def test_a_checkout_without_node_serves_the_page_without_script(served_gold, tmp_path, monkeypatch):
    """Where nothing was built no page names a script."""
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    assert "<script" not in served_gold.get("/graph?state=CHN").text
    assert "<script" not in served_gold.get("/workbench?example=issues-discussed").text
