"""The page of the ontology: our picture of it, the entries of pyLODE, and the concepts, which pyLODE has not.

pyLODE takes a second; it runs once, as a program of its own, when the page is first asked for. Its page is
taken apart: nothing inline is kept, and each entry gets the name of its term as its anchor. Where pyLODE is
not installed (extra `docs`), the terms are listed plainly.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markupsafe import Markup
from pyoxigraph import RdfFormat, parse
from starlette.routing import Route

from kg import resources
from kg.views.describe import curie, serialized
from kg.views.web.diagram import LAYERS, picture
from kg.views.web.linked import terms
from kg.views.web.page import render
from kg.vocabulary.namespaces import ISSUE, KG, OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

SECONDS = 60
"""How long pyLODE may take before the plain list is shown."""
KEPT = {"href", "title", "class", "id", "scope"}
DROPPED = {"script", "style", "link", "img", "iframe", "object", "meta"}
LEFT_OUT = {"legend", "pylode", "toc", "metadata"}
"""Parts of pyLODE's page that this page has its own of, or does without."""
_ONE = Lock()
KINDS = {
    "Class": "Classes",
    "ObjectProperty": "Object properties",
    "DatatypeProperty": "Datatype properties",
    "AnnotationProperty": "Annotation properties",
}


@dataclass(slots=True)
class Term:
    """What the ontology says of one of its terms; values are labels or IRIs as they are written."""

    iri: str
    said: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *properties: str) -> str:
        """The first value of the first of these that it has."""
        return next((self.said[name][0] for name in properties if name in self.said), "")

    @property
    def name(self) -> str:
        """Its own name, which is its anchor."""
        return re.split(r"[#/]", self.iri)[-1]

    @property
    def label(self) -> str:
        """In English."""
        return self.first(f"{SKOS}prefLabel", f"{RDFS}label") or self.name

    @property
    def definition(self) -> str:
        """In English."""
        return self.first(f"{SKOS}definition", f"{RDFS}comment")

    def names(self, which: str) -> str:
        """Its domain or range, as CURIEs."""
        return ", ".join(curie(one) for one in self.said.get(RDFS + which, ()) if not one.startswith("_:"))


def page(request: Request) -> Response:
    """The page of the ontology."""
    made = entries()
    return render(
        request,
        "ontology.html",
        title="Ontology",
        picture=picture(),
        layers=LAYERS,
        entries=made,
        groups={} if made else plain(),
        lists=lists(),
        issues=issues(),
        alternates=[
            ("Turtle", "/ontology.ttl"),
            ("JSON-LD", "/ontology.jsonld"),
            ("N-Triples", "/ontology.nt"),
            ("RDF/XML", "/ontology.rdf"),
        ],
    )


def entries() -> Markup | None:
    """The entries as pyLODE writes them, cleaned; None where it is not installed or does not do it."""
    with _ONE:  # whoever comes meanwhile waits for the same
        return _entries()


@cache
def _entries() -> Markup | None:
    if find_spec("pylode") is None:
        return None
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "ontology.ttl"), Path(folder, "ontology.html")
        source.write_bytes(serialized((t for t in terms() if str(t.subject) not in _concepts()), "ttl"))
        try:
            subprocess.run(  # noqa: S603  our own files
                [sys.executable, "-m", "pylode", str(source), "-o", str(target)],
                check=True,
                capture_output=True,
                timeout=SECONDS,
                env=os.environ | {"PYTHONHASHSEED": "0"},
            )
            return cleaned(target.read_text(encoding="utf-8"))
        except (OSError, subprocess.SubprocessError, ET.ParseError):
            return None


