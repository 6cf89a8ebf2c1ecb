"""Who is one: an Official for the mentions that share a key, or that mean one entry of the registry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.rules import partitions
from kg.rules.facts import Facts, fact
from kg.rules.groups import Groups, digest
from kg.rules.merges import told
from kg.rules.seams import one_each, rule, select
from kg.vocabulary.namespaces import FOAF, ID, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.rules.merges import Merges
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class Mention:
    """A person as one document names them; `known` is the entry of the registry that is meant, if one is."""

    iri: str
    state: str | None
    names: frozenset[str]
    keys: frozenset[str]
    known: str | None


def known(store: Store) -> set[str]:
    """The partitions that have anybody in them."""
    found = {partitions.people(state) for (state,) in select(store, _STATES)}
    return found | ({partitions.people(None)} if any(True for _ in select(store, _STATELESS)) else set())


def derive(store: Store, due: Iterable[str], merges: Merges) -> Facts:
    """The officials of some partitions, which must be all that `merges` links."""
    due = sorted(due)
    named = {mention.iri: mention for mention in mentions(store, due)}
    meant = {mention.known for mention in named.values() if mention.known}
    entries = one_each(sorted(meant.union(*merges.merge)))
    registry: dict[str, str] = dict(select(store, _REGISTRY, entries))
    tied = {
        iri: {iri} if iri in merges.alone else {*mention.keys, *filter(None, [mention.known])}
        for iri, mention in named.items()
    }
    groups = Groups()
    for iri, own in tied.items():
        for key in own:
            groups.join(iri, key)

    def name_of(members: list[str]) -> str:
        listed = [m for m in members if m in registry]
        return listed[0] if listed else f"{ID}official/{digest(k for m in members for k in tied.get(m, ()))}"

    found: Facts = {name: set() for name in due}
    said = {(official, state) for official, state in select(store, _REGISTERED, entries)}
    for members in told(groups, set(tied) | set(registry), merges.merge, name_of):
        held = [named[m] for m in members if m in named]
        if held:
            partition = min(partitions.people(mention.state) for mention in held)
            found[partition].update(_official(name_of(members), held, registry, said))
    return found


def _official(
    official: str, mentions: list[Mention], registry: Mapping[str, str], said: set[tuple[str, str]]
) -> Iterable[ox.Triple]:
    """What is known of one; not what the registry says already, or a query would find it twice."""
    if official not in registry:
        yield fact(official, f"{RDF}type", _OFFICIAL)
    for mention in mentions:
        yield fact(official, "hasMention", mention.iri)
        yield fact(mention.iri, "mentionOf", official)
        if mention.state and (official, mention.state) not in said:
            yield fact(official, "ofState", mention.state)
    # as the registry has it, else the fullest printed (of equally long ones, the first by alphabet)
    printed = min((n for mention in mentions for n in mention.names), key=lambda n: (-len(n), n))
    yield fact(official, f"{FOAF}name", ox.Literal(registry.get(official, printed)))


def mentions(store: Store, due: list[str]) -> Iterable[Mention]:
    """The people as named in the documents of some partitions."""
    states = one_each(state for name in due for state in partitions.states(name))
    rows = list(select(store, _MENTIONS, states)) if states else []
    keys = list(rule(store, "10-person-keys", states)) if states else []
    if partitions.people(None) in due:
        rows += select(store, _WITHOUT_STATE)
        keys += rule(store, "11-person-keys-without-state", ())
    key_of: dict[str, set[str]] = defaultdict(set)
    for mention, _, key in keys:
        key_of[mention].add(key)
    names: dict[str, set[str]] = defaultdict(set)
    placed: dict[str, str | None] = {}
    for mention, name, state in rows:
        names[mention].add(name)
        placed[mention] = state
    met = _days(store, {partitions.account_in(mention) for mention in placed})
    for iri, state in placed.items():
        known_as = registered(min(names[iri]), state or "", met.get(partitions.account_in(iri), "")[:4])
        yield Mention(iri, state, frozenset(names[iri]), frozenset(key_of[iri]), known_as)


def _days(store: Store, accounts: set[str]) -> dict[str, str]:
    """Account -> the first day of the meeting it tells of."""
    return dict(select(store, _MET, one_each(sorted(accounts))))


@cache
def registered(name: str, state: str, year: str) -> str | None:
    """The one entry of the registry that this name can mean for this state, or None.

    A whole name need only be the only one to fit. A single word ("Lavrov") must also be borne by somebody
    who was in office that year, as far as years are known.
    """
    from kg.vocabulary.officials import name_key, officials, words

    code = state.removeprefix(ID).rpartition("/")[2]
    if not code:
        return None
    found = officials().resolve(name, state=code, year=int(year) if year else None)
    whole = [entry for entry in found if name_key(entry.name) == name_key(name)]
    fitting = whole or found
    if len(words(name)) == 1 and year:
        fitting = [
            entry
            for entry in fitting
            if not any(h.since or h.attested for h in entry.posts)
            or any(h.in_year(int(year)) for h in entry.posts)
        ]
    return fitting[0].iri if len(fitting) == 1 else None


_OFFICIAL: Final = "https://w3id.org/bilateral-kg/ontology#Official"
_STATES = "SELECT DISTINCT ?state WHERE { ?mention kg:ofState ?state ; a kg:PersonMention }"
_STATELESS = """SELECT ?mention WHERE {
  ?mention a kg:PersonMention FILTER NOT EXISTS { ?mention kg:ofState ?any }
} LIMIT 1"""
_MENTIONS = """SELECT ?mention ?name ?state WHERE {
  VALUES ?state { UNDEF }
  ?mention kg:ofState ?state ; kg:name ?name .
}"""
_WITHOUT_STATE = """SELECT ?mention ?name ?state WHERE {
  ?mention a kg:PersonMention ; kg:name ?name .
  FILTER NOT EXISTS { ?mention kg:ofState ?any }
}"""
_MET = """SELECT ?account ?day WHERE {
  VALUES ?account { UNDEF }
  ?account kg:earliest ?day .
}"""
_REGISTRY = """SELECT ?official (MIN(?label) AS ?name) WHERE {
  VALUES ?official { UNDEF }
  GRAPH id:graph\\/reference { ?official skos:prefLabel ?label ; a kg:Official }
} GROUP BY ?official"""
_REGISTERED = """SELECT ?official ?state WHERE {
  VALUES ?official { UNDEF }
  GRAPH id:graph\\/reference { ?official kg:ofState ?state }
}"""
