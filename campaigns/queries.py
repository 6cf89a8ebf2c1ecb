"""Ask a store the worst that can be asked: `python campaigns/queries.py --count 300 --seed 1 [--store DIR]`.

Queries of a dozen hostile kinds, made by a seed: products of everything, deep and circular paths, long VALUES,
patterns that backtrack, strings that double, thousands of brackets, SERVICE, FROM and LOAD of an address,
updates in disguise, texts that are none. Each goes through `kg.store`'s guard, as those of strangers do.

What must be true: it is answered, or refused, or stopped within its limits; no listener on this machine hears
of it; the store's bytes stay; somebody else's plain question is answered all the while.
"""

# ruff: noqa: E501, INP001, PLR0915, RUF001, T201
# a script that prints and runs programs, looks behind the scenes, and holds long hostile pieces

from __future__ import annotations

import argparse
import http.server
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg import api  # noqa: E402
from kg.errors import QueryError, QueryLimitError, QueryRefusedError, QuerySyntaxError  # noqa: E402
from kg.store import Limits, connect  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMITS = Limits(seconds=2.0, rows=10_000, megabytes=1024)
GRACE = 15.0
"""Seconds above the limit in which a busy machine must have ended the process."""
PLAIN = "SELECT ?s WHERE { ?s a kg:Readout } LIMIT 1"
Chance = random.Random


def products(chance: Chance) -> str:
    """Everything with everything."""
    size = chance.randint(2, 7)
    patterns = " ".join(f"?a{k} ?b{k} ?c{k} ." for k in range(size))
    return chance.choice(
        [
            f"SELECT * WHERE {{ {patterns} }}",
            f"SELECT (COUNT(*) AS ?n) WHERE {{ {patterns} }}",
            f"SELECT DISTINCT ?c0 WHERE {{ {patterns} FILTER(?c0 != ?c1) }} ORDER BY DESC(?c1)",
            f"ASK {{ {patterns} FILTER(STR(?a0) = STR(?c1) && ?b0 = ?c{size - 1} && 1 = 2) }}",
            f"CONSTRUCT {{ ?a0 ?b1 ?c0 . ?a1 ?b0 ?c1 }} WHERE {{ {patterns} }}",
            f"SELECT (GROUP_CONCAT(?c0) AS ?all) WHERE {{ {patterns} }}",
        ]
    )


def paths(chance: Chance) -> str:
    """Long, nested and circular property paths."""
    step = chance.choice(
        ["kg:inReplyTo", "skos:broader", "^skos:broader", "!kg:text", "(kg:evidence|!kg:evidence)", "!(a|^a)"]
    )
    shape = chance.choice(
        [
            "/".join([step] * chance.randint(20, 400)),
            f"({step}|^{step})+".replace("^^", "^") if "(" not in step and "!" not in step else f"({step})*",
            f"(({step})*)+",
            f"((({step})?)*/(({step})+)?)*",
            "(" * 40 + step + ")*" * 40,
        ]
    )
    return f"SELECT (COUNT(*) AS ?n) WHERE {{ ?x {shape} ?y . ?y {shape} ?z }}"


def values(chance: Chance) -> str:
    """Long lists."""
    many = chance.choice([1_000, 20_000, 120_000])
    listed = " ".join(f'"{chance.randrange(10**9)}"' for _ in range(many))
    return f"SELECT * WHERE {{ VALUES ?x {{ {listed} }} VALUES ?y {{ {listed} }} ?s ?p ?o FILTER(?x < ?y) }}"


def patterns(chance: Chance) -> str:
    """Regular expressions that would backtrack, or are large."""
    bomb = chance.choice(
        [
            "(a+)+$",
            "(a|aa)+$",
            "(.*a){25}",
            "(x+x+)+y",
            "a{1000}{1000}",
            "((((a{100}){100}){100}){100})",
            "(?i)(.*)*\\\\1",
            "(" * 500 + ")" * 500,
            "[" * 500,
            "\\\\p{L}{1,1000}{1,1000}",
        ]
    )
    text = "a" * chance.choice([30, 5_000]) + "!"
    where = chance.choice([f'BIND("{text}" AS ?t)', "?s kg:text ?t", "?s ?p ?o BIND(STR(?o) AS ?t)"])
    use = chance.choice([f'FILTER(REGEX(?t, "{bomb}"))', f'BIND(REPLACE(?t, "{bomb}", "$0$0$0") AS ?r)'])
    return f"SELECT * WHERE {{ {where} {use} }}"


