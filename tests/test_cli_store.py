"""The commands that fill, look through and look after a store."""

from __future__ import annotations

import json
import shutil
import sys
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest
from annotated import GOLD
from command import Kg, empty, held, kg

from kg import documents, extraction, reasoning
from kg.model import Document, Reading

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["empty", "held", "kg"]
CASE = GOLD / "cases" / "2021-11-18-jpn-chn.txt"


@pytest.fixture
def own(held: Path, tmp_path: Path) -> Path:
    """A copy of the store that a test may change."""
    shutil.copytree(held, tmp_path / "own")
    return tmp_path / "own"


def test_ingest(kg: Kg, tmp_path: Path) -> None:
    """A file goes in, the same again changes nothing, --force reads it again; progress is on stderr."""
    store = tmp_path / "store"
    first = kg("ingest", CASE, "--store", store, "--publisher", "Japan", "--date", "2021-11-18")
    assert (first.code, first.out) == (0, "")
    assert "[1/1] accepted" in first.err
    assert "1 accepted" in first.err.splitlines()[-1]
    again = kg("ingest", CASE, "--store", store, "--publisher", "JPN", "--date", "2021-11-18")
    assert "1 unchanged" in again.err.splitlines()[-1]
    (row,) = json.loads(kg("documents", "list", "--store", store, "-f", "json").out)
    assert (row["publishers"], row["date"]) == ("JPN", "2021-11-18")
    assert row["statements"] > 3


def test_ingest_goes_on_after_a_failure(kg: Kg, tmp_path: Path) -> None:
    """What cannot be read is named with what to do, exit 4; the rest goes in."""
    shown = kg("ingest", CASE, tmp_path / "missing.txt", "--store", tmp_path / "store")
    assert shown.code == 4
    assert "1 accepted, 1 failed" in shown.err
    assert "there is no file" in shown.err
    blank = tmp_path / "blank.txt"
    blank.write_text("")
    shown = kg("ingest", blank, "--store", tmp_path / "store")
    assert shown.err.splitlines()[0] == f"[1/1] failed    {blank}: there is no text in it"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--publisher", "rusia"], 2, "no state or organisation called 'rusia'"),
        (["--date", "someday"], 4, "is no date"),
        ([], 2, "Missing argument"),
    ],
)
def test_ingest_refuses_nonsense(kg: Kg, tmp_path: Path, words: list[str], code: int, said: str) -> None:
    """Options that mean nothing are refused before anything is written."""
    shown = kg("ingest", *([CASE] if words else []), *words, "--store", tmp_path / "store")
    assert shown.code == code
    assert said in shown.err


def test_read_as_json(kg: Kg) -> None:
    """The whole reading as one object; nothing else on stdout."""
    shown = kg(
        "read", CASE, "-f", "json", "--publisher", "JPN", "--title", "T", "--url", "http://example.org/x"
    )
    found = json.loads(shown.out)
    assert found["document"]["title"] == "T"
    assert found["document"]["given"]["publishers"] == "option"
    assert [s["n"] for s in found["statements"]] == list(range(1, len(found["statements"]) + 1))
    assert "sentences not read" not in shown.out


def test_read_as_a_table(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document and its meeting above, the statements below, the counts on stderr."""
    monkeypatch.setenv("COLUMNS", "160")
    shown = kg("read", CASE, "-f", "table", "--date", "2021-11-18")
    assert "Meeting: " in shown.out
    assert "“" in shown.out
    assert "sentences read" in shown.err
    rows = kg("read", CASE, "-f", "tsv").lines
    assert rows[0].startswith("n\twho\tact\tissue")


def test_read_coverage(kg: Kg) -> None:
    """How much was read, and how much was not for which reason: shares that add up."""
    rows = [json.loads(line) for line in kg("read", CASE, "--coverage", "-f", "jsonl").lines]
    assert rows[0]["what"] == "read"
    assert sum(row["share"] for row in rows) == pytest.approx(1, abs=0.01)


def test_read_as_rdf(kg: Kg) -> None:
    """The reading's graph as Turtle."""
    from pyoxigraph import RdfFormat, parse

    triples = list(parse(kg("read", CASE, "-f", "ttl").out, format=RdfFormat.TURTLE))
    assert (
        sum(t.object.value.endswith("#Statement") for t in triples if t.predicate.value.endswith("#type")) > 3
    )


def test_read_from_stdin(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    """- reads standard input."""
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(CASE.read_bytes())))
    piped, named = kg("read", "-", "-f", "json"), kg("read", CASE, "-f", "json")
    assert json.loads(piped.out)["statements"] == json.loads(named.out)["statements"]


