"""How well readings agree with annotated readouts, and annotators with each other.

`annotation` loads and drafts annotated cases (`NAME.txt` with `NAME.json`), `matching` pairs statements,
`figures` counts, `tables` breaks the counts down, `agreement` compares two annotations, `calibration` holds
stated confidence against what was right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import documents, extraction
from kg.errors import InputError
from kg.scoring import annotation
from kg.scoring.figures import Scored, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["Scored", "score"]


def score(
    paths: Iterable[Path], *, progress: Callable[[Scored, int, int], None] | None = None
) -> list[Scored]:
    """Read the text of every annotated case with our own reader and compare.

    `paths` are annotations or folders of them. A text that cannot be read counts as one without a statement
    and keeps the reason. Raises InputError or DataError where an annotation is at fault.
    """
    found = annotation.files(paths)
    out = []
    for k, path in enumerate(found, 1):
        case = annotation.load(path)
        try:
            document = documents.read(path.with_suffix(".txt"))
            scored = compare(case, extraction.read(document))
        except InputError as error:
            scored = compare(case, None, fault=str(error))
        out.append(scored)
        if progress:
            progress(scored, k, len(found))
    return out
