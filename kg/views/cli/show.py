"""`kg show`: one thing, what is recorded about it, and the words that this stands on."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import click

from kg.views.cli.common import note, opened, store_option
from kg.views.describe import curie, turtle
from kg.views.reviewed import reviewed
from kg.views.things import described, find, named
from kg.vocabulary.namespaces import ISSUE, expand

if TYPE_CHECKING:
    from kg.api import Graph

ROWS = 10
_CURIE = re.compile(r"\bid:[\w/]+")
SHOWN = 6
"""How many values of one property are printed."""


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
            found["why"] = [_in_words(graph, line) for line in why]
        if said := reviewed(graph.store, [iri]):
            found["review"] = said[iri]
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


def _in_words(graph: Graph, line: str) -> str:
    """A reason with the documents of the accounts that it names."""
    curies = dict.fromkeys(_CURIE.findall(line))
    names = named(graph, [expand(one) for one in curies])
    for one in curies:
        line = line.replace(one, names.get(expand(one), one))
    return line


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
    elif "kg:Meeting" in classes:
        accounts = [str(p["value"]) for p in found["properties"] if p["property"] == "kg:hasAccount"]
        documents = [account.removesuffix("/account") for account in accounts]
        return [row for one in documents for row in graph.ask("evidence", document=one).rows]
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
    if "review" in found:
        click.echo(f"  {formats.clean(found['review'])}")
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
