"""Pages made from the ontology are up to date, and what the others quote or name is there."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from kg import resources
from kg.views.convert.plover import ACTS, types
from kg.vocabulary.namespaces import KG
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


if find_spec("pylode"):  # the docs extra; without it there is nothing to test

    @pytest.mark.slow
    def test_the_page_of_pylode_builds(tmp_path):
        """The command of docs/w3id/README.md makes a page that has every class."""
        source = tmp_path / "ontology.ttl"
        names = ("core.ttl", "acts.ttl", "alignments.ttl")
        source.write_text("".join(resources.text("ontology", n) for n in names), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "pylode", source, "-o", tmp_path / "ontology.html"],
            check=True,
            capture_output=True,
        )
        html = (tmp_path / "ontology.html").read_text(encoding="utf-8")
        assert "Ontology of bilateral diplomacy" in html
        assert "Statement" in html
