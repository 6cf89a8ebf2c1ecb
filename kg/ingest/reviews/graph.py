"""A readout's graph after its reviews: a pure function of what was read and of what people decided.

A correction goes into the reading, and the graph is written from it again, so that stances, conditions and
people follow; of a rejected statement nothing is left, and the IRIs of the others stay. What that took out
of the graph and put in is kept on the readout (`kg:asRead`), so what was read can be had again exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg import triples, validation
from kg.errors import VocabularyError
from kg.ingest.reviews.record import FIELDS, line, seen
from kg.triples import stored
from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.ingest.reviews.record import Review, Value
    from kg.model import Reading, Statement

AS_READ: Final = ox.NamedNode(f"{KG}asRead")
REVIEWED: Final = ox.NamedNode(f"{KG}reviewed")
READER_SAID: Final = ox.NamedNode(f"{KG}readerSaid")
SURE: Final = 1.0
"""How sure a statement is that a person accepted or corrected."""


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """A review that does not fit the text any more.

    `kind`: gone (no such statement), moved (its words stand elsewhere), reread (the reader has other values
    for it), unfit (the correction cannot be made any more), waiting (the document is not in the store).
    `applied` tells whether the verdict still counts.
    """

    statement: str
    kind: str
    message: str
    applied: bool = False


def value(term: Any) -> str:
    """The text of a term, without its marks."""
    return str(term.value)


def as_read(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """A readout's graph as the reader wrote it, whatever reviews have done to it since."""
    held = list(quads)
    kept = {q for q in held if q.predicate not in {AS_READ, REVIEWED, READER_SAID}}
    for quad in held:
        if quad.predicate == AS_READ:
            gone, come = _parsed(value(quad.object), "-"), _parsed(value(quad.object), "+")
            kept -= {ox.Quad(t.subject, t.predicate, t.object, quad.graph_name) for t in come}
            kept |= {ox.Quad(t.subject, t.predicate, t.object, quad.graph_name) for t in gone}
    return sorted(kept, key=str)


def _parsed(text: str, sign: str) -> list[Any]:
    lines = "\n".join(one[2:] for one in text.split("\n") if one.startswith(sign))
    return list(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))


def numbered(quads: Iterable[ox.Quad]) -> dict[int, str]:
    """Number to IRI of the statements in a readout's graph."""
    return {int(value(q.object)): value(q.subject) for q in quads if q.predicate.value == f"{KG}number"}


def reviewed(quads: Iterable[ox.Quad], reviews: Mapping[str, Review]) -> list[ox.Quad]:
    """The graph after its reviews, from the graph as it was read; sorted.

    A correction that the shapes would refuse is left out (it is then a conflict, `unfit`).
    """
    held = list(quads)
    if not held or not reviews:
        return held
    made = _Made(held, reviews)
    result = made.write()
    if result != held and validation.faults(result):
        fit = {iri: r for iri, r in reviews.items() if not validation.faults(_Made(held, {iri: r}).write())}
        result = _Made(held, fit).write()
        if validation.faults(result):
            return held
    return result


def conflicts(quads: Iterable[ox.Quad], reviews: Mapping[str, Review]) -> list[Conflict]:
    """The reviews that do not fit what stands in a readout's graph, reviews applied or not; sorted."""
    held = list(quads)
    if not held:
        what = "its document is not in the store"
        return [Conflict(iri, "waiting", what) for iri in sorted(reviews)]
    made = _Made(as_read(held), reviews)
    linked = {value(q.subject) for q in held if q.predicate == REVIEWED}
    unfit = [
        Conflict(
            iri, "unfit", "the correction cannot be made: what it names is not known, or breaks the shapes"
        )
        for iri, review in reviews.items()
        if review.verdict == "corrected" and iri in made.numbers and iri not in linked
    ]
    return sorted({*made.conflicts, *unfit})


