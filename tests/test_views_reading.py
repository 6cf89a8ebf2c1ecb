"""The text with its statements: stretches, coverage, the terminal's view and the page."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from rich.console import Console

from kg import documents
from kg.model import Commitment, Meeting, Official, Reading, Reference, Release, Skipped, Span, Statement
from kg.views.reading import page, terminal
from kg.views.reading.coverage import coverage
from kg.views.reading.labels import SIGNS, heading, reply, topic, who
from kg.views.reading.stretches import cut
from kg.vocabulary.schemes import POLARITIES

TEXT = """Meeting of the Ministers

May 3, 2019

1. Fisheries

(1) Minister Ash asked Norland to free the vessel. Minister Bo said it would be done if it paid. It rained.

Both sides agreed to meet again.
"""


def statement(n, words, **more):
    """One statement of these words."""
    start = TEXT.index(words)
    told = {"act": "request", "dossier": "fisheries", "issue": "fisheries", "speaker": "Ada Ash"}
    told |= {"speaker_states": ("JPN",)} | more
    return Statement(n, start, start + len(words), words, **told)


@pytest.fixture
def reading():
    """Four statements: two overlap, one has a second stretch in another block, one answers another."""
    more = TEXT.index("Both sides")
    skipped = TEXT.index("It rained.")
    statements = (
        statement(1, "Minister Ash asked Norland to free the vessel.", polarity="oppose"),
        statement(2, "free the vessel. Minister Bo", issue="vessels", polarity="support", confidence=0.2),
        statement(
            3,
            "said it would be done if it paid.",
            act="commit",
            speaker="Bo",
            speaker_states=(),
            polarity="conditional_support",
            condition="if it paid",
            replies_to=2,
            reply_grade="accepts_with_condition",
            more=(Span(more, more + 10),),
        ),
        statement(
            4, "agreed to meet again.", act="agree", speaker=None, speaker_states=("JPN", "NOR"), past=True
        ),
    )
    return Reading(
        documents.from_text(TEXT, source="x.txt"),
        Meeting("meeting", "2019-05-03", None, ("JPN", "NOR"), (Official("Ada Ash", "JPN", "Minister"),)),
        statements,
        (
            Commitment(3, ("NOR",), "free the vessel", "2019-06", "next month"),
            Commitment(4, ("JPN",), "meet"),
        ),
        (Reference("document", "Fisheries Agreement", 0, 5, "1998", inferred=True),),
        skipped=(Skipped(skipped, skipped + 10, "no reporting verb"),),
    )


def test_stretches(reading):
    """Every letter of every block lies in one stretch, in exactly the statements that cover it."""
    for block, stretches in cut(reading):
        assert [stretches[0].start, stretches[-1].end] == [block.start, block.end]
        assert all(a.end == b.start for a, b in pairwise(stretches))
        for stretch in stretches:
            for at in range(stretch.start, stretch.end):
                covering = {
                    s.n
                    for s in reading.statements
                    for a, b in [(s.start, s.end), *((m.start, m.end) for m in s.more)]
                    if a <= at < b
                }
                assert set(stretch.inside) == covering
    every = [stretch for _, stretches in cut(reading) for stretch in stretches]
    assert sorted(n for s in every for n in s.begins) == [1, 2, 3, 4]
    assert sorted(n for s in every for n in s.ends) == [1, 2, 3, 4]
    assert [s.skipped for s in every if s.closes] == ["no reporting verb"]


def test_coverage(reading):
    """Sentences and their characters; an overlap counts once."""
    found = coverage(reading)
    assert (found.sentences, found.sentences_read) == (4, 3)
    read = "Minister Ash asked Norland to free the vessel. Minister Bo said it would be done if it paid."
    # the blanks between two sentences belong to none
    assert found.letters_read == len(read) - 2 + len("Both sides") + len("agreed to meet again.")
    assert found.letters == len(read) - 1 + len("It rained.") + len("Both sides agreed to meet again.")
    assert found.rows()[1] == {
        "what": "no reporting verb",
        "sentences": 1,
        "share": 0.25,
        "characters": 10,
        "share_of_characters": round(10 / found.letters, 3),
    }
    assert str(found).endswith("; not read: 1 no reporting verb")


def test_coverage_of_nothing():
    """A document without sentences, and one in a language that is not read."""
    assert str(coverage(Reading(documents.from_text("A Meeting")))) == "0 of 0 sentences read"
    unread = Reading(documents.from_text(TEXT), unread_language="xx")
    assert coverage(unread).sentences_read == 0


def test_labels(reading):
    """Speakers, topics and replies as people read them; there is a sign for each polarity."""
    first, second, third, fourth = reading.statements
    assert [who(s) for s in reading.statements] == ["Ada Ash (JPN)", "Ada Ash (JPN)", "Bo", "JPN, NOR"]
    assert who(replace(fourth, speaker_states=())) == "not named"
    assert [topic(first), topic(second)] == ["fisheries", "fisheries: vessels"]
    assert [reply(first), reply(third)] == [None, "-> 2 (accepts with condition)"]
    assert reply(replace(third, reply_grade=None)) == "-> 2"
    assert heading(reading)[1:] == ["Meeting: meeting, 2019-05-03, JPN and NOR", "  Ada Ash, Minister, JPN"]
    assert len(heading(replace(reading, unread_language="xx"))) == 1
    assert list(SIGNS) == list(POLARITIES)


@pytest.mark.parametrize("width", [40, 91, 92, 240])
def test_terminal(reading, width):
    """Plain text shows where statements begin and end, notes beside or below, and is never too wide."""
    out = io.StringIO()
    terminal.write(reading, out, width=width)
    shown = out.getvalue()
    assert all(len(line) <= width and line == line.rstrip() for line in shown.split("\n"))
    assert "\x1b" not in shown
    flat = re.sub(r"\s+", " ", shown)
    for n in (1, 2, 3, 4):
        assert f"[{n}]" in flat
        assert f"[/{n}]" in flat
    assert "-> 2 (accepts with condition)" in flat
    assert "request · fisheries" in flat
    assert "if: if it paid" in flat
    assert "due: 2019-06" in flat
    if width == 240:
        assert "[1]Minister Ash asked Norland to [2]free the vessel.[/1] Minister Bo[/2] [3]said" in flat
        assert "It rained. (not read: no reporting verb)" in flat


def coloured(reading, monkeypatch, **options):
    """What a terminal of 100 columns is sent."""
    held = io.StringIO()
    terminal.show(reading, Console(file=held, width=100, force_terminal=True, highlight=False, **options))
    return held.getvalue()


def test_colours(reading, monkeypatch):
    """A terminal gets colours, and with NO_COLOR the marks of plain text instead."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    shown = coloured(reading, monkeypatch)
    assert "\x1b[4;31m" in shown
    assert "[/1]" not in shown
    monkeypatch.setenv("NO_COLOR", "1")
    shown = coloured(reading, monkeypatch)
    assert not re.search(r"\x1b\[[\d;]*3[0-7]", shown)
    assert "[/1]" in shown


