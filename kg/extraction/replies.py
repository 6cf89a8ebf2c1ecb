"""Which statement answers which, and how: `replies_to` and `reply_grade`.

Every statement of one side is paired with the other side's statements before it; what speaks for an answer (a
reply word, the same matter, an open request, words in common, nearness) is weighed by the weights of
`ontology/reader/replies.json` (trained by `benchmarks/train_replies.py`). The best pair above the
threshold is the link; its grade is read from the table in `ontology/reader/replies.yaml`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from math import exp
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.extraction.stances import stem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extraction.clause import Clause
    from kg.model import Document, Meeting, Statement

WINDOW = 16
"""Statements looked back for what is answered."""
_HEAD = 110
"""Characters of a statement in which its reply word or verb stands."""
_BEFORE = 28
"""Characters looked back inside a sentence ("…, to which")."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The file of cues: patterns, the kind of each act, the table of grades."""

    patterns: dict[str, re.Pattern[str]]
    kinds: dict[str, str]
    grades: tuple[dict[str, Any], ...]


@cache
def cues() -> Cues:
    """The cues of ontology/reader/replies.yaml."""
    data: dict[str, Any] = resources.data("ontology", "reader", "replies.yaml")
    patterns = {
        name: re.compile(data[name], re.VERBOSE | re.IGNORECASE)
        for name in ("cue", "side_cue", "verb", "echo")
    }
    kinds = {act: kind for kind, acts in data["kinds"].items() for act in acts.split()}
    grades = tuple(
        {**line, "words": re.compile(line["words"], re.IGNORECASE)} if "words" in line else line
        for line in data["grades"]
    )
    return Cues(patterns, kinds, grades)


@cache
def weights() -> dict[str, float]:
    """The weights of ontology/reader/replies.json; `bias` and `threshold` among them."""
    found: dict[str, float] = json.loads(resources.text("ontology", "reader", "replies.json"))
    return found


def link(
    document: Document, meeting: Meeting, statements: list[Statement], clauses: list[Clause]
) -> list[Statement]:
    """The statements with `replies_to` and `reply_grade` filled where one answers another."""
    exchange = Exchange(document, meeting, statements, clauses)
    out = list(statements)
    for i in range(len(statements)):
        best = exchange.best(i)
        if best is not None:
            exchange.take(i, best)
            out[i] = replace(
                statements[i],
                replies_to=statements[best].n,
                reply_grade=grade(statements[best], statements[i]),
            )
    return out


def grade(asked: Statement, answer: Statement) -> str:
    """How an answer answers: the first line of the table that fits."""
    found = cues()
    for line in found.grades:
        if "to" in line and not _among(asked.act, line["to"]):
            continue
        if "act" in line and not _among(answer.act, line["act"]):
            continue
        if line.get("condition") and not answer.condition:
            continue
        if "words" in line and not line["words"].search(answer.quote):
            continue
        return str(line["grade"])
    return "shares_view"


def _among(act: str, wanted: str | list[str]) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    return act in names or cues().kinds.get(act) in names


