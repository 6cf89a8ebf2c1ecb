"""What was on the agenda of a meeting, what entered it and what left it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.rules.facts import fact
from kg.rules.seams import one_each, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.rules.facts import Found
    from kg.rules.issues import Issues
    from kg.rules.meetings import Meeting
    from kg.store import Store


def facts(
    store: Store, meetings: list[Meeting], before: Mapping[str, list[Meeting]], issues: Issues
) -> Iterator[Found]:
    """The agendas of some meetings, compared with those `before` them."""
    where = {account.iri: meeting.iri for meeting in meetings for account in meeting.accounts}
    on: dict[str, set[str]] = defaultdict(set)
    for account, _, issue in rule(store, "32-agenda", one_each(sorted(where))):
        on[where[account]].add(issue)
    for meeting in meetings:
        now = on[meeting.iri]
        for issue in now:
            yield meeting.iri, fact(meeting.iri, "onAgenda", issue)
        if meeting.iri in before:
            then = set().union(*(on[m.iri] for m in before[meeting.iri]))
            for issue in _missing(then, now, issues):
                yield meeting.iri, fact(meeting.iri, "leftAgenda", issue)
            for issue in _missing(now, then, issues):
                yield meeting.iri, fact(meeting.iri, "enteredAgenda", issue)


def _missing(some: set[str], others: set[str], issues: Issues) -> set[str]:
    """Those of some issues of which the others hold neither them nor anything broader or narrower."""
    near = issues.touched(others)
    return {issue for issue in some if issue not in near and not issues.touched({issue}) & others}
