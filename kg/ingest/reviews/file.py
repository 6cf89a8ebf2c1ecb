"""Reviews as a plain file for version control: YAML, sorted, one field a line, the same bytes every time.

- statement: https://w3id.org/bilateral-kg/id/readout/…/statement/…
  verdict: corrected
  by: "A. Reader"
  date: "2011-04-07"
  quote: "requested Russia's understanding"
  start: 120
  read:
    act: "state"
  correct:
    act: "request"
  note: "the verb is 'requested'"
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from kg import resources
from kg.errors import Error, MetadataError
from kg.ingest.reviews.record import Review, checked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.ingest.reviews.record import Value

HEAD: Final = (
    "# What people decided about statements: kg review --import FILE reads it, --export FILE writes it.\n"
)
LARGEST: Final = 64 << 20
"""Bytes of a file that is read."""
DEEPEST: Final = 8
"""Levels of a file, of which a review takes six."""
_KEYS: Final = {"statement", "verdict", "by", "date", "quote", "start", "read", "correct", "note"}
_NEEDED: Final = ("statement", "verdict", "by", "date", "quote", "start")
_UNPRINTED: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def text(reviews: Iterable[Review]) -> str:
    """The file: sorted by statement, then by day and person."""
    parts = [HEAD]
    for review in sorted(reviews, key=lambda r: (r.statement, r.on, r.by)):
        parts += [
            f"- statement: {review.statement}\n",
            f"  verdict: {review.verdict}\n",
            f"  by: {_quoted(review.by)}\n",
            f"  date: {_quoted(review.on)}\n",
            f"  quote: {_quoted(review.quote)}\n",
            f"  start: {review.start}\n",
            *_mapping("read", review.read),
            *_mapping("correct", review.correct),
            *([f"  note: {_quoted(review.note)}\n"] if review.note else []),
        ]
    if len(parts) == 1:
        parts.append("[]\n")
    return "".join(parts)


def _mapping(name: str, fields: dict[str, Value]) -> list[str]:
    lines = [f"    {key}: {_quoted(fields[key])}\n" for key in sorted(fields)]
    return [f"  {name}:\n", *lines] if lines else []


def _quoted(value: Value) -> str:
    """As JSON, which is YAML too, but for what YAML does not let stand as it is."""
    return _UNPRINTED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))


def parse(data: bytes, *, name: str) -> list[Review]:
    """The reviews in a file, each checked. Raises MetadataError, which names the file and the entry."""
    import yaml

    if len(data) > LARGEST:
        raise MetadataError(f"{name} is larger than {LARGEST >> 20} MB", "part it")
    try:
        found = resources.yaml_of(data, deepest=DEEPEST)
    except (yaml.YAMLError, ValueError) as error:
        said = str(error).splitlines()[0]
        raise MetadataError(f"{name} is no YAML: {said}", "write one with kg review --export") from error
    if not isinstance(found, list):
        raise MetadataError(f"{name} is no list of reviews", "write one with kg review --export")
    return [_review(entry, f"{name}: entry {number}") for number, entry in enumerate(found, 1)]


def _review(entry: Any, where: str) -> Review:
    if not isinstance(entry, dict) or not set(entry) <= _KEYS or not set(entry) >= set(_NEEDED):
        keys = ", ".join(_NEEDED)
        raise MetadataError(
            f"{where} is no review: it has {keys} and may have read, correct, note", "see --export"
        )
    said = entry | {"date": str(entry["date"])}  # a day without quotation marks is a date to YAML
    texts = [said[key] for key in ("statement", "verdict", "by", "date", "quote")] + [said.get("note") or ""]
    fields = [said.get(key) or {} for key in ("read", "correct")]
    if (
        not all(isinstance(one, str) for one in texts)
        or type(said["start"]) is not int
        or not all(isinstance(one, dict) and all(isinstance(k, str) for k in one) for one in fields)
        or not all(_plain(value) for value in fields[0].values())
    ):
        raise MetadataError(f"{where} has a value of another kind than a review has", "see --export")
    try:
        return checked(
            Review(
                statement=texts[0],
                verdict=texts[1],
                by=texts[2],
                on=texts[3],
                quote=texts[4],
                start=said["start"],
                read=fields[0],
                correct=fields[1],
                note=texts[5],
            )
        )
    except Error as error:
        raise MetadataError(f"{where}: {error}", error.advice) from error


def _plain(value: object) -> bool:
    return (
        value is None
        or isinstance(value, str | bool)
        or (isinstance(value, list) and all(isinstance(item, str) for item in value))
    )
