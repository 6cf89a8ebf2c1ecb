"""`kg query`: SPARQL in, standard formats out, nothing changed and nothing fetched."""

from __future__ import annotations

import io
import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from command import Kg, held, kg

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["held", "kg"]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a kg:Readout }"
SOME = "SELECT ?s ?act { ?s a kg:Statement ; kg:act ?act } ORDER BY ?s LIMIT 2"


def test_prefixes_need_not_be_declared(kg: Kg, held: Path) -> None:
    """kg: and the others are known; what a query declares itself stays as it is."""
    shown = kg("query", "-e", COUNT, "--store", held)
    assert (shown.code, shown.out) == (0, "?n\n5\n")
    own = "PREFIX kg: <http://example.org/> ASK { ?s a kg:Readout }"
    assert json.loads(kg("query", "-e", own, "--store", held, "-f", "json").out)["boolean"] is False


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "markdown", "jsonl", "table"])
def test_formats_of_rows(kg: Kg, held: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tabular format holds both rows."""
    monkeypatch.setenv("COLUMNS", "200")
    shown = kg("query", "-e", SOME, "--store", held, "-f", form)
    assert shown.code == 0
    assert shown.out.replace("\\", "").count("act_") == 2


def test_on_a_terminal_it_is_a_table(kg: Kg, held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """IRIs are shortened for people."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    shown = kg("query", "-e", SOME, "--store", held)
    assert "id:readout/" in shown.out
    assert "kg:act_" in shown.out


@pytest.mark.parametrize(
    ("form", "sign"),
    [
        (None, "kg:Readout"),
        ("ttl", "kg:Readout"),
        ("nt", "#Readout> ."),
        ("rdf", "<rdf:RDF"),
        ("jsonld", '"@id"'),
    ],
)
def test_formats_of_triples(kg: Kg, held: Path, form: str | None, sign: str) -> None:
    """A CONSTRUCT gives Turtle, or another RDF format."""
    query = "CONSTRUCT { ?s a kg:Readout } WHERE { ?s a kg:Readout }"
    shown = kg("query", "-e", query, "--store", held, *(["-f", form] if form else []))
    assert shown.code == 0
    assert sign in shown.out


def test_triples_as_rows(kg: Kg, held: Path) -> None:
    """Triples can be tabulated too."""
    shown = kg(
        "query", "-e", "CONSTRUCT { ?s a kg:Readout } WHERE { ?s a kg:Readout }", "--store", held, "-f", "csv"
    )
    assert shown.lines[0] == "subject,predicate,object"
    assert len(shown.lines) == 6


def test_a_file_and_stdin(kg: Kg, held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query comes from a file, or from - ."""
    (tmp_path / "q.rq").write_text("\ufeff" + COUNT, encoding="utf-8")
    assert kg("query", tmp_path / "q.rq", "--store", held).out == "?n\n5\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(COUNT))
    assert kg("query", "-", "--store", held).out == "?n\n5\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-e", "INSERT DATA { <a:a> <a:b> 1 }"], 2, "may not change the store"),
        (["-e", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 2, "may not use SERVICE"),
        (["-e", "SELEC"], 2, "not SPARQL"),
        (["-e", "SELECT * { ?s ?p ?o }", "--rows", "3"], 1, "stopped at 3 rows"),
        ([], 2, "give a file, - for stdin, or -e TEXT"),
        (["x.rq", "-e", "ASK {}"], 2, "give a file, - for stdin, or -e TEXT"),
        (["no-such-file.rq"], 3, "cannot read no-such-file.rq"),
        (["-e", "ASK {}", "-f", "ttl"], 2, "no format ttl: choose json, xml, csv, tsv"),
    ],
)
def test_what_is_refused(kg: Kg, held: Path, words: list[str], code: int, said: str) -> None:
    """Changes, other endpoints, nonsense and too much are refused, each with its exit code."""
    shown = kg("query", *words, "--store", held)
    assert shown.code == code
    assert said in shown.err
    assert shown.out == ""


@pytest.mark.parametrize(
    "query", ["SELECT * { VALUES ?x { 1 } }", "ASK {}", "CONSTRUCT { <a:a> <a:b> 1 } WHERE {}"]
)
def test_trusted_queries(kg: Kg, held: Path, query: str) -> None:
    """With --allow-service a query runs without the guard, with the same answer."""
    guarded, trusted = (
        kg("query", "-e", query, "--store", held),
        kg("query", "-e", query, "--store", held, "--allow-service"),
    )
    assert guarded.code == trusted.code == 0
    assert guarded.out == trusted.out != ""


def test_csv_cells_cannot_run(kg: Kg, held: Path) -> None:
    """A cell that a spreadsheet would run is defused; numbers stay numbers."""
    query = 'SELECT ?x ?y { VALUES (?x ?y) { ("=1+1" -2) } }'
    assert kg("query", "-e", query, "--store", held, "-f", "csv").lines[1] == "'=1+1,-2"


def test_an_update_that_is_allowed(kg: Kg, held: Path, tmp_path: Path) -> None:
    """With --allow-update an update runs, and what follows from the documents stays what it was."""
    store = tmp_path / "own"
    shutil.copytree(held, store)
    meetings = "SELECT (COUNT(*) AS ?n) { ?m a kg:Meeting }"
    before = kg("query", "-e", meetings, "--store", store).out
    insert = "INSERT DATA { GRAPH <http://example.org/g> { <http://example.org/s> a kg:Note } }"
    shown = kg("query", "--allow-update", "-e", insert, "--store", store)
    assert (shown.code, shown.out, shown.err) == (0, "", "updated: +1 quads\n")
    assert kg("query", "-e", "ASK { ?s a kg:Note }", "--store", store, "-f", "tsv").out.strip() == "true"
    assert kg("query", "-e", meetings, "--store", store).out == before
    wrong = kg("query", "--allow-update", "-e", "INSERT", "--store", store)
    assert wrong.code == 2
    assert "not SPARQL" in wrong.err
