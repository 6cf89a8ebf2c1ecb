"""What became of the sources of an ingest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source.

    `status`: accepted, replaced, unchanged (the same text, read by the same version with the same
    metadata) or failed, with its reason. `readout` is the IRI; `statements` counts what was read.
    """

    source: str
    status: str
    readout: str | None = None
    title: str | None = None
    statements: int = 0
    warnings: tuple[str, ...] = ()
    reason: str = ""
    advice: str = ""
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of all sources, in their order."""

    outcomes: tuple[Outcome, ...] = ()

    def of(self, status: str) -> list[Outcome]:
        """Those with this status.

        >>> Report((Outcome("a.txt", "accepted"), Outcome("b.txt", "failed"))).of("failed")[0].source
        'b.txt'
        """
        return [outcome for outcome in self.outcomes if outcome.status == status]

    @property
    def accepted(self) -> list[Outcome]:
        """New ones."""
        return self.of("accepted")

    @property
    def replaced(self) -> list[Outcome]:
        """Those that were there with other contents."""
        return self.of("replaced")

    @property
    def unchanged(self) -> list[Outcome]:
        """Those that were there already."""
        return self.of("unchanged")

    @property
    def failed(self) -> list[Outcome]:
        """Those that did not go in."""
        return self.of("failed")
