"""The workbench's pages for people: what they show, where they lead, and that any text stays text."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from starlette.testclient import TestClient

import kg
from kg import rules, triples
from kg.model import (
    Commitment,
    Document,
    Meeting,
    NameUsage,
    Official,
    Reading,
    Reference,
    Skipped,
    Statement,
)
from kg.store import connect
from kg.views.web import application, charts, links, lookup
from kg.views.web.pages import readout as readouts
from kg.views.web.pages import search
from kg.views.web.settings import Settings
from kg.vocabulary.namespaces import ID

HOSTILE = (
    '<script>alert(1)</script>"\'>&amp;<img src=x onerror=alert(1)>{{7*7}}"}]""" '
    "\u202e\u200f\x1b[31m \ufeff end"
)
KINDS = (
    "/",
    "/pairs",
    "/states",
    "/officials",
    "/issues",
    "/readouts",
    "/about",
    "/export",
    "/search",
    "/search?q=japan",
    "/search?q=what+did+Japan+ask+of+Russia%3F",
    "/pair/JPN/RUS",
    "/brief/JPN/RUS",
    "/page/state/JPN",
    "/page/organization/asean",
    "/page/group/g4",
    "/page/issue/unsc_reform",
    "/page/official/sergey-lavrov",
    "/page/post/JPN/foreign_minister",
)
"""A page of each kind that needs no name from the store."""


class Page(HTMLParser):
    """What a page is made of; elements must nest."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "source", "wbr"})

    def __init__(self, markup):
        """Read it."""
        super().__init__()
        self.open, self.names, self.ids, self.links, self.scripts = [], [], [], [], []
        self.told = []
        self.feed(markup)
        self.close()
        self.words = "".join(self.told)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        """Note it; nothing inline may be among it."""
        told = dict(attrs)
        self.names.append(tag)
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told[name] for name in ("href", "src", "action") if name in told]
        assert not [name for name in told if name.startswith("on")], told
        assert "style" not in told, told
        assert tag not in {"style", "iframe", "object", "embed"}
        if tag == "script":
            assert told.get("src", "").startswith("/static/"), told
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """It must be the one that is open."""
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        """Of pictures."""
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_data(self, data):
        """Take the text together."""
        self.told.append(data)


def seen(client: TestClient, path: str, status: int = 200) -> Page:
    """The page at an address, which must be sound."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
    page = Page(answer.text)
    assert len(page.ids) == len(set(page.ids)), path
    assert page.names.count("h1") == 1, path
    for link in page.links:
        assert link.startswith(("/", "#", "https://", "http://", "?")), (path, link)
        if link.startswith("#") and len(link) > 1:
            assert link[1:] in page.ids, (path, link)
    return page


def first(client: TestClient, path: str, pattern: str) -> str:
    """The first address on a page that fits."""
    return next(link for link in seen(client, path).links if re.fullmatch(pattern, link))


@pytest.fixture(scope="module")
def overview(served) -> str:
    """The page of the demo's longest readout."""
    with kg.open(served.app.state.settings.where, read_only=True) as graph:
        listed = graph.documents()
    longest = max(listed, key=lambda one: (one["statements"], one["readout"]))
    return links.page(longest["readout"])


# -------- Every kind of page --------


@pytest.mark.parametrize("path", KINDS)
def test_every_kind(served, path):
    """Each kind of page is sound, and its addresses on this server lead to pages that are there."""
    page = seen(served, path)
    inside = {urlsplit(link)._replace(fragment="").geturl() for link in page.links if link.startswith("/")}
    skip = ("/static", "/graph", "/workbench", "/api", "/data", "/page/ontology", "/export/", "/brief")
    for link in sorted(inside)[:12]:
        if not link.startswith(skip):
            assert served.get(link).status_code in {200, 303}, (path, link)


def test_gold(served_gold):
    """Pages of a store with several accounts of a meeting, several languages and undated texts are sound."""
    meeting = next(
        row["meeting"]
        for row in lookup.select(
            kg.open(served_gold.app.state.settings.where, read_only=True).store,
            "SELECT ?meeting (COUNT(?account) AS ?n) WHERE { ?meeting kg:hasAccount ?account }"
            " GROUP BY ?meeting ORDER BY DESC(?n) LIMIT 1",
        )
    )
    page = seen(served_gold, links.page(meeting))
    headings = "The accounts side by side", "Why these are accounts of one meeting", "Only in ", "'s account"
    for words in headings:
        assert words in page.words
    for path in ("/readouts?page=2", "/pairs?page=2", "/officials", "/about", "/page/state/USA", "/states"):
        seen(served_gold, path)
    every = [link for link in seen(served_gold, "/readouts").links if link.startswith("/page/readout/")]
    for path in every[::10]:
        seen(served_gold, path)


