"""How far two annotations of the same texts agree: the figures of the reader, and kappa."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg import documents
from kg.errors import InputError
from kg.scoring import annotation
from kg.scoring.figures import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.scoring.figures import Pair, Scored
    from kg.scoring.tables import Row

KAPPAS = ("act", "dossier", "polarity")


def agree(first: Path, second: Path) -> list[Scored]:
    """Two annotations, or the cases that two folders have in common, the second held against the first.

    The text is that beside the first. Second readings of the first annotator count as right. Raises
    InputError where there is nothing in common, DataError where an annotation is at fault.
    """
    pairs = [(first, second)] if first.is_file() and second.is_file() else _common(first, second)
    out = []
    for ours, theirs in pairs:
        case = annotation.load(ours)
        document = documents.from_text(case.text, source=case.name)
        out.append(compare(case, annotation.as_reading(annotation.load(theirs, case.text), document)))
    return out


def _common(first: Path, second: Path) -> list[tuple[Path, Path]]:
    ours, theirs = _named(first), _named(second)
    names = sorted(ours.keys() & theirs.keys())
    if not names:
        raise InputError(
            f"{first} and {second} have no case in common",
            "give two files, or folders with cases of one name",
        )
    return [(ours[name], theirs[name]) for name in names]


def _named(root: Path) -> dict[str, Path]:
    """The cases of a folder by their place in it; a case alone by its name."""
    found = annotation.files([root])
    return {str(path.relative_to(root)) if root.is_dir() else path.name: path for path in found}


def kappas(scored: Iterable[Scored]) -> list[Row]:
    """Cohen's kappa of act, dossier and polarity on the matched statements.

    `agreement` and `kappa` are of the first readings; in `agreement_alt` and `kappa_alt` every reading that
    the first annotator lets count is right.
    """
    pairs = [pair for one in scored for pair in one.pairs]
    return [_row(name, pairs) for name in KAPPAS]


def _row(name: str, pairs: Sequence[Pair]) -> Row:
    row: Row = {"on": name, "statements": len(pairs)}
    plural = "polarities" if name == "polarity" else f"{name}s"
    readings: list[tuple[str, ...]] = [getattr(pair.label, plural) for pair in pairs]
    said: list[str] = [getattr(pair.said, name) for pair in pairs]
    for end, right in (("", [known[:1] for known in readings]), ("_alt", readings)):
        observed, kappa = cohen(right, said)
        row |= {f"agreement{end}": observed, f"kappa{end}": kappa}
    return row


def cohen(right: Sequence[tuple[str, ...]], said: Sequence[str]) -> tuple[float | None, float | None]:
    """Observed agreement, and how much of what chance leaves it makes up; None of nothing.

    >>> cohen([("a",), ("a",), ("b",), ("b",)], ["a", "b", "b", "b"])
    (0.75, 0.5)
    """
    if not said:
        return None, None
    often = Counter(said)
    observed = sum(s in known for known, s in zip(right, said, strict=True)) / len(said)
    chance = sum(sum(often[word] for word in set(known)) for known in right) / len(said) ** 2
    return round(observed, 3), round((observed - chance) / (1 - chance), 3) if chance < 1 else None
