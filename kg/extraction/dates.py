"""Words for a time resolved to ISO 8601 against a reference day: "by the end of May", "next spring", "last August".

`find` sees every expression in a text, `resolve` reads one. What is vague ("soon", "in the coming months") has no
date. A year that the words leave out is completed by the tense and marked `inferred`.
"""

from __future__ import annotations

import calendar as months_of
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from kg import resources
from kg.vocabulary import calendar

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class When:
    """A time in `text[start:end]`: `iso` is a day, month, year or `a/b`; `precision` day, month, year or interval."""

    start: int
    end: int
    words: str
    iso: str
    precision: str
    inferred: bool


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(resources.text("ontology", "reader", "dates.yaml"))
    return found


@cache
def cue(key: str) -> re.Pattern[str]:
    """A pattern of ontology/reader/dates.yaml: past, future, belongs."""
    return re.compile(_data()[key], re.IGNORECASE)


_NUMBER = r"(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|sixty|ninety)"
_UNIT = r"(?P<unit>day|week|month|year)s?['’]?"
_NAME = "|".join(m.capitalize() for m in calendar.MONTHS)
_WEEKDAY = "|".join(d.capitalize() for d in calendar.WEEKDAYS)
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_PART = r"(?P<part>(?:first|second|latter) half|first part|earlier part|latter part|(?:first|second|third|fourth|last|final) quarter)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WHICH = r"(?P<which>this|next|last|the|the next|the coming|the following|the current|the previous|the past)"
_DEGREE = r"(?P<degree>(?:very )?(?:early|mid|late|later)(?: in)?|the (?:beginning|start|middle|end|close|latter part) of|(?:beginning|start|middle|end) of)"

_Reader = "Callable[[re.Match[str], date, str], tuple[str, bool] | None]"
_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str], date, str], tuple[str, bool] | None]]] = []


def _form(pattern: str) -> Callable[..., Any]:
    """Register a reader for a pattern; spaces match any white space."""
    spaced = pattern.replace("[ -]", r"[\s-]").replace(" ?", r"\s*").replace(" ", r"\s+")

    def take(reader: Callable[..., Any]) -> Callable[..., Any]:
        _FORMS.append((re.compile(r"(?<![\w-])(?:" + spaced + r")(?!\w)", re.IGNORECASE), reader))
        return reader

    return take


def _last_day(year: int, month: int) -> str:
    return f"{year:04}-{month:02}-{months_of.monthrange(year, month)[1]:02}"


def _add_months(day: date, count: int) -> date:
    year, month = divmod(day.month - 1 + count, 12)
    year += day.year
    return date(year, month + 1, min(day.day, months_of.monthrange(year, month + 1)[1]))


def _span(first: tuple[int, int], last: tuple[int, int]) -> str:
    return f"{first[0]:04}-{first[1]:02}/{last[0]:04}-{last[1]:02}"


def _month(name: str) -> int:
    return calendar.MONTHS.index(name.lower()) + 1


def _year_of(month: int, reference: date, tense: str) -> int:
    """The year of a month named without one: coming, gone, or the nearest."""
    if tense == "future":
        return reference.year + (month < reference.month)
    if tense == "past":
        return reference.year - (month > reference.month)
    gap = month - reference.month
    return reference.year - 1 if gap > 6 else reference.year + 1 if gap < -6 else reference.year  # noqa: PLR2004 - half a year


def _shift(words: str) -> int:
    """-1, 0 or 1 for "last", "this", "next" and their kin."""
    low = words.lower()
    if re.search(r"next|coming|following", low):
        return 1
    return -1 if re.search(r"last|previous|past", low) else 0


def _is_end(words: str, tense: str) -> bool:
    """Whether a last day is meant: "by the end of May", but "at the end of May" of what is over is May."""
    if not re.search(r"\b(?:end|close)\s+of", words, re.IGNORECASE):
        return False
    return tense != "past" or bool(re.match(r"by|before|until|towards?|no\s", words, re.IGNORECASE))


