"""How many sentences find their question: `python benchmarks/plain_english.py [FILE] [--store PATH]`.

FILE lies in tests/data: phrasings.csv; more, and harder ones, in phrasings_more.csv; phrasings_blind.csv and
phrasings_unseen.csv by people who had seen no pattern, the latter unseen when the weights were chosen too. It
has a sentence, the questions that are right (`|` between them; none for a sentence that must be refused) and
the parameters (`name=value`, parted by a blank or by ";", `|` between values that are right; only those that
the question takes count). A value is a code, a notation and an ISO date, or the name of a state or issue and
a date in words. Who merely took part may stand either way round.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import VocabularyError
from kg.questions import periods
from kg.questions.catalogue import Catalogue
from kg.questions.parameters import day
from kg.questions.plain_english import Understood, understand
from kg.questions.topics import Topics
from kg.questions.wording import listed
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from kg.questions.horizon import Horizon

HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with what is right for it."""

    sentence: str
    questions: tuple[str, ...]
    parameters: dict[str, tuple[str, ...]]


def cases(path: Path) -> list[Case]:
    """The sentences of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


def _case(row: dict[str, str]) -> Case:
    pairs = re.findall(r"(\w+)=(.*?)(?=;? \w+=|$)", row["parameters"])
    return Case(
        row["sentence"],
        tuple(filter(None, row["question"].split("|"))),
        {name: tuple(_canonical(name, one) for one in value.split("|")) for name, value in pairs},
    )


def _canonical(name: str, value: str) -> str:
    """A name as its code or notation, a date as ISO 8601; as it stands where neither."""
    if name in {"state", "other", "third", "member", "organization"}:
        return actors().resolve(value) or value
    if name == "issue":
        words = value.lower().replace("_", " ")
        own = [n for n, names in listed()["issues"].items() if words in names]
        try:
            return own[0] if own else Topics().resolve(value).removeprefix(ISSUE)
        except VocabularyError:
            return value
    if name in {"since", "until", "as_of", "on", "date"} and re.search(r"\d{4}", value):
        return periods.point(value.lower()) or value
    return value


def right(case: Case, found: Understood, catalogue: Catalogue) -> bool:
    """Whether question and parameters are right; a date may be as short as its bound allows."""
    if found.name not in case.questions:
        return False
    takes = catalogue[found.name].parameters
    wanted = {name: values for name, values in case.parameters.items() if name in takes}
    both = [name for name in ("state", "other") if name in takes and "took part" in takes[name].label]
    if len(both) > 1:  # who took part: either way round is the same question
        either = [wanted.get("state", ()), wanted.get("other", ())]
        if found.values.get("state") in either[1] or found.values.get("other") in either[0]:
            either.reverse()
        wanted.update(zip(both, either, strict=True))
        wanted = {name: values for name, values in wanted.items() if values}
    if set(wanted) != set(found.values):
        return False
    for name, values in wanted.items():
        given = found.values[name]
        said = given if isinstance(given, str) else " ".join(sorted(given))
        if takes[name].type == "date":
            if day(said, takes[name].bound) not in {day(value, takes[name].bound) for value in values}:
                return False
        elif not any(
            said == v or (takes[name].type in {"official", "text"} and said.lower() in v.lower())
            for v in values
        ):
            return False
    return True


def main(arguments: list[str] | None = None) -> int:
    """Print what was routed right, wrong and refused, by question."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="?", type=Path, default=HERE / "tests" / "data" / "phrasings.csv")
    options.add_argument("--store", help="a folder: relative times count from its newest document")
    options.add_argument("--misses", action="store_true", help="print what went wrong")
    given = options.parse_args(arguments)
    horizon: Horizon | None = None
    if given.store:
        from kg import api
        from kg.questions.horizon import Horizon as Known

        graph = api.open(given.store, read_only=True)
        horizon = Known(lambda: nullcontext(graph.store))
    catalogue = Catalogue()
    tally: dict[str, Counter[str]] = {}
    routed = 0
    for case in cases(given.file):
        try:
            found = understand(case.sentence, catalogue, horizon=horizon)
            ok = right(case, found, catalogue) if case.questions else False
            routed += found.name in case.questions
            verdict, what = ("right" if ok else "wrong"), f"{found.name} {found.values}"
        except VocabularyError as error:
            verdict, what = ("refused" if case.questions else "right"), error.advice
        tally.setdefault(case.questions[0] if case.questions else "(to refuse)", Counter())[verdict] += 1
        if given.misses and verdict != "right":
            print(f"{verdict:8}{case.sentence}\n        {'|'.join(case.questions)} {case.parameters}")
            print(f"      = {what}\n")
    print(f"{'question':<32}right wrong refused")
    for name, counts in sorted(tally.items()):
        print(f"{name:<32}{counts['right']:>5}{counts['wrong']:>6}{counts['refused']:>8}")
    for title in ("to answer", "to refuse"):
        refuse = title == "to refuse"
        total = sum((c for name, c in tally.items() if name.startswith("(") is refuse), Counter[str]())
        n, good = sum(total.values()), total["right"]
        share = f"{good / max(n, 1):.1%}"
        print(f"{title}: {n}, right {good} ({share}), wrong {total['wrong']}, refused {total['refused']}")
        if not refuse:
            print(f"the question alone, whatever its parameters: {routed} ({routed / max(n, 1):.1%})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
