"""The briefing paper: what it holds, in each format, and that text stays text."""

from __future__ import annotations

import html.parser
import io
import zipfile
from typing import TYPE_CHECKING, ClassVar

import pytest
from command import Kg, held, kg

from kg import api
from kg.errors import NotFoundError, VocabularyError
from kg.questions.answer import Answer
from kg.questions.catalogue import Catalogue
from kg.views import brief
from kg.views.brief import markdown, page, word

if TYPE_CHECKING:
    from pathlib import Path

    from kg.questions.answer import Row

__all__ = ["held", "kg"]
HOSTILE = '<script>alert(1)</script> "}] """ =cmd|x \x07 [a](javascript:x)'


def row(section: str, **given: str) -> Row:
    """A row of the answer to `brief`."""
    question = Catalogue()["brief"]
    base: Row = {column.name: None for column in question.columns}
    return base | {"section": section, "document": "https://example.org/a", "quote": "the words"} | given


def answer(*rows: Row) -> Answer:
    """An answer to `brief` that holds these rows."""
    question = Catalogue()["brief"]
    return Answer(question.summary, question.columns, rows, question.query, question.name)


def paper(*rows: Row) -> brief.Paper:
    """The paper of Northland (ours) and Southland (theirs)."""
    return brief.paper(answer(*rows), "Northland", "Southland", "2012-01-01")


def words(data: bytes) -> str:
    """The text of a Word document, tables included."""
    import docx

    made = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def test_a_line_carries_its_words_date_and_document() -> None:
    """Each format names the words, the day, and the document by its number."""
    made = paper(
        row(
            "asks",
            topic="Fisheries",
            holder="Northland",
            line="request",
            note="accepts",
            date="2011-04-07",
            title="One",
        ),
        row(
            "promises",
            topic="Energy",
            holder="Southland",
            line="send it",
            date="2011-05-07",
            title="Two",
            document="https://example.org/b",
            url="https://example.org/two",
        ),
    )
    for text in (markdown.render(made).decode(), words(word.render(made))):
        assert "“the words” (2011-05-07) [2]" in text
        assert "Fisheries" in text
        assert "(Northland): request (accepts)." in text
    assert "2. Two. unknown, 2011-05-07. https://example.org/two" in markdown.render(made).decode()
    assert (
        '<q dir="auto">the words</q> <small>2011-05-07 [<a href="#d2">2</a>]</small>'
        in page.render(made).decode()
    )


def test_positions_stand_side_by_side() -> None:
    """Theirs, then ours; what both hold stands on both sides; who is silent is said to be."""
    made = paper(
        row("positions", topic="Fisheries", holder="Northland and Southland", line="support"),
        row(
            "positions",
            topic="Energy",
            holder="Southland",
            line="oppose",
            note="unless it is shared",
            speaker="The Minister",
        ),
    )
    told = {topic: (theirs, ours) for topic, theirs, ours in brief.sides(made.sections[0], made)}
    assert [len(side) for side in told["Fisheries"]] == [1, 1]
    assert [len(side) for side in told["Energy"]] == [1, 0]
    for text in (markdown.render(made).decode(), page.render(made).decode(), words(word.render(made))):
        assert "no position on record" in text
        assert "on condition: unless it is shared" in text
        assert "The Minister, undated" in text


def test_a_state_whose_name_is_part_of_another_is_not_taken_for_it() -> None:
    """Guinea is not Equatorial Guinea."""
    made = brief.paper(
        answer(row("positions", topic="Energy", holder="Equatorial Guinea", line="support")),
        "Equatorial Guinea",
        "Guinea",
        "",
    )
    ((_, theirs, ours),) = brief.sides(made.sections[0], made)
    assert (len(theirs), len(ours)) == (0, 1)


def test_a_section_tells_how_much_it_leaves_out() -> None:
    """The newest lines that fit, then a count; of positions, issues are counted out whole."""
    many = [row("asks", topic=f"T{k}", holder="Northland", line="request") for k in range(9)]
    many += [row("positions", topic=f"T{k // 2}", holder="Northland", line="support") for k in range(24)]
    made = {section.name: section for section in paper(*many).sections}
    assert (len(made["asks"].lines), made["asks"].more) == (brief.MOST["asks"], 3)
    assert (len(made["positions"].lines), made["positions"].more) == (20, 4)
    assert "3 more in the answer" in markdown.render(paper(*many)).decode()
    assert "3 more in the answer" in words(word.render(paper(*many)))
    assert "3 more in the answer" in page.render(paper(*many)).decode()


