"""States, organisations and groups of states: their codes, their names, and where a text names them.

The names come from `ontology/actors.ttl` and the `*.ttl` files of a user's overlay folder
(`KG_VOCABULARY`). Codes are ISO 3166-1 alpha-3 for states (`EUE` for the European Union, `XKX` for Kosovo)
and lower-case notations for organisations, groups and what ISO does not list (`asean`, `g4`, `abkhazia`).
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import resources
from kg.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterator

_KG = "https://w3id.org/bilateral-kg/ontology#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_KINDS = {_KG + "State": "state", _KG + "Organization": "organization", _KG + "StateGroup": "group"}

_NAMES = frozenset((_LABEL, _SKOS + "prefLabel", _SKOS + "altLabel"))
_USED = _NAMES | {
    _TYPE,
    _SKOS + "notation",
    *(_KG + name for name in ("phrase", "personalName", "iso3166_1_alpha2", "hasMember", "sharedName")),
    *(_KG + name for name in ("demonym", "metonym")),
}
_WORDS = re.compile(r"\w+")
_FIRST = re.compile(r"[^\W_][\w.]*")
_CODE_LENGTHS = frozenset({2, 3})
_CAPS_FROM = 4  # letters: shorter names are not looked for in capitals, "MALI" is, "LAO" is not
_BEFORE_METONYM = re.compile(r"\b(?:in|at|near|outside|visit(?:ed|ing|s)?)\s+(?:the\s+)?$", re.IGNORECASE)
_AFTER_METONYM = re.compile(
    r"\s+(?:[A-Z]|agreements?\b|process\b|summit\b|format\b|time\b|airport\b|talks\b)"
)
_AFTER_NAME = re.compile(r"\s([A-Z][a-z]+)")
_BEFORE_NAME = re.compile(r"(\S+)\s(?:[A-Z]\.\s)?$")
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sir|Lady|Lord|Senator|Congressman|Judge|General|Professor)\.?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for an actor: `text[start:end]`; `kind` is name, demonym, metonym or group."""

    start: int
    end: int
    code: str
    kind: str


@dataclass(slots=True)
class _Actor:
    """What is known of one actor while the files are read."""

    iri: str
    kind: str = ""
    code: str = ""
    label: str = ""
    alpha2: str = ""
    names: list[str] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    members: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a phrase means: an actor's code (None: a homonym), the kind, other actors that share it."""

    code: str | None
    kind: str
    others: tuple[str, ...] = ()
    personal: bool = False


def folded(name: str) -> str:
    """Lower case, accents off, punctuation to single spaces, a leading article off.

    >>> folded("the Côte d'Ivoire"), folded("U.S.A."), folded("Guinea-Bissau")
    ('cote d ivoire', 'usa', 'guinea bissau')
    """
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    if "." in plain:
        plain = re.sub(r"(?<=\b\w)\.(?=\w\b|\s|$)", "", plain)
    plain = " ".join(_WORDS.findall(plain))
    return plain.removeprefix("the ") or plain


