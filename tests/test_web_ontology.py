"""The page of the ontology: our picture, pyLODE's entries without anything inline, the concepts."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from kg.views.web import diagram
from kg.views.web.linked import terms
from kg.views.web.pages import ontology
from kg.vocabulary.namespaces import KG, OA, OWL, RDF, RDFS


def declared(*kinds):
    """The names of our terms of these kinds."""
    return {
        t.subject.value.removeprefix(KG)
        for t in terms()
        if t.predicate.value == f"{RDF}type"
        and t.object.value in {OWL + kind for kind in kinds}
        and t.subject.value.startswith(KG)
    }


@pytest.fixture(scope="module", params=["pyLODE", "plain"])
def page(request, served, tmp_path_factory):
    """The page as pyLODE makes its entries, and as it is without pyLODE."""
    if request.param == "pyLODE":
        pytest.importorskip("pylode", reason="pyLODE is not installed")
        yield served.get("/page/ontology").text
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ontology, "entries", lambda: None)
        yield served.get("/page/ontology?plain").text


def test_every_term_has_its_place(page):
    """Each class, property and concept has one anchor, and every link within the page leads to one."""
    anchors = Counter(re.findall(r'\bid="([^"]*)"', page))
    assert {name for name, count in anchors.items() if count > 1} == set()
    terms = declared("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    assert len(terms) > 100
    assert terms - set(anchors) == set()
    assert {"act_request", "polarity_support", "grade_accepts", "meeting_summit"} <= set(anchors)
    assert {href for href in re.findall(r'href="#([^"]*)"', page) if href not in anchors} == set()
    assert '<a href="/page/issue/unsc_reform">' in page


def test_nothing_on_it_is_inline_or_from_elsewhere(page):
    """No style, no script of its own, no picture or sheet from another place."""
    assert "<style" not in page
    assert not re.search(r"\s(?:style|on\w+)=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)", page)
    assert all(one.startswith("/static/") for one in re.findall(r'\ssrc="([^"]*)"', page))
    assert all(one.startswith("/") for one in re.findall(r'<link[^>]*href="([^"]*)"', page))
    assert "javascript:" not in page


def test_the_picture_is_true_to_the_ontology():
    """Every box is a class; every arrow a property whose domain and range, if it has such, are its ends."""
    said = {}
    for triple in terms():
        said.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(
            triple.object.value
        )
    assert set(diagram.BOXES) <= declared("Class")
    assert {box[2] for box in diagram.BOXES.values()} == set(diagram.LAYERS)
    assert len({box[:2] for box in diagram.BOXES.values()}) == len(diagram.BOXES)
    for one, other, names in diagram.ARROWS:
        for name in names:
            iri = name.replace("oa:", OA) if name.startswith("oa:") else KG + name
            assert f"{OWL}ObjectProperty" in said[iri][f"{RDF}type"], name
            for end, box in (("domain", one), ("range", other)):
                if RDFS + end in said[iri]:
                    assert said[iri][RDFS + end] == [KG + box], (name, end)
    assert ET.fromstring(str(diagram.picture())).tag == "svg"  # noqa: S314  our own


def test_what_pylode_writes_is_cleaned():
    """Scripts, styles, handlers and addresses that are none go; what is no such page is refused."""
    html = f"""<html><body><div id="content"><div id="metadata"><h1>X</h1></div>
      <div class="property entity" id="actor" style="color:red" onclick="x()"><h3>actor</h3>
      <script>x()</script><code>{KG}Actor</code><a href="javascript:x()">y</a><a href="{KG}State">z</a>
      <a href="#actor">w</a>
      <img src="http://a.b/c"/></div></div></body></html>"""
    made = str(ontology.cleaned(html))
    assert 'id="Actor"' in made
    assert 'href="#State"' in made
    assert 'href="#Actor"' in made
    assert not re.search(r"script|style|onclick|img|<h1", made)
    for bad in ("", "<body></body>", "<body><div id='content'><br></div></body>"):
        with pytest.raises(ET.ParseError):
            ontology.cleaned(bad)


@pytest.mark.parametrize("error", [OSError("no"), subprocess.TimeoutExpired("pylode", 1)])
def test_where_pylode_fails_the_plain_list_is_shown(monkeypatch, error):
    """It is not there, it takes too long, it writes something else."""
    pytest.importorskip("pylode", reason="pyLODE is not installed")

    def fails(*_, **__):
        raise error

    monkeypatch.setattr(subprocess, "run", fails)
    assert ontology._entries.__wrapped__() is None


def test_where_pylode_is_not_installed_nothing_is_run(monkeypatch):
    """The plain list it is."""
    monkeypatch.setattr(ontology, "find_spec", lambda _: None)
    assert ontology._entries.__wrapped__() is None
