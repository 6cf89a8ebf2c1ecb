"""The store for agents, spoken to by the protocol's own client over stdin and stdout."""

from __future__ import annotations

import json
import re
import sys
from contextlib import asynccontextmanager

import anyio
import pytest
from mcp import Client, StdioServerParameters

import kg
from kg.questions.catalogue import Catalogue
from kg.views.mcp import server
from kg.views.web.openapi import description
from kg.vocabulary.namespaces import ID

TOOLS = {
    "ask",
    "list_questions",
    "describe_question",
    "ask_question",
    "describe",
    "list_documents",
    "read_document",
    "query",
}


@asynccontextmanager
async def agent(store):
    """A client of `kg mcp` as a process of its own."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "kg", "mcp", "--store", str(store)], env={"KG_CI": ""}
    )
    async with Client(command) as client:
        yield client


def near(store, tool, **arguments):
    """What a tool gives, asked in this process: its answer, or the words of its error."""

    async def call():
        async with Client(server(str(store))) as client:
            return await client.call_tool(tool, arguments)

    answer = anyio.run(call)
    words = "".join(part.text for part in answer.content)
    return words if answer.is_error else answer.structured_content


@pytest.mark.server
def test_an_agent_reaches_the_store_over_stdio(demo_store):
    """It lists the tools, asks, cites, and nothing but the protocol is on stdout."""

    async def talk():
        async with agent(demo_store) as client:
            tools = (await client.list_tools()).tools
            assert {tool.name for tool in tools} == TOOLS
            assert "Every row has `quote`" in client.instructions
            for tool in tools:
                assert tool.annotations.read_only_hint
                assert not tool.annotations.destructive_hint
                assert tool.description
            asked = await client.call_tool("ask", {"sentence": "what did Japan ask of Russia?", "limit": 5})
            assert not asked.is_error
            told = asked.structured_content
            assert told == json.loads(asked.content[0].text)
            assert told["rows"]
            for row in told["rows"]:
                text = await client.call_tool(
                    "read_document",
                    {"readout": row["document"], "start": row["start"], "letters": row["end"] - row["start"]},
                )
                assert text.structured_content["text"] == row["quote"]
            wrong = await client.call_tool(
                "ask_question", {"name": "positions", "parameters": {"state": "Rusia"}}
            )
            assert wrong.is_error
            assert "no state or organisation called 'Rusia' (did you mean" in wrong.content[0].text
            return told

    told = anyio.run(talk)
    with kg.open(demo_store, read_only=True) as graph:
        rows = graph.ask("requests-and-replies", state="Japan", other="Russia").rows
    assert told["total"] == len(rows)
    assert [row["quote"] for row in told["rows"]] == [row["quote"] for row in rows[:5]]


def test_every_question_can_be_found_and_asked(demo_store):
    """Named, described and asked by its example; each row has its source."""
    listed = near(demo_store, "list_questions")["questions"]
    assert [one["name"] for one in listed] == list(Catalogue().names)
    for one in listed[::6]:
        told = near(demo_store, "describe_question", name=one["name"])
        assert {p["name"] for p in told["parameters"]} == set(Catalogue()[one["name"]].parameters)
        answer = near(demo_store, "ask_question", name=one["name"], parameters=told["example"], limit=3)
        assert len(answer["rows"]) == min(3, answer["total"])
        for row in answer["rows"]:
            assert {"quote", "document", "date"} <= set(row)
    tagged = near(demo_store, "list_questions", tag="flagship")["questions"]
    assert 0 < len(tagged) < len(listed)


def test_answers_come_in_pieces(demo_store):
    """`limit` and `offset`, with the whole number."""
    first, second = (
        near(demo_store, "ask_question", name="evidence", parameters={}, limit=10, offset=start)
        for start in (0, 10)
    )
    assert first["total"] == second["total"] > 20
    assert first["rows"] != second["rows"]
    assert len(near(demo_store, "list_documents", limit=2)["rows"]) == 2


def test_a_thing_is_described_by_any_of_its_names(demo_store):
    """IRI, CURIE or name; what nobody knows is told, with what was perhaps meant."""
    for name in ("Japan", "id:state/JPN", f"{ID}state/JPN"):
        told = near(demo_store, "describe", thing=name)
        assert told["iri"] == f"{ID}state/JPN"
    assert "nothing here is called" in near(demo_store, "describe", thing="Atlantis Republic")


def test_a_query_is_guarded(demo_store):
    """Rows as plain values; an update, a fetch and too much are refused in words."""
    told = near(demo_store, "query", sparql="SELECT (COUNT(?s) AS ?n) { ?s a kg:Readout }")
    assert told == {"columns": ["n"], "rows": [{"n": 13}]}
    assert near(demo_store, "query", sparql="ASK { ?s a kg:Readout }")["rows"] == [{"answer": True}]
    assert "may not change the store" in near(demo_store, "query", sparql="CLEAR ALL")
    assert "SERVICE" in near(demo_store, "query", sparql="SELECT * { SERVICE <http://a.b/> { ?s ?p ?o } }")
    assert "stopped at 1000 rows" in near(demo_store, "query", sparql="SELECT * { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"sentence": "what is the capital of the moon?"}),
        ("ask", {"sentence": ""}),
        ("ask", {"sentence": "x" * 601}),
        ("ask_question", {"name": "nothing"}),
        ("ask_question", {"name": "positions", "parameters": {"colour": "red"}}),
        ("ask_question", {"name": "positions", "limit": 1000}),
        ("describe_question", {"name": "../../etc/passwd"}),
        ("read_document", {"readout": f"{ID}readout/0000000000000000"}),
        ("read_document", {"readout": "id:state/JPN"}),
        ("query", {"sparql": "SELECT"}),
    ],
)
def test_what_is_wrong_is_told_in_words(demo_store, tool, arguments):
    """An error that the agent can read, without a traceback."""
    words = near(demo_store, tool, **arguments)
    assert isinstance(words, str)
    assert words
    assert "Traceback" not in words
    assert not re.fullmatch(r"Error executing tool \w+", words), "it crashed"


def test_the_tools_take_little_of_an_agent_s_context():
    """All of them together take a fraction of what one for each question would."""

    async def size():
        async with Client(server("nowhere")) as client:
            tools = (await client.list_tools()).tools
            return sum(len(json.dumps([tool.name, tool.description, tool.input_schema])) for tool in tools)

    each = sum(
        len(json.dumps([path["get"]["description"], path["get"]["parameters"]]))
        for name, path in description()["paths"].items()
        if name.startswith("/api/answers/")
    )
    assert anyio.run(size) < each / 5


def test_a_store_that_is_not_there_is_told_at_once(tmp_path, capsys):
    """By the command before it listens, by a tool in words."""
    from kg.views import cli

    assert cli.run(["mcp", "--store", str(tmp_path / "none")]) == 3
    assert "kg demo" in capsys.readouterr().err
    assert "no store" in near(tmp_path / "none", "list_documents")