class Actors:
    """The actors of one vocabulary, looked up by code or name and found in texts."""

    def __init__(self, graphs: list[list[ox.Triple]]) -> None:
        """Read the triples of each file, in order; later files add to earlier ones."""
        self._by_iri: dict[str, _Actor] = {}
        self._personal: set[str] = set()
        self._homonyms: set[str] = set()
        for triple in (t for graph in graphs for t in graph):
            self._take(triple)
        actors = [self._by_iri[iri] for iri in sorted(self._by_iri)]
        self._actors = {a.code: a for a in actors if a.code and a.kind}
        self._compiled: dict[str, re.Pattern[str]] = {}

    def _take(self, triple: ox.Triple) -> None:
        predicate = triple.predicate.value
        if predicate not in _USED:
            return
        subject, thing = triple.subject, triple.object
        if not isinstance(subject, ox.NamedNode):
            return
        value = getattr(thing, "value", "")
        if predicate == _KG + "phrase":
            self._homonyms.add(value)
            return
        if predicate == _KG + "personalName":
            self._personal.add(value)
            return
        actor = self._by_iri.setdefault(subject.value, _Actor(subject.value))
        if predicate == _TYPE:
            actor.kind = _KINDS.get(value, actor.kind)
        elif predicate == _SKOS + "notation":
            actor.code = value
        elif predicate == _KG + "iso3166_1_alpha2":
            actor.alpha2 = value
        elif predicate == _KG + "hasMember":
            actor.members.add(value)
        elif predicate == _KG + "sharedName":
            actor.shared.append(value)
        elif predicate in _NAMES:
            actor.names.append(value)
            if getattr(thing, "language", None) in {"en", None}:
                actor.words.append((value, "name"))
            if predicate == _LABEL:
                actor.label = value
        elif predicate == _KG + "demonym":
            actor.words.append((value, "demonym"))
        elif predicate == _KG + "metonym":
            actor.words.append((value, "metonym"))

    @cached_property
    def _phrases(self) -> dict[str, _Reading]:
        """What each form of each name means in a text."""
        found: dict[str, _Reading] = {}
        others: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self._actors):
            for name in self._actors[code].shared:
                others[name].append(code)
        for code in sorted(self._actors):
            actor = self._actors[code]
            for word, kind in actor.words:
                said = "group" if kind == "name" and actor.kind != "state" and code != "EUE" else kind
                reading = _Reading(code, said, tuple(others.get(word, ())), word in self._personal)
                for form in _forms(word):
                    found.setdefault(form, reading)
        for phrase in sorted(self._homonyms):
            for form in _forms(phrase):
                found[form] = _Reading(None, "homonym")
        return found

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        """The phrases by their first word."""
        found: dict[str, list[str]] = defaultdict(list)
        for phrase in sorted(self._phrases):
            first = _FIRST.match(phrase)
            if first:
                found[first[0].rstrip(".")].append(phrase)
        return found

    @cached_property
    def _candidate(self) -> re.Pattern[str]:
        """Words with which a name may begin, not inside a word or an e-mail address."""
        capitals = sorted({first[0] for first in self._by_first if not first[0].islower()})
        small = sorted(first for first in self._by_first if first[0].islower())
        starts = [rf"[{re.escape(''.join(capitals))}]"] if capitals else []
        starts += [rf"{re.escape(first)}\b" for first in small]
        return re.compile(rf"(?<![\w@.])(?:{'|'.join(starts) or '(?!)'})[\w.]*")

    @cached_property
    def _exact(self) -> dict[str, str]:
        """Codes by code and by name as printed."""
        ordered = [self._actors[code] for code in sorted(self._actors)]
        found = {actor.code: actor.code for actor in ordered}
        for actor in ordered:
            if actor.alpha2:
                found.setdefault(actor.alpha2, actor.code)
        for actor in ordered:
            for name in actor.names:
                found.setdefault(name, actor.code)
        return found

    @cached_property
    def _loose(self) -> dict[str, str]:
        """Codes by folded name, demonym and capital."""
        found: dict[str, str] = {}
        for key, code in self._exact.items():
            found.setdefault(folded(key), code)
        for kind in ("demonym", "metonym"):
            for code in sorted(self._actors):
                for word, said in self._actors[code].words:
                    if said == kind:
                        found.setdefault(folded(word), code)
        return found

    def _pattern(self, first: str) -> re.Pattern[str] | None:
        pattern = self._compiled.get(first)
        if pattern is None:
            phrases = self._by_first.get(first)
            if phrases is None:
                return None
            longest = sorted(phrases, key=lambda p: (-len(p), p))
            pattern = re.compile("|".join(_literal(p) for p in longest))
            self._compiled[first] = pattern
        return pattern

    def find(self, text: str) -> list[Mention]:
        """Every mention of an actor, in order, none inside another; the longest name wins.

        Capital letters count: "Turkey" is a state and "turkey" is not. A homonym ("Sea of Japan") is no
        mention, nor is a person's name ("Michael Jordan"), nor a capital as a place ("in Moscow",
        "Moscow Declaration"). A name that two actors share ("Congolese") means the usual one, unless the
        text names only the other in full.

        >>> [(m.code, m.kind) for m in actors().find("The ROK and Niger welcomed Georgian and EU views.")]
        [('KOR', 'name'), ('NER', 'name'), ('GEO', 'demonym'), ('EUE', 'name')]
        """
        found: list[tuple[Mention, _Reading]] = []
        stop = 0
        for candidate in self._candidate.finditer(text):
            start = candidate.start()
            if start < stop:
                continue
            pattern = self._pattern(candidate[0].rstrip("."))
            hit = pattern.match(text, start) if pattern else None
            if hit is None:
                continue
            reading = self._phrases[_canonical(hit[0])]
            stop = hit.end()
            if reading.code is None or not _stands(text, start, stop, reading):
                continue
            found.append((Mention(start, stop, reading.code, reading.kind), reading))
        return _settled(found)

    def resolve(self, name: str) -> str | None:
        """The code of an actor, from a code, a name, a demonym or a capital; case and accents do not count.

        >>> [actors().resolve(n) for n in ("russia", "RU", "Cote d'Ivoire", "g-4", "atlantis")]
        ['RUS', 'RUS', 'CIV', 'g4', None]
        """
        stripped = name.strip()
        return (
            self._exact.get(stripped)
            or self._exact.get(stripped.upper() if len(stripped) in _CODE_LENGTHS else stripped)
            or self._loose.get(folded(stripped))
            or self._loose.get(folded(stripped.replace("-", "").replace("_", " ")))
        )

    def near(self, name: str) -> tuple[str, ...]:
        """Up to five labels of actors whose name is spelled much like `name`, best first.

        >>> actors().near("Untied States")[0]
        'United States'
        """
        import difflib

        close = difflib.get_close_matches(folded(name), sorted(self._loose), n=10, cutoff=0.7)
        labels = dict.fromkeys(self._actors[self._loose[key]].label for key in close)
        return tuple(labels)[:5]

    def __iter__(self) -> Iterator[str]:
        """The codes, sorted."""
        return iter(sorted(self._actors))

    def __contains__(self, code: object) -> bool:
        """Whether this is an actor's code."""
        return code in self._actors

    def label(self, code: str) -> str:
        """The usual English name; an unknown code labels itself.

        >>> actors().label("KOR")
        'South Korea'
        """
        return self._actors[code].label if code in self._actors else code

    def iri(self, code: str) -> str:
        """The IRI of an actor; raises VocabularyError for an unknown code.

        >>> actors().iri("asean")
        'https://w3id.org/bilateral-kg/id/organization/asean'
        """
        return self._known(code).iri

    def kind(self, code: str) -> str:
        """`state`, `organization` or `group`; an unknown code is taken for a state.

        >>> actors().kind("g4"), actors().kind("EUE")
        ('group', 'organization')
        """
        return self._actors[code].kind if code in self._actors else "state"

    def members(self, code: str) -> tuple[str, ...]:
        """The codes of the members that are listed, sorted; empty for a state.

        >>> actors().members("g4")
        ('BRA', 'DEU', 'IND', 'JPN')
        """
        iris = self._known(code).members
        return tuple(sorted(self._by_iri[iri].code for iri in iris if iri in self._by_iri))

    def _known(self, code: str) -> _Actor:
        if code not in self._actors:
            raise VocabularyError(
                f"no actor has the code {code!r}", "use an ISO 3166-1 alpha-3 code or a name", self.near(code)
            )
        return self._actors[code]


