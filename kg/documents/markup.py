"""HTML -> its main text: menus, captions, cookie notices and what is hidden are left out.

Lists get the numbers or bullets that a browser would show, a further style for each level of nesting, so
that the layout sees what a reader of the page sees.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.documents.metadata import Metadata, shown_publishers
from kg.documents.numbering import numeral, opens
from kg.documents.words import layout
from kg.errors import EncodingError

if TYPE_CHECKING:
    from types import ModuleType

_BLOCKS = (
    "address article aside blockquote dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr main nav p pre section table td th tr"
)
_DROPPED = (
    "script style noscript nav footer button iframe svg template select figcaption head object "
    "audio video canvas map textarea dialog"
)
_ROLES = "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar"
_MAIN = (
    "//main",
    "//*[@role='main']",
    "//article",
    "//*[@id='main' or @id='content' or @id='main-content' or @id='maincontent' or @id='contents']",
)
_MENU = 200  # characters: less is no account
_LINKS, _SHARE = 3, 0.7  # links and their share of the letters that make a menu
_HALF = 0.5  # of the text: what holds more is no furniture, whatever it is called
_BULLETS = "-•○▪"
_NUMBERS = ("{}.", "({})")
_LAST = 0x10FFFF
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,8});?")
_BLANK = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OWNED = re.compile(r"©|\bcopyright\b", re.IGNORECASE)
_OWNER = 200  # characters of a copyright line
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w:-]{2,40})", re.IGNORECASE)
_LOOKS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def looks(text: str) -> bool:
    """Whether a text begins as a page.

    >>> looks("<!DOCTYPE html>"), looks("Overview of <html>")
    (True, False)
    """
    return bool(_LOOKS.match(text[:2000]))


def declared(data: bytes) -> bytes:
    """The bytes of a page in UTF-8, where they are not and the page names an encoding that fits."""
    found = _DECLARED.search(data[:4096])
    if not found:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(found[1].decode("ascii")).encode()
        except (LookupError, UnicodeError):
            return data
    return data


def extract(markup: str, library: ModuleType, source: str) -> tuple[str, Metadata]:
    """The main text, and what the page's head tells; `library` is lxml.html. Raises EncodingError."""
    plain = _NO_XML.sub(" ", re.sub(r"^\s*<\?xml[^>]*\?>", "", markup))
    try:
        return _extract(library.document_fromstring(_REFERENCE.sub(_shown, plain)))
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise EncodingError(f"{source}: HTML that cannot be read: {error}", "save it as text") from error