@_form(r"(?P<word>today|tonight|tomorrow|yesterday|the day after tomorrow|the day before yesterday)")
def _day_word(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    word = " ".join(hit["word"].lower().split())
    days = {"tomorrow": 1, "yesterday": -1, "the day after tomorrow": 2, "the day before yesterday": -2}
    return (reference + timedelta(days=days.get(word, 0))).isoformat(), True


@_form(r"(?P<which>this|next|last|on|by|coming) (?P<weekday>" + _WEEKDAY + r")")
def _weekday(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool]:
    which = hit["which"].lower()
    gap = (calendar.WEEKDAYS.index(hit["weekday"].lower()) - reference.weekday()) % 7
    if which in {"next", "coming", "by"}:
        gap = gap or 7
    elif which == "last" or (which == "on" and tense != "future"):
        gap = gap - 7 if gap or which == "last" else 0
    return (reference + timedelta(days=gap)).isoformat(), True


@_form(r"(?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th) of (?P<which>this|next|last|the) month")
def _day_of_month(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool] | None:
    first = _add_months(reference.replace(day=1), _shift(hit["which"]))
    try:
        return first.replace(day=int(hit["day"])).isoformat(), True
    except ValueError:
        return None


@_form(
    r"(?:(?:by|before|at|until|towards?|no later than) )?(?:the )?(?P<edge>end|close|beginning|start|middle) of (?P<which>the|this|next|last|the current|the coming) (?P<unit>week|month|year|decade)"
)
def _edge(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool]:
    unit, shift = hit["unit"].lower(), _shift(hit["which"])
    if unit == "year" and tense == "past" and hit["edge"].lower() == "end" and not _is_end(hit[0], tense):
        return f"{reference.year + shift}-12", True
    return _unit(unit, shift, reference, end=_is_end(hit[0], tense)), True


def _unit(unit: str, shift: int, reference: date, *, end: bool = False) -> str:
    """A week, month, year or decade `shift` away; its last day if `end`."""
    if unit == "week":
        monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=shift)
        sunday = monday + timedelta(days=6)
        return sunday.isoformat() if end else f"{monday}/{sunday}"
    if unit == "month":
        first = _add_months(reference.replace(day=1), shift)
        return _last_day(first.year, first.month) if end else f"{first:%Y-%m}"
    if unit == "decade":
        start = (reference.year // 10 + shift) * 10
        return f"{start + 9}-12-31" if end else f"{start}/{start + 9}"
    if unit == "quarter":
        first = _add_months(date(reference.year, (reference.month - 1) // 3 * 3 + 1, 1), 3 * shift)
        last = _add_months(first, 2)
        return (
            _last_day(last.year, last.month)
            if end
            else _span((first.year, first.month), (last.year, last.month))
        )
    year = reference.year + shift
    return f"{year}-12-31" if end else f"{year}"


@_form(r"(?:by )?(?:the )?year['’s]*[ -]end")
def _year_end(_: re.Match[str], reference: date, __: str) -> tuple[str, bool]:
    return f"{reference.year}-12-31", True


@_form(r"within (?P<which>the|this|the current) (?P<unit>week|month|year)")
def _within_unit(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    return _unit(hit["unit"].lower(), 0, reference, end=hit["which"].lower() == "the"), True


@_form(
    r"(?:within|over|in|during|for) (?:the )?(?:next|coming|following|space of)?(?: of)? ?"
    + _NUMBER
    + r" "
    + _UNIT
    + r"(?: time)?"
)
def _within(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool] | None:
    opening = hit[0].lower()
    if opening.startswith(("for", "in")) and not re.search(r"next|coming|following|time\b", opening):
        if opening.startswith("for") or hit["n"].lower() in {"a", "an"} or tense == "past":
            return None
        return _later(reference, hit["n"], hit["unit"]).isoformat(), True
    if re.search(r"time\b", opening):
        return _later(reference, hit["n"], hit["unit"]).isoformat(), True
    return f"{reference}/{_later(reference, hit['n'], hit['unit'])}", True


def _later(day: date, number: str, unit: str, sign: int = 1) -> date:
    count = sign * (int(number) if number.isdigit() else _data()["numbers"][number.lower()])
    if unit.lower() == "day":
        return day + timedelta(days=count)
    if unit.lower() == "week":
        return day + timedelta(weeks=count)
    return _add_months(day, count * (12 if unit.lower() == "year" else 1))


@_form(_NUMBER + r" " + _UNIT + r" (?P<side>after|before|from) (?P<then>[^,.;]{3,40})")
def _from_day(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool] | None:
    day = next((d for d in calendar.find(hit["then"]) if d.start == 0), None)
    year = day.year or (_year_of(day.first[1], reference, tense) if day else None) if day else None
    if not day or day.first[2] is None:
        return None
    then = date(year or reference.year, day.first[1], day.first[2])
    sign = -1 if hit["side"].lower() == "before" else 1
    return _later(then, hit["n"], hit["unit"], sign).isoformat(), not day.year


@_form(_NUMBER + r" " + _UNIT + r" (?:ago|earlier)")
def _ago(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    then, unit = _later(reference, hit["n"], hit["unit"], -1), hit["unit"].lower()
    return then.isoformat() if unit in {
        "day",
        "week",
    } else f"{then:%Y-%m}" if unit == "month" else f"{then:%Y}", True


@_form(
    r"(?:(?:in|by|during|for) )?(?:the )?"
    + _PART
    + r" of (?:"
    + _YEAR
    + r"|(?P<which>the|this|next|last) year)"
)
def _part(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    first, last = _data()["parts"][" ".join(hit["part"].lower().split())]
    year = int(hit["year"]) if hit["year"] else reference.year + _shift(hit["which"])
    return _span((year, first), (year, last)), not hit["year"]


@_form(r"Q(?P<q>[1-4])(?: of)? " + _YEAR)
def _quarter(hit: re.Match[str], _: date, __: str) -> tuple[str, bool]:
    last, year = 3 * int(hit["q"]), int(hit["year"])
    return _span((year, last - 2), (year, last)), False


@_form(
    r"(?:"
    + _WHICH
    + r" )?(?:early |late |mid-?)?"
    + _SEASON
    + r"(?: (?:of )?(?:"
    + _YEAR
    + r"|(?P<then>this|next|last) year))?"
)
def _season(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool] | None:
    if not (hit["which"] or hit["year"] or hit["then"]):
        return None
    first, last = _data()["seasons"][hit["season"].lower()]
    if hit["year"]:
        year = int(hit["year"])
    elif hit["then"]:
        year = reference.year + _shift(hit["then"])
    else:
        shift = _shift(hit["which"])
        year = reference.year
        if shift > 0 and reference.month >= first:
            year += 1
        elif (shift < 0 and reference.month <= max(first, last)) or (
            hit["which"].lower() == "the" and tense == "past" and reference.month < first
        ):
            year -= 1
        elif hit["which"].lower() == "the" and tense == "future" and reference.month > max(first, last):
            year += 1
    return _span((year, first), (year + (last < first), last)), not hit["year"]


@_form(
    r"(?P<which>this|next|last|the next|the coming|the following|the current|the previous) (?P<unit>week|month|year|decade|quarter)(?:['’]s)?"
)
def _this_unit(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    return _unit(hit["unit"].lower(), _shift(hit["which"]), reference), True


@_form(r"the year after next")
def _after_next(_: re.Match[str], reference: date, __: str) -> tuple[str, bool]:
    return f"{reference.year + 2}", True


@_form(r"the (?:early |mid-?|late )?(?P<decade>(?:19|20)\d0)['’]?s")
def _decade(hit: re.Match[str], _: date, __: str) -> tuple[str, bool]:
    start = int(hit["decade"])
    return f"{start}/{start + 9}", False


@_form(
    r"(?:between |from )?(?P<m1>"
    + _NAME
    + r") ?(?:-|–|to|and|until|through) ?(?P<m2>"
    + _NAME
    + r")(?:,? (?:of )?(?:"
    + _YEAR
    + r"|(?P<which>this|next|last) year))?(?! \d)"
)
def _months(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool]:
    first, last = _month(hit["m1"]), _month(hit["m2"])
    if hit["year"]:
        year = int(hit["year"]) - (last < first)
    else:
        year = reference.year + _shift(hit["which"]) if hit["which"] else _year_of(first, reference, tense)
    return _span((year, first), (year + (last < first), last)), not hit["year"]


@_form(
    r"(?:from |between )?(?P<y1>(?:19|20)\d\d) ?(?:-|–|to|and|until|through|/) ?(?P<y2>(?:19|20)?\d\d)(?![-/\d])"
)
def _years(hit: re.Match[str], _: date, __: str) -> tuple[str, bool] | None:
    first = hit["y1"]
    last = hit["y2"] if len(hit["y2"]) > 2 else first[:2] + hit["y2"]  # noqa: PLR2004 - two digits of a year
    return (f"{first}/{last}", False) if first < last else None


@_form(
    r"(?:(?:by|before|at|until) )?"
    + _DEGREE
    + r"[ -](?:of )?(?P<month>"
    + _NAME
    + r")(?:,? (?:of )?(?:"
    + _YEAR
    + r"|(?P<which>this|next|last) year))?(?! \d)"
)
def _edge_of_month(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool]:
    month = _month(hit["month"])
    year = int(hit["year"]) if hit["year"] else None
    if year is None:
        year = reference.year + _shift(hit["which"]) if hit["which"] else _year_of(month, reference, tense)
    return _last_day(year, month) if _is_end(hit[0], tense) else f"{year}-{month:02}", not hit["year"]


@_form(
    r"(?:(?:by|before|at|until) )?"
    + _DEGREE
    + r"[ -](?:of )?(?:"
    + _YEAR
    + r"|(?P<which>this|next|last) (?P<unit>year|month|week))"
)
def _edge_of_year(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool]:
    end = _is_end(hit[0], tense)
    if hit["year"]:
        return f"{hit['year']}-12-31" if end else hit["year"], False
    return _unit(hit["unit"].lower(), _shift(hit["which"]), reference, end=end), True


@_form(r"(?P<which>this|next|last|this coming|the coming|past) (?P<month>" + _NAME + r")(?! \d)")
def _this_month(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    month, which = _month(hit["month"]), hit["which"].lower()
    year = reference.year
    if which in {"next", "the coming", "this coming"}:
        year += month <= reference.month
    elif which in {"last", "past"}:
        year -= month >= reference.month
    return f"{year}-{month:02}", True


@_form(
    r"(?P<month>" + _NAME + r") (?P<which>this|next|last|of this|of next|of last|of the same|the same) year"
)
def _month_of_year(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    return f"{reference.year + _shift(hit['which'])}-{_month(hit['month']):02}", True


@_form(r"(?:fiscal year|FY|financial year) ?(?P<year>(?:19|20)\d\d)(?:[/-]\d\d(?:\d\d)?)?")
def _fiscal(hit: re.Match[str], _: date, __: str) -> tuple[str, bool]:
    return hit["year"], True


@_form(r"(?P<which>this|next|last|the current) (?:fiscal|financial|academic|calendar) year")
def _this_fiscal(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    return f"{reference.year + _shift(hit['which'])}", True


@_form(
    r"(?:in|by|until|since|during|of|for|from|on|before|after|around|throughout|and|or|to|the) (?P<month>"
    + _NAME
    + r")(?:['’]s)?(?! \d)"
)
def _bare_month(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool] | None:
    month = _month(hit["month"])
    if not hit["month"][0].isupper():
        return None
    return f"{_year_of(month, reference, tense)}-{month:02}", True


@_form(
    r"(?:(?:in|by|until|since|during|of|for|from|before|after|around|throughout|mid-?|year|the) ?)?"
    + _YEAR
    + r"(?![-/]\d)"
)
def _bare_year(hit: re.Match[str], _: date, __: str) -> tuple[str, bool]:
    return hit["year"], False


def find(
    text: str, reference: date | None, tense: str = "near", start: int = 0, end: int | None = None
) -> list[When]:
    """Every time in `text[start:end]` that has a date, in order, none inside another.

    `tense` (future, past, near) completes a month or day printed without its year. Without a reference day only
    dates that are complete in themselves are found.

    >>> [w.iso for w in find("by the end of May, and next year", date(2010, 3, 2), "future")]
    ['2010-05-31', '2011']
    """
    stop = len(text) if end is None else end
    day = reference or date(1, 1, 1)
    hits: list[When] = []
    for printed in calendar.find(text, start, stop):
        year = printed.year or (_printed_year(printed, day, tense) if reference else None)
        iso = printed.iso(year)
        if iso:
            hits.append(_when(text, printed.start, printed.end, iso, inferred=printed.year is None))
    for pattern, reader in _FORMS:
        for hit in pattern.finditer(text, start, stop):
            said = reader(hit, day, tense) if day.year > 1 or _complete(hit) else None
            if said and (reference or not said[1]):
                hits.append(_when(text, hit.start(), hit.end(), said[0], inferred=said[1]))
    hits.sort(key=lambda w: (w.start, -w.end))
    kept: list[When] = []
    for when in sorted(hits, key=lambda w: (-(w.end - w.start), w.start)):
        if all(when.end <= other.start or other.end <= when.start for other in kept):
            kept.append(when)
    return sorted(kept, key=lambda w: w.start)


def _complete(hit: re.Match[str]) -> bool:
    """Whether the words hold a year, so that no reference day is needed."""
    return bool(re.search(r"(?:19|20)\d\d", hit[0]))


def _printed_year(printed: calendar.Dated, reference: date, tense: str) -> int:
    month, day = printed.first[1], printed.first[2]
    if tense == "future":
        return reference.year + ((month, day or 31) < (reference.month, reference.day))
    if tense == "past":
        return calendar.year_for(month, day, reference)
    return _year_of(month, reference, tense)


def _when(text: str, start: int, end: int, iso: str, *, inferred: bool) -> When:
    precision = "interval" if "/" in iso else {4: "year", 7: "month"}.get(len(iso), "day")
    return When(start, end, text[start:end], iso, precision, inferred)


def resolve(words: str, reference: date | None, tense: str = "near") -> When | None:
    """The first time that the words give, or None where they are vague.

    >>> resolve("last August", date(2005, 5, 31)).iso
    '2004-08'
    >>> resolve("in the near future", date(2005, 5, 31)) is None
    True
    """
    found = find(words, reference, tense)
    return found[0] if found else None


def day(iso: str | None) -> date | None:
    """The first day of an ISO date, month, year or interval; None without one.

    >>> day("2018-05-08/2018-05-10"), day("1999-11"), day(None)
    (datetime.date(2018, 5, 8), datetime.date(1999, 11, 1), None)
    """
    if not iso:
        return None
    parts = [int(p) for p in iso.split("/")[0].split("-")]
    year, month, number = (*parts, 1, 1)[:3]
    return date(year, month, number)
