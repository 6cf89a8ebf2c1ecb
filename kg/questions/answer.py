"""An answer: rows with their evidence, for a program, a notebook or a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import Error
from kg.questions.parameters import Resolver, day, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from kg.questions.catalogue import Column, Question
    from kg.questions.parameters import Given


class Selectable(Protocol):
    """What an answer needs of a store."""

    def select(self, text: str) -> ox.QuerySolutions:
        """Run a SELECT over the union of all graphs."""


Value = str | int | float | bool | None
"""What a cell can hold: text (IRIs and ISO dates too), a number, a truth value, or nothing."""

Row = dict[str, Value]

JOIN = " and "


@dataclass(frozen=True)
class Answer:
    """The rows that answer a question, in the question's order.

    `query` is the SPARQL that was run, parameters filled in; any SPARQL 1.1 tool gives the same rows from it,
    except that rows differing only in a `joined` column are one row here.

    >>> from kg.questions.catalogue import Column
    >>> answer = Answer("who", (Column("name", "Name"),), ({"name": "<b>"},), "SELECT …")
    >>> len(answer), [row["name"] for row in answer]
    (1, ['<b>'])
    """

    summary: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    query: str
    name: str = ""

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        """Row by row."""
        return iter(self.rows)

    def __repr__(self) -> str:
        """One line, not the rows.

        >>> Answer("Who?", (), (), "")
        <Answer: Who? (0 rows)>
        """
        return f"<Answer: {self.summary} ({len(self)} row{'' if len(self) == 1 else 's'})>"

    def df(self) -> Any:
        """The rows as a pandas DataFrame, columns in order; needs the `table` extra."""
        try:
            import pandas as pd  # type: ignore[import-untyped]
        except ImportError as error:  # pragma: no cover  the test environment has pandas
            raise Error("pandas is not installed", "pip install 'bilateral-kg[table]'") from error
        return pd.DataFrame(list(self.rows), columns=[column.name for column in self.columns])

    def pl(self) -> Any:
        """The rows as a polars DataFrame, columns in order; needs polars."""
        try:
            import polars as pl
        except ImportError as error:
            raise Error("polars is not installed", "pip install polars") from error
        names = [column.name for column in self.columns]
        cells = {name: [row[name] for row in self.rows] for name in names}
        return pl.DataFrame(cells, schema=names, strict=False)

    def _repr_html_(self) -> str:
        """What a notebook shows: a table of the columns for people, every text escaped.

        >>> from kg.questions.catalogue import Column
        >>> page = Answer("Who?", (Column("name", "Name"),), ({"name": "<b>"},), "")._repr_html_()
        >>> page.partition("<tbody>")[2]
        '<tr><td>&lt;b&gt;</td></tr></tbody></table>'
        """
        from html import escape

        shown = [column for column in self.columns if not column.detail]
        head = "".join(f'<th scope="col">{escape(column.label)}</th>' for column in shown)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(show(row[column.name]))}</td>" for column in shown) + "</tr>"
            for row in self.rows
        )
        return (
            f"<table><caption>{escape(self.summary)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>"
        )


def show(value: Value) -> str:
    """A cell as text: nothing is empty, truth is yes or no.

    >>> show(None), show(True), show(3), show("x")
    ('', 'yes', '3', 'x')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def plain(term: Any) -> Value:
    """A pyoxigraph term as a plain value.

    >>> from pyoxigraph import Literal, NamedNode
    >>> plain(NamedNode("http://example.org/JPN")), plain(Literal(3)), plain(Literal("x", language="en"))
    ('http://example.org/JPN', 3, 'x')
    >>> plain(Literal(True)), plain(Literal(0.5)), plain(None)
    (True, 0.5, None)
    """
    if term is None:
        return None
    kind = getattr(getattr(term, "datatype", None), "value", "").rpartition("#")[2]
    if kind == "integer":
        return int(term.value)
    if kind in {"decimal", "double", "float"}:
        return float(term.value)
    if kind == "boolean":
        return str(term.value) in {"true", "1"}
    return str(term.value)


def period(value: Value) -> Value:
    """A first and last day as the year or month that they bound; anything else as it is.

    >>> period("1993-01-01/1993-12-31"), period("2004-02-01/2004-02-29"), period("2011-04-07")
    ('1993', '2004-02', '2011-04-07')
    >>> period("2011-04-30/2011-05-02"), period(None)
    ('2011-04-30/2011-05-02', None)
    """
    first, _, last = str(value).partition("/")
    for short in (first[:4], first[:7]):
        if last and (day(short), day(short, "last")) == (first, last):
            return short
    return value


def gather(question: Question, solutions: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
    """Solutions (variable to plain value) as the rows of an answer, first seen first.

    Rows that differ only in joined columns become one row, with their values sorted and joined by "and".
    """
    joined = [column.name for column in question.columns if column.joined]
    single = [column.name for column in question.columns if not column.joined]
    found: dict[tuple[Value, ...], dict[str, set[str]]] = {}
    for solution in solutions:
        parts = found.setdefault(
            tuple(solution.get(name) for name in single), {name: set() for name in joined}
        )
        for name in joined:
            if (value := solution.get(name)) is not None:
                parts[name].add(show(value))
    rows = []
    for key, parts in found.items():
        values: Row = {
            **dict(zip(single, key, strict=True)),
            **{n: JOIN.join(sorted(v)) or None for n, v in parts.items()},
        }
        rows.append(
            {c.name: period(values[c.name]) if c.period else values[c.name] for c in question.columns}
        )
    return tuple(rows)


def ask(
    store: Selectable,
    question: Question,
    values: Mapping[str, Given] | None = None,
    resolver: Resolver | None = None,
) -> Answer:
    """Ask a store a question of the catalogue, narrowed by parameters.

    Raises VocabularyError for a parameter or word that is not known.
    """
    query = fill(question, values or {}, resolver or Resolver())
    solutions = store.select(query)
    names = [variable.value for variable in solutions.variables]
    rows = gather(question, ({name: plain(one[name]) for name in names} for one in solutions))
    return Answer(question.summary, question.columns, rows, query, question.name)
