"""A readout: its text with every statement marked, who says and does what beside it, and how to cite it."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

from kg import triples
from kg.model import Span
from kg.questions.answer import JOIN
from kg.views.reading import pieces
from kg.views.reading.coverage import coverage
from kg.views.reading.labels import who, words
from kg.views.web import links, lookup
from kg.views.web.page import graph, quiet, render
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ID, ISSUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.model import Reading, Statement
    from kg.store import Store

FILTERS = ("speaker", "act", "issue")


class Linked(pieces.Marks):
    """Statements by the names of their IRIs, so that an address holds when others are added or go.

    `iris` are the statements' IRIs, `people` the pages of those who speak, `shown` the numbers that a filter
    left.
    """

    def __init__(
        self, reading: Reading, iris: Mapping[int, str], people: Mapping[str, str], shown: set[int]
    ) -> None:
        """Everything is known beforehand."""
        self.reading = reading
        self.iris = iris
        self.people = people
        self.shown = shown

    def anchor(self, n: int) -> str:
        """The id that links.page leads to."""
        return f"{links.ANCHORED}-{lookup.end(self.iris[n])}"

    def note(self, n: int) -> str:
        """The id of the note."""
        return f"note-{lookup.end(self.iris[n])}"

    def at(self, n: int) -> str:
        """On this page, unless a filter took the statement out."""
        return f"#{self.anchor(n)}" if n in self.shown else escape(links.page(self.iris[n]))

    def who(self, s: Statement) -> str:
        """The speaker and the states, each with a link to its page."""
        states = self.actors(s.speaker_states)
        if not s.speaker:
            return states or "not named"
        page = self.people.get(s.speaker)
        name = f"<bdi>{pieces.said(s.speaker)}</bdi>"
        name = f'<a href="{escape(page)}">{name}</a>' if page else name
        return f"{name} ({states})" if states else name

    def topic(self, s: Statement) -> str:
        """The issue, linked."""
        label = pieces.said(lookup.topics().label(ISSUE + s.issue))
        return f'<a href="{escape(links.page(ISSUE + s.issue))}">{label}</a>'

    def actors(self, codes: Iterable[str]) -> str:
        """Names, linked."""
        known = actors()
        return ", ".join(
            f'<a href="{escape(links.page(known.iri(code)))}">{pieces.said(known.label(code))}</a>'
            for code in codes
        )

    def more(self, s: Statement) -> str:
        """A citation to copy."""
        name = f"cite-{lookup.end(self.iris[s.n])}"
        told = pieces.said(citation(self.reading, s, self.iris[s.n]))
        return (
            f'<p class="cite" id="{name}" dir="auto">{told}</p>'
            f'<button type="button" class="copy" data-copy="#{name}" hidden>Copy citation</button>'
        )


def citation(reading: Reading, s: Statement, iri: str) -> str:
    """Words, speaker, document, publisher, date and the permanent address, in one line of plain text."""
    document = reading.document
    publishers = JOIN.join(map(actors().label, document.publishers)) or "publisher not known"
    parts = [
        f"“{' '.join(s.quote.split())}” ({who(s)})",
        document.title or document.source,
        f"{publishers}, {document.date or reading.meeting.date or 'undated'}",
        document.url if document.url and document.url.startswith(("http://", "https://")) else "",
    ]
    return f"{'. '.join(part.rstrip('.') for part in parts if part)}. <{iri}>"


def readout(request: Request) -> Response:
    """The page of a readout."""
    iri = f"{ID}readout/{request.path_params['name']}"
    with graph(request) as g:
        reading = g.reading(iri)
        people = speakers(g.store, iri)
        meeting = next(
            (row["meeting"] for row in lookup.select(g.store, _MEETING, account=[f"{iri}/account"])), None
        )
        version = lookup.one(lookup.about(g.store, [iri])[iri], "readerVersion")
    wanted = {name: request.query_params.get(name, "").strip() for name in FILTERS}
    kept = tuple(
        s
        for s in reading.statements
        if all(_values(s)[name] == word for name, word in wanted.items() if word)
    )
    iris = {n: f"{iri}/statement/{lookup.end(name)}" for n, name in triples.statement_iris(reading).items()}
    marks = Linked(reading, iris, people, {s.n for s in kept})
    shown = replace(reading, statements=kept)
    document = reading.document
    return render(
        request,
        "readout.html",
        title=document.title or document.source,
        iri=iri,
        reading=reading,
        kept=kept,
        choices=_choices(reading),
        wanted=wanted,
        filtered=any(wanted.values()),
        facts=_made(pieces.facts(reading, marks)),
        legend=_made(pieces.legend()),
        warnings=_made(pieces.warnings(reading)),
        body=_made(pieces.body(shown, marks, _span(request, len(document.text)))),
        promises=_made(pieces.promises(reading, marks)),
        cited=_made(pieces.cited(reading)),
        coverage=coverage(reading),
        meeting=meeting,
        reader=version,
        alternates=[
            *links.formats(iri),
            ("Plain text", f"{links.page(iri)}.txt"),
            ("Statements as CSV", links.question("evidence", "csv", document=lookup.end(iri))),
        ],
    )


def text(request: Request) -> Response:
    """The stored text itself: offsets count in its code points."""
    iri = f"{ID}readout/{request.path_params['name']}"
    with graph(request) as g:
        return PlainTextResponse(g.reading(iri).document.text)


def part(request: Request) -> Response:
    """A statement, or what belongs to one, has its place on the readout's page."""
    iri = f"{ID}readout/{request.path_params['name']}/statement/{request.path_params['rest']}"
    return RedirectResponse(links.page(iri), 303)


def speakers(store: Store, iri: str) -> dict[str, str]:
    """The pages of the people that a readout names, by the name used there."""
    return {row["name"]: links.page(row["official"]) for row in lookup.select(store, _PEOPLE, readout=[iri])}


def _made(markup: str) -> Markup:
    """Markup of `pieces`, which escapes every text."""
    return Markup(markup)  # noqa: S704


def _values(s: Statement) -> dict[str, str]:
    return {"speaker": who(s), "act": s.act, "issue": s.issue}


def _choices(reading: Reading) -> dict[str, list[tuple[str, str]]]:
    """The values of each filter, with what they are called."""
    found: dict[str, dict[str, str]] = {name: {} for name in FILTERS}
    for s in reading.statements:
        found["speaker"][who(s)] = quiet(who(s))
        found["act"][s.act] = words(s.act)
        found["issue"][s.issue] = lookup.topics().label(ISSUE + s.issue)
    return {
        name: sorted(values.items(), key=lambda item: (item[1].casefold(), item[0]))
        for name, values in found.items()
    }


def _span(request: Request, length: int) -> Span | None:
    """The words that an address points at."""
    told = [request.query_params.get(name, "") for name in ("from", "to")]
    if not all(word.isascii() and word.isdecimal() and len(word) < 12 for word in told):  # noqa: PLR2004  no text is longer
        return None
    start, stop = map(int, told)
    return Span(start, min(stop, length)) if start < min(stop, length) else None


_MEETING = "SELECT ?meeting WHERE { VALUES ?account { $account } ?account kg:meetingOf ?meeting }"
_PEOPLE = """SELECT ?name ?official WHERE {
  VALUES ?readout { $readout }
  ?mention kg:reportedIn ?readout ; kg:mentionOf ?official ; kg:name ?name .
} ORDER BY ?name ?official"""

ROUTES = (
    Route("/page/readout/{name:str}.txt", text),
    Route("/page/readout/{name:str}", readout),
    Route("/page/readout/{name:str}/statement/{rest:path}", part),
)
