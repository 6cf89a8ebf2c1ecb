"""Text that goes into a spreadsheet cell and stays text."""

from __future__ import annotations

# OWASP's list for CSV injection; a tab or carriage return can move a formula to the next cell.
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Defuse a cell: text that a spreadsheet would run is preceded by an apostrophe; numbers stay numbers.

    >>> cell("=1+1"), cell(-3), cell(None), cell("plain")
    ("'=1+1", '-3', '', 'plain')
    """
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_RUNS):
        return f"'{value}"
    return str(value)
