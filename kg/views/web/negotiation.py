"""What a client would rather have (HTTP's Accept)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def best(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offered media type that the header likes most; of equals the first offered; None if none will do.

    >>> best("text/html;q=0.5, application/json", ["text/html", "application/json"])
    'application/json'
    >>> best("text/*;q=0.3, */*;q=0.1", ["application/json", "text/csv"]), best(None, ["text/html"])
    ('text/csv', 'text/html')
    >>> best("image/png", ["text/html"]), best("text/html;q=0, */*", ["text/html", "text/csv"])
    (None, 'text/csv')
    """
    if not accept or not accept.strip():
        return offers[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    found, liked = None, 0.0
    for offer in offers:
        weight = _weight(offer, ranges)
        if weight > liked:
            found, liked = offer, weight
    return found


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                weight = min(max(float(value), 0.0), 1.0)
            except ValueError:
                weight = 0.0
    return name, weight


def _weight(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most exact range that takes the offer in."""
    kind = offer.partition("/")[0]
    for wanted in (offer, f"{kind}/*", "*/*"):
        for name, weight in ranges:
            if name == wanted:
                return weight
    return 0.0