# -------- A readout --------


def test_readout(served, overview):
    """Each statement has its anchor and note, a citation, all fields; what was not read has its reason."""
    with kg.open(served.app.state.settings.where, read_only=True) as graph:
        iri = ID + overview.removeprefix("/page/")
        reading = graph.reading(iri)
    page = seen(served, overview)
    for n, name in triples.statement_iris(reading).items():
        assert links.page(name).partition("#")[2] in page.ids, n
        assert f"<{name}>" in page.words
    assert page.names.count("mark") >= len(reading.statements)
    assert page.words.count("Copy citation") == len(reading.statements)
    for skipped in reading.skipped:
        assert f"(not read: {skipped.reason})" in page.words
    assert reading.document.sha256 in page.words
    assert served.get(f"{overview}.txt").text == reading.document.text
    assert {f"/data/{overview.removeprefix('/page/')}.{suffix}" for suffix in ("ttl", "jsonld", "nt")} <= set(
        page.links
    )


def test_filters(served, overview):
    """A form without script leaves the statements of a speaker, act, issue; others lose their mark."""
    with kg.open(served.app.state.settings.where, read_only=True) as graph:
        reading = graph.reading(ID + overview.removeprefix("/page/"))
    asked = [s for s in reading.statements if s.act == "request"]
    page = seen(served, f"{overview}?act=request&speaker=&issue=")
    assert sum(name.startswith("statement-") for name in page.ids) == len(asked)
    assert f"{len(asked)} of {len(reading.statements)} statements" in page.words
    answered = next(s for s in reading.statements if s.replies_to is not None)
    reply = seen(served, f"{overview}?speaker={quote(readouts.who(answered))}&issue={answered.issue}")
    assert any(link.startswith(f"{overview}#statement-") for link in reply.links)
    assert "0 of" in seen(served, f"{overview}?issue=nothing").words


def test_words_pointed_at(served, overview):
    """Words given by their place are marked, once with the id; what is no place is not."""
    page = seen(served, f"{overview}?from=300&to=420")
    assert page.ids.count("words") == 1
    for odd in (
        "from=5&to=5",
        "from=x&to=9",
        "from=-1&to=9",
        "from=²&to=9",
        "from=1",
        f"from=1&to={'9' * 40}",
    ):
        assert "words" not in seen(served, f"{overview}?{odd}").ids


def test_statement_leads_to_its_place(served, overview):
    """A statement's own address is its anchor on the readout's page."""
    anchor = next(name for name in seen(served, overview).ids if name.startswith("statement-"))
    answer = served.get(f"{overview}/{anchor.replace('-', '/')}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{overview}#{anchor}")
    assert served.get(f"{overview}/{anchor.replace('-', '/')}/stance").headers["location"].endswith(anchor)


# -------- Pairs, people, issues --------


def test_pair(served):
    """A pair has its meetings, lines on both sides, asks with their answers, promises; the address is one."""
    page = seen(served, "/pair/JPN/RUS")
    for words in ("Their line, our line", "Asked and answered", "acknowledges", "Promised", "Take it away"):
        assert words in page.words
    assert "circle" in page.names
    for other in ("/pair/RUS/JPN", "/pair/japan/Russia"):
        answer = served.get(other)
        assert (answer.status_code, answer.headers["location"]) == (303, "/pair/JPN/RUS")
    assert "No meeting of the two" in seen(served, "/pair/FRA/VUT").words
    assert seen(served, "/pair/nowhere/RUS", 400)


def test_issue_and_official(served):
    """An issue has holders by position and a chart with its table; a person posts, names and reasons."""
    page = seen(served, "/page/issue/unsc_reform")
    assert "Who holds what now" in page.words
    assert {"rect", "table"} <= set(page.names)
    person = seen(served, "/page/official/sergey-lavrov")
    for words in ("Posts", "Said", "Named in readouts", "Why these are one person", "Minister"):
        assert words in person.words
    unseen = seen(served, "/page/official/abdul-salam-hanafi")
    assert "No readout in the store names this person" in unseen.words
    assert "general knowledge, not looked up" in unseen.words
    assert "kg:heldBy" in seen(served, "/page/official/fumio-kishida/foreign_minister").words
    seen(served, "/page/issue/nothing", 404)
    seen(served, "/page/official/nobody", 404)
    seen(served, "/page/state/XXX", 404)
    seen(served, "/page/meeting/0123456789ab", 404)
    seen(served, "/page/readout/0123456789abcdef", 404)


