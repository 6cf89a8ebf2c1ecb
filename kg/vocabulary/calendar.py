"""Calendar dates as documents print them: "March 31, 2011", "21.01.2014", "8-9 December", "in January".

Language of dates, not of any stage: metadata, meetings, deadlines and citations all read them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = (
    r"(?P<{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|"
    r"AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?"
)
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th|ST|ND|RD|TH)?"
_TO = r"\s?(?:-|\u2013|—|to|and|until|through|&)\s?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"


def _pattern(template: str, *groups: str) -> re.Pattern[str]:
    kinds = {"d": _DAY, "m": _MONTH, "y": _YEAR}
    filled = template
    for name in groups:
        filled = filled.replace(f"<{name}>", kinds[name[0]].replace("{0}", name))
    return re.compile(r"(?<![\w.,/])" + filled.replace("~", _TO) + r"(?![\w/])")


_FORMS = (
    _pattern(
        r"<d1>(?: of)?\s<m1>(?:,?\s<y1>)?~<d2>(?: of)?\s<m2>,?\s?(?:(?:of )?<y2>)?",
        "d1",
        "m1",
        "y1",
        "d2",
        "m2",
        "y2",
    ),
    _pattern(r"<m1>\s<d1>(?:,?\s<y1>)?~<m2>\s<d2>(?:,?\s<y2>)?", "m1", "d1", "y1", "m2", "d2", "y2"),
    _pattern(r"<d1>~<d2>(?: of)?\s<m2>(?:,?\s(?:of )?<y2>)?", "d1", "d2", "m2", "y2"),
    _pattern(r"<m2>\s<d1>~<d2>(?:,?\s<y2>)?", "m2", "d1", "d2", "y2"),
    _pattern(r"<d1>(?:\s(?:day )?of)?\s(?:-\s)?<m1>(?:,?\s(?:-\s)?(?:of )?<y1>)?", "d1", "m1", "y1"),
    _pattern(r"<m1>\s<d1>(?:,?\s?<y1>)?", "m1", "d1", "y1"),
    _pattern(r"<y1>[-/.](?P<m1>[01]?\d)[-/.](?P<d1>[0-3]?\d)", "y1"),
    _pattern(r"(?P<d1>[0-3]?\d)(?P<sep>[-/.])(?P<m1>[0-3]?\d)(?P=sep)<y1>", "y1"),
    _pattern(r"(?P<y1>(?:19|20)\d\d)年(?P<m1>[01]?\d)月(?P<d1>[0-3]?\d)日".replace("(?![\\w/])", "")),
    _pattern(r"<m1>,?\s(?:of )?<y1>", "m1", "y1"),
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in the words `text[start:end]`: first and last day, or a month, with or without its year.

    `first` and `last` are (year or None, month, day or None); `last` equals `first` unless it is a range.
    """

    start: int
    end: int
    first: tuple[int | None, int, int | None]
    last: tuple[int | None, int, int | None]

    @property
    def year(self) -> int | None:
        """The year printed, if any."""
        return self.first[0] or self.last[0]

    def iso(self, year: int | None = None) -> str | None:
        """ISO 8601: a day, a month, or `a/b`; `year` completes a date printed without; None if it has none.

        >>> [d.iso(2022) for d in find("met on 8-9 December, after May 2021 and 3 June 2020")]
        ['2022-12-08/2022-12-09', '2021-05', '2020-06-03']
        """
        given = self.year or year
        if given is None:
            return None
        a, b = _iso(self.first, given), _iso(self.last, self.last[0] or given)
        return a if a == b or a > b else f"{a}/{b}"


def _iso(part: tuple[int | None, int, int | None], year: int) -> str:
    own, month, day = part
    return f"{own or year:04}-{month:02}" + (f"-{day:02}" if day else "")


def find(text: str, start: int = 0, end: int | None = None, *, month_first: bool = False) -> list[Dated]:
    """All calendar dates in `text[start:end]`, in order, none inside another.

    `month_first` reads 03/05/2022 as 5 March, the custom of the United States.

    >>> [d.iso() for d in find("Press release, 21.01.2014; 2016-04-19 09:54; Sept. 20")]
    ['2014-01-21', '2016-04-19', None]
    """
    stop = len(text) if end is None else end
    hits = [hit for form in _FORMS for hit in form.finditer(text, start, stop)]
    hits.sort(key=lambda hit: (hit.start(), -hit.end()))
    found: list[Dated] = []
    for hit in hits:
        if found and hit.start() < found[-1].end:
            continue
        dated = _dated(hit, month_first=month_first)
        if dated:
            found.append(dated)
    return found


def _dated(hit: re.Match[str], *, month_first: bool) -> Dated | None:
    parts = hit.groupdict()
    sep, american = parts.get("sep"), month_first and parts.get("sep") == "/"
    if sep and int(parts["d1"]) <= 12 and (american or int(parts["m1"]) > 12):  # noqa: PLR2004 - months of a year
        parts["d1"], parts["m1"] = parts["m1"], parts["d1"]
    month1 = _month(parts.get("m1") or parts.get("m2"))
    month2 = _month(parts.get("m2") or parts.get("m1"))
    day1 = int(parts["d1"]) if parts.get("d1") else None
    day2 = int(parts["d2"]) if parts.get("d2") else day1
    year1 = int(parts["y1"]) if parts.get("y1") else None
    year2 = int(parts["y2"]) if parts.get("y2") else year1
    first, last = (year1 or year2, month1, day1), (year2, month2, day2)
    return Dated(hit.start(), hit.end(), first, last) if _real(first) and _real(last) else None


def _month(words: str | None) -> int:
    if not words:
        return 0
    if words.isdigit():
        return int(words)
    head = words[:3].lower()
    return next((k for k, name in enumerate(MONTHS, 1) if name.startswith(head)), 0)


def _real(part: tuple[int | None, int, int | None]) -> bool:
    year, month, day = part
    try:
        date(year or 2000, month, day or 1)
    except ValueError:
        return False
    return True


def year_for(month: int, day: int | None, issued: date) -> int:
    """The year of a date printed without one: the latest such day not after the day of issue.

    >>> year_for(12, 30, date(2005, 1, 3)), year_for(1, 2, date(2005, 1, 3))
    (2004, 2005)
    """
    slack = issued + timedelta(days=2)
    return (
        issued.year
        if (month, day or 1) <= (slack.month, slack.day) or slack.year > issued.year
        else issued.year - 1
    )


def weekday_before(name: str, issued: date) -> date | None:
    """The latest such weekday on or before the day of issue ("on Tuesday").

    >>> weekday_before("Tuesday", date(2019, 5, 22)).isoformat()
    '2019-05-21'
    """
    if name.lower() not in WEEKDAYS:
        return None
    return issued - timedelta(days=(issued.weekday() - WEEKDAYS.index(name.lower())) % 7)
