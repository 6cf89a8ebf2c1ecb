"""A sentence in plain English to a question of the catalogue and its parameters, or to no question at all.

First the sentence patterns of the headers, word for word. Then the meaning of the words: what the sentence
names is taken out (`sentence`) and put into the parameters of each question (`placing`), and its other words
are weighed against every pattern (`wording`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import VocabularyError
from kg.questions import periods
from kg.questions.likeness import NONE, UNLIKE, Like, Likeness
from kg.questions.names import Names
from kg.questions.parameters import Resolver, option
from kg.questions.placing import placed, within
from kg.questions.sentence import FEW, Sentence, plain
from kg.questions.tenures import Tenures
from kg.questions.topics import Topics, fold
from kg.questions.wording import SLOT, Wording, any_of, listed, phrasings
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.questions.catalogue import Catalogue, Parameter, Question
    from kg.questions.horizon import Horizon
    from kg.questions.placing import Values
    from kg.questions.wording import Pattern

LOOSE = ("official", "text")
"""Slots that take any words."""
SURE = {
    "share": 4.1, "near": 2.9, "centre": 10.5, "ahead": 5.0, "named": 0.5,
    "unasked near": -7.5, "unasked centre": -5.3,
}  # fmt: skip
"""What counts for and against the best question being meant, by a logistic regression on phrasings."""
FAR_AHEAD, MOST_NAMED = 0.5, 3
"""A greater lead and more names tell no more."""
ENOUGH = 4.6
"""The least sum with which a question is asked: a wrong answer is as bad as a refusal or two."""
STRAY = 0.05
"""So unlike all that a question's patterns say, a sentence has met one of them by chance."""
MOST_LETTERS = 600
"""A longer text is no question."""
_NOT = re.compile(r"\b(?:not|never|no longer)\b|n't\b")
"""What turns a question round: only questions that are themselves asked so can mean it."""
MARGIN = 0.02
"""Two questions that are nearer fit as well."""

# What counts in a score, beside the weights of the words.
_SLOT = 1.0  # a parameter that the pattern has and the sentence fills
_UNSAID, _BEYOND = 0.6, 0.9  # what only the pattern says, what only the sentence says
_STRANGE = 1.5  # a word without a meaning
_KNOWN_ELSEWHERE = 0.25  # of its weight: what another pattern of the question says
_DECAY = 0.7  # of the one before: a long sentence says much beside its question
_SOFT = 0.5  # of its weight: a word of many a sentence
_UNASKED = 0.2  # a parameter that the pattern has not
_FOR_OFFICIAL = 0.3  # a state taken for its official
_FOR_ISSUE = 0.5  # an issue taken for a state, or for mere words
_PLAINER = 0.1  # between questions that fit as well
_SHARE, _NEAR, _CENTRE = 0.2, 1.0, 3.0  # of a question's score: the best pattern's share, both likenesses
_BARE_WORDS = 4  # a name being one
_BARE = 0.9  # for names only, where a pattern has no more: "Russia on fisheries"
_LEAST = 1.0  # weight of the words that must fit, whatever is named
_PRONOUNS = frozenset(("it", "this", "that", "them", "they", "something", "us", "me", "him", "her", "you"))
_NAME = re.compile(r"[^\W\d][\w.'-]*(?: [^\W\d][\w.'-]*){0,3}")
_TELLING = frozenset(("organization", "below", "reason", "post"))
"""Parameters that tell a question by themselves: no other has them."""
_TEXT_WORDS = 4  # a longer stretch in a slot is a sentence of its own


