"""What a server may do, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.store import Limits

LOOPBACK = ("127.0.0.1", "::1", "localhost")

ANSWER = 64
"""Megabytes of one query's answer: it is held in memory, twice while it is written in another format."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`where` is the store; `limits` hold for each query that somebody writes.

    At most `queries` of them, and as many exports, run at a time and `waiting` more wait; what is beyond is
    refused. So many `pages` are made at a time. A request's body has at most `body` bytes. `hosts` are the
    names under which the server may be called (empty: any), so that no page elsewhere reaches it by a name of
    its own.
    """

    where: str
    limits: Limits = field(default_factory=lambda: Limits(10.0, 10_000, 1024, ANSWER))
    queries: int = 2
    waiting: int = 8
    pages: int = 64
    body: int = 1_000_000
    hosts: tuple[str, ...] = (*LOOPBACK, "[::1]")
