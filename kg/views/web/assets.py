"""What script adds to the pages: built from `frontend/`, perhaps not there (every page is whole without)."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

BUILT = Path(__file__).with_name("static") / "built"


def asset(name: str) -> str | None:
    """The address of a built file, which changes with its content; None where it was not built.

    >>> asset("nothing.js")
    """
    try:
        told = (BUILT / name).stat()
    except OSError:
        return None
    return f"/static/built/{name}?v={_digest(name, told.st_mtime_ns, told.st_size)}"


@lru_cache(maxsize=64)
def _digest(name: str, changed: int, size: int) -> str:  # noqa: ARG001  another time or size is another file
    return sha256((BUILT / name).read_bytes()).hexdigest()[:12]