def test_untrusted_text_stays_text() -> None:
    """Marks of HTML and Markdown are shown, characters that XML bars are replaced."""
    made = paper(
        row(
            "meetings",
            line=HOSTILE,
            note=HOSTILE,
            quote=HOSTILE,
            title=HOSTILE,
            url=HOSTILE,
            date="2011-04-07",
        ),
        row("asks", topic=HOSTILE, holder=HOSTILE, line=HOSTILE, quote=HOSTILE),
    )

    class Tags(html.parser.HTMLParser):
        seen: ClassVar[set[str]] = set()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.seen.add(tag)
            assert not any(name.startswith("on") for name, _ in attrs)

    Tags().feed(page.render(made).decode())
    assert "script" not in Tags.seen
    assert "<script>" not in markdown.render(made).decode()
    assert "[a](" not in markdown.render(made).decode()
    assert "<script>alert(1)</script>" in words(word.render(made))


@pytest.mark.parametrize("form", [markdown, page, word])
def test_the_same_paper_gives_the_same_bytes(form: object) -> None:
    """Also of a zip, which would tell the time of writing."""
    made = paper(row("asks", topic="Energy", holder="Northland", line="request"))
    assert form.render(made) == form.render(made)  # type: ignore[attr-defined]


def test_a_word_file_tells_no_time() -> None:
    """Every entry bears the earliest time that a zip can tell."""
    data = word.render(paper(row("asks", topic="Energy", holder="Northland", line="request")))
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {word.ALWAYS}


def test_promises_with_a_day_come_first() -> None:
    """What is due or overdue is not crowded out by what has no day."""
    many = [row("promises", topic=f"T{k}", line="do it", note="no date") for k in range(9)]
    made = paper(*many, row("promises", topic="Dated", line="do it", note="overdue since 2011-12-31"))
    assert made.sections[0].lines[0].topic == "Dated"


def test_nothing_to_tell_is_said() -> None:
    """Two states that never met make no paper."""
    with pytest.raises(NotFoundError, match="no meeting of Northland and Southland"):
        paper()


def test_kg_brief_writes_what_its_suffix_says(kg: Kg, held: Path, tmp_path: Path) -> None:
    """Markdown on stdout, a page or a Word file by name; the day to judge by is the newest document's."""
    shown = kg("brief", "Japan", "Russia", "--store", held)
    assert shown.code == 0
    assert shown.out.startswith("# Japan and Russia\n")
    assert "as of 2023-08-07" in shown.out
    for name, start in (("a.md", b"# Japan"), ("a.html", b"<!DOCTYPE"), ("a.docx", b"PK")):
        run = kg("brief", "JPN", "russia", "-o", tmp_path / name, "--as-of", "2006", "--store", held)
        assert (run.code, run.out) == (0, "")
        assert (tmp_path / name).read_bytes().startswith(start)
    assert "as of 2006-01-01" in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_kg_brief_refuses_what_it_cannot_write(kg: Kg, held: Path) -> None:
    """Another suffix, or a name that nobody bears."""
    run = kg("brief", "Japan", "Russia", "-o", "a.odt", "--store", held)
    assert (run.code, run.err.splitlines()[1].strip()) == (2, "End it in .md, .html, .docx")
    assert kg("brief", "Japan", "Ruritania", "--store", held).code == 2
    assert "two states" in kg("brief", "Japan", "JPN", "--store", held).err


def test_a_file_of_another_kind_is_refused() -> None:
    """The suffix says what is written."""
    with pytest.raises(VocabularyError, match="no kind of paper"):
        brief.form("paper.pdf")


def test_an_empty_store_has_no_last_day(tmp_path: Path) -> None:
    """There is no newest document."""
    with api.open(tmp_path / "store") as graph:
        assert graph.last_day is None
