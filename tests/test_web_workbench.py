"""The SPARQL page as a form: what it answers, how it fails, what it offers the editor."""

from __future__ import annotations

import pytest

from kg.questions.catalogue import Catalogue
from kg.views.web.pages import workbench
from kg.views.web.problems import BusyError

MEETINGS = "SELECT ?m ?d WHERE { ?m a kg:Meeting ; kg:latest ?d } ORDER BY ?d LIMIT 3"


def asked(client, query, **more):
    """The page with the answer of a query."""
    return client.get("/workbench", params={"query": query, **more})


def test_the_page_opens_with_a_query_that_answers(served):
    """Nothing is asked until somebody does."""
    page = served.get("/workbench").text
    assert "kg:Meeting" in page
    assert "Answered in" not in page
    assert "20 rows" not in page
    assert "Answered in" in asked(served, workbench.START).text


def test_rows_are_links_to_pages_and_values_are_text(served):
    """A thing of ours leads to its page; a literal tells its kind."""
    page = asked(served, MEETINGS).text
    assert "3 rows" in page
    assert 'href="/page/meeting/' in page
    assert "<small>xsd:date</small>" in page
    assert 'href="/sparql?query=' in page


def test_a_form_is_posted_as_well_as_addressed(served):
    """The same rows, also of a query that is too long for an address; then there are no links to files."""
    short = served.post("/workbench", data={"query": MEETINGS})
    assert short.status_code == 200
    assert short.text.count("/page/meeting/") == asked(served, MEETINGS).text.count("/page/meeting/")
    long = served.post("/workbench", data={"query": f"#{'x' * 20_000}\n{MEETINGS}"})
    assert "3 rows" in long.text
    assert "As a file" not in long.text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK { ?m a kg:Meeting }", ">Yes</h2>"),
        ("ASK { ?m a kg:Nothing }", ">No</h2>"),
        ("CONSTRUCT { ?m a kg:X } WHERE { ?m a kg:Meeting } LIMIT 1", "1 triple</h2>"),
        ("SELECT * WHERE { ?m a kg:Nothing }", "0 rows</h2>"),
    ],
)
def test_every_kind_of_answer_is_told(served, query, told):
    """Yes or no, triples, and nothing."""
    assert told in asked(served, query).text


def test_a_mistake_is_shown_in_its_line(served):
    """With status 400, the words of that line, and the query still in the form."""
    page = asked(served, "SELECT *\nWHERE { ?s ?p }")
    assert page.status_code == 400
    assert "Line 2, column" in page.text
    assert "WHERE { ?s ?p }</pre>" in page.text
    assert "WHERE { ?s ?p }</textarea>" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT (",
    ],
)
def test_what_is_refused_says_why(served, query):
    """An update, a fetch from elsewhere, half a query: an alert, no rows, no address of a line."""
    page = asked(served, query)
    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert "Answered in" not in page.text


def test_a_full_house_asks_to_come_again(served, monkeypatch):
    """503 with when."""

    async def full(*_):
        raise BusyError("too many queries are running", "ask again in a few seconds, or for less")

    monkeypatch.setattr(served.app.state.turns, "run", full)
    page = served.post("/workbench", data={"query": MEETINGS})
    assert (page.status_code, page.headers["retry-after"]) == (503, "5")
    assert "too many queries" in page.text


def test_long_answers_are_cut_on_the_page_alone(served, monkeypatch):
    """It says so and names the files."""
    monkeypatch.setattr(workbench, "SHOWN", 2)
    page = served.post("/workbench", data={"query": MEETINGS}).text
    assert "The first 2 are shown; the files hold all 3." in page
    assert page.count('<td><a href="/page/meeting/') == 2


def test_untrusted_words_stay_text(served):
    """Markup and addresses of scripts in an answer are neither markup nor links."""
    words = '"<script>alert(1)</script>"'
    page = served.post(
        "/workbench",
        data={"query": f"SELECT ?x ?y WHERE {{ VALUES (?x ?y) {{ ({words} <javascript:alert(1)>) }} }}"},
    ).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("name", Catalogue().names)
def test_every_question_can_be_taken_as_a_beginning(served, name):
    """Its example filled in, ready to run, not run yet."""
    page = served.get("/workbench", params={"example": name})
    assert page.status_code == 200
    assert "SELECT" in page.text
    assert "Answered in" not in page.text
    assert workbench.example(name).lstrip().startswith(("PREFIX", "SELECT"))


def test_the_editor_is_told_our_terms(served):
    """Prefixes, classes, properties and things, each with a label or none."""
    told = served.get("/workbench/terms.json").json()
    kg = told["prefixes"]["kg"]
    assert told["classes"][f"{kg}Statement"] == "statement"
    assert f"{kg}onBehalfOf" in told["properties"]
    assert f"{kg}act_request" in told["things"]
    assert not set(told["classes"]) & set(told["properties"])
    assert list(told["properties"]) == sorted(told["properties"])
