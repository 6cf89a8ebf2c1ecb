"""From a thing's IRI to its page here, and back.

A thing (`…/id/state/JPN`, `…/issue/unsc_reform`) is not its page: `/id/…` and `/issue/…` answer 303 to
`/page/…` for people and `/data/….ttl` for programs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode

from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ID, ISSUE, KG

if TYPE_CHECKING:
    from collections.abc import Iterable

ANCHORED = "statement"
"""What has no page of its own, but a place on its readout's."""


def page(iri: str) -> str:
    """The address of a thing's page on this server; of anything else the IRI itself.

    >>> page("https://w3id.org/bilateral-kg/id/state/JPN"), page("https://w3id.org/bilateral-kg/issue/iran")
    ('/page/state/JPN', '/page/issue/iran')
    >>> page("https://w3id.org/bilateral-kg/id/readout/0123456789abcdef/statement/00ff00ff00ff/evidence/1")
    '/page/readout/0123456789abcdef#statement-00ff00ff00ff'
    >>> page("http://example.org/x")
    'http://example.org/x'
    """
    if iri.startswith(ISSUE):
        return "/page/issue/" + quote(iri.removeprefix(ISSUE))
    if iri.startswith(KG):
        return "/page/ontology#" + quote(iri.removeprefix(KG))
    if not iri.startswith(ID):
        return iri
    parts = iri.removeprefix(ID).split("/")
    if parts[0] == "readout" and len(parts) > 3 and parts[2] == ANCHORED:  # noqa: PLR2004  readout, H, statement, H12
        return f"/page/readout/{quote(parts[1])}#{ANCHORED}-{quote(parts[3])}"
    return "/page/" + quote("/".join(parts))


def data(iri: str, suffix: str) -> str:
    """The address of what is stored about a thing, in the format of that file suffix.

    >>> data("https://w3id.org/bilateral-kg/id/state/JPN", "ttl")
    '/data/state/JPN.ttl'
    """
    if iri.startswith(ISSUE):
        return f"/data/issue/{quote(iri.removeprefix(ISSUE))}.{suffix}"
    return f"/data/{quote(iri.removeprefix(ID))}.{suffix}"


def formats(iri: str) -> list[tuple[str, str]]:
    """Where what is stored about a thing is to be had as data: labels and addresses.

    >>> formats("https://w3id.org/bilateral-kg/id/state/JPN")[0]
    ('Turtle', '/data/state/JPN.ttl')
    """
    return [
        (label, data(iri, suffix))
        for label, suffix in (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"))
    ]


def iri(path: str) -> str:
    """The IRI of the thing at the end of `/page/…` or `/data/…`.

    >>> iri("state/JPN"), iri("issue/iran")
    ('https://w3id.org/bilateral-kg/id/state/JPN', 'https://w3id.org/bilateral-kg/issue/iran')
    """
    kind, _, rest = unquote(path).partition("/")
    return ISSUE + rest if kind == "issue" else f"{ID}{kind}/{rest}"


def words(document: str, start: int, end: int) -> str:
    """The address of some words of a readout, which that page marks.

    >>> words("https://w3id.org/bilateral-kg/id/readout/0123456789abcdef", 3, 9)
    '/page/readout/0123456789abcdef?from=3&to=9#words'
    """
    return f"{page(document)}?from={start}&to={end}#words"


def pair(one: str, other: str) -> str:
    """The address of a pair's page, whichever way round it is asked for.

    >>> pair("RUS", "JPN")
    '/pair/JPN/RUS'
    """
    return "/pair/" + "/".join(quote(code) for code in sorted((one, other)))


def actor(code: str) -> str:
    """The address of the page of a state, organisation or group.

    >>> actor("JPN"), actor("nato")
    ('/page/state/JPN', '/page/organization/nato')
    """
    return page(actors().iri(code))


def question(name: str, suffix: str = "", **values: str | Iterable[str] | None) -> str:
    """The address of a question's page, or with a suffix (csv, json, tsv, ttl, rq …) of its answer as a file.

    >>> question("positions", state="RUS", issue=None), question("positions", "csv", state="RUS")
    ('/question/positions?state=RUS', '/question/positions.csv?state=RUS')
    >>> question("positions", state=["JPN", "RUS"])
    '/question/positions?state=JPN&state=RUS'
    """
    told = urlencode({name: value for name, value in values.items() if value}, doseq=True)
    dot = f".{suffix}" if suffix else ""
    return f"/question/{quote(name)}{dot}" + (f"?{told}" if told else "")


def export(name: str, **selection: str | Iterable[str] | None) -> str:
    """The address of a selection in an export format.

    >>> export("gexf", between=["JPN", "RUS"], since=None)
    '/export/gexf?between=JPN&between=RUS'
    """
    told = [
        (key, one)
        for key, value in selection.items()
        for one in ([value] if isinstance(value, str) else value or ())
    ]
    return f"/export/{quote(name)}" + (f"?{urlencode(told)}" if told else "")


def again(path: str, given: Iterable[tuple[str, str]], **changed: str | int) -> str:
    """The same page asked otherwise: further down a list.

    >>> again("/states", [("q", "a b"), ("page", "2")], page=3)
    '/states?q=a+b&page=3'
    """
    told = [(key, value) for key, value in given if key not in changed and value]
    return f"{path}?{urlencode([*told, *changed.items()])}"


def workbench(query: str) -> str:
    """The address of the SPARQL workbench with a query in it."""
    return "/workbench?" + urlencode({"query": query})
