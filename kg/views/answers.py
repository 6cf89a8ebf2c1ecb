"""What programs are told, as plain data: the catalogue, answers in pieces, documents.

The JSON API and the tools for agents give the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.questions.answer import ask
from kg.questions.parameters import Resolver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.api import Graph
    from kg.questions.catalogue import Parameter, Question
    from kg.questions.parameters import Given

ROWS, MOST = 100, 1000
"""How many rows are given if nothing is said, and at most."""
SEVERAL = ("state", "issue", "official", "document")
"""The types of parameters that may be given several times: any of them will do."""
WRITTEN = {
    "state": "a state or organisation: any of its names, or its ISO 3166-1 code",
    "issue": "an issue: its notation or any of its names; narrower issues are included",
    "official": "words of a person's name",
    "document": "the IRI of a readout, or the 16 digits at its end",
    "date": "a year, a month or a day: 2004, 2004-05, 2004-05-31",
    "number": "a number or a percentage: 2, 0.6, 60%",
    "text": "words",
}
"""How each type of parameter is written."""


def outline(question: Question) -> dict[str, Any]:
    """A question in a line: its name, what it asks, its tags."""
    return {"name": question.name, "summary": question.summary, "tags": list(question.tags)}


def described(question: Question) -> dict[str, Any]:
    """All of a question that one needs to ask it."""
    return outline(question) | {
        "description": question.description,
        "parameters": [_parameter(one) for one in question.parameters.values()],
        "columns": _columns(question),
        "example": question.example,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "label": parameter.label,
        "written": WRITTEN[parameter.type],
        "required": parameter.required and parameter.default is None,
        "several": parameter.type in SEVERAL,
        "default": parameter.default,
    }


def _columns(question: Question) -> list[dict[str, Any]]:
    return [{"name": one.name, "label": one.label, "detail": one.detail} for one in question.columns]


def answered(
    graph: Graph, question: Question, values: Mapping[str, Given], *, limit: int = ROWS, offset: int = 0
) -> dict[str, Any]:
    """Some rows of an answer, with how many there are, its columns and the SPARQL that it was asked by.

    Raises VocabularyError.
    """
    answer = ask(graph.store, question, values, Resolver())
    return {
        "question": question.name,
        "summary": question.summary,
        "parameters": dict(values),
        **piece(answer.rows, limit, offset),
        "columns": _columns(question),
        "query": answer.query,
    }


def piece(rows: Sequence[Mapping[str, Any]], limit: int, offset: int) -> dict[str, Any]:
    """So many rows from one on.

    >>> piece([{"n": 1}, {"n": 2}, {"n": 3}], 2, 1)
    {'total': 3, 'offset': 1, 'limit': 2, 'rows': [{'n': 2}, {'n': 3}]}
    """
    listed = [dict(row) for row in rows[offset : offset + limit]]
    return {"total": len(rows), "offset": offset, "limit": limit, "rows": listed}


def documents(graph: Graph, *, limit: int = ROWS, offset: int = 0) -> dict[str, Any]:
    """Some of the documents, by date and title."""
    return piece(graph.documents(), limit, offset)


def information(graph: Graph) -> dict[str, Any]:
    """What the store holds, and until when; not where it lies."""
    told = graph.info()
    del told["location"]
    return told | {"last_day": graph.last_day}