class Exchange:
    """The statements of one document as turns of two sides, and what has been answered so far."""

    def __init__(
        self, document: Document, meeting: Meeting, statements: list[Statement], clauses: list[Clause]
    ) -> None:
        """Number the turns, find the reply words, take the words of each statement."""
        self.statements = statements
        self.document = document
        self.answers: dict[int, int] = {}
        names = {stem(w) for o in meeting.officials for w in re.findall(r"[A-Za-z]+", o.name)}
        self.words = [_stems(s.quote) - names for s in statements]
        self.turn: list[int] = []
        for k, s in enumerate(statements):
            same = k > 0 and set(s.speaker_states) == set(statements[k - 1].speaker_states)
            self.turn.append(self.turn[-1] + (not same) if k else 0)
        self.block = [self._block(s.start) for s in statements]
        self.section = [document.blocks[b].headings if b >= 0 else () for b in self.block]
        self.marks = [
            self._marks(k, clauses[k].cue if k < len(clauses) else "") for k in range(len(statements))
        ]

        cued = sum(bool(m & {"cue", "verb"}) for m in self.marks)
        self.style = (
            "without reply words" if not cued else "of exchanges" if cued * 8 >= len(statements) else "mixed"
        )

    def _block(self, at: int) -> int:
        return next((k for k, b in enumerate(self.document.blocks) if b.start <= at < b.end), -1)

    def _marks(self, k: int, cue: str) -> frozenset[str]:
        """Which reply words stand before or at the head of a statement."""
        s, text, patterns = self.statements[k], self.document.text, cues().patterns
        block = self.document.blocks[self.block[k]] if self.block[k] >= 0 else None
        previous = self.statements[k - 1].start if k else -1
        opening = max(
            (b.start for b in self.document.sentences if b.start <= s.start < b.end), default=s.start
        )
        before = (
            text[max(opening, s.start - _BEFORE) : s.start]
            if opening > previous
            else text[s.start - 16 : s.start]
        )
        if previous >= 0 and opening == s.start:
            tail = text[
                max(previous, s.start - 40) : s.start
            ]  # "… grow further. Responding to this, ¶ Mr. …"
            before = re.split(r"[.:]\s", tail)[-1] if tail.rstrip().endswith(",") else before
        lead = ""
        if block and (k == 0 or self.block[k - 1] != self.block[k]):
            above = [self.document.blocks[h] for h in block.headings]
            if self.block[k] > 0:
                above.append(self.document.blocks[self.block[k] - 1])
            lead = " ".join(
                text[b.start : b.end] for b in above if text[b.start : b.end].rstrip().endswith(":")
            )
        head = before + text[s.start : min(s.end, s.start + _HEAD)]
        found = {
            name
            for name in ("cue", "side_cue")
            if patterns[name].search(before + text[s.start : s.start + 60])
        }
        found |= {name for name in ("verb", "echo") if patterns[name].search(head)}
        if cue or patterns["cue"].search(lead) or (lead and patterns["verb"].search(lead)):
            found.add("cue")
        return frozenset(found)

    def candidates(self, i: int) -> Iterable[int]:
        """The other side's statements before statement i, nearest first."""
        mine = set(self.statements[i].speaker_states)
        for j in range(i - 1, max(-1, i - WINDOW - 1), -1):
            other = set(self.statements[j].speaker_states)
            joint = len(mine) > 1 and self.statements[i].act == "agree" and len(other) == 1
            if other and mine and (not other & mine or joint):
                yield j

    def features(self, i: int, j: int) -> list[str]:
        """What speaks for or against statement i answering statement j, as named features."""
        a, b = self.statements[j], self.statements[i]
        kinds = cues().kinds
        opened = next(k for k in range(len(self.turn)) if self.turn[k] == self.turn[i])
        cued = {m for k in range(opened, i) for m in self.marks[k]} & {"cue", "verb"}
        own = self.marks[i]
        same = a.dossier == b.dossier
        turns = self.turn[i] - self.turn[j]
        shared = len(self.words[i] & self.words[j])
        rivals = [k for k in self.candidates(i) if k != j]
        best = max((len(self.words[i] & self.words[k]) for k in rivals), default=0)
        said = "cued" if "cue" in own else "answers" if "verb" in own or kinds[b.act] == "answer" else ""
        said = said or ("side" if "side_cue" in own else "in cued turn" if cued else "plain")
        out = [
            f"said: {said}",
            f"acts: {kinds[a.act]} > {kinds[b.act]}",
            f"asked: {kinds[a.act]}",
            f"answer: {kinds[b.act]}",
            f"{said}, page {self.style}",
            f"turns: {min(turns, 3)}",
            f"steps: {min(i - j, 4)}",
            f"shared words: {min(shared, 4)}",
            f"same dossier: {same}",
            f"same dossier, {said}",
        ]
        if not same:
            out.append(f"other dossier, {said}")
        if shared and shared > best:
            out.append("most shared words")
        if same and not any(self.statements[k].dossier == a.dossier for k in rivals):
            out.append("only one on the dossier")
        if same and not any(
            self.turn[k] == self.turn[j] and self.statements[k].dossier == a.dossier for k in rivals if k < j
        ):
            out.append("first on the dossier in its turn")
        if same and turns == 1 and a.issue == b.issue and a.issue != a.dossier:
            out.append("same issue")
        if self.section[i] != self.section[j]:
            out.append("other section")
        if j in self.answers.values():
            out.append("already answered")
        if any(self.answers.get(k) == j for k in range(opened, i)):
            out.append("already answered in this turn")
        if any(self.answers.get(k, -1) > j for k in range(opened, i)):
            out.append("goes back")
        if i - 1 in self.answers and self.turn[i - 1] == self.turn[i]:
            out.append("the statement before answers")
        if opened == i:
            out.append(f"opens a turn, {said}")
        if "echo" in own:
            out.append("echo")
        if turns == 1 and kinds[a.act] in {"ask", "want"} and same:
            out.append("asked just before")
        if len(b.speaker_states) > 1:
            out.append("joint")
            out.append(f"joint, shared words: {min(shared, 4)}")
        if self.block[i] == self.block[j]:
            out.append("same paragraph")
        if b.voice == "narrator" or a.voice == "narrator":
            out.append("narrator")
        return out

    def odds(self, i: int, j: int) -> float:
        """How likely statement i answers statement j, 0 to 1."""
        found = weights()
        total = found["bias"] + sum(found.get(name, 0.0) for name in self.features(i, j))
        return 1 / (1 + exp(-total))

    def best(self, i: int) -> int | None:
        """The statement that i most likely answers, if likely enough."""
        ranked = [(self.odds(i, j), -j) for j in self.candidates(i)]
        said = self.marks[i] & {"cue", "verb"}
        if not ranked or max(ranked)[0] < weights()["threshold when said" if said else "threshold"]:
            return None
        return self._asked(i, -max(ranked)[1])

    def _asked(self, i: int, j: int) -> int:
        """What an acceptance or a wish answers: in the turn of j, what was asked or wished on its matter."""
        kinds, answer = cues().kinds, self.statements[i]
        if kinds[answer.act] not in {"answer", "want"}:
            return j
        wishes = [
            k
            for k in self.candidates(i)
            if self.turn[k] == self.turn[j]
            and self.statements[k].dossier == answer.dossier
            and kinds[self.statements[k].act] in {"ask", "want"}
        ]
        return j if j in wishes else max(wishes, default=j)

    def take(self, i: int, j: int) -> None:
        """Note that statement i answers statement j."""
        self.answers[i] = j


