"""What an attacker tries: every route, with hostile words, methods, hosts and documents."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit

import pyoxigraph as ox
import pytest
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

import kg
from kg.questions.catalogue import Catalogue
from kg.views.web import application
from kg.views.web.safety import HEADERS
from kg.views.web.settings import Settings
from kg.vocabulary.namespaces import prefixes

HTML = {"accept": "text/html"}
BAD = {
    "script": "<script>alert(1)</script>",
    "attribute": "\"><img src=x onerror=alert(1)>' onmouseover='alert(1)",
    "address": "javascript:alert(1)//",
    "right to left": "abc\u202edef\u2066ghi\u200f",
    "control": "a\x01b\x1b[31mc\x7f\u0085",
    "pattern": '"} UNION { ?s ?p ?o } #',
    "long string": "'''\"\"\"\\",
    "update": "Russia> } ; DROP ALL ; #",
    "header": "x\r\nSet-Cookie: a=b\r\n\r\n<b>",
    "template": "{{ 7 * 191 }}{% raw %}${7*191}",
    "path": "../../../../../../etc/passwd",
    "percent": "%00%0d%0a%ff%252e",
    "letters": "\uff41\u0430\u0301" * 50,
    "numbers": "-1e999",
    "length": "A" * 9000,
    "nothing": "\x00",
    "regular": "(" * 200 + "a+" * 50,
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FORBIDDEN = ("<script>alert", "<img src=x", "onmouseover='", "1337", "root:x:", "Traceback", 'File "/')


@pytest.fixture(scope="module")
def robust(demo_store):
    """A client that is given the answer 500 where the server fails, as a browser would be."""
    app = application(Settings(str(demo_store)))
    with TestClient(
        app, base_url="http://localhost", follow_redirects=False, raise_server_exceptions=False
    ) as client:
        yield client


def routes(app):
    """Every path of the server."""
    return [route for route in app.routes if isinstance(route, Route)]


def filled(path, word):
    """A path with a word in each of its places."""
    return re.sub(r"\{[^}]*\}", quote(word, safe=""), path)


def unharmed(answer):
    """No failure, every header, no cookie, nothing of the attack as markup."""
    assert answer.status_code < 500 or answer.status_code == 503, (answer.url, answer.text[:500])
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, answer.url
    assert "set-cookie" not in answer.headers
    assert not any(name.startswith("access-control") for name in answer.headers)
    kind = answer.headers.get("content-type", "")
    if "json" in kind and answer.content:
        json.loads(answer.content)
    saved = answer.headers.get("content-disposition", "").startswith("attachment")
    if kind.startswith("text/html") and not saved:
        assert not CONTROL.search(answer.text), answer.url
        for words in FORBIDDEN:
            assert words not in answer.text, (answer.url, words)
        assert not re.search(r"<(?:script|style)(?![^>]*\ssrc=)[^>]*>|\sstyle=|\son[a-z]+=\"", answer.text)
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_hostile_words_in_every_place(robust, name):
    """In each path and in each field, they are text, or refused."""
    word = quote(BAD[name], safe="")
    for route in routes(robust.app):
        for headers in (HTML, {"accept": "*/*"}):
            unharmed(robust.get(filled(route.path, BAD[name]), headers=headers))
    groups = (
        "q query text format",
        "state other issue official document since until words",
        "page limit offset from to act speaker",
    )
    for path in (
        "/search",
        "/graph",
        "/graph.json",
        "/workbench",
        "/readouts",
        "/questions",
        "/pairs",
        "/api/understand",
        "/api/documents",
        "/sparql",
        "/page/state/JPN",
        "/pair/JPN/RUS",
    ):
        for group in groups:
            asked = "&".join(f"{field}={word}" for field in group.split())
            unharmed(robust.get(f"{path}?{asked}"[:16_000], headers=HTML))


@pytest.mark.parametrize("question", list(Catalogue()), ids=lambda one: one.name)
def test_hostile_words_in_every_parameter(robust, question):
    """They are resolved, or literals; the query that comes of them is one query still."""
    for name in question.parameters:
        for word in (BAD["pattern"], BAD["long string"], BAD["update"], BAD["nothing"], BAD["header"]):
            asked = {**question.example, name: word}
            text = robust.get(f"/question/{question.name}.rq", params=asked)
            unharmed(text)
            if text.status_code == 200:
                ox.Store().query(text.text, prefixes=prefixes())
    every = dict.fromkeys(question.parameters, BAD["pattern"])
    unharmed(robust.get(f"/api/answers/{question.name}", params=every))
    unharmed(robust.get(f"/question/{question.name}", params=every, headers=HTML))


def test_methods(robust):
    """HEAD is GET without a body; what only reads takes nothing else, and OPTIONS gives no leave."""
    for route in routes(robust.app):
        path = filled(route.path, "JPN")
        one, other = robust.get(path, headers=HTML), robust.head(path, headers=HTML)
        assert other.status_code == one.status_code
        assert other.content == b""
        assert other.headers.get("content-type") == one.headers.get("content-type")
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "CONNECT"):
            answer = unharmed(robust.request(method, path))
            assert answer.status_code == 405, (method, path)
            assert "GET" in answer.headers["allow"]
        if "POST" not in route.methods:
            assert robust.post(path, content=b"x").status_code == 405
    assert any(isinstance(route, Mount) for route in robust.app.routes)
    for path in ("/static/../kg/errors.py", "/static/%2e%2e/page.py", "/static//etc/passwd", "/static/nope"):
        assert unharmed(robust.get(path)).status_code in {400, 404}


def test_a_name_that_is_not_ours_is_refused(robust):
    """A page elsewhere cannot point a name of its own at the server; nor is a strange one echoed."""
    for host in (
        "evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "",
        '"><script>alert(1)',
    ):
        for path in ("/", "/sparql", "/api", "/data/state/JPN.ttl"):
            answer = robust.get(path, headers={"host": host})
            assert answer.status_code == 400
            assert "evil" not in answer.text
    assert robust.get("/api", headers={"host": "localhost:8050"}).status_code == 200


def test_a_server_of_any_name_survives_a_strange_one(demo_store):
    """Bound to the world, without names, its own address in an answer is escaped or refused."""
    app = application(Settings(str(demo_store), hosts=()))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        for host in ("a b", '"><script>alert(1)</script>', "x/y?z#w", "é", "[::", "a\u202eb"):
            for path in ("/sparql", "/api", "/", "/sparql?query=ASK%20%7B%7D"):
                for headers in (HTML, {"accept": "*/*"}):
                    unharmed(client.get(path, headers={**headers, "host": host.encode()}))


def test_limits_of_a_request(demo_store):
    """An address and a body that are too long, told or not, at every address that takes one."""
    with TestClient(application(Settings(str(demo_store), body=1000)), base_url="http://localhost") as client:
        long = "x" * 20_000
        for path in (f"/search?q={long}", f"/sparql?query={long}", f"/{long}", f"/api/understand?q={long}"):
            assert unharmed(client.get(path)).status_code == 414
        kind = {"content-type": "application/sparql-query"}
        for body in (b"x" * 1001, iter([b"x" * 600, b"x" * 600])):
            answer = unharmed(client.post("/sparql", content=body, headers=kind))
            assert answer.status_code == 413
        strange = client.request("GET", "/sparql?query=ASK%20%7B%7D", content=iter([b"x" * 600] * 3))
        assert unharmed(strange).status_code == 413
        assert client.get("/sparql?query=ASK%20%7B%7D").status_code == 200


def test_a_failure_tells_nothing(demo_store, monkeypatch):
    """The answer 500 has every header and no word of what went wrong, as a page and as a problem."""

    def fails(*_):
        raise RuntimeError("the secret is in /srv/someone")

    monkeypatch.setattr("kg.api.Graph.info", fails)
    monkeypatch.setattr("kg.views.answers.information", fails)
    app = application(Settings(str(demo_store)))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        for path, headers in (("/", HTML), ("/api/info", {"accept": "*/*"})):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 500
            assert "secret" not in answer.text
            assert "Error" not in answer.text.replace("Internal Server Error", "")
            for name, value in HEADERS.items():
                assert answer.headers[name] == value


MOST = 6
"""How many addresses of one kind are visited."""


class Links(HTMLParser):
    """The addresses that a page leads to or loads."""

    def __init__(self, text):
        """Read the page."""
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note href, src and action."""
        self.found += [
            (tag, value) for name, value in attrs if name in {"href", "src", "action"} and value is not None
        ]