def cleaned(html: str) -> Markup:
    """The entries of pyLODE's page without anything inline, each under the name of its term.

    Raises ParseError where it is not the markup that pyLODE 3.3 writes.
    """
    body = re.search(r"<body>.*</body>", html, re.DOTALL)
    content = ET.fromstring(body[0] if body else "").find("div[@id='content']")  # noqa: S314  made here, of our files
    if content is None:
        raise ET.ParseError("there is no content")
    for part in list(content):
        if part.get("id") in LEFT_OUT:
            content.remove(part)
    anchors: dict[str, str] = {}
    for entry in content.iter("div"):
        code = entry.find(".//code")
        if "entity" not in entry.get("class", "").split() or code is None:
            continue
        iri, old = code.text or "", f"#{entry.get('id')}"
        name = iri.removeprefix(KG) if iri.startswith(KG) else f"other-{old[1:]}"
        if f"#{name}" in anchors.values():  # a functional property, which pyLODE lists once more as such
            del entry.attrib["id"]
        else:
            anchors[old] = f"#{name}"
            entry.set("id", name)
    for section in content.findall("div"):  # our own terms come first
        section[:] = sorted(section, key=lambda part: part.get("id", "").startswith("other-"))
    for cell in content.iter("th"):
        cell.set("scope", "row")
    for element in list(content.iter()):
        for child in list(element):
            if child.tag in DROPPED:
                element.remove(child)
        for name in set(element.attrib) - KEPT:
            del element.attrib[name]
        href = element.get("href", "")
        if href.startswith(KG):
            element.set("href", f"#{href.removeprefix(KG)}")
        elif href.startswith("#"):
            element.set("href", anchors.get(href, href))
        elif href and not href.startswith(("http://", "https://")):
            del element.attrib["href"]
        element.text, element.tail = _narrow(element.text), _narrow(element.tail)
    return Markup("".join(ET.tostring(part, "unicode", "html") for part in content))  # noqa: S704  what is left


def _narrow(text: str | None) -> str | None:
    return re.sub(r"\s+", " ", text) if text else text


def plain() -> dict[str, list[Term]]:
    """Our own terms under their kinds, for the plain list."""
    found = [one for iri, one in _told(terms()).items() if iri.startswith(KG)]
    return {
        title: sorted((one for one in found if OWL + kind in one.said.get(f"{RDF}type", ())), key=_by_name)
        for kind, title in KINDS.items()
    }


@cache
def lists() -> dict[str, list[Term]]:
    """The closed lists: title to its concepts, in the order of their names."""
    found = _told(terms())
    schemes = {
        iri: one for iri, one in found.items() if f"{SKOS}ConceptScheme" in one.said.get(f"{RDF}type", ())
    }
    return {
        scheme.first("http://purl.org/dc/terms/title") or scheme.label: sorted(
            (one for one in found.values() if iri in one.said.get(f"{SKOS}inScheme", ())), key=_by_name
        )
        for iri, scheme in sorted(schemes.items())
    }


@cache
def issues() -> list[tuple[Term, int]]:
    """The issues as a tree: each with its depth, under what it belongs to."""
    quads = parse(resources.text("ontology", "issues.ttl"), format=RdfFormat.TURTLE)
    found = {iri: one for iri, one in _told(quad.triple for quad in quads).items() if iri.startswith(ISSUE)}
    below: dict[str, list[Term]] = {}
    for one in sorted(found.values(), key=_by_name):
        below.setdefault(one.first(f"{SKOS}broader"), []).append(one)
    rows: list[tuple[Term, int]] = []

    def walk(iri: str, depth: int) -> None:
        for one in below.get(iri, ()):
            rows.append((one, depth))
            walk(one.iri, depth + 1)

    walk("", 0)
    return rows


def _by_name(term: Term) -> str:
    return term.name


@cache
def _concepts() -> frozenset[str]:
    """The closed lists and their concepts, in angle brackets: pyLODE takes lists for the ontology itself."""
    kinds = {f"{SKOS}Concept", f"{SKOS}ConceptScheme"}
    return frozenset(
        iri for iri, one in _told(terms()).items() if kinds & set(one.said.get(f"{RDF}type", ()))
    )


def _told(triples: Iterable[object]) -> Mapping[str, Term]:
    """Subject to what is said of it, in English where there are languages."""
    found: dict[str, Term] = {}
    for triple in triples:
        subject, predicate, value = (getattr(triple, name) for name in ("subject", "predicate", "object"))
        if getattr(value, "language", None) in {None, "en"}:
            term = found.setdefault(str(subject.value), Term(str(subject.value)))
            term.said.setdefault(str(predicate.value), []).append(str(value.value))
    return found


ROUTES = (Route("/page/ontology", page),)
