"""A thing of the store by any of its names, and what is recorded about it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import NotFoundError, VocabularyError
from kg.views.describe import curie
from kg.vocabulary.namespaces import ID, KG, RDF, expand, prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.api import Graph

ALIKE = 0.75
"""From this ratio on a name is perhaps what was meant."""
LABELS = "rdfs:label|skos:prefLabel|dcterms:title|kg:name|kg:undertaking|kg:words|oa:exact"
NOT_SHOWN = {f"{KG}text", f"{KG}asRead"}
"""The text, and the note to the program on what reviews changed: too long to look at."""


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


def named(graph: Graph, iris: Iterable[str]) -> dict[str, str]:
    """What things that have no label are called, by IRI; one of which nothing tells is left out.

    A meeting by its kind, its parties and its day; an account by its document and who published it; a person
    as printed; a statement by its words.
    """
    from pyoxigraph import NamedNode

    listed = " ".join(str(NamedNode(iri)) for iri in sorted(set(iris)))
    query = f"""{_prefixes()}SELECT DISTINCT ?thing ?kind ?party ?first ?title ?publisher ?printed ?words {{
      VALUES ?thing {{ {listed} }}
      {{ ?thing a kg:Meeting ; kg:meetingType/skos:prefLabel ?kind ; kg:participant/rdfs:label ?party
        FILTER(LANG(?kind) = "en" && LANG(?party) = "en") OPTIONAL {{ ?thing kg:earliest ?first }} }}
      UNION {{ ?thing a kg:Account ; kg:reportedIn ?document . ?document dcterms:title ?title
        OPTIONAL {{ ?document kg:publisher/rdfs:label ?publisher FILTER(LANG(?publisher) = "en") }} }}
      UNION {{ ?thing a kg:Readout ; dcterms:title ?title }}
      UNION {{ ?thing a kg:PersonMention ; kg:name ?printed }}
      UNION {{ ?thing a kg:Statement ; kg:evidence/oa:hasSelector/oa:exact ?words }}
      UNION {{ ?thing kg:expressedIn|kg:statedIn/kg:evidence/oa:hasSelector/oa:exact ?words }}
    }} ORDER BY ?thing ?party ?publisher ?words"""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in graph.store.select(query):
        told = {name: str(term.value) for name in _TOLD if (term := row[name]) is not None}
        rows.setdefault(str(row["thing"].value), []).append(told)
    return {iri: _called(found) for iri, found in rows.items()}


_TOLD = ("kind", "party", "first", "title", "publisher", "printed", "words")


def _called(rows: list[dict[str, str]]) -> str:
    """What the rows of one thing make of it."""
    first = rows[0]
    if "kind" in first:
        parties = " and ".join(dict.fromkeys(row["party"] for row in rows))
        return f"{first['kind']}, {parties}, {first.get('first', 'undated')}"
    if "title" in first:
        publishers = " and ".join(dict.fromkeys(row["publisher"] for row in rows if "publisher" in row))
        return f"“{first['title']}”" + (f" ({publishers})" if publishers else "")
    return first["printed"] if "printed" in first else f"“{first['words']}”"


def described(graph: Graph, iri: str) -> dict[str, Any]:
    """What the store says about a thing: its classes, and its properties with their values and labels."""
    from pyoxigraph import NamedNode

    from kg.questions.answer import plain

    node = NamedNode(iri)
    query = f"""{_prefixes()}SELECT DISTINCT ?p ?o ?label {{
      {{ {node} ?p ?o }}
      UNION
      {{ VALUES ?p {{ kg:expressedIn kg:statedIn kg:inReplyTo kg:reviewOf }} ?o ?p {node} }}
      OPTIONAL {{ ?o {LABELS} ?label . FILTER(LANG(?label) IN ("", "en")) }}
    }} ORDER BY ?p ?o ?label"""
    found: dict[str, Any] = {"iri": iri, "curie": curie(iri), "label": None, "classes": [], "properties": []}
    for row in graph.store.select(query):
        name, value, label = row["p"].value, plain(row["o"]), plain(row["label"])
        if name == f"{RDF}type":
            found["classes"].append(curie(str(value)))
        elif name not in NOT_SHOWN:
            found["properties"].append({"property": curie(name), "value": value, "label": label})
    if not found["classes"] and not found["properties"]:
        raise NotFoundError(
            f"the store knows nothing of {curie(iri)}", "see what there is: kg documents list"
        )
    found["classes"] = sorted(set(found["classes"]))
    bare = [p for p in found["properties"] if not p["label"] and str(p["value"]).startswith(ID)]
    names = named(graph, [iri, *(str(p["value"]) for p in bare)])
    for one in bare:
        one["label"] = names.get(str(one["value"]))
    order = ("rdfs:label", "skos:prefLabel", "dcterms:title", "foaf:name", "kg:name")
    labels = [p["value"] for name in order for p in found["properties"] if p["property"] == name]
    found["label"] = labels[0] if labels else names.get(iri, curie(iri))
    return found
