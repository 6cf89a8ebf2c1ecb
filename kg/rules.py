"""The state of play: what follows from all documents together, in a graph of its own.

`ontology/rules/*.rq` say what can be argued about, each a CONSTRUCT over the documents and the reference
graph; they never look at what was derived, so each ends and none depends on another. What SPARQL cannot say,
which things are one (union-find) and what that one is called (a hash of its sorted members), is done here.
The same documents give the same bytes, in whatever order they came.

People overrule the rules in `merges.yaml`, beside the store:

    merge:                                  # these two are one
      - [https://…/person/0123456789ab, https://w3id.org/bilateral-kg/id/official/sergey-lavrov]
    split:                                  # the second is another one than the first
      - [https://…/account, https://…/account]

An IRI there is that of a mention or an account, of an entry of the registry, or of what the rules made. One
that the store does not know (any more) is passed over.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import resources
from kg.errors import MetadataError
from kg.vocabulary.namespaces import FOAF, ID, KG, RDF, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.store import Store

DERIVED = f"{ID}graph/derived"
STATE = f"{ID}graph/state"
MERGES = "merges.yaml"
DAY = timedelta(days=1)

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Merges:
    """Pairs that people say are one, and pairs that they say are two."""

    merge: Pairs = ()
    split: Pairs = ()
    text: bytes = b""


def merges(store: Store) -> Merges:
    """What people wrote beside the store. Raises MetadataError where it is malformed."""
    path = store.folder and store.folder / MERGES
    if not path or not path.exists():
        return Merges()
    import yaml

    text = path.read_bytes()
    try:
        found = yaml.safe_load(text) or {}
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise MetadataError(
            f"{path} is no YAML: {str(error).splitlines()[0]}", "see docs/architecture.md"
        ) from error
    if not isinstance(found, dict) or not set(found) <= {"merge", "split"}:
        raise MetadataError(f"{path} may hold `merge:` and `split:` only", "see docs/architecture.md")

    def pairs(name: str) -> Pairs:
        listed = found.get(name) or []
        if not isinstance(listed, list) or not all(
            isinstance(pair, list) and len(pair) == 2 and all(isinstance(iri, str) for iri in pair)  # noqa: PLR2004
            for pair in listed
        ):
            raise MetadataError(f"{path}: `{name}:` is a list of pairs of IRIs", f"{name}: [[iri, iri]]")
        return tuple((a, b) for a, b in listed)

    return Merges(pairs("merge"), pairs("split"), text)


def stale(store: Store) -> bool:
    """Whether documents, rules or merges have changed since the derived graph was made."""
    return noted(store, DERIVED) != _digest(store)


def _digest(store: Store) -> str:
    digest = hashlib.sha256(merges(store).text)
    for name in resources.names("ontology", "rules", suffix=".rq"):
        digest.update(resources.text("ontology", "rules", name).encode())
    return digest.hexdigest()


def refresh(store: Store) -> bool:
    """Derive again if that is due; True if so."""
    if not stale(store):
        return False
    derive(store)
    note(store, DERIVED, _digest(store))
    return True


def derive(store: Store) -> bool:
    """Make the derived graph from scratch and put it in place in one step; True if it differs from before."""
    return store.replace_graph(DERIVED, derived(store))


def mark_stale(store: Store) -> None:
    """Note that the derived graph no longer fits, before a document changes: a crash cannot hide it."""
    note(store, DERIVED, None)


def noted(store: Store, graph: str) -> str | None:
    """The digest of what a made graph was made from, or None if that is not known."""
    text = f"SELECT ?d WHERE {{ GRAPH <{STATE}> {{ {ox.NamedNode(graph)} <{KG}madeFrom> ?d }} }}"
    return next((str(row["d"].value) for row in store.select(text)), None)


def note(store: Store, graph: str, digest: str | None) -> None:
    """Keep the digest of what a made graph was made from, in the graph `id:graph/state`."""
    kept = [q for q in store.quads(STATE) if q.subject != ox.NamedNode(graph)]
    if digest:
        kept.append(_fact(graph, f"{KG}madeFrom", ox.Literal(digest)))
    store.replace_graph(STATE, kept)


def derived(store: Store) -> set[ox.Quad]:
    """All that follows from the documents in the store."""
    found: set[ox.Quad] = set()
    keys: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for name in resources.names("ontology", "rules", suffix=".rq"):
        for fact in store.construct(resources.text("ontology", "rules", name)):
            match fact.predicate.value.removeprefix(KG), fact.subject, fact.object:
                case "personKey", ox.NamedNode(value=mention), ox.NamedNode(value=key) | ox.Literal(
                    value=key
                ):
                    keys[mention].add(key)
                case "meetingKind", ox.NamedNode(value=account), ox.Literal(value=kind):
                    kinds[account] = kind
                case _:
                    found.add(ox.Quad(fact.subject, fact.predicate, fact.object))
    told = merges(store)
    found.update(_officials(store, keys, told))
    found.update(_meetings(store, kinds, told))
    # what the registry says already: Oxigraph counts a triple of two graphs as two in their union
    return found - {ox.Quad(t.subject, t.predicate, t.object) for t in store.construct(_REGISTERED)}


class Groups:
    """Union-find over IRIs."""

    def __init__(self) -> None:
        """Everything stands alone."""
        self._above: dict[str, str] = {}

    def root(self, item: str) -> str:
        """Who stands for its group: the least member."""
        while (above := self._above.get(item, item)) != item:
            self._above[item] = self._above.get(above, above)
            item = above
        return item

    def join(self, a: str, b: str) -> None:
        """Make two groups one."""
        low, high = sorted((self.root(a), self.root(b)))
        self._above[high] = low

    def of(self, items: Iterable[str]) -> dict[str, list[str]]:
        """Root to sorted members.

        >>> groups = Groups(); groups.join("a", "c"); groups.of("cba")
        {'a': ['a', 'c'], 'b': ['b']}
        """
        found: dict[str, list[str]] = defaultdict(list)
        for item in sorted(items):
            found[self.root(item)].append(item)
        return dict(found)


def _hash(members: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(members)).encode()).hexdigest()[:12]


def _fact(subject: str, predicate: str, thing: str | ox.Literal) -> ox.Quad:
    held = ox.NamedNode(thing) if isinstance(thing, str) else thing
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), held)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A person as one document names them; `known` is the entry of the registry that is meant, if one is."""

    names: frozenset[str]
    states: frozenset[str]
    known: str | None


