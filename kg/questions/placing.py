"""What a sentence names, put into the parameters of one question, if that has a place for all of it."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.questions import roles
from kg.questions.wording import listed
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.questions.catalogue import Question
    from kg.questions.horizon import Horizon
    from kg.questions.mentions import Mention
    from kg.questions.periods import Period
    from kg.questions.sentence import Sentence

Values = dict[str, "str | tuple[str, ...]"]
"""Parameters by name: a code, a notation, a date or words; several where any of them will do."""

DAYS = ("as_of", "on", "date")
"""Parameters that take one day, where a question takes no period."""
_JOINED: tuple[list[str], ...] = ([], ["and"], ["and", "the"], ["with"], ["vs"], ["versus"], ["or"])


def placed(question: Question, sentence: Sentence) -> Values | None:
    """All that a sentence names in the parameters of a question, or None if something has no place."""
    sides = _sides(question, sentence)
    if sides is None:
        return None
    values: Values = {}
    states, issues = sides
    spare = [mention for mention in states if mention.issue]
    if (
        "issue" in question.parameters
        and not issues
        and spare
        and not _states(question, sentence, states, {})
    ):
        states = [mention for mention in states if mention is not spare[-1]]
        issues = [str(spare[-1].issue)]
    people = [mention.official for mention in sentence.mentions if mention.official]
    if "official" in question.parameters and people:
        values["official"] = people[0]
    if not _states(question, sentence, states, values):
        return None
    texts = [m.text for m in sentence.mentions if m.text]
    numbers = [m.number for m in sentence.mentions if m.number]
    if len(set(texts)) > 1 or len(set(numbers)) > 1:
        return None
    if issues and not texts and "issue" not in question.parameters and "words" in question.parameters:
        texts, issues = [m.words for m in sentence.mentions if m.issue in issues], []
    words = "words" if "words" in question.parameters else "reason"
    if words == "words" and "citations" in question.tags and not texts:
        named = [m for m in sentence.mentions if m.issue in issues and m.words.split()[-1] in _instruments()]
        texts, issues = [m.words for m in named], [i for i in issues if i not in {m.issue for m in named}]
    for name, items in (("issue", issues), (words, texts), ("below", numbers)):
        if items:
            if name not in question.parameters:
                return None
            values[name] = items[0] if len(set(items)) == 1 else tuple(dict.fromkeys(items))
    taken = {m for one in sentence.said for m in one.meanings} & set(listed()["polarities"])
    if len(taken) > 1:
        taken.discard("support")  # what supports the claim that somebody opposes
    if "polarity" in question.parameters and len(taken) == 1:
        values["polarity"] = taken.pop()
    asked = " ".join(sentence.masked()[0])
    post = next((post for post in listed()["posts"] if re.search(rf"\b{post}\b", asked)), None)
    if "post" in question.parameters and post:
        values["post"] = listed()["posts"][post]
    if any(p.required and name not in values for name, p in question.parameters.items()):
        return None
    times = within(question, sentence.times, values, sentence.horizon)
    return None if times is None else {**values, **times}


def within(
    question: Question, times: Sequence[Period], values: Values, horizon: Horizon | None
) -> Values | None:
    """The times of a sentence in the parameters of a question; None where it has none for them."""
    found: Values = {}
    day = next((name for name in DAYS if name in question.parameters), None)
    for period in times:
        since, until = period.since, period.until
        if period.meetings and horizon:
            parties = [v for name in ("state", "other") if isinstance(v := values.get(name), str)]
            since = horizon.meeting(parties, period.meetings)
        if not (since or until or period.meetings):
            return None
        ends = (("since", since), ("until", until))
        if day and (
            period.judged
            or "since" not in question.parameters
            or (day == next(iter(question.parameters)) and since == until)
        ):
            ends = ((day, since or until), ("", None))
        for name, value in ends:
            if value and (name not in question.parameters or name in found):
                return None
            if value:
                found[name] = value
    return found


def _sides(question: Question, sentence: Sentence) -> tuple[list[Mention], list[str]] | None:
    """The mentions that are states, and the issues, as this question takes them; None if one is neither."""
    states: list[Mention] = []
    issues: list[str] = []
    takes = question.parameters
    joined = _joined(sentence)
    first = next((mention.official for mention in sentence.mentions if mention.official), None)
    third = "third" in takes and "other" not in takes
    for mention in sentence.mentions:
        if mention.official:
            if "official" not in takes or mention.official != first:
                states.append(mention)
        elif mention.state and mention.issue:
            aside = mention.leaning or sentence.aside(mention)
            matter = (aside or (mention.about and not third)) and mention not in joined
            if matter and "issue" not in takes:
                return None
            lone = "issue" in takes and "state" not in takes and "organization" not in takes
            if matter or lone:
                issues.append(mention.issue)
            else:
                states.append(mention)
        elif mention.state:
            spoken_of = mention.about and mention not in joined and not third and "organization" not in takes
            if spoken_of and question.name not in listed()["about_too"]:
                return None  # "about Kosovo": what is said of a state is no party
            states.append(mention)
        elif mention.issue:
            issues.append(mention.issue)
    return states, issues


@cache
def _instruments() -> frozenset[str]:
    """The last words of names of treaties, one or many."""
    return frozenset(form for word in listed()["instruments"] for form in (word, f"{word}s"))


def _joined(sentence: Sentence) -> list[Mention]:
    """Mentions of states joined by "and" or a hyphen: both are parties."""
    states = [mention for mention in sentence.mentions if mention.state]
    return [
        m
        for one, two in pairwise(states)
        if sentence.between(one, two) in _JOINED and not (two.issue and sentence.apart(one, two))
        for m in (one, two)
    ]


def _states(question: Question, sentence: Sentence, states: list[Mention], values: Values) -> bool:
    """Put the states into the parameters that take one; False if one is left over."""
    takes = question.parameters
    codes: dict[str, Mention] = {}
    for mention in states:
        code = sentence.code(mention)
        if code is None:
            return False
        codes.setdefault(code, mention)
    if "organization" in takes:
        return _members(sentence, codes, values)
    joined = _joined(sentence)
    if "third" in takes and "other" not in takes:
        about = [code for code, mention in codes.items() if mention.about and mention not in joined]
        if len(about) > 1:
            return False
        for code in about:
            values["third"] = code
            del codes[code]
    order = _order(question, sentence, codes)
    names = ("state", "other", "third") if "other" in takes else ("state",)
    places = [name for name in names if name in takes]
    owners = [m.owner for m in sentence.mentions if m.owner and m.owner not in codes]
    if question.name in listed()["owners_too"] and len(order) == 1 and "other" in places:
        order += owners[:1]
    if places == ["state"] and len(order) > 1 and set(order) <= {m.state for m in joined}:
        values["state"] = tuple(order)
        return True
    if len(order) > len(places):
        return False
    values.update({name: code for name, code in zip(places, order, strict=False) if code})
    return True


def _members(sentence: Sentence, codes: Iterable[str], values: Values) -> bool:
    """Put an organisation and a state into their parameters; False if there are two of one kind."""
    known = actors(sentence.overlay)
    for code in codes:
        name = "member" if known.kind(code) == "state" else "organization"
        if name in values:
            return False
        values[name] = code
    return True


def _spoken_to(question: Question, words: Sequence[str], places: Mapping[int, str]) -> bool:
    """Whether the one state named is whom others speak to: "raised with Russia"."""
    said_to = question.parameters["other"].label.startswith(("with whom", "to which"))
    return said_to and all(n and words[n - 1] in {"with", "to"} for n in places)


def _order(question: Question, sentence: Sentence, codes: Mapping[str, Mention]) -> list[str]:
    """The states in the order of the parameters; an empty first place if only the second is named.

    Who asks comes first where the question is about asking, who is named with "by" where it is about
    promises; elsewhere the order is the sentence's.
    """
    order = list(codes)
    label = question.parameters["state"].label if "state" in question.parameters else ""
    if "other" not in question.parameters or not order:
        return order
    words, mentions = sentence.masked()
    places = {n: code for n, m in mentions.items() if (code := sentence.code(m)) and code in codes}
    if len(order) == 1 and _spoken_to(question, words, places):
        return ["", *order]
    if "ask" in label:
        sure = roles.asker(words, places)
        if len(order) == 1:
            return ["", *order] if sure.get(order[0], 0) < 0 else order
        return sorted(order, key=lambda code: -sure.get(code, 0))
    if label == "our side":
        ours = roles.ours(words, places)
        return sorted(order, key=lambda code: -ours.get(code, 0))
    if "promised" in label:
        by = [places[n] for n in sorted(places) if n and words[n - 1] == "by"]
        return sorted(order, key=lambda code: code not in by)
    behind = [places[n] for n in sorted(places) if n and words[n - 1] == "with"]
    return sorted(order, key=lambda code: code in behind)