def test_meeting(served):
    """A meeting of one account lists what was said; it leads to the one before and the one after."""
    path = first(served, "/pair/JPN/RUS", r"/page/meeting/\w+")
    page = seen(served, path)
    assert "On the agenda" in page.words
    assert "What was said" in page.words
    assert any(link.startswith("/page/official/") for link in page.links)


def test_thing(served):
    """Anything else is a table of what is said of it and what points at it."""
    page = seen(served, "/page/post/JPN/foreign_minister")
    assert "What points here" in page.words
    assert "kg:tenureOf" in page.words
    assert "id:nothing/here" in seen(served, "/page/nothing/here", 404).words
    seen(served, "/page/nothing/%3Cb%3E%20x", 404)


# -------- Lists --------


def test_lists(served):
    """Lists can be narrowed; what nobody is called says so."""
    assert "Russia" in seen(served, "/pairs?state=japan").words
    assert "1 document," in seen(served, "/readouts?q=overview&publisher=Japan&since=2005&until=2005").words
    assert "No document fits" in seen(served, "/readouts?since=2100").words
    assert "No readout names such a person" in seen(served, "/officials?q=zzz&state=japan").words
    assert "Nobody here is called so" in seen(served, "/states?q=zzz").words
    assert "Tuvalu" in seen(served, "/states?all=1&page=2").words + seen(served, "/states?all=1&page=3").words
    assert "Page 1 of" in seen(served, "/states?all=1&page=x").words
    assert "No issue is called so" in seen(served, "/issues?q=zzz").words
    seen(served, "/readouts?since=someday", 400)


# -------- Search --------


def test_search(served):
    """Names of every kind are found, words in quotes, and a sentence is taken for a question."""
    page = seen(served, "/search?q=lavrov")
    assert "Officials" in page.words
    assert "/page/official/sergey-lavrov" in page.links
    assert "Words in quotes" in page.words
    assert "/page/state/JPN" in seen(served, "/search?q=japan").links
    assert "/page/issue/fisheries" in seen(served, "/search?q=fisheries").links
    asked = seen(served, "/search?q=what+did+Japan+ask+of+Russia%3F")
    assert "Understood as a question" in asked.words
    assert any(link.startswith("/question/requests-and-replies?") for link in asked.links)
    vague = seen(served, "/search?q=who+said+what+where+when+and+why")
    assert "Not sure which question this is" in vague.words or "Understood" in vague.words
    assert "Nothing here is called so" in seen(served, "/search?q=zzzz").words
    assert "Two letters at least" in seen(served, "/search?q=z").words
    seen(served, "/search?q=%22%22%22")


def test_near():
    """A question that is near is a link with its fields; what is no command is not taken apart."""
    assert search._near("kg ask positions --state RUS")[0] == "/question/positions?state=RUS"
    assert search._near("kg ask positions")[1].endswith("?")
    assert search._near('kg ask "positions')[0] == "/questions"
    assert search._near("kg ask nothing")[0] == "/questions"
    assert search._query({"state": ("JPN", "RUS"), "since": "2004"}) == "?state=JPN&state=RUS&since=2004"
    assert search._query({}) == ""


# -------- Files --------


def test_brief(served):
    """The paper is a page with links to its documents, and a file in each form."""
    page = seen(served, "/brief/JPN/RUS?as_of=2006")
    assert any(link.startswith("/page/readout/") for link in page.links)
    assert "Deadlines judged as of 2006-01-01" in page.words
    for suffix, start in (("md", b"# Japan and Russia"), ("docx", b"PK"), ("html", b"<!DOCTYPE html>")):
        answer = served.get(f"/brief/JPN/RUS.{suffix}")
        assert answer.content.startswith(start)
        assert answer.headers["content-disposition"] == f'attachment; filename="brief-JPN-RUS.{suffix}"'
    seen(served, "/brief/JPN/RUS.exe", 404)
    seen(served, "/brief/JPN/VUT", 404)


