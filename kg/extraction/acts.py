"""Which act a clause reports: the verb decides, an inner noun overrules it, then the content.

"Expressed his gratitude" is appreciate, "reiterated that Japan would send" is commit, "stated that it was
important" stays state. The words lie in ontology/reader/verbs.yaml.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction import lexicon

if TYPE_CHECKING:
    from kg.extraction.lexicon import Verb

_NOUN_PHRASE = re.compile(
    r"\s*(?:[\w'’,-]+\s+){0,12}?(?=(?:that|to|for|about|over|on|upon|regarding|concerning|at|in|with|as|towards?|by|because|"
    r"against|from|when|if|who|which|where|how|and\s+that)\b)|\s*(?:[\w'’-]+\s*){1,8}",
    re.IGNORECASE,
)
_THAT = re.compile(r"\s*,?\s*(?:[^.;:]{0,80}?,\s+)?(?:that\b|how\b|whether\b)|\s*[:,]?\s*[\"“‘']", re.IGNORECASE)
_OTHER = r"(?:{names}|the\s+other\s+side|they|you)\s+"
_OWN = r"(?:\b(?:he|she|we|I|they|it|both|{names}|(?:the\s+)?(?:two\s+)?(?:sides|countries|ministers|leaders|governments?|ministry|parties|officials))\s+(?:[\w'’-]+\s+){{0,2}}?)"
_REGULAR = frozenset({"confirm", "affirm", "reaffirm", "reiterate", "repeat", "reconfirm", "restate", "renew"})
_STRONG_NOUNS = frozenset({"appreciate", "concern", "express_intent", "support", "condemn", "oppose", "request", "invite", "urge", "criticize", "propose", "welcome"})
_WINDOW = 150  # characters of content in which its main verb is looked for


@cache
def _nouns() -> dict[str, str]:
    return {noun: act for act, line in lexicon.data()["nouns"].items() for noun in line.split()}


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(lexicon.data()[key].split())


@cache
def _content(own: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """The content patterns with the two sides' names filled in."""
    mine = _OWN.format(names="|".join(map(re.escape, own)) or "(?!)")
    yours = _OTHER.format(names="|".join(map(re.escape, other)) or "(?!)")
    return [
        (act, re.compile(pattern.replace("{own}", mine).replace("{other}", r"(?:the\s+)?" + yours), re.IGNORECASE))
        for act, pattern in lexicon.data()["content"]
    ]


def inner(words: str) -> tuple[str, str] | None:
    """The first act noun in a verb's object, before its own complement begins: (act, noun).

    >>> inner(" his deep concern that the talks had stalled")
    ('concern', 'concern')
    >>> inner(" the result to the press") is None
    True
    """
    phrase = _NOUN_PHRASE.match(words)
    nouns = _nouns()
    for word in lexicon.WORD.findall(phrase[0] if phrase else ""):
        act = nouns.get(word.lower())
        if act:
            return act, word.lower()
    return None


def content(words: str, own: tuple[str, ...] = (), other: tuple[str, ...] = ()) -> str:
    """The act of words that stand without a reporting verb; `own` and `other` are names of the two sides.

    >>> content("that Japan would send experts", ("Japan",), ("Russia",))
    'commit'
    >>> content("that the talks had been useful")
    'state'
    """
    window = words[:_WINDOW]
    best: tuple[int, str] | None = None
    for act, pattern in _content(own, other):
        found = pattern.search(window)
        if found and (best is None or found.start() < best[0]):
            best = found.start(), act
    return best[1] if best else "state"


def act(
    verb: Verb,
    words: str,
    *,
    joint: bool = False,
    reply: bool = False,
    own: tuple[str, ...] = (),
    other: tuple[str, ...] = (),
) -> str:
    """The act of a reporting verb with the words that follow it."""
    base = verb.entry.act
    lemma = verb.entry.lemma.split()[0]
    if lemma in _set("carriers") and verb.entry.length <= 3:
        found = inner(words)
        if found:
            noun_act, noun = found
            if lemma in _REGULAR or base == "confirm":
                if noun_act in _STRONG_NOUNS:
                    return noun_act
            elif base in {"state", "inform", "acknowledge", "commit", "discuss"}:
                if noun_act != "state":
                    return noun_act if noun_act != "agree" or joint else "respond_positive"
                after = words[words.lower().find(noun) + len(noun) :]
                return content(after, own, other) if after.lstrip().startswith("that") else "state"
    if base == "discuss" and re.match(r"\s+(?:their|his|her|its)\s+(?:\w+\s+)?concerns?\b", words):
        return "concern"
    if base == "welcome" and re.match(r"\s+(?:[\w.'’-]+\s+){1,5}?to\s+(?:visit|attend|come|join|participate|take\s+part)\b", words):
        return "invite"
    if base == "agree" and not joint:
        return "respond_positive"
    if base == "express_intent" and lemma in {"hope", "wish", "expect", "want", "would"}:
        return content(f"hopes {words}", own, other)
    if lemma in _set("say_verbs") and _THAT.match(words):
        said = content(words, own, other)
        if lemma in _set("firm_verbs"):
            return said if said in {"commit", "express_intent", "request"} and not joint else base
        return said
    return base
