"""`kg show`: one thing, what is recorded about it, and the words that this stands on."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import click

from kg.errors import NotFoundError, VocabularyError
from kg.views.cli.common import note, opened, store_option
from kg.views.describe import curie, turtle
from kg.vocabulary.namespaces import ISSUE, KG, RDF, expand, prefixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.api import Graph

ROWS = 10
ALIKE = 0.75
"""From this ratio on a name is perhaps what was meant."""
SHOWN = 6
"""How many values of one property are printed."""
LABELS = "rdfs:label|skos:prefLabel|dcterms:title|kg:name|kg:undertaking|kg:words|oa:exact"
TEXT = f"{KG}text"


@click.command(
    epilog="""\b
Examples:
  kg show russia
  kg show unsc_reform
  kg show "Sergey Lavrov"
  kg show id:readout/0123456789abcdef -f ttl""",
)
@click.argument("thing", metavar="IRI|CURIE|NAME")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "json", "ttl"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
@click.option(
    "--rows", type=click.IntRange(0), default=ROWS, show_default=True, help="How many statements at most."
)
@store_option
def command(thing: str, form: str, rows: int, where: str) -> None:
    """Describe one thing: a statement, a document, a person, a state, an issue."""
    with opened(where) as graph:
        iri = find(graph, thing)
        if form == "ttl":
            turtle(graph.store, [iri], sys.stdout)
            return
        found = described(graph, iri)
        if why := _why(graph, iri):
            found["why"] = why
        found["statements"] = _statements(graph, found)[:rows] if rows else []
    if form == "json":
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        _print(found)


def _why(graph: Graph, iri: str) -> list[str]:
    """Why the mentions of a person, or the accounts of a meeting, are held to be one."""
    from kg import rules

    return rules.why(graph.store, iri)


def find(graph: Graph, thing: str) -> str:
    """The IRI that an IRI, a CURIE or a name stands for. Raises NotFoundError."""
    word = thing.strip().strip("<>")
    if "://" in word:
        return word
    if ":" in word and word.partition(":")[0] in prefixes():
        return expand(word)
    from kg.questions.parameters import actor
    from kg.questions.topics import Topics
    from kg.vocabulary.actors import actors

    looks: tuple[Callable[[], str], ...] = (
        lambda: actors().iri(actor(word)),
        lambda: Topics().resolve(word),
        lambda: _named(graph, word),
    )
    near: list[str] = []
    for look in looks:
        try:
            return look()
        except VocabularyError as error:
            near += error.near
    near = _nearest(word, [*near, *_names(graph)])
    advice = f"did you mean {' or '.join(near)}?" if near else "see what there is: kg documents list"
    raise NotFoundError(f"nothing here is called {thing!r}", advice)


def _named(graph: Graph, word: str) -> str:
    """A person, a document or a meeting of the store by its name."""
    from pyoxigraph import Literal

    query = f"""{_prefixes()}SELECT ?thing {{
      VALUES (?class ?rank) {{ (kg:Official 1) (kg:PersonMention 2) (kg:Readout 3) (kg:Territory 4) }}
      ?thing a ?class ; foaf:name|kg:name|dcterms:title|rdfs:label ?name .
      FILTER(CONTAINS(LCASE(STR(?name)), {Literal(word.lower())}))
    }} ORDER BY ?rank STRLEN(?name) ?name ?thing LIMIT 1"""
    for row in graph.store.select(query):
        return str(row["thing"].value)
    raise VocabularyError(f"no name has {word!r} in it")


def _names(graph: Graph) -> list[str]:
    """What people, documents and territories of the store are called."""
    query = f"""{_prefixes()}SELECT DISTINCT ?name {{
      VALUES ?class {{ kg:Official kg:Readout kg:Territory }}
      ?thing a ?class ; foaf:name|dcterms:title|rdfs:label ?name .
    }} ORDER BY ?name"""
    return [str(row["name"].value) for row in graph.store.select(query)]


def _nearest(word: str, names: list[str]) -> list[str]:
    """The three names, at most, that are spelt most like a word, in whole or in their last word."""
    from difflib import SequenceMatcher

    def alike(name: str) -> float:
        shown = name.casefold().replace("_", " ")
        parts = (shown, shown.rpartition(" ")[2])
        return max(SequenceMatcher(None, word.casefold(), part).ratio() for part in parts)

    ranked = sorted({(-alike(name), name) for name in names})
    return [name for score, name in ranked[:3] if -score >= ALIKE]


def _prefixes() -> str:
    return " ".join(f"PREFIX {name}: <{iri}>" for name, iri in prefixes().items()) + "\n"


def described(graph: Graph, iri: str) -> dict[str, Any]:
    """What the store says about a thing: its classes, and its properties with their values and labels."""
    from pyoxigraph import NamedNode

    from kg.questions.answer import plain

    node = NamedNode(iri)
    query = f"""{_prefixes()}SELECT DISTINCT ?p ?o ?label {{
      {{ {node} ?p ?o }}
      UNION
      {{ VALUES ?p {{ kg:expressedIn kg:statedIn kg:inReplyTo }} ?o ?p {node} }}
      OPTIONAL {{ ?o {LABELS} ?label . FILTER(LANG(?label) IN ("", "en")) }}
    }} ORDER BY ?p ?o ?label"""
    found: dict[str, Any] = {"iri": iri, "curie": curie(iri), "label": None, "classes": [], "properties": []}
    for row in graph.store.select(query):
        name, value, label = row["p"].value, plain(row["o"]), plain(row["label"])
        if name == f"{RDF}type":
            found["classes"].append(curie(str(value)))
        elif name != TEXT:
            found["properties"].append({"property": curie(name), "value": value, "label": label})
    if not found["classes"] and not found["properties"]:
        raise NotFoundError(
            f"the store knows nothing of {curie(iri)}", "see what there is: kg documents list"
        )
    found["classes"] = sorted(set(found["classes"]))
    named = ("rdfs:label", "skos:prefLabel", "dcterms:title", "foaf:name", "kg:name")
    labels = [p["value"] for name in named for p in found["properties"] if p["property"] == name]
    found["label"] = labels[0] if labels else curie(iri)
    return found


def _statements(graph: Graph, found: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements in which a thing stands: said in it, by it, or about it."""
    iri, classes = found["iri"], found["classes"]
    if "kg:Readout" in classes:
        values = {"document": iri}
    elif iri.startswith(ISSUE):
        values = {"issue": iri}
    elif {"kg:State", "kg:Organization", "kg:StateGroup"} & set(classes):
        values = {"state": found["label"]}
    elif {"kg:Official", "kg:PersonMention"} & set(classes):
        values = {"official": found["label"]}
    else:
        return []
    return list(graph.ask("evidence", **values).rows)


