"""The JSON API as OpenAPI 3.1, made from the catalogue: a question more is a path more."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.questions.catalogue import Catalogue
from kg.views.answers import MOST, ROWS, SEVERAL, WRITTEN

if TYPE_CHECKING:
    from kg.questions.catalogue import Column, Parameter, Question

Schema = dict[str, Any]

MOST_OFFSET = 10_000_000
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
CELL: Schema = {"type": ["string", "number", "boolean", "null"]}
MEANING = {
    "quote": "The exact words of the document; null where the row has none.",
    "start": "Where the words begin in the stored text, in code points from 0.",
    "end": "Where they end (the first code point that is no longer theirs).",
    "document": "The IRI of the readout that says so.",
    "date": "The day, month or year of the meeting, or its first and last day (a/b).",
    "statement": "The IRI of the statement.",
}
"""The columns by which every row can be checked."""
PATTERN = r"^\s*\d{4}(-\d{1,2}(-\d{1,2})?)?\s*$"


@cache
def description() -> Schema:
    """The whole document; it is the same whatever the store holds."""
    catalogue = Catalogue()
    paths: Schema = {
        "/api": _get("index", "What there is", {"$ref": "#/components/schemas/Index"}, "about"),
        "/api/questions": _get(
            "questions",
            "Every question of the catalogue",
            {"$ref": "#/components/schemas/Questions"},
            "catalogue",
        ),
        "/api/questions/{name}": _get(
            "question",
            "One question: parameters, columns, an example",
            {"$ref": "#/components/schemas/Question"},
            "catalogue",
            parameters=[
                {
                    "name": "name",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "enum": list(catalogue.names)},
                    "example": catalogue.names[0],
                }
            ],
        ),
        "/api/understand": _get(
            "understand",
            "A sentence in plain English as a question, with its answer",
            {"$ref": "#/components/schemas/Understood"},
            "catalogue",
            parameters=[
                {
                    "name": "q",
                    "in": "query",
                    "required": True,
                    "description": "The sentence.",
                    "schema": {"type": "string", "minLength": 1, "pattern": r"\S"},
                    "example": "what did Japan ask of Russia?",
                },
                *_piece(),
            ],
        ),
        "/api/documents": _get(
            "documents",
            "The documents that were read",
            {"$ref": "#/components/schemas/Documents"},
            "about",
            parameters=_piece(),
        ),
        "/api/info": _get("info", "How much there is", {"$ref": "#/components/schemas/Info"}, "about"),
        "/api/openapi.json": _get("openapi", "This document", {"type": "object"}, "about"),
    }
    for question in catalogue:
        paths[f"/api/answers/{question.name}"] = _answer(question)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "bilateral-kg",
            "version": __version__,
            "summary": "What states say to each other, as foreign ministries report it.",
            "description": "For reading only. Every row of an answer has the exact words, where they stand, "
            "the document and the date. The same is to be had by SPARQL at /sparql.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in ["about", "catalogue", *catalogue.by_tag()]],
        "paths": paths,
        "components": {"schemas": _schemas(), "responses": {"Problem": _problem()}},
    }


def _get(
    name: str,
    summary: str,
    schema: Schema,
    tag: str,
    *,
    parameters: list[Schema] | None = None,
    text: str = "",
) -> Schema:
    """A path that is only read."""
    operation: Schema = {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "responses": {
            "200": {
                "description": "What was asked for.",
                "content": {"application/json": {"schema": schema}},
            },
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }
    if text:
        operation["description"] = text
    if parameters:
        operation["parameters"] = parameters
    return {"get": operation}


def _answer(question: Question) -> Schema:
    row = {
        "type": "object",
        "properties": {column.name: _cell(column) for column in question.columns},
        "required": [column.name for column in question.columns],
        "additionalProperties": False,
    }
    return _get(
        f"answer_{question.name.replace('-', '_')}",
        question.summary,
        {
            "allOf": [
                {"$ref": "#/components/schemas/Answer"},
                {"type": "object", "properties": {"rows": {"type": "array", "items": row}}},
            ]
        },
        question.tags[0],
        parameters=[*(_parameter(one, question.example) for one in question.parameters.values()), *_piece()],
        text=question.description,
    )


def _cell(column: Column) -> Schema:
    return CELL | {"description": MEANING.get(column.name, f"{column.label or column.name}.")}


def _parameter(parameter: Parameter, example: dict[str, str]) -> Schema:
    word: Schema = {"type": "string", "minLength": 1, "pattern": r"\S"}
    if parameter.type == "date":
        word = {"type": "string", "pattern": PATTERN}
    if parameter.default is not None:
        word["default"] = parameter.default
    label = parameter.label[0].upper() + parameter.label[1:]
    told: Schema = {
        "name": parameter.name,
        "in": "query",
        "description": f"{label} ({WRITTEN[parameter.type]}).",
        "schema": word,
    }
    if parameter.required and parameter.default is None:
        told["required"] = True
    several = parameter.type in SEVERAL
    if several:
        told |= {"schema": {"type": "array", "items": word, "minItems": 1}, "style": "form", "explode": True}
    if value := example.get(parameter.name):
        told["example"] = [value] if several else value
    return told


def _piece() -> list[Schema]:
    return [
        {
            "name": "limit",
            "in": "query",
            "description": "How many rows at most.",
            "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": ROWS},
            "example": 10,
        },
        {
            "name": "offset",
            "in": "query",
            "description": "How many rows to leave out first.",
            "schema": {"type": "integer", "minimum": 0, "maximum": MOST_OFFSET, "default": 0},
            "example": 0,
        },
    ]


def _problem() -> Schema:
    example = {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "no state or organisation called 'Rusia'",
        "advice": "did you mean RUS?",
    }
    return {
        "description": "What is wrong, and what to do (RFC 9457); 503 says when to ask again.",
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": example,
            }
        },
    }


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {"type": "object", "properties": required | (optional or {}), "required": list(required)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _schemas() -> Schema:
    links: Schema = {"type": "object", "additionalProperties": {"type": "string", "format": "uri-reference"}}
    words: Schema = {"type": "object", "additionalProperties": _list(TEXT)}
    piece: Schema = {"total": COUNT, "offset": COUNT, "limit": COUNT}
    maybe: Schema = {"type": ["string", "null"]}
    column = _object({"name": TEXT, "label": TEXT, "detail": {"type": "boolean"}})
    outline: Schema = {"name": TEXT, "summary": TEXT, "tags": _list(TEXT)}
    parameter = _object(
        {
            "name": TEXT,
            "type": {"type": "string", "enum": list(WRITTEN)},
            "label": TEXT,
            "written": TEXT,
            "required": {"type": "boolean"},
            "several": {"type": "boolean"},
            "default": maybe,
        }
    )
    document = _object(
        {
            "readout": {"type": "string", "format": "uri"},
            "title": maybe,
            "date": maybe,
            "publishers": _list(TEXT),
            "url": maybe,
            "language": maybe,
            "kind": maybe,
            "source": maybe,
            "sha256": maybe,
            "statements": COUNT,
            "links": links,
        }
    )
    counts = ("documents", "meetings", "statements", "stances", "commitments", "graphs", "quads")
    return {
        "Index": _object(
            {"links": {"type": "object", "additionalProperties": _object({"href": TEXT, "gives": TEXT})}}
        ),
        "Questions": _object({"total": COUNT, "questions": _list(_object(outline | {"links": links}))}),
        "Question": _object(
            outline
            | {
                "description": TEXT,
                "parameters": _list(parameter),
                "columns": _list(column),
                "example": {"type": "object", "additionalProperties": TEXT},
                "links": links,
            }
        ),
        "Answer": _object(
            {
                "question": TEXT,
                "summary": TEXT,
                "parameters": words,
                **piece,
                "rows": _list({"type": "object", "additionalProperties": CELL}),
                "columns": _list(column),
                "query": {"type": "string", "description": "The SPARQL that was asked."},
                "links": links,
            }
        ),
        "Understood": _object(
            {
                "sentence": TEXT,
                "said": {"type": "string", "description": "How it was understood, in words."},
                "question": TEXT,
                "parameters": words,
                "answer": {"$ref": "#/components/schemas/Answer"},
            }
        ),
        "Documents": _object({**piece, "rows": _list(document), "links": links}),
        "Info": _object({"version": TEXT, "last_day": maybe} | dict.fromkeys(counts, COUNT)),
        "Problem": _object(
            {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT}, {"advice": TEXT}
        ),
    }
