"""Which statements were reviewed, in a few words: for everything that shows statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.vocabulary.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store import Store


def reviewed(store: Store, statements: Iterable[str]) -> dict[str, str]:
    """Statement to what was decided about it, by whom and on which day, of those whose review counts."""
    from pyoxigraph import NamedNode

    wanted = sorted({iri for iri in statements if "/statement/" in iri})
    if not wanted or not store.ask(f"ASK {{ ?review a <{KG}Review> }}"):
        return {}
    asked = " ".join(str(NamedNode(iri)) for iri in wanted)
    return {
        str(row["statement"].value): "{} by {}, {}{}".format(
            row["verdict"].value.rpartition("_")[2],
            row["by"].value,
            row["on"].value,
            f": {row['note'].value}" if row["note"] else "",
        )
        for row in store.select(_REVIEWS.replace("UNDEF", asked))
    }


_REVIEWS = f"""PREFIX kg: <{KG}>
SELECT ?statement ?verdict ?by ?on ?note WHERE {{
  VALUES ?statement {{ UNDEF }}
  ?review kg:reviewOf ?statement ; kg:verdict ?verdict ; kg:reviewedBy ?by ; kg:reviewedOn ?on .
  OPTIONAL {{ ?review kg:reviewNote ?note }}
  FILTER(?verdict = kg:verdict_rejected || EXISTS {{ ?statement kg:reviewed ?review }})
}}"""
