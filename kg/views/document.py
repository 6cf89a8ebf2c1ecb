"""The head of a page that stands alone: no script, nothing from outside, no referrer."""

from __future__ import annotations

from html import escape


def head(title: str, style: str) -> str:
    """From the doctype to `<body>`; the title is escaped, the style is not.

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
