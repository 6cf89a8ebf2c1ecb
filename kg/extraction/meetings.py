"""Who met whom, when and where: the document's account of the meeting.

The persons in the room are those whom the title and the first sentences join by a verb of meeting, and
those who speak afterwards. A state that is only talked about is no party.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kg.extraction import people
from kg.extraction._fallback import actors, officials
from kg.model import Meeting, Official
from kg.vocabulary import calendar

if TYPE_CHECKING:
    from kg.extraction.people import Person
    from kg.model import Document

_LEAD = 4  # sentences in which the page says who met
_SCAN = 200_000  # characters: persons beyond them add nothing to who met
_MET = re.compile(
    r"\b(?:met|meets?|meeting|held|holds?|hold|spoke|speaks?|spoken|talked|talks?|called|calls?|telephoned|phoned|conversations?|"
    r"receive[sd]?|hosted|hosts|visit(?:ed|s)?|consultations?|dialogue|conferred|welcomed|co-chaired|chaired|headed|led|"
    r"discuss(?:ed)?|paid|exchanged|joined|statement|declaration|communiqu[ée]|entretien|s'entretient|gespräch|negotiations|"
    r"stated|said|expressed|agreed|reiterated|issued by|attributable)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?:\W+(?:also|then|further|again|first|therefore|for (?:his|her) part|in turn|in response|in reply|respectively|both|all|"
    r"once again|strongly|particularly|warmly)\b,?){0,2}\W+"
    r"(?:said|says|stated|states|noted|stressed|emphasi[sz]ed|underlined|underscored|highlighted|expressed|expresses|reiterated|"
    r"reaffirmed|affirmed|confirmed|explained|briefed|informed|responded|replied|answered|requested|asked|urged|called|proposed|"
    r"suggested|welcomed|thanked|appreciated|congratulated|pointed|added|commented|remarked|mentioned|raised|conveyed|"
    r"voiced|invited|hoped|praised|commended|condemned|recalled|told|outlined|shared|pledged|offered|lodged|made|gave|"
    r"introduced|described|acknowledged|assured|warned|agreed|indicated|declared|discussed|spoke|referred|took|touched)\b"
)
_ABOUT = re.compile(
    r"\b(?:visits? (?:to \w+ )?(?:of|by)|announcement (?:of|by)|between|statements? (?:of|by)|election of|led by (?:his|her)|"
    r"accompanied by|including|regards to|greetings (?:of|from|to)|message (?:of|from|to)|under the leadership of|"
    r"directed by|initiative of|agreed by|spirit of|appointment of|death of|instructions of|that)\s+"
    r"(?:the\s+)?(?:[\w.]+\s+){0,3}$",
    re.IGNORECASE,
)
_DYAD = re.compile(r"\s?[-–—/]\s?|\s+(?:and|with|&)\s+(?:the\s+)?")
_EVENTS = re.compile(
    r"\b(?:meetings?|talks?|calls?|conversations?|consultations?|dialogue|statements?|communiqu\w+|declaration|relations|"
    r"summit|council|visit|forum|commission|conference|telephone|review)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Figure:
    """A person gathered from several mentions."""

    names: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    first: int = 0
    room: int = 0
    says: int = 0
    spokes: bool = False

    @property
    def name(self) -> str:
        """The fullest form."""
        return max(self.names, key=lambda n: (len(n.split()), len(n)))


def fold(name: str) -> tuple[str, ...]:
    """A name's words without accents, case and punctuation.

    >>> fold("Jean-Yves LE DRIAN"), fold("Çavuşoğlu")
    (('jean', 'yves', 'le', 'drian'), ('cavusoglu',))
    """
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o").replace("ł", "l")).casefold()
    return tuple(re.findall(r"[^\W\d_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def account(document: Document) -> Meeting:
    """Type, date, place, states and officials of the meeting that the document tells of."""
    return Reader(document).meeting()


class Reader:
    """One pass over a document; `figures` are all persons in it, the ones in the room first."""

    def __init__(self, document: Document) -> None:
        """Gather the persons and mark those in the room."""
        self.document = document
        text = document.text
        self.titles = [(b.start, b.end) for b in document.blocks if b.kind == "title"][:3]
        self.lead = [(s.start, s.end) for s in document.sentences[:_LEAD]]
        self.figures: list[Figure] = []
        self.met = next((s for s in self.lead if _MET.search(text, *s) and people.find(text, *s)), None)
        for start, end in self.titles:
            self._gather(start, end, "title")
        for block in document.blocks:
            if block.start > _SCAN:
                break
            if block.kind in {"paragraph", "item", "heading"}:
                self._gather(block.start, block.end, "text")
            elif block.kind == "noise":
                self._gather(block.start, block.end, "noise")

    def _gather(self, start: int, end: int, where: str) -> None:
        text = self.document.text
        for person in people.find(text, start, end):
            figure = self._figure(person, where)
            if figure is None:
                continue
            figure.names.append(person.name)
            if person.post and person.post not in figure.posts:
                figure.posts.append(person.post)
            if person.state:
                figure.states.append(person.state)
            if where == "text" and _SAYS.match(text, person.end):
                figure.says += 1
            if where != "noise" and self._in_room(person, start, end, where):
                figure.room += 1
            if re.search(r"attributable to[\w\s]*$", text[max(0, person.start - 40) : person.start]):
                figure.spokes = True

    def _figure(self, person: Person, where: str) -> Figure | None:
        words = set(fold(person.name))
        if not words:
            return None
        known = [f for f in self.figures if any(words <= set(fold(n)) or set(fold(n)) <= words for n in f.names)]
        same = [f for f in known if not person.state or not f.states or person.state in f.states]
        if same:
            return max(same, key=lambda f: f.room)
        if person.kind == "bare" and (where != "title" or len(words) < 2) and not self._registered(person):  # noqa: PLR2004
            return None
        figure = Figure(first=person.start)
        self.figures.append(figure)
        return figure

    def _registered(self, person: Person) -> bool:
        return len(person.name.split()) > 1 and bool(officials().resolve(person.name, state=person.state))

    def _in_room(self, person: Person, start: int, end: int, where: str) -> bool:
        """Whether these words put the person into the room."""
        text = self.document.text
        before, after = text[start : person.start], text[person.end : end]
        if _ABOUT.search(before[-80:]):
            return False
        if before.count("(") > before.count(")"):
            return False
        if where == "title":
            return not person.possessive or bool(re.match(r"[’']s?\s+(?:\w+[\s-]+){0,2}" + _EVENTS.pattern, after, re.I))
        if self.met is None or not self.met[0] <= person.start < self.met[1]:
            return False
        return not person.possessive

    def meeting(self) -> Meeting:
        """The account."""
        present = self._present()
        states = self._states(present)
        listed = []
        for figure in present:
            name, state = self._known(figure, states)
            if state:
                listed.append(Official(name, state, _post(figure)))
        order = [s for s in dict.fromkeys([*(o.state for o in listed if o.state), *states])]
        return Meeting(
            type=self._type(listed),
            date=self._date(),
            place=None,
            states=tuple(order),
            officials=tuple(listed),
        )

    def _present(self) -> list[Figure]:
        room = [f for f in self.figures if f.room and not f.spokes]
        spoke = [f for f in self.figures if not f.room and f.says >= 2 and not f.spokes]  # noqa: PLR2004
        agents = [f for f in self.figures if f.spokes]
        return room + (spoke if len(room) < 2 else []) + agents  # noqa: PLR2004

    def _states(self, present: list[Figure]) -> list[str]:
        """The states in the room: of the officials, else those that the title joins, else the most named."""
        text = self.document.text
        found = list(dict.fromkeys(s for f in present if not f.spokes for s in [self._state(f)] if s))
        if len(found) < 2:  # noqa: PLR2004 - a meeting has two sides
            for code in [*self.document.publishers, *self._named(self.titles), *self._named(self.lead)]:
                if code not in found and len(found) < 2:  # noqa: PLR2004
                    found.append(code)
        if len(found) < 2:  # noqa: PLR2004
            votes: dict[str, int] = {}
            for mention in actors().find(text[:_SCAN]):
                votes[mention.code] = votes.get(mention.code, 0) + 1
            for code in sorted(votes, key=lambda c: (-votes[c], c)):
                if code not in found and len(found) < 2:  # noqa: PLR2004
                    found.append(code)
        return found

    def _named(self, spans: list[tuple[int, int]]) -> list[str]:
        return [
            t.code for a, b in spans for t in people.tokens(self.document.text, a, b) if t.sign == "s" and t.code
        ]

    def _state(self, figure: Figure) -> str | None:
        if figure.states:
            return max(figure.states, key=figure.states.count)
        entries = officials().resolve(figure.name, year=self._year())
        return entries[0].state if entries else None

    def _known(self, figure: Figure, states: list[str]) -> tuple[str, str | None]:
        """The name, given name first, and the state; a person without one is of the side that lacks a person."""
        state = self._state(figure)
        if state is None:
            taken = [self._state(f) for f in self._present()]
            state = next((s for s in states if s not in taken), states[0] if states else None)
        return _given_first(figure.name, state), state

    def _year(self) -> int | None:
        return int(self.document.date[:4]) if self.document.date else None

    def _date(self) -> str | None:
        """The day of the meeting: a date in the first sentences or the title, else today, yesterday, on Tuesday."""
        text, issued = self.document.text, self._issued()
        for start, end in self.lead:
            for found in calendar.find(text, start, end):
                if found.first[2] is None:
                    continue
                year = found.year or (calendar.year_for(found.first[1], found.first[2], issued) if issued else None)
                year = year or self._some_year()
                if year:
                    return found.iso(year)
        for start, end in self.titles:
            for found in calendar.find(text, start, end):
                if found.year and found.first[2]:
                    return found.iso()
        return self._relative(issued)

    def _issued(self) -> date | None:
        given = self.document.date or ""
        return date.fromisoformat(given) if re.fullmatch(r"\d{4}-\d\d-\d\d", given) else None

    def _some_year(self) -> int | None:
        if self.document.date:
            return int(self.document.date[:4])
        return None

    def _relative(self, issued: date | None) -> str | None:
        if issued is None:
            return None
        lead = " ".join(self.document.text[a:b] for a, b in self.lead)
        if re.search(r"\byesterday\b", lead, re.IGNORECASE):
            return date.fromordinal(issued.toordinal() - 1).isoformat()
        weekday = re.search(r"\b(?:on|this)\s+(\w+day)\b", lead, re.IGNORECASE)
        if weekday and not re.search(r"\b(?:today|earlier today)\b", lead, re.IGNORECASE):
            found = calendar.weekday_before(weekday[1], issued)
            return found.isoformat() if found else issued.isoformat()
        return issued.isoformat()

    def _type(self, listed: list[Official]) -> str:
        top = " ".join(self.document.text[a:b] for a, b in [*self.titles, *self.lead[:2]]).lower()
        if self.document.kind == "joint_statement":
            return "joint_statement"
        if re.search(r"telephon|\bphone|\bcall(?:s|ed)?\b (?:with|to|from)|\bcall\b", top) and "courtesy call" not in top and "called on" not in top:
            return "phone_call"
        if "courtesy call" in top or "called on" in top:
            return "courtesy_call"
        if re.search(r"\b2\+2\b", top):
            return "2+2"
        if re.search(r"consultations?\b", top):
            return "consultation"
        heads = [o.post or "" for o in listed]
        if sum(bool(re.search(r"\b(?:Prime Minister|President|Premier|Chancellor|King)\b", h)) for h in heads) > 1 or "summit meeting" in top:
            return "summit"
        if any(re.search(r"Foreign|Secretary of State|External", h) for h in heads):
            return "foreign_ministers_meeting"
        return "meeting"


def _post(figure: Figure) -> str | None:
    if not figure.posts:
        return None
    best = max(figure.posts, key=lambda p: len(p.split()) > 1)
    return people.abbreviations().get(best, best)


def _given_first(name: str, state: str | None) -> str:
    """The printed name with the given name first where capitals or custom show which is which.

    >>> _given_first("HAYASHI Yoshimasa", "JPN"), _given_first("WANG Yi", "CHN"), _given_first("Shinzo ABE", "JPN")
    ('Yoshimasa Hayashi', 'Wang Yi', 'Shinzo Abe')
    """
    words = name.split()
    shouted = [w.isupper() and len(w.strip(".")) > 1 for w in words]
    if state == "JPN" and len(words) == 2 and shouted == [True, False]:  # noqa: PLR2004 - family, given
        words.reverse()
    return " ".join(_calm(w) if w.isupper() and len(w.strip(".")) > 2 else w for w in words)  # noqa: PLR2004


def _calm(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)
