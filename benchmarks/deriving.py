"""How long deriving the state of play takes, from scratch and after one more readout, as a store grows.

    python benchmarks/deriving.py [DOCUMENTS …]

The documents are made up by a seeded generator in the model's terms: two ministries publish half of them, a
few pairs of states meet often and many seldom, issues are as uneven, and the same things come up again in
much the same words. The same number of documents gives the same graph on every machine.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from kg import ingest, rules, store, triples
from kg.model import Commitment, Document, Meeting, Official, Reading, Statement
from kg.store.format import QUADS
from kg.vocabulary.namespaces import ISSUE, SKOS
from kg.vocabulary.reference import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES = (100, 1_000, 5_000)
STATES = [
    code
    for line in (
        "JPN USA RUS CHN KOR IND GBR FRA DEU ITA CAN AUS VNM IDN THA PHL MYS SGP TUR IRN",
        "SAU EGY ISR UKR POL NOR SWE FIN NLD BEL ESP PRT GRC BRA ARG CHL MEX ZAF KEN NZL",
    )
    for code in line.split()
]
ACTS = {
    "state": 24,
    "inform": 14,
    "discuss": 10,
    "confirm": 8,
    "request": 7,
    "express_intent": 6,
    "agree": 6,
    "welcome": 6,
    "appreciate": 5,
    "support": 4,
    "propose": 3,
    "urge": 2,
    "commit": 2,
    "oppose": 2,
    "invite": 1,
}
POLARITIES = {"none": 60, "support": 28, "neutral": 4, "oppose": 4, "conditional_support": 3, "mixed": 1}
THINGS = [
    f"{what} {kind}"
    for what in (
        "fisheries",
        "visa",
        "transit",
        "safety",
        "border",
        "student",
        "investment",
        "energy",
        "rescue",
    )
    for kind in ("agreement", "programme", "corridor", "standard")
]
T = TypeVar("T")
FIRST, LAST = date(2000, 1, 3), date(2025, 1, 3)


def issues() -> list[tuple[str, str]]:
    """Every issue with its dossier, in a shuffled order: the first are the frequent ones."""
    above: dict[str, str] = {}
    known: set[str] = set()
    for quad in parsed():
        if quad.subject.value.startswith(ISSUE):
            known.add(quad.subject.value)
            if quad.predicate.value == f"{SKOS}broader":
                above[quad.subject.value] = quad.object.value

    def top(iri: str) -> str:
        while iri in above:
            iri = above[iri]
        return iri

    listed = [(iri.removeprefix(ISSUE), top(iri).removeprefix(ISSUE)) for iri in sorted(known)]
    random.Random(5).shuffle(listed)  # noqa: S311 - no secret
    return listed


def uneven(chance: random.Random, listed: Sequence[T], steep: float = 1.0) -> T:
    """One of a list, the k-th with a weight of 1/k."""
    return chance.choices(listed, [1 / (k + 1) ** steep for k in range(len(listed))])[0]


def happens(chance: random.Random, often: float) -> bool:
    """Whether something that is so often the case is the case."""
    return chance.random() < often


def readings(number: int, seed: int = 1) -> Iterator[Reading]:
    """So many made-up readings, one after the other."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    topics = issues()
    for k in range(number):
        publisher = chance.choice(STATES[:2]) if happens(chance, 0.5) else uneven(chance, STATES)
        other = uneven(chance, [code for code in STATES if code != publisher])
        day = (FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))).isoformat()
        yield _reading(chance, topics, f"{seed}-{k}", (publisher, other), day)


def _reading(
    chance: random.Random, topics: list[tuple[str, str]], name: str, pair: tuple[str, str], day: str
) -> Reading:
    officials = tuple(
        Official(f"{chance.choice('ABCDEFGH')}{code.lower()} {chance.choice('KLMNOP')}{code.lower()}", code)
        for code in pair
    )
    text, statements, commitments = f"Talks no. {name}.", [], []
    for n in range(1, chance.randint(8, 20) + 1):
        mine = happens(chance, 0.6)
        side, facing = (0, 1) if mine else (1, 0)
        joint = happens(chance, 0.2)
        issue, dossier = uneven(chance, topics, 0.8)
        act = chance.choices(list(ACTS), list(ACTS.values()))[0]
        polarity = chance.choices(list(POLARITIES), list(POLARITIES.values()))[0]
        thing = f"{chance.choice(THINGS)} for {issue.replace('_', ' ')}"
        replies = n - 1 if statements and happens(chance, 0.15) else None
        quote = f"The side of {pair[side]} spoke ({act}) of the {thing} in {day[:4]}"
        start = len(text) + 1
        text += f" {quote}."
        statements.append(
            Statement(
                n,
                start,
                start + len(quote),
                quote,
                act,
                dossier,
                issue,
                polarity,
                None if joint else officials[side].name,
                pair if joint else (pair[side],),
                () if joint else (pair[facing],),
                "joint" if joint else "named",
                thing,
                condition="if the other side agrees" if polarity == "conditional_support" else None,
                replies_to=replies,
                reply_grade=chance.choice(("accepts", "acknowledges", "declines")) if replies else None,
                reaffirms=happens(chance, 0.05),
                past=happens(chance, 0.05),
            )
        )
        if act in {"commit", "agree"} or happens(chance, 0.03):
            due = f"{int(day[:4]) + 1}" if happens(chance, 0.4) else None
            commitments.append(
                Commitment(n, pair if joint else (pair[side],), f"to conclude the {thing}", due)
            )
    document = Document(
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        f"{name}.txt",
        f"Talks no. {name}",
        day,
        (pair[0],),
        f"https://example.org/{name}",
    )
    kind = "phone_call" if happens(chance, 0.2) else "foreign_ministers_meeting"
    return Reading(document, Meeting(kind, day, None, pair, officials), tuple(statements), tuple(commitments))


def fill(folder: Path, number: int, seed: int = 1) -> store.Store:
    """A store with so many made-up documents, nothing derived yet; put in as fast as the database can."""
    with store.connect(folder, create=True) as held:
        ingest.refresh_reference(held)
    database = ox.Store(str(folder / QUADS))
    made = readings(number, seed)
    while some := list(islice(made, 100)):
        database.bulk_extend(q for one in some for q in triples.quads(one, reader_version="synthetic"))
    database.flush()
    del database
    return store.connect(folder)


def ready(folder: Path, number: int) -> None:
    """Have a store with so many documents in a folder, derived too, unless one is there."""
    if not folder.exists():
        with fill(folder, number) as held:
            rules.refresh(held)
            held.flush()


def put(held: store.Store, one: Reading) -> None:
    """One more document, as `kg ingest` puts it in."""
    name, quads = triples.readout_iri(one.document), triples.quads(one, reader_version="synthetic")
    rules.mark_due(held, name, quads)
    held.replace_graph(name, quads)


def main() -> int:
    """Measure each size, print the curve."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print(f"{'documents':>10} {'quads':>10} {'from scratch':>13} {'one more':>9}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, fill(Path(folder) / "store", size) as held:
            begin = time.perf_counter()
            rules.refresh(held)
            scratch = time.perf_counter() - begin
            more = []
            for one in readings(5, seed=2):
                begin = time.perf_counter()
                put(held, one)
                rules.refresh(held)
                more.append(time.perf_counter() - begin)
            print(f"{size:>10} {len(held):>10} {scratch:>11.2f} s {sorted(more)[2]:>7.2f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
