"""The workbench as people see it: Debian's Chromium drives the real `kg serve`, with script and without.

Counted on every page: requests to anywhere else, errors of the console, dialogs, and what axe-core calls a
serious fault, at the width of a phone and of a desk, light and dark.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

import kg
from kg.views.web import assets

ROOT = Path(__file__).parent.parent
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SCRIPTS = ("site.js", "graph.js", "workbench.js")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _lacks() -> str:
    """What this machine has not got, and how to get it."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed: pip install 'bilateral-kg[test]'"
    if shutil.which("chromium") is None:
        return "no Chromium: apt-get install chromium"
    if not AXE.is_file() or not all(map(assets.asset, SCRIPTS)):
        return "the front end is not built: npm ci && npm run build, in frontend/"
    return ""


pytestmark = [pytest.mark.browser, pytest.mark.slow]
if LACKS := _lacks():
    pytestmark.append(pytest.mark.skip(reason=LACKS))


# -------- The server and the browser --------


@contextmanager
def serving(store, *options):
    """The address of a server over a store, in a process of its own, at a free port."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    ) as process:
        try:
            told = ""
            while not (found := re.search(r"http://[\w.]+:(\d+)", told)):
                line = process.stdout.readline()
                assert line, f"the server ended: {told}"
                told += line
            yield f"http://127.0.0.1:{found[1]}"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def demo(demo_store):
    """A server of the demo's readouts."""
    with serving(demo_store) as address:
        yield address


@pytest.fixture(scope="module")
def gold(gold_store):
    """A server of every annotated text."""
    with serving(gold_store, "--seconds", "60") as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    """The browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """A page in a browser of its own, with all that went wrong there."""

    def __init__(self, browser, address, *, width=1280, dark=False, script=True) -> None:
        """Nothing is open yet."""
        self.address = address
        self.faults: list[str] = []
        self.requests = 0
        self._context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            accept_downloads=True,
            bypass_csp=False,
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", self._dialog)

    def _request(self, request) -> None:
        self.requests += 1
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.faults.append(f"off-site: {request.url}")

    def _console(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text}")

    def _dialog(self, dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open(self, path):
        """Go there; the page answered, and fits the width."""
        answer = self.page.goto(self.address + path)
        assert answer.status == 200, (path, answer.status)
        return self.page

    def fits(self) -> None:
        """Nothing reaches over the edge of the window."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels too wide"

    def axe(self) -> None:
        """No serious fault. Its script is put in by the browser's own means, which the policy lets be."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run({ resultTypes: ['violations'] })")
        serious = [
            f"{one['id']} ({one['impact']}): {node['html'][:200]} {node.get('failureSummary', '')}"
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"]
        ]
        assert not serious, f"{self.page.url}:\n" + "\n".join(serious[:8])

    def close(self) -> None:
        """Nothing went wrong."""
        self._context.close()
        assert not self.faults, self.faults


def until(page, truth) -> None:
    """Wait until this is true in the page; the browser's own way of waiting needs what the policy refuses."""
    for _ in range(300):
        if page.evaluate(truth):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never true: {truth}")


@pytest.fixture
def visit(chromium):
    """Make a visit; at the end of the test nothing must have gone wrong in any."""
    made = []

    def start(address, **options):
        made.append(Visit(chromium, address, **options))
        return made[-1]

    yield start
    for one in made:
        one.close()


# -------- Every page --------


@pytest.fixture(scope="module")
def things(gold_store) -> dict[str, str]:
    """An address of each kind of page, of something that the store knows well."""
    pick = {
        "meeting": "?thing a kg:Meeting ; kg:participant id:state\\/JPN ; kg:hasAccount ?other",
        "official": "?thing a kg:Official ; kg:hasMention ?other",
        "readout": "?other kg:reportedIn ?thing ; a kg:Statement",
    }
    with kg.open(gold_store, read_only=True) as graph:
        found = {
            kind: graph.store.guarded(
                f"SELECT ?thing (COUNT(?other) AS ?n) WHERE {{ {pattern} }} "
                "GROUP BY ?thing ORDER BY DESC(?n) ?thing LIMIT 1",
                kg.store.LIMITS,
            )
            for kind, pattern in pick.items()
        }
    return {kind: next(iter(one.rows()))[0].value.partition("/id/")[2] for kind, one in found.items()}