def _mentions(store: Store) -> dict[str, _Mention]:
    parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in store.select(_MENTIONS):
        parts[row["mention"].value][row["part"].value].add(row["value"].value)
    # joined here: asked for together, Oxigraph goes through everything that each readout reports
    years = {row["readout"].value: row["day"].value[:4] for row in store.select(_MET)}
    return {
        iri: _Mention(
            frozenset(own["name"]),
            frozenset(own["state"]),
            _registered(
                min(own["name"]),
                min(own["state"], default=""),
                years.get(min(own["readout"], default=""), ""),
            ),
        )
        for iri, own in parts.items()
    }


@cache
def _registered(name: str, state: str, year: str) -> str | None:
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


def _officials(store: Store, keys: Mapping[str, set[str]], told: Merges) -> Iterator[ox.Quad]:
    """One Official for the mentions that share a key, or that mean one entry of the registry."""
    mentions = _mentions(store)
    alone = {b for _, b in told.split}
    registry = {row["official"].value: row["name"].value for row in store.select(_REGISTRY)}
    tied = {
        iri: {iri} if iri in alone else {*keys.get(iri, ()), *filter(None, [mention.known])}
        for iri, mention in mentions.items()
    }
    groups = Groups()
    for iri, own in tied.items():
        for key in own:
            groups.join(iri, key)

    def name_of(members: list[str]) -> str:
        known = [m for m in members if m in registry]
        return known[0] if known else f"{ID}official/{_hash(k for m in members for k in tied.get(m, ()))}"

    for members in _told(groups, set(tied) | set(registry), told.merge, name_of):
        named = [m for m in members if m in mentions]
        if not named:
            continue
        official = name_of(members)
        yield _fact(official, f"{RDF}type", f"{KG}Official")
        for iri in named:
            yield _fact(official, f"{KG}hasMention", iri)
            yield _fact(iri, f"{KG}mentionOf", official)
            for state in mentions[iri].states:
                yield _fact(official, f"{KG}ofState", state)
        # as the registry has it, else the fullest printed (of equally long ones, the first by alphabet)
        printed = min((n for iri in named for n in mentions[iri].names), key=lambda n: (-len(n), n))
        yield _fact(official, f"{FOAF}name", ox.Literal(registry.get(official, printed)))


@dataclass(frozen=True, slots=True)
class _Account:
    """One document's account of a meeting."""

    iri: str
    kind: str
    types: frozenset[str]
    states: frozenset[str]
    publishers: frozenset[str]
    start: date | None  # or the day of issue, to compare by only
    earliest: str | None
    latest: str | None


def _meetings(store: Store, kinds: Mapping[str, str], told: Merges) -> Iterator[ox.Quad]:
    """One Meeting for the accounts that can be of one."""
    accounts = {account.iri: account for account in _accounts(store, kinds)}
    groups = Groups()
    alone = {b for _, b in told.split}
    for members in _same_meeting([a for a in accounts.values() if a.iri not in alone]):
        for member in members[1:]:
            groups.join(members[0], member)

    def iri(members: list[str]) -> str:
        return f"{ID}meeting/{_hash(members)}"

    for members in _told(groups, set(accounts), told.merge, iri):
        meeting = iri(members)
        held = [accounts[m] for m in members]
        yield _fact(meeting, f"{RDF}type", f"{KG}Meeting")
        for account in held:
            yield _fact(meeting, f"{KG}hasAccount", account.iri)
            yield _fact(account.iri, f"{KG}meetingOf", meeting)
        for state in frozenset().union(*(a.states for a in held)):
            yield _fact(meeting, f"{KG}participant", state)
        # "meeting" says no more than that there was one
        types = frozenset().union(*(a.types for a in held))
        for kind in types - {f"{KG}meeting_meeting"} or types:
            yield _fact(meeting, f"{KG}meetingType", kind)
        if firsts := [a.earliest for a in held if a.earliest]:
            yield _fact(meeting, f"{KG}earliest", ox.Literal(min(firsts), datatype=_DATE))
        if lasts := [a.latest for a in held if a.latest]:
            yield _fact(meeting, f"{KG}latest", ox.Literal(max(lasts), datatype=_DATE))


