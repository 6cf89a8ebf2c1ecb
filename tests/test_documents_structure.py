"""Titles, headings, items, paragraphs and noise."""

from __future__ import annotations

import itertools

import pytest

from kg import documents
from kg.documents.structure import layout

PROSE = (
    "Foreign Minister Ode met Foreign Minister Vos in Riga and they discussed trade between both countries."
)


def kinds(text):
    """The kind, level, marker and words of every block."""
    blocks, _ = layout(text)
    return [(b.kind, b.level, b.marker, text[b.start : b.end]) for b in blocks]


@pytest.mark.parametrize(
    "line",
    [
        "Home > News",
        "Back to Index",
        "Back to Press Releases",
        "Share",
        "Print",
        "Press Releases",
        "For Immediate Release",
        "Office of the Spokesperson",
        "May 31, 2005",
        "21.01.2014",
        "2016-04-19 09:54",
        "18 November 2021",
        "Wednesday, May 24, 2017",
        "9TH MAY 2018",
        "(April 25, 2012)",
        "Riga, 3 May 2019",
        "November 19, 2021 - Ottawa, Ontario - Global Affairs Canada",
        "21.01.2014 - Press release",
        "Ministry of Foreign Affairs of Japan",
        "[Provisional translation]",
        "Date : 2019-09-20 18:25:47",
        "Published 14 September 2016",
        "Begin Text:",
        "* * *",
        "#####",
        "Photo: Ministers Ode and Vos",
        "© Ministry of Foreign Affairs",
    ],
)
def test_noise(line):
    """Menus, date lines, captions and share links are noise, above the text and below it."""
    assert ("noise", 0, "", line) in kinds(f"A Meeting of Ministers\n\n{line}\n\n{PROSE}\n")
    assert ("noise", 0, "", line) in kinds(f"A Meeting of Ministers\n\n{PROSE}\n\n{line}\n")


@pytest.mark.parametrize(
    ("line", "marker", "words"),
    [
        ("1. Bilateral relations", "1.", "Bilateral relations"),
        ("(1) Bilateral relations", "(1)", "Bilateral relations"),
        ("(a) Trade", "(a)", "Trade"),
        ("II. Trade", "II.", "Trade"),
        ("1.2 Trade", "1.2", "Trade"),
        ("A. Trade", "A.", "Trade"),
        ("Bilateral relations", "", "Bilateral relations"),
        ("ON TRADE AND ENERGY", "", "ON TRADE AND ENERGY"),
        ("On Syria:", "", "On Syria:"),
        ("## Trade", "##", "Trade"),
    ],
)
def test_headings(line, marker, words):
    """Short lines that do not speak are headings, and the text after stands under them."""
    text = f"A Meeting of Ministers\n\n{PROSE}\n\n{line}\n\n{PROSE}\n"
    blocks, _ = layout(text)
    heading = blocks[2]
    assert (heading.kind, heading.marker, text[heading.start : heading.end]) == ("heading", marker, words)
    assert blocks[3].headings == (2,)


@pytest.mark.parametrize("mark", ["1.", "(1)", "1)", "(a)", "a)", "(ii)", "-", "•", "°", "*", "–", "- (1)"])  # noqa: RUF001
def test_items(mark):
    """A marked sentence is an item; its block leaves the marker out."""
    text = f"A Meeting of Ministers\n\n{PROSE}\n\n{mark} The two sides agreed to go on.\n"
    assert kinds(text)[2] == ("item", 0, mark, "The two sides agreed to go on.")


def test_nested_items():
    """Markers of another style stand below the ones above them, and the same style closes."""
    text = (
        "A Meeting\n\n1. Trade\n\n(1) Fish\n\n(a) He agreed to it.\n\n(b) She agreed to it.\n\n(2) Wood\n\n"
        "They agreed on it.\n\n2. Energy\n\nThey agreed again.\n"
    )
    blocks, _ = layout(text)
    assert [(b.kind, b.level, b.headings) for b in blocks] == [
        ("title", 0, ()),
        ("heading", 0, ()),
        ("heading", 1, (1,)),
        ("item", 2, (1, 2)),
        ("item", 2, (1, 2)),
        ("heading", 1, (1,)),
        ("paragraph", 2, (1, 5)),
        ("heading", 0, ()),
        ("paragraph", 1, (7,)),
    ]


def test_items_numbered_like_their_heading():
    """Numbers that begin again below a heading of the same style are its items."""
    text = (
        "A Meeting\n\n1. Trade\n\n1. He said this:\n\n2. She said that.\n\n2. Energy\n\nThey agreed on it.\n"
    )
    blocks, _ = layout(text)
    assert [(b.kind, b.level, b.headings) for b in blocks[1:]] == [
        ("heading", 0, ()),
        ("item", 1, (1,)),
        ("item", 1, (1,)),
        ("heading", 0, ()),
        ("paragraph", 1, (4,)),
    ]


