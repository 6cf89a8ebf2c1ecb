"""Statement tables for Discourse Network Analyzer and those who code as it does."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from kg.network import EVERYTHING
from kg.views.convert.dna import NAMES, SIDES
from kg.views.export import Exporter
from kg.views.spreadsheet import cell
from kg.vocabulary.actors import actors
from kg.vocabulary.namespaces import ISSUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.network import Selection
    from kg.store import Store

_STANCES = """
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?id ?holder ?issue ?concept ?side ?act ?text ?date ?last ?person ?target ?title ?url ?source ?addressee
  ?readout
WHERE {
  VALUES ?issue { UNDEF }
  ?stance kg:holder ?holder ; kg:towards ?issue ; kg:polarity ?polarity ; kg:expressedIn ?id .
  ?id kg:act ?does ; kg:reportedIn ?readout ; kg:evidence ?evidence .
  ?evidence oa:hasSelector/oa:exact ?text .
  FILTER(STRENDS(STR(?evidence), "/evidence/1"))
  BIND(STRAFTER(STR(?polarity), "#polarity_") AS ?side)
  BIND(STRAFTER(STR(?does), "#act_") AS ?act)
  OPTIONAL { ?issue skos:prefLabel ?concept FILTER(LANG(?concept) = "en") }
  OPTIONAL { ?id kg:earliest ?date ; kg:latest ?last }
  OPTIONAL { ?id kg:speaker/kg:name ?person }
  OPTIONAL { ?id kg:target ?target }
  OPTIONAL { ?id kg:addressee ?addressee }
  OPTIONAL { ?readout dcterms:title ?title }
  OPTIONAL { ?readout kg:url ?url }
  OPTIONAL { ?readout kg:publisher ?source }
}
"""


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:  # noqa: ARG001  always statements
    """A row for each statement with a side and each holder of it; several addressees are parted by |."""
    told = io.StringIO(newline="")
    writer = csv.writer(told, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([called[0] for called in NAMES.values()])
    for row in _rows(store, selection):
        writer.writerow([cell(row[name]) for name in NAMES])
    out.write(told.getvalue().encode())


def _rows(store: Store, selection: Selection) -> Iterator[dict[str, str]]:
    """The selected stances, by date and statement, their cells as text."""
    seam = " ".join(f"<{ISSUE}{notation}>" for notation in selection.issues) or "UNDEF"
    found: dict[tuple[str, str], dict[str, str | None]] = {}
    heard: dict[tuple[str, str], set[str]] = {}
    for solution in store.select(_STANCES.replace("UNDEF", seam)):
        row = {n: getattr(solution[n], "value", None) for n in _COLUMNS}
        key = (str(row["id"]), str(row["holder"]))
        if key not in found or str(row["source"]) < str(found[key]["source"]):
            found[key] = row
        heard.setdefault(key, set()).update([_code(row["addressee"])] if row["addressee"] else [])
    for key, row in sorted(found.items(), key=lambda item: (item[1]["date"] or "", item[0])):
        holder, others = _code(row["holder"]), sorted(heard[key])
        if row["side"] in SIDES and _chosen(selection, row, holder, others):
            yield _cells(row, holder, others)


def _cells(row: dict[str, str | None], holder: str, others: list[str]) -> dict[str, str]:
    label = actors().label
    cells = {
        **dict.fromkeys(NAMES),
        **row,
        "time": f"{row['date']} 00:00:00" if row["date"] else None,
        "document": _code(row["readout"]),
        "date": row["date"] if row["date"] == row["last"] else f"{row['date']}/{row['last']}",
        "organization": label(holder),
        "concept": row["concept"] or str(row["issue"]).removeprefix(ISSUE),
        "agreement": SIDES[str(row["side"])],
        "polarity": row["side"],
        "source": label(_code(row["source"])) if row["source"] else None,
        "addressee": "|".join(map(label, others)),
    }
    return {name: " ".join((cells[name] or "").split()) for name in NAMES}


def _chosen(selection: Selection, row: dict[str, str | None], holder: str, others: list[str]) -> bool:
    """Whether the selection takes it: by its days, and by its holder and those addressed."""
    first, last = row["date"], row["last"]
    if (selection.since and (last or "") < selection.since) or (
        selection.until and (first or "9999") > selection.until
    ):
        return False
    return selection == EVERYTHING or any(selection.takes(holder, other) for other in others or [holder])


def _code(iri: str | None) -> str:
    return (iri or "").rpartition("/")[2]


_COLUMNS = tuple(
    word.lstrip("?") for word in _STANCES.partition("SELECT ")[2].partition("\nWHERE")[0].split()
)

EXPORTERS = (
    Exporter(
        "dna",
        ".csv",
        "statement table of Discourse Network Analyzer: who agrees with what, in which words (CSV with ;)",
        "R: read.csv2(file); back again: kg convert --from dna",
        write,
        aliases=("discourse-network-analyzer",),
    ),
)
