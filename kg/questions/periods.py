"""The time a sentence speaks of: "since 2010", "between 2003 and 2006", "in the past two years".

What is relative counts from the newest document of the store, never from the clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.vocabulary.calendar import MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"
)  # fmt: skip
_MONTH = rf"(?:{'|'.join(f'{m}|{m[:3]}' for m in MONTHS)}|sept)\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_POINT = (
    rf"(?:\d{{4}}-\d\d?(?:-\d\d?)?|{_DAY}(?: of)? {_MONTH},? \d{{4}}|{_MONTH} {_DAY},? \d{{4}}"
    rf"|{_MONTH},?(?: of)? \d{{4}}|{_YEAR})(?![\d-])"
)
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)}|couple of|a couple of|few)"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?"
_LATEST = r"(?:last|past|latest|previous|recent|most recent)"
_LOOSE = r"(?: or so)?"
_LAST = re.compile(rf"\b{_LATEST}\b")


@dataclass(frozen=True, slots=True)
class Period:
    """The words `text[start:end]` for a time: ISO year, month or day of its ends.

    `judged`: "as of" a day, which some questions judge by.
    `meetings` is a number of meetings that ends now ("the last three meetings"): its days need the store.
    """

    start: int
    end: int
    since: str | None = None
    until: str | None = None
    meetings: int = 0
    judged: bool = False


def find(text: str, newest: Callable[[], str | None]) -> list[Period]:
    """The times of a sentence in lower case, in order; `newest` gives the day of the newest document.

    A relative time has no ends where there is no document to count from.

    >>> [(p.since, p.until) for p in find("between 2003 and may 2006", lambda: None)]
    [('2003', '2006-05')]
    >>> [(p.since, p.until) for p in find("in the past two years", lambda: "2020-05-31")]
    [('2018-05-31', None)]
    >>> [(p.since, p.until) for p in find("last year", lambda: None)]
    [(None, None)]
    >>> [p.meetings for p in find("at their last three meetings", lambda: None)]
    [3]
    """
    found: list[Period] = []
    for pattern, read in _FORMS:
        for hit in pattern.finditer(text):
            if any(hit.start() < other.end and other.start < hit.end() for other in found):
                continue
            ends = read(hit, newest)
            if ends is not None:
                found.append(Period(hit.start(), hit.end(), *ends, judged=hit[0].startswith("as of")))
    return sorted(found, key=lambda period: period.start)


def point(words: str) -> str | None:
    """One date in words as ISO 8601, as precise as the words; None for a day that is none.

    >>> point("31 may 2005"), point("may 31st, 2005"), point("may of 2005"), point("2005"), point("2005-5-31")
    ('2005-05-31', '2005-05-31', '2005-05', '2005', '2005-05-31')
    """
    numeric = re.fullmatch(r"(\d{4})-(\d\d?)(?:-(\d\d?))?", words)
    if numeric:
        year, month, day = int(numeric[1]), int(numeric[2]), int(numeric[3] or 0)
    else:
        year = int(re.findall(r"\d{4}", words)[-1])
        names = re.search(_MONTH, words)
        month = 1 + [m[:3] for m in MONTHS].index(names[0][:3]) if names else 0
        days = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", words)
        day = int(days[1]) if days and month else 0
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def earlier(iso: str, count: int, unit: str) -> str:
    """The day so much before another; a day that the month lacks becomes its last, no day is before year 1.

    >>> earlier("2020-02-29", 1, "year"), earlier("2020-03-31", 1, "month"), earlier("2020-03-01", 1, "day")
    ('2019-02-28', '2020-02-29', '2020-02-29')
    >>> earlier("2020-02-29", 999, "decade")
    '0001-01-01'
    """
    start = date.fromisoformat(iso)
    if unit in {"day", "week"}:
        return (start - timedelta(days=count * (7 if unit == "week" else 1))).isoformat()
    months = count * {"month": 1, "year": 12, "decade": 120}[unit]
    year, month = divmod(start.year * 12 + start.month - 1 - months, 12)
    if year < 1:
        return date.min.isoformat()
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).isoformat()


def before(iso: str) -> str:
    """The year, month or day before.

    >>> before("2005"), before("2005-01"), before("2005-03-01")
    ('2004', '2004-12', '2005-02-28')
    """
    return _beside(iso, -1)


def after(iso: str) -> str:
    """The year, month or day after.

    >>> after("2005"), after("2005-12"), after("2004-02-28"), after("9999-12-31")
    ('2006', '2006-01', '2004-02-29', '9999-12-31')
    """
    return _beside(iso, 1)


def _beside(iso: str, step: int) -> str:
    """The one before or after; at either end of the calendar the same."""
    parts = [int(part) for part in iso.split("-")]
    try:
        if len(parts) == 1:
            return f"{date(parts[0] + step, 1, 1).year:04}"
        if len(parts) == 2:  # noqa: PLR2004  year and month
            year, month = divmod(parts[0] * 12 + parts[1] - 1 + step, 12)
            return date(year, month + 1, 1).isoformat()[:7]
        return (date(*parts) + timedelta(days=step)).isoformat()
    except (OverflowError, ValueError):
        return iso


_Ends = tuple[str | None, str | None, int]


def _between(hit: re.Match[str], _: Callable[[], str | None]) -> _Ends | None:
    first, last = point(hit["first"]), point(hit["last"])
    return (first, last, 0) if first and last and first[:4] <= last[:4] else None


def _shared_year(hit: re.Match[str], _: Callable[[], str | None]) -> _Ends | None:
    first, last = point(f"{hit['first']} {hit['year']}"), point(f"{hit['last']} {hit['year']}")
    return (first, last, 0) if first and last and first <= last else None


def _bound(hit: re.Match[str], _: Callable[[], str | None]) -> _Ends | None:
    day = point(hit["point"])
    if day is None:
        return None
    word = hit["word"]
    if word in {"since", "from", "as of", "starting in", "starting from", "as from", *_NOT_BEFORE}:
        return day, None, 0
    if word == "after":
        return after(day), None, 0
    if word in {"before", "prior to"}:
        return None, before(day), 0
    return None, day, 0


def _onwards(hit: re.Match[str], _: Callable[[], str | None]) -> _Ends | None:
    day = point(hit["point"])
    return (day, None, 0) if day else None


def _within(hit: re.Match[str], _: Callable[[], str | None]) -> _Ends | None:
    day = point(hit["point"])
    return (day, day, 0) if day else None


def _decade(hit: re.Match[str], _: Callable[[], str | None]) -> _Ends | None:
    first = int(hit["decade"]) if hit["decade"] else 1900 + int(hit["short"])
    part = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(hit["part"] or "", (0, 9))
    return f"{first + part[0]}", f"{first + part[1]}", 0


def _past(hit: re.Match[str], newest: Callable[[], str | None]) -> _Ends | None:
    if not _LAST.search(hit[0]):
        return None
    now = newest()
    return (earlier(now, number(hit["count"]), hit["unit"]) if now else None, None, 0)


def _named(hit: re.Match[str], newest: Callable[[], str | None]) -> _Ends | None:
    """Of the calendar: "this year", "last year"; twelve months: "the past year"."""
    now = newest()
    if now is None:
        return None, None, 0
    if hit["which"] in {"past", "recent", "latest"} or hit["unit"] == "decade":
        return earlier(now, 1, hit["unit"]), None, 0
    iso = now[:4] if hit["unit"] == "year" else now[:7]
    iso = iso if hit["which"] in {"this", "current"} else before(iso)
    return iso, iso, 0


def _meetings(hit: re.Match[str], _: Callable[[], str | None]) -> _Ends | None:
    if not _LAST.search(hit[0]):
        return None
    return None, None, number(hit["count"]) if hit["count"] else 1


def number(word: str) -> int:
    """A count in words or figures; "a few" are three.

    >>> number("three"), number("12"), number("a couple of"), number("few")
    (3, 12, 2, 3)
    """
    if word.isdigit():
        return int(word)
    return NUMBERS.index(word) + 1 if word in NUMBERS else 2 if "couple" in word else 3


_AND = r"(?:and|to|until|till|through)"
_WHILE = r"(?:(?:in|during|over|for|within|throughout|since|these) )?(?:(?:the|these) )?"
_AT = r"(?:(?:at|in|over|during|from|across|of) )?(?:(?:the|their|its|our) )?"
_KIND = r"(?:bilateral |ministerial )?"
_PART = r"(?:(?P<part>early|mid|late)[ -])?"
_NOT_BEFORE = ("no earlier than", "not before", "nothing before", "nothing older than", "no older than")
_NOT_AFTER = ("no later than", "not after", "nothing after", "nothing later than")
_SINCE = "|".join(_NOT_BEFORE) + "|since|from|as of|as from|starting in|starting from|after"
_UNTIL = "|".join(_NOT_AFTER) + "|before|prior to|until|till|up to|up until|through|to|by"
_NO_TREATY = r"(?! (?:joint |tokyo )?(?:declaration|treaty|agreement|convention|accord|protocol|statement))"
_FORMS = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])"), read)
    for pattern, read in (
        (rf"(?:in the period )?(?:between|from) (?P<first>{_POINT}) {_AND} (?P<last>{_POINT})", _between),
        (
            rf"(?:between|from) (?P<first>{_MONTH}) {_AND} (?P<last>{_MONTH}),? (?P<year>\d{{4}})",
            _shared_year,
        ),
        (
            (
                rf"{_WHILE}(?:(?:years|period) )?(?P<first>(?:19|20)\d\d) ?(?:[-\u2013/]|to|until|through) ?"
                r"(?P<last>(?:19|20)\d\d)"
            ),
            _between,
        ),
        (
            (
                rf"(?:ever )?(?P<word>{_SINCE}|{_UNTIL}) (?:the )?(?:(?:year|start of|beginning of|end of) )?"
                rf"(?P<point>{_POINT})(?: on(?:wards?)?)?"
            ),
            _bound,
        ),
        (rf"(?P<point>{_POINT}) (?:onwards?|and later|or later)", _onwards),
        (rf"(?P<point>{_YEAR}) ?[-\u2013](?=$|[,;)])", _onwards),
        (rf"{_WHILE}{_PART}(?P<decade>(?:19|20)\d0)'?s", _decade),
        (rf"{_WHILE}{_PART}(?P<decade>)'?(?P<short>[5-9]0)'?s", _decade),
        (
            rf"{_AT}(?:{_LATEST} )?{_COUNT} (?:{_LATEST} )?{_KIND}(?:meetings|rounds|talks|readouts)",
            _meetings,
        ),
        (
            (
                rf"{_AT}(?P<count>)(?:last|latest|most recent) {_KIND}"
                r"(?:meeting|round|encounter|talks|time they met)"
            ),
            _meetings,
        ),
        (rf"{_WHILE}(?:{_LATEST} )?{_COUNT} (?:{_LATEST} )?{_UNIT}{_LOOSE}", _past),
        (
            rf"{_WHILE}(?P<which>this|current|last|past|previous|recent|latest) (?P<unit>year|month|decade)",
            _named,
        ),
        (
            (
                r"(?:in|on|during|of|for|at|throughout|dated|within|back in) (?:the (?:year|month) (?:of )?)?"
                rf"(?P<point>{_POINT})"
            ),
            _within,
        ),
        (rf"(?P<point>{_POINT}){_NO_TREATY}", _within),
    )
)
