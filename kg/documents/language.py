"""The language of a text: by its script, else by its small words."""

from __future__ import annotations

import re
from functools import cache

from kg.documents.words import layout

_SAMPLE = 20_000  # characters
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("fa", re.compile(r"[\u067e\u0686\u0698\u06af\u06cc]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_FEW = 0.02  # of the letters: kana in a Chinese quotation, a Ukrainian name

_ENOUGH, _ENGLISH = 30, 0.05  # words that tell, and the least share of small words in English prose


@cache
def _small() -> dict[str, frozenset[str]]:
    found: dict[str, str] = layout()["languages"]
    return {code: frozenset(words.split()) for code, words in found.items()}


def language(text: str) -> str:
    """The ISO 639-1 code; `en` where nothing tells, because a few names alone are no other language.

    A longer text without the small words of English is `und` if it is none of the languages we can name.

    >>> language("The two ministers met in Tokyo."), language("Les deux ministres se sont rencontrés.")
    ('en', 'fr')
    >>> language("日本とロシアの外相会談"), language("Министры обсудили вопросы")
    ('ja', 'ru')
    """
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    latin = len(re.findall(r"[A-Za-z\u00c0-\u024f]", sample))
    if 2 * latin < letters:
        other = letters - latin
        return next((code for code, script in _SCRIPTS if len(script.findall(sample)) > _FEW * other), "und")
    words = re.findall(r"[^\W\d_]+", sample.lower())
    counts = {code: sum(map(small.__contains__, words)) for code, small in _small().items()}
    best = max(sorted(counts), key=lambda code: counts[code])
    if len(words) >= _ENOUGH and counts["en"] < _ENGLISH * len(words):
        return best if best != "en" and counts[best] > 1 else "und"
    return best if counts[best] > 1.2 * counts["en"] and counts[best] > 1 else "en"
