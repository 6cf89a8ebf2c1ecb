"""Who held which office, and which office-holder a name in a text means.

The registry is `ontology/officials.ttl` with the `*.ttl` files of a user's overlay folder. Years are there
only where they are sure, so an absent year excludes nobody. Kinds of post: head_of_state,
head_of_government, foreign_minister, deputy_foreign_minister, defence_minister, security_adviser, and some
rarer ones.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.vocabulary.actors import overlay, triples, words_around

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

_KG = "https://w3id.org/bilateral-kg/ontology#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


# Letters that have no decomposition (dotless i, barred l and d, slashed o, schwa, ae); apostrophes go.
_LETTERS = str.maketrans(
    {"\u0131": "i", "\u0142": "l", "\u0111": "d", "\u00f8": "o", "\u0259": "a", "\u00e6": "ae"}
    | dict.fromkeys("'\u2019\u2018\u02bb`", "")
)
_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b([a-z])\.(?=[a-z]\.)")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")
# The highest of these that fits decides; what speaks for one namesake among others adds less than 1 step.
_WHOLE, _MOST, _SEVERAL, _FAMILY, _PART = 8, 6, 5, 4, 2


@dataclass(frozen=True, slots=True)
class Held:
    """One post held: its kind, for which state, first and last year (None: not known), years attested."""

    kind: str
    state: str
    since: int | None = None
    until: int | None = None
    attested: tuple[int, ...] = ()
    title: str | None = None

    def in_year(self, year: int) -> bool:
        """Whether the known years place the holder in office then.

        >>> Held("foreign_minister", "RUS", 2004).in_year(2012)
        True
        """
        if year in self.attested:
            return True
        return self.since is not None and self.since <= year <= (self.until or year)


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the registry; `state` is the one asked for, else the first of those served."""

    iri: str
    name: str
    state: str
    posts: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    iri: str
    name: str
    families: tuple[frozenset[str], ...]
    labels: tuple[frozenset[str], ...]
    states: tuple[str, ...]
    posts: tuple[Held, ...]


def words(name: str) -> list[str]:
    """The folded words of a name: lower case, accents and punctuation off, honorifics and initials off.

    >>> words("H.E. Mr. Joseph R. Biden, Jr."), words("S. Jaishankar"), words("MOTEGI Toshimitsu")
    (['joseph', 'biden'], ['s', 'jaishankar'], ['motegi', 'toshimitsu'])
    """
    plain = name.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    if "." in plain:
        plain = _DOTTED.sub(r"\1", plain)
    every = _WORD.findall(plain.translate(_LETTERS))
    kept = [word for word in every if word not in words_around()["honorifics"]] or every
    long = [word for word in kept if len(word) > 1]
    return long if len(long) > 1 else kept


def name_key(name: str) -> str:
    """The identity of a name: its folded words, sorted, so that order, case, accents and titles do not count.

    >>> name_key("MOTEGI Toshimitsu") == name_key("Mr. Toshimitsu Motegi")
    True
    """
    return " ".join(sorted(words(name)))


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = resources.data("ontology", "reader", "names.yaml")["spellings"]
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rows)


@lru_cache(maxsize=65536)
def _spelt(word: str) -> str:
    """One spelling for the usual transliterations of a word.

    >>> {_spelt(w) for w in ("zelensky", "zelenskyy", "zelenskiy")}, {_spelt("sergey"), _spelt("sergei")}
    ({'zelenski'}, {'sergei'})
    """
    for pattern, repl in _spellings():
        word = pattern.sub(repl, word)
    return word


def _tokens(name: str) -> frozenset[str]:
    return frozenset(_spelt(word) for word in words(name))


def _readings(name: str) -> tuple[frozenset[str], ...]:
    """The words of a name, and where it is hyphened also with its parts written as one."""
    joined = _HYPHEN.sub("", name)
    return (_tokens(name),) if joined == name else (_tokens(name), _tokens(joined))


