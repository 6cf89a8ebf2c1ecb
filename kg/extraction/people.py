"""Persons named in a text, with the post and the state printed beside them.

Every word becomes one letter for what it can be (post, portfolio, honorific, state, name, "of", "and" …);
the grammar of naming is then a handful of patterns over that short string, so that names in no registry
are found as well, and the time grows with the length of the text and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from kg import resources
from kg.vocabulary.actors import Mention, actors

_TOKEN = re.compile(
    r"H\.\s?(?:E|M|R\.\s?H)\.|(?:[A-Z]\.){2,}|HR/VP|[^\W\d_]\.(?=\s?[A-Z])|\([a-z]+\.?\)|[\u2019'](?:s\b|(?=[\s,.;]))"
    r"|[^\W_]+(?:[-\u2019'](?!s\b)[^\W\d_]+)*|[,;:()/&]|\S"
)
_LITTLE = {
    "of": "o", "for": "o", "on": "o", "to": "d", "in": "i", "at": "i", "from": "i", "near": "i",
    "de": "o", "des": "o", "the": "t", "and": "a", "&": "a", "et": "a",
    ",": "c", "/": "/", "(": "m", "his": "j", "her": "j", "their": "j", "its": "j", "my": "j",
}  # fmt: skip
_FRENCH = {"de", "des", "et"}
_SMALL = {*_LITTLE, "by", "in", "with", "between", "from", "at", "relating"}
_LOW = {
    "foreign",
    "prime",
    "deputy",
    "vice",
    "acting",
    "state",
    "external",
    "affairs",
    "federal",
    "first",
    "general",
}
_HEAD = r"(?:[bGK]q?){0,8}(?:[pA][bG]{0,3}|K(?![bGKp]))"
_POST = rf"(?>{_HEAD}(?:(?:ot?|c?at?|ct?|/)(?:{_HEAD}|s[bG]{{0,8}}p[bG]{{0,3}}|s?(?:[bGK]q?){{1,8}})){{0,8}})"
_NAME = r"(?:l{1,3}n|n)(?:l{0,3}n){0,5}"
_PRE = (
    rf"(?:(?P<st1>s)q?)?(?P<post>{_POST})(?:c?ot?(?P<st2>s))?(?:dt?s)?c?t?(?P<hon>[hGA]{{0,5}})(?P<post2>{_POST})?"
    rf"(?P<name>{_NAME})u{{0,3}}(?:[cm]?ot?(?P<st3>s))?(?:ct?(?:(?P<st4>s)q?)?(?P<post3>{_POST})(?![hGAnl]|ot?sc[hGA]*[nl])(?:ot?(?P<st5>s))?)?"
)
_APP = (
    rf"(?<![inl])(?P<ahon>[hGA]{{0,5}})(?P<aname>{_NAME})(?:cn{{1,3}}(?=c))?u{{0,3}}c(?:u{{1,3}}ca?)?t?(?:(?P<ast1>s)q?)?(?P<apost>{_POST})(?![hGAnl])"
    rf"(?:c?ot?(?P<ast2>s)|ct?(?P<ast3>s)(?![bpkq]))?"
)
_CTP = (
    rf"(?P<cj>j)(?P<cst>s)?b{{0,3}}kc?(?:(?P<cpost>{_POST})(?:ot?s)?c?)?(?P<chon>[hGA]{{0,5}})(?P<cname>{_NAME})"
    rf"(?:c?ot?(?P<cst2>s))?"
)
_CTA = rf"(?<![inl])(?P<dhon>[hGA]{{0,5}})(?P<dname>{_NAME})cj(?P<dst>s)?b{{0,3}}k"
_HON = rf"(?P<hhon>h[hGA]{{0,4}})(?P<hname>{_NAME})"
_BARE = rf"(?<![inl])(?P<bname>{_NAME})(?:(?P<boq>q)|(?:c?ot?(?P<bst>s)))?"
_TITLE = (
    r"(?>[bGK]{0,8}(?:[pA][bG]{0,3}|K(?![bGKp]))"
    r"(?:/[bGK]{0,3}p|(?:ot?|c?at?)(?:[bGK]q?){1,8}(?![pAK]))*)"
)
_OFFICE = re.compile(
    rf"[tj]?(?:(?P<st1>s)q?)?(?P<post>{_TITLE})(?:ot?(?P<st2>s))?(?![hGA]*[nl])"
    r"|[tj](?P<st3>s)?b{0,3}k(?!c?[hGApbnl])"
)
_STYLES = {"Ambassador", "Mr", "Counselor", "Sheikh", "Prince", "Princess"}  # a post after the name says more
_TWO_VERB = re.compile(
    r"\s+(?:discuss|hold|meet|talk|review|exchange|sign|explore|agree|stress|affirm|underline|confer|tackle|attend|co-chair)\b"
)
_PERSON = re.compile("|".join(f"(?:{p})" for p in (_CTP, _CTA, _APP, _PRE, _HON, _BARE)))


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the words `text[start:end]`; `state` and `post` as printed there, None if they are not.

    `kind`: post, honorific, counterpart, bare. `possessive` is true for "President Putin's visit".
    """

    start: int
    end: int
    name: str
    post: str | None
    state: str | None
    kind: str
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or the words of one state's name; `sign` says what it can be, `code` is the state's."""

    start: int
    end: int
    text: str
    sign: str
    code: str | None = None


@cache
def settings() -> dict[str, Any]:
    """All of ontology/reader/meetings.yaml."""
    found: dict[str, Any] = resources.data("ontology", "reader", "meetings.yaml")
    return found


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {k: frozenset(v.split()) for k, v in settings().items() if isinstance(v, str)}


@cache
def abbreviations() -> dict[str, str]:
    """Posts by their abbreviation.

    >>> abbreviations()["EAM"]
    'External Affairs Minister'
    """
    found: dict[str, str] = settings()["abbreviations"]
    return found


_SCAN = 2_000_000  # characters: states named beyond are not looked for


@lru_cache(maxsize=4)
def _mentions(text: str) -> tuple[tuple[int, ...], tuple[Mention, ...]]:
    """The actors of a whole text, found once, with their starts for looking them up."""
    found = tuple(actors().find(text[:_SCAN]))
    return tuple(m.start for m in found), found


def states(text: str, start: int, end: int) -> tuple[Mention, ...]:
    """The states (and the European Union) named in `text[start:end]`, capitals that stand for them included.

    >>> [(m.code, m.kind) for m in states("Tokyo and the EU told ASEAN and Russia", 10, 38)]
    [('EUE', 'name'), ('RUS', 'name')]
    """
    starts, found = _mentions(text)
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    return tuple(m for m in found[first:last] if m.end <= end and m.code.isupper())


@lru_cache(maxsize=16)
def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words of `text[start:end]`, each with its sign; a state's name is one token."""
    honorifics, skipped = _lists()["honorifics"], _lists()["skipped"]
    stop = len(text) if end is None else end
    named = {m.start: m for m in states(text, start, stop)}
    text = _calm(text, start, stop)
    found: list[Token] = []
    skip = start
    for hit in _TOKEN.finditer(text, start, stop):
        if hit.start() < skip:
            continue
        if hit[0] == "." and found and found[-1].end == hit.start() and _dotted(found[-1]):
            found[-1] = Token(found[-1].start, hit.end(), found[-1].text + ".", found[-1].sign)
            continue
        if found and "\n" in text[found[-1].end : hit.start()] and hit[0].rstrip(".") in honorifics:
            found.append(Token(found[-1].end, found[-1].end, "", "x"))
        if hit[0] in skipped:
            continue
        state = named.get(hit.start())
        if state is not None:
            skip = state.end
            sign = "x" if state.kind == "metonym" and text[hit.start()].isupper() else "s"
            found.append(Token(hit.start(), skip, text[hit.start() : skip], sign, state.code))
            continue
        sign = _sign(hit[0], found)
        if sign == "n" and found and found[-1].text in _lists()["also_names"] and _given(found):
            found[-1] = replace(found[-1], sign="n")
        found.append(Token(hit.start(), hit.end(), hit[0], sign))
    return tuple(found)


