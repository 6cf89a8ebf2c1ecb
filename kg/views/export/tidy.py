"""The graph as tidy tables: statements, stances, commitments, meetings, people; each row with its evidence.

What the workbook, Parquet, Neo4j, Obsidian and HTML exporters share. A cell is text, a whole number, a
decimal, a truth value, an ISO day or a list of codes or IRIs; what is not known is None (or an empty list).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.network import EVERYTHING, Column
from kg.questions.topics import Topics
from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from kg.network import Selection
    from kg.store import Store

Cell = str | int | float | bool | list[str] | None
Row = dict[str, Cell]
Facts = dict[str, list[str]]

SOURCE = (
    Column("document", "uri", "IRI of the readout"),
    Column("title", "string", "title of the readout"),
    Column("url", "uri", "address of the readout"),
    Column("reported_by", "list", "codes of the publishers"),
)
EVIDENCE = (
    Column("quote", "string", "the exact words, the first stretch of them"),
    Column("quote_start", "integer", "offset of the first character in the stored text"),
    Column("quote_end", "integer", "offset after the last character"),
    Column("stretches", "integer", "of how many stretches the words consist"),
    *SOURCE,
)
_DAYS = (
    Column("earliest", "date", "first day on which it can have been"),
    Column("latest", "date", "last day on which it can have been"),
)
STATEMENTS = (
    Column("statement", "uri", "IRI of the statement"),
    Column("number", "integer", "place in the readout, from 1"),
    *_DAYS,
    Column("speaker", "string", "name of the speaker, if one is named"),
    Column("person", "uri", "IRI of the speaker as named there"),
    Column("holders", "list", "codes of those on whose behalf it was said"),
    Column("addressees", "list", "codes of those addressed"),
    Column("act", "string", "speech act"),
    Column("issue", "string", "issue notation"),
    Column("issue_label", "string", "issue in English"),
    Column("dossier", "string", "dossier notation"),
    Column("polarity", "string", "stance on the issue"),
    Column("voice", "string", "who speaks in the text: named, joint, narrator, ..."),
    Column("target", "string", "words for what the stance is about"),
    Column("target_states", "list", "codes of the states the stance is about"),
    Column("mentions", "list", "codes of others named in it"),
    Column("condition", "string", "the condition's words, if any"),
    Column("condition_kind", "string", "kind of condition"),
    Column("in_reply_to", "list", "IRIs of the statements it answers"),
    Column("reply_grade", "string", "how far it grants what was asked"),
    Column("reply_status", "string", "of a request: whether a reply is on record"),
    Column("reaffirms", "boolean", "true if it says so again"),
    Column("recalls", "boolean", "true if it tells of an earlier occasion"),
    Column("confidence", "double", "0 to 1"),
    Column("account", "uri", "IRI of the account of the meeting"),
    *EVIDENCE,
)
STANCES = (
    Column("stance", "uri", "IRI of the stance"),
    Column("holder", "string", "code of the state or organisation that holds it"),
    Column("issue", "string", "issue notation"),
    Column("issue_label", "string", "issue in English"),
    Column("proposal", "string", "what it is a stance on, in the readout's words"),
    Column("polarity", "string", "support, conditional_support, oppose, ..."),
    Column("condition", "string", "the condition's words, if any"),
    Column("confidence", "double", "0 to 1"),
    *_DAYS,
    Column("speaker", "string", "name of the speaker, if one is named"),
    Column("statement", "uri", "IRI of the statement that expresses it"),
    *EVIDENCE,
)
COMMITMENTS = (
    Column("commitment", "uri", "IRI of the commitment"),
    Column("parties", "list", "codes of those who promise"),
    Column("undertaking", "string", "what is promised, in the readout's words"),
    Column("due_earliest", "date", "first day of the term"),
    Column("due_latest", "date", "last day of the term"),
    Column("due_words", "string", "the words for the term"),
    Column("due_precision", "string", "day, month, year or interval"),
    Column("issue", "string", "issue notation"),
    *_DAYS,
    Column("statement", "uri", "IRI of the statement that makes it"),
    *EVIDENCE,
)
MEETINGS = (
    Column("account", "uri", "IRI of this readout's account"),
    Column("meeting", "uri", "IRI of the meeting; accounts of one meeting share it"),
    Column("type", "string", "kind of meeting"),
    *_DAYS,
    Column("place", "string", "place as named there"),
    Column("participants", "list", "codes of the states that took part"),
    Column("attendees", "list", "names of those who attended"),
    Column("people", "list", "their IRIs, in the same order"),
    Column("statements", "integer", "statements here that were made at it"),
    *SOURCE,
)
PEOPLE = (
    Column("person", "uri", "IRI of the person as named in this readout"),
    Column("name", "string", "name as written there"),
    Column("official", "uri", "IRI of the official; namings of one official share it"),
    Column("state", "string", "code of the state"),
    Column("post", "string", "post as written there"),
    Column("statements", "integer", "statements here by this person"),
    *SOURCE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: rows in a fixed order, each with a cell for every column."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: list[Row]


def note(selection: Selection) -> str:
    """One paragraph for the file itself: what was selected, the licence."""
    return f"bilateral-kg; selection: {selection}. Quotes belong to their publishers; data: CC BY 4.0."


def tables(store: Store, selection: Selection) -> tuple[Table, ...]:
    """The selected statements and what hangs on them.

    A statement is taken by its issue, its days, and its parties: who says it, with those addressed, those
    it is about and, where it has neither, those at the table. A meeting or person is taken with a statement
    of theirs; without a selection all are.
    """
    return _Records(store, selection).tables()


def local(iri: str) -> str:
    """The notation at the end of an IRI of ours.

    >>> local("https://w3id.org/bilateral-kg/id/state/JPN"), local(KG + "meeting_summit")
    ('JPN', 'summit')
    """
    tail = iri.rpartition("/")[2]
    return tail.partition("#")[2].partition("_")[2] if "#" in tail else tail


class _Records:
    """Everything of a kind in one pass each, joined in memory."""

    def __init__(self, store: Store, selection: Selection) -> None:
        self._store, self._selection = store, selection

    def _facts(self, kind: str) -> dict[str, Facts]:
        """Node -> local name of a property -> its values, for a class; but for the stored texts."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        query = f"SELECT ?s ?p ?o {{ ?s a <{kind}> ; ?p ?o FILTER(?p != <{KG}text>) }}"
        for row in self._store.select(query):
            found[row["s"].value][_name(row["p"].value)].add(str(row["o"].value))
        return {s: {p: sorted(values) for p, values in found[s].items()} for s in sorted(found)}

    @cached_property
    def readouts(self) -> dict[str, Facts]:
        return self._facts(f"{KG}Readout")

    @cached_property
    def accounts(self) -> dict[str, Facts]:
        return self._facts(f"{KG}Account")

    @cached_property
    def people(self) -> dict[str, Facts]:
        return self._facts(f"{KG}PersonMention")

    @cached_property
    def conditions(self) -> dict[str, Facts]:
        return self._facts(f"{KG}Condition")

    @cached_property
    def evidence(self) -> dict[str, tuple[str, int, int]]:
        """Evidence -> its words and where they stand."""
        query = """PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?e ?words ?start ?end { ?e oa:hasSelector ?quote , ?place . ?quote oa:exact ?words .
                                       ?place oa:start ?start ; oa:end ?end }"""
        return {
            r["e"].value: (r["words"].value, int(r["start"].value), int(r["end"].value))
            for r in self._store.select(query)
        }

    @cached_property
    def statements(self) -> dict[str, Row]:
        """The selected statements by IRI, earliest first."""
        rows = [
            self._statement(iri, facts)
            for iri, facts in self._facts(f"{KG}Statement").items()
            if self._chosen(facts)
        ]
        rows.sort(key=lambda row: (str(row["earliest"] or ""), str(row["document"]), row["number"] or 0))
        return {str(row["statement"]): row for row in rows}

    def _chosen(self, facts: Facts) -> bool:
        wanted = self._selection
        if wanted.issues and not {local(i) for i in facts.get("issue", ())} & set(wanted.issues):
            return False
        last = facts.get("latest") or facts.get("earliest") or [""]
        if (wanted.since and last[0] < wanted.since) or (
            wanted.until and facts.get("earliest", ["9999"])[0] > wanted.until
        ):
            return False
        if not (wanted.states or wanted.between):
            return True
        holders = _codes(facts, "onBehalfOf")
        others = {*_codes(facts, "addressee"), *_codes(facts, "targetState")}
        if not others and len(holders) < 2:  # noqa: PLR2004 - one who speaks to nobody in particular
            account = self.accounts.get(_one(facts, "madeAt") or "", {})
            others = {*_codes(account, "participant")}
        everyone = {*holders, *others}
        return any(wanted.takes(a, b) for a in holders for b in everyone if a != b) or (
            not wanted.between and everyone == set(holders) and bool(everyone & set(wanted.states))
        )

    def _statement(self, iri: str, facts: Facts) -> Row:
        person = _one(facts, "speaker")
        condition = self.conditions.get(_one(facts, "condition") or "", {})
        issue = _one(facts, "issue")
        return {
            "statement": iri,
            "number": _whole(facts, "number"),
            **_days(facts),
            "speaker": _one(self.people.get(person or "", {}), "name"),
            "person": person,
            "holders": _codes(facts, "onBehalfOf"),
            "addressees": _codes(facts, "addressee"),
            "act": _notation(facts, "act"),
            "issue": issue and local(issue),
            "issue_label": issue and self._topics.label(issue),
            "dossier": _notation(facts, "dossier"),
            "polarity": _notation(facts, "polarity"),
            "voice": _notation(facts, "voice"),
            "target": _one(facts, "target"),
            "target_states": _codes(facts, "targetState"),
            "mentions": _codes(facts, "mentions"),
            "condition": _one(condition, "words"),
            "condition_kind": _notation(condition, "conditionKind"),
            "in_reply_to": facts.get("inReplyTo", []),
            "reply_grade": _notation(facts, "replyGrade"),
            "reply_status": _notation(facts, "replyStatus"),
            "reaffirms": "true" in facts.get("reaffirms", ()),
            "recalls": "true" in facts.get("recalls", ()),
            "confidence": _decimal(facts, "confidence"),
            "account": _one(facts, "madeAt"),
            **self._words(facts),
            **self._source(_one(facts, "reportedIn")),
        }

    @cached_property
    def _topics(self) -> Topics:
        return Topics()

    def _words(self, facts: Facts) -> Row:
        stretches = sorted(
            (e for e in facts.get("evidence", ()) if e in self.evidence),
            key=lambda e: (len(e), e),  # …/evidence/10 comes after …/evidence/9
        )
        quote, start, end = self.evidence[stretches[0]] if stretches else (None, None, None)
        return {"quote": quote, "quote_start": start, "quote_end": end, "stretches": len(stretches)}

    def _source(self, readout: str | None) -> Row:
        facts = self.readouts.get(readout or "", {})
        return {
            "document": readout,
            "title": _one(facts, "title"),
            "url": _one(facts, "url"),
            "reported_by": _codes(facts, "publisher"),
        }

    def tables(self) -> tuple[Table, ...]:
        """All five, rows in a fixed order."""
        return (
            Table("statements", "a row for each statement", STATEMENTS, list(self.statements.values())),
            Table("stances", "a row for each side taken and each holder", STANCES, self._stances()),
            Table("commitments", "a row for each promise", COMMITMENTS, self._commitments()),
            Table("meetings", "a row for each account of a meeting", MEETINGS, self._meetings()),
            Table("people", "a row for each person named in a readout", PEOPLE, self._people()),
        )

    def _of(self, iri: str | None, columns: tuple[Column, ...]) -> Row | None:
        """What a table takes over from the statement, or None where that was not selected."""
        row = self.statements.get(iri or "")
        return row and {column.name: row[column.name] for column in columns if column.name in row}

    def _stances(self) -> list[Row]:
        proposals = self._facts(f"{KG}Proposal")
        rows: list[Row] = []
        for iri, facts in self._facts(f"{KG}Stance").items():
            if said := self._of(_one(facts, "expressedIn"), STANCES):
                own: Row = {
                    "stance": iri,
                    "holder": _notation(facts, "holder"),
                    "issue": _notation(facts, "towards"),
                    "issue_label": self._topics.label(_one(facts, "towards") or ""),
                    "proposal": _one(proposals.get(_one(facts, "proposal") or "", {}), "label"),
                    "polarity": _notation(facts, "polarity"),
                    "confidence": _decimal(facts, "confidence"),
                }
                rows.append(said | own)
        return _sorted(rows, "stance")

    def _commitments(self) -> list[Row]:
        rows: list[Row] = []
        for iri, facts in self._facts(f"{KG}Commitment").items():
            if said := self._of(_one(facts, "statedIn"), COMMITMENTS):
                own: Row = {
                    "commitment": iri,
                    "parties": _codes(facts, "party"),
                    "undertaking": _one(facts, "undertaking"),
                    "due_earliest": _one(facts, "dueEarliest"),
                    "due_latest": _one(facts, "dueLatest"),
                    "due_words": _one(facts, "dueWords"),
                    "due_precision": _notation(facts, "duePrecision"),
                }
                rows.append(said | own)
        return _sorted(rows, "commitment")

    def _meetings(self) -> list[Row]:
        counts = self._counts("account")
        rows: list[Row] = []
        for iri, facts in self.accounts.items():
            if not counts[iri] and self._selection != EVERYTHING:
                continue
            people = facts.get("attendee", [])
            rows.append(
                {
                    "account": iri,
                    "meeting": _one(facts, "meetingOf"),
                    "type": _notation(facts, "meetingType"),
                    **_days(facts),
                    "place": _one(facts, "placeName"),
                    "participants": _codes(facts, "participant"),
                    "attendees": [_one(self.people.get(p, {}), "name") or "" for p in people],
                    "people": people,
                    "statements": counts[iri],
                    **self._source(_one(facts, "reportedIn")),
                }
            )
        return _sorted(rows, "account")

    def _people(self) -> list[Row]:
        counts = self._counts("person")
        present = {p for row in self._meetings() for p in row["people"] or ()}  # type: ignore[union-attr]
        rows: list[Row] = []
        for iri, facts in self.people.items():
            if iri in present or counts[iri] or self._selection == EVERYTHING:
                rows.append(
                    {
                        "person": iri,
                        "name": _one(facts, "name"),
                        "official": _one(facts, "mentionOf"),
                        "state": _notation(facts, "ofState"),
                        "post": _one(facts, "postTitle"),
                        "statements": counts[iri],
                        **self._source(_one(facts, "reportedIn")),
                    }
                )
        return rows

    def _counts(self, column: str) -> defaultdict[str, int]:
        counts: defaultdict[str, int] = defaultdict(int)
        for row in self.statements.values():
            counts[str(row[column])] += 1
        return counts


def _sorted(rows: list[Row], key: str) -> list[Row]:
    return sorted(rows, key=lambda row: (str(row["earliest"] or ""), str(row[key])))


def _name(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def _one(facts: Facts, name: str) -> str | None:
    return next(iter(facts.get(name, ())), None)


def _codes(facts: Facts, name: str) -> list[str]:
    return [local(iri) for iri in facts.get(name, ())]


def _notation(facts: Facts, name: str) -> str | None:
    return next(iter(_codes(facts, name)), None)


def _whole(facts: Facts, name: str) -> int | None:
    return next((int(value) for value in facts.get(name, ())), None)


def _decimal(facts: Facts, name: str) -> float | None:
    return next((float(value) for value in facts.get(name, ())), None)


def _days(facts: Facts) -> Row:
    return {"earliest": _one(facts, "earliest"), "latest": _one(facts, "latest") or _one(facts, "earliest")}