def _forms(word: str) -> list[str]:
    """The word as listed, with a typographic apostrophe, and in capitals where it is long enough."""
    forms = [word, word.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")]
    if len(re.sub(r"\W", "", word)) >= _CAPS_FROM:
        forms += [form.upper() for form in forms]
    return list(dict.fromkeys(forms))


def _literal(phrase: str) -> str:
    """A pattern for one phrase: any white space between its words, no letter or sum of money after it."""
    words = r"\s+".join(re.escape(word) for word in phrase.split(" "))
    return words + (r"(?!\w)" if phrase.endswith(".") else r"(?![\w$])")


def _canonical(words: str) -> str:
    return " ".join(words.split())


def _stands(text: str, start: int, end: int, reading: _Reading) -> bool:
    """Whether the words mean the actor here, not a person or a place."""
    if reading.kind == "metonym":
        return not (
            _AFTER_METONYM.match(text, end) or _BEFORE_METONYM.search(text, max(0, start - 24), start)
        )
    if reading.personal and not text[max(0, start - 4) : start].endswith(" of "):  # "of Jordan Ayman …"
        after = _AFTER_NAME.match(text, end)
        if after and after[1].lower() not in words_around()["not_surnames"]:
            return False
        before = _BEFORE_NAME.search(text, max(0, start - 40), start)
        if before:
            return not (_HONORIFIC.match(before[1]) or _is_given_name(before[1]))
    return True


def _is_given_name(word: str) -> bool:
    """Whether the capitalised word before a name is a first name and does not merely open the sentence."""
    plain = word.isalpha() and word[0].isupper() and word[1:].islower()
    return plain and word.lower() not in words_around()["openers"] and not word.endswith(("ing", "ed"))


def _settled(found: list[tuple[Mention, _Reading]]) -> list[Mention]:
    """Shared names follow the one actor that the text names in full."""
    plain = {mention.code for mention, reading in found if not reading.others}
    mentions = []
    for mention, reading in found:
        named = [code for code in reading.others if code in plain]
        if len(named) == 1 and mention.code not in plain:
            mentions.append(Mention(mention.start, mention.end, named[0], mention.kind))
        else:
            mentions.append(mention)
    return mentions


@lru_cache(maxsize=1)
def words_around() -> dict[str, frozenset[str]]:
    """The word lists of `ontology/reader/names.yaml`: openers, not_surnames, honorifics, posts."""
    lists = resources.data("ontology", "reader", "names.yaml")
    return {name: frozenset(words) for name, words in lists.items() if name != "spellings"}


def overlay(folder: Path | None = None) -> list[tuple[str, str]]:
    """Names and texts of the `*.ttl` files in a user's vocabulary folder, sorted; none without a folder.

    `folder` defaults to the environment variable `KG_VOCABULARY`. Raises VocabularyError if it is no folder.
    """
    named = folder or (Path(os.environ["KG_VOCABULARY"]) if os.environ.get("KG_VOCABULARY") else None)
    if named is None:
        return []
    if not named.is_dir():
        raise VocabularyError(f"no vocabulary folder at {named}", "name a folder that holds *.ttl files")
    return [(str(path), path.read_text(encoding="utf-8")) for path in sorted(named.glob("*.ttl"))]


def triples(name: str, text: str) -> list[ox.Triple]:
    """The triples of a Turtle text; raises VocabularyError with the file's name if it is none."""
    try:
        return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise VocabularyError(f"{name} is not Turtle: {error}", "correct the file") from error


def actors(folder: Path | None = None) -> Actors:
    """The actors of `ontology/actors.ttl` and of the overlay folder; read once for each folder."""
    return _load(str(folder or os.environ.get("KG_VOCABULARY") or ""))


@lru_cache(maxsize=8)
def _load(folder: str) -> Actors:
    own = ("ontology/actors.ttl", resources.text("ontology", "actors.ttl"))
    extra = overlay(Path(folder)) if folder else []
    return Actors([triples(name, text) for name, text in [own, *extra]])
