"""How long every kind of page takes on a store of about a million quads, made anew and when it was kept.

    python benchmarks/pages.py [--documents N] [--store FOLDER]

The documents are those of benchmarks/deriving.py; a store that is there already is used as it is. The pages
are asked for in this process, through the whole application. Each is made several times, past what is kept
(its address differs each time), and the median counts; then once more from what is kept. What is counted is
the processor's time, so that a busy machine gives much the same numbers as an idle one; the time on the clock
stands beside it. The ratio is to a page that asks the store nothing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from deriving import ready
from starlette.testclient import TestClient

from kg import api
from kg.views.web import application, links
from kg.views.web.settings import Settings

if TYPE_CHECKING:
    from kg.store import Store

DOCUMENTS = 1_500
TIMES = 3
BARE = "/export"
"""A page that asks the store nothing."""
PREFIX = "PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>\n"


def pages(store: Store) -> dict[str, str]:
    """A page of each kind; of things the median one and the one with most on it."""
    found = {
        "home": "/",
        "pairs": "/pairs",
        "states": "/states",
        "officials": "/officials",
        "issues": "/issues",
        "readouts": "/readouts",
        "readouts, last page": "/readouts?page=999",
        "about": "/about",
        "exports": "/export",
        "organisation": "/page/organization/asean",
        "thing": "/page/post/JPN/foreign_minister",
        "search, a name": "/search?q=japan",
        "search, words": "/search?q=fisheries+agreement",
        "search, nothing": "/search?q=zzzz",
        "search, a question": "/search?q=what+did+Japan+ask+of+Russia%3F",
        "brief": "/brief/JPN/RUS",
        "question": "/question/positions?state=RUS&issue=unsc_reform",
    }
    for kind, pattern in _MOST.items():
        ranked = [str(row["thing"].value) for row in store.select(PREFIX + pattern)]
        for which, iri in (("median", ranked[len(ranked) // 2]), ("largest", ranked[0])):
            found[f"{kind}, {which}"] = links.page(iri)
    ranked_pairs = [(str(row["one"].value), str(row["other"].value)) for row in store.select(PREFIX + _PAIRS)]
    for which, pair in (("median", ranked_pairs[len(ranked_pairs) // 2]), ("largest", ranked_pairs[0])):
        found[f"pair, {which}"] = links.pair(*(iri.rpartition("/")[2] for iri in pair))
    return found


def timed(client: TestClient, path: str) -> tuple[float, float, int]:
    """Milliseconds of the processor and of the clock for one page; its size in bytes."""
    clock, processor = time.perf_counter(), time.process_time()
    answer = client.get(path)
    took = (time.process_time() - processor) * 1000, (time.perf_counter() - clock) * 1000
    if not answer.is_success:
        raise SystemExit(f"{path}: {answer.status_code} {answer.text[:200]}")
    return *took, len(answer.content)


def measure(client: TestClient, path: str) -> tuple[float, float, float, int]:
    """Milliseconds to make it, by processor and clock, and to have what is kept; its size in bytes."""
    mark = "&" if "?" in path else "?"
    made = [timed(client, f"{path}{mark}limit={n}") for n in range(1, TIMES + 1)]
    timed(client, path)
    processor, clock, _ = (statistics.median(column) for column in zip(*made, strict=True))
    return processor, clock, timed(client, path)[0], made[-1][2]


def main() -> int:
    """Measure, print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--documents", type=int, default=DOCUMENTS)
    options.add_argument("--store")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.store or str(Path(made) / "store")
        ready(Path(folder), given.documents)
        with api.open(folder, read_only=True) as graph:
            told, paths = graph.info(), pages(graph.store)
        print(f"{told['documents']} documents, {told['quads']} quads")
        with TestClient(application(Settings(folder)), base_url="http://localhost") as client:
            client.get("/search?q=what+did+Russia+say+on+iran%3F")  # the vocabularies are read once a server
            bare = measure(client, BARE)[0]
            found = {name: measure(client, path) for name, path in paths.items()}
    print(f"a page that asks the store nothing: {bare:.0f} ms")
    print(f"{'page':24} {'made ms':>8} {'clock ms':>9} {'ratio':>7} {'kept ms':>8} {'kB':>7}")
    for name, (made_in, clock, kept, size) in sorted(found.items(), key=lambda item: -item[1][0]):
        print(
            f"{name:24} {made_in:>8.0f} {clock:>9.0f} {made_in / bare:>7.1f} {kept:>8.1f} {size / 1000:>7.0f}"
        )
    middle = statistics.median(one[0] for one in found.values())
    print(f"median {middle:.0f} ms, {middle / bare:.1f} times the bare page")
    return 0


_MOST = {
    "state": """SELECT ?thing (COUNT(?meeting) AS ?n) WHERE {
  ?meeting a kg:Meeting ; kg:participant ?thing . } GROUP BY ?thing ORDER BY DESC(?n) ?thing""",
    "official": """SELECT ?thing (COUNT(?mention) AS ?n) WHERE {
  ?thing kg:hasMention ?mention . } GROUP BY ?thing ORDER BY DESC(?n) ?thing""",
    "issue": """SELECT ?thing (COUNT(?stance) AS ?n) WHERE {
  ?stance kg:towards ?thing . } GROUP BY ?thing ORDER BY DESC(?n) ?thing""",
    "meeting": """SELECT ?thing (COUNT(?account) AS ?n) WHERE {
  ?thing kg:hasAccount ?account . } GROUP BY ?thing ORDER BY DESC(?n) ?thing""",
    "readout": """SELECT ?thing (COUNT(?statement) AS ?n) WHERE {
  ?statement kg:madeAt ?account . ?account kg:reportedIn ?thing .
} GROUP BY ?thing ORDER BY DESC(?n) ?thing""",
}
_PAIRS = """SELECT ?one ?other (COUNT(?meeting) AS ?n) WHERE {
  ?meeting a kg:Meeting ; kg:participant ?one, ?other . FILTER(STR(?one) < STR(?other))
} GROUP BY ?one ?other ORDER BY DESC(?n) ?one ?other"""


if __name__ == "__main__":
    sys.exit(main())
