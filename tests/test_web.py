"""The server as a whole: which graph a request sees, what is refused before any page is made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from files import DEMO
from starlette.testclient import TestClient

import kg
from kg.errors import NotFoundError
from kg.views.web import application, links
from kg.views.web.current import Current
from kg.views.web.settings import Settings

ONE, *_, OTHER = sorted(DEMO.glob("*.txt"))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A store with one readout, made once."""
    folder = tmp_path_factory.mktemp("made") / "store"
    with kg.open(folder) as graph:
        graph.ingest([ONE])
    return folder


@pytest.fixture
def store(made, tmp_path) -> Path:
    """A copy of it, to write in."""
    return Path(shutil.copytree(made, tmp_path / "store"))


@pytest.fixture
def client(store):
    """A client of a server over it."""
    with TestClient(application(Settings(str(store))), base_url="http://localhost") as client:
        yield client


def test_a_server_shows_what_an_ingest_published_without_being_started_again(store, client):
    """The next page counts the new readout."""
    assert "1 readout of 1 meeting" in client.get("/").text
    with kg.open(store) as graph:
        graph.ingest([OTHER])
    assert "2 readouts" in client.get("/").text


def test_a_reader_keeps_the_graph_it_began_with_and_the_next_one_sees_the_newer(store):
    """The old graph is closed when its last reader is done, the new one stays open."""
    current = Current(str(store))
    with current.graph() as before:
        version = current.version
        with kg.open(store) as graph:
            graph.ingest([OTHER])
        assert current.version != version
        with current.graph() as after:
            assert after is not before
            assert (len(before.documents()), len(after.documents())) == (1, 2)
    with current.graph() as still:
        assert still is after
    with pytest.raises(kg.Error, match="closed"):
        before.documents()
    current.close()


def test_two_readers_of_an_old_graph_close_it_only_when_both_are_done(store):
    """The first to leave does not close it under the other."""
    current = Current(str(store))
    with current.graph() as one:
        with current.graph() as same:
            assert same is one
            with kg.open(store) as graph:
                graph.ingest([OTHER])
            assert current.version
        assert len(one.documents()) == 1
    current.close()


def test_a_server_without_a_store_says_so_at_once(tmp_path):
    """It is not started."""
    with pytest.raises(NotFoundError):
        application(Settings(str(tmp_path / "nothing")))


def test_another_name_for_this_machine_is_refused(client):
    """So no page elsewhere reaches the server through a name that its owner points here."""
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"host": "127.0.0.1:8050"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/questions", "/nope", "/static/site.css", "/question/positions.csv"])
def test_every_answer_forbids_what_is_inline_or_elsewhere(client, path):
    """The policy and its company stand on pages, files and errors."""
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_an_address_and_a_body_have_their_limits(store):
    """Too long is 414, too large 413, told or not."""
    with TestClient(application(Settings(str(store), body=100)), base_url="http://localhost") as client:
        assert client.get("/search?q=" + "x" * 20_000).status_code == 414
        told = client.post("/questions", content=b"x" * 101)
        assert (told.status_code, told.headers["content-type"]) == (413, "application/problem+json")
        assert told.json()["advice"]
        kind = {"content-type": "application/sparql-query"}
        untold = client.post("/sparql", content=iter([b"x" * 60, b"x" * 60]), headers=kind)
        assert untold.status_code == 413


