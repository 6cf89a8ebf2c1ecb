"""What the derived facts are parted by: each partition is a graph that follows from its documents alone.

    id:graph/derived/people/JPN               the officials of one state
    id:graph/derived/meetings/JPN-RUS         the meetings of exactly these participants, and their agendas
    id:graph/derived/matters/JPN-RUS/fisheries  what was asked for and done there on one issue
    id:graph/derived/promises/JPN-RUS         which promises made there were made again
    id:graph/derived/positions/JPN/fisheries  one holder's positions on one issue
    id:graph/derived/comparisons/H            one readout's account beside others of the same meeting

People whom `merges.yaml` holds to be one may be of two states: then the graph of the first holds both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from kg.rules.facts import plain
from kg.vocabulary.namespaces import ID, ISSUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

DERIVED: Final = f"{ID}graph/derived"
PEOPLE: Final = f"{DERIVED}/people/"
MEETINGS: Final = f"{DERIVED}/meetings/"
MATTERS: Final = f"{DERIVED}/matters/"
PROMISES: Final = f"{DERIVED}/promises/"
POSITIONS: Final = f"{DERIVED}/positions/"
COMPARISONS: Final = f"{DERIVED}/comparisons/"
NOBODY: Final = "-"
"""The name of the partition of those for whom no state is known."""


def people(state: str | None) -> str:
    """The partition of a state's officials.

    >>> people("https://w3id.org/bilateral-kg/id/state/JPN").rpartition("derived/")[2]
    'people/JPN'
    """
    return PEOPLE + _actors([state] if state else [])


def meetings(states: Iterable[str]) -> str:
    """The partition of the meetings of exactly these participants.

    >>> meetings([f"{ID}state/RUS", f"{ID}state/JPN"]).rpartition("derived/")[2]
    'meetings/JPN-RUS'
    >>> meetings([]).rpartition("derived/")[2]
    'meetings/-'
    """
    return MEETINGS + _actors(states)


def matters(states: Iterable[str], issue: str) -> str:
    """The partition of what was asked for and done on one issue at the meetings of these participants.

    >>> matters([f"{ID}state/RUS", f"{ID}state/JPN"], f"{ISSUE}fisheries").rpartition("derived/")[2]
    'matters/JPN-RUS/fisheries'
    """
    return f"{MATTERS}{_actors(states)}/{_short(issue, ISSUE)}"


def promises(states: Iterable[str]) -> str:
    """The partition of the promises made at the meetings of exactly these participants."""
    return PROMISES + _actors(states)


def meetings_of(partition: str) -> str:
    """The partition of the meetings at which lies what is in one of matters or promises.

    >>> meetings_of(matters([], f"{ISSUE}fisheries")) == meetings_of(promises([])) == meetings([])
    True
    """
    kind = MATTERS if partition.startswith(MATTERS) else PROMISES
    return MEETINGS + partition.removeprefix(kind).partition("/")[0]


def issue_of(partition: str) -> str:
    """The issue of a partition of matters.

    >>> issue_of(matters([], f"{ISSUE}fisheries")).removeprefix(ISSUE)
    'fisheries'
    """
    return _long(partition.rpartition("/")[2], ISSUE)


def positions(holder: str, issue: str) -> str:
    """The partition of a holder's positions on one issue."""
    return f"{POSITIONS}{_short(holder, ID)}/{_short(issue, ISSUE)}"


def comparisons(account: str) -> str:
    """The partition of what an account has in common with others of its meeting.

    >>> account_of(comparisons(f"{ID}readout/0123456789abcdef/account")).removeprefix(ID)
    'readout/0123456789abcdef/account'
    """
    name = account.removeprefix(f"{ID}readout/").removesuffix("/account")
    return COMPARISONS + (name if f"{ID}readout/{name}/account" == account else quote(account, safe=""))


def account_of(partition: str) -> str:
    """The account whose comparisons a partition holds."""
    name = unquote(partition.removeprefix(COMPARISONS))
    return name if ":" in name else f"{ID}readout/{name}/account"


def account_in(part: str) -> str:
    """The account in the readout that has this statement or mention, as `kg.triples` names them.

    >>> account_in("https://example.org/r/statement/0123456789ab")
    'https://example.org/r/account'
    """
    return f"{part.rpartition('/')[0].rpartition('/')[0]}/account"


def states(partition: str) -> list[str]:
    """Whose people or meetings a partition holds, sorted.

    >>> states(meetings([f"{ID}state/RUS", f"{ID}organization/asean", "http://example.org/a-b"]))[0]
    'http://example.org/a-b'
    """
    names = partition.rpartition("/")[2]
    return [] if names == NOBODY else sorted(_long(name, ID) for name in names.split("-"))


def holder_and_issue(partition: str) -> tuple[str, str]:
    """Whose positions on what a partition holds.

    >>> holder_and_issue(positions(f"{ID}state/JPN", f"{ISSUE}fisheries"))[1].rpartition("/")[2]
    'fisheries'
    """
    holder, _, issue = partition.removeprefix(POSITIONS).partition("/")
    return _long(holder, ID), _long(issue, ISSUE)


def of(quads: Iterable[ox.Quad | ox.Triple]) -> set[str]:
    """The partitions to which a readout's graph adds anything."""
    found: set[str] = set()
    took_part: set[str] = set()
    towards: dict[str, str] = {}
    holders: dict[str, set[str]] = {}
    placed: dict[str, str | None] = {}
    accounts: set[str] = set()
    issues: set[str] = set()
    promised = False
    for subject, predicate, thing in plain(quads):
        match predicate:
            case "participant":
                took_part.add(thing)
            case "towards":
                towards[subject] = thing
            case "holder":
                holders.setdefault(subject, set()).add(thing)
            case "ofState":
                placed[subject] = thing
            case "nameKey":
                placed.setdefault(subject, None)
            case "meetingType":
                accounts.add(subject)
            case "issue":
                issues.add(thing)
            case "statedIn":
                promised = True
    found.update(map(people, placed.values()))
    if accounts:
        found.add(meetings(took_part))
        found.update(map(comparisons, accounts))
        found.update(matters(took_part, issue) for issue in issues)
        if promised:
            found.add(promises(took_part))
    found.update(
        positions(holder, issue) for stance, issue in towards.items() for holder in holders.get(stance, ())
    )
    return found


def _actors(iris: Iterable[str]) -> str:
    return "-".join(sorted(_short(iri, ID) for iri in set(iris))) or NOBODY


def _short(iri: str, namespace: str) -> str:
    """The end of an IRI of ours, or all of another one; no hyphen, no slash."""
    name = iri.removeprefix(namespace).removeprefix("state/")
    if name == iri or (namespace == ID and "." in name):
        return quote(iri, safe="").replace("-", "%2D")
    return quote(name.replace("/", ".", 1), safe="").replace("-", "%2D")


def _long(name: str, namespace: str) -> str:
    plain = unquote(name)
    if ":" in plain:
        return plain
    if namespace == ID and "." not in plain:
        return f"{ID}state/{plain}"
    return namespace + (plain.replace(".", "/", 1) if namespace == ID else plain)