def _same_meeting(accounts: Iterable[_Account]) -> Iterator[list[str]]:
    """Groups of accounts with the same participants and kind, starting within a day, of other publishers.

    The best-fitting pairs are joined first (same type, then nearest start, then by IRI), as long as no
    publisher then has two accounts in a group: a ministry that gives two accounts tells of two meetings.
    """
    alike: dict[tuple[frozenset[str], str], list[_Account]] = defaultdict(list)
    for account in accounts:
        if account.start and len(account.states) > 1:
            alike[account.states, account.kind].append(account)
    for held in alike.values():
        held.sort(key=lambda a: (a.start or date.min, a.iri))
        pairs = []
        for k, a in enumerate(held):
            for b in held[k + 1 :]:
                apart = (b.start or date.max) - (a.start or date.min)
                if apart > DAY:
                    break
                pairs.append((not a.types & b.types, apart, a.iri, b.iri, a, b))
        where = {a.iri: [a] for a in held}
        for *_, a, b in sorted(pairs, key=lambda pair: pair[:4]):
            one, other = where[a.iri], where[b.iri]
            if one is not other and all(_fit(x, y) for x in one for y in other):
                one.extend(other)
                where.update(dict.fromkeys((x.iri for x in other), one))
        yield from {id(group): sorted(a.iri for a in group) for group in where.values()}.values()


def _fit(a: _Account, b: _Account) -> bool:
    return not a.publishers & b.publishers and abs((a.start or date.min) - (b.start or date.max)) <= DAY


def _accounts(store: Store, kinds: Mapping[str, str]) -> Iterator[_Account]:
    parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in store.select(_ACCOUNTS):
        parts[row["account"].value][row["part"].value].add(row["value"].value)
    for iri, kind in kinds.items():
        own = parts[iri]
        earliest, latest = min(own["earliest"], default=None), max(own["latest"], default=None)
        start = earliest or latest or min(own["issued"], default=None)
        yield _Account(
            iri,
            kind,
            frozenset(own["type"]),
            frozenset(own["state"]),
            frozenset(own["publisher"]),
            date.fromisoformat(start) if start else None,
            earliest,
            latest,
        )


def _told(groups: Groups, items: set[str], pairs: Pairs, iri: Any) -> list[list[str]]:
    """The groups of these items after people's merges, which may also name a group by the rules' IRI."""
    made = {iri(members): root for root, members in groups.of(items).items()}
    for a, b in pairs:
        one, other = (made.get(name, name) for name in (a, b))
        if {one, other} <= items | set(made.values()):
            groups.join(one, other)
    return [members for _, members in sorted(groups.of(items).items())]


_DATE = ox.NamedNode(f"{XSD}date")
_MENTIONS = f"""PREFIX kg: <{KG}>
SELECT ?mention ?part ?value WHERE {{
  ?mention a kg:PersonMention .
  {{ ?mention kg:name ?value BIND("name" AS ?part) }}
  UNION {{ ?mention kg:ofState ?value BIND("state" AS ?part) }}
  UNION {{ ?mention kg:reportedIn ?value BIND("readout" AS ?part) }}
}}"""
_MET = f"""PREFIX kg: <{KG}>
SELECT ?readout ?day WHERE {{ ?account a kg:Account ; kg:reportedIn ?readout ; kg:earliest ?day }}"""
_REGISTRY = f"""PREFIX skos: <{SKOS}>
SELECT ?official ?name WHERE {{
  GRAPH <{ID}graph/reference> {{ ?official a <{KG}Official> ; skos:prefLabel ?name }}
}}"""
_REGISTERED = f"""PREFIX kg: <{KG}>
CONSTRUCT {{ ?official a kg:Official ; kg:ofState ?state }} WHERE {{
  GRAPH <{ID}graph/reference> {{ ?official a kg:Official ; kg:ofState ?state }}
}}"""
_ACCOUNTS = f"""PREFIX kg: <{KG}>
SELECT ?account ?part ?value WHERE {{
  ?account a kg:Account .
  {{ ?account kg:meetingType ?value BIND("type" AS ?part) }}
  UNION {{ ?account kg:participant ?value BIND("state" AS ?part) }}
  UNION {{ ?account kg:earliest ?value BIND("earliest" AS ?part) }}
  UNION {{ ?account kg:latest ?value BIND("latest" AS ?part) }}
  UNION {{ ?account kg:reportedIn/kg:publisher ?value BIND("publisher" AS ?part) }}
  UNION {{ ?account kg:reportedIn/kg:earliest ?value BIND("issued" AS ?part) }}
}}"""
