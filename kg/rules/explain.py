"""Why the mentions of a person are one person's, and the accounts of a meeting one meeting's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import samemeeting
from kg.rules import meetings, partitions, people
from kg.rules.merges import merges
from kg.rules.seams import one_each, select
from kg.vocabulary.namespaces import ID

if TYPE_CHECKING:
    from kg.rules.merges import Merges
    from kg.store import Store


def why(store: Store, iri: str) -> list[str]:
    """The reasons, a line each; none for what is no derived person or meeting, or has nothing to explain."""
    members = [member for (member,) in select(store, _MEMBERS.replace("?whole", str(ox.NamedNode(iri))))]
    told = merges(store)
    if any("/person/" in member for member in members):
        return [*_people(store, iri, members), *_told(told, {iri, *members})]
    if members:
        return [*_accounts(store, members), *_told(told, {iri, *members})]
    return []


def _people(store: Store, official: str, members: list[str]) -> list[str]:
    states = {state for _, state in select(store, _STATES, one_each(members))}
    due = [partitions.people(state) for state in states] or [partitions.people(None)]
    found = [mention for mention in people.mentions(store, sorted(due)) if mention.iri in members]
    listed: dict[str, list[str]] = {}
    for mention in sorted(found, key=lambda m: m.iri):
        name = ", ".join(sorted(mention.names))
        if mention.known == official:
            reason = "the registry of officials means this entry by"
        else:
            reason = f"the same name and state ({min(mention.keys, default='-')}):"
        if name not in listed.setdefault(reason, []):
            listed[reason].append(name)
    return [f"{reason} {'; '.join(names)}" for reason, names in sorted(listed.items())]


def _accounts(store: Store, members: list[str]) -> list[str]:
    found = samemeeting.groups(account.seen for account in meetings.accounts(store, members))
    return sorted(
        f"{_short(a)} and {_short(b)}: the same participants; {reason}"
        for group in found
        for a, b, reason in group.reasons
    )


def _told(told: Merges, members: set[str]) -> list[str]:
    """What people's file of merges says of any of these."""
    lines = [("are one", a, b) for a, b in told.merge] + [("are two", a, b) for a, b in told.split]
    return [f"merges.yaml: {_short(a)} and {_short(b)} {what}" for what, a, b in lines if members & {a, b}]


def _short(iri: str) -> str:
    return f"id:{iri.removeprefix(ID)}" if iri.startswith(ID) else iri


_MEMBERS = "SELECT DISTINCT ?member WHERE { ?whole kg:hasMention|kg:hasAccount ?member } ORDER BY ?member"
_STATES = """SELECT ?mention ?state WHERE {
  VALUES ?mention { UNDEF }
  ?mention kg:ofState ?state .
}"""