def _print(found: dict[str, Any]) -> None:
    from kg.questions.catalogue import Column
    from kg.views import formats

    click.echo(
        formats.clean(click.style(found["label"], bold=True) if sys.stdout.isatty() else found["label"])
    )
    click.echo(f"{found['curie']}  ({', '.join(found['classes'])})")
    grouped: dict[str, list[str]] = {}
    for one in found["properties"]:
        shown = one["label"] or curie(str(one["value"]))
        listed = grouped.setdefault(_words(one["property"]), [])
        if shown not in listed:
            listed.append(formats.clean(str(shown)))
    width = max(map(len, grouped), default=0)
    for name, values in grouped.items():
        click.echo(f"  {name:<{width}}  {'; '.join(values[:SHOWN])}{' …' if len(values) > SHOWN else ''}")
    for line in found.get("why", ()):
        click.echo(f"  {formats.clean(line)}")
    if found["statements"]:
        labels = {
            "holder": "Said for",
            "act": "Act",
            "topic": "Issue",
            "position": "Position",
            "quote": "Words",
            "speaker": "Speaker",
            "date": "Date",
            "reported_by": "",
            "title": "Document",
        }
        formats.write(
            found["statements"], [Column(name, label) for name, label in labels.items()], "table", sys.stdout
        )
        note(f"{len(found['statements'])} statements; all of them: kg ask evidence")


def _words(name: str) -> str:
    """`kg:onBehalfOf` as "on behalf of"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.partition(":")[2]).replace("_", " ").lower()
