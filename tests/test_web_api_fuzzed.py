"""What the JSON API says of itself, held against it by schemathesis; and the examples of docs/serving.md."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kg.views.web import application
from kg.views.web.settings import Settings

SERVING = (Path(__file__).parent.parent / "docs" / "serving.md").read_text(encoding="utf-8")
ASKED = 4
"""Requests for each of the paths, always the same ones."""


@pytest.fixture(scope="module")
def described(demo_store):
    """The API as schemathesis reads it."""
    from schemathesis import openapi

    return openapi.from_asgi("/api/openapi.json", application(Settings(str(demo_store), hosts=())))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # schemathesis warns of what it will change in later versions
def test_the_api_does_what_it_says(described):
    """Valid requests are answered as described, others refused in the described form; none fails."""
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [
        not_a_server_error,
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    ]
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=ASKED,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def one(case):
            nonlocal asked
            asked += 1
            case.call_and_validate(checks=checks)

        one()
    assert asked > 100


def test_the_examples_of_the_page_work(served):
    """Each curl of docs/serving.md is answered, in the form that it asks for."""
    lines = re.findall(r"^curl .*$", SERVING, re.MULTILINE)
    assert len(lines) == 7
    for line in lines:
        words = shlex.split(line)
        path = next(word for word in words if word.startswith("localhost:8050")).removeprefix(
            "localhost:8050"
        )
        accept = words[words.index("-H") + 1].partition(": ")[2] if "-H" in words else "*/*"
        if "--data-urlencode" in words:
            name, _, text = words[words.index("--data-urlencode") + 1].partition("=")
            answer = served.post(path, data={name: text}, headers={"accept": accept})
        else:
            answer = served.get(path, headers={"accept": accept}, follow_redirects="-L" in words)
        assert answer.status_code == 200, (line, answer.text)
        assert accept == "*/*" or answer.headers["content-type"].startswith(accept)
        assert answer.content