PAGES = {
    "home": "/",
    "search": "/search?q=fisheries",
    "question in words": "/search?q=what+did+Japan+ask+of+Russia%3F",
    "pairs": "/pairs",
    "pair": "/pair/JPN/RUS",
    "states": "/states",
    "state": "/page/state/JPN",
    "issues": "/issues",
    "issue": "/page/issue/unsc_reform",
    "officials": "/officials",
    "official": "/page/{official}",
    "readouts": "/readouts",
    "readout": "/page/{readout}",
    "meeting": "/page/{meeting}",
    "questions": "/questions",
    "question": "/question/positions?state=RUS",
    "graph": "/graph?state=JPN",
    "workbench": "/workbench?query=" + quote("SELECT * WHERE { ?s a kg:Meeting ; kg:latest ?d } LIMIT 5"),
    "ontology": "/page/ontology",
    "about": "/about",
    "api": "/api",
}
WIDTHS = {"phone": 390, "desk": 1280}


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_is_sound_at_every_width_light_and_dark(visit, gold, things, kind):
    """It opens, fits, asks nobody else for anything, and axe-core finds no serious fault."""
    path = PAGES[kind].format(**things)
    for width, dark in (("phone", True), ("desk", False)):
        one = visit(gold, width=WIDTHS[width], dark=dark)
        page = one.open(path)
        if kind == "graph":
            page.wait_for_selector("#graph[data-ready]")
        assert page.locator("main h1").count() == 1
        assert page.title()
        one.fits()
        one.axe()


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_is_whole_without_script(visit, gold, things, kind):
    """The same heading and text; nothing waits for a script."""
    page = visit(gold, script=False).open(PAGES[kind].format(**things))
    assert page.locator("main h1").count() == 1
    assert len(page.locator("main").inner_text()) > 150


def test_the_demo_can_be_walked_from_the_first_page_to_the_words(visit, demo):
    """Home, a pair, a statement's quote: three clicks, and the words are marked on the page of their text."""
    page = visit(demo).open("/")
    page.locator("table.matrix td a").first.click()
    page.wait_for_url("**/pair/**")
    quoted = page.locator("main a[href*='#statement-']").first
    words = quoted.inner_text().strip(' “”"')[:30]
    quoted.click()
    page.wait_for_url("**/page/readout/**")
    anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert page.locator(f"[id='{anchor}']").count() == 1
    assert words in page.locator("main").inner_text().replace("\n", " ")


# -------- Using them --------


def test_the_slash_goes_to_the_search_and_a_search_finds(visit, gold):
    """By keyboard alone: search, results, a result."""
    page = visit(gold).open("/about")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("Lavrov")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Lavrov")
    assert "Lavrov" in page.locator("main").inner_text()
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    assert page.input_value("#q").endswith("a/b")


def test_the_keyboard_reaches_the_content_past_the_menu(visit, gold):
    """The first stop is the way past the menu, and every stop is seen."""
    page = visit(gold).open("/pairs")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_long_table_is_sifted_and_an_answer_sorted(visit, gold):
    """A field leaves the rows with its words; a heading sorts, again turns round, and says so."""
    page = visit(gold).open("/graph?state=JPN")
    page.wait_for_selector("#graph[data-ready]")
    table = page.locator("table.sortable")
    first = table.locator("th", has_text="For")
    first.locator("button").click()
    assert first.get_attribute("aria-sort") == "ascending"
    first.locator("button").press("Enter")
    assert first.get_attribute("aria-sort") == "descending"
    values = [int(cell) for cell in table.locator("tbody tr:visible td:nth-child(3)").all_inner_texts()]
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]
    page = visit(gold).open("/question/participants")
    before = page.locator("tbody tr:visible").count()
    page.locator("label.sift input").first.fill("japan")
    shown = page.locator("tbody tr:visible")
    assert 0 < shown.count() < before
    assert all("japan" in row.lower() for row in shown.all_inner_texts())


def test_a_readout_is_narrowed_and_opened_at_a_statement(visit, gold, things):
    """The filter leaves some marks; a mark leads to its fields; a citation is copied."""
    one = visit(gold)
    one._context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = one.open("/page/" + things["readout"])
    marks = page.locator("[id^='statement-']")
    assert marks.count() > 5
    choices = page.locator("select[name=act] option")
    page.locator("select[name=act]").select_option(index=1)
    page.locator("form[aria-label='Show only some statements'] button").click()
    page.wait_for_url("**act=*")
    assert choices.count() > 2
    assert re.search(r"\d+ of \d+ statements", page.locator("main").inner_text())
    page = one.open("/page/" + things["readout"])
    assert page.locator("details[open]").count() == 0
    page.locator("mark .n").nth(2).press("Enter")
    assert page.locator("details[open] dl.all").count() == 1
    page.wait_for_selector("button.copy:visible")
    copy = page.locator("button.copy:visible").first
    source = page.locator(copy.get_attribute("data-copy"))
    copy.click()
    until(page, "navigator.clipboard.readText().then((text) => text.length > 20)")
    assert page.evaluate("navigator.clipboard.readText()").split()[:4] == source.inner_text().split()[:4]


