"""How far each pair of states agrees on each issue: the rows of the question `agreement-matrix` as edges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import resources
from kg.network.shape import COMMON, EVIDENCE, Column, Value
from kg.vocabulary.namespaces import ISSUE, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.network.shape import Selection
    from kg.store import Store

COUNTS = ("agree", "differ", "open", "one_silent", "meetings")
ALIGNMENT_COLUMNS = (
    *COMMON,
    Column("issue", "string", "issue notation"),
    Column("dossier", "string", "dossier notation"),
    Column("alignment", "double", "agree / (agree + differ), absent where both are nought"),
    Column("agree", "integer", "meetings at which both were for, or both against"),
    Column("differ", "integer", "meetings at which one was for and the other against"),
    Column("open", "integer", "meetings at which both spoke and at least one took no side"),
    Column("one_silent", "integer", "meetings at which only one took a position"),
    Column("meetings", "integer", "all of these together: what the alignment rests on"),
    Column("statement", "uri", "IRI of the latest statement"),
    *EVIDENCE,
)


def alignment(store: Store, selection: Selection) -> list[dict[str, Value]]:
    """An undirected edge for each pair and issue; the weight is the number of meetings.

    The query is the catalogue's own, so that the numbers are those of `kg ask agreement-matrix`.
    """
    solutions = store.select(_filled(selection))
    names = [variable.value for variable in solutions.variables]
    found: dict[str, dict[str, Value]] = {}
    for solution in solutions:
        row = {name: None if term is None else term.value for name, term in zip(names, solution, strict=True)}
        edge = _edge(row)
        if selection.takes(str(edge["source"]), str(edge["target"])):
            # several publishers of the words give several rows of the same numbers
            found.setdefault(str(edge["id"]), edge)
    return [found[key] for key in sorted(found)]


def _filled(selection: Selection) -> str:
    from kg.vocabulary.actors import actors

    def iris(codes: tuple[str, ...]) -> str:
        return " ".join(f"<{actors().iri(code)}>" for code in codes)

    seams = {
        "state": iris(selection.between or selection.states),
        "other": iris(selection.between),
        "issue": " ".join(f"<{ISSUE}{notation}>" for notation in selection.issues),
        "since": f'"{selection.since}"^^<{XSD}date>' if selection.since else "",
        "until": f'"{selection.until}"^^<{XSD}date>' if selection.until else "",
    }
    return re.sub(
        r"VALUES \?(\w+) \{ UNDEF \}",
        lambda seam: f"VALUES ?{seam[1]} {{ {seams[seam[1]] or 'UNDEF'} }}",
        resources.text("queries", "agreement-matrix.rq"),
    )


def _edge(row: Mapping[str, str | None]) -> dict[str, Value]:
    source, target, issue = (_tail(row[name]) for name in ("state_iri", "other_iri", "issue_iri"))
    counts = {name: int(row[name] or 0) for name in COUNTS}
    return {
        "id": f"{source}-{target}-{issue}",
        "source": source,
        "target": target,
        "kind": "alignment",
        "type": "undirected",
        "label": f"{issue} {counts['agree']}:{counts['differ']}",
        "weight": float(counts["meetings"]),
        "sign": (counts["agree"] > counts["differ"]) - (counts["differ"] > counts["agree"]),
        "start": row["first"],
        "end": row["last"],
        "issue": issue,
        "dossier": row["dossier"],
        "alignment": float(row["alignment"]) if row["alignment"] else None,
        **counts,
        "statement": row["statement"],
        "quote": row["quote"],
        "quote_start": int(row["start"] or 0),
        "quote_end": int(row["end"] or 0),
        "document": row["document"],
        "title": row["title"],
        "url": row["url"],
    }


def _tail(iri: str | None) -> str:
    return (iri or "").rpartition("/")[2]
