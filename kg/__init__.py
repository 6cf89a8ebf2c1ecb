"""A knowledge graph of bilateral relations, read from what foreign ministries publish."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["__version__"]
