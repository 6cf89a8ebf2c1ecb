"""Words for a time resolved to ISO 8601 against a reference day: "by the end of May", "last August".

`find` sees every expression in a text, `resolve` reads one. What is vague ("soon", "in the coming months")
has no date. A year that the words leave out is completed by the tense and marked `inferred`.
"""

from __future__ import annotations

import calendar as months_of
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.vocabulary import calendar

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class When:
    """A time in `text[start:end]`; `iso` is as precise as `precision`: day, month, year, interval (`a/b`)."""

    start: int
    end: int
    words: str
    iso: str
    precision: str
    inferred: bool


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = resources.data("ontology", "reader", "dates.yaml")
    return found


@cache
def cue(key: str) -> re.Pattern[str]:
    """A pattern of ontology/reader/dates.yaml, such as `belongs`."""
    return re.compile(_data()[key], re.IGNORECASE)


_READERS: dict[str, Callable[[re.Match[str], date, str], tuple[str, bool] | None]] = {}
"""By the name of a form: match, reference day, tense -> ISO date and whether we completed it, or None."""


def _form(name: str) -> Callable[[Any], Any]:
    """Register the reader of a form of the file."""

    def take(reader: Any) -> Any:
        _READERS[name] = reader
        return reader

    return take


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms of the file, compiled: spaces match any white space, `{…}` is a piece."""
    data = _data()
    pieces = {
        **data["pieces"],
        "name": "|".join(m.capitalize() for m in calendar.MONTHS),
        "weekday": "|".join(d.capitalize() for d in calendar.WEEKDAYS),
    }
    found = []
    for name, form in data["forms"].items():
        words = re.sub(r"\{([a-z]+)\}", lambda piece: pieces[piece[1]], form)
        words = words.replace("[ -]", r"[\s-]").replace(" ?", r"\s*").replace(" ", r"\s+")
        found.append((name, re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)))
    return tuple(found)


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


_HALF_A_YEAR = 6


def _year_of(month: int, reference: date, tense: str) -> int:
    """The year of a month named without one: coming, gone, or the nearest."""
    if tense == "future":
        return reference.year + (month < reference.month)
    if tense == "past":
        return reference.year - (month > reference.month)
    gap = month - reference.month
    return reference.year - (gap > _HALF_A_YEAR) + (gap < -_HALF_A_YEAR)


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


@_form("day_word")
def _day_word(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    word = " ".join(hit["word"].lower().split())
    days = {"tomorrow": 1, "yesterday": -1, "the day after tomorrow": 2, "the day before yesterday": -2}
    return (reference + timedelta(days=days.get(word, 0))).isoformat(), True


@_form("weekday")
def _weekday(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool]:
    which = hit["which"].lower()
    gap = (calendar.WEEKDAYS.index(hit["weekday"].lower()) - reference.weekday()) % 7
    if which in {"next", "coming", "by"}:
        gap = gap or 7
    elif which == "last" or (which == "on" and tense != "future"):
        gap = gap - 7 if gap or which == "last" else 0
    return (reference + timedelta(days=gap)).isoformat(), True


@_form("day_of_month")
def _day_of_month(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool] | None:
    first = _add_months(reference.replace(day=1), _shift(hit["which"]))
    try:
        return first.replace(day=int(hit["day"])).isoformat(), True
    except ValueError:
        return None


@_form("edge")
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


@_form("year_end")
def _year_end(_: re.Match[str], reference: date, __: str) -> tuple[str, bool]:
    return f"{reference.year}-12-31", True


@_form("within_unit")
def _within_unit(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    return _unit(hit["unit"].lower(), 0, reference, end=hit["which"].lower() == "the"), True


@_form("within")
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


@_form("from_day")
def _from_day(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool] | None:
    day = next((d for d in calendar.find(hit["then"]) if d.start == 0), None)
    year = day.year or (_year_of(day.first[1], reference, tense) if day else None) if day else None
    if not day or day.first[2] is None:
        return None
    then = date(year or reference.year, day.first[1], day.first[2])
    sign = -1 if hit["side"].lower() == "before" else 1
    return _later(then, hit["n"], hit["unit"], sign).isoformat(), not day.year


@_form("ago")
def _ago(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    then, unit = _later(reference, hit["n"], hit["unit"], -1), hit["unit"].lower()
    return then.isoformat() if unit in {
        "day",
        "week",
    } else f"{then:%Y-%m}" if unit == "month" else f"{then:%Y}", True


@_form("part")
def _part(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    first, last = _data()["parts"][" ".join(hit["part"].lower().split())]
    year = int(hit["year"]) if hit["year"] else reference.year + _shift(hit["which"])
    return _span((year, first), (year, last)), not hit["year"]


@_form("quarter")
def _quarter(hit: re.Match[str], _: date, __: str) -> tuple[str, bool]:
    last, year = 3 * int(hit["q"]), int(hit["year"])
    return _span((year, last - 2), (year, last)), False


@_form("season")
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


@_form("this_unit")
def _this_unit(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    return _unit(hit["unit"].lower(), _shift(hit["which"]), reference), True


@_form("after_next")
def _after_next(_: re.Match[str], reference: date, __: str) -> tuple[str, bool]:
    return f"{reference.year + 2}", True


@_form("decade")
def _decade(hit: re.Match[str], _: date, __: str) -> tuple[str, bool]:
    start = int(hit["decade"])
    return f"{start}/{start + 9}", False


@_form("months")
def _months(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool]:
    first, last = _month(hit["m1"]), _month(hit["m2"])
    if hit["year"]:
        year = int(hit["year"]) - (last < first)
    else:
        year = reference.year + _shift(hit["which"]) if hit["which"] else _year_of(first, reference, tense)
    return _span((year, first), (year + (last < first), last)), not hit["year"]


@_form("years")
def _years(hit: re.Match[str], _: date, __: str) -> tuple[str, bool] | None:
    first = hit["y1"]
    last = hit["y2"] if len(hit["y2"]) > 2 else first[:2] + hit["y2"]  # noqa: PLR2004 - two digits of a year
    return (f"{first}/{last}", False) if first < last else None


@_form("edge_of_month")
def _edge_of_month(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool]:
    month = _month(hit["month"])
    year = int(hit["year"]) if hit["year"] else None
    if year is None:
        year = reference.year + _shift(hit["which"]) if hit["which"] else _year_of(month, reference, tense)
    return _last_day(year, month) if _is_end(hit[0], tense) else f"{year}-{month:02}", not hit["year"]


@_form("edge_of_year")
def _edge_of_year(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool]:
    end = _is_end(hit[0], tense)
    if hit["year"]:
        return f"{hit['year']}-12-31" if end else hit["year"], False
    return _unit(hit["unit"].lower(), _shift(hit["which"]), reference, end=end), True


@_form("this_month")
def _this_month(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    month, which = _month(hit["month"]), hit["which"].lower()
    year = reference.year
    if which in {"next", "the coming", "this coming"}:
        year += month <= reference.month
    elif which in {"last", "past"}:
        year -= month >= reference.month
    return f"{year}-{month:02}", True


@_form("month_of_year")
def _month_of_year(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    return f"{reference.year + _shift(hit['which'])}-{_month(hit['month']):02}", True


@_form("fiscal")
def _fiscal(hit: re.Match[str], _: date, __: str) -> tuple[str, bool]:
    return hit["year"], True


@_form("this_fiscal")
def _this_fiscal(hit: re.Match[str], reference: date, _: str) -> tuple[str, bool]:
    return f"{reference.year + _shift(hit['which'])}", True


@_form("bare_month")
def _bare_month(hit: re.Match[str], reference: date, tense: str) -> tuple[str, bool] | None:
    month = _month(hit["month"])
    if not hit["month"][0].isupper():
        return None
    return f"{_year_of(month, reference, tense)}-{month:02}", True


@_form("bare_year")
def _bare_year(hit: re.Match[str], _: date, __: str) -> tuple[str, bool]:
    return hit["year"], False


def find(
    text: str, reference: date | None, tense: str = "near", start: int = 0, end: int | None = None
) -> list[When]:
    """Every time in `text[start:end]` that has a date, in order, none inside another.

    `tense` (future, past, near) completes a month or day printed without its year. Without a reference day
    only dates that are complete in themselves are found.

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
    for name, pattern in _forms():
        for hit in pattern.finditer(text, start, stop):
            said = _READERS[name](hit, day, tense) if day.year > 1 or _complete(hit) else None
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


_STOP = re.compile(rf"(?:{'|'.join(calendar.MONTHS)})\.$", re.IGNORECASE)


def _when(text: str, start: int, end: int, iso: str, *, inferred: bool) -> When:
    end -= bool(_STOP.search(text[start:end]))  # a sentence's full stop, not an abbreviation's
    precision = "interval" if "/" in iso else {4: "year", 7: "month"}.get(len(iso), "day")
    return When(start, end, text[start:end], iso, precision, inferred)


def resolve(words: str, reference: date | None, tense: str = "near") -> When | None:
    """The first time that the words give, or None where they are vague.

    >>> resolve("last August", date(2011, 3, 31)).iso
    '2010-08'
    >>> resolve("in the near future", date(2011, 3, 31)) is None
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
