"""The graph view: who speaks to whom, as a picture, as a table beside it, and as data.

It starts from a pair, a state, an issue or some words. One line a pair: width is the number of statements,
colour and dash the side that most of them take on the issues. Without script it is the server's own picture;
with script the same lines can be moved, narrowed by time and opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg import network
from kg.errors import VocabularyError
from kg.network import Network, Selection
from kg.questions.parameters import actor, day
from kg.views.export import svg
from kg.views.web import links, lookup
from kg.views.web.page import graph, render
from kg.views.web.ties import saying, ties
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request

    from kg.network import Tie
    from kg.store import Store
    from kg.views.export.svg import Drawing, Pair

KINDS = {"addresses": "said to each other", "joint": "said together", "concerns": "said about a third"}
SIGNS = {"for": 1, "neither": 0, "against": -1}
MOST = 90
"""Pairs that are drawn of everything, where nothing says where to start: more is a ball of wool."""
PAGE = 20
"""Statements at a time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for.

    `states`, `pair` (both codes in order), `issues` (with the narrower) and `words` say where to start;
    `line` is the pair whose statements are listed.
    """

    state: str = ""
    pair: tuple[str, str] | None = None
    issue: str = ""
    words: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    kind: str = ""
    sign: str = ""
    line: tuple[str, str] | None = None
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def selection(self) -> Selection:
        """The part of the network that it starts from."""
        issues = lookup.topics().within(ISSUE + self.issue) if self.issue else ()
        return Selection(
            states=self.pair or ((self.state,) if self.state else ()),
            issues=tuple(iri.removeprefix(ISSUE) for iri in issues),
            since=self.since,
            until=self.until,
        )

    def address(self, path: str, **other: str | None) -> str:
        """The same asked at another place; a value of None is left out."""
        told = dict(self.typed) | {name: value or "" for name, value in other.items()}
        query = urlencode({name: value for name, value in told.items() if value})
        return path + (f"?{query}" if query else "")

    @property
    def most(self) -> int:
        """How many pairs are drawn."""
        return svg.LINES if self.state or self.pair or self.issue or self.words else MOST

    @property
    def title(self) -> str:
        """What is seen, in words."""
        names = actors().label
        if self.pair:
            where = f"{names(self.pair[0])} and {names(self.pair[1])}; they and others"
        else:
            where = names(self.state) if self.state else ""
        about = lookup.topics().label(ISSUE + self.issue) if self.issue else ""
        said = " ".join(self.words)
        parts = (
            f"Who speaks to whom: {where}" if where else "Who speaks to whom",
            f"on {about}" if about else "",
            f"with the words “{said}”" if said else "",
        )
        return " ".join(part for part in parts if part)


def asked(request: Request) -> Asked:
    """What is asked; words that are a state's or an issue's name start there. Raises VocabularyError."""
    given = {name: value.strip() for name, value in request.query_params.items() if value.strip()}
    typed = tuple((name, given[name]) for name in sorted(given.keys() & FIELDS))
    for name, known in (("kind", KINDS), ("sign", SIGNS)):
        if given.get(name, next(iter(known))) not in known:
            raise VocabularyError(f"no {name} {given[name]!r}", f"it is one of: {', '.join(known)}")
    found = Asked(
        state=actor(given["state"]) if "state" in given else "",
        pair=_pair(given["pair"]) if "pair" in given else None,
        issue=_issue(given["issue"]) if "issue" in given else "",
        since=day(given["since"]) if "since" in given else None,
        until=day(given["until"], "last") if "until" in given else None,
        kind=given.get("kind", ""),
        sign=given.get("sign", ""),
        line=_pair(given["line"]) if "line" in given else None,
        typed=typed,
    )
    found = replace(found, line=found.line or found.pair)
    return _searched(found, given["q"]) if "q" in given else found


FIELDS = {"state", "pair", "issue", "q", "since", "until", "kind", "sign", "line"}


def _searched(found: Asked, q: str) -> Asked:
    code = actors().resolve(q)
    if code and not found.state:
        return replace(found, state=code)
    try:
        return replace(found, issue=found.issue or _issue(q))
    except VocabularyError:
        return replace(found, words=tuple(re.findall(r"\w+", q)[:8]))


def _pair(word: str) -> tuple[str, str]:
    codes = [actor(part) for part in re.split(r"[-,/]", word) if part.strip()]
    if len(set(codes)) != 2:  # noqa: PLR2004  a pair is two
        raise VocabularyError(f"not a pair: {word!r}", "write two states: JPN-RUS")
    one, other = sorted(codes)
    return one, other


def _issue(word: str) -> str:
    return lookup.topics().resolve(word).removeprefix(ISSUE)


def selected(store: Store, wanted: Asked) -> Network:
    """The ties that are asked for."""
    found = network.select(
        ties(store), wanted.selection, statements=saying(store, wanted.words) if wanted.words else None
    )
    if not (wanted.kind or wanted.sign):
        return found
    return replace(
        found,
        edges=tuple(
            tie
            for tie in found.edges
            if (not wanted.kind or tie["kind"] == wanted.kind)
            and (not wanted.sign or tie["sign"] == SIGNS[wanted.sign])
        ),
    )


def of_pair(edges: Iterable[Tie], pair: tuple[str, str]) -> list[Tie]:
    """The ties of one pair, the latest first."""
    return [tie for tie in edges if {tie["source"], tie["target"]} == set(pair)][::-1]


def page(request: Request) -> Response:
    """The picture, the table, and the statements of the line that is open."""
    wanted = asked(request)
    with graph(request) as g:
        found = selected(g.store, wanted)
        drawn = svg.drawing(found, wanted.most)
        listed = statements(g.store, found, wanted.line, _number(request)) if wanted.line else None
    return render(
        request,
        "graph.html",
        title=wanted.title,
        asked=wanted,
        given=dict.fromkeys(FIELDS, "") | dict(wanted.typed),
        kinds=KINDS,
        signs=SIGNS,
        picture=Markup(svg.picture(found, links=False, most=wanted.most)),  # noqa: S704  made by us, every text in it escaped
        rows=[_row(pair, drawn) for pair in drawn.lines],
        total=len(found.edges),
        left=drawn.left,
        listed=listed,
        source=wanted.address("/graph.json", kind=None, sign=None, since=None, until=None, line=None),
        name="-".join(("graph", *(wanted.pair or ()), wanted.state, wanted.issue)).strip("-"),
        alternates=[
            ("JSON", wanted.address("/graph.json")),
            ("SVG", wanted.address("/graph.svg")),
            ("CSV", wanted.address("/graph.csv")),
        ],
        sparql=_sparql(wanted),
    )


def _row(pair: Pair, drawn: Drawing) -> dict[str, Any]:
    one, other = pair.ends
    return {
        "pair": "-".join(pair.ends),
        "label": f"{drawn.names[one]} and {drawn.names[other]}",
        "count": pair.count,
        "for": pair.support,
        "against": pair.oppose,
        "neither": pair.count - pair.support - pair.oppose,
        "first": pair.first,
        "last": pair.last,
        "sign": next(name for name, sign in SIGNS.items() if sign == pair.sign),
    }


def as_json(request: Request) -> Response:
    """What is drawn: nodes with their places, edges with their ties by day, kind and side."""
    wanted = asked(request)
    with graph(request) as g:
        found = selected(g.store, wanted)
    return JSONResponse(data(found, wanted.most))


def data(found: Network, most: int) -> dict[str, Any]:
    """The drawing of a network as nodes and edges.

    `ties` of an edge are `[place in days, place in kinds, sign, number]`; -1 stands for no day.
    """
    drawn = svg.drawing(found, most)
    kept = {pair.ends: "-".join(pair.ends) for pair in drawn.lines}
    days = sorted({str(tie["start"]) for tie in found.edges if tie["start"]})
    place, kinds = {told: n for n, told in enumerate(days)}, list(KINDS)
    counts: dict[str, dict[tuple[int, int, int], int]] = {name: {} for name in kept.values()}
    for tie in found.edges:
        one, other = sorted((str(tie["source"]), str(tie["target"])))
        name = kept.get((one, other))
        if name:
            key = place.get(str(tie["start"]), -1), kinds.index(str(tie["kind"])), int(tie["sign"] or 0)
            counts[name][key] = counts[name].get(key, 0) + 1
    return {
        "note": found.note,
        "kinds": kinds,
        "days": days,
        "more": {"actors": drawn.left[0], "pairs": drawn.left[1]},
        "nodes": [
            {
                "id": code,
                "label": drawn.names[code],
                "x": x,
                "y": y,
                "count": drawn.weight[code],
                "href": links.page(actors().iri(code)),
            }
            for code, (x, y) in sorted(drawn.at.items())
        ],
        "edges": [
            {
                "id": kept[pair.ends],
                "source": pair.ends[0],
                "target": pair.ends[1],
                "count": pair.count,
                "support": pair.support,
                "oppose": pair.oppose,
                "sign": pair.sign,
                "first": pair.first,
                "last": pair.last,
                "ties": [[*key, n] for key, n in sorted(counts[kept[pair.ends]].items())],
            }
            for pair in drawn.lines
        ],
    }


def as_picture(request: Request) -> Response:
    """The server's picture as a file."""
    wanted = asked(request)
    with graph(request) as g:
        drawn = svg.picture(selected(g.store, wanted), links=False, most=wanted.most)
    return Response(
        drawn, media_type="image/svg+xml", headers={"Content-Disposition": 'inline; filename="graph.svg"'}
    )


