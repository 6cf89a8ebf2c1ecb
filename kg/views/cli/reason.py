"""`kg reason`: what follows from all documents together."""

from __future__ import annotations

import click

from kg.views.cli.common import emit, format_option, note, opened, store_option

COUNTS = """PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
SELECT ?fact (COUNT(*) AS ?n) {
  { ?x a kg:Meeting BIND("meetings" AS ?fact) }
  UNION { ?x kg:mentionOf ?y BIND("people told from their mentions" AS ?fact) }
  UNION { ?x kg:hasAccount ?y BIND("accounts of meetings" AS ?fact) }
  UNION { ?x kg:latestPosition ?y BIND("latest positions" AS ?fact) }
  UNION { ?x kg:replyStatus kg:status_answered BIND("requests answered" AS ?fact) }
  UNION { ?x kg:replyStatus kg:status_no_reply_recorded BIND("requests without a recorded reply" AS ?fact) }
} GROUP BY ?fact ORDER BY ?fact"""


@click.command(
    epilog="""\b
Examples:
  kg reason
  kg reason --again""",
)
@click.option("--again", is_flag=True, help="Derive everything again, even if nothing has changed.")
@format_option()
@store_option
def command(where: str, form: str | None, *, again: bool) -> None:
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
        rows = [{"fact": plain(row["fact"]), "n": plain(row["n"])} for row in graph.store.select(COUNTS)]
    note("derived again" if changed else "nothing has changed")
    emit(rows, [Column("fact", "Derived"), Column("n", "Number")], form)
