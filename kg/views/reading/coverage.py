"""How much of a document was read, and why the rest was not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.views.reading.stretches import spans

if TYPE_CHECKING:
    from kg.model import Reading

READ = "read"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of the sentences that can hold statements, and of their characters.

    `letters` are the characters of all sentences, `letters_read` those that lie in a statement; `reasons`
    counts skipped sentences, the most frequent first.
    """

    sentences: int
    sentences_read: int
    letters: int
    letters_read: int
    reasons: tuple[tuple[str, int, int], ...]

    def rows(self) -> list[dict[str, str | int | float | bool | None]]:
        """One row for what was read and one a reason: sentences and characters with their shares."""
        listed = [(READ, self.sentences_read, self.letters_read), *self.reasons]
        return [
            {
                "what": what,
                "sentences": count,
                "share": share(count, self.sentences),
                "characters": size,
                "share_of_characters": share(size, self.letters),
            }
            for what, count, size in listed
        ]

    def __str__(self) -> str:
        """One line for people."""
        line = f"{self.sentences_read} of {self.sentences} sentences read"
        if self.sentences:
            line += (
                f" ({share(self.sentences_read, self.sentences):.0%}),"
                f" {share(self.letters_read, self.letters):.0%} of their characters"
            )
        why = ", ".join(f"{count} {reason}" for reason, count, _ in self.reasons)
        return f"{line}; not read: {why}" if why else line


def share(part: int, whole: int) -> float:
    """A share of 1, to a thousandth; nothing of nothing is 0.

    >>> share(1, 3), share(0, 0)
    (0.333, 0.0)
    """
    return round(part / whole, 3) if whole else 0.0


def coverage(reading: Reading) -> Coverage:
    """Count it; overlapping statements count once."""
    sentences = reading.document.sentences
    marks = sorted(span for s in reading.statements for span in spans(s))
    letters_read, at = 0, 0
    for sentence in sentences:
        while at < len(marks) and marks[at][1] <= sentence.start:
            at += 1
        reached = sentence.start
        for start, end in marks[at:]:
            if start >= sentence.end:
                break
            letters_read += max(0, min(end, sentence.end) - max(start, reached))
            reached = max(reached, min(end, sentence.end))
    counts = Counter(s.reason for s in reading.skipped)
    sizes = Counter[str]()
    for s in reading.skipped:
        sizes[s.reason] += s.end - s.start
    return Coverage(
        len(sentences),
        len(sentences) - len(reading.skipped) if reading.unread_language is None else 0,
        sum(s.end - s.start for s in sentences),
        letters_read,
        tuple((r, counts[r], sizes[r]) for r in sorted(counts, key=lambda r: (-counts[r], r))),
    )
