"""What was asked for, answered and done on one issue at the meetings of the same participants."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.rules import meetings, partitions, requests, undertakings
from kg.rules.seams import one_each, select

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.rules.facts import Facts
    from kg.rules.meetings import Meeting
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a document, on which issue and at which meeting."""

    iri: str
    issue: str
    meeting: Meeting

    @property
    def partition(self) -> str:
        """Where what is derived of it belongs."""
        return partitions.matters(self.meeting.states, self.issue)


def known(store: Store) -> set[str]:
    """The partitions that have any statement in them."""
    at: dict[str, set[str]] = defaultdict(set)
    for account, issue in select(store, _KNOWN):
        at[account].add(issue)
    return {
        partitions.matters(meeting.states, issue)
        for account, meeting in meetings.derived(store, at).items()
        for issue in at[account]
    }


def derive(store: Store, due: Iterable[str], accounts: Iterable[str], met: dict[str, Meeting]) -> Facts:
    """Requests and promises in some partitions, of statements that stand in these accounts.

    Which account is of which meeting is derived before, and read into `met` as it is needed.
    """
    found: Facts = {name: set() for name in sorted(due)}
    wanted = {partitions.issue_of(name) for name in found}
    told = [row for row in select(store, _STATEMENTS, one_each(sorted(accounts))) if row[2] in wanted]
    met.update(meetings.derived(store, {account for account, _, _ in told} - set(met)))
    made = [Statement(iri, issue, met[account]) for account, iri, issue in told]
    statements = {one.iri: one for one in made if one.partition in found}
    for facts in (requests.facts, undertakings.facts):
        for iri, triple in facts(store, statements):
            found[statements[iri].partition].add(triple)
    return found


_KNOWN = "SELECT DISTINCT ?account ?issue WHERE { ?statement kg:madeAt ?account ; kg:issue ?issue }"
_STATEMENTS = """SELECT ?account ?statement ?issue WHERE {
  VALUES ?account { UNDEF }
  ?statement kg:madeAt ?account ; kg:issue ?issue .
}"""