# -------- The graph --------


def test_the_graph_is_narrowed_by_time_side_and_kind(visit, gold):
    """What is left is counted again, in words, in the table and in the picture; by keyboard."""
    page = visit(gold).open("/graph?pair=JPN-RUS")
    page.wait_for_selector("#graph[data-ready]")
    told = page.locator(".told")
    every = int(told.inner_text().split()[0])
    rows = page.locator("tr[data-pair]:visible")
    all_rows = rows.count()
    until = page.locator(".time input").nth(1)
    until.focus()
    for _ in range(6):
        page.keyboard.press("PageDown")
    fewer = int(told.inner_text().split()[0])
    assert 0 < fewer < every
    assert rows.count() < all_rows
    day = until.get_attribute("aria-valuetext")
    assert re.fullmatch(r"\d{4}(-\d\d)*", day)
    lasts = page.locator("tr[data-pair]:visible td:nth-child(7)").all_inner_texts()
    assert max(last for last in lasts if last) <= day
    total = sum(int(n) for n in page.locator("tr[data-pair]:visible td:nth-child(2)").all_inner_texts())
    assert total == fewer
    page.keyboard.press("Home")
    assert (
        page.locator(".time output").nth(0).inner_text() <= page.locator(".time output").nth(1).inner_text()
    )
    page.keyboard.press("End")
    page.locator("#narrow select[name=sign]").select_option("against")
    against = int(told.inner_text().split()[0])
    assert against == sum(
        int(n) for n in page.locator("tr[data-pair]:visible td:nth-child(4)").all_inner_texts()
    )
    page.locator("#narrow select[name=kind]").select_option("concerns")
    assert int(told.inner_text().split()[0]) < against


def test_a_line_of_the_graph_opens_its_statements(visit, gold):
    """A click in the picture, Enter in the table: dated statements with quotes that lead to the text."""
    page = visit(gold).open("/graph?state=JPN")
    page.wait_for_selector("#graph[data-ready]")
    link = page.locator("a[data-pair='JPN-RUS']")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#statements li")
    heading = page.locator("#statements h2")
    assert heading.inner_text().startswith("Japan and Russia:")
    assert page.evaluate("document.activeElement.id") == "of-line"
    assert "line=JPN-RUS" in page.url
    items = page.locator("#statements li")
    assert items.count() == 20
    page.locator("#statements .more button").click()
    until(page, "document.querySelectorAll('#statements li').length > 20")
    # the picture itself: the middle of the widest line, from the places that cytoscape drew
    page.evaluate("document.querySelector('.canvas').scrollIntoView({ block: 'center' })")
    other = page.evaluate("""() => {
      const cy = document.querySelector('.canvas')._cyreg.cy;
      const edges = cy.edges().toArray().filter((e) => e.id() !== 'JPN-RUS');
      const edge = edges.sort((a, b) => b.data('width') - a.data('width'))[0];
      const [a, b] = [edge.source().renderedPosition(), edge.target().renderedPosition()];
      const box = document.querySelector('.canvas').getBoundingClientRect();
      return { id: edge.id(), x: box.x + (a.x + b.x) / 2, y: box.y + (a.y + b.y) / 2 };
    }""")
    page.mouse.click(other["x"], other["y"])
    until(page, f"location.search.includes('line={other['id']}')")
    until(page, "!document.querySelector('#statements h2').textContent.startsWith('Japan and Russia:')")
    # by mouse and by keyboard
    link = page.locator("#statements li a").first
    link.click()
    page.wait_for_url("**/page/readout/**#statement-*")
    page.go_back()
    page.wait_for_selector("#graph[data-ready]")
    link.press("Enter")
    page.wait_for_url("**/page/readout/**#statement-*")


def test_words_that_name_an_issue_open_only_its_statements(visit, gold):
    """The list of a line holds as many statements as the line, though the issue came as words."""
    page = visit(gold).open("/graph?q=UNSC+reform")
    page.wait_for_selector("#graph[data-ready]")
    row = page.locator("tr[data-pair='JPN-RUS']")
    count = int(row.locator("td").nth(1).inner_text())
    with page.expect_response("**/graph/statements.json?*") as waiting:
        row.locator("a").press("Enter")
    assert waiting.value.json()["total"] == count > 0
    assert "issue=unsc_reform" in waiting.value.url
    page.wait_for_selector("#statements li")
    assert page.locator("#statements h2").inner_text().startswith("Japan and Russia:")


