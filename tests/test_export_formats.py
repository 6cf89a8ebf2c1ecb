"""Tables, notes and pictures come back from a reader that is not ours; hostile text stays text."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import re
import struct
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
import yaml
from ndex2.cx2 import RawCX2NetworkFactory
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from pyarrow import parquet
from stores import filled

from kg import triples
from kg.errors import Error, StoreError
from kg.model import Commitment, Document, Meeting, Official, Reading, Statement
from kg.network import EVERYTHING, Selection, network
from kg.views.export import export, exporters, png, svg
from kg.views.export.svg import pairs, places
from kg.views.export.tidy import tables

# What breaks XML, HTML, CSV, JSON, Turtle, Mermaid, Markdown and file names; begins like a formula.
HOSTILE = (
    '=1+1 <script>alert(1)</script> </style> --> "}]; \'\'\' """ \u202eRTL\u202c \x01\x0b {{x}} [[y]] '
    "%%{init}%% `z` | #quot; ]]> \\ ../a:b*?\n# heading\r\n@x é 日本"
)
URL = 'https://example.org/"><script>'
GRAINS = ("events", "dyads")
PAIR = Selection(between=("JPN", "CHN"))
ONE = Selection(between=("JPN", "RUS"), since="2031-01-01")
"""Only the hostile document."""


