"""Which act a clause reports: the verb decides, an inner noun overrules it, then the content.

"Expressed his gratitude" is appreciate, "reiterated that Japan would send" is commit, "stated that it was
important" stays state. The words lie in ontology/reader/verbs.yaml.
"""

# ruff: noqa: RUF001 - the marks that documents print

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction import lexicon

if TYPE_CHECKING:
    from kg.extraction.lexicon import Verb

_NOUN_PHRASE = re.compile(
    r"\s*(?:in\s+(?:the\s+)?\w+\s+terms\s+)?(?:(?:to|with)\s+(?:[\w’'-]+\s+){1,5}?(?=his|her|its|their|the|an?)\b)?(?P<np>(?:(?!(?:that|to|for|about|over|on|upon|regarding|"
    r"concerning|at|in|with|as|towards?|by|because|against|from|when|if|who|which|where|how)\b)[\w'’,-]+\s*){0,12})",
    re.IGNORECASE,
)
_VESSEL = re.compile(
    r"\b(?:words?|sense|feelings?|messages?|expressions?|letter|spirit)\s+of\s+", re.IGNORECASE
)
_THAT = re.compile(
    r"\s*,?\s*(?:[^.;:]{0,80}?,\s+)?(?:by\s+(?:saying|stating|noting|explaining|stressing|adding|recalling)\s+)?(?:that\b|how\b|whether\b)|\s*[:,]?\s*[\"“‘']",
    re.IGNORECASE,
)
_OTHER = r"(?:the\s+)?(?:OTHERSIDE|other\s+side|they|you)\s+"
_OWN = (
    r"(?:\b(?:he|she|we|I|they|it|both|OWNSIDE|(?:(?:the|his|her|its|our|their)\s+)?(?:two\s+)?(?:sides|countries|ministers|leaders|governments?|"
    r"ministry|country|parties|officials))\s+(?:(?:side|government|delegation|authorities)\s+)?)"
)
_STRONG_NOUNS = frozenset(
    {
        "appreciate",
        "concern",
        "express_intent",
        "support",
        "condemn",
        "oppose",
        "request",
        "invite",
        "urge",
        "criticize",
        "propose",
        "welcome",
    }
)
_MOVED = frozenset({"express_intent", "concern", "appreciate", "support"})
_THEIR_CONCERN = re.compile(r"\s+(?:their|his|her|its|shared|mutual)\s+(?:\w+\s+)?concerns?\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\s+(?:[\w.'’-]+\s+){1,5}?to\s+(?:visit|attend|come|join|participate|take\s+part)\b", re.IGNORECASE
)
PLAIN = re.compile(
    r"\s+(?:(?:he|she|they|it|we|the|his|her|its|their|our|both|this|there|these|those|all|any|no)\s|[A-Z])"
)
_POSSESSED = re.compile(
    r"\s+(?:(?:once\s+)?again\s+)?(?:his|her|its|their|the|[\w.]+['’]s?)\s+(?:[\w-]+\s+){0,3}?[\w-]+\s+(?:to|that|for|at|about|over|with)\b"
)
_BY_GIVING = re.compile(r"^\s+by\s+\w+ing\b")
_WELL = re.compile(
    r"\s+(?!to\b|that\b)(?:[\w.'’-]+\s+){0,9}?(?:recovery|success|well|luck|happiness)\b", re.IGNORECASE
)
_COMMON = re.compile(r"\b(?:shared|common|mutual)\s+interests?\b", re.IGNORECASE)
_WISHED = re.compile(r"\s+(?:their\s+)?(?:shared|common|mutual)\s+interest\s+in\b", re.IGNORECASE)
_LONG = 4  # words: a phrase longer than this names its act itself
_ANSWER = frozenset({"respond", "reply", "answer", "react", "counter"})
_NEAR = 80  # characters in which a firm verb ("reiterated that …") must promise or hope to be overruled
_WINDOW = 150  # characters of content in which its main verb is looked for


@cache
def _nouns() -> dict[str, str]:
    return {noun: act for act, line in lexicon.data()["nouns"].items() for noun in line.split()}


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(lexicon.data()[key].split())


