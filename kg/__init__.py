r"""A knowledge graph of bilateral relations, read from what foreign ministries publish.

>>> import kg
>>> kg.read("The two sides met.\nThey agreed to meet again.").document.language
'en'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Graph, open, read  # noqa: A004 - as in DESIGN
    from kg.errors import Error
    from kg.model import Document, Reading

__version__ = "0.1.0"
__all__ = ["Document", "Error", "Graph", "Reading", "__version__", "open", "read"]

_HOMES = {
    "Document": "kg.model",
    "Error": "kg.errors",
    "Graph": "kg.api",
    "Reading": "kg.model",
    "open": "kg.api",
    "read": "kg.api",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for (PEP 562): `import kg` alone costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Offer the public names."""
    return __all__