class Understood(NamedTuple):
    """The question that a sentence asks, its parameters, and both in words."""

    name: str
    values: Values
    said: str

    @property
    def options(self) -> list[str]:
        """The parameters as words of a command line."""
        return [part for name, one in _flat(self.values) for part in (f"--{option(name)}", one)]

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
    if len(sentence) > MOST_LETTERS:
        near = _near((), catalogue)
        raise VocabularyError("not understood: so long a text", "ask one question in one sentence", near)
    text, resolver = plain(sentence), resolver or Resolver(overlay)
    exact = _exact(text, catalogue, resolver, overlay, horizon)
    if exact:
        return _understood(exact, (), resolver, overlay)
    wording, names, likeness = _made(catalogue, overlay)
    taken = Sentence(text, wording, names, overlay, horizon)
    alike = [likeness.of(words) for words in taken.marked]
    fits = _fits(taken, catalogue, wording, alike)
    near = _near(fits, catalogue)
    unasked = _likest(alike, NONE)
    if fits and _meant(fits[0], fits[1:], taken, unasked):
        return _understood(fits[0], [*taken.notes, *_aside(fits[0], taken)], resolver, overlay)
    why = taken.why
    if len(fits) > 1 and not why and fits[0].score - fits[1].score < MARGIN:
        why = f"{fits[0].question.name} and {fits[1].question.name} fit as well"
    advice = (why + "; " if why else "") + "the nearest that are: " + "; ".join(near)
    raise VocabularyError(f"not understood: {sentence!r}", advice, near)


def _likest(alike: Sequence[Mapping[str, Like]], name: str) -> Like:
    """How like a question a sentence is in the readings that suit it most."""
    found = [one.get(name, UNLIKE) for one in alike]
    return Like(max(one.near for one in found), max(one.centre for one in found))


def _meant(best: _Fit, others: Sequence[_Fit], sentence: Sentence, unasked: Like) -> bool:
    """Whether the best question is surely meant: a weighted sum of what speaks for it and against it.

    `unasked`: how like the sentence is to what no question answers. A sentence that is turned round by "not"
    means only a question that is so itself.
    """
    if best.like.centre < STRAY or (sentence.why and sentence.why != FEW):
        return False
    if _NOT.search(sentence.low) and not any(_NOT.search(pattern) for pattern in phrasings(best.question)):
        return False
    ahead = best.score - (others[0].score if others else 0.0)
    told = {
        "share": best.share,
        "near": best.like.near,
        "centre": best.like.centre,
        "ahead": min(ahead, FAR_AHEAD),
        "named": min(len(sentence.mentions), MOST_NAMED),
        "unasked near": unasked.near,
        "unasked centre": unasked.centre,
    }
    return sum(SURE[name] * value for name, value in told.items()) >= ENOUGH


@dataclass(frozen=True, slots=True)
class _Fit:
    """A question with its parameters, and how well the sentence asks it."""

    question: Question
    score: float
    values: Values
    share: float = 0.0
    like: Like = UNLIKE


# Word for word


def _exact(
    text: str, catalogue: Catalogue, resolver: Resolver, overlay: Path | None, horizon: Horizon | None
) -> _Fit | None:
    """The question one of whose patterns the sentence is, with names in the slots that are known.

    Of several, the pattern with the most fixed words wins, then the one with fewer slots that take any words.
    """
    low = text.lower()
    people = Tenures(overlay, horizon)
    ways = dict.fromkeys([_without_times(low, horizon), (low, ())])
    fits = []
    for question in catalogue:
        for pattern in question.asks:
            for words, times in ways:
                found = _match(pattern, words)
                values = None if found is None else _known(question, found, text, resolver, people)
                ends = None if values is None else within(question, times, values, horizon)
                if found is not None and values is not None and ends is not None:
                    fixed = len(SLOT.sub("", pattern).split())
                    loose = sum(question.parameters[name].type in LOOSE for name in found)
                    order = (-fixed, loose, len(found), question.name)
                    fits.append((order, _Fit(question, 1.0, {**values, **ends})))
    return min(fits, key=lambda fit: fit[0])[1] if fits else None


def _without_times(low: str, horizon: Horizon | None) -> tuple[str, tuple[periods.Period, ...]]:
    """The sentence without the times at its end, and those."""
    text, ends = low, []
    for period in reversed(periods.find(low, horizon.newest if horizon else lambda: None)):
        if text[period.end :].strip():
            break
        text = text[: period.start].rstrip(" ,")
        ends.append(period)
    return text, tuple(ends)


def _match(pattern: str, text: str) -> dict[str, str] | None:
    """The words in the slots of a pattern, or None; a slot that comes twice holds the same twice."""
    begin, shape = _shape(pattern)
    found = shape.fullmatch(text) if text.startswith(begin) else None
    return found.groupdict() if found else None