@cache
def _content() -> list[tuple[str, re.Pattern[str]]]:
    """The content patterns, in the order of the file."""
    return [
        (act, re.compile(pattern.replace("{own}", _OWN).replace("{other}", _OTHER), re.IGNORECASE))
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
    first = _COMMON.sub("", _VESSEL.sub("", phrase["np"] if phrase else "")).split(" of ")[0]
    for word in lexicon.WORD.findall(first):
        act = nouns.get(word.lower())
        if act:
            return act, word.lower()
    return None


def content(words: str) -> str:
    """The act of words that stand without a reporting verb; the sides are named OWNSIDE and OTHERSIDE.

    >>> content("that OWNSIDE would send experts")
    'commit'
    >>> content("that the talks had been useful")
    'state'
    """
    window = words[:_WINDOW]
    best: tuple[int, str] | None = None
    for act, pattern in _content():
        found = pattern.search(window)
        if found:
            place = found.start("at") if "at" in pattern.groupindex else found.start()
            if best is None or place < best[0]:
                best = place, act
    return best[1] if best else "state"


def act(
    verb: Verb,
    words: str,
    *,
    joint: bool = False,
    reply: bool = False,
) -> str:
    """The act of a reporting verb with the words that follow it."""
    base = verb.entry.act
    lemma = verb.entry.lemma.split()[0]
    carried = _carried(verb, words, joint=joint)
    if lemma == "wish" and _WELL.match(words):
        return "appreciate"
    if carried:
        return carried
    if base == "discuss" and _THEIR_CONCERN.match(words):
        return "concern"
    if base == "welcome" and _TO_COME.match(words):
        return "invite"
    if base == "agree" and not joint:
        return "respond_positive"
    if joint and verb.entry.lemma in {"speak ~ of", "raise"}:
        return "discuss"
    if lemma in {"hope", "wish", "expect", "want"} and base == "express_intent":
        return content(f"hopes {words.lstrip()}")
    if lemma == "consider" and base == "discuss" and not joint:
        return "state"
    if lemma in {"describe", "outline"} and re.match(r"[^.;]{1,90}\bas\b", words):
        return "state"
    plain = verb.entry.rest is None or base == "state"
    if (
        plain
        and lemma in _set("say_verbs")
        and (_THAT.match(words) or (lemma in {"say", "think", "believe"} and PLAIN.match(words)))
    ):
        said = content(words)
        if said == "inform" and lemma == "recall":
            return base
        if said == "confirm" and (reply or lemma in _ANSWER) and not joint:
            return "respond_positive"
        if lemma in _set("firm_verbs"):
            said = content(words[:_NEAR])
            return (
                said
                if said in {"express_intent", "request", "concern"} or (said == "commit" and not joint)
                else base
            )
        return said
    return base


def _carried(verb: Verb, words: str, *, joint: bool) -> str | None:
    """The act of the noun that the verb only carries, if it carries one."""
    base = verb.entry.act
    lemma = verb.entry.lemma.split()[0]
    if lemma not in _set("carriers") or verb.entry.length > _LONG:
        return None
    found = inner(_BY_GIVING.sub("", words))
    if found is None:
        wish = lemma in {"express", "voice", "show"} and _WISHED.match(words)
        return "express_intent" if wish else None
    noun_act, noun = found
    if base == "confirm":
        return noun_act if noun_act in _STRONG_NOUNS else None
    if lemma in _set("pointers"):
        if noun_act == "support" and base == "inform":
            return None  # "explained Japan's support" tells of it
        return noun_act if noun_act in _MOVED and _POSSESSED.match(words) else None
    if noun_act == "state":
        after = words[words.lower().find(noun) + len(noun) :]
        said = content(after) if after.lstrip().startswith("that") else "state"
        return said if said != "commit" else "state"
    if noun_act == "agree" and not joint:
        return "respond_positive"
    if noun_act == "commit" and lemma == "share":
        return "confirm"  # "share a commitment to"
    return noun_act
