"""Pages that were made are kept as long as the store is the same, and not sent again to who has them."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders

from kg.errors import Error
from kg.store.base import UNKNOWN

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEGABYTES, LARGEST = 32, 2_000_000
"""How much is kept in all, and the bytes of the largest page that is."""
OK, UNCHANGED = 200, 304
LIVE = ("/sparql", "/workbench", "/api", "/static", "/export", "/data", "/graph.json", "/id/", "/issue/")
"""What is made anew each time: it depends on headers, is large, or is a file already."""


class Cache:
    """ASGI middleware: the latest pages by the store's version and their address."""

    def __init__(self, app: ASGIApp) -> None:
        """Nothing is kept yet."""
        self._app = app
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, str, bytes], tuple[list[tuple[bytes, bytes]], bytes]] = (
            OrderedDict()
        )
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or keep the answer."""
        if (
            scope["type"] != "http"
            or scope["method"] not in {"GET", "HEAD"}
            or scope["path"].startswith(LIVE)
        ):
            await self._app(scope, receive, send)
            return
        try:  # a newer state may have to be opened: not on the loop that all requests share
            version = await run_in_threadpool(lambda: scope["app"].state.current.version)
        except Error:
            version = UNKNOWN
        if version == UNKNOWN:  # nobody can tell whether the store is the same, or what is wrong with it
            await self._app(scope, receive, send)
            return
        key = version, scope["path"], scope["query_string"]
        known = Headers(scope=scope).get("if-none-match", "")
        held = self._find(key)
        if held:
            await _answer(send, held, known, head=scope["method"] == "HEAD")
            return
        start: Message = {}
        body = bytearray()
        streamed = False

        async def hold(message: Message) -> None:
            nonlocal start, streamed
            if message["type"] == "http.response.start":
                start = message
                kind = Headers(raw=message["headers"]).get("content-type", "")
                streamed = message["status"] != OK or not kind.startswith("text/html")
            if streamed or message["type"] not in {"http.response.start", "http.response.body"}:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message["type"] == "http.response.body" and not message.get("more_body"):
                whole = bytes(body)
                tag = f'W/"{sha256(whole).hexdigest()[:24]}"'
                headers = MutableHeaders(raw=list(start["headers"]))
                headers["etag"] = tag
                headers["cache-control"] = "no-cache"
                made = headers.raw, whole
                if scope["method"] == "GET":
                    self._keep(key, made)
                await _answer(send, made, known, head=scope["method"] == "HEAD")

        await self._app(scope, receive, hold)

    def _find(self, key: tuple[str, str, bytes]) -> tuple[list[tuple[bytes, bytes]], bytes] | None:
        with self._lock:
            held = self._kept.get(key)
            if held:
                self._kept.move_to_end(key)
            return held

    def _keep(self, key: tuple[str, str, bytes], made: tuple[list[tuple[bytes, bytes]], bytes]) -> None:
        size = _size(key, made)
        if size > LARGEST:
            return
        with self._lock:
            old = self._kept.pop(key, None)
            self._kept[key] = made
            self._size += size - (_size(key, old) if old else 0)
            while self._size > MEGABYTES * 1_000_000:
                self._size -= _size(*self._kept.popitem(last=False))


def _size(key: tuple[str, str, bytes], made: tuple[list[tuple[bytes, bytes]], bytes]) -> int:
    """The bytes of a page with its address and headers."""
    headers, body = made
    return len(body) + len(key[1]) + len(key[2]) + sum(len(name) + len(value) for name, value in headers)


async def _answer(
    send: Send, made: tuple[list[tuple[bytes, bytes]], bytes], known: str, *, head: bool
) -> None:
    headers, body = made
    tag = Headers(raw=headers)["etag"]
    same = tag in (one.strip() for one in known.split(",")) or known.strip() == "*"
    if same:
        headers = [
            (name, value) for name, value in headers if name not in {b"content-length", b"content-type"}
        ]
    await send({"type": "http.response.start", "status": UNCHANGED if same else OK, "headers": list(headers)})
    await send({"type": "http.response.body", "body": b"" if same or head else body})