def as_csv(request: Request) -> Response:
    """Every pair that is asked for, those that are not drawn too."""
    wanted = asked(request)
    with graph(request) as g:
        found = selected(g.store, wanted)
    lines = ["one,other,statements,for,against,first,last"]
    lines += [
        ",".join(map(str, (*p.ends, p.count, p.support, p.oppose, p.first or "", p.last or "")))
        for p in svg.pairs(found)
    ]
    return Response("\r\n".join([*lines, ""]), media_type="text/csv")


def as_statements(request: Request) -> Response:
    """The dated statements behind a line, the latest first, `?page=` of them at a time."""
    wanted = asked(request)
    if not wanted.pair:
        raise VocabularyError("it needs a pair", "?pair=JPN-RUS")
    with graph(request) as g:
        found = statements(g.store, selected(g.store, wanted), wanted.pair, _number(request))
    keys = (
        "statement",
        "quote",
        "date",
        "speaker",
        "holder",
        "act",
        "topic",
        "position",
        "title",
        "document",
    )
    found["statements"] = [
        {key: line[key] for key in keys}
        | {
            "href": links.page(line["statement"]),
            "act": line["act"].replace("_", " "),
            "position": None if line["position"] == "none" else line["position"],
        }
        for line in found["statements"]
    ]
    return JSONResponse(found)