HOSTILE = f"""Foreign Ministers' Meeting <script>alert(1)</script>

On 3 May 2011 Foreign Minister Taro Aso of Japan met with Foreign Minister Sergey Lavrov of Russia in Tokyo.

1. The Japanese side requested that Russia "}}]; DROP {BAD["attribute"]} lift the restrictions on fisheries.
The Russian side replied that it would study \u202e the request {BAD["template"]} seriously.

2. Minister Lavrov stated that Russia supported {BAD["address"]} <b onclick="alert(1)">Security Council
reform</b>, and \"\"\" ''' \\ ]]> --> </textarea></title></script>
<script>alert(1)</script> a permanent seat for Japan.

3. {"The two sides agreed to continue consultations " * 200}.
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A client of a server over a document that attacks whoever shows it."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "<b>x.txt").write_text(HOSTILE, encoding="utf-8")
    with kg.open(folder / "store") as graph:
        report = graph.ingest(
            [folder / "<b>x.txt"],
            title=BAD["script"] + BAD["right to left"],
            url="https://example.org/?<script>alert(1)</script>",
            publishers=["JPN"],
        )
        assert not report.failed
    app = application(Settings(str(folder / "store")))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.slow
def test_a_hostile_document_is_text_on_every_page(hostile):
    """All pages that can be reached are crawled: what it says is shown, escaped; no link leads nowhere."""
    ahead, seen, kinds = ["/"], {"/"}, Counter()
    while ahead:
        path = ahead.pop(0)
        answer = unharmed(hostile.get(path, headers=HTML))
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for tag, href in Links(answer.text).found:
            parts = urlsplit(urljoin(f"http://localhost{path}", href))
            assert parts.scheme in {"http", "https", "data"}, (path, href)
            if parts.netloc != "localhost" or parts.scheme == "data":
                assert tag == "a" or parts.scheme == "data", (path, tag, href)
                continue
            here = parts.path + (f"?{parts.query}" if parts.query else "")
            kind = re.match(r"/\w*(?:/\w*)?", here)[0]
            if here not in seen and tag != "form" and kinds[kind] < MOST:
                seen.add(here)
                ahead.append(here)
                kinds[kind] += 1
    assert {"page", "pair", "question", "data", "api", "static"} <= {path.split("/")[1] for path in seen}
    assert any(path.startswith("/page/readout/") for path in seen)