def test_read_only_what_is_sure(kg: Kg) -> None:
    """Statements below a confidence go, with what hangs on them."""
    all_, none = (
        json.loads(kg("read", CASE, "-f", "json", *more).out) for more in ([], ["--min-confidence", "1"])
    )
    some = json.loads(kg("read", CASE, "-f", "json", "--min-confidence", "0.7").out)
    assert len(all_["statements"]) > len(some["statements"]) >= len(none["statements"])
    kept = {s["n"] for s in some["statements"]}
    assert all(s["confidence"] >= 0.7 for s in some["statements"])
    assert {c["statement"] for c in some["commitments"]} <= kept
    assert {s["replies_to"] for s in some["statements"]} - {None} <= kept


def test_a_language_that_is_not_read(kg: Kg, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A valid object, a warning, exit 4."""
    (tmp_path / "fr.txt").write_text("Le ministre a rencontré son homologue.\n", encoding="utf-8")
    reading = Reading(Document("x", "y", warnings=("look",)), unread_language="fr")
    monkeypatch.setattr(extraction, "read", lambda *_: reading)
    shown = kg("read", tmp_path / "fr.txt", "-f", "json")
    assert shown.code == 4
    assert json.loads(shown.out)["unread_language"] == "fr"
    assert shown.err.splitlines()[0] == "warning: look"
    assert "not read: fr" in shown.err


def test_a_file_that_is_not_there(kg: Kg) -> None:
    """A missing file is named, and nothing is printed."""
    shown = kg("read", "no-such-file.txt")
    assert shown.code == 4
    assert "no-such-file.txt" in shown.err
    assert shown.out == ""


def test_documents(kg: Kg, own: Path) -> None:
    """Documents are listed by date; one that is removed is gone, with its statements."""
    rows = json.loads(kg("documents", "list", "--store", own, "-f", "json").out)
    assert len(rows) == 5
    assert [row["date"] or "" for row in rows] == sorted(row["date"] or "" for row in rows)
    curie = rows[0]["readout"].replace("https://w3id.org/bilateral-kg/id/", "id:")
    assert kg("documents", "remove", curie, "--store", own).err == f"removed {curie}\n"
    assert len(json.loads(kg("documents", "list", "--store", own, "-f", "json").out)) == 4
    gone = kg("documents", "remove", curie, "--store", own)
    assert gone.code == 3
    assert kg("ask", "evidence", "--document", curie, "--store", own).err.startswith("no rows")


def test_documents_of_an_empty_store(kg: Kg, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says that there is nothing; the command alone lists."""
    monkeypatch.setenv("KG_STORE", str(empty))
    shown = kg("documents")
    assert shown.code == 0
    assert "no documents in" in shown.err


def test_info(kg: Kg, held: Path, tmp_path: Path) -> None:
    """What is in the store; without one, what the program is."""
    facts = {row["fact"]: row["value"] for row in json.loads(kg("info", "--store", held, "-f", "json").out)}
    assert facts["documents"] == 5
    assert facts["kg"] == "0.1.0"
    none = kg("info", "--store", tmp_path / "none")
    assert none.code == 0
    assert "there is no store" in none.err


@pytest.mark.parametrize(
    "thing",
    [
        "russia",
        "id:state/RUS",
        "https://w3id.org/bilateral-kg/id/state/RUS",
        "<https://w3id.org/bilateral-kg/id/state/RUS>",
    ],
)
def test_show_a_state(kg: Kg, held: Path, thing: str) -> None:
    """By name, CURIE or IRI: what is known of it, and what it said."""
    shown = kg("show", thing, "--store", held)
    assert shown.code == 0
    assert shown.lines[:2] == ["Russia", "id:state/RUS  (kg:State)"]
    assert "“" in shown.out


@pytest.mark.parametrize("thing", ["fisheries", "Igor Ivanov", "Japan-Iran Relations"])
def test_show_by_name(kg: Kg, held: Path, thing: str) -> None:
    """Issues, people and documents are found by their names."""
    found = json.loads(kg("show", thing, "--store", held, "-f", "json").out)
    assert found["classes"]
    assert found["label"].lower() == thing.lower()


def test_show_a_statement(kg: Kg, held: Path) -> None:
    """A statement with its stance and its words, as RDF too."""
    (row,) = json.loads(kg("ask", "positions", "--limit", "1", "--store", held, "-f", "json").out)
    shown = kg("show", row["statement"], "--store", held, "--rows", "0")
    assert "expressed in" in shown.out
    turtle = kg("show", row["statement"], "--store", held, "-f", "ttl").out
    assert json.dumps(row["quote"], ensure_ascii=False) in turtle


@pytest.mark.parametrize("thing", ["Atlantis", "id:state/XXX", "http://example.org/none"])
def test_show_nothing(kg: Kg, held: Path, thing: str) -> None:
    """What is not there is exit 3."""
    assert kg("show", thing, "--store", held).code == 3


@pytest.mark.parametrize(
    ("thing", "meant"),
    [("Ivanof", "Igor Ivanov"), ("fisheris", "fisheries"), ("Japan-Iran Relation", "Japan-Iran")],
)
def test_show_something_like_it(kg: Kg, held: Path, thing: str, meant: str) -> None:
    """A name that is nearly right is suggested."""
    shown = kg("show", thing, "--store", held)
    assert shown.code == 0 or ("did you mean" in shown.err.lower() and meant in shown.err)


def test_show_says_why_mentions_are_one(kg: Kg, held: Path) -> None:
    """A person's mentions are of one entry of the registry, or bear one name."""
    found = json.loads(kg("show", "Igor Ivanov", "--store", held, "-f", "json").out)
    assert any("registry" in line or "same name" in line for line in found["why"])
    assert "Ivanov" in found["why"][0]
    assert found["why"][0] in kg("show", "Igor Ivanov", "--store", held).out


def test_check(kg: Kg, held: Path, own: Path) -> None:
    """A sound store has no violations; a quote that is not in its text is one, exit 4."""
    assert kg("check", "--store", held).code == 0
    from pyoxigraph import Literal, NamedNode, Quad

    import kg as package

    with package.open(own) as graph:
        name = next(n for n in graph.store.graphs() if "/readout/" in n)
        exact = NamedNode("http://www.w3.org/ns/oa#exact")
        quads = list(graph.store.quads(name))
        first = next(q for q in quads if q.predicate == exact)
        quads.remove(first)
        graph.store.replace_graph(
            name, [*quads, Quad(first.subject, exact, Literal("made up"), first.graph_name)]
        )
    shown = kg("check", "--store", own, "-f", "json")
    assert shown.code == 4
    assert any("made up" in (row["value"] or "") for row in json.loads(shown.out))


def test_check_and_reason_of_one_document(kg: Kg, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the readouts that are named are judged; one that is not there is said to be missing."""
    import kg as package

    with package.open(own) as graph:
        name, *others = (n for n in graph.store.graphs() if "/readout/" in n)
    rows = json.loads(kg("check", "--document", name, "--store", own, "-f", "json").out)
    assert rows
    assert all(row["focus"].startswith(name) for row in rows)
    seen = []
    sound = reasoning.Verdict(consistent=True)
    monkeypatch.setattr(
        reasoning, "reason", lambda quads: seen.append({q.graph_name.value for q in quads}) or sound
    )
    assert kg("reason", "--document", name, "--store", own).code == 0
    assert kg("reason", "--owl", "1", "--document", others[0], "--store", own).code == 0
    assert seen == [{name}, {name, others[0]}]
    for command in ("check", "reason"):
        assert kg(command, "--document", "0123456789abcdef", "--store", own).code == 3


def test_check_on_a_terminal(kg: Kg, held: Path) -> None:
    """Document by document, under its title, the same faults together, with the words that have them."""
    shown = kg("check", "--store", held, "-f", "table")
    assert shown.code == 0
    lines = shown.out.splitlines()
    heads = [line for line in lines if not line.startswith(" ")]
    assert heads == list(dict.fromkeys(heads))
    assert all("id:readout/" in line for line in heads)
    assert any(line.lstrip().startswith(("warning", "info")) for line in lines)


def test_the_same_faults_stand_together(capsys: pytest.CaptureFixture[str]) -> None:
    """A kind of fault is told once for a document, with how often it is there and the first words."""
    from kg.views.cli import check

    readout = "https://w3id.org/bilateral-kg/id/readout/0123456789abcdef"
    rows = [
        {
            "title": None,
            "severity": "info",
            "message": "Unsure.",
            "value": "0.3",
            "focus": f"{readout}/statement/{n}",
        }
        for n in range(5)
    ]
    check._print(rows, {f"{readout}/statement/0": "“said so”"})
    assert capsys.readouterr().out.splitlines() == [
        "Without a title  id:readout/0123456789abcdef",
        "  info       Unsure. (5 times)",
        "             “said so”",
        "             0.3",
        "             0.3",
    ]


def test_show_a_meeting(kg: Kg, held: Path) -> None:
    """A meeting is called by its kind, parties and day, its accounts by their documents."""
    import kg as package

    with package.open(held, read_only=True) as graph:
        query = "SELECT ?m { ?m a <https://w3id.org/bilateral-kg/ontology#Meeting> } ORDER BY ?m LIMIT 1"
        (meeting,) = (str(row["m"].value) for row in graph.store.select(query))
    shown = kg("show", meeting, "--store", held).out
    assert shown.splitlines()[0].count(", ") >= 2
    assert "/account" not in shown
    assert "“" in next(line for line in shown.splitlines() if "has account" in line)


def test_check_the_words(kg: Kg) -> None:
    """The vocabulary that comes with the program has no violations."""
    assert kg("check", "--words").code == 0


def test_reason(kg: Kg, own: Path) -> None:
    """Derived again it is the same; the numbers are on stdout."""
    first = kg("reason", "--store", own, "-f", "json")
    again = kg("reason", "--again", "--store", own, "-f", "json")
    assert first.out == again.out
    assert "nothing has changed" in first.err
    assert {row["fact"] for row in json.loads(first.out)} >= {"meetings", "latest positions"}


def test_export(kg: Kg, held: Path, tmp_path: Path) -> None:
    """A file for another tool, or stdout; narrowed by states, issues and dates in any words."""
    target = tmp_path / "graph.gexf"
    shown = kg(
        "export",
        "--to",
        "gephi",
        "-o",
        target,
        "--between",
        "japan",
        "russia",
        "--since",
        "2000",
        "--store",
        held,
    )
    assert shown.code == 0
    assert target.read_text(encoding="utf-8").startswith("<?xml")
    assert str(target) in shown.err
    piped = kg(
        "export",
        "--to",
        "dot",
        "-o",
        "-",
        "--issue",
        "territorial",
        "--state",
        "russia",
        "--until",
        "2003",
        "--store",
        held,
    )
    assert "RUS" in piped.out
    assert "CHN" not in piped.out


def test_export_lists_its_formats(kg: Kg) -> None:
    """Without --to the formats are listed; an unknown one is refused, and a place is needed."""
    names = [row["name"] for row in json.loads(kg("export", "-f", "json").out)]
    assert {"gexf", "turtle"} <= set(names)
    listed = json.loads(kg("export", "--list", "--to", "gephi", "-f", "json").out)
    assert all(row["summary"] and row["opens"] for row in listed)
    assert [row["name"] for row in listed] == names
    assert kg("export", "--to", "gephi").code == 2
    assert kg("export", "--to", "word", "-o", "x").code == 2


def test_demo(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped readouts go in, three questions are answered with quotes, and it says what next."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    shown = kg("demo", "--store", tmp_path / "store")
    assert shown.code == 0
    assert shown.out.count("$ kg ask ") == 3
    assert shown.out.count("“") >= 3
    assert "#] " in shown.err or "##" in shown.err
    assert "Next:" in shown.err
    assert "The store holds 13 documents, " in shown.err
    again = kg("demo", "--store", tmp_path / "store")
    assert again.out == shown.out
    assert "unchanged" in again.err


def test_demo_names_what_failed(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A readout that cannot be read is named, and the rest is shown."""
    from kg.errors import EmptyError

    real = documents.load

    def load(data: bytes, **more: object) -> Document:
        if b"Lithuania" in data:
            raise EmptyError("nothing in it")
        return real(data, **more)

    monkeypatch.setattr(documents, "load", load)
    assert "failed: " in kg("demo", "--store", tmp_path / "store").err


@pytest.mark.java
def test_reason_with_a_reasoner(kg: Kg, own: Path) -> None:
    """HermiT finds the ontology and a readout consistent."""
    assert "consistent" in kg("reason", "--owl", "1", "--store", own).err


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (reasoning.Verdict(consistent=False, reasons=("x is both",)), "contradict each other\nX is both\n"),
        (
            reasoning.Verdict(consistent=True, unsatisfiable=("http://x/C",)),
            "without any member\nhttp://x/C\n",
        ),
        (reasoning.Verdict(consistent=False), "contradict each other\nLook for the cause with kg check\n"),
    ],
)
def test_what_a_reasoner_finds(
    kg: Kg, own: Path, monkeypatch: pytest.MonkeyPatch, verdict: reasoning.Verdict, said: str
) -> None:
    """A contradiction is invalid data, exit 4, with what clashes."""
    monkeypatch.setattr(reasoning, "reason", lambda _: verdict)
    shown = kg("reason", "--owl", "1", "--store", own)
    assert shown.code == 4
    assert shown.err.endswith(said)
