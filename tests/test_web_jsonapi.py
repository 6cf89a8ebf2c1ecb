"""The JSON API: it does what its description says, and every row can be checked."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

import kg
from kg.questions.catalogue import Catalogue
from kg.views import answers
from kg.views.web import jsonapi
from kg.views.web.openapi import description

every = pytest.mark.parametrize("question", list(Catalogue()), ids=lambda one: one.name)


def schema(path):
    """What the description promises for a path."""
    answer = description()["paths"][path]["get"]["responses"]["200"]
    return answer["content"]["application/json"]["schema"] | {"components": description()["components"]}


def valid(answer, path):
    """The answer of a path, if it is what the description promises."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    jsonschema.validate(answer.json(), schema(path), cls=jsonschema.Draft202012Validator)
    return answer.json()


def example(path):
    """The parameters of a path as its examples have them."""
    listed = description()["paths"][path]["get"].get("parameters", [])
    return {one["name"]: one["example"] for one in listed if "example" in one and one["in"] == "query"}


def problem(answer, status=400):
    """It is a problem of that status, as described."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said = description()["components"]["schemas"]["Problem"]
    jsonschema.validate(answer.json(), said, cls=jsonschema.Draft202012Validator)
    return answer.json()


def test_the_description_is_openapi_3_1(served):
    """It is valid, has every question, and its examples fit what they are examples of."""
    told = served.get("/api/openapi.json").json()
    assert told == json.loads(json.dumps(description()))
    OpenAPIV31SpecValidator(told).validate()
    assert {f"/api/answers/{one.name}" for one in Catalogue()} <= set(told["paths"])
    names = [path["get"]["operationId"] for path in told["paths"].values()]
    assert len(names) == len(set(names))
    for path in told["paths"].values():
        for one in path["get"].get("parameters", ()):
            if "example" in one:
                jsonschema.validate(one["example"], one["schema"], cls=jsonschema.Draft202012Validator)
    problems = told["components"]["responses"]["Problem"]["content"]["application/problem+json"]
    jsonschema.validate(problems["example"], told["components"]["schemas"]["Problem"])


@every
def test_every_question_is_answered_as_described(served, question):
    """Its example, asked: the answer fits the schema, its rows are those of the program itself."""
    path = f"/api/answers/{question.name}"
    told = valid(served.get(path, params={**example(path), "limit": 3}), path)
    assert len(told["rows"]) == min(3, told["total"])
    assert set(told["parameters"]) == set(question.example)
    for row in told["rows"]:
        assert {"quote", "document", "date"} <= set(row)


def test_the_rows_are_those_of_the_graph(served, demo_store):
    """All of them, piece by piece, following `next`."""
    with kg.open(demo_store, read_only=True) as graph:
        rows = list(graph.ask("positions", state="Russia").rows)
    found, here, steps = [], "/api/answers/positions?state=Russia&limit=7", 0
    while here:
        told = served.get(here).json()
        assert told["total"] == len(rows)
        found += told["rows"]
        here, steps = told["links"].get("next"), steps + 1
    assert found == json.loads(json.dumps(rows))
    assert steps == -(-len(rows) // 7)
    back = parse_qs(urlsplit(told["links"]["prev"]).query)
    assert back["offset"] == [str((steps - 2) * 7)]
    assert served.get(told["links"]["csv"]).status_code == 200
    assert served.get(told["links"]["page"]).status_code == 200


def test_several_values_and_dashes_are_understood(served):
    """A repeated parameter takes any of its values; `as-of` is `as_of`; an empty field is not given."""
    one, other, both = (
        served.get(f"/api/answers/positions?{words}").json()["total"]
        for words in ("state=Russia", "state=Japan", "state=Russia&state=Japan&issue=")
    )
    assert both == one + other
    dashed = next(q for q in Catalogue() if "as_of" in q.parameters)
    assert (
        served.get(f"/api/answers/{dashed.name}", params={**dashed.example, "as-of": "2020"}).status_code
        == 200
    )


@pytest.mark.parametrize(
    "path",
    [
        "/api/answers/positions?state=Rusia",
        "/api/answers/positions?colour=red",
        "/api/answers/positions?colour=",
        "/api/answers/positions?since=yesterday",
        "/api/answers/positions?limit=0",
        "/api/answers/positions?limit=1001",
        "/api/answers/positions?limit=-1",
        "/api/answers/positions?limit=٣",  # a digit, but none of ours
        "/api/answers/positions?offset=1e3",
        "/api/answers/positions?offset=" + "9" * 400,
        "/api/understand",
        "/api/understand?q=%20",
        "/api/understand?q=why%3F&colour=red",
        "/api/understand?q=what+is+the+capital+of+the+moon",
        "/api/understand?q=" + "x" * 3000,
    ],
)
def test_what_is_wrong_is_told(served, path):
    """400 with what is wrong and what to do."""
    assert problem(served.get(path))["advice"]


def test_what_is_not_there_is_not_found(served):
    """With what was perhaps meant."""
    assert "positions" in problem(served.get("/api/answers/postions"), 404)["advice"]
    problem(served.get("/api/questions/postions"), 404)
    problem(served.get("/api/nothing"), 404)
    problem(served.post("/api/documents"), 405)


def test_a_sentence_is_understood_and_answered(served):
    """With how it was taken, and the same rows as the question itself."""
    told = valid(served.get("/api/understand?q=what+did+Japan+ask+of+Russia%3F&limit=5"), "/api/understand")
    assert told["question"] == "requests-and-replies"
    same = served.get(f"/api/answers/{told['question']}", params={**told["parameters"], "limit": 5}).json()
    assert told["answer"]["rows"] == same["rows"]
    assert same["total"] > 0


def test_questions_documents_and_counts(served, demo_store):
    """As described; what the links lead to is there; nothing tells where the store lies."""
    valid(served.get("/api"), "/api")
    listed = valid(served.get("/api/questions"), "/api/questions")
    assert listed["total"] == len(Catalogue())
    one = valid(served.get("/api/questions/positions"), "/api/questions/{name}")
    assert served.get(one["links"]["example"]).json()["total"] >= 0
    assert [p["name"] for p in one["parameters"]] == ["state", "issue", "since", "until"]
    found = valid(served.get("/api/documents?limit=4&offset=4"), "/api/documents")
    assert len(found["rows"]) == 4
    assert {"next", "prev", "self"} == set(found["links"])
    for row in found["rows"]:
        assert served.get(row["links"]["data"]).status_code == 200
    told = valid(served.get("/api/info"), "/api/info")
    assert told["documents"] == found["total"]
    assert str(demo_store) not in served.get("/api/info").text


def test_the_page_for_people_names_every_question(served):
    """By Accept; with the address of an example of each, which works."""
    page = served.get("/api", headers={"accept": "text/html"}).text
    for question in Catalogue():
        assert f'href="/api/answers/{question.name}' in page
    assert "http://localhost/api/answers/positions" in page
    for href, _ in jsonapi.INDEX.values():
        assert href in page
        if "{" not in href:
            assert served.get(href).status_code == 200


def test_no_question_has_a_parameter_of_the_api_s_own():
    """`limit` and `offset` are free."""
    assert not any({*jsonapi.PIECE, "page", "q"} & set(one.parameters) for one in Catalogue())
    assert set(answers.WRITTEN) >= {p.type for one in Catalogue() for p in one.parameters.values()}