@cache
def _shape(pattern: str) -> tuple[str, re.Pattern[str]]:
    """The words before the first slot of a pattern, and what it matches."""
    parts = SLOT.split(pattern.lower())
    shape = "".join(
        (rf"(?:the )?(?P={part})" if part in parts[1:here:2] else rf"(?:the )?(?P<{part}>.+?)")
        if here % 2
        else re.escape(part)
        for here, part in enumerate(parts)
    )
    return parts[0].removesuffix(" "), re.compile(shape.replace(r"'s\ ", r"'s?\ "))


def _known(
    question: Question,
    found: Mapping[str, str],
    text: str,
    resolver: Resolver,
    people: Tenures,
) -> Values | None:
    """The words in the slots as values; None if one is not known."""
    values: Values = {}
    for name, word in found.items():
        parameter = question.parameters[name]
        bare = word.strip("\"'")
        if parameter.type in LOOSE and set(word.split()) & _PRONOUNS:
            return None
        if parameter.type == "official" and (not _NAME.fullmatch(bare) or not people.of(bare)):
            return None
        if parameter.type == "text" and bare == word and len(word.split()) > _TEXT_WORDS:
            return None
        here = text.lower().find(bare)
        value = _canonical(parameter, text[here : here + len(bare)], resolver, people.overlay)
        if value is None:
            return None
        values[name] = value
    return values


def _canonical(parameter: Parameter, word: str, resolver: Resolver, overlay: Path | None) -> str | None:
    """A word as a code, a notation, or as written in the sentence; None if it is not known."""
    if parameter.type == "state":
        return actors(overlay).resolve(word)
    if parameter.type == "issue":
        iri = resolver.topics.names.get(fold(word))
        return iri.removeprefix(ISSUE) if iri else None
    try:
        resolver.terms(parameter, word)
    except VocabularyError:
        return None
    return word


# By the meaning of the words


@lru_cache(maxsize=4)
def _made(catalogue: Catalogue, overlay: Path | None) -> tuple[Wording, Names, Likeness]:
    wording = Wording(catalogue)
    return wording, Names(wording, Topics(overlay), overlay), Likeness(wording)


def _fits(
    sentence: Sentence, catalogue: Catalogue, wording: Wording, alike: Sequence[Mapping[str, Like]]
) -> list[_Fit]:
    """The questions that can take all that the sentence names, best first; `alike` as its readings are."""
    found = []
    for question in catalogue:
        values = placed(question, sentence)
        if values is not None:
            shares = [_score(sentence, question, p, values, wording) for p in wording.patterns[question.name]]
            share, like = max(shares, default=0.0), _likest(alike, question.name)
            score = round(_SHARE * share + _NEAR * like.near + _CENTRE * like.centre, 4)
            found.append(_Fit(question, score, values, share, like))
    return sorted(found, key=lambda fit: (-fit.score, "flagship" not in fit.question.tags, fit.question.name))