def test_exports(served):
    """A selection is a file with its name; a folder is a ZIP, the same each time; the form leads there."""
    answer = served.get("/export/gexf?between=JPN&between=RUS&issue=fisheries&since=2000&until=2010")
    assert answer.headers["content-disposition"] == 'attachment; filename="bilateral-kg-JPN-RUS-gexf.gexf"'
    assert b"<gexf" in answer.content
    folder = served.get("/export/csv?state=JPN")
    assert folder.headers["content-type"] == "application/zip"
    assert folder.content == served.get("/export/csv?state=JPN").content
    with zipfile.ZipFile(io.BytesIO(folder.content)) as held:
        assert held.testzip() is None
        assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert served.get("/export?to=gephi&since=2000&issue=").headers["location"] == "/export/gexf?since=2000"
    assert served.get("/export?to=gephi").headers["location"] == "/export/gexf"
    for odd in (
        "/export/word",
        "/export/gexf?edges=none",
        "/export/gexf?between=JPN",
        "/export/gexf?state=none",
    ):
        assert served.get(odd).status_code == 400, odd


# -------- Kept pages --------


def test_kept(served):
    """A page that is asked for again is the same and carries its tag; who has it is not sent it again."""
    one, again = served.get("/page/state/JPN"), served.get("/page/state/JPN")
    assert one.text == again.text
    tag = one.headers["etag"]
    assert again.headers["etag"] == tag
    assert one.headers["cache-control"] == "no-cache"
    same = served.get("/page/state/JPN", headers={"If-None-Match": f'"x", {tag}'})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["content-security-policy"]
    assert served.get("/page/state/JPN", headers={"If-None-Match": '"x"'}).status_code == 200
    head = served.head("/page/state/RUS")
    assert (head.status_code, head.content) == (200, b"")
    assert "etag" not in served.get("/export/gexf").headers


def test_what_is_kept_is_bounded(served, monkeypatch):
    """The oldest pages go when there is too much, and a page too large is not kept."""
    from kg.views.web import cache

    held = cache.Cache(served.app)
    monkeypatch.setattr(cache, "MEGABYTES", 0.000012)
    monkeypatch.setattr(cache, "LARGEST", 8)
    for n, size in enumerate((4, 4, 4, 20)):
        held._keep(("1", f"/{n}", b""), ([], b"x" * size))
    assert [key[1] for key in held._kept] == ["/1", "/2"]
    held._keep(("1", "/2", b""), ([], b"yy"))
    assert held._size == 10, "two bytes of address a page, and four and two of its own"


def test_a_newer_store_is_another_page(tmp_path):
    """After more was read the page tells it, although it was kept before."""
    folder = tmp_path / "store"
    with kg.open(folder) as graph:
        graph.ingest([_written(tmp_path, "a", "Japan")])
    with TestClient(application(Settings(str(folder))), base_url="http://localhost") as client:
        before = client.get("/readouts").text
        with kg.open(folder) as graph:
            graph.ingest([_written(tmp_path, "b", "Russia")])
        assert "2 documents" in client.get("/readouts").text
        assert "1 document," in before


def _written(folder, name, state):
    path = folder / f"{name}.txt"
    path.write_text(
        f"Meeting of Ministers {name}\n\n{state} said that it would help {name}.\n", encoding="utf-8"
    )
    return path


# -------- Small pictures --------


def test_charts():
    """Nothing gives no picture; dots that meet are stacked up to a height; every text is escaped."""
    assert charts.columns({}, ["x"], "y") == ""
    assert charts.timeline([], "y") == ""
    drawn = charts.columns(
        {2001: {"support": 2}, 2003: {"oppose": 1, "support": 1}}, ["support", "oppose"], "<y>"
    )
    assert drawn.count("<rect") == 3
    assert "2003: 1 oppose" in drawn
    assert "<y>" not in drawn
    many = charts.timeline([("2004-05-31", "/x", "<b>")] * 12, "y")
    assert many.count("<circle") == 12
    assert len(set(re.findall(r'cy="([\d.]+)"', many))) == charts.LONGEST + 1
    assert "<b>" not in many


# -------- Hostile text --------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A store whose every text is hostile, with one line of ten megabytes, and a client over it."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    with connect(folder, create=True) as store:
        from kg import ingest

        ingest.refresh_reference(store)
        texts = (
            f"{HOSTILE} said {HOSTILE}.\n{HOSTILE} never spoke.\n",
            f"{HOSTILE} said {'x' * 10_000_000} ",
        )
        for number, text in enumerate(texts):
            for publisher in ("JPN", "RUS"):
                read = _hostile(f"{text}{publisher}", publisher, number)
                store.replace_graph(
                    triples.readout_iri(read.document), triples.quads(read, reader_version=HOSTILE)
                )
        rules.refresh(store)
        store.flush()
    with TestClient(application(Settings(str(folder))), base_url="http://localhost") as client:
        yield client


