"""Reading -> quads of one named graph, the readout's own.

IRIs are minted from what the document says, never from a clock or a counter over the store, so that the same
reading always gives the same bytes. docs/architecture.md lists the classes, properties and IRIs. There are no
blank nodes; the quads are sorted by their N-Quads lines.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections import Counter
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import Official, Span
from kg.vocabulary import schemes
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import DCTERMS, ID, ISSUE, KG, OA, PROV, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kg.model import Commitment, Document, NameUsage, Reading, Reference, Statement
    from kg.vocabulary.schemes import Scheme

CONTEXT: Final = 32
"""How many code points before and after a quote its selector keeps."""

_TYPE: Final = NamedNode(f"{RDF}type")
REFERENCES: Final = {
    "document": "Instrument",
    "event": "EventMention",
    "organisation": "OrganizationMention",
}


def readout_iri(document: Document) -> str:
    """The IRI of a document, which is also the name of its graph.

    It stays the same when the page is read again with other words, as long as its address stays, or else
    its publishers, date and title. Without these it follows the text.
    """
    return f"{ID}readout/{_identity(document)}"


def quads(reading: Reading, *, reader_version: str, without: Collection[int] = ()) -> list[Quad]:
    """The graph of one reading: sorted quads, some 30 a statement, all in the graph `readout_iri(document)`.

    `reader_version` is recorded on the readout. The statements numbered in `without` are left out, with all
    that hangs on them; the IRIs of the others stay as they are with them. Raises VocabularyError for a code
    (of a state, an act, …) that no vocabulary knows.
    """
    return _Graph(reading, without).write(reader_version)


def statement_iris(reading: Reading) -> dict[int, str]:
    """Statement number to IRI: equal quotes are told apart by their rank in the text."""
    root = readout_iri(reading.document)
    seen: Counter[str] = Counter()
    iris = {}
    for s in sorted(reading.statements, key=lambda s: (s.start, s.n)):
        quote = folded(s.quote)
        seen[quote] += 1
        iris[s.n] = f"{root}/statement/{_digest(quote, seen[quote])}"
    return iris


def nquads(quads: Iterable[Quad]) -> bytes:
    """The quads as N-Quads lines, in the order given."""
    return "".join(f"{quad} .\n" for quad in quads).encode()


def interval(date: str) -> tuple[str, str, str]:
    """First day, last day and precision of an ISO day, month, year or interval `a/b`.

    >>> interval("2011-03-31"), interval("2004-02")
    (('2011-03-31', '2011-03-31', 'day'), ('2004-02-01', '2004-02-29', 'month'))
    >>> interval("2005-06/2005-08-15")
    ('2005-06-01', '2005-08-15', 'interval')
    """
    first, slash, last = date.partition("/")
    if slash:
        return interval(first)[0], interval(last)[1], "interval"
    year, month = int(date[:4]), int(date[5:7] or 0)
    if not month:
        return f"{date}-01-01", f"{date}-12-31", "year"
    if len(date) > len("2005-05"):
        return date, date, "day"
    return f"{date}-01", f"{date}-{monthrange(year, month)[1]:02}", "month"


def folded(words: str) -> str:
    """Words as they are compared in IRIs: compatibility forms, case and runs of blanks set aside.

    >>> folded("The  Four Islands")
    'the four islands'
    """
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def name_key(name: str) -> str:
    """A person's name as compared: accents, case, points and the order of the names do not count.

    >>> name_key("LAVROV, Sergéy") == name_key("Sergey Lavrov")
    True
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(sorted(re.findall(r"\w+", plain)))


def condition_kind(words: str) -> str:
    """The kind of a condition, told by its cue words in `ontology/acts.ttl`: the earliest, then the longest.

    >>> condition_kind("provided that ASEAN agrees"), condition_kind("if necessary")
    ('requirement', 'discretion')
    """
    text = folded(words)
    hits = [
        (hit.start(), -len(cue), kind)
        for cue, kind in _cues().items()
        if (hit := re.search(rf"(?<!\w){re.escape(cue)}(?!\w)", text))
    ]
    return min(hits)[2] if hits else "hypothetical"


@cache
def _cues() -> dict[str, str]:
    return {cue: c.notation for c in schemes.CONDITION_KINDS.concepts.values() for cue in c.cues}


def _identity(document: Document) -> str:
    if document.url:
        return _digest(document.url.strip(), length=16)
    if document.publishers and document.date and document.title:
        publishers = " ".join(sorted(document.publishers))
        return _digest(publishers, document.date, folded(document.title), length=16)
    return document.sha256[:16]


def _digest(*parts: object, length: int = 12) -> str:
    return sha256("\n".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:length]


@cache
def _kg(name: str) -> NamedNode:
    return NamedNode(KG + name)


