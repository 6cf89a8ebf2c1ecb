"""A sentence in plain English to a question of the catalogue and its parameters, or to no question at all.

First the sentence patterns of the headers, word for word; then the meaning of the words: what the sentence
names is taken out, and what is left is weighed against every pattern (`wording`, `mentions`, `roles`, `periods`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import VocabularyError
from kg.questions import mentions, periods, roles
from kg.questions.parameters import Resolver, actor, option
from kg.questions.tenures import Tenures
from kg.questions.wording import NAME, SLOT, Wording, any_of, likeness, listed, skeleton
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.questions.catalogue import Catalogue, Parameter, Question
    from kg.questions.horizon import Horizon
    from kg.questions.mentions import Mention
    from kg.questions.wording import Pattern, Said, Token

LOOSE = ("official", "text")
"""Slots that take any words."""
ENOUGH = 0.5
"""The least score, out of 1, with which a question is asked."""
MARGIN = 0.01
"""How far the next question must be behind."""
MOST_WORDS = 60
_SLOT_WEIGHT = 1.0
_NOT_SAID, _TOO_MUCH = 0.6, 0.9
_PLAINER = 0.1
_ALIKE = 0.1
_STRANGE = 1.5
_LEAST = 1.0
"""The least weight of matching words, whatever the sentence names."""
_PRONOUNS = {"it", "this", "that", "them", "they", "something", "us", "me", "him", "her", "anything"}
_PLACES = ("state", "other", "third", "member", "organization", "issue", "official", "words", "below")

Values = dict[str, "str | tuple[str, ...]"]


class Understood(NamedTuple):
    """The question that a sentence asks, its parameters, and both in words."""

    name: str
    values: Values
    said: str

    @property
    def options(self) -> list[str]:
        """The parameters as words of a command line."""
        return [
            part
            for name, value in self.values.items()
            for one in ([value] if isinstance(value, str) else value)
            for part in (f"--{option(name)}", one)
        ]

    @property
    def command(self) -> str:
        """What to type for the same."""
        return command(self.name, self.values)


def understand(
    sentence: str,
    catalogue: Catalogue,
    overlay: Path | None = None,
    resolver: Resolver | None = None,
    horizon: Horizon | None = None,
) -> Understood:
    """The question that a sentence asks, and its parameters as codes, notations and dates.

    `horizon` tells what only a store knows: the newest document, the last meetings of two states, officials.
    Raises VocabularyError with the three nearest questions, as commands, where none fits or two fit as well:
    a guess is never run.
    """
    reader = _Reader(sentence, catalogue, resolver or Resolver(overlay), overlay, horizon)
    return reader.exact() or reader.likely()


@dataclass
class _Fit:
    """A question with its parameters, and how well the sentence asks it."""

    question: Question
    score: float
    values: Values
    pattern: str = ""


class _Reader:
    """One sentence being understood."""

    def __init__(
        self,
        sentence: str,
        catalogue: Catalogue,
        resolver: Resolver,
        overlay: Path | None,
        horizon: Horizon | None,
    ) -> None:
        self._sentence, self._catalogue, self._resolver = sentence, catalogue, resolver
        self._overlay, self._horizon = overlay, horizon
        self._text = " ".join(
            re.sub(r"(\w)n['\u2019]t\b", r"\1 not", sentence).replace("\u2019", "'").split()
        )
        self._text = self._text.replace("ca not", "can not").replace("wo not", "will not").rstrip("?.! ")
        self._low = self._text.lower()
        self._tenures = Tenures(overlay, horizon)
        self._notes: list[str] = []

    # the patterns of the headers, word for word

    def exact(self) -> Understood | None:
        """The question one of whose patterns the sentence is, with names in the slots that are known."""
        text, times = self._without_times()
        fits = []
        for question in self._catalogue:
            for pattern in question.asks:
                found = _match(pattern, text)
                values = None if found is None else self._known(question, found)
                placed = None if values is None else self._placed_times(question, times, values)
                if found is not None and values is not None and placed is not None:
                    fixed = len(SLOT.sub("", pattern).split())
                    loose = sum(question.parameters[name].type in LOOSE for name in found)
                    fits.append((-fixed, loose, len(found), question.name, {**values, **placed}))
        if not fits:
            return None
        *_, name, values = min(fits, key=lambda fit: fit[:4])
        return self._understood(_Fit(self._catalogue[name], 1.0, values))

    def _without_times(self) -> tuple[str, list[periods.Period]]:
        """The sentence without the times at its end, and those."""
        text, ends = self._low, []
        for period in reversed(periods.find(self._low, self._newest)):
            if text[period.end :].strip():
                break
            text = text[: period.start].rstrip(" ,")
            ends.append(period)
        return text, ends

    def _known(self, question: Question, found: Mapping[str, str]) -> Values | None:
        values: Values = {}
        for name, word in found.items():
            parameter = question.parameters[name]
            if parameter.type in LOOSE and (
                set(word.split()) & _PRONOUNS or not self._sound(parameter, word)
            ):
                return None
            try:
                self._resolver.terms(parameter, word)
                values[name] = self._plain(parameter, word)
            except VocabularyError:
                return None
        return values

    def _sound(self, parameter: Parameter, word: str) -> bool:
        """Whether words that no vocabulary checks can stand in a slot: a known name, or few words."""
        if parameter.type == "official":
            return bool(self._tenures.of(word))
        return word[0] in "\"'" or len(word.split()) <= 4  # noqa: PLR2004  a longer stretch is a sentence of its own

    def _plain(self, parameter: Parameter, word: str) -> str:
        """A value as a code, a notation, or as written in the sentence."""
        if parameter.type == "state":
            return actor(word, self._overlay)
        if parameter.type == "issue":
            return self._resolver.topics.resolve(word).removeprefix(ISSUE)
        here = self._low.find(word)
        return self._text[here : here + len(word)].strip("\"'")

    # the meaning of the words

    def likely(self) -> Understood:
        """The question that the words mean."""
        wording = _wording(self._catalogue)
        scene = _Scene(self, wording)
        fits = scene.fits() if not scene.refused else []
        good = [fit for fit in fits if fit.score >= ENOUGH]
        if good and scene.sound and (len(good) == 1 or good[0].score - good[1].score >= MARGIN):
            return self._understood(good[0])
        near = self._near(scene, fits)
        why = (
            f"two questions fit as well: {good[0].question.name}, {good[1].question.name}"
            if len(good) > 1 and scene.sound
            else scene.why
        )
        advice = (why + "; " if why else "") + "the nearest that are: " + "; ".join(near)
        raise VocabularyError(f"not understood: {self._sentence!r}", advice, near)

    def _near(self, scene: _Scene, fits: list[_Fit]) -> tuple[str, ...]:
        """The three closest questions, as commands that run."""
        ranked = fits or scene.fits()
        names = {fit.question.name for fit in ranked}
        rest = [_Fit(question, 0.0, {}) for question in self._catalogue if question.name not in names]
        first = [fit for fit in rest if "flagship" in fit.question.tags] + rest
        commands = []
        for fit in [*ranked, *first][:3]:
            lacking = [n for n, p in fit.question.parameters.items() if p.required and n not in fit.values]
            values: Values = {
                **{n: fit.question.example[n] for n in lacking if n in fit.question.example},
                **fit.values,
            }
            commands.append(command(fit.question.name, values or dict(fit.question.example)))
        return tuple(commands)

    def _understood(self, fit: _Fit) -> Understood:
        said = [fit.question.summary]
        order = list(fit.question.parameters)
        values = dict(sorted(fit.values.items(), key=lambda item: order.index(item[0])))
        for name, value in values.items():
            parameter = fit.question.parameters[name]
            words = " or ".join(
                self._label(parameter, one) for one in ([value] if isinstance(value, str) else value)
            )
            said.append(f"{parameter.label}: {words}")
        return Understood(fit.question.name, values, "; ".join([*said, *self._notes]))

    def _label(self, parameter: Parameter, value: str) -> str:
        if parameter.type == "state":
            return actors(self._overlay).label(value)
        return self._resolver.topics.label(ISSUE + value) if parameter.type == "issue" else value

    # time

    def _newest(self) -> str | None:
        return self._horizon.newest() if self._horizon else None

    def _placed_times(self, question: Question, times: list[periods.Period], values: Values) -> Values | None:
        """The times in the parameters of a question; None where it has none for them."""
        placed: Values = {}
        for period in times:
            since, until = period.since, period.until
            if not (since or until or period.meetings):
                return None
            if period.meetings:
                states = [v for n in ("state", "other") if isinstance(v := values.get(n), str)]
                since = self._horizon.meeting(states, period.meetings) if self._horizon else None
                if since is None:
                    return None
            day = next((n for n in ("as_of", "on", "date") if n in question.parameters), None)
            if "since" not in question.parameters and day:
                placed[day] = since or until or ""
                continue
            for name, value in (("since", since), ("until", until)):
                if value and (name not in question.parameters or name in placed):
                    return None
                if value:
                    placed[name] = value
        return placed


class _Scene:
    """What a sentence names and what its other words mean."""

    def __init__(self, reader: _Reader, wording: Wording) -> None:
        self._reader, self._wording = reader, wording
        text = reader._text
        self.times = periods.find(reader._low, reader._newest)
        tenure = reader._tenures.find(text)
        spans = [(p.start, p.end) for p in self.times]
        if tenure:
            spans.append((tenure.start, tenure.end))
            self.times.append(periods.Period(tenure.start, tenure.end, tenure.since, tenure.until))
            reader._notes.append(tenure.said)
        names = mentions.Names(wording, reader._resolver.topics, reader._overlay)
        # a year inside the name of a treaty is no time
        self.mentions, self.words = mentions.find(text, spans, names, wording)
        self.said, strange = self._read(spans)
        officials = mentions.people(self.words, strange, self._official)
        if officials:
            self.mentions = sorted([*self.mentions, *officials], key=lambda m: m.first)
            self.said, strange = self._read(spans)
        self.strange = [self.words[n] for n in sorted(strange)]
        self.groups = mentions.by_kind(self.mentions)
        self.skeleton = skeleton(self._bare(spans))
        self.refused = [w for w in listed()["refused"] if re.search(rf"\b{re.escape(w)}\b", reader._low)]
        self.why = ""
        self.sound = self._sound()

    def _official(self, name: str) -> bool:
        small = self._reader._text == self._reader._low
        return (small or name[0].isupper()) and bool(self._reader._tenures.of(name))

    def _read(self, spans: list[tuple[int, int]]) -> tuple[list[Said], set[int]]:
        """The phrases beside the mentions and times, and the places of strange words."""
        named = {n for m in self.mentions for n in range(m.first, m.last)}
        words = []
        for n, token in enumerate(self.words):
            if n in named or any(a <= token.start < b for a, b in spans):
                words.append("|")
            elif token.word != "'s":
                words.append(token.low)
        said = self._wording.read(words)
        odd = {one.words for one in said if not one.meanings and not one.light}
        places = {
            n
            for n, token in enumerate(self.words)
            if n not in named and token.low in odd and not any(a <= token.start < b for a, b in spans)
        }
        return said, places

    def _bare(self, spans: list[tuple[int, int]]) -> list[str]:
        """The words without the times, a mention being one word."""
        starts = {m.first for m in self.mentions}
        inside = {n for m in self.mentions for n in range(m.first, m.last)}
        return [
            NAME if n in starts else token.low
            for n, token in enumerate(self.words)
            if n in starts or (n not in inside and not any(a <= token.start < b for a, b in spans))
        ]

    def _sound(self) -> bool:
        """Whether the sentence may be understood at all; says why not."""
        text = self._reader._text
        if self.refused:
            self.why = f"no question answers this: {', '.join(self.refused)}"
        elif len(self.words) > MOST_WORDS or re.search(r"[{}<>;\\]|https?:|\n", text):
            self.why = "ask one question in one sentence"
        elif any(not (t.since or t.until or t.meetings) for t in self.times):
            self.why = "a relative time counts from the newest document, and there is none"
        elif len({one.words for one in self.said if one.meanings}) + len(self.mentions) < 2:  # noqa: PLR2004
            self.why = "too few words"
        elif len(self.strange) > 1 or any(
            self._proper(token) or self._topic(token) for token in self.strange
        ):
            self.why = "unknown here: " + ", ".join(token.word for token in self.strange)
        return not self.why

    def _proper(self, token: Token) -> bool:
        """Whether a strange word is a name: of a state, a person or a matter that nobody knows."""
        return token.word[0].isupper() and token.start > 0 and not self._reader._text.isupper()

    def _topic(self, token: Token) -> bool:
        """Whether a strange word stands where the issue of the sentence should."""
        before = [t.low for t in self.words if t.start < token.start]
        while before and before[-1] in {"the", "a", "an", "their", "its"}:
            before.pop()
        return bool(before) and before[-1] in {"on", "about", "regarding", "concerning", "over"}

    def fits(self) -> list[_Fit]:
        """The questions that can take all that the sentence names, best first."""
        found = []
        for question in self._reader._catalogue:
            values = self._placed(question)
            if values is None:
                continue
            scores = [
                (self._score(question, p, values), p.text) for p in self._wording.patterns[question.name]
            ]
            best = max(scores, default=(0.0, ""))
            found.append(_Fit(question, best[0], values, best[1]))
        return sorted(found, key=lambda fit: (-fit.score, fit.question.name))

    def _score(self, question: Question, pattern: Pattern, values: Values) -> float:
        """The share of what is said, both ways, by weight."""
        weight = self._wording.weight
        spoken = any_of(self.said)
        got = sure = lacking = extra = 0.0
        for one in pattern.said:
            shared = one.meanings & spoken
            if shared:
                most = max(weight(m) for m in shared)
                got += most / 2 if one.light else most
                sure += 0 if one.light else most
            elif not one.light:
                lacking += sum(weight(m) for m in one.meanings) / len(one.meanings)
        known = self._wording.known[question.name]
        for one in self.said:
            if not one.meanings and not one.light:
                extra += _STRANGE
            elif not one.light and not one.meanings & known:
                soft = bool(one.meanings & set(listed()["soft"]))
                extra += min(weight(m) for m in one.meanings) * (0.5 if soft else 1)
            elif not one.light and not one.meanings & any_of(pattern.said):
                extra += 0.25 * min(weight(m) for m in one.meanings)
        if sure < _LEAST:
            return 0.0
        given = {name for name in values if name in _PLACES}
        got += _SLOT_WEIGHT * len(given & pattern.slots)
        lacking += _SLOT_WEIGHT * len(pattern.slots - given)
        extra += 0.2 * len(given - pattern.slots)
        share = got / (got + _NOT_SAID * lacking + _TOO_MUCH * extra)
        alike = likeness(self.skeleton, pattern.skeleton)
        return round(share - _PLAINER * (1 - self._wording.plainness[question.name]) + _ALIKE * alike, 4)

    # parameters

    def _placed(self, question: Question) -> Values | None:
        """All that is named in the parameters of a question, or None if something has no place."""
        values: Values = {}
        takes = question.parameters
        states, issues = self._sides(question)
        if states is None or not self._states(question, states, values):
            return None
        for kind, name, items in (
            ("issue", "issue", [m.issue for m in issues]),
            ("text", "words", [m.text for m in self.groups["text"]]),
            ("number", "below", [m.number for m in self.groups["number"]]),
        ):
            unique = tuple(dict.fromkeys(item for item in items if item))
            if unique and name not in takes:
                return None
            if unique:
                values[name] = unique[0] if len(unique) == 1 else unique
            if len(unique) > 1 and kind != "issue":
                return None
        if any(p.required and name not in values for name, p in takes.items()):
            return None
        times = self._reader._placed_times(question, self.times, values)
        return None if times is None else {**values, **times}

    def _sides(self, question: Question) -> tuple[list[Mention] | None, list[Mention]]:
        """The mentions that are states and those that are issues, for this question; None if one is neither."""
        states: list[Mention] = []
        issues: list[Mention] = []
        paired = self._paired()
        for mention in self.mentions:
            if mention.official and "official" not in question.parameters:
                states.append(mention)
            elif mention.state and mention.issue:
                third = "third" in question.parameters and "other" not in question.parameters
                matter = mention.about and mention not in paired and not third
                lone = "state" not in question.parameters and "organization" not in question.parameters
                if matter and "issue" not in question.parameters:
                    return None, []
                (issues if matter or (lone and "issue" in question.parameters) else states).append(mention)
            elif mention.state:
                states.append(mention)
            elif mention.issue:
                issues.append(mention)
        return states, issues

    def _paired(self) -> list[Mention]:
        """Mentions of states joined by "and", a hyphen or "between": both are parties."""
        found: list[Mention] = []
        for one, two in pairwise([m for m in self.mentions if m.state]):
            between = [t.low for t in self.words[one.last : two.first]]
            if between in ([], ["and"], ["and", "the"], ["with"], ["vs"], ["versus"], ["or"], ["-"]):
                found += [one, two]
        return found

    def _states(self, question: Question, states: list[Mention], values: Values) -> bool:
        """Put the states into the parameters that take one; False if one is left over."""
        takes = question.parameters
        if "official" in takes:
            people = [m.official for m in self.groups["official"] if m.official]
            if len(set(people)) > 1:
                return False
            if people:
                values["official"] = people[0]
        codes: dict[str, Mention] = {}
        for mention in states:
            code = mention.state or self._reader._tenures.state(mention.official or "")
            if code is None:
                return False
            codes.setdefault(code, mention)
        owners = [m.owner for m in self.mentions if m.owner and m.owner not in codes]
        if "organization" in takes:
            return self._members(codes, values)
        if "third" in takes and "other" not in takes:
            about = [code for code, m in codes.items() if m.about]
            if len(about) > 1:
                return False
            if about:
                values["third"] = about[0]
                del codes[about[0]]
            elif not codes or len(codes) > 1:
                return not codes
        order = self._order(question, codes)
        places = [name for name in ("state", "other", "third") if name in takes and name not in values]
        if question.name in listed()["owners_too"] and len(order) == 1 and owners and "other" in places:
            order = [*order, owners[0]]
        if not order:
            return True
        if len(order) > len(places):
            paired = {m.state for m in self._paired()}
            if places == ["state"] and set(order) <= paired:
                values["state"] = tuple(order)
                return True
            return False
        if order[0] == "":
            order, places = order[1:], places[1:]
        values.update(zip(places, order, strict=False))
        return True

    def _members(self, codes: Iterable[str], values: Values) -> bool:
        known = actors(self._reader._overlay)
        for code in codes:
            name = "member" if known.kind(code) == "state" else "organization"
            if name in values:
                return False
            values[name] = code
        return True

    def _order(self, question: Question, codes: Mapping[str, Mention]) -> list[str]:
        """The states in the order of the parameters: who asks first; an empty first place if nobody is named."""
        order = list(codes)
        label = question.parameters["state"].label if "state" in question.parameters else ""
        if "other" not in question.parameters or not codes:
            return order
        words, places = self._masked(codes)
        if "ask" in label:
            sure = roles.asker(words, places)
            if len(order) == 1:
                return ["", *order] if sure[order[0]] < 0 else order
            return sorted(order, key=lambda code: -sure[code])
        agent = [places[n + 1] for n, word in enumerate(words[:-1]) if word == "by" and n + 1 in places]
        return sorted(order, key=lambda code: code not in agent) if agent and "promised" in label else order

    def _masked(self, codes: Mapping[str, Mention]) -> tuple[list[str], dict[int, str]]:
        """The words with each mention as one word, and where states stand."""
        words: list[str] = []
        places: dict[int, str] = {}
        starts = {m.first: m for m in self.mentions}
        inside = {n for m in self.mentions for n in range(m.first + 1, m.last)}
        for n, token in enumerate(self.words):
            mention = starts.get(n)
            if n in inside or (token.low == "the" and not mention):
                continue
            if mention:
                code = mention.state or self._reader._tenures.state(mention.official or "")
                if code in codes:
                    places[len(words)] = code or ""
                words.append("name")
            else:
                words.append(token.low)
        return words, places


_made: dict[int, tuple[Catalogue, Wording]] = {}


def _wording(catalogue: Catalogue) -> Wording:
    """The wording of a catalogue, made once."""
    if id(catalogue) not in _made:
        _made[id(catalogue)] = (catalogue, Wording(catalogue))
    return _made[id(catalogue)][1]


def command(name: str, values: Mapping[str, str | tuple[str, ...]]) -> str:
    """What to type for a question with its parameters."""
    parts = ["kg ask", name]
    for key, value in values.items():
        for one in [value] if isinstance(value, str) else value:
            word = one if re.fullmatch(r"[\w.-]+", one) else '"' + one.replace('"', "") + '"'
            parts.append(f"--{option(key)} {word}")
    return " ".join(parts)


def _match(pattern: str, text: str) -> dict[str, str] | None:
    """The words in the slots of a pattern, or None."""
    parts = SLOT.split(pattern.lower())
    if not text.startswith(parts[0].removesuffix(" ")):
        return None
    shape = "".join(
        (rf"(?:the )?(?P={part})" if part in parts[1:here:2] else rf"(?:the )?(?P<{part}>.+?)")
        if here % 2
        else re.escape(part)
        for here, part in enumerate(parts)
    )
    found = re.fullmatch(shape.replace(r"'s\ ", r"'s?\ "), text)
    return found.groupdict() if found else None