def test_errors_are_pages_for_people_and_problems_for_programs(client):
    """By what the client accepts."""
    page = client.get("/nope", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "<h1>Not Found</h1>" in page.text
    problem = client.get("/nope", headers={"accept": "application/json"})
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 404
    assert client.post("/questions").status_code == 405


def test_a_fault_of_the_server_shows_nothing_of_itself(store, monkeypatch):
    """Not the traceback, not the message."""
    monkeypatch.setattr("kg.views.web.pages.home.recent", lambda _: 1 / 0)
    app = application(Settings(str(store)))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        answer = client.get("/", headers={"accept": "text/html"})
    assert answer.status_code == 500
    assert "division" not in answer.text
    assert "Traceback" not in answer.text


def test_a_question_is_a_form_an_answer_and_files(client):
    """The same rows as a page, CSV, JSON and as the query itself."""
    page = client.get("/question/positions?state=Russia").text
    rows = client.get("/question/positions.json?state=Russia").json()
    assert f"{len(rows)} row" in page or not rows
    assert client.get("/question/positions.csv?state=Russia").text.count("\n") >= len(rows) + 1
    assert "SELECT" in client.get("/question/positions.rq?state=Russia").text
    assert client.get("/question/positions.exe").status_code == 404
    assert client.get("/question/postions").status_code == 404


def test_a_word_that_nobody_knows_is_told_beside_the_form(client):
    """The form stays, with what was perhaps meant; an unknown parameter is an error."""
    page = client.get("/question/positions?state=Rusia")
    assert page.status_code == 400
    assert "no state or organisation called" in page.text
    assert 'value="Rusia"' in page.text
    assert client.get("/question/positions?colour=red").status_code == 400


def test_a_question_that_needs_something_says_what(client):
    """It is asked for in the form, not an error."""
    page = client.get("/question/office-holder-on-date")
    assert page.status_code == 200
    assert "It needs to know" in page.text or "row" in page.text


def test_long_answers_are_parted_into_pages(client, monkeypatch):
    """The next rows are a link away, with the same parameters; a page beyond the last is the last."""
    monkeypatch.setattr("kg.views.web.pages.questions.PAGE", 1)
    first = client.get("/question/evidence").text
    assert 'rel="next"' in first
    assert 'href="/question/evidence?page=2"' in first
    assert client.get("/question/evidence?page=x").status_code == 200
    last = client.get("/question/evidence?page=" + "9" * 5000).text
    assert 'rel="next"' not in last or "Page 1 of" in last
    assert "Page" in client.get("/question/evidence?page=99999").text


def test_several_values_of_a_parameter_are_in_every_link(client):
    """A field each in the form, and all of them behind the files."""
    page = client.get("/question/evidence?state=JPN&state=RUS").text
    assert 'value="JPN"' in page
    assert 'value="RUS"' in page
    assert "/question/evidence.csv?state=JPN&amp;state=RUS" in page


def test_organisations_and_states_are_linked_to_their_own_pages():
    """By the kind of actor."""
    assert links.actor("asean") == "/page/organization/asean"
    assert links.actor("EUE") == "/page/organization/EUE"


def test_pages_of_a_store_that_cannot_tell_its_state_are_made_anew(client, monkeypatch):
    """Nothing is kept, so nothing is stale."""
    assert "etag" in client.get("/questions").headers
    monkeypatch.setattr("kg.store.embedded.EmbeddedStore.version", "0")
    assert "etag" not in client.get("/questions").headers


def test_exports_take_turns_and_who_waits_too_long_is_told(client, monkeypatch):
    """Two at a time; a third is asked to come back."""
    monkeypatch.setattr("kg.views.web.pages.exports.PATIENCE", 0.01)
    turns = client.app.state.exports
    assert turns.acquire(blocking=False)
    assert client.get("/export/turtle").status_code == 200
    assert turns.acquire(blocking=False)
    busy = client.get("/export/turtle")
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
    turns.release()
    turns.release()
    assert client.get("/export/obsidian").headers["content-type"] == "application/zip"


def test_a_store_that_went_away_is_told_as_such(store, client):
    """Not as a fault of the server."""
    client.get("/")
    shutil.rmtree(store)
    assert client.get("/states").status_code in {200, 404, 503}
    assert client.get("/pair/JPN/JPN").status_code in {400, 404, 503}


def test_an_empty_store_has_all_its_first_pages(tmp_path):
    """They say that nothing has been read."""
    kg.open(tmp_path / "store").close()
    with TestClient(application(Settings(str(tmp_path / "store"))), base_url="http://localhost") as client:
        assert "Nothing has been read yet" in client.get("/").text
        assert "Nothing in the store answers this" in client.get("/question/positions").text