def test_more_statements_that_do_not_come_are_told_and_asked_for_again(visit, gold):
    """What is listed stays, the reason is said, and the button that failed can be pressed again."""
    page = visit(gold).open("/graph?state=JPN")
    page.wait_for_selector("#graph[data-ready]")
    page.locator("a[data-pair='JPN-RUS']").press("Enter")
    page.wait_for_selector("#statements li")
    # Answered 200 so that the console stays clean: it is what stands in it that cannot be read.
    page.route("**/graph/statements.json?*page=2*", lambda route: route.fulfill(status=200, body="<html>"))
    page.locator("#statements .more button").click()
    told = page.locator("#statements .more [role=alert]")
    told.wait_for()
    assert "No more could be loaded" in told.inner_text()
    assert page.locator("#statements li").count() == 20
    page.unroute_all()
    page.locator("#statements .more button").click()
    until(page, "document.querySelectorAll('#statements li').length > 20")
    assert told.count() == 0


def test_the_graph_is_saved_as_a_picture_of_either_kind(visit, gold, tmp_path):
    """SVG that parses and holds the lines that are seen; PNG with pixels."""
    from xml.etree import ElementTree as ET

    page = visit(gold).open("/graph?state=JPN")
    page.wait_for_selector("#graph[data-ready]")
    for kind in ("svg", "png"):
        with page.expect_download() as waiting:
            page.locator(f"[data-do={kind}]").click()
        waiting.value.save_as(tmp_path / f"graph.{kind}")
        assert waiting.value.suggested_filename == f"graph-JPN.{kind}"
    root = ET.fromstring((tmp_path / "graph.svg").read_text(encoding="utf-8"))  # noqa: S314  our own file
    lines = root.findall(".//{http://www.w3.org/2000/svg}line")
    assert len(lines) == page.locator("tr[data-pair]:visible").count()
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "graph.png").stat().st_size > 10_000


def test_the_graph_of_everything_keeps_within_its_limit(visit, gold):
    """At most 300 elements are drawn, and the page says how many more there are."""
    page = visit(gold).open("/graph")
    page.wait_for_selector("#graph[data-ready]")
    assert page.evaluate("document.querySelector('.canvas')._cyreg.cy.elements().length") <= 300
    assert re.search(r"\d+ more pairs", page.locator("main").inner_text())


# -------- SPARQL --------


def test_a_query_is_run_mended_and_kept_in_the_address(visit, gold):
    """In the editor, by keyboard: rows that are links; a mistake is shown in its line."""
    one = visit(gold)
    page = one.open("/workbench")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT ?m WHERE { ?m a kg:Meeting } LIMIT 7")
    page.keyboard.press("Escape")
    page.locator("#ask button.main").click()
    page.wait_for_selector("#result table")
    assert page.locator("#answer").inner_text() == "7 rows"
    assert page.locator("#result tbody a[href^='/page/meeting/']").count() == 7
    assert "query=" in page.url
    one.axe()
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" LIMIT")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result [role=alert]")
    assert page.locator("#result .where").count() == 1
    one.axe()
    # the browser notes every answer that is not 200; this one was meant
    one.faults = [fault for fault in one.faults if "status of 400" not in fault]


def test_a_query_is_stopped_in_the_browser_and_on_the_server(visit, gold):
    """Stop ends it at once, and the worker with it: the next query need not wait."""
    page = visit(gold).open("/workbench?query=" + quote("ASK {}"))
    page.evaluate("""() => document.querySelector('.CodeMirror').CodeMirror.setValue(
      'SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(STR(?c) < STR(?f)) }')""")
    workers = _workers()
    page.locator("#ask button.main").click()
    until(page, "document.getElementById('state').textContent.startsWith('Running')")
    for _ in range(100):
        if _workers() > workers:
            break
        time.sleep(0.05)
    assert _workers() > workers
    page.locator("#stop").click()
    until(page, "document.getElementById('state').textContent === 'Stopped'")
    for _ in range(100):
        if _workers() == workers:
            break
        time.sleep(0.05)
    assert _workers() == workers
    assert page.locator("#stop").is_disabled()


def _workers() -> int:
    """How many query workers run on this machine."""
    found = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found += b"kg/store/worker.py" in (folder / "cmdline").read_bytes()
        except OSError:
            continue
    return found