class Officials:
    """The registry: persons by name, and office-holders by state, post and year.

    The names of all are indexed at once; a person is put together when somebody asks.
    """

    def __init__(self, graphs: Iterable[Iterable[ox.Triple]]) -> None:
        """Read the triples of each file, in order."""
        self._facts = _facts(graphs)
        self._iris = [iri for iri in sorted(self._facts) if _KG + "Official" in self._facts[iri][_TYPE]]
        self._known: dict[int, _Person] = {}
        self._by_word: dict[str, set[int]] = defaultdict(set)
        for n, iri in enumerate(self._iris):
            for word in frozenset().union(*_labels(self._facts[iri])):
                self._by_word[word].add(n)

    @cached_property
    def _tenures(self) -> dict[str, list[str]]:
        """What each person held."""
        found: dict[str, list[str]] = defaultdict(list)
        for iri, about in sorted(self._facts.items()):
            if _KG + "Tenure" in about[_TYPE]:
                found[about[_KG + "heldBy"][0]].append(iri)
        return found

    @cached_property
    def _by_post(self) -> dict[tuple[str, str], list[int]]:
        """The persons by state and kind of post."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, iri in enumerate(self._iris):
            posts = [self._facts[self._facts[t][_KG + "tenureOf"][0]] for t in self._tenures.get(iri, ())]
            for post in {(_code(p[_KG + "ofState"][0]), p[_KG + "postKind"][0]) for p in posts}:
                found[post].append(n)
        return found

    def _person(self, n: int) -> _Person:
        if n not in self._known:
            iri = self._iris[n]
            held = [_held(self._facts[t], self._facts) for t in self._tenures.get(iri, ())]
            self._known[n] = _person(iri, self._facts[iri], held)
        return self._known[n]

    def resolve(
        self, name: str, *, state: str | None = None, year: int | None = None, post: str | None = None
    ) -> list[Entry]:
        """The persons a name may mean, best first; empty if none fits.

        `state` is an actor's code and excludes others; `year` and `post` (a kind of post) only order. A
        family name suffices; a given name that fits nobody excludes.

        >>> [e.name for e in officials().resolve("MOTEGI Toshimitsu", state="JPN")]
        ['Toshimitsu Motegi']
        """
        asked = dict.fromkeys([*_readings(name), *_readings(_without_posts(name))])
        scored = []
        for n in sorted({n for reading in asked for word in reading for n in self._by_word.get(word, ())}):
            person = self._person(n)
            if state and state not in person.states:
                continue
            score = max((_fit(reading, person) for reading in asked), default=0)
            if score:
                scored.append((-score - _office(person, state, year, post), person.name, person))
        return [_entry(person, state) for _, _, person in sorted(scored, key=lambda row: row[:2])]

    def in_office(self, state: str, post: str, year: int) -> list[Entry]:
        """Who held that kind of post of a state in a year, the latest to come into office first.

        >>> [e.name for e in officials().in_office("USA", "foreign_minister", 2022)]
        ['Antony Blinken']
        """
        found = []
        for n in self._by_post.get((state, post), ()):
            person = self._person(n)
            since = [
                h.since or year
                for h in person.posts
                if h.state == state and h.kind == post and h.in_year(year)
            ]
            if since:
                found.append((-max(since), person.name, person))
        return [_entry(person, state) for _, _, person in sorted(found, key=lambda row: row[:2])]

    def __iter__(self) -> Iterator[Entry]:
        """Everyone, by IRI."""
        return (_entry(self._person(n), None) for n in range(len(self)))

    def __len__(self) -> int:
        """How many persons are known."""
        return len(self._iris)


_Facts = dict[str, dict[str, list[str]]]  # subject -> predicate -> objects


def _facts(graphs: Iterable[Iterable[ox.Triple]]) -> _Facts:
    found: _Facts = defaultdict(lambda: defaultdict(list))
    for subject, predicate, thing in chain.from_iterable(graphs):
        found[getattr(subject, "value", "")][predicate.value].append(getattr(thing, "value", ""))
    return found


def _held(about: dict[str, list[str]], facts: _Facts) -> Held:
    post = facts[about[_KG + "tenureOf"][0]]
    years = {
        end: [int(y) for y in about.get(_KG + end, [])] for end in ("fromYear", "toYear", "attestedYear")
    }
    return Held(
        kind=post[_KG + "postKind"][0],
        state=_code(post[_KG + "ofState"][0]),
        since=min(years["fromYear"], default=None),
        until=max(years["toYear"], default=None),
        attested=tuple(sorted(years["attestedYear"])),
        title=min(about.get(_KG + "postTitle", []), default=None),
    )


def _code(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _labels(about: dict[str, list[str]]) -> tuple[frozenset[str], ...]:
    names = [*about[_SKOS + "prefLabel"], *about.get(_SKOS + "altLabel", [])]
    return tuple(dict.fromkeys(reading for name in names for reading in _readings(name)))


def _person(iri: str, about: dict[str, list[str]], held: list[Held]) -> _Person:
    families = tuple(dict.fromkeys(r for name in about[_KG + "familyName"] for r in _readings(name)))
    return _Person(
        iri=iri,
        name=about[_SKOS + "prefLabel"][0],
        families=families,
        labels=_labels(about),
        states=tuple(sorted(_code(state) for state in about[_KG + "ofState"])),
        posts=tuple(sorted(held, key=lambda h: (h.since or 0, h.kind, h.state, h.until or 0))),
    )


def _without_posts(name: str) -> str:
    kept = [word for word in name.split() if word.casefold().strip(".,") not in words_around()["posts"]]
    return " ".join(kept) or name


def _fit(asked: frozenset[str], person: _Person) -> int:
    """How well the words asked for fit the person's names; 0 not at all."""
    if asked in person.labels:
        return _WHOLE
    initials = {word for word in asked if len(word) == 1}
    if initials:
        known = frozenset().union(*person.labels)
        if not all(any(word.startswith(initial) for word in known) for initial in initials):
            return 0
        asked -= initials
    if asked in person.families:
        return _FAMILY
    family = any(f <= asked for f in person.families)
    if any(asked <= label for label in person.labels):
        return _MOST if family else _PART if len(asked) > 1 else 0
    said = asked - words_around()["particles"]
    return _SEVERAL if family and any(len(label & said) > 1 for label in person.labels) else 0


def _office(person: _Person, state: str | None, year: int | None, post: str | None) -> float:
    """What speaks for a person among namesakes: in that office, in that year, in a high office."""
    posts = [h for h in person.posts if not state or h.state == state]
    if post:
        posts = [h for h in posts if h.kind == post]
    bonus = 1.0 if post and posts else 0.0
    if year and any(h.in_year(year) for h in posts or person.posts):
        bonus += 1.5
    high = any(h.kind in {"head_of_state", "head_of_government", "foreign_minister"} for h in posts)
    return bonus + (0.25 if high else 0.0)


def _entry(person: _Person, state: str | None) -> Entry:
    own = state if state in person.states else person.states[0]
    return Entry(person.iri, person.name, own or "", person.posts)


def officials(folder: Path | None = None) -> Officials:
    """The registry of `ontology/officials.ttl` and of the overlay folder; read once for each folder."""
    return _load(str(folder or os.environ.get("KG_VOCABULARY") or ""))


@lru_cache(maxsize=8)
def _load(folder: str) -> Officials:
    own = ("ontology/officials.ttl", resources.text("ontology", "officials.ttl"))
    extra = overlay(Path(folder)) if folder else []
    return Officials([triples(name, text) for name, text in [own, *extra]])
