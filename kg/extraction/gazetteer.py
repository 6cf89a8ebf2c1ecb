"""Where the words of ontology/issues.ttl stand in a text.

A concept is named by its English labels and its `kg:issueWord`s, and hinted at by its `kg:issueHint`s. Case
does not count, except in acronyms (two capitals or more: `COP`, `IS`); a plural or possessive `s` does not
count; `*` ends a word that may go on. The longest phrase wins where several begin at one word. A user's
folder (`KG_VOCABULARY`) adds words to our concepts, and concepts below them; the dossiers are closed.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import RdfFormat, parse

from kg import resources
from kg.vocabulary.actors import overlay, triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad, Triple

ONTOLOGY = "https://w3id.org/bilateral-kg/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

_LABELS = {SKOS + "prefLabel", SKOS + "altLabel"}
_WORD = re.compile(r"[^\W_]+")
_STEM = 4  # letters of a `*` word by which it is looked up
_ACRONYM = 8  # letters: longer words in capitals are shouted words
_DEEPEST = 9  # steps up to a dossier: a circle in a user's file ends
_IES, _S = 4, 3  # letters: words no longer keep their ending


class Concept(NamedTuple):
    """One concept: its notation, its dossier's, how deep it lies (0 = dossier) and the states it is about."""

    notation: str
    dossier: str
    depth: int
    states: tuple[str, ...]


class Hit(NamedTuple):
    """`text[start:end]`, in `words` words, names the concepts `named` and hints at those in `hinted`."""

    start: int
    end: int
    words: int
    named: tuple[str, ...]
    hinted: tuple[str, ...]

    @property
    def concepts(self) -> tuple[str, ...]:
        """All of them."""
        return self.named + self.hinted


class Word(NamedTuple):
    """A word of a text: where it stands, and its key."""

    start: int
    end: int
    key: str


def key(word: str) -> str:
    """The form in which words are compared.

    >>> key("Treaties"), key("issues"), key("COP"), key("crisis"), key("NPT")
    ('treaty', 'issue', '=COP', 'crisis', '=NPT')
    """
    if sum(map(str.isupper, word)) > 1 and len(word) < _ACRONYM:
        return "=" + word
    low = word.lower()
    if len(low) > _IES and low.endswith("ies"):
        return low[:-3] + "y"
    if len(low) > _S and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def concepts() -> dict[str, Concept]:
    """All concepts by notation."""
    return _tree()[0]


@lru_cache(maxsize=4)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text; the `s` of a possessive is none."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word == "s" and text[match.start() - 1 : match.start()] in {"'", "\u2019"}:
            continue
        found.append(Word(match.start(), match.end(), _key(word)))
    return tuple(found)


def hits(text: str) -> tuple[Hit, ...]:
    """Every concept named in the text, in order, none overlapping."""
    return _hits(text, os.environ.get("KG_VOCABULARY") or "")


@lru_cache(maxsize=8)
def _hits(text: str, _: str) -> tuple[Hit, ...]:
    return tuple(
        Hit(start, end, len(phrase), *meaning) for start, end, phrase, meaning in _found(text, *_tree()[1:])
    )


def phrases(text: str) -> set[tuple[str, ...]]:
    """The phrases of the vocabulary, as keys, by which the hits of a text were found."""
    return {phrase for _, _, phrase, _ in _found(text, *_tree()[1:])}


def _found(text: str, first: _Index, stems: _Index) -> Iterator[tuple[int, int, _Phrase, _Meaning]]:
    """Where the longest phrases stand that begin at each word left free by the one before."""
    row = words(text)
    k = 0
    while k < len(row):
        best: tuple[_Phrase, _Meaning] = ((), ((), ()))
        start = row[k].key
        for index, begin in ((first, start), (stems, start[:_STEM])):
            for phrase, meaning in index.get(begin, ()):  # the longest come first
                if len(phrase) > len(best[0]) and _stands(phrase, row, k):
                    best = phrase, meaning
                    break
        if best[0]:
            yield row[k].start, row[k + len(best[0]) - 1].end, *best
        k += len(best[0]) or 1


def within(found: tuple[Hit, ...], start: int, end: int) -> tuple[Hit, ...]:
    """The hits that begin in `[start, end)`."""
    return found[bisect_left(found, (start,)) : bisect_left(found, (end,))]


