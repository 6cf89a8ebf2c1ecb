"""`kg reason`: what follows from all documents together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.errors import DataError, NotFoundError
from kg.views.cli.common import emit, format_option, note, opened, store_option

if TYPE_CHECKING:
    from kg.store import Store

COUNTS = """PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT ?fact (COUNT(*) AS ?n) {
  { ?x a kg:Meeting BIND("meetings" AS ?fact) }
  UNION { ?x kg:mentionOf ?y BIND("people told from their mentions" AS ?fact) }
  UNION { ?x kg:hasAccount ?y BIND("accounts of meetings" AS ?fact) }
  UNION { ?x kg:latestPosition ?y BIND("latest positions" AS ?fact) }
  UNION { ?x kg:previousStance ?y BIND("positions with an earlier one" AS ?fact) }
  UNION { ?x kg:restates ?y BIND("promises made again" AS ?fact) }
  UNION { ?x kg:reportedDoneIn ?y BIND("promises reported as done" AS ?fact) }
  UNION { ?x kg:asksAgain ?y BIND("requests made again" AS ?fact) }
  UNION { ?x kg:correspondenceOf ?y BIND("correspondences of two accounts" AS ?fact) }
  UNION { ?x kg:replyStatus kg:status_answered BIND("requests answered" AS ?fact) }
  UNION { ?x kg:replyStatus kg:status_no_reply_recorded BIND("requests without a recorded reply" AS ?fact) }
} GROUP BY ?fact ORDER BY ?fact"""


@click.command(
    epilog="""\b
Examples:
  kg reason
  kg reason --owl 3                        # and HermiT on three readouts
  kg reason --document id:readout/0123456789abcdef""",
)
@click.option("--again", is_flag=True, help="Derive everything again, even if nothing has changed.")
@click.option(
    "--owl",
    "sample",
    type=click.IntRange(0),
    metavar="N",
    help="Have HermiT (it needs Java) judge the ontology with the first N readouts.",
)
@click.option(
    "--document",
    "chosen",
    multiple=True,
    metavar="IRI",
    help="Have HermiT judge this readout (may be repeated).",
)
@format_option()
@store_option
def command(
    where: str, form: str | None, sample: int | None, chosen: tuple[str, ...], *, again: bool
) -> None:
    """Derive what follows: meetings, people, unanswered requests, latest positions.

    The rules are ontology/rules/*.rq; merges.yaml beside the store holds what people decided about who and
    what is one. Everything derived can be made again from the documents, to the same bytes.
    """
    from kg import rules
    from kg.questions.answer import plain
    from kg.questions.catalogue import Column

    with opened(where, write=True) as graph:
        changed = rules.derive(graph.store) if again else rules.refresh(graph.store)
        graph.store.flush()
        if sample is not None or chosen:
            _judge(graph.store, _readouts(graph.store, sample, chosen))
        rows = [{"fact": plain(row["fact"]), "n": plain(row["n"])} for row in graph.store.select(COUNTS)]
    note("derived again" if changed else "nothing has changed")
    emit(rows, [Column("fact", "Derived"), Column("n", "Number")], form)


def _readouts(store: Store, sample: int | None, chosen: tuple[str, ...]) -> list[str]:
    """The first so many readouts, and those that are named. Raises NotFoundError."""
    from kg.questions.parameters import readout

    held = [name for name in store.graphs() if "/readout/" in name]
    named = [readout(word) for word in chosen]
    if missing := sorted(set(named) - set(held)):
        raise NotFoundError(f"there is no document {missing[0]} in the store", "see: kg documents list")
    return list(dict.fromkeys([*named, *held[: sample or 0]]))


def _judge(store: Store, readouts: list[str]) -> None:
    """Raise DataError where the ontology and some readouts contradict each other."""
    from kg import reasoning

    verdict = reasoning.reason(quad for name in readouts for quad in store.quads(name))
    if not verdict.sound:
        what = "contradict each other" if not verdict.consistent else "leave classes without any member"
        raise DataError(
            f"the ontology and {len(readouts)} readouts {what}",
            "\n".join((*verdict.reasons, *verdict.unsatisfiable)) or "look for the cause with kg check",
        )
    note(f"HermiT: the ontology and {len(readouts)} readouts are consistent")
