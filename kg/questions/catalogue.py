"""The questions on file: one `.rq` a question, its header read on demand.

A header is YAML behind `#+` at the head of the file (grlc's syntax); the rest is plain SPARQL 1.1. A folder
`queries/` in the user's overlay adds questions of the same form, or replaces one of ours by its name.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.errors import DataError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TYPES = ("state", "issue", "official", "document", "date", "number", "text")
"""What a parameter can be; `state` takes organisations and groups too."""

SEAM = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}")
_MARK = "#+"
_COLUMN = ("label", "detail", "joined", "period")
_KINDS = {dict: "a list of names with values", list: "a list of texts"}
_FORMS = {"tags": list, "asks": list, "parameters": dict, "defaults": dict, "columns": dict, "example": dict}
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing a question can be narrowed by.

    `bound` says which end of a month or a year a date stands for: first or last day.
    """

    name: str
    type: str
    label: str
    required: bool = False
    bound: str = "first"
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer.

    `detail` columns (offsets, IRIs) are left out of tables for people. Rows that differ only in `joined`
    columns are one row: the parties of a promise, the publishers of a joint statement. The first and last
    day in a `period` column are written as the month or year that they are.
    """

    name: str
    label: str
    detail: bool = False
    joined: bool = False
    period: bool = False


@dataclass(frozen=True)
class Question:
    """A question of the catalogue: what its file says, header and query."""

    name: str
    text: str

    @cached_property
    def header(self) -> dict[str, Any]:
        """The header as plain YAML data."""
        import yaml

        lines = [
            line[len(_MARK) :].removeprefix(" ") for line in self.text.splitlines() if line.startswith(_MARK)
        ]
        try:
            header = resources.yaml_of("\n".join(lines))
        except (yaml.YAMLError, ValueError) as error:
            raise self._fault(f"the header is no YAML: {error}") from error
        if not isinstance(header, dict) or not str(header.get("summary", "")).endswith("?"):
            raise self._fault("the header needs a summary that ends in a question mark")
        for name, kind in _FORMS.items():
            value = header.get(name)
            if value is not None and not _fits(value, kind):
                raise self._fault(f"{name} is not {_KINDS[kind]}")
        return header

    def _fault(self, what: str) -> DataError:
        return DataError(
            f"queries/{self.name}.rq: {what}", "compare it with a question that works: queries/positions.rq"
        )

    @property
    def query(self) -> str:
        """The SPARQL without its header."""
        lines = [line for line in self.text.splitlines() if not line.startswith(_MARK)]
        return "\n".join(lines).strip() + "\n"

    @property
    def summary(self) -> str:
        """The question in one sentence, ending in a question mark."""
        return str(self.header["summary"])

    @property
    def description(self) -> str:
        """What the answer holds and how to take it."""
        return str(self.header.get("description", ""))

    @property
    def tags(self) -> tuple[str, ...]:
        """The subjects it is listed under, the first being its home."""
        return tuple(self.header.get("tags") or ("other",))

    @property
    def asks(self) -> tuple[str, ...]:
        """Sentences in plain English that mean this question, with `{parameter}` slots."""
        return tuple(self.header.get("asks") or ())

    @property
    def example(self) -> dict[str, str]:
        """One filled call."""
        return {str(key): str(value) for key, value in (self.header.get("example") or {}).items()}

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Its parameters by name, in the header's order; parameters and seams must match."""
        defaults = self.header.get("defaults") or {}
        found = {}
        for name, given in (self.header.get("parameters") or {}).items():
            unknown = (
                set(given) - {"type", "label", "required", "bound"} if isinstance(given, dict) else {"?"}
            )
            if unknown or given.get("type") not in TYPES or "label" not in given:
                raise self._fault(f"parameter {name} needs a label and a type out of {', '.join(TYPES)}")
            default = defaults.get(name)
            found[name] = Parameter(name=name, default=None if default is None else str(default), **given)
        seams = set(SEAM.findall(self.query))
        if seams != set(found):
            odd = ", ".join(sorted(seams ^ set(found)))
            raise self._fault(f"parameters and seams `VALUES ?x {{ UNDEF }}` do not match: {odd}")
        for sentence in self.asks:
            if strange := set(_SLOT.findall(sentence)) - set(found):
                raise self._fault(
                    f"{sentence!r} has a slot that is no parameter: {', '.join(sorted(strange))}"
                )
        return found

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns, in the order of the answer."""
        given = self.header.get("columns") or {}
        if not given:
            raise self._fault("the header needs columns")
        for name, spec in given.items():
            if isinstance(spec, dict) and not {"label"} <= set(spec) <= set(_COLUMN):
                raise self._fault(f"column {name} needs a label, and may have {', '.join(_COLUMN[1:])}")
        return tuple(
            Column(name, **spec) if isinstance(spec, dict) else Column(name, str(spec))
            for name, spec in given.items()
        )


def _fits(value: object, kind: type) -> bool:
    """Whether a part of a header has its form: names with values, or texts."""
    if not isinstance(value, kind):
        return False
    return all(isinstance(item, str) for item in value)  # type: ignore[attr-defined]


class Catalogue:
    """All questions by name, ours and the overlay's; files are read when they are asked for.

    >>> catalogue = Catalogue()
    >>> "positions" in catalogue.names
    True
    >>> catalogue["positions"].summary
    "What is a state's position on an issue, on what condition, in whose words?"
    """

    def __init__(self, overlay: Path | None = None) -> None:
        """Look into the user's folder too, where one is named, here or in `KG_VOCABULARY`."""
        named = overlay or (Path(os.environ["KG_VOCABULARY"]) if os.environ.get("KG_VOCABULARY") else None)
        self._overlay = named / "queries" if named else None
        self._read: dict[str, Question] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The sorted names; no file is opened."""
        found = {name.removesuffix(".rq") for name in resources.names("queries", suffix=".rq")}
        return tuple(sorted(found | set(self._own)))

    @cached_property
    def _own(self) -> Mapping[str, Path]:
        if self._overlay is None or not self._overlay.is_dir():
            return {}
        return {path.stem: path for path in self._overlay.glob("*.rq")}

    def __getitem__(self, name: str) -> Question:
        """The question of that name; `_` and `-` are the same.

        >>> Catalogue()["requests_and_replies"].name
        'requests-and-replies'
        >>> Catalogue()["postions"]
        Traceback (most recent call last):
        ...
        kg.errors.NotFoundError: no question named 'postions'
        """
        key = name.strip().lower().replace("_", "-")
        if key not in self.names:
            from difflib import get_close_matches

            near = get_close_matches(key, self.names, n=3)
            advice = f"did you mean {' or '.join(near)}?" if near else "list them: kg ask"
            raise NotFoundError(f"no question named {name!r}", advice)
        if key not in self._read:
            text = (
                self._own[key].read_text(encoding="utf-8")
                if key in self._own
                else resources.text("queries", f"{key}.rq")
            )
            self._read[key] = Question(key, text)
        return self._read[key]

    def __iter__(self) -> Iterator[Question]:
        """Every question, by name."""
        return (self[name] for name in self.names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.names)

    def by_tag(self) -> dict[str, list[Question]]:
        """The questions under their first tag, tags and questions sorted."""
        groups: dict[str, list[Question]] = {}
        for question in self:
            groups.setdefault(question.tags[0], []).append(question)
        return dict(sorted(groups.items()))
