"""Markdown -> the words that it shows: emphasis, links and pictures lose their signs, headings do not."""

from __future__ import annotations

import re

_PICTURE = re.compile(r"!\[([^\]\n]{0,300})\]\([^()\n]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\](?:\([^()\n]{0,500}\)|\[[^\[\]\n]{0,100}\])")
_ADDRESS = re.compile(r"<(https?://[^<>\s]{1,500})>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*_\\])([*_])(?=[^\s*_])([^\n*_]{1,2000})(?<=\S)\1(?![\w*_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>-])")
_NOTE = re.compile(r"<!--.*?-->", re.DOTALL)
_QUOTED = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)


def plain(text: str) -> str:
    r"""The text without the signs of inline markup, quotation and comments.

    >>> plain("**Minister Ode** met [Minister Vos](https://example.org) on *fish*.")
    'Minister Ode met Minister Vos on fish.'
    >>> plain("* one\n* two_and_more"), plain(r"1\. Fish")
    ('* one\n* two_and_more', '1. Fish')
    """
    for pattern, instead in (
        (_NOTE, ""),
        (_PICTURE, ""),
        (_LINK, r"\1"),
        (_ADDRESS, r"\1"),
        (_STRONG, r"\2"),
        (_EMPHASIS, r"\2"),
        (_QUOTED, ""),
        (_ESCAPE, r"\1"),
    ):
        text = pattern.sub(instead, text)
    return text
