"""The page of diagrams, drawn from the ontology: `python docs/diagrams.py > docs/diagrams.md`."""  # noqa: INP001 - a script

from __future__ import annotations

import re
import sys
from collections import defaultdict

from pyoxigraph import RdfFormat, parse

from kg import resources
from kg.vocabulary.namespaces import KG, OWL, RDF, RDFS, compress

HEAD = """\
# Diagrams

One for each part of `ontology/core.ttl`, made by `python docs/diagrams.py > docs/diagrams.md`; a test holds
this page to it. A box is a class with its plain values; an arrow with a name leads from the domain to the
range of a property, one with a triangle from a class to the class above it. Disjointness is not drawn: nearly
every two boxes are disjoint.
"""
SECTION = re.compile(r"^# -{8} (.+?) -{8}$|^kg:(\w+)\n    a owl:Class", re.MULTILINE)
Facts = dict[str, dict[str, list[str]]]


def facts() -> Facts:
    """Term -> what is said of it in core.ttl and alignments.ttl: property -> values, as IRIs."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    for name in ("core.ttl", "alignments.ttl"):
        for quad in parse(resources.text("ontology", name), format=RdfFormat.TURTLE):
            found[str(quad.subject.value)][quad.predicate.value].append(
                str(getattr(quad.object, "value", ""))
            )
    return found


def parts() -> dict[str, list[str]]:
    """Heading of core.ttl -> the classes under it, as they come."""
    found: dict[str, list[str]] = {}
    heading = ""
    for match in SECTION.finditer(resources.text("ontology", "core.ttl")):
        heading = match[1] or heading
        if match[2]:
            found.setdefault(heading, []).append(match[2])
    return found


def diagram(classes: list[str], known: Facts) -> list[str]:
    """Mermaid's class diagram of some classes with what their properties lead to."""
    boxes, arrows = [], set()
    for name in classes:
        plain = []
        for iri in sorted(known):
            said = known[iri]
            if KG + name not in said.get(f"{RDFS}domain", []):
                continue
            (value,) = said.get(f"{RDFS}range", [""])
            if f"{OWL}DatatypeProperty" in said[f"{RDF}type"]:
                plain.append(f"        {local(iri)} {local(value) or 'date or year'}")
            else:
                arrows.add(f"    {name} --> {local(value)} : {local(iri)}")
        boxes += [f"    class {name} {{", *plain, "    }"] if plain else [f"    class {name}"]
        for above in known[KG + name].get(f"{RDFS}subClassOf", []):
            other = local(above) if above.startswith(KG) else compress(above).replace(":", "_")
            if not above.startswith(KG):
                arrows.add(f'    class {other}["{compress(above)}"]')
            arrows.add(f"    {other} <|-- {name}")
    return ["```mermaid", "classDiagram", *boxes, *sorted(arrows), "```"]


def local(iri: str) -> str:
    """The last part of an IRI."""
    return re.split(r"[#/]", iri)[-1]


def page() -> str:
    """The whole page."""
    known = facts()
    lines = [HEAD]
    for heading, classes in parts().items():
        lines += [f"## {heading}", "", *diagram(classes, known), ""]
    shared = [
        (iri, said)
        for iri, said in sorted(known.items())
        if iri.startswith(KG)
        and {f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty"} & set(said.get(f"{RDF}type", []))
        and f"{RDFS}domain" not in said
    ]
    lines += [
        "## Properties of several classes",
        "",
        "| property | leads to | what it says |",
        "|---|---|---|",
    ]
    for iri, said in shared:
        to = ", ".join(map(local, said.get(f"{RDFS}range", []))) or "any"
        definition = said["http://www.w3.org/2004/02/skos/core#definition"][0]
        lines.append(f"| `{compress(iri)}` | {to} | {definition} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