def statements(store: Store, found: Network, pair: tuple[str, str], number: int) -> dict[str, Any]:
    """The statements of one pair as lines of a page."""
    wanted = list(dict.fromkeys(str(tie["statement"]) for tie in of_pair(found.edges, pair)))
    shown: Sequence[str] = wanted[(number - 1) * PAGE : number * PAGE]
    lines = lookup.lines(store, shown) if shown else {}
    return {
        "pair": "-".join(pair),
        "label": " and ".join(map(actors().label, pair)),
        "total": len(wanted),
        "page": number,
        "pages": max(1, -(-len(wanted) // PAGE)),
        "size": PAGE,
        "statements": [lines[iri] for iri in shown if iri in lines],
    }


def _number(request: Request) -> int:
    told = request.query_params.get("page", "1")
    return max(1, int(told)) if re.fullmatch(r"[0-9]{1,6}", told) else 1


def _sparql(wanted: Asked) -> str:
    """What is said to others, counted by pair: the query behind most of the lines."""
    codes = wanted.pair or ((wanted.state,) if wanted.state else ())
    seam = lookup.values(actors().iri(code) for code in codes) or "UNDEF"
    issues = lookup.values(ISSUE + name for name in wanted.selection.issues) or "UNDEF"
    return f"""PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT ?one ?other (COUNT(?statement) AS ?statements) WHERE {{
  VALUES ?one {{ {seam} }}
  VALUES ?issue {{ {issues} }}
  ?statement kg:onBehalfOf ?one ; kg:addressee ?other ; kg:issue ?issue .
}}
GROUP BY ?one ?other
ORDER BY DESC(?statements) ?one ?other"""


ROUTES = (
    Route("/graph", page),
    Route("/graph.json", as_json),
    Route("/graph.svg", as_picture),
    Route("/graph.csv", as_csv),
    Route("/graph/statements.json", as_statements),
)