class _Made:
    """One readout's reading with its reviews laid over it."""

    def __init__(self, quads: list[ox.Quad], reviews: Mapping[str, Review]) -> None:
        self.quads = quads
        self.reading = stored.reading(quads)
        self.root = value(quads[0].graph_name)
        self.own = triples.readout_iri(self.reading.document)
        self.iris = numbered(quads)
        self.numbers = {iri: n for n, iri in self.iris.items()}
        self.statements = {s.n: s for s in self.reading.statements}
        self.rejected: set[int] = set()
        self.applied: dict[str, dict[str, Value]] = {}
        self.conflicts: list[Conflict] = []
        for iri in sorted(reviews):
            self._apply(reviews[iri])

    def _here(self, iri: str) -> str:
        """An IRI as the graph has it: an older version may have named the readout otherwise."""
        return self.root + iri.removeprefix(self.own) if iri.startswith(self.own) else iri

    def _apply(self, review: Review) -> None:
        n = self.numbers.get(review.statement)
        if n is None:
            self._tell(review, "gone", self._traces(review))
            return
        statement = self.statements[n]
        now = seen(statement, self.iris)
        turned = _turned(now, review.read)
        if statement.start != review.start:
            what = f"its words stand at {statement.start} now, and stood at {review.start}"
            self._tell(review, "moved", what, applied=not (turned and review.verdict == "accepted"))
        if turned:
            what = "; ".join(
                f"{name} is {now[name]!r} now, and was {review.read.get(name)!r}" for name in turned
            )
            what = f"the reader reads it otherwise: {what}"
            self._tell(review, "reread", what, applied=review.verdict != "accepted")
        if review.verdict == "rejected":
            self.rejected.add(n)
        elif review.verdict == "corrected":
            self._correct(review, statement, now)
        elif not turned:
            self._sure(review, statement, {})

    def _tell(self, review: Review, kind: str, message: str, *, applied: bool = False) -> None:
        self.conflicts.append(Conflict(review.statement, kind, message, applied))

    def _traces(self, review: Review) -> str:
        """What has become of the words of a statement that is gone."""
        words = triples.folded(review.quote)
        text = self.reading.document.text
        place = text.find(review.quote)
        if place < 0 and words not in triples.folded(text):
            return "its words are no longer in the text"
        near = [
            s
            for s in self.reading.statements
            if words in triples.folded(s.quote) or triples.folded(s.quote) in words
        ]
        if near:
            return f"its words are read as another statement now: {self.iris[near[0].n]}"
        return "its words are in the text, but are read as no statement"

    def _correct(self, review: Review, statement: Statement, now: dict[str, Value]) -> None:
        changes: dict[str, Any] = {}
        for name, wanted in review.correct.items():
            if name == "replies_to":
                if wanted is not None and wanted not in self.numbers:
                    return
                changes[name] = None if wanted is None else self.numbers[str(wanted)]
            else:
                changes[name] = tuple(wanted) if isinstance(wanted, list) else wanted
        corrected = replace(statement, **changes)
        if corrected.replies_to is None and changes.get("reply_grade"):
            return  # how far an answer goes that answers nothing
        try:
            triples.quads(_alone(self.reading, corrected), reader_version="")
        except VocabularyError:
            return
        replaced = {
            name: now[name] for name, wanted in review.correct.items() if _full(now[name]) != _full(wanted)
        }
        self._sure(review, corrected, replaced)

    def _sure(self, review: Review, statement: Statement, replaced: dict[str, Value]) -> None:
        self.applied[review.statement] = replaced
        self.statements[statement.n] = replace(statement, confidence=SURE)

    def write(self) -> list[ox.Quad]:
        """The graph: as it was read, but for what the reviews make otherwise."""
        if not self.applied and not self.rejected:
            return self.quads
        version = next(value(q.object) for q in self.quads if q.predicate.value == f"{KG}readerVersion")
        before = self._graph(self.reading, version)
        laid = replace(self.reading, statements=tuple(self.statements[n] for n in sorted(self.statements)))
        after = self._graph(laid, version, self.rejected)
        held = set(self.quads)
        made = (held - (before - after)) | (after - before)
        gone = tuple(f"{self.iris[n]}/" for n in sorted(self.rejected))
        made = {q for q in made if not f"{value(q.subject)}/".startswith(gone)}
        difference = [f"- {_line(q)}" for q in held - made] + [f"+ {_line(q)}" for q in made - held]
        graph = ox.NamedNode(self.root)
        made.add(ox.Quad(graph, AS_READ, ox.Literal("\n".join(sorted(difference))), graph))
        for iri, replaced in self.applied.items():
            node = ox.NamedNode(iri)
            made.add(ox.Quad(node, REVIEWED, ox.NamedNode(f"{iri}/review"), graph))
            made |= {ox.Quad(node, READER_SAID, ox.Literal(line(*one)), graph) for one in replaced.items()}
        return sorted(made, key=str)

    def _graph(self, reading: Reading, version: str, without: Iterable[int] = ()) -> set[ox.Quad]:
        found = triples.quads(reading, reader_version=version, without=frozenset(without))
        if self.own == self.root:
            return set(found)

        def here(term: Any) -> Any:
            return ox.NamedNode(self._here(term.value)) if isinstance(term, ox.NamedNode) else term

        return {ox.Quad(here(q.subject), q.predicate, here(q.object), here(q.graph_name)) for q in found}


def _alone(reading: Reading, statement: Statement) -> Reading:
    return replace(reading, statements=(statement,), commitments=(), references=(), names=(), skipped=())


def _turned(now: dict[str, Value], then: dict[str, Value]) -> list[str]:
    """The fields that are not what they were; none where a review written by hand does not say."""
    return [name for name in sorted(FIELDS) if _full(now[name]) != _full(then.get(name))] if then else []


def _full(value: Value) -> Value:
    """Nothing, however it is written."""
    return value or None


def _line(quad: ox.Quad) -> str:
    return f"{quad.subject} {quad.predicate} {quad.object} ."