def test_lead_in():
    """A paragraph that ends in a colon is the heading of the items after it, and of nothing later."""
    text = f"A Meeting\n\nThey agreed the following:\n\n- To meet;\n- To talk.\n\n{PROSE}\n"
    blocks, _ = layout(text)
    assert [b.headings for b in blocks[1:]] == [(), (1,), (1,), ()]


def test_list_of_topics():
    """Short items of one list are items, not headings."""
    text = f"A Meeting\n\n{PROSE}\n\n- trade;\n- energy;\n- culture.\n"
    assert [k for k, *_ in kinds(text)[2:]] == ["item", "item", "item"]
    text = f"A Meeting\n\n{PROSE}\n\n1. Trade\n2. Energy\n3. Culture\n"
    assert [k for k, *_ in kinds(text)[2:]] == ["item", "item", "item"]


def test_wrapped_lines():
    """Hard-wrapped lines are one paragraph; a line that ends early ends it."""
    wrapped = (
        "The two ministers discussed a wide range of bilateral and regional\n"
        "issues and agreed that the relations between the two countries had\n"
        "developed well.\n"
        "They also exchanged views on the situation in the Middle East, and\n"
        "confirmed that they would stay in touch.\n"
    )
    assert [w for _, _, _, w in kinds("A Meeting\n\n" + wrapped)[1:]] == [
        "\n".join(wrapped.split("\n")[:3]),
        "\n".join(wrapped.split("\n")[3:5]),
    ]


def test_lines_as_paragraphs():
    """Long lines without empty lines between them are paragraphs of their own."""
    text = f"A Meeting\n{PROSE}\n{PROSE}\n"
    assert [k for k, *_ in kinds(text)] == ["title", "paragraph", "paragraph"]


def test_page_header_is_no_title():
    """Of two bare lines at the top the one that names a meeting is the title."""
    text = f"Japan-Latvia Relations\n\nJapan-Latvia Foreign Ministers' Meeting\n\nMay 3, 2019\n\n{PROSE}\n"
    assert [k for k, *_ in kinds(text)][:2] == ["noise", "title"]


def test_title_of_two_lines():
    """Lines right below the title belong to it."""
    document = documents.from_text(f"Japan-Latvia Meeting\nOverview of Results\n\nMay 3, 2019\n\n{PROSE}\n")
    assert document.title == "Japan-Latvia Meeting, Overview of Results"
    document = documents.from_text(f"Japan-Latvia Meeting\n(Overview)\n\n{PROSE}\n")
    assert document.title == "Japan-Latvia Meeting (Overview)"


def test_no_title():
    """A page that begins with its text has none."""
    assert documents.from_text(PROSE).title is None


def test_dateline():
    """A news agency's dateline is cut off the paragraph."""
    body = PROSE + " " + PROSE
    for head in (
        "AMMAN —",
        "Pyongyang, November 5 (KCNA) --",
        "Chisinau, 20 May 2022 -",
        "NEOM, Mar. 26, 2021, SPA --",
    ):
        found = kinds(f"A Meeting\n\n{head} {body}\n")
        assert found[1:] == [("noise", 0, "", head), ("paragraph", 0, "", body)]


def test_caption():
    """A line of names between title and text is a caption."""
    text = f"A Meeting\n\nForeign Minister Ode and Foreign Minister Vos\n\n{PROSE}\n"
    assert kinds(text)[1][0] == "noise"


def test_offsets_and_sentences():
    """Blocks lie in order without overlap; sentences lie in their block; headings point back."""
    text = f"Meeting\n\nMay 3, 2019\n\n{PROSE} Then?\n\n1. A\n\n(1) Agreed.\n\n(2) So.\n\nBack to top\n"
    blocks, sentences = layout(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(blocks))
    assert all(blocks[s.block].start <= s.start < s.end <= blocks[s.block].end for s in sentences)
    assert all(h < k and blocks[h].kind != "noise" for k, b in enumerate(blocks) for h in b.headings)
    assert {blocks[s.block].kind for s in sentences} == {"paragraph", "item"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        (PROSE + " ") * 20_000,
        "a" * 2_000_000,
        "a\n" * 100_000,
        "1. a\n" * 40_000,
        "- a:\n" * 40_000,
        "((((" * 250_000,
        "Minister " * 100_000,
    ],
    ids=["line", "word", "lines", "numbers", "colons", "brackets", "capitals"],
)
def test_odd_pages_end(text):
    """Megabytes in one line, and other odd pages, are laid out; a quadratic step would not end.

    No clock here: how long it takes is the business of benchmarks/reading.py.
    """
    blocks, sentences = layout(text)
    assert blocks
    assert all(blocks[s.block].start <= s.start < s.end <= blocks[s.block].end for s in sentences)
