"""The page of questions, made from their headers: `python -m kg.views.reference > docs/questions.md`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kg.questions.catalogue import Catalogue
from kg.questions.parameters import option

if TYPE_CHECKING:
    from kg.questions.catalogue import Question

HEAD = """\
# Questions

Each question is one file in `queries/`: a header of `#+` lines in YAML, then plain SPARQL 1.1 that any tool
can run. Its file name is the command (`kg ask NAME`) and the name in Python (`graph.ask("NAME")`). A `.rq`
file in the folder `queries/` of your own vocabulary (`--vocabulary DIR`, `KG_VOCABULARY`) is one more
question. Every row carries the exact words, where they stand in the stored text (0-based, end-exclusive), the
document and the date. This page is made from the headers by `python -m kg.views.reference`.
"""


def page(catalogue: Catalogue | None = None) -> str:
    """The whole page in Markdown, questions under their tags.

    >>> page().startswith("# Questions")
    True
    """
    parts = [HEAD]
    for tag, questions in (catalogue or Catalogue()).by_tag().items():
        parts.append(f"## {tag.capitalize()}\n")
        parts += [_question(question) for question in questions]
    return "\n".join(parts)


def _question(question: Question) -> str:
    example = " ".join(f'--{option(key)} "{word}"' for key, word in question.example.items())
    lines = [f"### {question.name}", "", f"*{question.summary}* {' '.join(question.description.split())}", ""]
    lines += ["```", f"kg ask {question.name} {example}"]
    lines += [f'kg ask "{sentence}?"' for sentence in question.asks[:2]]
    lines += ["```", "", "| option | takes | meaning |", "| --- | --- | --- |"]
    for parameter in question.parameters.values():
        needed = " (needed)" if parameter.required else ""
        lines.append(f"| `--{option(parameter.name)}` | {parameter.type} | {parameter.label}{needed} |")
    columns = ", ".join(f"`{column.name}`" for column in question.columns)
    return "\n".join([*lines, "", f"Columns: {columns}.", ""])


def main() -> None:
    """Print the page."""
    sys.stdout.write(page())


if __name__ == "__main__":
    main()