def _score(
    sentence: Sentence, question: Question, pattern: Pattern, values: Values, wording: Wording
) -> float:
    """The share of what sentence and pattern both say in what either says, by weight."""
    spoken, meant = any_of(sentence.said), any_of(pattern.said)
    telling = any_of(one for one in sentence.said if not one.light)
    given = {name for name in values if question.parameters[name].type != "date"}
    both = sure = unsaid = 0.0
    more: list[float] = []
    for one in pattern.said:
        shared = one.meanings & spoken
        if shared:
            most = max(wording.weight(m) for m in shared)
            both += most / 2 if one.light else most
            sure += 0 if one.light or not one.meanings & telling else most
        elif not one.light:
            unsaid += sum(wording.weight(m) for m in one.meanings) / len(one.meanings)
    sure += _SLOT * len(_TELLING & pattern.slots & set(values))
    if (
        "third" in values
        and "other" not in question.parameters
        and any(one.words in listed()["of_third"] for one in sentence.said)
    ):
        sure += _SLOT
    bare = (
        all(one.light for one in (*sentence.said, *pattern.said)) and len(sentence.masked()[0]) <= _BARE_WORDS
    )
    if bare and {"state", "issue"} == pattern.slots == given:
        return _BARE
    if sure < _LEAST:
        return 0.0
    for one in sentence.said:
        if one.light or one.meanings & meant:
            continue
        weight = min((wording.weight(m) for m in one.meanings), default=_STRANGE)
        elsewhere = one.meanings & wording.known[question.name]
        soft = one.meanings & set(listed()["soft"])
        more.append(weight * (_KNOWN_ELSEWHERE if elsewhere else _SOFT if soft else 1))
    beyond = sum(one * _DECAY**n for n, one in enumerate(sorted(more, reverse=True)))
    both += _SLOT * len(given & pattern.slots)
    unsaid += _SLOT * len(pattern.slots - set(values))
    beyond += _UNASKED * len(given - pattern.slots)
    if "official" not in values:
        beyond += _FOR_OFFICIAL * sum(mention.official is not None for mention in sentence.mentions)
    if "third" in values and any(m.state == values["third"] and m.issue for m in sentence.mentions):
        beyond += _FOR_ISSUE
    names = question.name in listed()["named_too"]
    if (
        "issue" not in question.parameters
        and not names
        and any(m.issue and not m.state for m in sentence.mentions)
    ):
        beyond += _FOR_ISSUE
    share = both / (both + _UNSAID * unsaid + _BEYOND * beyond)
    plainer = _PLAINER * (1 - wording.plainness[question.name])
    return share - plainer


# What is said of it


def _understood(fit: _Fit, notes: Sequence[str], resolver: Resolver, overlay: Path | None) -> Understood:
    said = [fit.question.summary]
    takes = fit.question.parameters
    values = {name: fit.values[name] for name in takes if name in fit.values}
    for name, value in values.items():
        words = [_label(takes[name], one, resolver, overlay) for _, one in _flat({name: value})]
        said.append(f"{takes[name].label}: {' or '.join(words)}")
    return Understood(fit.question.name, values, "; ".join([*said, *notes]))


def _aside(fit: _Fit, sentence: Sentence) -> list[str]:
    """What a sentence says and the parameters do not hold."""
    notes = []
    for mention in sentence.mentions:
        if mention.owner and mention.owner not in fit.values.values():
            whose = actors(sentence.overlay).label(mention.owner)
            notes.append(f"that it is {whose}'s does not narrow the rows")
    if any(time.meetings for time in sentence.times) and "since" not in fit.values:
        notes.append("which meetings were the last is not on record: all are taken")
    return notes


def _label(parameter: Parameter, value: str, resolver: Resolver, overlay: Path | None) -> str:
    if parameter.type == "state":
        return actors(overlay).label(value)
    return resolver.topics.label(ISSUE + value) if parameter.type == "issue" else value


def _near(fits: Sequence[_Fit], catalogue: Catalogue) -> tuple[str, ...]:
    """The three closest questions, as commands that run: what is needed and not said is the example's."""
    names = {fit.question.name for fit in fits}
    rest = [_Fit(question, 0.0, {}) for question in catalogue if question.name not in names]
    rest.sort(key=lambda fit: "flagship" not in fit.question.tags)
    commands = []
    for fit in [*fits, *rest][:3]:
        takes, example = fit.question.parameters, fit.question.example
        needed = {n: example[n] for n, p in takes.items() if p.required and n in example}
        commands.append(command(fit.question.name, {**needed, **fit.values} or example))
    return tuple(commands)


def command(name: str, values: Mapping[str, str | tuple[str, ...]]) -> str:
    """What to type for a question with its parameters.

    >>> command("positions", {"state": ("JPN", "RUS"), "issue": "peace treaty"})
    'kg ask positions --state JPN --state RUS --issue "peace treaty"'
    """
    parts = [f"--{option(key)} {_quoted(one)}" for key, one in _flat(values)]
    return " ".join(["kg ask", name, *parts])


def _quoted(word: str) -> str:
    return word if re.fullmatch(r"[\w.-]+", word) else '"' + re.sub(r'["$`\\]', "", word) + '"'


def _flat(values: Mapping[str, str | tuple[str, ...]]) -> list[tuple[str, str]]:
    """The values one by one, each with its name."""
    return [
        (name, one)
        for name, value in values.items()
        for one in ((value,) if isinstance(value, str) else value)
    ]
