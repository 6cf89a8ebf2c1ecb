"""The workbench in a browser: `kg serve`.

A module of this package, or of its `pages`, that has `ROUTES` is served; nothing else is edited. Every page
works without script; what script adds is built from `frontend/` (see docs/architecture.md).
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib import import_module
from importlib.resources import files
from pkgutil import walk_packages
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from kg.errors import Error
from kg.views.web import problems
from kg.views.web.cache import Cache
from kg.views.web.current import Current
from kg.views.web.safety import Safety
from kg.views.web.turns import Turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.routing import BaseRoute

    from kg.views.web.settings import Settings

__all__ = ["application"]


def application(settings: Settings) -> Starlette:
    """The server over one store, as an ASGI application.

    Raises NotFoundError, StoreFormatError, StoreError where the store cannot be opened.
    """
    current = Current(settings.where)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.pages
        yield
        current.close()

    app = Starlette(
        routes=_routes(),
        lifespan=life,
        middleware=[
            Middleware(Safety, body=settings.body),
            Middleware(
                TrustedHostMiddleware, allowed_hosts=list(settings.hosts) or ["*"], www_redirect=False
            ),
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=5),
            Middleware(Cache),
        ],
        exception_handlers={
            Error: problems.of_ours,
            HTTPException: problems.of_http,
            Exception: problems.of_nobody,
        },
    )
    app.state.current = current
    app.state.settings = settings
    app.state.exports = BoundedSemaphore(settings.queries)
    app.state.turns = Turns(settings.queries, settings.waiting)
    return app


def _routes() -> list[BaseRoute]:
    """Those of every module here: exact paths before patterns, and of those the longer first."""
    found: list[BaseRoute] = []
    for module in walk_packages(__path__, f"{__name__}."):
        found += getattr(import_module(module.name), "ROUTES", ())

    def place(route: BaseRoute) -> tuple[bool, int, str]:
        path = str(getattr(route, "path", ""))
        return "{" in path, -len(path), path

    found.sort(key=place)
    static = StaticFiles(directory=str(files(__name__) / "static"))
    return [*found, Mount("/static", static, name="static")]