def strings(chance: Chance) -> str:
    """Strings that double with each step."""
    steps = chance.randint(20, 45)
    binds = " ".join(f"BIND(CONCAT(?t{k}, ?t{k}) AS ?t{k + 1})" for k in range(steps))
    ending = chance.choice(
        [
            f"BIND(STRLEN(?t{steps}) AS ?n)",
            f"BIND(SHA512(?t{steps}) AS ?n)",
            f"BIND(ENCODE_FOR_URI(?t{steps}) AS ?n)",
            f"FILTER(CONTAINS(UCASE(?t{steps}), 'y'))",
        ]
    )
    return f'SELECT * WHERE {{ BIND("xxxxxxxxxxxxxxxx" AS ?t0) {binds} {ending} }}'


def deep(chance: Chance) -> str:
    """Thousands of brackets, groups, subqueries, unions."""
    size = chance.choice([50, 1_000, 20_000])
    return chance.choice(
        [
            f"SELECT * WHERE {'{' * size} ?s ?p ?o {'}' * size}",
            f"SELECT * WHERE {{ ?s ?p ?o FILTER({'(' * size}1{')' * size}) }}",
            f"SELECT * WHERE {{ ?s ?p ?o FILTER({'!' * size}true) }}",
            "SELECT * WHERE "
            + "{ SELECT * WHERE " * min(size, 2_000)
            + "{ ?s ?p ?o }"
            + " }" * min(size, 2_000),
            "SELECT * WHERE { " + " UNION ".join(["{ ?s ?p ?o }"] * min(size, 3_000)) + " }",
            "SELECT * WHERE { ?s ?p ?o "
            + " ".join(f"OPTIONAL {{ ?s ?p{k} ?o{k} }}" for k in range(min(size, 300)))
            + " }",
            "SELECT * WHERE { ?s ?p ?o "
            + "FILTER NOT EXISTS { ?a ?b ?c " * min(size, 200)
            + "} " * min(size, 200)
            + "}",
            "SELECT * WHERE { ?s ?p ?o MINUS { ?a ?b ?c . ?d ?e ?f . ?s ?x ?c } }",
        ]
    )


def outside(chance: Chance) -> str:
    """What would reach an address: `{port}` is a listener's."""
    address = chance.choice(
        [
            "<http://127.0.0.1:{port}/x>",
            "<HTTP://localhost:{port}/>",
            "<http://127.1:{port}>",
            "<file:///etc/passwd>",
            "<http://[::1]:{port}/>",
        ]
    )
    word = chance.choice(
        ["SERVICE", "service", "SeRvIcE", "SERVICE SILENT", "SERVICE#c\n", "\\u0053ERVICE", "SERVICE\t\n\r "]
    )
    source = chance.choice(["FROM", "from", "FROM NAMED", "FROM#x\n", "FROM\nNAMED"])
    return chance.choice(
        [
            f"SELECT * WHERE {{ {word} {address} {{ ?s ?p ?o }} }}",
            f"SELECT * WHERE {{ ?s ?p ?o FILTER EXISTS {{ {word} {address} {{ ?s ?p ?o }} }} }}",
            f"PREFIX e: {address[:-1]}> SELECT * WHERE {{ {word} e: {{ ?s ?p ?o }} }}",
            f"SELECT * WHERE {{ BIND({address} AS ?e) {word} ?e {{ ?s ?p ?o }} }}",
            f"SELECT * WHERE {{ {{ SELECT * WHERE {{ {word} {address} {{ ?s ?p ?o }} }} }} UNION {{ ?s ?p ?o }} }}",
            f"ASK {{ FILTER(?a<?b){word}{address}{{?s ?p ?o}} }}",
            f"SELECT * {source} {address} WHERE {{ ?s ?p ?o }}",
            f"CONSTRUCT {{ ?s ?p ?o }} {source} {address} WHERE {{ ?s ?p ?o }}",
            f"DESCRIBE {address} {source} {address}",
            f"BASE {address} SELECT * {source} <x> WHERE {{ ?s ?p ?o }}",
            f"SELECT * WHERE {{ GRAPH {address} {{ ?s ?p ?o }} }}",
            f"LOAD {address}",
            f"LOAD SILENT {address} INTO GRAPH <http://x/y>",
        ]
    )


