"""Event rows in POLECAT's columns: for those who count events by PLOVER type."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from kg.network import network
from kg.views.convert.plover import NAMES, types
from kg.views.export import Exporter
from kg.vocabulary.actors import actors

if TYPE_CHECKING:
    from kg.network import Selection, Value
    from kg.store import Store


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:  # noqa: ARG001  always events
    """A row for each statement of a PLOVER type and counterpart; the others are no events there."""
    told = io.StringIO(newline="")
    writer = csv.writer(told, delimiter="\t", lineterminator="\n")
    writer.writerow([called[0] for called in NAMES.values()])
    publishers = _publishers(store)
    for edge in network(store, selection).edges:
        if kind := types().get(str(edge["act"])):
            cells = _cells(edge, kind, publishers.get(str(edge["document"])))
            writer.writerow([" ".join(str(cells.get(name) or "").split()) for name in NAMES])
    out.write(told.getvalue().encode())


def _cells(edge: dict[str, Value], kind: str, publisher: str | None) -> dict[str, Value]:
    label = actors().label
    return {
        **{
            n: edge[n]
            for n in ("id", "title", "url", "act", "issue", "polarity", "speaker", "kind", "statement")
        },
        "date": edge["start"] if edge["start"] == edge["end"] else f"{edge['start']}/{edge['end']}",
        "type": kind,
        "context": edge["dossier"],
        "actor": label(str(edge["source"])),
        "actor_country": edge["source"],
        "recipient": label(str(edge["target"])),
        "recipient_country": edge["target"],
        "source": publisher,
        "text": edge["quote"],
    }


def _publishers(store: Store) -> dict[str, str]:
    """Readout -> the code of its publisher, the first in the alphabet of several."""
    found: dict[str, str] = {}
    rows = store.select(
        "SELECT ?d ?p { ?d <https://w3id.org/bilateral-kg/ontology#publisher> ?p } ORDER BY ?d ?p"
    )
    for row in rows:
        found.setdefault(row["d"].value, row["p"].value.rpartition("/")[2])
    return found


EXPORTERS = (
    Exporter(
        "plover",
        ".tsv",
        "event rows of PLOVER types in POLECAT's columns, the words after them (TSV)",
        "pandas: read_csv(file, sep='\\t'); back again: kg convert --from plover",
        write,
        aliases=("polecat", "events"),
    ),
)