def _calm(text: str, start: int, stop: int) -> str:
    """A slice shouted in capitals, as a title in ordinary letters (of the same length)."""
    piece = text[start:stop]
    letters = list(filter(str.isalpha, piece[:2000]))
    if not letters or sum(map(str.isupper, letters)) < 0.8 * len(letters):
        return text
    quiet = re.sub(
        r"[^\W\d_]{2,}", lambda w: w[0].lower() if w[0].lower() in _SMALL else w[0].capitalize(), piece
    )
    return text[:start] + quiet + text[stop:] if len(quiet) == len(piece) else text


def _given(before: list[Token]) -> bool:
    """Whether a month's name before another name is a given name: no day, no preposition before it."""
    return len(before) == 1 or not (before[-2].sign in "iod" or before[-2].text[0].isdigit())


def _dotted(token: Token) -> bool:
    return token.sign in "hu" or token.text in _lists()["name_abbreviations"]


def _sign(word: str, before: list[Token]) -> str:
    """What a word can be after those before it: "Ministre de" joins, "Dominique de" is a name."""
    if word.lower() in _FRENCH and before and before[-1].sign in "pb":
        return _LITTLE[word.lower()]
    return _usual(word)


@lru_cache(maxsize=65536)
def _usual(word: str) -> str:
    lists = _lists()
    low = word.lower()
    if low in _LITTLE and low not in _FRENCH:
        return "h" if word in {"His", "Her"} else _LITTLE[low]
    if low in {"'s", "\u2019s", "'", "\u2019"}:
        return "q"
    plain = word.title() if word.isupper() and len(word) > 3 else word  # noqa: PLR2004 - a shouted word
    if plain == "General":  # "General Wei", "Secretary General"
        return "G"
    if plain == "Chief":  # "Chief Cabinet Secretary", "Foreign Policy Chief"
        return "K"
    if re.sub(r"[\s.]", "", word) in {"HE", "HH", "HM", "HRH"} and "." in word:
        return "h"
    if plain in {"Ambassador", "Counselor"}:  # "Ambassador Sedat Önal", "Ambassador to Russia"
        return "A"
    if word in abbreviations() or plain in lists["heads"]:
        return "p"
    if low in lists["counterparts"]:
        return "k"
    if low in _lower_heads():
        return "p"
    if plain in lists["suffixes"]:
        return "u"
    if plain in lists["honorifics"]:
        return "h"
    if plain in lists["portfolio"] or low in _LOW:
        return "b"
    if word in lists["name_abbreviations"]:
        return "n"
    if word in lists["particles"]:
        return "l"
    if (
        not word[0].isalpha()
        or not word[0].isupper()
        or plain in lists["not_names"]
        or word in lists["not_names"]
    ):
        return "x"
    return "n"


