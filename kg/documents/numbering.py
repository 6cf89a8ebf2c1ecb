"""Numbers of list items as a page or a Word file shows them."""

from __future__ import annotations

import re

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_OPENS = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[IVX]{1,5}|[A-Z])[.)]|[-\u2013•·○●■▪◦※])\s")


def opens(words: str) -> bool:
    """Whether a line brings its own marker.

    >>> opens("(1) Iraq"), opens("1. Iraq"), opens("Iraq")
    (True, True, False)
    """
    return bool(_OPENS.match(words))


def numeral(number: int, kind: str) -> str:
    """A number in the style of `<ol type>`: 1, a, A, i, I; figures where letters do not reach.

    >>> numeral(3, "1"), numeral(3, "a"), numeral(14, "I"), numeral(40, "a")
    ('3', 'c', 'XIV', '40')
    """
    if kind in {"a", "A"} and 1 <= number <= 26:  # noqa: PLR2004 - the alphabet
        letter = chr(96 + number)
        return letter if kind == "a" else letter.upper()
    if kind in {"i", "I"} and 1 <= number < 40:  # noqa: PLR2004 - beyond, the signs above do not do
        text = ""
        for value, sign in _ROMAN:
            text += sign * (number // value)
            number %= value
        return text if kind == "i" else text.upper()
    return str(number)
