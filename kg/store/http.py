"""Requests to a SPARQL server: who asks, how long one waits, and what is tried again.

Who asks is told by the address (`https://USER:PASSWORD@host/sparql`), else by the environment: KG_STORE_TOKEN
(Bearer), or KG_STORE_USER and KG_STORE_PASSWORD. Basic is sent with each request; to an address that ends in
`-auth` nothing, until it asks for Digest (Virtuoso, which refuses Basic without a word). None of
it is ever shown, or sent to where a server redirects to.
"""

from __future__ import annotations

import base64
import http.client
import os
import random
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit

from kg.errors import EndpointError, QueryLimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WAITS: Final = (0.25, 1.0, 4.0)
"""Seconds before the second try and those after it, give or take a quarter."""
PATIENCE: Final = 30.0
"""Seconds that a server may ask for by Retry-After."""
BUSY: Final = (429, 502, 503, 504)
"""A server, or what stands before it, that had no time: it has done nothing."""


class Http:
    """One server; `location` is its address without who asks, `headers` say that (for rdflib)."""

    def __init__(self, address: str, *, seconds: float, environ: Mapping[str, str] = os.environ) -> None:
        """Take the address apart; `seconds` bounds each request. Raises EndpointError where it is none."""
        try:
            parts = urlsplit(address)
            host = parts.hostname
            _ = parts.port
        except ValueError:
            host = None
        shown = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if host else "that"
        if not host:
            raise EndpointError(f"{shown} is no address of an endpoint", "give http://HOST:PORT")
        self.location = shown
        self.seconds = seconds
        user, password, token = unquote(parts.username or ""), unquote(parts.password or ""), ""
        if not user:
            token = environ.get("KG_STORE_TOKEN", "")
            user, password = environ.get("KG_STORE_USER", ""), environ.get("KG_STORE_PASSWORD", "")
        handlers: list[urllib.request.BaseHandler] = []
        self._digest: _Digest | None = None
        who = f"Bearer {token}" if token else ""
        if user and not token and parts.path.rstrip("/").endswith("-auth"):
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, urlunsplit(urlsplit(shown)._replace(path="/")), user, password)
            self._digest = _Digest(known)
            handlers.append(self._digest)
        elif user and not token:
            who = f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"
        self.headers = {"Authorization": who} if who else {}
        self._opener = urllib.request.build_opener(*handlers)
        self._reached = False

    def request(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        *,
        kind: str = "",
        accept: str = "*/*",
        seconds: float | None = None,
        size: int | None = None,
        again: bool = True,
    ) -> bytes:
        """The body of the answer, `size` bytes at most; urllib's HTTPError for a refusal.

        A server that has no time, or is gone for a moment, is asked again; unless `again` is true, only if it
        is sure to have done nothing. Raises EndpointError, QueryLimitError.
        """
        headers = {"Accept": accept, "User-Agent": "bilateral-kg"} | ({"Content-Type": kind} if kind else {})
        waits = list(WAITS)
        while True:
            asked = urllib.request.Request(url, body, headers, method=method)  # noqa: S310 - http(s) only
            for name, value in self.headers.items():
                asked.add_unredirected_header(name, value)
            if self._digest:
                self._digest.answer(asked, lambda: self.request("GET", self.location))
            try:
                with self._opener.open(asked, timeout=seconds or self.seconds) as answer:
                    data = bytes(answer.read() if size is None else answer.read(size + 1))
            except urllib.error.HTTPError as error:
                if error.code not in BUSY or not waits:
                    raise
                wait = _asked(error) or waits[0]
                error.close()
            except (OSError, http.client.HTTPException) as error:
                reason = getattr(error, "reason", error)
                if isinstance(reason, TimeoutError):
                    raise EndpointError(
                        f"{self.location} did not answer in time", "ask for less, or try later"
                    ) from None
                nothing_sent = isinstance(reason, ConnectionRefusedError)
                if not (waits and self._reached and (again or nothing_sent)):
                    raise EndpointError(
                        f"{self.location} cannot be reached: {reason}", "is the server running?"
                    ) from None
                wait = waits[0]
            else:
                self._reached = True
                if size is not None and len(data) > size:
                    raise QueryLimitError(
                        f"stopped at {size >> 20} MB of answer", "ask for less, or allow more"
                    )
                return data
            del waits[0]
            time.sleep(wait * random.uniform(0.75, 1.25))  # noqa: S311 - so that clients part

    def refused(self, error: urllib.error.HTTPError) -> EndpointError:
        """The server's own first line, with what to do."""
        with error:
            words = error.read(500).decode("utf-8", "replace").strip().partition("\n")[0]
        advice = ""
        if error.code in (401, 403):
            advice = "who asks is told by KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN"
        return EndpointError(f"{self.location} refused: {error.code} {error.reason}: {words}", advice)


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Digest that answers the server's last challenge before it is asked again.

    A server that is sent megabytes by nobody it knows closes the connection before it has read them.
    """

    _challenge: dict[str, str] | None = None
    _asking = False

    def get_authorization(self, req: urllib.request.Request, chal: Any) -> str:
        """Keep the challenge."""
        self._challenge = chal
        return str(super().get_authorization(req, chal))

    def http_error_401(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any) -> Any:
        """Answer it, and let go of the refusal."""
        try:
            found = super().http_error_401(req, fp, code, msg, headers)
        except urllib.error.HTTPError:
            fp.close()
            raise
        if found is not None:
            fp.close()
        return found

    def answer(self, request: urllib.request.Request, ask: Callable[[], object]) -> None:
        """Answer the challenge; without one, `ask` for it by a request with nothing in it."""
        if not self._challenge and not self._asking:
            self._asking = True
            try:
                ask()
            except urllib.error.HTTPError as error:  # the request itself will be refused
                error.close()
            self._asking = False
        if self._challenge:
            said = self.get_authorization(request, self._challenge)
            request.add_unredirected_header("Authorization", f"Digest {said}")


def _asked(error: urllib.error.HTTPError) -> float:
    """The seconds that the server asks to wait; 0 where it asks for none, or for a date."""
    told = error.headers.get("Retry-After", "")
    return min(float(told), PATIENCE) if told.isdecimal() else 0.0
