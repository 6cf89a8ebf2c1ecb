"""`kg ask`: questions as commands, in every format."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import click
import pytest
from command import Kg, empty, held, kg

from kg.questions.catalogue import Catalogue
from kg.views.cli.ask import command as ask_command

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["empty", "held", "kg"]
CATALOGUE = Catalogue()
POSITIONS = ["ask", "positions", "--state", "russia", "--issue", "territorial"]


def test_alone_it_lists_the_questions(kg: Kg) -> None:
    """Piped, one line a question: name, tags, summary."""
    shown = kg("ask")
    assert [line.split("\t")[0] for line in shown.lines] == list(CATALOGUE.names)
    assert shown.err == ""


def test_on_a_terminal_they_are_grouped(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the questions stand under their tags."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    shown = kg("ask")
    assert "positions" in shown.out
    assert shown.err.startswith("ask one:")


@pytest.mark.parametrize("name", CATALOGUE.names)
def test_every_question_is_a_command(kg: Kg, name: str) -> None:
    """Its help says what it answers, with all its parameters and its example."""
    question = CATALOGUE[name]
    shown = kg("ask", name, "--help").out
    words = " ".join(shown.split())
    assert " ".join(question.summary.split()) in words
    for parameter in question.parameters:
        assert f"--{parameter.replace('_', '-')} " in shown
    assert f"kg ask {name} --" in shown


# two questions are answered from ontology/ alone
@pytest.mark.parametrize("name", sorted({*CATALOGUE.names} - {"members-on-date", "office-holder-on-date"}))
@pytest.mark.parametrize("form", ["table", "json", "tsv"])
def test_an_empty_store(kg: Kg, empty: Path, name: str, form: str) -> None:
    """No rows is no failure: exit 0, one line on stderr."""
    example = [
        part for key, word in CATALOGUE[name].example.items() for part in (f"--{key.replace('_', '-')}", word)
    ]
    shown = kg("ask", name, *example, "--store", empty, "-f", form)
    assert shown.code == 0
    assert len(shown.err.splitlines()) == 1
    assert shown.err.startswith("no rows: ")
    assert len(shown.lines) == {"table": 0, "json": 1, "tsv": 1}[form]


def test_json(kg: Kg, held: Path) -> None:
    """An array of objects; the number of rows is on stderr."""
    shown = kg(*POSITIONS, "--store", held, "-f", "json")
    rows = json.loads(shown.out)
    assert {row["holder"] for row in rows} == {"Russia"}
    assert shown.err == f"{len(rows)} rows\n"
    lines = kg(*POSITIONS, "--store", held, "-f", "jsonl").lines
    assert [json.loads(line) for line in lines] == rows


def test_csv_and_tsv(kg: Kg, held: Path) -> None:
    """Both hold every column; TSV is what a pipe gets."""
    rows = json.loads(kg(*POSITIONS, "--store", held, "-f", "json").out)
    table = list(csv.DictReader(io.StringIO(kg(*POSITIONS, "--store", held, "-f", "csv").out)))
    assert [row["quote"] for row in table] == [row["quote"] for row in rows]
    assert list(table[0]) == list(rows[0])
    piped = kg(*POSITIONS, "--store", held)
    assert piped.out == kg(*POSITIONS, "--store", held, "-f", "tsv").out
    assert piped.lines[0].split("\t") == list(rows[0])


def test_a_table_for_people(kg: Kg, held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets a table of what people read; --details adds the rest; a narrow one gets blocks."""
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    shown = kg(*POSITIONS, "--store", held)
    assert "Source" in shown.lines[1]
    assert "conditional support" in shown.out or "support" in shown.out
    assert "id:readout" not in shown.out
    assert "id:readout" in kg(*POSITIONS, "--store", held, "--details").out
    monkeypatch.setenv("COLUMNS", "60")
    narrow = kg(*POSITIONS, "--store", held)
    assert narrow.lines[0].startswith("-- 1 -")
    assert max(map(len, narrow.lines)) <= 60


def test_markdown(kg: Kg, held: Path) -> None:
    """A table that can be pasted into a page."""
    shown = kg(*POSITIONS, "--store", held, "-f", "markdown")
    assert shown.lines[0].startswith("| Position of |")
    assert set(shown.lines[1]) == set("| -")
    assert len({line.count(" | ") for line in shown.lines}) == 1


def test_turtle(kg: Kg, held: Path) -> None:
    """The statements behind the rows, with stances, evidence and quotes, as RDF."""
    from pyoxigraph import RdfFormat, parse

    shown = kg(*POSITIONS, "--store", held, "-f", "ttl")
    rows = json.loads(kg(*POSITIONS, "--store", held, "-f", "json").out)
    triples = list(parse(shown.out, format=RdfFormat.TURTLE))
    assert {row["quote"] for row in rows} <= {
        t.object.value for t in triples if t.predicate.value.endswith("#exact")
    }
    assert {row["statement"] for row in rows} <= {t.subject.value for t in triples}


