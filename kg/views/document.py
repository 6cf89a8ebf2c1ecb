"""What every page has in common: which characters are named, and the head of a page that stands alone."""

from __future__ import annotations

import re
from html import escape

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that turn the direction of what follows, or that no page shows."""


def quiet(text: str) -> str:
    """Text in which such characters are named instead of obeyed.

    >>> quiet("a" + chr(0x202E) + "b")
    'a[U+202E]b'
    """
    return CONTROL.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def head(title: str, style: str) -> str:
    """From the doctype to `<body>`, without script, anything from outside or a referrer.

    The title is escaped, the style is not.

    >>> "<title>a &lt; b</title>" in head("a < b", "")
    True
    """
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
"""
