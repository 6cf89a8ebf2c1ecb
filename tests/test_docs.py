"""Pages made from the ontology are up to date, and what the others quote or name is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import resources
from kg.views.convert.plover import ACTS, types
from kg.vocabulary.namespaces import KG, OWL, RDF
from kg.vocabulary.reference import parsed

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TEXT = (ROOT / "kg" / "demo" / "readouts" / "2005-05-31-jpn-rus.txt").read_text(encoding="utf-8")
PAGES = ("ontology.md", "contested-names.md", "mapping.md", "worked.md", "versioning.md", "diagrams.md")


def test_the_diagrams_are_those_of_the_ontology():
    """Made again, the page is the same; every class is drawn."""
    done = subprocess.run(
        [sys.executable, DOCS / "diagrams.py"], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout == (DOCS / "diagrams.md").read_text(encoding="utf-8")
    core = resources.text("ontology", "core.ttl")
    for name in re.findall(r"^kg:(\w+)\n    a owl:Class", core, re.MULTILINE):
        assert re.search(rf"^    class {name}\b", done.stdout, re.MULTILINE), name


@pytest.mark.parametrize("name", ["ontology.md", "worked.md"])
def test_what_is_quoted_stands_in_the_readout(name):
    """Each quoted block, and what the guide quotes in a line, is the readout's words, to the letter."""
    page = (DOCS / name).read_text(encoding="utf-8")
    quotes = re.findall(r"^> (.+)$", page, re.MULTILINE)
    if name == "ontology.md":
        quotes += re.findall(r"“([^”]+)”", page)
    assert len(quotes) >= 3
    for quote in quotes:
        assert quote in TEXT, quote


@pytest.mark.parametrize("name", PAGES)
def test_terms_that_a_page_names_are_declared(name):
    """No page tells of a kg: name that the vocabulary does not have."""
    known = {str(term.value) for q in parsed() for term in (q.subject, q.predicate)}
    named = set(re.findall(r"`kg:([A-Za-z]\w*)`", (DOCS / name).read_text(encoding="utf-8")))
    assert {one for one in named if KG + one not in known} == set()


@pytest.mark.parametrize("name", PAGES)
def test_links_between_pages_lead_somewhere(name):
    """And so do the files that a page names."""
    page = (DOCS / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([\w./-]+\.md)\)", page):
        assert (DOCS / link).is_file(), link
    for path in re.findall(r"`((?:kg|ontology|tests|docs)/[\w./-]+\.\w+)`", page):
        assert (ROOT / path).is_file(), path


def test_the_table_of_event_types_is_the_alignment():
    """docs/mapping.md lists for each PLOVER type the acts that have it and the one that comes back."""
    page = (DOCS / "mapping.md").read_text(encoding="utf-8")
    for kind, act in ACTS.items():
        (row,) = re.findall(rf"^\| {kind} \| (.+?) \| (\w+) \|$", page, re.MULTILINE)
        assert set(row[0].split(", ")) == {one for one, its in types().items() if its == kind}
        assert row[1] == act


OFFLINE = """
import runpy, socket, sys

def refuse(*_, **__):
    raise OSError("the network is not to be used")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
sys.argv = ["pylode", *sys.argv[1:]]
runpy.run_module("pylode", run_name="__main__")
"""


@pytest.mark.slow
def test_the_page_of_the_ontology_is_built_offline_and_has_every_term(tmp_path):
    """By the command of docs/w3id/README.md, without a network; twice the same page."""
    pytest.importorskip("pylode", reason="pyLODE is not installed")
    command = (DOCS / "w3id" / "README.md").read_text(encoding="utf-8")
    assert "PYTHONHASHSEED=0 pylode ontology.ttl -o ontology.html" in command
    names = re.search(r"cat ((?:ontology/\w+\.ttl ?)+)", command)[1].split()
    source = tmp_path / "ontology.ttl"
    source.write_text("".join((ROOT / name).read_text(encoding="utf-8") for name in names), encoding="utf-8")
    for page in ("first.html", "second.html"):
        subprocess.run(
            [sys.executable, "-c", OFFLINE, source, "-o", tmp_path / page],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
    html = (tmp_path / "first.html").read_text(encoding="utf-8")
    assert html == (tmp_path / "second.html").read_text(encoding="utf-8")
    terms = {
        str(q.subject.value)
        for q in ox.parse(source.read_text(encoding="utf-8"), format=ox.RdfFormat.TURTLE)
        if q.predicate.value == f"{RDF}type" and str(q.object.value).startswith(OWL)
    }
    ours = {iri for iri in terms if iri.startswith(KG)}
    assert len(ours) > 150
    assert {iri for iri in ours if f"<code>{iri}</code>" not in html} == set()
