"""What holds for every answer and every request, whatever the page.

Nothing is loaded from elsewhere, nothing inline is run, no other site may frame a page, and no request is
larger than its limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data: blob:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
ADDRESS = 16_384
"""The longest path and query string, in bytes: longer queries go by POST."""


class Safety:
    """ASGI middleware: the headers above, a limit for the address and one for the body."""

    def __init__(self, app: ASGIApp, *, body: int) -> None:
        """`body` in bytes."""
        self._app = app
        self._body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > ADDRESS:
            await _refused(414, f"the address is longer than {ADDRESS} bytes", "send the query by POST")(
                scope, receive, guarded
            )
            return
        if _told(scope) > self._body:
            await self._too_large(scope, receive, guarded)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._body:
                raise TooLarge
            return message

        try:
            await self._app(scope, counted, guarded)
        except TooLarge:
            await self._too_large(scope, receive, guarded)

    async def _too_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = _refused(413, f"the request is larger than {self._body} bytes", "ask for less at a time")
        await refused(scope, receive, send)


class TooLarge(Exception):  # noqa: N818  a signal between the two functions above
    """The body went over its limit while it was read."""


def _told(scope: Scope) -> int:
    """The length that the request says it has; 0 where it says none."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _refused(status: int, message: str, advice: str) -> JSONResponse:
    told = {"type": "about:blank", "status": status, "detail": message, "advice": advice}
    return JSONResponse(told, status, media_type="application/problem+json")
