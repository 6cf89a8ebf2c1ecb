"""`kg read`: forms, coverage, confidence, standard input, languages."""

from __future__ import annotations

import csv
import io
import json
import sys
from types import SimpleNamespace

import files
import pyoxigraph as ox
import pytest
from command import Kg, kg

__all__ = ["kg"]

NAME = "2000-09-14-jpn-rus"
FILE = files.DEMO / f"{NAME}.txt"
FRENCH = "Les ministres se sont entretenus de la situation et ont convenu de poursuivre le dialogue.\n" * 5


@pytest.fixture
def stdin(monkeypatch):
    """Put bytes on standard input."""

    def put(data):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))

    return put


def test_json(kg: Kg):
    """The whole reading, with what was told on the command line first."""
    run = kg("read", FILE, "-f", "json", "--title", "Given", "--date", "2001-02-03", "--publisher", "russia")
    told = json.loads(run.out)
    assert run.code == 0
    assert told["document"]["title"] == "Given"
    assert (told["document"]["date"], told["document"]["publishers"]) == ("2001-02-03", ["RUS"])
    assert told["document"]["given"]["url"] == "sidecar"
    assert told["statements"]


@pytest.mark.parametrize("form", ["tsv", "csv", "jsonl"])
def test_rows(kg: Kg, form):
    """One row a statement, the same in each form; counts stand beside the answer."""
    told = json.loads(kg("read", FILE, "-f", "json").out)["statements"]
    run = kg("read", FILE, "-f", form)
    rows = (
        [json.loads(line) for line in run.lines]
        if form == "jsonl"
        else list(csv.DictReader(io.StringIO(run.out), delimiter="\t" if form == "tsv" else ","))
    )
    assert [int(row["start"]) for row in rows] == [s["start"] for s in told]
    assert [row["act"] for row in rows] == [s["act"] for s in told]
    assert f"{len(told)} statements" in run.err


def test_a_pipe_gets_rows_and_a_terminal_the_text(kg: Kg, monkeypatch):
    """What is printed if no form is chosen."""
    assert kg("read", FILE).lines[0].startswith("n\twho\tact")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[/1]" in kg("read", FILE).out
    assert "Not read because" in kg("read", FILE, "--coverage").out


def test_table_and_text(kg: Kg):
    """Both open with the document and the meeting."""
    for form in ("table", "text"):
        run = kg("read", FILE, "-f", form)
        assert run.lines[0].startswith("Outline") or "Meeting" in run.lines[0]
        assert any(line.startswith("Meeting: ") for line in run.lines)
        assert "sentences read" in run.err


def test_turtle(kg: Kg, monkeypatch):
    """Turtle with one statement node a statement."""
    told = json.loads(kg("read", FILE, "-f", "json").out)["statements"]
    # Turtle goes to the bytes below stdout, which a capture of text does not see
    held = io.BytesIO()
    stdout = SimpleNamespace(buffer=held, flush=lambda: None, isatty=lambda: False)
    monkeypatch.setattr("kg.views.cli.read.sys", SimpleNamespace(stdout=stdout))
    assert kg("read", FILE, "-f", "ttl").code == 0
    found = list(ox.parse(held.getvalue(), format=ox.RdfFormat.TURTLE))
    kind = ox.NamedNode("https://w3id.org/bilateral-kg/ontology#Statement")
    assert sum(t.object == kind for t in found) == len(told)


def test_page(kg: Kg):
    """One page with a mark for every statement."""
    told = json.loads(kg("read", FILE, "-f", "json").out)["statements"]
    run = kg("read", FILE, "-f", "html")
    assert run.out.startswith("<!DOCTYPE html>")
    assert all(f'id="s{s["n"]}"' in run.out for s in told)


def test_coverage(kg: Kg):
    """Counts for what was read and for each reason; their sum is the document."""
    told = json.loads(kg("read", FILE, "-f", "json").out)
    rows = json.loads(kg("read", FILE, "--coverage", "-f", "json").out)
    assert rows[0]["what"] == "read"
    assert sum(row["sentences"] for row in rows[1:]) == len(told["skipped"])
    assert sum(row["share"] for row in rows) == pytest.approx(1, abs=0.01)
    run = kg("read", FILE, "--coverage", "-f", "html")
    assert run.code == 2
    assert "--coverage is printed as one of" in run.err


def test_coverage_of_all(kg: Kg, tmp_path):
    """A document of which nothing was skipped has no second table."""
    file = tmp_path / "a.txt"
    file.write_text("Foreign Minister Lavrov said that Russia supports the peace treaty with Japan.")
    assert "Not read because" not in kg("read", file, "--coverage", "-f", "table").out


def test_min_confidence(kg: Kg):
    """Doubtful statements go, with the promises in them and the links to them."""
    every = json.loads(kg("read", FILE, "-f", "json").out)["statements"]
    least = sorted(s["confidence"] for s in every)[len(every) // 2]
    sure = json.loads(kg("read", FILE, "-f", "json", "--min-confidence", least).out)
    kept = {s["n"] for s in sure["statements"]}
    assert kept == {s["n"] for s in every if s["confidence"] >= least} != {s["n"] for s in every}
    assert all(s["replies_to"] in kept | {None} for s in sure["statements"])
    assert all(c["statement"] in kept for c in sure["commitments"])
    assert kg("read", FILE, "--min-confidence", "2").code == 2


def test_stdin(kg: Kg, stdin):
    """`-` reads text, and a page or a PDF just as well."""
    text = FILE.read_text(encoding="utf-8")
    counts = []
    for data in (text.encode(), files.page(text).encode(), files.pdf(text), files.word(text)):
        stdin(data)
        run = kg("read", "-", "-f", "json", "--publisher", "JPN")
        assert run.code == 0
        counts.append(len(json.loads(run.out)["statements"]))
    assert len(set(counts)) == 1


@pytest.mark.parametrize("form", ["json", "html", "text", "tsv"])
def test_unread_language(kg: Kg, stdin, form):
    """A valid answer without statements, a warning and exit code 4."""
    stdin(FRENCH.encode())
    run = kg("read", "-", "-f", form)
    assert run.code == 4
    assert "warning: - is in a language that is not read: fr" in run.err
    if form == "json":
        told = json.loads(run.out)
        assert told["unread_language"] == "fr"
        assert told["statements"] == []


def test_told_language(kg: Kg, stdin):
    """`--language` wins over what the text looks like."""
    stdin(FRENCH.encode())
    assert kg("read", "-", "-f", "json", "--language", "en-GB").code == 0
    stdin(b"The ministers met and said that they agreed.")
    assert kg("read", "-", "-f", "json", "--language", "fr").code == 4


def test_several_releases(kg: Kg, stdin):
    """A page with two releases: statements carry the release they stand in."""
    one = (
        "Foreign Minister Kono Meets with Foreign Minister Lavrov of Russia\n\nMay {}, 2019\n\n"
        "Foreign Minister Kono met Foreign Minister Lavrov in Tokyo. "
        "Foreign Minister Kono requested Russia's support for the peace treaty.\n"
    )
    stdin((one.format(3) + "\n* * *\n\n" + one.format(4)).encode())
    run = kg("read", "-", "-f", "json")
    told = json.loads(run.out)
    assert len(told["releases"]) == 2
    assert [s["release"] for s in told["statements"]] == [1, 2]


def test_missing_file(kg: Kg):
    """Two lines: what, and what to do."""
    run = kg("read", "nowhere.txt")
    assert (run.code, len(run.err.splitlines())) == (4, 2)
