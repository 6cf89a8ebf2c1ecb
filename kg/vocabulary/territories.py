"""What contested territories are called, read from `ontology/territories.ttl` and a user's overlay folder."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg import resources
from kg.vocabulary.actors import overlay, triples
from kg.vocabulary.namespaces import ID, KG

PREFIX = f"{ID}territory/"


class Use(NamedTuple):
    """A territory's name in a text: where it stands, the name as listed, the end of the territory's IRI."""

    start: int
    end: int
    name: str
    territory: str


class Territories:
    """All names of all territories."""

    def __init__(self, statements: list[ox.Triple]) -> None:
        """Read names from triples; one that two territories share is left out, for it tells neither."""
        of: dict[object, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for t in statements:
            if t.predicate.value in {f"{KG}name", f"{KG}nameOf"} and not isinstance(t.object, ox.Triple):
                of[t.subject][t.predicate.value].append(t.object.value)
        meant: dict[str, set[str]] = defaultdict(set)
        for said in of.values():
            for name in said[f"{KG}name"]:
                meant[name] |= {iri.removeprefix(PREFIX) for iri in said[f"{KG}nameOf"]}
        self.names = {name: min(places) for name, places in sorted(meant.items()) if len(places) == 1}
        longest = sorted(self.names, key=lambda name: (-len(name), name))
        words = (r"\s+".join(map(re.escape, name.split())) for name in longest)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") if longest else None

    def find(self, text: str) -> list[Use]:
        """Every name, in order, none inside another; the longest wins, capital letters count.

        >>> [(u.name, u.territory) for u in territories().find("the Southern Kurils (Northern Territories)")]
        [('Southern Kurils', 'kuril_islands_south'), ('Northern Territories', 'kuril_islands_south')]
        """
        if self._pattern is None:
            return []
        found = []
        for hit in self._pattern.finditer(text):
            name = " ".join(hit[0].split())
            found.append(Use(hit.start(), hit.end(), name, self.names[name]))
        return found


def territories(folder: Path | None = None) -> Territories:
    """The territories of `ontology/territories.ttl` and of the overlay folder; read once for each folder."""
    return _load(str(folder or os.environ.get("KG_VOCABULARY") or ""))


@lru_cache(maxsize=8)
def _load(folder: str) -> Territories:
    own = ("ontology/territories.ttl", resources.text("ontology", "territories.ttl"))
    extra = overlay(Path(folder)) if folder else []
    return Territories([t for name, text in [own, *extra] for t in triples(name, text)])
