"""What is stored about the few things that a page shows, and statements as the lines of a page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import pyoxigraph as ox

from kg.errors import NotFoundError
from kg.questions.answer import JOIN, period
from kg.questions.topics import Topics
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import DCTERMS, KG, OA, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.store import Store

PREFIXES = "".join(
    f"PREFIX {name}: <{iri}>\n"
    for name, iri in {
        "dcterms": DCTERMS,
        "foaf": "http://xmlns.com/foaf/0.1/",
        "kg": KG,
        "oa": OA,
        "rdfs": RDFS,
        "skos": SKOS,
    }.items()
)
Line: TypeAlias = dict[str, Any]
"""A statement as a line: its words, where they stand, whose they are, what they do."""
About: TypeAlias = dict[str, dict[str, list[str]]]
"""Things by IRI, each with its values by the last part of the property's name."""


@cache
def topics() -> Topics:
    """The tree of issues, with those of the user's folder."""
    return Topics()


def end(iri: str) -> str:
    """The last part of an IRI: a code, a notation, a name.

    >>> end("https://w3id.org/bilateral-kg/id/state/JPN"), end("https://w3id.org/bilateral-kg/ontology#act_state")
    ('JPN', 'act_state')
    """
    return iri.replace("#", "/").rpartition("/")[2]


def notation(iri: str) -> str:
    """What an entry of a closed list is called there.

    >>> notation("https://w3id.org/bilateral-kg/ontology#act_express_intent")
    'express_intent'
    """
    return end(iri).partition("_")[2]


def named(codes: Iterable[str]) -> str:
    """Actors as they are called, in the order of the alphabet, joined.

    >>> named(["RUS", "JPN"])
    'Japan and Russia'
    """
    return JOIN.join(sorted(map(actors().label, codes)))


def values(iris: Iterable[str]) -> str:
    """IRIs as the rows of a VALUES."""
    try:
        return " ".join(str(ox.NamedNode(iri)) for iri in iris)
    except ValueError:  # an address of a page that no link leads to
        raise NotFoundError("that is the name of nothing", "start at the home page, or search") from None


def select(store: Store, pattern: str, **seams: Sequence[str] | None) -> list[dict[str, str]]:
    """The rows of a SELECT, unbound variables left out.

    `$name` in it stands for the IRIs of a seam; one that is None takes all.
    """
    query = filled(pattern, **seams)
    solutions = store.select(query)
    names = [variable.value for variable in solutions.variables]
    return [{name: str(row[name].value) for name in names if row[name] is not None} for row in solutions]


def filled(pattern: str, **seams: Sequence[str] | None) -> str:
    """A query with its prefixes and its seams filled in."""
    for name, iris in seams.items():
        pattern = pattern.replace(f"${name}", "UNDEF" if iris is None else values(iris))
    return PREFIXES + pattern


def about(store: Store, iris: Iterable[str], *properties: str) -> About:
    """What is said of these things, values sorted: all but documents' texts, or some properties of kg."""
    wanted = sorted(set(iris))
    found: About = {iri: {} for iri in wanted}
    named = ", ".join(f"<{KG}{name}>" for name in properties)
    pattern = _ABOUT.replace("?p != kg:text", f"?p IN ({named})") if named else _ABOUT
    for row in select(store, pattern, these=wanted) if wanted else ():
        found[row["s"]].setdefault(end(row["p"]), []).append(row["o"])
    for told in found.values():
        for listed in told.values():
            listed.sort()
    return found


def one(told: dict[str, list[str]], *names: str) -> str | None:
    """The first value of the first of these properties that has one."""
    return next((told[name][0] for name in names if told.get(name)), None)


def day(told: dict[str, list[str]], first: str = "earliest", last: str = "latest") -> str | None:
    """The day, month, year or interval that two dates tell."""
    a, b = one(told, first), one(told, last)
    if a is None or b is None or a == b:
        return a or b
    return str(period(f"{a}/{b}"))


def lines(store: Store, statements: Iterable[str]) -> dict[str, Line]:
    """Statements by IRI, each as a line; what the store does not know is left out."""
    told = {iri: held for iri, held in about(store, statements).items() if held.get("reportedIn")}
    selectors = [f"{iri}/evidence/1/{part}" for iri in told for part in ("quote", "position")]
    beside = about(
        store,
        [
            *selectors,
            *(f"{iri}/condition" for iri, held in told.items() if held.get("condition")),
            *{one(held, "reportedIn") or "" for held in told.values()},
            *{speaker for held in told.values() for speaker in held.get("speaker", ())},
        ],
    )
    return {iri: _line(iri, held, beside) for iri, held in told.items()}


def _line(iri: str, told: dict[str, list[str]], beside: About) -> Line:
    document = told["reportedIn"][0]
    held = beside[document]
    words, place = beside[f"{iri}/evidence/1/quote"], beside[f"{iri}/evidence/1/position"]
    speaker = one(told, "speaker")
    states = list(map(end, told.get("onBehalfOf", ())))
    issue = told["issue"][0]
    return {
        "statement": iri,
        "number": int(told["number"][0]),
        "quote": one(words, "exact"),
        "start": int(one(place, "start") or 0),
        "end": int(one(place, "end") or 0),
        "document": document,
        "title": one(held, "title"),
        "date": day(told) or day(held),
        "reported_by": named(map(end, held.get("publisher", ()))),
        "speaker": one(beside[speaker], "name") if speaker else None,
        "states": states,
        "holder": named(states),
        "addressees": list(map(end, told.get("addressee", ()))),
        "act": notation(told["act"][0]),
        "issue": issue,
        "topic": topics().label(issue),
        "position": notation(told["polarity"][0]),
        "target": one(told, "target"),
        "condition": one(beside.get(f"{iri}/condition", {}), "words"),
        "grade": notation(told["replyGrade"][0]) if told.get("replyGrade") else None,
        "answers": one(told, "inReplyTo"),
    }


_ABOUT = """SELECT ?s ?p ?o WHERE {
  VALUES ?s { $these }
  ?s ?p ?o .
  FILTER(?p != kg:text)
}"""