_COMMON = frozenset(
    [
        "the",
        "and",
        "that",
        "for",
        "with",
        "his",
        "her",
        "its",
        "their",
        "this",
        "which",
        "would",
        "will",
        "has",
        "have",
        "had",
        "was",
        "were",
        "are",
        "been",
        "not",
        "from",
        "about",
        "also",
        "minister",
        "foreign",
        "prime",
        "president",
        "secretary",
        "state",
        "side",
        "sides",
        "country",
        "countrie",
        "countries",
        "said",
        "stat",
        "stated",
        "express",
        "expressed",
        "response",
        "issue",
        "issues",
        "two",
        "both",
        "between",
        "more",
        "further",
        "furthermore",
        "they",
        "them",
        "these",
        "those",
        "such",
        "into",
        "only",
        "other",
        "than",
        "being",
        "could",
        "should",
        "may",
        "can",
        "who",
        "whom",
        "when",
        "while",
        "what",
        "all",
        "any",
        "some",
        "there",
        "where",
        "our",
        "out",
        "over",
    ]
)


def _stems(words: str) -> set[str]:
    """The stems of a statement's telling words."""
    found = {w.lower() for w in re.findall(r"[A-Za-z][A-Za-z-]{2,}", words)} - _COMMON
    return {stem(w) for w in found} - _COMMON