def updates(chance: Chance) -> str:
    """Changes, in plain words and in disguise."""
    change = chance.choice(
        [
            "DELETE WHERE { ?s ?p ?o }",
            "DROP ALL",
            "CLEAR DEFAULT",
            "INSERT DATA { <http://x/a> <http://x/b> <http://x/c> }",
            "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }",
            "CREATE GRAPH <http://x/g>",
            "COPY DEFAULT TO <http://x/g>",
            "ADD <http://x/g> TO DEFAULT",
            "MOVE DEFAULT TO <http://x/g>",
            "WITH <http://x/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        ]
    )
    return chance.choice(
        [
            change,
            f"# a comment\n{change}",
            f"#\r{change}",
            f"PREFIX x: <http://x/> {change}",
            f"BASE <http://x/>\n#\n{change.lower()}",
            f"\ufeff{change}",
            change.replace("E", "\\u0045"),
            f"SELECT * WHERE {{ ?s ?p ?o }} ; {change}",
            f"ASK {{}} {change}",
            f"{change} ; SELECT * WHERE {{ ?s ?p ?o }}",
            f"SELECT * WHERE {{ ?s ?p ?o }} #\n{change}",
            f'SELECT ("{change}" AS ?x) WHERE {{ }}',
            f"SELECT * WHERE {{ {change} }}",
            change.replace(" ", "/**/"),
            change.replace("E", "Е").replace("A", "А"),
        ]
    )


def nonsense(chance: Chance) -> str:
    """Texts that are no queries, or hardly."""
    return chance.choice(
        [
            "",
            " " * chance.choice([1, 5_000_000]),
            "\x00" * 50,
            "SELECT * WHERE { ?s ?p \x00 }",
            'SELECT * WHERE { ?s ?p "' + "x" * 3_000_000 + '" }',
            "SELECT * WHERE { ?s <http://x/" + "y" * 2_000_000 + "> ?o }",
            "SELECT " + " ".join(f"?v{k}" for k in range(50_000)) + " WHERE { ?s ?p ?o }",
            "".join(chr(chance.randrange(1, 0x3000)) for _ in range(3_000))
            .encode("utf-8", "ignore")
            .decode(),
            "\ud800 SELECT",
            "SELECT * WHERE { ?s ?p ?o } LIMIT 99999999999999999999 OFFSET 99999999999999999999",
            "SELECT * WHERE { ?s ?p ?o } LIMIT -1",
            'SELECT (xsd:integer("9" * 1) AS ?x) ("1"^^xsd:decimal / 0 AS ?y) (xsd:dateTime("9999999999-99-99T99:99:99Z") AS ?z) WHERE {}',
            "SELECT (ABS(-9223372036854775808) AS ?x) (9223372036854775807 + 1 AS ?y) (1e400 * -1e400 AS ?z) WHERE {}",
            "SELECT (SUBSTR('abc', -99999999999, 99999999999) AS ?x) WHERE {}",
            "DESCRIBE *",
            "PREFIX : <http://x/> " * 20_000 + "ASK {}",
        ]
    )


def heavy(chance: Chance) -> str:
    """Allowed words, too much work."""
    return chance.choice(
        [
            "SELECT * WHERE { ?s ?p ?o } ORDER BY RAND()",
            "SELECT (UUID() AS ?u) (RAND() AS ?r) WHERE { ?s ?p ?o . ?x ?y ?z }",
            "SELECT ?s (SUM(STRLEN(?o)) AS ?n) WHERE { ?s ?p ?o . ?x ?y ?z } GROUP BY ?s ?x ORDER BY ?n",
            "CONSTRUCT { "
            + " ".join(f"?s ?p _:b{k} ." for k in range(200))
            + " } WHERE { ?s ?p ?o . ?x ?p ?z }",
            "DESCRIBE ?s WHERE { ?s ?p ?o }",
            "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?x ?y ?z } FILTER(LANGMATCHES(LANG(?o), '*') || ISBLANK(?z)) }",
            "SELECT (COUNT(DISTINCT CONCAT(STR(?s), STR(?x), STR(?o))) AS ?n) WHERE { ?s ?p ?o . ?x ?y ?z }",
            f"SELECT * WHERE {{ ?s ?p ?o FILTER(?o IN ({', '.join(str(chance.random()) for _ in range(20_000))})) }}",
        ]
    )


KINDS: tuple[Callable[[Chance], str], ...] = (
    products,
    paths,
    values,
    patterns,
    strings,
    deep,
    outside,
    outside,
    updates,
    updates,
    nonsense,
    heavy,
)


def hostile(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Kind and query, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - a campaign, no secret
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        yield kind.__name__, kind(chance)


class Listener(http.server.BaseHTTPRequestHandler):
    """Counts who comes."""

    heard: list[str] = []  # noqa: RUF012 - all handlers count together

    def do_GET(self) -> None:
        """Somebody fetched something."""
        self.heard.append(self.path)
        self.send_error(404)

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


def campaign(where: Path, count: int, seed: int, limits: Limits = LIMITS) -> list[str]:
    """Ask it all; return the faults."""
    faults: list[str] = []
    tally: Counter[str] = Counter()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Listener.heard.clear()
    before = _sum(where)
    done = threading.Event()
    served: list[float] = []

    def other() -> None:
        """Somebody else, who asks plainly."""
        with connect(where, read_only=True) as store:
            while not done.is_set():
                began = time.monotonic()
                if not store.guarded(PLAIN, Limits()).data:
                    faults.append("a plain question had no answer")
                served.append(time.monotonic() - began)
                done.wait(1)

    somebody = threading.Thread(target=other)
    somebody.start()
    longest = 0.0
    with connect(where, read_only=True) as store:
        for number, (kind, text) in enumerate(hostile(count, seed), 1):
            query = text.replace("{port}", str(server.server_port))
            began = time.monotonic()
            try:
                store.guarded(query, limits)
                end = "answered"
            except QueryRefusedError:
                end = "refused"
            except QueryLimitError:
                end = "stopped"
            except QuerySyntaxError:
                end = "no SPARQL"
            except QueryError:
                end = "no answer"
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
                end = "fault"
                faults.append(f"{number} ({kind}): {type(error).__name__}: {str(error)[:200]}")
            took = time.monotonic() - began
            longest = max(longest, took)
            tally[end] += 1
            if took > limits.seconds + GRACE:
                faults.append(f"{number} ({kind}): took {took:.1f} s")
            if (
                end == "answered"
                and kind == "updates"
                and query.lstrip("\ufeff").split(maxsplit=1)[0].upper()
                in {"DROP", "DELETE", "INSERT", "CLEAR"}
            ):
                faults.append(f"{number}: an update was answered: {query[:80]}")
    done.set()
    somebody.join()
    server.shutdown()
    if Listener.heard:
        faults.append(f"something was fetched: {Listener.heard[:3]}")
    if _sum(where) != before:
        faults.append("the store is not what it was")
    print(
        f"{count} queries, seed {seed}: {dict(sorted(tally.items()))}; longest {longest:.1f} s;"
        f" {len(served)} plain questions meanwhile, the slowest {max(served):.1f} s; {len(faults)} faults"
    )
    return faults


def _sum(where: Path) -> str:
    from io import BytesIO

    out = BytesIO()
    with connect(where, read_only=True) as store:
        store.dump(out)
    return sha256(out.getvalue()).hexdigest()


def main() -> int:
    """Parse, fill a store if none is given, ask."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-queries-") as folder:
        where = given.store or Path(folder, "store")
        if not given.store:
            with api.open(where) as graph:
                graph.ingest(ROOT / "kg" / "demo" / "readouts")
        faults = campaign(where, given.count, given.seed)
    for fault in faults:
        print(f"  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
