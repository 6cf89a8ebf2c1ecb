"""What people decided about who and what is one: the file `merges.yaml` beside the store.

    merge:                                  # these two are one
      - [https://…/person/0123456789ab, https://w3id.org/bilateral-kg/id/official/sergey-lavrov]
    split:                                  # the second is another one than the first
      - [https://…/account, https://…/account]

An IRI there is that of a mention or an account, of an entry of the registry, or of what the rules made. One
that the store does not know (any more) is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import pyoxigraph as ox

from kg import resources
from kg.errors import MetadataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.rules.groups import Groups
    from kg.store import Store

MERGES: Final = "merges.yaml"
Pairs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Merges:
    """Pairs that people say are one, and pairs that they say are two."""

    merge: Pairs = ()
    split: Pairs = ()
    text: bytes = b""

    @property
    def alone(self) -> frozenset[str]:
        """What the rules may not join to anything."""
        return frozenset(b for _, b in self.split)


def merges(store: Store) -> Merges:
    """What people wrote beside the store. Raises MetadataError where it is malformed."""
    path = store.folder and store.folder / MERGES
    if not path or not path.exists():
        return Merges()
    import yaml

    text = path.read_bytes()
    try:
        found = resources.yaml_of(text) or {}
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise MetadataError(
            f"{path} is no YAML: {str(error).splitlines()[0]}", "see docs/architecture.md"
        ) from error
    if not isinstance(found, dict) or not set(found) <= {"merge", "split"}:
        raise MetadataError(f"{path} may hold `merge:` and `split:` only", "see docs/architecture.md")

    def pairs(name: str) -> Pairs:
        listed = found.get(name) or []
        if not isinstance(listed, list) or not all(
            isinstance(pair, list) and len(pair) == 2 and all(map(_is_iri, pair))  # noqa: PLR2004
            for pair in listed
        ):
            raise MetadataError(f"{path}: `{name}:` is a list of pairs of IRIs", f"{name}: [[iri, iri]]")
        return tuple((a, b) for a, b in listed)

    return Merges(pairs("merge"), pairs("split"), text)


def _is_iri(name: object) -> bool:
    try:
        return isinstance(name, str) and bool(ox.NamedNode(name))
    except ValueError:
        return False


def told(groups: Groups, items: set[str], pairs: Pairs, iri: Callable[[list[str]], str]) -> list[list[str]]:
    """The groups of these items after people's merges, which may also name a group by the rules' IRI."""
    made = {iri(members): root for root, members in groups.of(items).items()} if pairs else {}
    known = items | set(made.values())
    for a, b in pairs:
        one, other = (made.get(name, name) for name in (a, b))
        if {one, other} <= known:
            groups.join(one, other)
    return [members for _, members in sorted(groups.of(items).items())]