def test_terminal_is_written_to(reading, monkeypatch):
    """A stream that is a terminal is written to as it is."""
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    terminal.write(reading, out, width=80)
    assert "Minister Ash" in out.getvalue()


def test_hostile_text_on_a_terminal():
    """Escape sequences and signs of direction do not reach the terminal."""
    text = "Minister \x1b[31mAsh\x07 said \u202eso to the other side.\n\nAnd that was it for today, he said."
    out = io.StringIO()
    terminal.write(Reading(documents.from_text(text)), out, width=80)
    assert "Minister [31mAsh said so" in out.getvalue()


def test_releases(reading):
    """Where a further release begins, terminal and page say so."""
    block = next(b for b in reading.document.blocks if b.kind == "paragraph")
    document = replace(
        reading.document,
        releases=(Release(0, block.start - 1, "A"), Release(block.start, block.end, "B")),
    )
    split = replace(reading, document=document)
    out = io.StringIO()
    terminal.write(split, out, width=100)
    assert "release 2" in out.getvalue()
    assert '<h2 lang="en">Release 2</h2>' in page.render(split)


class Checker(HTMLParser):
    """Element names, ids, links and text of a page; the nesting must be proper."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self, markup):
        """Read the page."""
        super().__init__()
        self.open, self.names, self.ids, self.links, self.marked = [], [], [], [], {}
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        """Note it."""
        told = dict(attrs)
        self.names.append(tag)
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if "href" in told else []
        assert not [name for name in told if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append((tag, told))

    def handle_endtag(self, tag):
        """It must be the one that is open."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        """Text within a mark belongs to its statement."""
        tags = [tag for tag, _ in self.open]
        if "mark" in tags and "a" not in tags:
            for tag, told in self.open:
                if tag == "mark":
                    n = told["title"].split(" |")[0]
                    self.marked[n] = self.marked.get(n, "") + data


def test_page(reading):
    """Marks hold the exact words, ids are unique, links lead somewhere, nothing comes from outside."""
    markup = page.render(reading)
    found = Checker(markup)
    assert {n: " ".join(w.split()) for n, w in found.marked.items()} == {
        "1": "Minister Ash asked Norland to free the vessel.",
        "2": "free the vessel. Minister Bo",
        "3": "said it would be done if it paid.Both sides",
        "4": "agreed to meet again.",
    }
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert {"header", "nav", "main", "footer", "h1", "h2"} <= set(found.names)
    assert not {"script", "link", "img", "iframe"} & set(found.names)
    assert "url(" not in markup
    assert 'lang="en"' in markup
    assert "(+) conditional support" in markup
    assert "not read: no reporting verb" in markup
    assert "1998 (inferred)" in markup
    assert markup == page.render(reading)


def test_filters(reading):
    """Each speaker, act and dossier has a choice and rules that name classes which are used."""
    markup = page.render(reading)
    for label in ("Ada Ash (JPN)", "Bo", "JPN, NOR", "request", "commit", "agree", "fisheries"):
        assert re.search(
            rf'<input type="radio" name="\w+" id="by-\w+-\d"> {re.escape(label)}</label>', markup
        )
    rules = re.findall(r"#by-([\w-]+):checked\) mark:not\(\.([\w-]+)\)", markup)
    assert rules
    assert all(choice == used and re.search(rf'class="[^"]*\b{used}\b', markup) for choice, used in rules)


HOSTILE = "<script>alert(1)</script>\"'>&amp;<img src=x onerror=alert(1)>\u202e\u200f\x1b"


def test_hostile_page():
    """Nothing of a document, its metadata or its people becomes markup; directions are named, not obeyed."""
    text = (
        f"Meeting {HOSTILE}\n\nMinister {HOSTILE} said {HOSTILE} to the other side. He said {HOSTILE} too.\n"
    )
    start = text.index("Minister")
    document = replace(
        documents.from_text(text),
        title=HOSTILE,
        url=f'https://example.org/"{HOSTILE}',
        publishers=(HOSTILE,),
        language=HOSTILE,
        warnings=(HOSTILE,),
    )
    hostile = Statement(
        1,
        start,
        start + 90,
        "",
        "request",
        HOSTILE,
        HOSTILE,
        "support",
        HOSTILE,
        condition=HOSTILE,
        target=HOSTILE,
    )
    markup = page.render(
        Reading(
            document,
            Meeting(place=HOSTILE, officials=(Official(HOSTILE, None, HOSTILE),)),
            (hostile,),
            (Commitment(1, (HOSTILE,), HOSTILE, None, HOSTILE),),
            (Reference(HOSTILE, HOSTILE, 0, 1),),
            skipped=(Skipped(start + 100, len(text) - 1, HOSTILE),),
        )
    )
    found = Checker(markup)
    assert not {"script", "img"} & set(found.names)
    assert not re.search("[\u200f\u202e\x1b]", markup)
    assert '<span class="control">U+202E</span>' in markup


def test_address():
    """Only an address of the web becomes a link."""
    document = replace(documents.from_text(TEXT), url="javascript:alert(1)")
    assert "javascript" not in page.render(Reading(document))


def test_unread_page():
    """A text in a language that is not read is shown with a warning and no filters."""
    document = replace(documents.from_text(TEXT), language="fr")
    markup = page.render(Reading(document, unread_language="fr"))
    assert "this language is not read: fr" in markup
    assert "fieldset>" not in markup
    assert "Minister Ash" in markup