def _hostile(text: str, publisher: str, number: int) -> Reading:
    stop, end = len(HOSTILE), min(len(text), 4_000)
    document = Document(
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        HOSTILE,
        HOSTILE,
        f"200{number}-05-31",
        (publisher,),
        f"javascript:alert('{publisher}{number}{HOSTILE}')",
        warnings=(HOSTILE,),
    )
    people = (Official(HOSTILE, "JPN", HOSTILE), Official(f"Bo {HOSTILE}", "RUS", HOSTILE))
    shared = {
        "target": HOSTILE,
        "presupposes": HOSTILE,
        "condition": HOSTILE,
        "polarity": "conditional_support",
    }
    said = [
        Statement(1, 0, stop, HOSTILE, "request", "fisheries", "fisheries", speaker=HOSTILE,
                  speaker_states=("JPN",), addressee_states=("RUS",), **shared),
        Statement(2, stop, stop + 5, text[stop : stop + 5], "respond_positive", "fisheries", "fisheries",
                  speaker=f"Bo {HOSTILE}", speaker_states=("RUS",), addressee_states=("JPN",), replies_to=1,
                  reply_grade="accepts", **shared),
        Statement(3, stop + 6, end, text[stop + 6 : end], "state", "fisheries", "fisheries",
                  speaker_states=("JPN", "RUS"), voice="joint", **shared),
    ]  # fmt: skip
    return Reading(
        document,
        Meeting("summit", f"200{number}-05-31", HOSTILE, ("JPN", "RUS"), people),
        tuple(said),
        (Commitment(1, ("JPN", "RUS"), HOSTILE, None, HOSTILE), Commitment(2, ("RUS",), HOSTILE, "2001-01")),
        (Reference("document", HOSTILE, 0, stop, "1998"), Reference("event", HOSTILE, 0, stop)),
        (NameUsage(HOSTILE, "kuril_islands", 0, stop),),
        (Skipped(stop + 8, stop + 12, HOSTILE),),
    )


def harmless(client: TestClient, path: str, *, shown: bool = True) -> Page:
    """A page on which the hostile words are words, and nothing turns the direction of what follows."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text[:300])
    page = Page(answer.text)
    assert not re.search("[\u202e\u200f\x1b\ufeff]", answer.text), path
    assert not {"img"} & set(page.names), path
    assert not [link for link in page.links if "javascript:" in link.lower()], path
    assert "49" not in re.findall(r"onerror=alert\(1\)>(\w+)", page.words), path
    if shown:
        assert "<script>alert(1)</script>" in page.words, path
    return page


def test_hostile_text_is_text(hostile):
    """On every kind of page."""
    listed = [link for link in harmless(hostile, "/readouts").links if link.startswith("/page/readout/")]
    assert len(set(listed)) == 4
    for path in sorted(set(listed)):
        assert "fields" in harmless(hostile, path).words
        harmless(hostile, f"{path}?from=3&to=200#words")
        assert hostile.get(f"{path}.txt").headers["content-type"].startswith("text/plain")
    pair = harmless(hostile, "/pair/JPN/RUS")
    meetings = {link for link in pair.links if link.startswith("/page/meeting/")}
    for path in sorted(meetings):
        page = harmless(hostile, path)
        for person in {link for link in page.links if link.startswith("/page/official/")}:
            harmless(hostile, person)
    others = ("state/JPN", "issue/fisheries")
    for path in (
        "/brief/JPN/RUS",
        "/officials",
        "/search?q=alert",
        "/about",
        *(f"/page/{one}" for one in others),
    ):
        harmless(hostile, path, shown=path != "/about")
    for path in ("/", "/pairs", "/states", "/issues", "/export"):
        harmless(hostile, path, shown=False)
    account = f"{listed[0]}/account"
    harmless(hostile, account)
    harmless(hostile, f"/search?q={quote(HOSTILE)}")
    harmless(hostile, f"/readouts?q={quote(HOSTILE)}", shown=False)
    harmless(hostile, f"{listed[0]}?speaker={quote(HOSTILE)}&act={quote(HOSTILE)}&issue={quote(HOSTILE)}")
