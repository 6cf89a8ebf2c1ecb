"""The persons of a document gathered from all their mentions, and which of them are in the room."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.extraction import people
from kg.vocabulary.officials import Entry, officials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.extraction.people import Person
    from kg.model import Document

Stretch = tuple[int, int]

_LEAD = 4  # sentences in which the page says who met
_LONG = 3_000  # characters of one sentence that are looked at
_SCAN = 100_000  # characters: what stands beyond adds nothing to who met
_JOINS = re.compile(
    r"(?:\s|,|\b(?:and|as well as|along with|together with|alongside|with|the|also|his|her|MP|OBE|by|between|"
    r"accompanied)\b)*",
)
_BEHIND = r"\s+(?:the\s+)?(?:[\w.]+\s+){0,2}$"  # what may stand between such words and the name
_AGENT = re.compile(r"spokes(?:person|man|woman)|press secretary", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:after|before|during|following|where|which|whom|whose|ahead|discuss(?:ed|ing)?|since|when|while|regarding|about|"
    r"as (?:well )?agreed|such as|that|in preparation|focus\w*|exchang\w+|review\w*|including|to)\b",
)

_SIDE_LEN = 160  # characters from a side's name to who led it
_LED_BY = re.compile(
    r"(?:[\u2019']s)?\s+(?:side|delegation|team)(?:\s+(?:was|were|is|had\s+been|to\s+the\s+\w+(?:\s+was)?))?(?:\s+(?:led|headed|"
    r"represented|chaired|co-chaired))?\s+by\s+(?:the\s+)?",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Figure:
    """One person: the names, posts and states printed, how often put into the room and speaking."""

    forms: dict[str, frozenset[str]] = field(default_factory=dict)
    posts: dict[str, None] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    kinds: set[str] = field(default_factory=set)
    mentions: list[Person] = field(default_factory=list)
    room: int = 0
    says: int = 0
    attributed: bool = False

    def add(self, person: Person) -> None:
        """Take in one more mention."""
        self.forms.setdefault(person.name, frozenset(fold(person.name)))
        if person.post:
            self.posts.setdefault(person.post)
        if person.state:
            self.states[person.state] += 1
        self.kinds.add(person.kind)
        self.mentions.append(person)

    @property
    def name(self) -> str:
        """The fullest form printed, the first of equals."""
        return max(self.forms, key=lambda n: len(n.split()))

    @property
    def post(self) -> str | None:
        """The fullest of the first two posts printed, abbreviations spelled out."""
        spelled = [people.abbreviations().get(p, p) for p in self.posts]
        full = [p for p in spelled if len(p.split()) > 1]
        return next(iter(full or spelled), None)

    @property
    def state(self) -> str | None:
        """The state most often printed beside the name, else the one whose post it is by its wording."""
        if self.states:
            return max(self.states, key=lambda code: self.states[code])
        posts = [people.abbreviations().get(p, p) for p in self.posts]
        return next((code for rule, code in _owners() for p in posts if rule.fullmatch(p)), None)


@cache
def _owners() -> list[tuple[re.Pattern[str], str]]:
    """The posts whose wording shows the state."""
    return [
        (re.compile(rule, re.IGNORECASE), code) for rule, code in people.settings()["post_states"].items()
    ]


@cache
def _kinds() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rule, re.IGNORECASE), kind) for rule, kind in people.settings()["post_kinds"].items()]


def kind_of(post: str | None) -> str | None:
    """The registry's kind of a post as printed.

    >>> kind_of("Minister for Foreign Affairs"), kind_of("Premier"), kind_of("Deputy Foreign Minister")
    ('foreign_minister', 'head_of_government', 'deputy_foreign_minister')
    """
    return next((kind for rule, kind in _kinds() if post and rule.search(post)), None)


@cache
def _choice(key: str, tail: str = "") -> re.Pattern[str]:
    """The phrases of a list with bars between them as one alternative."""
    listed = "|".join(re.escape(p.strip()) for p in people.settings()[key].split("|"))
    return re.compile(rf"\b(?:{listed})" + tail, re.IGNORECASE)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    """The words of a list of the settings as one alternative, between word borders."""
    return re.compile(
        r"\b(?:" + "|".join(map(re.escape, people.settings()[key].split())) + r")\b", re.IGNORECASE
    )


@cache
def _after() -> re.Pattern[str]:
    """What stands right behind a speaker: adverbs, then a verb of speaking."""
    between, says = ("|".join(map(re.escape, people.settings()[k].split())) for k in ("between", "says"))
    return re.compile(rf"(?:[\s,]+(?:{between})\b){{0,6}}[\s,]+(?:{says})\b")


@cache
def _event() -> re.Pattern[str]:
    """A possessor of the meeting: "'s Call With"."""
    return re.compile(r"[\u2019']s?\s+(?:[\w-]+\s+){0,2}" + _pattern("events").pattern, re.IGNORECASE)


@lru_cache(maxsize=20_000)
def fold(name: str) -> tuple[str, ...]:
    """A name's words without accents, case and punctuation.

    >>> fold("Jean-Yves LE DRIAN"), fold("Çavuşoğlu")
    (('jean', 'yves', 'le', 'drian'), ('cavusoglu',))
    """
    low = name.casefold().replace("\u0131", "i").replace("\u00f8", "o").replace("\u0142", "l")
    plain = unicodedata.normalize("NFKD", low)
    return tuple(re.findall(r"[^\W\d_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def speaks(text: str, end: int) -> bool:
    """Whether a verb of speaking follows the name that ends here.

    >>> speaks("Minister Kono, for his part, also stated that", 13)
    True
    """
    return bool(_after().match(text, end, end + 90))


class Cast:
    """All figures of a document; `titles` and `lead` are its first words, `met` who met in a sentence."""

    def __init__(self, document: Document) -> None:
        """Gather them."""
        self.document, self.text = document, document.text
        self.titles: list[Stretch] = [(b.start, b.end) for b in document.blocks if b.kind == "title"][:3]
        self.lead: list[Stretch] = [
            (s.start, min(s.end, s.start + _LONG)) for s in document.sentences[:_LEAD]
        ]
        self.figures: list[Figure] = []
        self._by_word: dict[str, list[Figure]] = defaultdict(list)
        self.codes = {m.code for m in people.states(self.text, 0, _SCAN)} | set(document.publishers)
        self.year = int(document.date[:4]) if document.date else None
        named = {s: people.find(self.text, *s) for s in (*self.titles, *self.lead)}
        self.met: Stretch | None = None
        for title in self.titles:
            self._take(named[title], title, "title")
        for block in document.blocks:
            if block.start > _SCAN:
                break
            if block.kind != "title":
                stretch = (block.start, min(block.end, _SCAN))
                self._take(people.find(self.text, *stretch), stretch, block.kind)
        self._place({s: named[s] for s in self.lead})
        self.figures = [f for f in self.figures if self._sure(f)]

    def _take(self, persons: Iterable[Person], stretch: Stretch, where: str) -> None:
        for found in persons:
            side = self._led(found, stretch[0])
            person = replace(found, state=side) if side else found
            figure = self.figure(person)
            if figure is None:
                figure = Figure()
                self.figures.append(figure)
            self._note(figure, person)
            if where in {"paragraph", "item"} and speaks(self.text, person.end):
                figure.says += 1
            if (where == "title" and self._heads(person, stretch)) or side:
                figure.room += 1
            if _choice("attributed", _BEHIND).search(
                self.text[max(stretch[0], person.start - 60) : person.start]
            ):
                figure.attributed = True

    def _led(self, person: Person, start: int) -> str | None:
        """The state whose side the person led: "The Kenyan side was led by", "led on the Kenyan side by"."""
        low = max(start, person.start - _SIDE_LEN)
        if not _LED_BY.search(self.text[low : person.start]):
            return None
        sides = [
            m.code
            for m in people.states(self.text, low, person.start)
            if _LED_BY.fullmatch(self.text, m.end, person.start)
        ]
        return sides[-1] if sides else None

    def entries(self, figure: Figure) -> list[Entry]:
        """Whom of the registry the figure may be: of a state the text names, in that post, in that year."""
        found = officials().resolve(figure.name, state=figure.state)
        kinds = {kind_of(p) for p in figure.posts} - {None}
        tests: tuple[Callable[[Entry], bool], ...] = (
            lambda e: e.state in self.codes,
            lambda e: not kinds or any(h.kind in kinds for h in e.posts),
            lambda e: self.year is None or any(h.in_year(self.year) for h in e.posts),
        )
        for test in tests:
            found = [e for e in found if test(e)] or (found if len(figure.name.split()) > 1 else [])
        return found

    def state(self, figure: Figure) -> str | None:
        """The state printed, else the only one that the registry leaves."""
        told = figure.states or not self.document.publishers or figure.state in self.codes
        if (
            figure.state and told
        ):  # else "Secretary of State" on a page that never speaks of the United States
            return figure.state
        states = {e.state for e in self.entries(figure)}
        return states.pop() if len(states) == 1 else None

    def _note(self, figure: Figure, person: Person) -> None:
        """Add a mention and index the words of a new form of the name."""
        fresh = person.name not in figure.forms
        figure.add(person)
        for word in figure.forms[person.name] if fresh else ():
            if figure not in self._by_word[word]:
                self._by_word[word].append(figure)

    def figure(self, person: Person) -> Figure | None:
        """The figure that this mention means, if it is known already."""
        words = frozenset(fold(person.name))
        sharing = {id(f): f for word in sorted(words) for f in self._by_word.get(word, ())}
        fitting = [f for f in sharing.values() if not person.state or f.state in {None, person.state}]
        for same in (_within, _alike):
            found = [f for f in fitting if any(same(form, person.name) for form in f.forms)]
            if found:
                return max(found, key=lambda f: (f.room, f.says))
        return None

    def _heads(self, person: Person, stretch: Stretch) -> bool:
        """Whether a title puts the person into the room."""
        before = self.text[stretch[0] : person.start]
        if _choice("about", _BEHIND).search(before[-60:]) or _AGENT.search(person.post or ""):
            return False
        return not person.possessive or bool(_event().match(self.text, person.end, stretch[1]))

    def _place(self, named: dict[Stretch, list[Person]]) -> None:
        """Put those into the room whom the first sentence of a meeting joins, best two of them."""
        joined = {s: self._joined(s, named[s]) for s in self.lead if _pattern("met").search(self.text, *s)}
        several = (s for s in joined if len(joined[s]) > 1)
        self.met = next(several, next((s for s in joined if joined[s]), None))
        for person in joined[self.met] if self.met else []:
            figure = self.figure(person)
            if figure is not None:
                figure.room += 2
                self._note(figure, person)

    def _joined(self, stretch: Stretch, persons: list[Person]) -> list[Person]:
        """The persons of a sentence who are in the meeting it tells of, not talked about."""
        inside: list[Person] = []
        outside: Person | None = None
        fronted = _choice("fronted").match(self.text, stretch[0])
        for person in persons:
            before = self.text[stretch[0] : person.start]
            chained = outside and re.fullmatch(r",?\s+and\s+", self.text[outside.end : person.start])
            if (
                person.possessive
                or chained
                or _choice("about", _BEHIND).search(before[-60:])
                or before.count("(") > before.count(")")
                or _AGENT.search(person.post or "")
                or (fronted and not self._does(person))
            ):
                outside = person
                continue
            if len(inside) > 1:
                gap = self.text[inside[-1].end : person.start]
                if _ASIDE.search(gap) or not (_JOINS.fullmatch(gap) or _pattern("met").search(gap)):
                    break
                if not person.state and re.fullmatch(
                    r",?\s+and\s+", gap
                ):  # "with President X of Y and Minister Z"
                    person = replace(person, state=inside[-1].state)  # noqa: PLW2901 - the same person, known better
            if person.kind != "bare" or self._acts(person):
                inside.append(person)
        return inside

    def _does(self, person: Person) -> bool:
        """Whether the person is the subject of a verb of meeting or its partner."""
        verb = re.compile(
            r"[^.;]{0,3}\s+(?:had|has|was|today|yesterday|" + _pattern("met").pattern + ")", re.IGNORECASE
        )
        return bool(
            verb.match(self.text, person.end)
            or re.search(r"\b(?:with|by)\s+(?:the\s+)?$", self.text[max(0, person.start - 12) : person.start])
        )

    def _acts(self, person: Person) -> bool:
        """Whether a bare name is a person's: a known one, or the subject or partner of the meeting."""
        figure = self.figure(person)
        if figure is not None and figure.kinds != {"bare"}:
            return True
        if len(person.name.split()) < 2:  # noqa: PLR2004 - one capitalised word may be anything
            return False
        partner = re.search(r"\b(?:with|to|and)\s+$", self.text[max(0, person.start - 6) : person.start])
        return bool(self._does(person) or partner or officials().resolve(person.name))

    def _sure(self, figure: Figure) -> bool:
        """Drop capitalised words that nothing shows to be a person."""
        if figure.kinds != {"bare"}:
            return True
        return len(figure.name.split()) > 1 and (figure.room > 1 or bool(officials().resolve(figure.name)))


def _within(a: str, b: str) -> bool:
    """One name is a part of the other: "Wang" and "Wang Yi"."""
    x, y = frozenset(fold(a)), frozenset(fold(b))
    return x <= y or y <= x


def _alike(a: str, b: str) -> bool:
    """The same family name and the like given name: "Joe Biden" and "Joseph R. Biden"."""
    x, y = fold(a), fold(b)
    if len(x) < 2 or len(y) < 2 or x[-1] != y[-1] or len(x[-1]) < 3:  # noqa: PLR2004 - a given and a family name
        return False
    return x[0][:2] == y[0][:2]
