"""Quads of a readout's graph -> Reading: `kg.triples.quads` the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import (
    Commitment,
    Document,
    Meeting,
    NameUsage,
    Official,
    Reading,
    Reference,
    Skipped,
    Span,
    Statement,
)
from kg.triples import REFERENCES, interval
from kg.vocabulary.namespaces import DCTERMS, ISSUE, KG, OA, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox


def reading(quads: Iterable[ox.Quad]) -> Reading:
    """The reading that was written as these quads, all of one readout's graph.

    What the graph does not hold is as a new Document or Statement has it: `Document.blocks`, `sentences` and
    `releases` (a layout makes them again from the text), `Document.given`, `Statement.release`. Codes of
    states stand in the order of the alphabet, people in that of their names; a confidence has three places;
    a name that the text cites several times has the first wording and the first date everywhere; an interval
    that bounds a month or a year is that month or year. `unread_language` is left to who knows what is read.
    """
    return _Stored(quads).reading()


def undivided(first: str | None, last: str | None) -> str | None:
    """The day, month, year or interval of a first and a last day.

    >>> undivided("2004-02-01", "2004-02-29"), undivided("2004-02-01", "2004-02-20"), undivided(None, None)
    ('2004-02', '2004-02-01/2004-02-20', None)
    """
    if first is None or last is None or first == last:
        return first or last
    for whole in (first[:4], first[:7]):
        if interval(whole)[:2] == (first, last):
            return whole
    return f"{first}/{last}"


class _Stored:
    """Properties by subject; the readout's IRI is `root`."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.about: dict[str, dict[str, list[str]]] = {}
        self.kinds: dict[str, list[str]] = {}
        for quad in quads:
            subject, value = (str(getattr(term, "value", term)) for term in (quad.subject, quad.object))
            self.about.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(value)
            if quad.predicate.value == f"{RDF}type":
                self.kinds.setdefault(value, []).append(subject)
        (self.root,) = self.of("Readout")

    def of(self, kind: str) -> list[str]:
        return sorted(self.kinds.get(KG + kind, ()))

    def all(self, subject: str, name: str) -> list[str]:
        return sorted(self.about.get(subject, {}).get(name if "//" in name else KG + name, ()))

    def one(self, subject: str, name: str) -> str | None:
        return next(iter(self.all(subject, name)), None)

    def said(self, subject: str, name: str) -> str:
        return self.one(subject, name) or ""

    def codes(self, subject: str, name: str) -> tuple[str, ...]:
        return tuple(sorted(map(_end, self.all(subject, name))))

    def notation(self, subject: str, name: str) -> str | None:
        value = self.one(subject, name)
        return value and value.rpartition("#")[2].partition("_")[2]

    def when(self, subject: str) -> str | None:
        return undivided(self.one(subject, "earliest"), self.one(subject, "latest"))

    def places(self, subject: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and words of each stretch, in the order in which they were written."""
        for node in sorted(self.all(subject, "evidence"), key=lambda iri: int(_end(iri))):
            start, end = (int(self.said(f"{node}/position", f"{OA}{name}")) for name in ("start", "end"))
            yield start, end, self.said(f"{node}/quote", f"{OA}exact")

    def reading(self) -> Reading:
        numbers = {node: int(self.said(node, "number")) for node in self.of("Statement")}
        return Reading(
            self.document(),
            self.meeting(),
            tuple(sorted((self.statement(node, numbers) for node in numbers), key=lambda s: s.n)),
            tuple(self.commitments(numbers)),
            tuple(self.references()),
            tuple(self.names()),
            tuple(self.skipped()),
        )

    def document(self) -> Document:
        node = self.root
        return Document(
            text=self.said(node, "text"),
            sha256=self.said(node, "sha256"),
            source=self.said(node, "sourceName"),
            title=self.one(node, f"{DCTERMS}title"),
            date=self.when(node),
            publishers=self.codes(node, "publisher"),
            url=self.one(node, "url"),
            language=self.said(node, f"{DCTERMS}language"),
            kind=self.notation(node, "documentKind") or "readout",
            warnings=tuple(self.all(node, "warning")),
        )

    def meeting(self) -> Meeting:
        node = f"{self.root}/account"
        people = (
            Official(
                self.said(person, "name"),
                next(iter(self.codes(person, "ofState")), None),
                self.one(person, "postTitle"),
            )
            for person in self.all(node, "attendee")
        )
        return Meeting(
            self.notation(node, "meetingType") or "meeting",
            self.when(node),
            self.one(node, "placeName"),
            self.codes(node, "participant"),
            tuple(sorted(people, key=lambda o: (o.name, o.state or ""))),
        )

    def statement(self, node: str, numbers: dict[str, int]) -> Statement:
        (start, end, quote), *more = self.places(node)
        speaker = self.one(node, "speaker")
        asked = self.one(node, "inReplyTo")
        return Statement(
            n=numbers[node],
            start=start,
            end=end,
            quote=quote,
            act=self.notation(node, "act") or "",
            dossier=self.said(node, "dossier").removeprefix(ISSUE),
            issue=self.said(node, "issue").removeprefix(ISSUE),
            polarity=self.notation(node, "polarity") or "none",
            speaker=speaker and self.one(speaker, "name"),
            speaker_states=self.codes(node, "onBehalfOf"),
            addressee_states=self.codes(node, "addressee"),
            voice=self.notation(node, "voice") or "named",
            target=self.one(node, "target"),
            target_states=self.codes(node, "targetState"),
            mentioned=self.codes(node, "mentions"),
            condition=self.one(f"{node}/condition", "words"),
            replies_to=numbers.get(asked) if asked else None,
            reply_grade=self.notation(node, "replyGrade"),
            presupposes=self.one(node, "presupposes"),
            reaffirms=self.one(node, "reaffirms") == "true",
            past=self.one(node, "recalls") == "true",
            confidence=float(self.said(node, "confidence")),
            more=tuple(Span(a, b) for a, b, _ in more),
        )

    def commitments(self, numbers: dict[str, int]) -> Iterator[Commitment]:
        nodes = {node: numbers[self.said(node, "statedIn")] for node in self.of("Commitment")}
        for node, number in sorted(nodes.items(), key=lambda item: (item[1], int(_end(item[0])))):
            yield Commitment(
                number,
                self.codes(node, "party"),
                self.said(node, "undertaking"),
                undivided(self.one(node, "dueEarliest"), self.one(node, "dueLatest")),
                self.one(node, "dueWords"),
            )

    def references(self) -> list[Reference]:
        found = [
            Reference(
                kind,
                self.said(node, f"{RDFS}label"),
                start,
                end,
                self.when(node),
                inferred=self.one(node, "dateInferred") == "true",
            )
            for kind, name in REFERENCES.items()
            for node in self.of(name)
            for start, end, _ in self.places(node)
        ]
        return sorted(found, key=lambda r: (r.start, r.end, r.kind, r.name))

    def names(self) -> list[NameUsage]:
        found = [
            NameUsage(self.said(node, "name"), _end(self.said(node, "nameOf")), start, end)
            for node in self.of("NameUsage")
            for start, end, _ in self.places(node)
        ]
        return sorted(found, key=lambda n: (n.start, n.end, n.name))

    def skipped(self) -> list[Skipped]:
        found = [
            Skipped(start, end, self.said(node, "reason"))
            for node in self.of("SkippedPassage")
            for start, end, _ in self.places(node)
        ]
        return sorted(found, key=lambda s: (s.start, s.end))


def _end(iri: str) -> str:
    return iri.rpartition("/")[2]
