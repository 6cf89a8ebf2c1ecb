"""A sentence taken apart: the times it speaks of, what it names, what its other words mean."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.questions import mentions, periods
from kg.questions.likeness import TIME, mark
from kg.questions.mentions import Mention
from kg.questions.tenures import Tenures
from kg.questions.wording import NAME, listed, tokens

if TYPE_CHECKING:
    from pathlib import Path

    from kg.questions.horizon import Horizon
    from kg.questions.names import Names
    from kg.questions.wording import Said, Token, Wording

MOST_WORDS = 60
_LEAST_WORDS = 2
_ARTICLES = {"the", "a", "an", "their", "its", "my", "your", "his", "her"}
_ABOUT = {"on", "about", "regarding", "concerning", "over", "by", "of", "in", "for", "with", "from"}
_NEGATIONS = (("ca not", "can not"), ("wo not", "will not"), ("sha not", "shall not"))
_PERSONS = frozenset(("i", "we", "my", "our", "me", "us", "you", "your"))
_CLAUSES = frozenset(("what", "whether"))
_KNOWING = frozenset(
    (
        "know",
        "learn",
        "tell",
        "told",
        "me",
        "out",
        "see",
        "hear",
        "check",
        "understand",
        "wonder",
        "wondering",
    )
) | {"explain", "say", "ask", "asked", "curious", "clear", "sure"}
_ASKING = frozenset(("what", "which", "who", "whom", "whose", "when", "where", "how", "whether", "if", "any"))
_FRAME_ENDS = re.compile(
    r"[,;.!?]? (?:(?:if|whether) (?:i|you|we|that is|that's|it is|it's|at all|possible|so)\b[^,.?]*"
    r"|thank you.*|thanks.*"
    r"|(?:and )?(?:why|for what reasons?)"
    r"|(?:and|so) i (?:hope|would|am|need|wonder)\b[^?]*"
    r"|(?:so |and )?(?:could|can|would|will) you (?:please |kindly |perhaps )?"
    r"(?:list|show|tell|give|name|find)"
    r" (?:it|them|me|that|those|this)(?: to me| for me| out)?)$",
    re.IGNORECASE,
)
_FRAME_BEGINS = re.compile(
    r"^(?:(?:hi|hello|hey|sorry|excuse me|good (?:morning|day|afternoon|evening)|quick question|ok|okay|so"
    r"|well|dear (?:all|colleagues?|team|sir|madam))\b[,:;!.]? |if (?:it|you|that|this|possible)\b[^,]*, "
    r"|(?:can|could|would|will) you (?:please |kindly |perhaps |possibly |be able to |mind )*"
    r"(?:draw(?:ing)? up|giv(?:e|ing)|show(?:ing)?|tell(?:ing)?|list(?:ing)?|explain(?:ing)?|provid(?:e|ing)"
    r"|find(?:ing)?|look up|check(?:ing)?)(?: out)?(?: to)?(?: me| us)?(?: with)?(?: an?)? "
    r"|i(?:'d| would) (?:like|love) to (?:see|have|get) |i (?:need|want) to (?:see|have|get) )+",
    re.IGNORECASE,
)
_BELOW = re.compile(r"<\s*(?=0?\.\d|\d)")
_FOREIGN = re.compile(r"[{}<>\\]|https?:|--|\n")


def plain(sentence: str) -> str:
    """Straight quotes, one blank, negations written out, no question mark at the end.

    >>> plain("  What can\u2019t  Russia accept ?")
    'What can not Russia accept'
    """
    text = " ".join(sentence.replace("\u2019", "'").replace("\u2018", "'").split())
    text = re.sub(r"\b(\w+)n't\b", r"\1 not", text)
    text = _BELOW.sub("below ", _short().sub(_long, text))
    for short, long in _NEGATIONS:
        text = re.sub(rf"\b{short}\b", long, text, flags=re.IGNORECASE)
    return _FRAME_BEGINS.sub("", _FRAME_ENDS.sub("", text.rstrip("?.!, "))).rstrip("?.!, ")


@cache
def _short() -> re.Pattern[str]:
    """The abbreviations of notes; one in capitals counts only so."""
    words = sorted(listed()["short"], key=lambda word: (-len(word), word))
    loose = "|".join(re.escape(word) for word in words if not word.isupper())
    strict = "|".join(re.escape(word) for word in words if word.isupper())
    return re.compile(rf"(?<![\w./-])(?:(?i:{loose})|{strict})(?:(?<=/)|(?:\.(?= ))?(?![\w/]))")


def _long(hit: re.Match[str]) -> str:
    known: dict[str, str] = listed()["short"]
    word = hit[0].rstrip(".")
    return next(known[key] for key in (hit[0], word, hit[0].lower(), word.lower()) if key in known) + (
        " " if word.endswith("/") else ""
    )


FEW = "too few words"


class Sentence:
    """One sentence with all that can be read in it without knowing which question it asks.

    `why` says why it may not be understood, and is empty if it may; `notes` are to be said with an answer.
    """

    def __init__(
        self,
        text: str,
        wording: Wording,
        names: Names,
        overlay: Path | None = None,
        horizon: Horizon | None = None,
    ) -> None:
        """Take it apart."""
        self.text, self.low = text, text.lower()
        self.overlay, self.horizon = overlay, horizon
        self.tenures = Tenures(overlay, horizon)
        self.notes: list[str] = []
        self.times = periods.find(self.low, self.newest)
        tenure = self.tenures.find(text)
        if tenure:
            self.times.append(periods.Period(tenure.start, tenure.end, tenure.since, tenure.until))
            self.notes.append(tenure.said)
        self.words = tokens(text)
        self.mentions = mentions.find(text, self.words, self._timed(), names)
        self.said, strange = self._read(wording)
        people = mentions.people(self.words, strange, self._official)
        if people:
            self.mentions = sorted([*self.mentions, *people], key=lambda mention: mention.first)
            self.said, strange = self._read(wording)
        topics = [
            (n, names.suggested(self.words[n].low)) for n in sorted(strange) if self._topic(self.words[n])
        ]
        found = [Mention(n, n + 1, self.words[n].word, issue=one, about=True) for n, one in topics if one]
        if found:
            self.mentions = sorted([*self.mentions, *found], key=lambda mention: mention.first)
            self.said, strange = self._read(wording)
        self.strange = [self.words[n] for n in sorted(strange)]
        self.marked = self._marked(wording)
        self.why = self._why()

    def newest(self) -> str | None:
        """The day of the newest document."""
        return self.horizon.newest() if self.horizon else None

    def code(self, mention: Mention) -> str | None:
        """The state that a mention is, or that its official speaks for."""
        return mention.state or (self.tenures.state(mention.official) if mention.official else None)

    def masked(self) -> tuple[list[str], dict[int, Mention]]:
        """The words in lower case, each mention one word, "the" left out; and which word is a mention."""
        words: list[str] = []
        places: dict[int, Mention] = {}
        starts = {mention.first: mention for mention in self.mentions}
        inside = {n for m in self.mentions for n in range(m.first + 1, m.last)}
        for n, token in enumerate(self.words):
            if n in starts:
                places[len(words)] = starts[n]
                words.append(NAME)
            elif n not in inside and token.low != "the":
                words.append(token.low)
        return words, places

    def between(self, one: Mention, two: Mention) -> list[str]:
        """The words between two mentions."""
        return [token.low for token in self.words[one.last : two.first]]

    def apart(self, one: Mention, two: Mention) -> bool:
        """Whether a comma or colon stands between two mentions: "US-China common ground, North Korea"."""
        return any(
            mark in self.text[self.words[one.last - 1].end : self.words[two.first].start] for mark in ",:;"
        )

    def aside(self, mention: Mention) -> bool:
        """Whether marks set a mention apart as a heading does, beside a state: "JP-RU gaps, Iran"."""
        before = self.text[: self.words[mention.first].start].rstrip()
        after = self.text[self.words[mention.last - 1].end :]
        others = any(other.state and other is not mention for other in self.mentions)
        return (
            others
            and (before.endswith((",", ":", ";", "/", "-", "(")) or after.startswith(":"))
            and not (self.text[: self.words[mention.first].start].endswith(("-", "/")))
        )

    def _timed(self) -> set[int]:
        """The places of words that are a time."""
        return {
            n
            for n, token in enumerate(self.words)
            if any(time.start <= token.start < time.end for time in self.times)
        }

    def _official(self, name: str) -> bool:
        return (self.text == self.low or name[0].isupper()) and bool(self.tenures.of(name))

    def _read(self, wording: Wording) -> tuple[list[Said], set[int]]:
        """The phrases beside mentions and times, and the places of strange words."""
        apart = (
            self._timed() | self._frame(wording) | {n for m in self.mentions for n in range(m.first, m.last)}
        )
        words = [
            "|" if n in apart else token.low
            for n, token in enumerate(self.words)
            if n in apart or token.low != "'s"
        ]
        said = wording.read(words)
        odd = {one.words for one in said if not one.meanings and not one.light}
        return said, {n for n, token in enumerate(self.words) if n not in apart and token.low in odd}

    def _frame(self, wording: Wording) -> set[int]:
        """The places of words before the question that speak of who asks: "I should like to know whether".

        They end where the first word of asking is, or the first mention or time.
        """
        lows = [token.low for token in self.words]
        first = min([*self._timed(), *(mention.first for mention in self.mentions), len(lows)])
        here = next((n for n in range(first) if lows[n] in _ASKING and set(lows[:n]) & _PERSONS), 0)
        if not here:
            return set()
        telling = any(said.meanings and not said.light for said in wording.read(lows[:here]))
        clause = lows[here] in _CLAUSES or lows[here - 1] in _KNOWING
        return set() if telling and not clause else set(range(here))

    def _marked(self, wording: Wording) -> list[list[str]]:
        """The words with names as marks: a name of two kinds as either, times as a mark or left out."""
        timed, frame = self._timed(), self._frame(wording)
        starts = {mention.first: mention for mention in self.mentions}
        inside = {n for m in self.mentions for n in range(m.first + 1, m.last)}
        readings = []
        for as_issue in (False, True) if any(m.state and m.issue for m in self.mentions) else (False,):
            words: list[str] = []
            for n, token in enumerate(self.words):
                if n in starts:
                    one = starts[n]
                    state = None if as_issue and one.issue else one.state
                    words.append(mark(state, one.issue, one.official, one.text))
                elif n in timed:
                    words.append(TIME)
                elif n not in inside and n not in frame:
                    words.append(token.low)
            readings.append(
                [word for n, word in enumerate(words) if word != TIME or words[n - 1 : n] != [TIME]]
            )
        return readings + [[w for w in words if w != TIME] for words in readings if TIME in words]

    def _why(self) -> str:
        refused = [w for w in listed()["refused"] if re.search(rf"\b{re.escape(w)}\b", self.low)]
        refused += [w for w in listed()["refused_openings"] if self.low.startswith(f"{w} ")]
        if refused:
            return f"no question answers this: {', '.join(refused)}"
        if len(self.words) > MOST_WORDS or _FOREIGN.search(self.text):
            return "ask one question in one sentence"
        if any(not (time.since or time.until or time.meetings) for time in self.times):
            return "a relative time counts from the newest document, and there is none"
        if any(self._proper(t) or self._topic(t) for t in self.strange):
            return "unknown here: " + ", ".join(token.word for token in self.strange)
        if len({one.words for one in self.said if one.meanings}) + len(self.mentions) < _LEAST_WORDS:
            return FEW
        return ""

    def _proper(self, token: Token) -> bool:
        """Whether a strange word is a name: of a state, a person or a matter that nobody knows."""
        if self.text.startswith("'s", token.end):
            return True
        return token.word[0].isupper() and token.start > 0 and not self.text.isupper()

    def _topic(self, token: Token) -> bool:
        """Whether a strange word stands where the issue of the sentence should."""
        before = [other.low for other in self.words if other.start < token.start]
        last = before[-1] if before else ""
        while before and before[-1] in _ARTICLES:
            before.pop()
        return last in {"my", "your"} or (bool(before) and before[-1] in _ABOUT)