def hostile():
    """A reading in which every free text is hostile."""
    said = Statement(
        n=1,
        start=0,
        end=len(HOSTILE),
        quote=HOSTILE,
        act="request",
        dossier="trade_investment",
        issue="trade_investment",
        polarity="conditional_support",
        speaker=HOSTILE,
        speaker_states=("JPN",),
        addressee_states=("RUS",),
        target=HOSTILE,
        condition=HOSTILE,
    )
    return Reading(
        Document(
            HOSTILE, "0" * 64, title=HOSTILE, url='https://example.org/"><script>', source="hostile.txt"
        ),
        Meeting("summit", "2031-02-03", HOSTILE, ("JPN", "RUS"), (Official(HOSTILE, "JPN", HOSTILE),)),
        (said,),
        (Commitment(1, ("JPN",), HOSTILE, "2031-05-06", HOSTILE),),
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The annotated cases and the hostile document."""
    with filled(tmp_path_factory.mktemp("export") / "store") as opened:
        bad = hostile()
        opened.replace_graph(triples.readout_iri(bad.document), triples.quads(bad, reader_version="test"))
        yield opened


def written(store, name, selection=EVERYTHING, grain="events"):
    """The bytes of an export."""
    out = io.BytesIO()
    export(store, name, out, selection, grain=grain)
    return out.getvalue()


def folder(store, name, place, selection=EVERYTHING, grain="events"):
    """The files of a folder export: relative path -> bytes."""
    export(store, name, place, selection, grain=grain)
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


def test_tables_have_a_cell_for_every_column(store):
    """Each row has just its table's columns; a quote stands where it says in the stored text."""
    made = {table.name: table for table in tables(store, EVERYTHING)}
    assert {name: len(table.rows) for name, table in made.items()} == {
        "statements": 103,
        "stances": sum(q.predicate.value.endswith("#holder") for q in store.quads()),
        "commitments": 16,
        "meetings": 11,
        "people": 25,
    }
    for table in made.values():
        assert all(list(row) and set(row) == {c.name for c in table.columns} for row in table.rows)
    (row,) = [r for r in made["statements"].rows if r["earliest"] == "2031-02-03"]
    assert (row["quote"], row["quote_start"], row["quote_end"]) == (HOSTILE, 0, len(HOSTILE))
    assert row["condition"] == row["target"] == row["title"] == HOSTILE


def test_tables_of_a_selection_hold_what_hangs_on_its_statements(store):
    """Parties, days and issues choose statements; meetings and people come with them."""
    chosen = {table.name: table.rows for table in tables(store, PAIR)}
    assert chosen["statements"]
    for row in chosen["statements"]:
        assert {"JPN", "CHN"} & set(row["holders"])
    assert {r["statement"] for r in chosen["stances"]} <= {r["statement"] for r in chosen["statements"]}
    assert {r["account"] for r in chosen["meetings"]} == {r["account"] for r in chosen["statements"]}
    assert [r["holders"] for r in tables(store, ONE)[0].rows] == [["JPN"]]
    assert not tables(store, replace(ONE, issues=("culture_people",)))[0].rows
    assert not tables(store, Selection(until="1900-01-01"))[0].rows
    only = tables(store, Selection(states=("JPN",)))[0].rows
    assert 0 < len(only) < 103


def test_who_speaks_to_nobody_in_particular_speaks_to_the_table(tmp_path):
    """Without addressee a statement passed between those at the meeting; alone, it is its state's."""
    read = hostile()
    alone = replace(read, statements=tuple(replace(s, addressee_states=()) for s in read.statements))
    cases = ((("JPN", "RUS"), 1, 1), (("JPN",), 0, 1), ((), 0, 1))
    for k, (table, between, state) in enumerate(cases):
        with filled(tmp_path / str(k), ()) as house:
            at = replace(alone, meeting=replace(read.meeting, states=table))
            house.replace_graph(triples.readout_iri(at.document), triples.quads(at, reader_version="t"))
            assert len(tables(house, ONE)[0].rows) == between
            assert len(tables(house, Selection(states=("JPN",)))[0].rows) == state
            assert not tables(house, Selection(states=("CHN",)))[0].rows


def test_officials_and_meetings_that_several_readouts_share_are_one_note(tmp_path):
    """Where identities are worked out, namings of one official and accounts of one meeting come together."""
    base = "https://w3id.org/bilateral-kg/"
    with filled(tmp_path / "store", ()) as house:
        told = []
        for k, name in enumerate(("Yohei Kono", "Kono Yohei")):
            read = hostile()
            read = replace(
                read,
                document=replace(read.document, url=f"https://example.org/{k}", title=f"Account {k}"),
                meeting=replace(read.meeting, officials=(Official(name, "JPN", "Minister"),)),
                statements=tuple(
                    replace(s, speaker=name, quote=f"Words {k}", end=7) for s in read.statements
                ),
            )
            iri = triples.readout_iri(read.document)
            house.replace_graph(iri, triples.quads(read, reader_version="t"))
            told.append(f"<{iri}/account> <{base}ontology#meetingOf> <{base}id/meeting/m> .")
        told += [
            f"<{row['person']}> <{base}ontology#mentionOf> <{base}id/official/yohei-kono> ."
            for row in tables(house, EVERYTHING)[4].rows
        ]
        house.replace_graph(
            f"{base}id/graph/derived",
            [q.triple for q in ox.parse("\n".join(told), format=ox.RdfFormat.N_TRIPLES)],
        )
        found = notes(folder(house, "obsidian", tmp_path / "vault"))
    ((front, _),) = [found[place] for place in found if place.startswith("Officials/")]
    assert (front["label"], front["aliases"]) == ("Kono Yohei", ["Yohei Kono"])
    assert front["iri"] == f"{base}id/official/yohei-kono"
    ((front, body),) = [found[place] for place in found if place.startswith("Meetings/")]
    assert front["iri"] == f"{base}id/meeting/m"
    assert all(words in body for words in ("Account 0", "Account 1", "> Words 0", "> Words 1"))


def test_workbook_comes_back_with_every_cell(store):
    """Openpyxl reads each sheet; days are days, no text is a formula, control characters survive."""
    book = load_workbook(io.BytesIO(written(store, "xlsx")))
    made = tables(store, EVERYTHING)
    assert book.sheetnames == [*(table.name for table in made), "about"]
    for table in made:
        heads, *rows = book[table.name].iter_rows()
        assert [cell.value for cell in heads] == [column.name for column in table.columns]
        assert len(rows) == len(table.rows)
        for cells, row in zip(rows, table.rows, strict=True):
            for cell, column in zip(cells, table.columns, strict=True):
                value = row[column.name]
                assert cell.data_type != "f"
                if isinstance(value, list):
                    assert (unescape(cell.value) if cell.value else "") == "|".join(value)
                elif column.type == "date" and value:
                    assert cell.value == datetime.fromisoformat(value)
                elif isinstance(value, str):
                    assert unescape(cell.value) == value
                    assert cell.quotePrefix == value.startswith(("=", "+", "-", "@"))
                else:
                    assert cell.value == value
    told = {(row[0], row[1]) for row in book["about"].iter_rows(min_row=5, values_only=True)}
    assert ("statements", "quote") in told


def test_workbook_has_no_clock(store, monkeypatch):
    """Two exports on different days are the same bytes: nothing in it tells when it was made."""
    data = written(store, "xlsx", PAIR)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
    assert core.count("1980-01-01T00:00:00Z") == 2
    assert str(date.today().year) not in core  # noqa: DTZ011
    assert written(store, "xlsx", PAIR) == data


def test_workbook_says_what_does_not_fit(store, monkeypatch):
    """Too many rows are refused with advice; a text that no cell holds ends visibly."""
    monkeypatch.setattr("kg.views.export.xlsx._CELL", 20)
    sheet = load_workbook(io.BytesIO(written(store, "xlsx", PAIR)))["statements"]
    values = [v for row in sheet.iter_rows(min_row=2, values_only=True) for v in row if isinstance(v, str)]
    assert max(map(len, values)) == 20
    assert any(value.endswith("…") for value in values)
    monkeypatch.setattr("kg.views.export.xlsx.ROWS", 1)
    with pytest.raises(StoreError, match="do not fit") as error:
        written(store, "xlsx")
    assert "parquet" in error.value.advice


def test_parquet_comes_back_with_every_cell(store, tmp_path):
    """Polars and pyarrow read each table with its types; each column says what it is."""
    import polars as pl

    files = folder(store, "parquet", tmp_path / "a")
    assert files == folder(store, "parquet", tmp_path / "b")
    for table in tables(store, EVERYTHING):
        place = tmp_path / "a" / f"{table.name}.parquet"
        rows = pl.read_parquet(place).to_dicts()
        dates = {column.name for column in table.columns if column.type == "date"}
        assert [
            {k: v.isoformat() if k in dates and v else v for k, v in row.items()} for row in rows
        ] == table.rows
        schema = parquet.read_schema(place)
        assert [schema.field(c.name).metadata[b"description"].decode() for c in table.columns] == [
            c.description for c in table.columns
        ]


@pytest.mark.parametrize(("name", "module"), [("xlsx", "openpyxl"), ("parquet", "pyarrow")])
def test_a_missing_library_is_named(store, tmp_path, monkeypatch, name, module):
    """The error says what to install."""
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(Error, match=f"{module} is not installed") as error:
        export(store, name, tmp_path / "x", EVERYTHING)
    assert "bilateral-kg[table]" in error.value.advice


@pytest.mark.parametrize("grain", GRAINS)
def test_cx2_comes_back_with_every_attribute(store, grain):
    """NDEx's own reader finds each node and edge with its attributes, all of them declared."""
    drawn = network(store, grain=grain)
    raw = json.loads(written(store, "cx2", grain=grain))
    read = RawCX2NetworkFactory().get_cx2network(raw)
    nodes, edges = read.get_nodes(), read.get_edges()
    assert len(nodes) == len(drawn.nodes)
    for k, row in enumerate(drawn.nodes):
        assert nodes[k]["v"] == {"name" if n == "label" else n: v for n, v in row.items() if v is not None}
    assert len(edges) == len(drawn.edges)
    names = {"label": "name", "kind": "interaction"}
    for k, row in enumerate(drawn.edges):
        got = edges[k]
        assert (nodes[got["s"]]["v"]["id"], nodes[got["t"]]["v"]["id"]) == (row["source"], row["target"])
        own = {n: v for n, v in row.items() if n not in {"source", "target"} and v is not None}
        assert got["v"] == {names.get(n, n): v for n, v in own.items()}


def test_cx2_follows_the_specification(store):
    """Descriptor first, status last, every aspect counted and every attribute of a declared type."""
    first, meta, *aspects, last = json.loads(written(store, "cx2"))
    assert first == {"CXVersion": "2.0", "hasFragments": False}
    assert last == {"status": [{"success": True, "error": ""}]}
    parts = {name: items for aspect in aspects for name, items in aspect.items()}
    assert {m["name"]: m["elementCount"] for m in meta["metaData"]} == {n: len(i) for n, i in parts.items()}
    (declared,) = parts["attributeDeclarations"]
    kinds = {"string": str, "integer": int, "double": float}
    for aspect in ("nodes", "edges"):
        for item in parts[aspect]:
            assert isinstance(item["id"], int)
            for name, value in item["v"].items():
                assert isinstance(value, kinds[declared[aspect][name]["d"]])
    style = parts["visualProperties"][0]
    for side, aspect in (("nodeMapping", "nodes"), ("edgeMapping", "edges")):
        for mapping in style[side].values():
            definition = mapping["definition"]
            assert declared[aspect][definition["attribute"]]["d"] == definition["type"]


@pytest.mark.parametrize("grain", GRAINS)
def test_node_link_comes_back_with_every_attribute(store, grain):
    """Networkx reads the nodes and links back, hostile text to the letter."""
    drawn = network(store, grain=grain)
    graph = nx.node_link_graph(json.loads(written(store, "d3", grain=grain)), edges="links")
    assert {k: {"id": k, **v} for k, v in graph.nodes(data=True)} == {
        row["id"]: {k: v for k, v in row.items() if v is not None} for row in drawn.nodes
    }
    found = {key: (a, b, data) for a, b, key, data in graph.edges(keys=True, data=True)}
    assert len(found) == len(drawn.edges)
    for row in drawn.edges:
        source, target, data = found[row["id"]]
        assert {**data, "source": source, "target": target} == {k: v for k, v in row.items() if v is not None}


@pytest.mark.parametrize("grain", GRAINS)
def test_igraph_reads_graphml(store, grain, tmp_path):
    """Igraph finds every node, edge and attribute; XML's missing characters are shown."""
    drawn = network(store, grain=grain)
    (tmp_path / "g.graphml").write_bytes(written(store, "graphml", grain=grain))
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml"))
    assert graph.is_directed()
    assert [v["id"] for v in graph.vs] == [row["id"] for row in drawn.nodes]
    assert graph.ecount() == len(drawn.edges)
    for edge, row in zip(graph.es, drawn.edges, strict=True):
        assert (graph.vs[edge.source]["id"], graph.vs[edge.target]["id"]) == (row["source"], row["target"])
        for name in ("kind", "sign", "quote", "statement", "start", "weight"):
            value = row[name]
            shown = (
                re.sub("[\x01\x0b]", "\ufffd", value).replace("\r\n", "\n")
                if isinstance(value, str)
                else value
            )
            assert edge[name] == ("" if value is None else shown)


def unmermaid(text):
    """What Mermaid shows for its entities."""
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


@pytest.mark.parametrize("grain", GRAINS)
def test_mermaid_comes_back_with_every_line(store, grain):
    """A reader of Mermaid's grammar finds each node, arrow, style and quote."""
    drawn = network(store, PAIR, grain=grain)
    text = written(store, "mermaid", PAIR, grain).decode()
    head, *lines = text.splitlines()
    assert head == "graph LR"
    nodes = dict(re.fullmatch(r'  n_(\w+)\["([^"]*)"\]', line).groups() for line in lines if '["' in line)
    assert nodes == {row["id"]: row["label"] for row in drawn.nodes}
    arrow = re.compile(r'  n_(\w+) (-->|---|-\.->|-\.-)\|"([^"]+)"\| n_(\w+)')
    arrows = [found for line in lines if (found := arrow.fullmatch(line))]
    assert [(a[1], a[4]) for a in arrows] == [(row["source"], row["target"]) for row in drawn.edges]
    for found, row in zip(arrows, drawn.edges, strict=True):
        assert found[2].endswith(">") == (row["type"] == "directed")
        assert ("." in found[2]) == (row["sign"] == -1)
    told = [unmermaid(line) for line in lines if line.startswith("  %%")]
    for row in drawn.edges:
        assert any(row["id"] in line and " ".join(row["quote"].split()) in line for line in told)
    assert sum(line.startswith("  linkStyle") for line in lines) == len(drawn.edges)


def test_mermaid_draws_what_can_be_read_and_counts_the_rest(store):
    """At most fifty lines; a box says how many more there are."""
    text = written(store, "mermaid").decode()
    assert text.count("  linkStyle") == 50
    assert f'more["{len(network(store).edges) - 50} more lines not drawn"]' in text


def test_mermaid_text_is_never_syntax(store):
    """Of the hostile document no mark survives that Mermaid or a browser would act upon."""
    for line in written(store, "mermaid", ONE).decode().splitlines()[1:]:
        assert not re.search(r"[<>{}`|\\]", re.sub(r'^  n_\w+ -->\|"[^"]*"\| n_\w+$', "", line))


def test_neo4j_files_fit_together(store, tmp_path):
    """Ids are unique, every relationship has its ends, typed cells have their type."""
    files = folder(store, "neo4j", tmp_path)
    tables_of = {
        name: list(csv.reader(io.StringIO(data.decode(), newline="")))
        for name, data in files.items()
        if name.endswith(".csv")
    }
    links = tables_of.pop("relationships.csv")
    assert links[0] == [":START_ID", ":TYPE", ":END_ID"]
    ids = [row[0] for rows in tables_of.values() for row in rows[1:]]
    assert len(ids) == len(set(ids))
    assert {row[k] for row in links[1:] for k in (0, 2)} <= set(ids)
    for name, rows in tables_of.items():
        assert f"--nodes={name}" in files["README.txt"].decode()
        assert rows[0][0].endswith(":ID")
        assert rows[0][-1] == ":LABEL"
        for row in rows[1:]:
            assert len(row) == len(rows[0])
            for head, value in zip(rows[0], row, strict=True):
                assert not value.startswith(("=", "+", "-", "@"))
                kind = head.partition(":")[2]
                if value and kind in {"long", "double", "date"}:
                    {"long": int, "double": float, "date": date.fromisoformat}[kind](value)
                assert kind != "boolean" or value in {"true", "false"}


def test_neo4j_holds_the_statements_with_their_parties(store, tmp_path):
    """Each statement comes back with its words; holders, issue, meeting and readout are relationships."""
    files = folder(store, "neo4j", tmp_path)
    rows = {
        row["statement:ID"]: row
        for row in csv.DictReader(io.StringIO(files["statements.csv"].decode(), newline=""))
    }
    links = {tuple(row) for row in csv.reader(io.StringIO(files["relationships.csv"].decode()))}
    statements = tables(store, EVERYTHING)[0].rows
    assert len(rows) == len(statements)
    base = "https://w3id.org/bilateral-kg/"
    for row in statements:
        iri = row["statement"]
        assert rows[iri]["quote"].removeprefix("'") == row["quote"]
        assert int(rows[iri]["quote_start:long"]) == row["quote_start"]
        assert (iri, "ON_ISSUE", f"{base}issue/{row['issue']}") in links
        assert (iri, "REPORTED_IN", row["document"]) in links
        assert (iri, "MADE_AT", row["account"]) in links
        for code in row["holders"]:
            assert (iri, "ON_BEHALF_OF", f"{base}id/state/{code}") in links


def test_neo4j_leaves_no_loose_ends_in_a_selection(store, tmp_path):
    """A reply to a statement that was not selected makes no relationship."""
    files = folder(store, "neo4j", tmp_path, PAIR)
    nodes = "\n".join(data.decode() for name, data in files.items() if name != "relationships.csv")
    links = list(csv.reader(io.StringIO(files["relationships.csv"].decode())))
    assert len(links) > 1
    assert all(row[2] in nodes for row in links[1:])


def notes(files):
    """Front matter and body of each note, by its path without the suffix."""
    found = {}
    for path, data in files.items():
        text = data.decode()
        if text.startswith("---\n"):
            _, front, body = text.split("---\n", 2)
            found[path.removesuffix(".md")] = (yaml.safe_load(front), body)
    return found


def unmarked(line):
    """What Markdown shows for a line of ours."""
    return html.unescape(re.sub(r"\\(.)", r"\1", line))


def test_obsidian_has_a_note_for_each_state_official_issue_and_meeting(store, tmp_path):
    """Every link leads to a note; every statement stands with its words in its meeting, issue and state."""
    found = notes(folder(store, "obsidian", tmp_path))
    made = {table.name: table.rows for table in tables(store, EVERYTHING)}
    kinds = {place.partition("/")[0] for place in found}
    assert kinds >= {"States", "Officials", "Issues", "Meetings"}
    assert any(front["label"] == HOSTILE for front, _ in found.values())
    for place, (front, body) in found.items():
        assert front["label"]
        for target in re.findall(r"\[\[([^\]|]+)\|", body):
            assert target in found, place
    by_iri = {front.get("iri"): (front, body) for front, body in found.values()}
    base = "https://w3id.org/bilateral-kg/"
    for row in made["statements"]:
        words = " ".join(re.sub("[\x01\x0b]", "\ufffd", row["quote"]).split())
        notes_of_it = [row["account"], f"{base}issue/{row['issue']}"]
        notes_of_it += [f"{base}id/state/{code}" for code in row["holders"]]
        for iri in notes_of_it:
            quotes = [unmarked(line.strip()[2:]) for line in by_iri[iri][1].splitlines() if "  > " in line]
            assert words in quotes
    assert sum(front["kind"] == "meeting" for front, _ in found.values()) == len(made["meetings"])
    assert by_iri[f"{base}id/state/JPN"][0]["code"] == "JPN"


def test_obsidian_names_are_safe_for_every_file_system(store, tmp_path):
    """No note leaves the folder, no two names differ only by case, none holds a link's syntax."""
    files = folder(store, "obsidian", tmp_path)
    assert len({name.casefold() for name in files}) == len(files)
    for name in files:
        assert re.fullmatch(r"[\w '’().,+;–-]+(/[^\\/:*?\"<>|#^\[\]%\x00-\x1f\u202e]+)?\.md", name), name  # noqa: RUF001
        assert len(name.encode()) < 250
        assert not any(part.startswith(".") or part.endswith((" ", ".")) for part in name.split("/"))


def test_obsidian_tells_people_of_one_name_apart(store, tmp_path):
    """Two notes that would take one name get two."""
    from kg.views.export.obsidian import _Vault

    vault = _Vault(tables(store, PAIR), PAIR)
    vault._take("a", "Officials", "Same/Name")
    vault._take("b", "Officials", "same name")
    assert vault.paths["a"] == "Officials/Same Name"
    assert re.fullmatch(r"Officials/same name \([0-9a-f]{8}\)", vault.paths["b"])
    assert vault.link("c d") == "c d"


def test_obsidian_text_is_never_syntax(store, tmp_path):
    """Of the hostile document no script, link, tag, comment or heading survives."""
    files = folder(store, "obsidian", tmp_path, ONE)
    for data in files.values():
        body = data.decode().rpartition("---\n")[2]
        assert "<script" not in body
        assert "%%" not in body
        assert "[[y" not in body
        assert not re.search(r"^# heading", body, re.MULTILINE)
        assert "](<http" not in body  # an address that is none is shown, not linked


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own parsers
def test_nanopublications_are_well_formed(store):
    """Four graphs each, tied in the head; the provenance is of the assertion, the info of the whole."""
    data = written(store, "nanopub")
    read = rdflib.Dataset()
    read.parse(data=data, format="trig")
    np, prov = rdflib.Namespace("http://www.nanopub.org/nschema#"), rdflib.PROV
    whole = rdflib.Graph()
    for s, p, o, _ in read.quads():
        whole.add((s, p, o))
    found = sorted(whole.subjects(rdflib.RDF.type, np.Nanopublication))
    rows = tables(store, EVERYTHING)[0].rows
    assert [str(pub) for pub in found] == sorted(f"{row['statement']}/nanopub" for row in rows)
    graphs = set()
    for pub in found:
        head, assertion, provenance, pubinfo = (
            rdflib.URIRef(f"{pub}#{part}") for part in ("head", "assertion", "provenance", "pubinfo")
        )
        graphs |= {head, assertion, provenance, pubinfo}
        assert whole.value(pub, np.hasAssertion) == assertion
        assert whole.value(pub, np.hasProvenance) == provenance
        assert whole.value(pub, np.hasPublicationInfo) == pubinfo
        assert len(read.graph(head)) == 4
        assert len(read.graph(assertion))
        assert (assertion, prov.wasDerivedFrom, None) in read.graph(provenance)
        assert (pub, rdflib.DCTERMS.license, None) in read.graph(pubinfo)
        assert (pub, None, None) not in read.graph(assertion)
    assert {graph.identifier for graph in read.graphs() if len(graph)} == graphs
    assert written(store, "nanopub") == data


def test_nanopublications_hold_the_stance_and_the_quote(store):
    """The assertion says who holds what, the provenance in which words of which document."""
    quads = list(ox.parse(written(store, "nanopub", ONE), format=ox.RdfFormat.TRIG))
    kg, oa = "https://w3id.org/bilateral-kg/ontology#", "http://www.w3.org/ns/oa#"

    def held(part):
        return {(q.predicate.value, q.object.value) for q in quads if q.graph_name.value.endswith(part)}

    assert (f"{kg}holder", "https://w3id.org/bilateral-kg/id/state/JPN") in held("#assertion")
    assert (f"{kg}undertaking", HOSTILE) in held("#assertion")
    assert (f"{kg}name", HOSTILE) in held("#assertion")
    assert (f"{oa}exact", HOSTILE) in held("#provenance")
    assert not any(p.startswith(oa) for p, _ in held("#assertion"))
    assert not any(p == f"{kg}text" for q in ("#assertion", "#provenance") for p, _ in held(q))


@pytest.mark.parametrize(
    ("name", "form"), [("turtle12", ox.RdfFormat.TURTLE), ("ntriples12", ox.RdfFormat.N_TRIPLES)]
)
def test_reifiers_come_back(store, name, form):
    """Every plain triple is there; each fact of a statement is reified by its evidence."""
    data = written(store, name)
    read = {quad.triple for quad in ox.parse(data, format=form)}
    plain = {t for t in read if not t.predicate.value.endswith("#reifies")}
    assert plain == {quad.triple for quad in store.quads()}
    reified = {(t.subject, t.object) for t in read - plain}
    assert {fact for _, fact in reified} <= plain
    assert all("/evidence/" in evidence.value for evidence, _ in reified)
    stances = [t for t in plain if t.predicate.value.endswith("#holder")]
    assert len(stances) > 50
    for stance in stances:
        (words,) = [e for e, fact in reified if fact == stance]
        assert stance.subject.value.startswith(words.value.partition("/evidence/")[0])
    assert not any("/reference/" in fact.subject.value for _, fact in reified)
    assert written(store, name) == data


def test_reifiers_answer_in_sparql(store):
    """A store of triples tells the quote behind a stance without named graphs."""
    house = ox.Store()
    house.load(written(store, "turtle12", ONE), format=ox.RdfFormat.TURTLE)
    query = """PREFIX kg: <https://w3id.org/bilateral-kg/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
      PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
      SELECT ?quote { ?words rdf:reifies <<( ?stance kg:polarity ?side )>> . ?stance a kg:Stance .
                      ?words oa:hasSelector/oa:exact ?quote }"""
    assert [row["quote"].value for row in house.query(query)] == [HOSTILE]


SVG = "{http://www.w3.org/2000/svg}"


def test_svg_comes_back_with_every_pair(store):
    """Each pair is one line whose title tells counts and latest quote; each actor is in the picture."""
    root = ET.fromstring(written(store, "svg"))  # noqa: S314 - our own file
    drawn = network(store)
    lines = {line.get("id"): line for line in root.iter(f"{SVG}line")}
    assert set(lines) == {"-".join(sorted((e["source"], e["target"]))) for e in drawn.edges}
    for pair in pairs(drawn):
        line = lines["-".join(pair.ends)]
        told = line.findtext(f"{SVG}title")
        assert f"{pair.count} statements, {pair.support} in support, {pair.oppose} opposed" in told
        assert folded(pair.latest["quote"]) in folded(told)
        assert ("stroke-dasharray" in line.attrib) == (pair.sign < 1)
    circles = list(root.iter(f"{SVG}circle"))
    assert len(circles) == len(drawn.nodes)
    assert all(0 < float(c.get(axis)) < 900 for c in circles for axis in ("cx", "cy"))
    assert len({(c.get("cx"), c.get("cy")) for c in circles}) == len(circles)


def test_svg_draws_what_can_be_read_and_counts_the_rest(store, monkeypatch):
    """The busiest actors and pairs are drawn; a line of text says how many more there are."""
    monkeypatch.setattr("kg.views.export.svg.NODES", 3)
    root = ET.fromstring(written(store, "svg"))  # noqa: S314 - our own file
    assert len(list(root.iter(f"{SVG}circle"))) == 3
    left = len(network(store).nodes) - 3
    assert any(f"{left} more actors" in (t.text or "") for t in root.iter(f"{SVG}text"))


def test_png_is_the_picture_in_pixels(store, monkeypatch):
    """Its size is as told, the lines' two colours are in it, and a second one is the same to the byte."""
    data = written(store, "png")
    assert data == written(store, "png")
    assert struct.unpack(">4s2I", data[12:24]) == (b"IHDR", png.WIDTH, png.WIDTH)
    assert data[24:26] == bytes((8, 6)), "eight bits each of red, green, blue, alpha"
    signs = {pair.sign for pair in pairs(network(store))}
    for sign, colour in ((1, "00638f"), (-1, "b04a00")):
        monkeypatch.setitem(svg._STYLE, sign, 'stroke="#ffffff"')
        assert (written(store, "png") != data) == (sign in signs), colour


def test_png_without_its_library_says_what_to_install(store, monkeypatch):
    """The advice names the extra and the way round it."""
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(Error, match="resvg is not installed") as found:
        written(store, "png")
    assert "picture" in found.value.advice


def test_svg_links_lead_to_addresses_only(store, tmp_path):
    """A line whose latest document has a web address is a link to it; any other address is none."""
    for url, linked in (("https://example.org/a?b&c", True), ("javascript:alert(1)", False)):
        with filled(tmp_path / str(linked), ()) as house:
            read = hostile()
            read = replace(read, document=replace(read.document, url=url))
            house.replace_graph(triples.readout_iri(read.document), triples.quads(read, reader_version="t"))
            root = ET.fromstring(written(house, "svg"))  # noqa: S314 - our own file
            assert [a.get("href") for a in root.iter(f"{SVG}a")] == ([url] if linked else [])
            page = Page(written(house, "html"))
            assert page.links == ([url] if linked else [])
            export(house, "obsidian", tmp_path / f"vault {linked}", EVERYTHING)
            (note,) = (tmp_path / f"vault {linked}" / "Meetings").glob("*.md")
            assert (f"](<{url}>)" in note.read_text()) == linked


def test_places_keep_neighbours_near(store):
    """Those with much between them stand nearer than those with nothing, and nobody on another."""
    (pair,) = pairs(network(store, ONE))
    at = places(["AUS", "BRA", "CAN", "JPN", "RUS"], [pair])

    def gap(a, b):
        return sum((x - y) ** 2 for x, y in zip(at[a], at[b], strict=True))

    assert all(gap("JPN", "RUS") < gap(a, b) for a in at for b in at if a < b and (a, b) != ("JPN", "RUS"))
    assert places([], []) == {}


class Page(HTMLParser):
    """What a browser would see of a page: text, tags, links, script and style."""

    def __init__(self, data):
        """Read the bytes at once."""
        super().__init__()
        self.tags, self.links, self.texts, self.inside = [], [], [], {"script": "", "style": ""}
        self.open = ""
        self.feed(data.decode())

    def handle_starttag(self, tag, attrs):
        """Keep tag, attributes and where they lead."""
        self.tags.append((tag, dict(attrs)))
        self.open = tag
        self.links += [value for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data):
        """Keep the text, apart that of script and style."""
        if self.open in self.inside:
            self.inside[self.open] += data
        self.texts.append(data)

    def handle_endtag(self, _tag):
        """What follows is in no script or style."""
        self.open = ""


def test_html_is_one_page_that_loads_nothing(store):
    """Its policy allows only its own script and style, by hash; every link leads to a readout's address."""
    page = Page(written(store, "html"))
    names = [tag for tag, _ in page.tags]
    assert (names.count("script"), names.count("style")) == (1, 1)
    assert not {"img", "link", "iframe", "object", "embed", "base"} & set(names)
    assert not any(name.startswith("on") or name == "style" for _, attrs in page.tags for name in attrs)
    (policy,) = [a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    for kind, content in page.inside.items():
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    rows = tables(store, EVERYTHING)[0].rows
    assert names.count("article") == len(rows)
    shown = "".join(page.texts)
    assert all(re.sub("[\x01\x0b]", "\ufffd", row["quote"]) in shown for row in rows)
    urls = {row["url"] for row in rows}
    assert set(page.links) <= urls
    for tag, attrs in page.tags:
        if tag == "option" and attrs["value"]:
            found = [
                a for t, a in page.tags if t == "article" if attrs["value"] in " ".join(a.values()).split()
            ]
            assert found, attrs


def folded(value):
    """A text without what formats may fold or must replace: white space and control characters."""
    return " ".join(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]", " ", str(value)).split())


def _strings(value):
    """All texts in a JSON value."""
    if isinstance(value, dict):
        return [text for v in value.values() for text in _strings(v)]
    if isinstance(value, list):
        return [text for v in value for text in _strings(v)]
    return [str(value)]


def _table(delimiter):
    return lambda data: [
        cell
        for row in csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter)
        for cell in row
    ]


def _xml(data):
    return [text for e in ET.fromstring(data).iter() for text in (e.text or "", *e.attrib.values())]  # noqa: S314


def _rdf(form):
    def read(data):
        found = [quad.object for quad in ox.parse(data, format=form)]
        return [term.value for term in found if isinstance(term, ox.Literal)]

    return read


def _workbook(data):
    return [
        unescape(v)
        for sheet in load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows(values_only=True)
        for v in row
        if isinstance(v, str)
    ]


def _dot(data):
    return [
        found.replace('\\"', '"').replace("\\\\", "\\")
        for found in re.findall(r'"((?:[^"\\]|\\.)*)"', data.decode())
    ]


def _json(data):
    return _strings(json.loads(data))


READERS = {
    "csv": _table(","),
    "cx2": _json,
    "cyjs": _json,
    "d3": _json,
    "dna": _table(";"),
    "dot": _dot,
    "gexf": _xml,
    "graphml": _xml,
    "html": lambda data: ["".join(Page(data).texts)],
    "jsonld": _json,
    "mermaid": lambda data: unmermaid(data.decode()).splitlines(),
    "nanopub": _rdf(ox.RdfFormat.TRIG),
    "neo4j": _table(","),
    "nquads": _rdf(ox.RdfFormat.N_QUADS),
    "ntriples12": _rdf(ox.RdfFormat.N_TRIPLES),
    "obsidian": lambda data: [unmarked(line) for line in data.decode().splitlines()],
    "parquet": lambda data: _strings(parquet.read_table(io.BytesIO(data)).to_pylist()),
    "plover": _table("\t"),
    "svg": _xml,
    "trig": _rdf(ox.RdfFormat.TRIG),
    "turtle": _rdf(ox.RdfFormat.TURTLE),
    "turtle12": _rdf(ox.RdfFormat.TURTLE),
    "xlsx": _workbook,
}
WITHOUT_QUOTES = {"png", "void"}


def test_every_format_has_its_hostile_test():
    """A new exporter is not forgotten."""
    assert set(READERS) | WITHOUT_QUOTES == set(exporters())


@pytest.mark.parametrize("name", sorted(READERS))
def test_hostile_text_stays_text_and_bytes_stay_the_same(store, tmp_path, name):
    """The words come back as one text; no markup of theirs runs; a second export is the same to the byte."""
    if exporters()[name].folder:
        files = folder(store, name, tmp_path / "a", ONE)
        assert files == folder(store, name, tmp_path / "b", ONE)
    else:
        files = {name: written(store, name, ONE)}
        assert files[name] == written(store, name, ONE)
    texts = [
        folded(text) for path, data in files.items() if path != "README.txt" for text in READERS[name](data)
    ]
    assert any(folded(HOSTILE) in text for text in texts)
    if name in {"html", "svg", "gexf", "graphml", "obsidian", "mermaid"}:
        assert not any(b"<script>alert" in data for data in files.values())


@pytest.mark.parametrize("name", ["csv", "dna", "neo4j"])
def test_cells_that_a_spreadsheet_would_run_are_defused(store, tmp_path, name):
    """A cell that begins with = + - @ is preceded by an apostrophe."""
    if exporters()[name].folder:
        tables_of = [d for p, d in folder(store, name, tmp_path, ONE).items() if p.endswith(".csv")]
    else:
        tables_of = [written(store, name, ONE)]
    cells = [cell for data in tables_of for cell in READERS[name](data)]
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