def test_no_turtle_of_nothing(kg: Kg, held: Path) -> None:
    """Without rows there is nothing to describe."""
    shown = kg("ask", "positions", "--state", "Fiji", "--store", held, "-f", "ttl")
    assert (shown.code, shown.out) == (0, "")
    assert shown.err == "no rows: nothing in the store answers this, narrowed so\n"


def test_limit(kg: Kg, held: Path) -> None:
    """At most so many rows."""
    assert len(json.loads(kg("ask", "evidence", "--limit", "2", "--store", held, "-f", "json").out)) == 2


def test_the_query_itself(kg: Kg) -> None:
    """--sparql prints what would be run; no store is needed."""
    shown = kg(*POSITIONS, "--sparql")
    assert shown.code == 0
    assert "VALUES ?state { <https://w3id.org/bilateral-kg/id/state/RUS> }" in shown.out
    assert "#+" not in shown.out


def test_its_query_can_be_run_elsewhere(kg: Kg, held: Path, tmp_path: Path) -> None:
    """What --sparql prints gives the same rows through `kg query`."""
    (tmp_path / "mine.rq").write_text(kg(*POSITIONS, "--sparql").out, encoding="utf-8")
    rows = json.loads(kg(*POSITIONS, "--store", held, "-f", "json").out)
    found = json.loads(kg("query", tmp_path / "mine.rq", "--store", held, "-f", "json").out)
    assert [row["quote"]["value"] for row in found["results"]["bindings"]] == [row["quote"] for row in rows]


def test_plain_english(kg: Kg, held: Path) -> None:
    """A sentence is the same as the command it stands for, which is said on stderr."""
    shown = kg("ask", "What is Russia's position on territorial issue?", "--store", held, "-f", "json")
    assert shown.code == 0
    understood = shown.err.splitlines()[0]
    assert "whose position: Russia; on what: Territory and borders" in understood
    assert understood.endswith("= kg ask positions --state RUS --issue territorial")
    assert json.loads(shown.out) == json.loads(kg(*POSITIONS, "--store", held, "-f", "json").out)


def test_a_sentence_that_is_not_understood(kg: Kg) -> None:
    """The nearest questions, exit 2."""
    shown = kg("ask", "Who ate the cake?")
    assert shown.code == 2
    assert shown.err.count("kg ask ") == 3


def test_a_word_that_nobody_knows(kg: Kg, held: Path) -> None:
    """An unknown state is a usage error with what was perhaps meant."""
    shown = kg("ask", "positions", "--state", "rusia", "--store", held)
    assert shown.code == 2
    assert "Did you mean Russia" in shown.err


def test_a_parameter_that_is_needed(kg: Kg, held: Path) -> None:
    """A comparison without a side is a usage error."""
    shown = kg("ask", "agreements-and-differences", "--store", held)
    assert shown.code == 2
    assert "--state" in shown.err


def test_a_store_that_is_not_there(kg: Kg, tmp_path: Path) -> None:
    """Exit 3, with what makes one."""
    shown = kg("ask", "positions", "--store", tmp_path / "none")
    assert shown.code == 3
    assert shown.err.splitlines()[1] == "Make one: kg demo, or kg ingest FILE"


@pytest.mark.parametrize("words", [["--vocabulary", "DIR"], ["--vocabulary=DIR"]])
def test_a_users_own_question(kg: Kg, held: Path, tmp_path: Path, words: list[str]) -> None:
    """A .rq file in the overlay is a command, named before or after it."""
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "titles.rq").write_text(
        "#+ summary: Which titles are there?\n#+ columns: {title: Title}\n"
        "SELECT DISTINCT ?title { ?d <http://purl.org/dc/terms/title> ?title ;"
        " a <https://w3id.org/bilateral-kg/ontology#Readout> } ORDER BY ?title\n",
        encoding="utf-8",
    )
    words = [word.replace("DIR", str(tmp_path)) for word in words]
    assert len(kg("ask", *words, "titles", "--store", held).lines) == 6
    assert len(kg("ask", "titles", *words, "--store", held).lines) == 6
    assert kg("ask", "titles").code == 3


def test_completion() -> None:
    """The shell is offered states by code or name, and issues by any name."""
    group: Any = ask_command
    context = click.Context(group, obj={"catalogue": Catalogue()})
    question: Any = group.get_command(context, "positions")
    options = {option.name: option for option in question.params}
    states = options["state"].shell_complete(context, "rus")
    assert [(item.value, item.help) for item in states] == [("RUS", "Russia")]
    assert [item.value for item in options["issue"].shell_complete(context, "whali")] == ["whaling"]
    assert options["since"].shell_complete(context, "2") == []
