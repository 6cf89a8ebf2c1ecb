"""What only a store knows about a sentence: the newest document, the last meetings, the officials."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.errors import NotFoundError
from kg.vocabulary.actors import actors
from kg.vocabulary.officials import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from kg.questions.answer import Selectable

_NEWEST = """PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT (MAX(STR(?day)) AS ?newest) WHERE { ?readout a kg:Readout ; kg:latest ?day }"""
_MEETINGS = """PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT ?meeting ?day WHERE {{ ?meeting a kg:Meeting ; kg:earliest ?day . {} }}"""
_OFFICIALS = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT DISTINCT ?name WHERE { ?official a kg:Official ; foaf:name ?name ; kg:hasMention ?mention }"""


class Horizon:
    """A store's answers, opened only when a sentence needs one; a store that is not there knows nothing."""

    def __init__(self, opening: Callable[[], AbstractContextManager[Selectable]]) -> None:
        """Nothing is opened yet."""
        self._opening = opening

    def _rows(self, query: str, *names: str) -> list[tuple[Any, ...]]:
        try:
            with self._opening() as store:
                return [tuple(row[name] for name in names) for row in store.select(query)]
        except NotFoundError:
            return []

    @cached_property
    def _newest(self) -> str | None:
        days = [str(date.value) for (date,) in self._rows(_NEWEST, "newest") if date is not None]
        return days[0] if days else None

    def newest(self) -> str | None:
        """The day of the newest document; None if there is none with a day."""
        return self._newest if self._newest and len(self._newest) == len("2005-05-31") else None

    def meeting(self, states: Sequence[str], count: int) -> str | None:
        """The day of the last meeting of these states but `count` - 1, or of the first if there are fewer."""
        known = actors()
        parties = " ".join(f"?meeting kg:participant <{known.iri(code)}> ." for code in states)
        days = sorted(
            str(day.value)[:10] for _, day in self._rows(_MEETINGS.format(parties), "meeting", "day")
        )
        return days[-count:][0] if days else None

    @cached_property
    def _officials(self) -> dict[str, str]:
        names = (str(name.value) for (name,) in self._rows(_OFFICIALS, "name"))
        return {name_key(name): name for name in names}

    def officials(self, name: str) -> list[str]:
        """The names of the store's officials that hold all words of a name, sorted."""
        asked = set(name_key(name).split())
        return sorted(full for key, full in self._officials.items() if asked <= set(key.split()))