@cache
def _lower_heads() -> frozenset[str]:
    return frozenset(h.lower() for h in _lists()["heads"]) - {
        "chief",
        "head",
        "leader",
        "member",
        "chair",
        "officer",
    }


@dataclass(frozen=True, slots=True)
class Office:
    """A post without a name: "the Russian Foreign Minister", "his counterpart" (post None)."""

    start: int
    end: int
    post: str | None
    state: str | None


def offices(text: str, start: int = 0, end: int | None = None) -> list[Office]:
    """The posts named without their holder in `text[start:end]`, in order, "and the" parting two of them.

    >>> [(o.post, o.state) for o in offices("The Minister and the Russian Premier told his Thai counterpart")]
    [('Minister', None), ('Premier', 'RUS'), (None, 'THA')]
    """
    words = tokens(text, start, end)
    signs = "".join(w.sign for w in words)
    found = []
    for hit in _OFFICE.finditer(signs):
        state = next((words[hit.start(g)].code for g in ("st1", "st2", "st3") if hit[g] is not None), None)
        post = None
        if hit["post"] is not None:
            first, last = hit.span("post")
            post = " ".join(text[words[first].start : words[last - 1].end].split())
            if any(w.sign == "p" and re.search(r"s(?:-General)?$", w.text) for w in words[first:last]):
                continue  # "the ministers"
        found.append(Office(words[hit.start()].start, words[hit.end() - 1].end, post, state))
    return found


def find(text: str, start: int = 0, end: int | None = None) -> list[Person]:
    """All persons named in `text[start:end]`, in order.

    >>> [(p.name, p.post, p.state) for p in find("Foreign Minister Kono met Mr. Lavrov, Minister of Russia")]
    [('Kono', 'Foreign Minister', None), ('Lavrov', 'Minister', 'RUS')]
    """
    words = tokens(text, start, end)
    signs = "".join(w.sign for w in words)
    found = []
    for hit in _PERSON.finditer(signs):
        person = _person(text, words, hit)
        if person is not None:
            found.append(person)
    return found


def _person(text: str, words: tuple[Token, ...], hit: re.Match[str]) -> Person | None:
    def group(*names: str) -> tuple[int, int] | None:
        return next((hit.span(n) for n in names if hit[n] is not None and hit.start(n) < hit.end(n)), None)

    def printed(span: tuple[int, int] | None) -> str | None:
        if span is None:
            return None
        return " ".join(text[words[span[0]].start : words[span[1] - 1].end].split())

    def code(*names: str) -> str | None:
        return next((words[hit.start(n)].code for n in names if hit[n] is not None), None)

    named = group("name", "aname", "cname", "dname", "hname", "bname")
    if named is None:
        return None
    name = printed(named) or ""
    post = printed(group("post3", "post", "apost", "cpost", "post2"))
    first = printed(group("post"))
    if first and hit["post3"] and first.split()[-1] not in _STYLES:
        post = first
    if hit["aname"] and hit["ast1"] and _TWO_VERB.match(text, words[hit.end() - 1].end):
        end = words[named[1] - 1].end  # "Sheikh Abdullah, Korean Foreign Minister discuss ties" are two
        return Person(words[hit.start()].start, end, name, None, None, "bare")
    state = code("st1", "st2", "st3", "st4", "st5", "ast1", "ast2", "ast3", "cst", "cst2", "dst", "bst")
    kind = (
        "counterpart" if hit["cname"] or hit["dname"]
        else "post" if hit["name"] or hit["aname"]
        else "honorific" if hit["hname"] else "bare"
    )  # fmt: skip
    begin = hit.start()
    if (
        hit["post"]
        and begin
        and words[begin - 1].sign == "t"
        and not hit["hon"]
        and hit.end("post") == hit.start("name")
    ):
        heads = [k for k in range(*hit.span("post")) if words[k].sign in "pA"]
        ands = [
            k for k in range(*hit.span("post")) if words[k].sign == "a" and heads and heads[0] < k < heads[-1]
        ]
        if ands:  # "the Prime Minister and President von der Leyen" are two
            begin = ands[-1] + 1
            post = printed((begin, hit.end("post")))
    after = words[named[1]].sign if named[1] < len(words) else ""
    if state is None and post:
        state = next((w.code for w in words[hit.start() : hit.end()] if w.sign == "s"), None)
    return Person(words[begin].start, words[hit.end() - 1].end, name, post, state, kind, after == "q")
