"""What was on the agenda of a meeting, what entered it and what left it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.rules.facts import fact
from kg.rules.seams import one_each, rule, select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyoxigraph as ox

    from kg.rules.meetings import Meeting
    from kg.store import Store


def facts(
    store: Store, meetings: list[Meeting], before: Mapping[str, list[Meeting]], above: Mapping[str, str]
) -> Iterator[ox.Triple]:
    """The agendas of some meetings, compared with those `before` them; `above` has the broader issue."""
    where = {account.iri: meeting.iri for meeting in meetings for account in meeting.accounts}
    on: dict[str, set[str]] = defaultdict(set)
    for account, _, issue in rule(store, "32-agenda", one_each(sorted(where))):
        on[where[account]].add(issue)

    def touched(issues: set[str]) -> set[str]:
        """These issues with what is broader: who speaks of cod speaks of fisheries."""
        found = set()
        for issue in issues:
            one: str | None = issue
            while one and one not in found:
                found.add(one)
                one = above.get(one)
        return found

    for meeting in meetings:
        for issue in on[meeting.iri]:
            yield fact(meeting.iri, "onAgenda", issue)
        if meeting.iri not in before:
            continue
        now = on[meeting.iri]
        then = set().union(*(on[m.iri] for m in before[meeting.iri]))
        for issue in _gone(then, now, touched):
            yield fact(meeting.iri, "leftAgenda", issue)
        for issue in _gone(now, then, touched):
            yield fact(meeting.iri, "enteredAgenda", issue)


def broader(store: Store) -> dict[str, str]:
    """Issue -> the one above it."""
    return dict(select(store, _BROADER))


def _gone(some: set[str], others: set[str], touched: Callable[[set[str]], set[str]]) -> set[str]:
    """Those of some issues of which the others hold neither them nor anything broader or narrower."""
    near = touched(others)
    return {issue for issue in some if issue not in near and not touched({issue}) & others}


_BROADER = (
    "SELECT ?issue ?above WHERE { GRAPH id:graph\\/reference { ?issue skos:broader ?above ; a kg:Issue } }"
)
