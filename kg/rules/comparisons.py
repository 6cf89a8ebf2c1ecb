"""How two accounts of one meeting compare: which statements of each tell of the same (see `kg.alignment`)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg import alignment
from kg.model import Statement
from kg.rules import partitions
from kg.rules.facts import Facts, fact
from kg.rules.groups import digest
from kg.rules.seams import one_each, select
from kg.vocabulary.namespaces import ID, ISSUE, KG, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

    from kg.store import Store


def mates(store: Store, accounts: Iterable[str]) -> dict[str, list[str]]:
    """Account -> the others of its meeting, as derived before; only those that have any."""
    found: dict[str, set[str]] = defaultdict(set)
    for account, other in select(store, _MATES, one_each(sorted(accounts))):
        found[account].add(other)
    return {account: sorted(others) for account, others in sorted(found.items())}


def several(store: Store) -> set[str]:
    """The accounts of meetings that have another."""
    return {account for account, _ in select(store, _MATES)}


def derive(store: Store, accounts: Iterable[str]) -> Facts:
    """What some accounts have in common with the others of their meetings that come after them by IRI."""
    found: Facts = {partitions.comparisons(account): set() for account in sorted(accounts)}
    for account, others in mates(store, accounts).items():
        later = [other for other in others if other > account]
        if later:
            meeting = min(m for _, m in select(store, _MEETING, [(account,)]))
            ours = _statements(store, account)
            for other in later:
                theirs = _statements(store, other)
                facts = _compared(meeting, account, ours, other, theirs)
                found[partitions.comparisons(account)].update(facts)
    return found


def _compared(
    meeting: str, account: str, ours: dict[str, Statement], other: str, theirs: dict[str, Statement]
) -> Iterator[ox.Triple]:
    mine, his = ({s.n: iri for iri, s in side.items()} for side in (ours, theirs))
    for found in alignment.align(ours.values(), theirs.values()):
        related = [*(mine[n] for n in found.a), *(his[n] for n in found.b)]
        node = f"{meeting}/correspondence/{digest(related)}"
        yield fact(node, f"{RDF}type", f"{KG}Correspondence")
        yield fact(node, "correspondenceOf", meeting)
        yield fact(node, "relation", f"{KG}relation_{found.relation}")
        for statement in related:
            yield fact(node, "relates", statement)
        if found.stronger:
            stronger = account if found.stronger == "a" else other
            yield fact(node, "strongerIn", stronger.removesuffix("/account"))


def _statements(store: Store, account: str) -> dict[str, Statement]:
    """The statements of an account as far as they are compared, by IRI."""
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for query in (_STATEMENTS, _QUOTES):
        for statement, part, value in select(store, query, [(account,)]):
            parts[statement][part].append(value)
    return {
        iri: Statement(
            n=int(own["number"][0]),
            start=int(own["start"][0]),
            end=int(own["end"][0]),
            quote=own["exact"][0],
            act=own["act"][0].removeprefix(f"{KG}act_"),
            dossier=own["dossier"][0].removeprefix(ISSUE),
            issue=own["issue"][0].removeprefix(ISSUE),
            polarity=own["polarity"][0].removeprefix(f"{KG}polarity_"),
            speaker_states=tuple(sorted(state.removeprefix(ID) for state in own["onBehalfOf"])),
        )
        for iri, own in sorted(parts.items())
    }


_MATES: Final = """SELECT ?account ?other WHERE {
  VALUES ?account { UNDEF }
  ?account kg:meetingOf ?meeting . ?meeting kg:hasAccount ?other
  FILTER(?account != ?other)
}"""
_MEETING: Final = """SELECT ?account ?meeting WHERE {
  VALUES ?account { UNDEF }
  ?account kg:meetingOf ?meeting
}"""
_STATEMENTS: Final = """SELECT ?statement ?part ?value WHERE {
  VALUES ?account { UNDEF }
  ?statement kg:madeAt ?account ; ?property ?value .
  FILTER(?property IN (kg:number, kg:act, kg:dossier, kg:issue, kg:polarity, kg:onBehalfOf))
  BIND(STRAFTER(STR(?property), "#") AS ?part)
}"""
_QUOTES: Final = """SELECT ?statement ?part ?value WHERE {
  VALUES ?account { UNDEF }
  ?statement kg:madeAt ?account ; kg:evidence ?evidence .
  FILTER(STRENDS(STR(?evidence), "/evidence/1"))
  ?evidence oa:hasSelector ?selector .
  ?selector ?property ?value .
  FILTER(?property IN (oa:exact, oa:start, oa:end))
  BIND(STRAFTER(STR(?property), "#") AS ?part)
}"""
