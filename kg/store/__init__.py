"""Quads in and out, queries, and the killable worker for anybody's query.

One class with two houses: a folder of this machine, or a SPARQL 1.1 endpoint.
"""

from __future__ import annotations

from pathlib import Path

from kg.store.base import Store
from kg.store.guard import LIMITS, Dataset, Halt, Limits, Results

__all__ = ["LIMITS", "Dataset", "Halt", "Limits", "Results", "Store", "connect"]


def connect(where: str | Path, *, read_only: bool = False, create: bool = False) -> Store:
    """The store in a folder, or behind an `http(s)://` address.

    `create` makes a folder that is not there yet into a store. Raises NotFoundError, StoreFormatError,
    StoreLockedError, EndpointError.
    """
    if str(where).startswith(("http://", "https://")):
        from kg.store.remote import RemoteStore

        return RemoteStore(str(where), read_only=read_only)
    from kg.store.embedded import EmbeddedStore

    return EmbeddedStore(Path(where), read_only=read_only, create=create)