@cache
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


@cache
def _actor(code: str) -> NamedNode:
    return NamedNode(actors().iri(code))


def _date(day: str) -> Literal:
    return Literal(day, datatype=_node(f"{XSD}date"))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=_node(f"{XSD}integer"))


def _decimal(number: float) -> Literal:
    """Three places at most, in the form in which the store gives it back."""
    return Literal(f"{number:.3f}".rstrip("0").rstrip("."), datatype=_node(f"{XSD}decimal"))


_TRUE: Final = Literal("true", datatype=NamedNode(f"{XSD}boolean"))


class _Graph:
    """Writes one reading; `self.root` is the readout's IRI."""

    def __init__(self, reading: Reading, without: Collection[int] = ()) -> None:
        self.reading = reading
        self.text = reading.document.text
        self.root = readout_iri(reading.document)
        self.readout = NamedNode(self.root)
        self.account = NamedNode(f"{self.root}/account")
        self.quads: set[Quad] = set()
        self.iris = {n: NamedNode(iri) for n, iri in statement_iris(reading).items() if n not in without}
        if without:
            kept = tuple(s for s in reading.statements if s.n not in without)
            self.reading = replace(reading, statements=kept)

    def write(self, reader_version: str) -> list[Quad]:
        self._write_readout(reader_version)
        self._write_account()
        for statement in self.reading.statements:
            self._write_statement(statement)
        self._write_commitments()
        self._write_references()
        self._write_names()
        self._write_skipped()
        return sorted(self.quads, key=str)

    def add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.quads.add(Quad(subject, predicate, value, self.readout))

    def words(self, subject: NamedNode, predicate: NamedNode, value: str | None) -> None:
        """Add a plain string, if there is one."""
        if value:
            self.add(subject, predicate, Literal(value))

    def code(self, subject: NamedNode, predicate: str, scheme: Scheme, notation: str) -> None:
        self.add(subject, _kg(predicate), _node(scheme.iri(notation)))

    def all_of(self, subject: NamedNode, predicate: str, codes: Iterable[str]) -> None:
        for code in codes:
            self.add(subject, _kg(predicate), _actor(code))

    def dates(self, subject: NamedNode, date: str | None) -> None:
        if date:
            first, last, _ = interval(date)
            self.add(subject, _kg("earliest"), _date(first))
            self.add(subject, _kg("latest"), _date(last))

    def _write_readout(self, reader_version: str) -> None:
        document, node = self.reading.document, self.readout
        self.add(node, _TYPE, _kg("Readout"))
        self.add(node, _TYPE, _node(f"{PROV}Entity"))
        self.words(node, _node(f"{DCTERMS}title"), document.title)
        self.words(node, _node(f"{DCTERMS}language"), document.language)
        self.all_of(node, "publisher", document.publishers)
        self.dates(node, document.date)
        self.code(node, "documentKind", schemes.DOCUMENT_KINDS, document.kind)
        if document.url:
            self.add(node, _kg("url"), Literal(document.url.strip(), datatype=_node(f"{XSD}anyURI")))
        self.words(node, _kg("sha256"), document.sha256)
        self.words(node, _kg("readerVersion"), reader_version)
        self.words(node, _kg("sourceName"), document.source)
        self.words(node, _kg("text"), document.text)
        for warning in document.warnings:
            self.words(node, _kg("warning"), warning)

    def _write_account(self) -> None:
        meeting, node = self.reading.meeting, self.account
        self.add(node, _TYPE, _kg("Account"))
        self.add(node, _TYPE, _node(f"{PROV}Activity"))
        self.add(node, _kg("reportedIn"), self.readout)
        self.code(node, "meetingType", schemes.MEETING_TYPES, meeting.type)
        self.dates(node, meeting.date)
        self.words(node, _kg("placeName"), meeting.place)
        self.all_of(node, "participant", meeting.states)
        for official in meeting.officials:
            self.add(node, _kg("attendee"), self._person(official.name, official.state))
            self._write_person(official)

    def _person(self, name: str, state: str | None) -> NamedNode:
        return NamedNode(f"{self.root}/person/{_digest(name_key(name), state or '')}")

    def _write_person(self, official: Official) -> None:
        node = self._person(official.name, official.state)
        self.add(node, _TYPE, _kg("PersonMention"))
        self.words(node, _kg("name"), official.name)
        self.words(node, _kg("nameKey"), name_key(official.name))
        self.words(node, _kg("postTitle"), official.post)
        self.add(node, _kg("reportedIn"), self.readout)
        if official.state:
            self.add(node, _kg("ofState"), _actor(official.state))

    def _write_statement(self, s: Statement) -> None:
        node = self.iris[s.n]
        self.add(node, _TYPE, _kg("Statement"))
        self.add(node, _TYPE, _node(f"{PROV}Entity"))
        self.add(node, _kg("number"), _integer(s.n))
        self.add(node, _kg("reportedIn"), self.readout)
        self.add(node, _kg("madeAt"), self.account)
        self.all_of(node, "reportedBy", self.reading.document.publishers)
        if s.speaker:
            self.add(node, _kg("speaker"), self._speaker(s))
        self.all_of(node, "onBehalfOf", s.speaker_states)
        self.all_of(node, "addressee", s.addressee_states)
        self.code(node, "act", schemes.ACTS, s.act)
        self.add(node, _kg("issue"), _node(ISSUE + s.issue))
        self.add(node, _kg("dossier"), _node(ISSUE + s.dossier))
        self.code(node, "polarity", schemes.POLARITIES, s.polarity)
        self.code(node, "voice", schemes.VOICES, s.voice)
        self.words(node, _kg("target"), s.target)
        self.all_of(node, "targetState", s.target_states)
        self.all_of(node, "mentions", s.mentioned)
        self.words(node, _kg("presupposes"), s.presupposes)
        if s.replies_to in self.iris:
            self.add(node, _kg("inReplyTo"), self.iris[s.replies_to])
            if s.reply_grade:
                self.code(node, "replyGrade", schemes.GRADES, s.reply_grade)
        if s.reaffirms:
            self.add(node, _kg("reaffirms"), _TRUE)
        if s.past:
            self.add(node, _kg("recalls"), _TRUE)
        self.add(node, _kg("confidence"), _decimal(s.confidence))
        self.dates(node, self.reading.meeting.date)
        if s.condition:
            condition = NamedNode(f"{node.value}/condition")
            self.add(condition, _TYPE, _kg("Condition"))
            self.words(condition, _kg("words"), s.condition)
            self.code(condition, "conditionKind", schemes.CONDITION_KINDS, condition_kind(s.condition))
            self.add(node, _kg("condition"), condition)
        self._write_evidence(node, [(s.start, s.end, s.quote), *(self._stretch(m) for m in s.more)])
        if s.polarity != "none":
            self._write_stances(s, node)

    def _speaker(self, s: Statement) -> NamedNode:
        """The mention of the speaker: an attendee of that name, or a person named only as a speaker."""
        named = [o for o in self.reading.meeting.officials if o.name == s.speaker]
        for official in named:
            if official.state in s.speaker_states:
                return self._person(official.name, official.state)
        if named:
            return self._person(named[0].name, named[0].state)
        alone = Official(str(s.speaker), s.speaker_states[0] if len(s.speaker_states) == 1 else None)
        self._write_person(alone)
        return self._person(alone.name, alone.state)

    def _write_stances(self, s: Statement, statement: NamedNode) -> None:
        """One stance for each holder.

        That both sides discussed something is of both; that it was "an unprovoked war" says who tells of it.
        """
        told = s.voice == "joint" and s.act == "discuss"
        holders = [
            state
            for state in dict.fromkeys(s.speaker_states)
            if not told or state in self.reading.document.publishers
        ]
        proposal = self._proposal(s)
        for holder in holders:
            node = NamedNode(f"{statement.value}/stance" + (f"/{holder}" if len(holders) > 1 else ""))
            self.add(node, _TYPE, _kg("Stance"))
            self.add(node, _kg("holder"), _actor(holder))
            self.add(node, _kg("towards"), _node(ISSUE + s.issue))
            self.code(node, "polarity", schemes.POLARITIES, s.polarity)
            self.add(node, _kg("expressedIn"), statement)
            self.add(node, _kg("confidence"), _decimal(s.confidence))
            if proposal:
                self.add(node, _kg("proposal"), proposal)
            if s.condition:
                self.add(node, _kg("condition"), NamedNode(f"{statement.value}/condition"))

    def _proposal(self, s: Statement) -> NamedNode | None:
        """The thing one can be for or against; its label is the first wording in the text."""
        if not s.target or not folded(s.target):
            return None
        target = folded(s.target)
        same = [
            t
            for t in self.reading.statements
            if t.issue == s.issue and t.polarity != "none" and t.target and folded(t.target) == target
        ]
        first = min(same, key=lambda t: (t.start, t.n))
        node = NamedNode(f"{self.root}/proposal/{_digest(s.issue, target)}")
        self.add(node, _TYPE, _kg("Proposal"))
        self.words(node, _node(f"{RDFS}label"), first.target)
        self.add(node, _kg("issue"), _node(ISSUE + s.issue))
        self.add(node, _kg("reportedIn"), self.readout)
        return node

    def _stretch(self, span: Span | Reference | NameUsage) -> tuple[int, int, str]:
        return span.start, span.end, self.text[span.start : span.end]

    def _write_evidence(self, owner: NamedNode, stretches: Iterable[tuple[int, int, str]]) -> None:
        for k, (start, end, exact) in enumerate(stretches, 1):
            node = NamedNode(f"{owner.value}/evidence/{k}")
            quote, position = NamedNode(f"{node.value}/quote"), NamedNode(f"{node.value}/position")
            self.add(owner, _kg("evidence"), node)
            self.add(node, _TYPE, _kg("Evidence"))
            self.add(node, _TYPE, _node(f"{OA}SpecificResource"))
            self.add(node, _node(f"{OA}hasSource"), self.readout)
            self.add(node, _node(f"{OA}hasSelector"), quote)
            self.add(node, _node(f"{OA}hasSelector"), position)
            self.add(quote, _TYPE, _node(f"{OA}TextQuoteSelector"))
            self.add(quote, _node(f"{OA}exact"), Literal(exact))
            self.words(quote, _node(f"{OA}prefix"), self.text[max(0, start - CONTEXT) : start])
            self.words(quote, _node(f"{OA}suffix"), self.text[end : end + CONTEXT])
            self.add(position, _TYPE, _node(f"{OA}TextPositionSelector"))
            self.add(position, _node(f"{OA}start"), _integer(start))
            self.add(position, _node(f"{OA}end"), _integer(end))

    def _write_commitments(self) -> None:
        seen: Counter[int] = Counter()
        for c in self.reading.commitments:
            if c.statement in self.iris:
                seen[c.statement] += 1
                self._write_commitment(c, self.iris[c.statement], seen[c.statement])

    def _write_commitment(self, c: Commitment, statement: NamedNode, k: int) -> None:
        node = NamedNode(f"{statement.value}/commitment/{k}")
        self.add(node, _TYPE, _kg("Commitment"))
        self.all_of(node, "party", c.parties)
        self.words(node, _kg("undertaking"), c.what)
        self.words(node, _kg("dueWords"), c.due_words)
        self.add(node, _kg("statedIn"), statement)
        if c.due:
            first, last, precision = interval(c.due)
            self.add(node, _kg("dueEarliest"), _date(first))
            self.add(node, _kg("dueLatest"), _date(last))
            self.code(node, "duePrecision", schemes.DUE_PRECISIONS, precision)

    def _write_references(self) -> None:
        """One node for each thing cited, with all the places where it is."""
        cited: dict[tuple[str, str], list[Reference]] = {}
        for r in sorted(self.reading.references, key=lambda r: (r.start, r.end)):
            cited.setdefault((r.kind, folded(r.name)), []).append(r)
        for (kind, name), places in cited.items():
            node = NamedNode(f"{self.root}/reference/{_digest(kind, name)}")
            self.add(node, _TYPE, _kg(REFERENCES[kind]))
            self.words(node, _node(f"{RDFS}label"), places[0].name)
            dated = next((r for r in places if r.date), None)
            if dated:
                self.dates(node, dated.date)
                if dated.inferred:
                    self.add(node, _kg("dateInferred"), _TRUE)
            self.add(node, _kg("citedIn"), self.readout)
            for s in self.reading.statements:
                if any(_overlap(r, span) for r in places for span in [Span(s.start, s.end), *s.more]):
                    self.add(node, _kg("citedBy"), self.iris[s.n])
            self._write_evidence(node, map(self._stretch, places))

    def _write_names(self) -> None:
        """One node for each name, with all the places where it is."""
        used: dict[tuple[str, str], list[NameUsage]] = {}
        for n in sorted(self.reading.names, key=lambda n: (n.start, n.end)):
            used.setdefault((n.name, n.territory), []).append(n)
        for (name, territory), places in used.items():
            node = NamedNode(f"{self.root}/name/{_digest(name)}")
            self.add(node, _TYPE, _kg("NameUsage"))
            self.words(node, _kg("name"), name)
            self.add(node, _kg("nameOf"), _node(f"{ID}territory/{territory}"))
            self.all_of(node, "usedBy", self.reading.document.publishers)
            self.add(node, _kg("reportedIn"), self.readout)
            self._write_evidence(node, map(self._stretch, places))

    def _write_skipped(self) -> None:
        seen: Counter[str] = Counter()
        for passage in sorted(self.reading.skipped, key=lambda p: (p.start, p.end)):
            words = self.text[passage.start : passage.end]
            seen[folded(words)] += 1
            node = NamedNode(f"{self.root}/skipped/{_digest(folded(words), seen[folded(words)])}")
            self.add(node, _TYPE, _kg("SkippedPassage"))
            self.words(node, _kg("reason"), passage.reason)
            self.add(node, _kg("reportedIn"), self.readout)
            self._write_evidence(node, [(passage.start, passage.end, words)])


def _overlap(a: Reference, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
