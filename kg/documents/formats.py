"""HTML, PDF and Word files -> the text that is stored; plain text and Markdown pass through the decoder.

The readers of those formats are optional libraries, imported where they are used.
"""

from __future__ import annotations

import io
import re
from importlib import import_module
from typing import Any

from kg.documents.decode import LIMIT, decode
from kg.documents.metadata import Metadata
from kg.errors import EmptyError, EncodingError, InputError, TooLargeError

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCKS = (
    "address article aside blockquote div dd dl dt figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr main nav p pre section table tr ul ol"
)
_MENU = 200  # characters: less is no account
_DROPPED = "script style noscript nav header footer aside form button iframe svg template select figcaption"


def text(data: bytes, *, source: str) -> tuple[str, Metadata]:
    """The text to store, and what the file's own header tells about it.

    Raises EncodingError, EmptyError, TooLargeError, and InputError where the optional library is missing.
    """
    if data.startswith(b"%PDF"):
        return _checked(_pdf(data, source), source)
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return _checked(_docx(data, source), source)
    plain = decode(data, source=source)
    if source.lower().endswith((".html", ".htm", ".xhtml")) or _HTML.match(plain[:2000]):
        return _checked(_html(plain, source), source)
    return plain, Metadata()


def _checked(found: tuple[str, Metadata], source: str) -> tuple[str, Metadata]:
    body, shown = found
    body = body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not body.strip():
        raise EmptyError(f"{source}: there is no text in it", "a scanned page must be recognised first")
    if len(body) > LIMIT:
        raise TooLargeError(
            f"{source}: over the limit of {LIMIT // 1_000_000} MB", "split it into its releases"
        )
    return body, shown


def _library(name: str, extra: str, source: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(
            f"{source}: reading it needs {name}, which is not installed",
            f"pip install 'bilateral-kg[{extra}]'",
        ) from error


def _pdf(data: bytes, source: str) -> tuple[str, Metadata]:
    library = _library("pypdf", "pdf", source)
    if len(data) > 4 * LIMIT:
        raise TooLargeError(
            f"{source}: {len(data) / 1e6:.1f} MB is too much for one PDF", "split it into its releases"
        )
    try:
        pages = [page.extract_text() for page in library.PdfReader(io.BytesIO(data)).pages]
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise EncodingError(f"{source}: a PDF that cannot be read: {error}", "save it as text") from error
    return "\n\n".join(pages), Metadata()


def _docx(data: bytes, source: str) -> tuple[str, Metadata]:
    library = _library("docx", "docx", source)
    try:
        document = library.Document(io.BytesIO(data))
        body = "\n\n".join(p.text for p in document.paragraphs)
        title = document.core_properties.title or None
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise EncodingError(
            f"{source}: a Word file that cannot be read: {error}", "save it as text"
        ) from error
    return body, Metadata(title=title)


def _html(markup: str, source: str) -> tuple[str, Metadata]:
    library = _library("lxml.html", "html", source)
    try:
        tree = library.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", markup))
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise EncodingError(f"{source}: HTML that cannot be read: {error}", "save it as text") from error
    shown = _header(tree)
    main = next(
        (
            m
            for m in tree.xpath("//main|//article|//*[@id='main' or @id='content' or @role='main']")
            if _length(m) > _MENU
        ),
        tree,
    )
    for element in main.xpath("|".join(f".//{name}" for name in _DROPPED.split())):
        element.drop_tree()
    for line in main.xpath(".//br"):
        line.tail = "\n" + (line.tail or "")
    for element in main.iter(*_BLOCKS.split()):
        element.text = "\n\n" + (element.text or "")
        element.tail = "\n\n" + (element.tail or "")
    for element in main.iter("li"):
        element.text = "\n- " + (element.text or "").lstrip()
        element.tail = "\n" + (element.tail or "")
    lines = [" ".join(line.split()) for line in main.text_content().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n", shown


def _length(element: Any) -> int:
    return len(element.text_content().strip())


def _header(tree: Any) -> Metadata:
    """The page's own address, where its head tells it."""
    address = tree.xpath("string(//link[@rel='canonical']/@href)") or tree.xpath(
        "string(//meta[@property='og:url']/@content)"
    )
    return Metadata(url=str(address) if re.match(r"https?://", str(address)) else None)
