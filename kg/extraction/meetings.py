"""Who met whom, when and where: the document's account of the meeting.

In the room are those whom the title and the sentence of the meeting join, and, where a side has nobody
there, the one of that side who speaks most. A state that is only talked about is no party.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.extraction import people
from kg.extraction.figures import Cast, fold, kind_of
from kg.model import Meeting, Official
from kg.vocabulary import calendar
from kg.vocabulary.officials import officials

if TYPE_CHECKING:
    from kg.extraction.figures import Figure
    from kg.model import Document

__all__ = ["account", "fold"]

_SIDES = 2  # a bilateral meeting
_NOT_WHEN = re.compile(
    r"\b(?:since|until|till|by|before|after|following|of the|dated|from|signed on|adopted on|announcement of|"
    r"launched [\w\s]{0,30}on|arrived [\w\s]{0,30}on|agreement of|statement of|attacks? of|elections? of|"
    r"friday,|months after|scheduled for|planned for|will [\w\s]{0,40}on|due on|lasting|talks of|letter of|"
    r"(?:issued|published|released) [\w\s]{0,40}on|"
    r"(?:council|conference|session|summit|meeting)[”\"]? of)\s*$",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:[Tt]he )?(Prime Minister|PM|President|Foreign Minister|Foreign Secretary|Secretary of State|"
    r"Chancellor|FM|Premier)"
    r"(?=[\u2019']s (?:call|meeting|conversation|talks)|"
    r" (?:met|meeting|call|spoke|held|holds|today|yesterday|received|"
    r"had|discussed|welcomed|visited|meets|called|hosted|talked)\b)"
)
_DAYWORD = re.compile(
    r"\b(?P<back>yesterday)\b|\b(?P<now>today|this (?:morning|afternoon|evening)|earlier today|tonight)\b"
    r"|\b(?:on|this|,)\s+(?P<week>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in|at)\s+((?:the\s+)?(?!(?:19|20)\d\d)[A-Z][\w\u2019'.-]+(?:,?\s+(?:of\s+|the\s+|and\s+)*[A-Z][\w\u2019'.-]+){0,6})"
)


def account(document: Document) -> Meeting:
    """Type, date, place, states and officials of the meeting that the document tells of."""
    cast = Cast(document)
    present = _present(cast)
    states = _states(cast, present)
    _fill(cast, present, states)
    if not present:
        present = _listed(cast)
        states = _states(cast, present)
    listed = [_official(cast, f, present, states) for f in present]
    listed += _unnamed(cast, listed, states)
    agents = [_official(cast, f, present, states) for f in cast.figures if f.attributed]
    kind = _type(cast, listed)
    return Meeting(
        type=kind,
        date=_when(cast),
        place=None if kind == "phone_call" else _where(cast),
        states=tuple(states),
        officials=tuple(dict.fromkeys([*listed, *agents])),
    )


def _present(cast: Cast) -> list[Figure]:
    """Those in the room, in the order of the sentence of the meeting."""
    inside = [f for f in cast.figures if f.room and not f.attributed]
    start = cast.met[0] if cast.met else 0

    def place(figure: Figure) -> int:
        later = [m.start for m in figure.mentions if m.start >= start]
        return later[0] if later else figure.mentions[0].start

    return sorted(inside, key=place)


def _states(cast: Cast, present: list[Figure]) -> list[str]:
    """The states of those present; where that is not two sides, the best other one."""
    found = list(dict.fromkeys(s for f in present for s in [cast.state(f)] if s))
    if len(found) < _SIDES:
        for code in cast.document.publishers[: _SIDES - len(found)]:
            if code not in found:
                found.insert(0, code)
    while len(found) < _SIDES:
        votes = _votes(cast, found)
        if not votes:
            break
        found.append(max(sorted(votes), key=lambda c: votes[c]))
    return found


def _votes(cast: Cast, found: list[str]) -> dict[str, int]:
    """How much speaks for every other state being the side that has no person: joined names weigh most."""
    text = cast.text
    mentions = people.states(text, 0, min(len(text), 100_000))
    votes: dict[str, int] = {}
    for k, mention in enumerate(mentions):
        if mention.code in found:
            continue
        score = 1
        before, after = text[max(0, mention.start - 12) : mention.start], text[mention.end : mention.end + 20]
        if re.match(
            r"(?:[\u2019']s)?\s+(?:side|government|delegation|foreign ministry|ministry)",
            after,
            re.IGNORECASE,
        ):
            score += 3
        if re.match(r"\s+(?:has|is|was|will|would|(?!has|is|was)[a-z]+s)\b", after):
            score += 2
        if re.search(r"\b(?:in|at|to|from)\s+(?:the\s+)?$", before, re.IGNORECASE):
            score -= 1
        for other in (*mentions[max(0, k - 1) : k], *mentions[k + 1 : k + 2]):
            gap = text[min(mention.end, other.end) : max(mention.start, other.start)]
            joined = re.fullmatch(r"\s?[-\u2013—]\s?|\s+and\s+(?:the\s+)?|\s+with\s+(?:the\s+)?", gap)
            if joined and (other.code in found or not found):
                score += 10 if any(a <= mention.start < b for a, b in [*cast.lead[:1], *cast.titles]) else 4
        if any(a <= mention.start < b for a, b in cast.titles):
            score += 4
        votes[mention.code] = votes.get(mention.code, 0) + score
    for figure in cast.figures:  # an own president is named without the state
        code = None if figure.state else cast.state(figure)
        if code in votes:
            votes[code] += 5
    return votes


def _fill(cast: Cast, present: list[Figure], states: list[str]) -> None:
    """Where a side has nobody in the room, take the one of that side who speaks most."""
    for code in states:
        if any(cast.state(f) in {code, None} for f in present):
            continue
        speaking = [
            f
            for f in cast.figures
            if f.says and f not in present and not f.attributed and cast.state(f) in {code, None}
        ]
        if speaking:
            present.append(max(speaking, key=lambda f: f.says))


def _listed(cast: Cast) -> list[Figure]:
    """Those of a list of attendants or a caption, where no sentence joins persons and none speaks."""
    stop = cast.lead[-1][1] if cast.lead else 0

    def attends(figure: Figure) -> bool:
        return any(
            m.start < stop
            and not m.possessive
            and not re.match(r"\s+(?:will|would)\b", cast.text[m.end : m.end + 8])
            for m in figure.mentions
        )

    return [f for f in cast.figures if f.post and not f.attributed and attends(f)]


def _unnamed(cast: Cast, listed: list[Official], states: list[str]) -> list[Official]:
    """A side whose office alone is named ("The Prime Minister met"): its one holder that year."""
    if cast.year is None:
        return []
    found: list[Official] = []
    for code in states:
        if any(o.state in {code, None} for o in listed):
            continue
        for start, end in (*cast.titles, *cast.lead[:2]):
            for hit in _OFFICE.finditer(cast.text, start, end):
                post = people.abbreviations().get(hit[1], hit[1])
                holders = officials().in_office(code, kind_of(post) or "", cast.year)
                if len(holders) == 1 and not any(holders[0].name == o.name for o in found):
                    found.append(Official(holders[0].name, code, post))
                    break
            if any(o.state == code for o in found):
                break
    return found


def _official(cast: Cast, figure: Figure, present: list[Figure], states: list[str]) -> Official:
    """The name, given name first, the state and the post; without a state, that of the side left over."""
    state = cast.state(figure)
    if state is None:
        taken = {cast.state(f) for f in present if not f.attributed}
        state = next((s for s in states if s not in taken), states[0] if states else None)
    post = figure.post
    if post is None and any(m.kind == "counterpart" for m in figure.mentions):
        post = next((f.post for f in present if f is not figure and f.post), None)
    return Official(given_first(figure.name, state), state, post)


def given_first(name: str, state: str | None) -> str:
    """The printed name with the given name first where capitals or custom show which is which.

    >>> [given_first(*n) for n in (("HAYASHI Yoshimasa", "JPN"), ("WANG Yi", "CHN"), ("Shinzo ABE", "JPN"))]
    ['Yoshimasa Hayashi', 'Wang Yi', 'Shinzo Abe']
    """
    words = name.split()
    shouted = [w.isupper() and len(w.strip(".")) > 1 for w in words]
    if state == "JPN" and shouted == [True, False]:
        words.reverse()
    return " ".join(_calm(w) if w.isupper() and len(w.strip(".")) > 2 else w for w in words)  # noqa: PLR2004


def _calm(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)


def _when(cast: Cast) -> str | None:
    """The day of the meeting: printed in the first sentences, told by the day of issue, or in the title."""
    issued = _issued(cast)
    near = cast.lead.index(cast.met) if cast.met else 0
    order = [*([cast.met] if cast.met else []), *cast.lead[: near + 2]]
    for visit in (False, True):
        for start, end in order:
            found = _stamp(cast, start, end, issued, visit=visit)
            if found:
                return found
    for start, end in cast.titles:
        for dated in calendar.find(cast.text, start, end):
            if dated.year and dated.first[2]:
                return dated.iso()
    return issued.isoformat() if issued else cast.document.date


def _stamp(cast: Cast, start: int, end: int, issued: date | None, *, visit: bool) -> str | None:
    """The first word of time of a sentence that says when they met, or how long the visit lasted."""
    text = cast.text
    marks: list[tuple[int, str | None]] = []
    for dated in calendar.find(text, start, end):
        before = text[max(start, dated.start - 80) : dated.start]
        if dated.first[2] is None or (not visit and _NOT_WHEN.search(before)):
            continue
        if visit and not (
            re.search(r"\bvisit", before, re.IGNORECASE) and (dated.first != dated.last or "from" in before)
        ):
            continue
        year = dated.year
        if year is None and issued is not None:
            year = calendar.year_for(dated.first[1], dated.first[2], issued)
        if year is None and cast.document.date:
            year = int(cast.document.date[:4])
        marks.append((dated.start, dated.iso(year)))
    for word in _DAYWORD.finditer(text, start, end) if not visit else ():
        if any(0 <= at - word.end() < 4 for at, _ in marks):  # noqa: PLR2004 - "on Wednesday, July 25"
            continue
        marks.append((word.start(), _relative(word, issued)))
    return next((iso for _, iso in sorted(marks, key=lambda m: m[0]) if iso), None)


def _relative(word: re.Match[str], issued: date | None) -> str | None:
    if issued is None:
        return None
    if word["back"]:
        return (issued - timedelta(days=1)).isoformat()
    if word["now"]:
        return issued.isoformat()
    day = calendar.weekday_before(word["week"], issued)
    return day.isoformat() if day else None


def _issued(cast: Cast) -> date | None:
    given = cast.document.date or ""
    return date.fromisoformat(given) if re.fullmatch(r"\d{4}-\d\d-\d\d", given) else None


def _where(cast: Cast) -> str | None:
    """The first place that the sentence of the meeting names after "in" or "at"."""
    for start, end in [cast.met] if cast.met else cast.lead[:1]:
        for found in _PLACE.finditer(cast.text, start, end):
            words = found[1]
            if words.split()[0].lower().rstrip(".") not in calendar.MONTHS and not calendar.find(words):
                return " ".join(words.split()).rstrip(".")
    return None


def _type(cast: Cast, listed: list[Official]) -> str:
    """The first rule of the vocabulary that fits the title, the sentence of the meeting and the posts."""
    title = " ".join(cast.text[a:b] for a, b in cast.titles).lower()
    told = cast.text[slice(*(cast.met or (cast.lead or [(0, 0)])[0]))].lower()
    kinds = {kind_of(o.post) for o in listed}
    for rule in people.settings()["types"]:
        fits = (
            ("title" not in rule or re.search(rule["title"], title) is not None)
            and ("words" not in rule or re.search(rule["words"], f"{title}\n{told}") is not None)
            and ("kinds" not in rule or (bool(kinds) and kinds <= set(rule["kinds"])))
        )
        if fits:
            return str(rule["type"])
    return "meeting"