def _shown(reference: re.Match[str]) -> str:
    """A reference to a sign by its number, unless XML has no such sign."""
    digits = reference[1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return " " if number > _LAST or _NO_XML.match(chr(number)) else reference[0]


def _extract(tree: Any) -> tuple[str, Metadata]:
    """The main text of a page, and what its head tells."""
    shown = _head(tree)
    main = _main(tree)
    _clear(main)
    _collapse(main)
    for line in main.xpath(".//br"):
        line.tail = "\n" + (line.tail or "").lstrip(" ")
    for element in main.iter(*_BLOCKS.split()):
        element.text = "\n\n" + (element.text or "")
        element.tail = "\n\n" + (element.tail or "")
    for element in main.iter("ol", "ul"):
        element.tail = "\n\n" + (element.tail or "")
        _mark(element)
    lines = [" ".join(line.split()) for line in main.text_content().split("\n")]
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
    return body, shown


def _length(element: Any) -> int:
    return len("".join(element.text_content().split()))


def _main(tree: Any) -> Any:
    """The element that holds the account; a title that stands above it is brought inside."""
    for path in _MAIN:
        found = [m for m in tree.xpath(path) if _length(m) > _MENU]
        if found:
            main = max(found, key=_length)
            break
    else:
        return tree
    titles = tree.xpath("//h1[normalize-space()]")
    if len(titles) == 1 and not main.xpath(".//h1") and not titles[0].xpath("ancestor::nav"):
        main.insert(0, titles[0])
        titles[0].tail, main.text = main.text, None
    return main


def _clear(main: Any) -> None:
    """Take out what is furniture by its element, role, name or style, and lists of links."""
    whole = _length(main)
    paths = [f".//{name}" for name in _DROPPED.split()] + [f".//*[@role='{role}']" for role in _ROLES.split()]
    paths += [".//*[@hidden]", ".//*[@aria-hidden='true']", ".//comment()", ".//processing-instruction()"]
    for element in main.xpath("|".join(paths)):
        _drop(element)
    furniture = re.compile(
        rf"(?:^|[\s_-])(?:{''.join(layout()['furniture'].split())})(?:$|[\s_-])", re.IGNORECASE
    )
    for element in main.xpath(".//*[@class or @id or @style]|.//header|.//aside|.//form"):
        named = f"{element.get('class', '')} {element.get('id', '')}"
        holds = element.tag in {"body", "h1"} or element.xpath(".//h1") or _length(element) > _HALF * whole
        beside = element.tag in {"header", "aside", "form"} or furniture.search(named)
        if _HIDDEN.search(element.get("style", "")) or (beside and not holds):
            _drop(element)
    for element in main.xpath(".//ul|.//ol|.//table|.//div|.//p|.//td|.//dl"):
        links = element.xpath(".//a[@href]")
        if len(links) >= _LINKS and sum(map(_length, links)) > _SHARE * max(_length(element), 1):
            _drop(element)


def _drop(element: Any) -> None:
    """Out of the tree, but not the words after it."""
    if element.getparent() is not None:
        element.tail = " " + (element.tail or "")
        element.drop_tree()


def _collapse(main: Any) -> None:
    """White space as a browser shows it: a line break of the source is a blank, except in `pre`."""
    kept = {inner for pre in main.iter("pre") for inner in pre.iter()}
    for element in main.iter():
        if element.text and element not in kept:
            element.text = _BLANK.sub(" ", element.text)
        if element.tail and (element not in kept or element.tag == "pre"):
            element.tail = _BLANK.sub(" ", element.tail)


def _mark(element: Any) -> None:
    """The markers of one list, unless its items bring their own."""
    depth = len(element.xpath("ancestor::ol" if element.tag == "ol" else "ancestor::ul"))
    try:
        number = int(element.get("start", "1"))
    except ValueError:
        number = 1
    for item in element.iterchildren("li"):
        value = item.get("value", "")
        number = int(value) if re.fullmatch(r"\d{1,4}", value) else number
        marker = _BULLETS[min(depth, len(_BULLETS) - 1)]
        if element.tag == "ol":
            kind = element.get("type") or ("1" if depth < 2 else "a")  # noqa: PLR2004 - 1. (1) (a)
            marker = _NUMBERS[min(depth, 1) if kind == "1" else 1].format(numeral(number, kind))
        words = item.text_content().lstrip()
        holder = item
        while not (holder.text or "").strip() and len(holder) and holder[0].tag in _BLOCKS.split():
            holder = holder[0]
            holder.text = (holder.text or "").lstrip()  # the marker and its words stay on one line
        sign = "" if opens(words) or not words else f"{marker} "
        item.text = f"\n\n{sign}" + (item.text or "").lstrip()
        item.tail = "\n\n" + (item.tail or "")
        number += 1


def _head(tree: Any) -> Metadata:
    """What the page's head tells: its address, its title, its date, whose site it is."""

    def first(*paths: str) -> str:
        return next((found for p in paths if (found := str(tree.xpath(f"string({p})")).strip())), "")

    address = first("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    title = first("//meta[@property='og:title']/@content", "//title")
    date = first(
        "//meta[@property='article:published_time']/@content",
        "//meta[@name='dcterms.issued' or @name='DC.date.issued' or @name='date']/@content",
        "//time/@datetime",
    )
    day = re.match(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", date)
    site = first("//meta[@property='og:site_name']/@content")
    owner = next((" ".join(o.split())[:_OWNER] for o in tree.xpath("//text()") if _OWNED.search(o)), "")
    return Metadata(
        title=" ".join(title.split()) or None,
        date=day[0] if day else None,
        publishers=shown_publishers([site, address, title, owner]) or None,
        url=address if re.match(r"https?://", address) else None,
    )