def words_within(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words that begin in `text[start:end]`."""
    row = words(text)
    return row[bisect_left(row, (start,)) : bisect_left(row, (end,))]


_Phrase = tuple[str, ...]
_Meaning = tuple[tuple[str, ...], tuple[str, ...]]  # named, hinted
_Index = dict[str, list[tuple[_Phrase, _Meaning]]]


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    return key(word)


def _same(pattern: str, word: str) -> bool:
    if pattern[-1] == "*":
        return word.startswith(pattern[:-1])
    # an acronym's plural: "IDPs"
    return pattern == word or (pattern[0] == "=" and word == pattern + "s")


def _stands(phrase: _Phrase, row: tuple[Word, ...], k: int) -> bool:
    if k + len(phrase) > len(row):
        return False
    for n, pattern in enumerate(phrase, k):
        if pattern != row[n].key and not _same(pattern, row[n].key):
            return False
    return True


class _Words:
    """What files say of concepts: by IRI the notation, the broader one and the states; phrases to IRIs."""

    def __init__(self) -> None:
        self.named: dict[_Phrase, set[str]] = {}
        self.hinted: dict[_Phrase, set[str]] = {}
        self.notation: dict[str, str] = {}
        self.broader: dict[str, str] = {}
        self.states: dict[str, list[str]] = {}

    def read(self, rows: Iterable[Triple | Quad]) -> None:
        """Add what a file says."""
        for row in rows:
            iri, predicate = row.subject.value, row.predicate.value  # type: ignore[union-attr]
            value = row.object.value  # type: ignore[union-attr]  # no file of ours speaks of triples
            if predicate == ONTOLOGY + "issueWord" or (predicate in _LABELS and row.object.language == "en"):  # type: ignore[union-attr]
                self.named.setdefault(_phrase(value), set()).add(iri)
            elif predicate == ONTOLOGY + "issueHint":
                self.hinted.setdefault(_phrase(value), set()).add(iri)
            elif predicate == SKOS + "notation":
                self.notation[iri] = value
            elif predicate == SKOS + "broader":
                self.broader[iri] = value
            elif predicate == ONTOLOGY + "concernsState":
                self.states.setdefault(iri, []).append(value.rpartition("/")[2])


def _tree() -> tuple[dict[str, Concept], _Index, _Index]:
    """The concepts, the phrases by first word, and by the first letters of a first word that ends in `*`."""
    return _load(os.environ.get("KG_VOCABULARY") or "")


@lru_cache(maxsize=4)
def _load(folder: str) -> tuple[dict[str, Concept], _Index, _Index]:
    """`_tree` with the words of a user's folder; what lies under none of our dossiers is left out."""
    own = _Words()
    own.read(parse(resources.text("ontology", "issues.ttl"), format=RdfFormat.TURTLE))
    dossiers = own.notation.keys() - own.broader.keys()
    for name, text in overlay(Path(folder)) if folder else ():
        own.read(triples(name, text))
    named, hinted, notation, broader, states = own.named, own.hinted, own.notation, own.broader, own.states
    tree = {}
    known = {}
    for iri in sorted(notation):
        top, depth = iri, 0
        while top in broader and depth < _DEEPEST:
            top, depth = broader[top], depth + 1
        if top in dossiers:
            code = known[iri] = notation[iri]
            tree[code] = Concept(code, notation[top], depth, tuple(sorted(states.get(iri, ()))))
    first: _Index = {}
    stems: _Index = {}
    for phrase in sorted({*named, *hinted} - {()}, key=lambda p: (-len(p), p)):
        names, hints = named.get(phrase, set()) & known.keys(), hinted.get(phrase, set()) & known.keys()
        if not names and not hints:
            continue
        meaning = (
            tuple(sorted(known[iri] for iri in names)),
            tuple(sorted(known[iri] for iri in hints - names)),
        )
        index, start = (stems, phrase[0][:_STEM]) if phrase[0][-1] == "*" else (first, phrase[0])
        index.setdefault(start, []).append((phrase, meaning))
        if start[0] == "=":
            first.setdefault(start + "s", []).append((phrase, meaning))
    return tree, first, stems


def _phrase(label: str) -> _Phrase:
    """The words of a label as keys.

    >>> _phrase("People-to-people contacts"), _phrase("denucleari*")
    (('people', 'to', 'people', 'contact'), ('denucleari*',))
    """
    found = re.findall(r"[^\W_]+\*?", label.replace("'s ", " ").replace("\u2019s ", " "))
    return tuple(w.lower() if w[-1] == "*" and not w[:-1].isupper() else key(w) for w in found)