def test_the_editor_knows_our_terms_and_lets_the_keyboard_go(visit, gold):
    """Completion offers our properties; a question of the catalogue fills it; Tab leaves it."""
    page = visit(gold).open("/workbench")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>\nSELECT * { ?s kg:onBe")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hints li")
    assert "kg:onBehalfOf" in page.locator(".CodeMirror-hints").inner_text()
    page.keyboard.press("Enter")
    until(page, "document.getElementById('query').value.includes('kg:onBehalfOf')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.CodeMirror')") is None
    page.locator("#examples select").select_option("commitments")
    page.locator("#examples button").click()
    until(page, "document.getElementById('query').value.includes('kg:party')")
    assert page.locator(".CodeMirror textarea").first.get_attribute("aria-label") == "Query"


# -------- Hostile texts --------

HOSTILE = """\
---
publisher: JPN
date: 2024-05-01
title: "<script>alert('title')</script><img src=x onerror=alert(1)>"
url: "javascript:alert('url')"
---
Japan-Russia Foreign Ministers' Meeting

On May 1, 2024, Foreign Minister Yoko Kamikawa held talks with Foreign Minister Sergey Lavrov of Russia.

1. Minister Kamikawa requested that Russia accept <script>alert('text')</script> the draft resolution on \
Security Council reform "}]}' \"\"\" ]]> --> </textarea></title><svg onload=alert(2)>.

2. Minister Lavrov stated: Russia supports \u202etxet desrever\u202c fisheries talks \u200f\u2066here\u2069
&lt;b&gt; {{ 7*7 }} ${7*7} javascript:alert(3).
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A server of a readout that would like to be more than text."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    with kg.open(folder / "store") as graph:
        assert not graph.ingest([folder / "hostile.txt"]).failed
    with serving(folder / "store") as address:
        yield address


def test_a_hostile_text_is_text_everywhere(visit, hostile):
    """No script runs, no element is made, no link leads to a script, nothing turns the line round."""
    one = visit(hostile)
    page = one.open("/readouts")
    readout = page.locator("main a[href^='/page/readout/']").first.get_attribute("href").partition("#")[0]
    paths = [
        readout,
        "/",
        "/readouts",
        "/pair/JPN/RUS",
        "/page/state/JPN",
        "/page/issue/unsc_reform",
        "/graph?pair=JPN-RUS",
        "/search?q=" + quote("<script>alert(4)</script>\u202e"),
        "/question/positions?state=JPN",
        "/question/evidence",
        "/workbench?query=" + quote("SELECT ?q { ?s <http://www.w3.org/ns/oa#exact> ?q }"),
        "/workbench?query=" + quote("SELECT ?p ?o { ?s a kg:Readout ; ?p ?o }"),
        "/page/official/" + quote("<script>alert(5)</script>"),
    ]
    seen = ""
    for path in paths:
        answer = page.goto(hostile + path)
        assert answer.status in {200, 404}, path
        if path.startswith("/graph"):
            page.wait_for_selector("#graph[data-ready]")
            page.locator("a[data-pair='JPN-RUS']").click()
            page.wait_for_selector("#statements li")
        assert page.locator("img, svg[onload], script:not([src]), iframe, object").count() == 0, path
        links = page.evaluate(
            "[...document.querySelectorAll('[href],[src],[action]')].map((e) => e.href || e.src || e.action)"
        )
        assert not [link for link in map(str, links) if link.lower().startswith(("javascript:", "data:"))], (
            path
        )
        told = page.locator("body").inner_text()
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", told), path
        assert "49" not in re.findall(r"\{\{ .{0,9}|\$\{.{0,5}", told), path
        seen += told
    assert "<script>alert('text')</script>" in seen
    assert "[U+202E]" in seen
    # the browser notes the one page that is not there
    one.faults = [fault for fault in one.faults if "status of 404" not in fault]


def test_what_is_embedded_is_licensed_and_asks_nobody(gold):
    """The licences of all that is bundled lie beside it; no address of another server is in the bundles."""
    told = (assets.BUILT / "licences.txt").read_text(encoding="utf-8")
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert not any("resolved" in entry for entry in lock.values())
    for name in ("@zazuko/yasqe", "codemirror", "cytoscape", "cytoscape-fcose", "layout-base"):
        assert f"{name} {lock[f'node_modules/{name}']['version']}\n" in told
    for name in SCRIPTS:
        hosts = set(re.findall(r"https?://([\w.-]+)", (assets.BUILT / name).read_text(encoding="utf-8")))
        assert hosts <= {"www.w3.org"}, name
