"""Bytes to text: encodings, refusals, limits."""

from __future__ import annotations

import pytest

from kg.documents.decode import LIMIT, decode
from kg.errors import EmptyError, EncodingError, TooLargeError

FRENCH = "Le ministre des Affaires étrangères a reçu son homologue à Paris, où ils ont évoqué la Türkiye."
JAPANESE = "日本とロシアの外相会談が行われた。両大臣は北方領土問題について議論した。"
RUSSIAN = "Министр иностранных дел России принял японского коллегу в Москве."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "latin-1"),
        ("The “Foreign Minister\u2019s” meeting — Türkiye", "cp1252"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "utf-32"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "utf-16"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("외교부 장관은 일본 외무대신과 회담을 가졌다. 양국 관계에 대해 논의하였다.", "euc-kr"),
        ("外交部长王毅会见日本外相。双方就中日关系交换意见。", "gb18030"),
    ],
)
def test_encodings(text, encoding):
    """The encodings that ministries have used are told without being named, each time alike."""
    data = text.encode(encoding)
    assert decode(data, source="x") == text
    assert decode(data, source="x") == decode(data, source="y")


def test_line_ends_and_mark_of_order():
    """CRLF and CR become LF, the mark of order goes, nothing else changes."""
    assert decode(b"\xef\xbb\xbfa\r\nb\rc \t d\n", source="x") == "a\nb\nc \t d\n"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "JPEG"),
        (b"PK\x03\x04" + bytes(50), "ZIP"),
        (b"\xd0\xcf\x11\xe0" + bytes(50), "Word"),
        (b"plain\0text", "NUL"),
        (b"plain\0text \xff\xfe", "NUL"),
        (bytes(range(1, 32)) * 20, "control"),
        (b"\xff\xfe\x00\xd8\x00", "UTF-16"),
        (b"\x81\x8d\x8f\x90\x9d\xff\xff\xfe\x81" * 3, "UTF-8"),
    ],
)
def test_no_text(data, cause):
    """What is no text is refused; the message names the file and the cause."""
    with pytest.raises(EncodingError) as caught:
        decode(data, source="report.txt")
    assert "report.txt" in str(caught.value)
    assert cause in str(caught.value)
    assert caught.value.advice


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_empty(data):
    """Nothing but white space is no document."""
    with pytest.raises(EmptyError, match=r"x\.txt"):
        decode(data, source="x.txt")


def test_too_large():
    """Fifty megabytes are refused at once."""
    with pytest.raises(TooLargeError, match=r"50\.0 MB"):
        decode(b"a" * 50_000_000, source="x")
    assert decode(b"a" * LIMIT, source="x")


def test_utf_16_that_is_none():
    """Bytes that look like UTF-16 without a mark and are not fall through to the refusal."""
    with pytest.raises(EncodingError):
        decode(b"a\0b\0c\0d\0e\0\x00\xd8f\0g\0", source="x")
