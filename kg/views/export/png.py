"""The same picture in pixels (PNG), drawn from the SVG by resvg; names in whatever sans-serif is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kg.errors import Error
from kg.network import network
from kg.views.export import Exporter
from kg.views.export.svg import picture

if TYPE_CHECKING:
    from kg.network import Selection
    from kg.store import Store

WIDTH = 1800
"""Pixels, and as many in height: sharp at half a page's width in print."""


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:  # noqa: ARG001  always pairs
    """Write the picture. Raises Error where the library is missing."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise Error(
            "resvg is not installed", "pip install 'bilateral-kg[picture]', or export --to svg"
        ) from error
    drawn = picture(network(store, selection), links=False)
    out.write(svg_to_bytes(svg_string=drawn, width=WIDTH, background="#ffffff"))


EXPORTERS = (
    Exporter(
        "png",
        ".png",
        "the picture in pixels, 1,800 wide (PNG); one line per pair as in svg",
        "anything that shows pictures; needs pip install 'bilateral-kg[picture]'",
        write,
    ),
)
