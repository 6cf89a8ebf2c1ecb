"""Officials in a sentence: who is meant, and the years of "under Kono" as the registry attests them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.vocabulary.officials import officials

if TYPE_CHECKING:
    from pathlib import Path

    from kg.questions.horizon import Horizon
    from kg.vocabulary.officials import Entry, Held

_POSTS = {
    "foreign minister": "foreign_minister",
    "foreign secretary": "foreign_minister",
    "secretary of state": "foreign_minister",
    "secretary": "foreign_minister",
    "prime minister": "head_of_government",
    "chancellor": "head_of_government",
    "president": "head_of_state",
    "defence minister": "defence_minister",
    "defense minister": "defence_minister",
}
_POST = "|".join(sorted(_POSTS, key=len, reverse=True))
_NAME = r"(?P<name>[^\W\d_][\w.-]*(?: [^\W\d_][\w.-]*){0,2})"
_WITH_POST = rf"(?:the )?(?:(?P<post>{_POST}) |minister )?"
_FORMS = tuple(
    re.compile(rf"\b{form}", re.IGNORECASE)
    for form in (
        (
            rf"(?:since|after) {_NAME} (?:became|took office|came into office|was appointed|took over)"
            rf"(?: as)?(?: the)?(?: (?P<post>{_POST}))?(?P<from>)"
        ),
        rf"(?:when|while) {_NAME} was (?:in office|the )?(?:(?P<post>{_POST})\b)?",
        (
            rf"(?:during|in|under|throughout) {_WITH_POST}{_NAME}'s? (?:tenure|term|time|years|era|rule|"
            r"watch|presidency|premiership|leadership)(?: of office| in office)?"
        ),
        rf"during the (?:tenure|term|time) of {_WITH_POST}{_NAME}",
        rf"(?:under|in the days of|in the time of) {_WITH_POST}{_NAME}",
    )
)
_HIGH = ({"head_of_state", "head_of_government"}, {"foreign_minister"})


@dataclass(frozen=True, slots=True)
class Tenure:
    """The words `text[start:end]` for somebody's time in office: first and last year, and who it is."""

    start: int
    end: int
    since: str | None
    until: str | None
    said: str


class Tenures:
    """The registry of one overlay, with the officials of a store."""

    def __init__(self, overlay: Path | None, horizon: Horizon | None) -> None:
        """Nothing is read until a name is asked for."""
        self.overlay, self._horizon = overlay, horizon

    def of(self, name: str) -> list[Entry]:
        """The officials a name can mean, those of the store first."""
        plain = name.strip("\"' ")
        found = officials(self.overlay).resolve(plain)
        met = set(self._horizon.officials(plain)) if self._horizon else set()
        return sorted(found, key=lambda entry: (entry.name not in met, -_last(entry))) if found else []

    def state(self, name: str) -> str | None:
        """The state an official speaks for, if the name leaves no doubt."""
        found = {entry.state for entry in self.of(name)[:1]} if name else set()
        everyone = {entry.state for entry in self.of(name)} if name else set()
        return found.pop() if len(everyone) == 1 else None

    def find(self, text: str) -> Tenure | None:
        """The time in office that a sentence speaks of."""
        for form in _FORMS:
            for hit in form.finditer(text):
                tenure = self._tenure(hit)
                if tenure:
                    return tenure
        return None

    def _tenure(self, hit: re.Match[str]) -> Tenure | None:
        words = hit["name"].split()
        if words[0].islower() and not hit.string.islower():
            return None
        found, end = self.of(" ".join(words)), hit.end()
        while not found and len(words) > 1 and hit.end("name") == hit.end():
            words.pop()
            found, end = self.of(" ".join(words)), hit.start("name") + len(" ".join(words))
        kind = _POSTS.get((hit["post"] or "").lower())
        for entry in found:
            span = _span(entry.posts, kind)
            if span:
                since, until, posts = span
                open_end = "from" in hit.groupdict() and hit["from"] is not None
                years = f"{since}\u2013{until or ''}"
                others = [other.name for other in found if other.name != entry.name]
                said = f"in office: {entry.name}, {posts}, {years}" + (
                    f" (not {', '.join(others[:2])})" if others else ""
                )
                last = None if open_end else until
                return Tenure(hit.start(), end, str(since), str(last) if last else None, said)
        return None


def _last(entry: Entry) -> int:
    """The last year in which somebody is known to have held a post."""
    return max((max([post.until or 0, post.since or 0, *post.attested]) for post in entry.posts), default=0)


def _span(posts: tuple[Held, ...], kind: str | None) -> tuple[int, int | None, str] | None:
    """First and last year in the highest post, or in that asked for; of several times the best attested."""
    groups = [{kind}] if kind else [*_HIGH, {post.kind for post in posts}]
    for group in groups:
        held = [post for post in posts if post.kind in group and (post.since or post.attested)]
        runs = _runs(held)
        if runs:
            best = max(runs, key=lambda run: (sum(len(p.attested) for p in run), len(run), run[0].since or 0))
            first = min(post.since or min(post.attested) for post in best)
            ends = [post.until or (max(post.attested) if not post.since else None) for post in best]
            last = None if None in ends else max(end for end in ends if end)
            return first, last, best[-1].kind.replace("_", " ")
    return None


def _runs(held: list[Held]) -> list[list[Held]]:
    """Posts grouped where one follows the other without a gap."""
    runs: list[list[Held]] = []
    for post in sorted(held, key=lambda p: (p.since or min(p.attested), p.until or 9999)):
        end = runs[-1][-1].until if runs else None
        if runs and (end is None or (post.since or min(post.attested)) <= end + 1):
            runs[-1].append(post)
        else:
            runs.append([post])
    return runs
