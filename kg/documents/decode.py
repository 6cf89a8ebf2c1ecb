"""Bytes -> text: UTF-8 first, marks of order next, then the encodings that ministries have used."""

from __future__ import annotations

import codecs
import re

from kg.errors import EmptyError, EncodingError, TooLargeError

LIMIT = 20_000_000  # bytes of one text
_SAMPLE = 65_536  # bytes from which an encoding is told
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLD = ["cp1252", "cp932", "euc_jp", "cp1251", "koi8_r", "gb18030", "euc_kr", "big5"]
_MAGIC = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x7fELF", "a program"),
    (b"RIFF", "a sound or film"),
    (b"{\\rtf", "an RTF file"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ADVICE = "save it as text in UTF-8"


def decode(data: bytes, *, source: str) -> str:
    r"""The text in these bytes: mark of order dropped, CRLF and CR turned into LF, nothing else changed.

    Raises TooLargeError over 20 MB, EncodingError for what is no text (its message names the file and the
    cause), EmptyError where there is no character but white space.

    >>> decode(b"\xef\xbb\xbfOne\r\ntwo\r", source="x.txt")
    'One\ntwo\n'
    """
    if len(data) > LIMIT:
        raise TooLargeError(
            f"{source}: {len(data) / 1e6:.1f} MB, over the limit of {LIMIT // 1_000_000} MB",
            "split it into its releases",
        )
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise EncodingError(f"{source}: not text but {what}", _ADVICE)
    marked = _marked(data, source)
    text = _plain(data, source) if marked is None else marked
    if "\0" in text:
        at = text.index("\0")
        raise EncodingError(f"{source}: not text: a NUL at character {at}", _ADVICE)
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if controls > max(2, 0.01 * min(len(text), _SAMPLE)):
        raise EncodingError(f"{source}: not text: {controls} control characters", _ADVICE)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise EmptyError(f"{source}: there is no text in it", "check that the file was saved whole")
    return text


def _marked(data: bytes, source: str) -> str | None:
    """Text that begins with a mark of order, or UTF-16 without (every other byte of a Latin text is 0)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(name)
            except UnicodeDecodeError as error:
                raise EncodingError(
                    f"{source}: begins as {name.upper()} but is not: {error.reason}", _ADVICE
                ) from error
    head = data[:2000]
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(head) > 3 and zeros.count(0) > 0.8 * len(zeros):  # noqa: PLR2004 - two characters at least
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                break
    return None


def _plain(data: bytes, source: str) -> str:
    """UTF-8, else what charset-normalizer finds among the encodings in use before it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first, reason = error.start, error.reason
    if data.count(b"\0") > 0:
        raise EncodingError(f"{source}: not text: a NUL at byte {data.index(0)}", _ADVICE)
    from charset_normalizer import from_bytes

    start = max(0, first - 1000)
    best = from_bytes(data[start : start + _SAMPLE], cp_isolation=[*_OLD]).best()
    names = [best.encoding] if best else []
    for name in [*names, "cp1252"]:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise EncodingError(
        f"{source}: not UTF-8 ({reason} at byte {first}) nor another encoding that can be told", _ADVICE
    )
