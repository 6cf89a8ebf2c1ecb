"""What belongs to a state and is one matter with it: "Japan's permanent seat", "Ukraine joining the EU"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.questions.wording import listed

if TYPE_CHECKING:
    from kg.questions.mentions import Mention
    from kg.questions.wording import Token

_MEMBERSHIP = frozenset(
    (
        "membership",
        "accession",
        "candidacy",
        "candidature",
        "bid",
        "entry",
        "admission",
        "application",
        "seat",
    )
)
_JOINING = re.compile(
    r"(?:'s )?(?:to join|joining|entering|becoming a member of|being in|acceding to"
    r"|(?:membership|accession|entry|admission|bid|application|candidacy|candidature)"
    r" (?:of|to|in|into|for|at))(?: the)?"
)
"""What stands between who would join and what it would join."""
_IN = {"in", "into", "in the", "into the"}
_VIEW = re.compile(
    r"\b(?:(?:accept|support|back|favou?r|oppos|object|reject|endors|veto)\w*|against|for or|think|stand)\b"
)
"""Words that ask for a view of a membership, and not whether there is one."""


def owned(found: list[Mention], words: list[Token]) -> list[Mention]:
    """One issue, and not a party: "Japan's permanent seat", "Ukraine joining the EU"."""
    kept: list[Mention] = []
    for mention in found:
        owner = kept[-1] if kept else None
        between = [token.low for token in words[owner.last : mention.first]] if owner else []
        if (
            owner
            and owner.state
            and mention.issue
            and set(mention.words.lower().split()) & set(listed()["owned"])
            and (between in (["'s"], [], ["'s", "own"], ["'s", "bid", "for", "a"], ["'s", "bid", "for"]))
        ):
            kept[-1] = replace(mention, first=owner.first, owner=owner.state, state=None)
        else:
            kept.append(mention)
    return _joining(kept, words)


def _joining(found: list[Mention], words: list[Token]) -> list[Mention]:
    """The membership of one in another, where somebody else's view of it is asked."""
    said = " ".join(token.low for token in words)
    for one, two in pairwise(found):
        applicant, group = (one, two) if two.state is None or two.issue else (two, one)
        between = " ".join(token.low for token in words[one.last : two.first])
        before = " ".join(token.low for token in words[: one.first])
        after = words[two.last].low if two.last < len(words) else ""
        joined = bool(_JOINING.fullmatch(between)) or (between in {"'s", ""} and after in _MEMBERSHIP)
        joined |= between in _IN and bool(re.search(r"\b(?:accept|admit|want|see|let|have)$", before))
        kind = group.words.rsplit(" ", 1)[-1].lower()
        swapped = (
            group is one and (kind if between in {"for", "of"} else between.split(" ")[0]) in _MEMBERSHIP
        )
        others = [m for m in found if m not in (one, two) and (m.state or m.official)]
        if (
            applicant.state
            and group.issue
            and ((joined and group is two) or swapped)
            and (others or _VIEW.search(said))
        ):
            last = two.last + (after in _MEMBERSHIP)
            whole = replace(
                one, last=last, words=group.words, state=None, issue=group.issue, owner=applicant.state
            )
            return [whole if m is one else m for m in found if m is not two]
    return found
