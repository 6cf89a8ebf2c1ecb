"""Title, date, publishers, language and kind, and what wins over what."""

from __future__ import annotations

import pytest

from kg import documents
from kg.documents.language import language
from kg.documents.metadata import Metadata, parse
from kg.errors import EmptyError, EncodingError, InputError, MetadataError

PROSE = (
    "Foreign Minister Ode met Foreign Minister Vos in Riga and they discussed trade between both countries."
)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("May 31, 2005", "2005-05-31"),
        ("31 May 2005", "2005-05-31"),
        ("18 November, 2021", "2021-11-18"),
        ("Monday, 3rd June, 2019", "2019-06-03"),
        ("21.01.2014", "2014-01-21"),
        ("2016-04-19 09:54", "2016-04-19"),
        ("2019-09-20 18:25:47", "2019-09-20"),
        ("01-02-2005", "2005-02-01"),
        ("11/01/2019", "2019-01-11"),
        ("9TH MAY 2018", "2018-05-09"),
        ("(April 25, 2012)", "2012-04-25"),
        ("November 19, 2021 - Ottawa, Ontario - Global Affairs Canada", "2021-11-19"),
        ("JOHANNESBURG, South Africa, Nov. 23, 2025", "2025-11-23"),
        ("Sat 06 - July 2019 - 21:26", "2019-07-06"),
        ("November 1999", "1999-11"),
        ("Published 14 September 2016", "2016-09-14"),
    ],
)
def test_issue_dates(line, date):
    """The date line above the text tells when the page was issued, in many forms."""
    document = documents.from_text(f"A Meeting of Ministers\n\n{line}\n\n{PROSE}\n")
    assert document.date == date
    assert document.given["date"] == "text"


def test_american_date():
    """A page of the State Department puts the month first."""
    text = f"Secretary's Call\n\n01/08/2022 08:01 PM EST\n\nOffice of the Spokesperson\n\n{PROSE}\n"
    assert documents.from_text(text).date == "2022-01-08"


def test_date_told_in_prose_in_the_title_and_at_the_foot():
    """Where no line has it, "issued on", the title and the foot are asked; a date in the account never."""
    told = f"A Meeting\n\nThe press release issued by the Foreign Office on 20 September 2023.\n\n{PROSE}\n"
    assert documents.from_text(told).date == "2023-09-20"
    assert documents.from_text(f"A Meeting: 3 May 2019\n\n{PROSE}\n").date == "2019-05-03"
    assert documents.from_text(f"A Meeting\n\n{PROSE}\n\nRiga, May 3, 2019.\n").date == "2019-05-03"
    assert documents.from_text(f"A Meeting\n\nOn May 3, 2019, {PROSE}\n").date is None


def test_publisher_by_the_style_of_the_title():
    """Where no line shows it, the way a press office writes its titles does."""
    title = "PM call with President Ode of Kenya: 3 May 2019"
    assert documents.from_text(f"{title}\n\n{PROSE}\n").publishers == ("GBR",)


@pytest.mark.parametrize(
    ("line", "publishers"),
    [
        ("Ministry of Foreign Affairs of Latvia", ("LVA",)),
        ("By Ministry of Foreign Affairs of Latvia", ("LVA",)),
        ("Office of the Spokesperson", ("USA",)),
        ("The White House", ("USA",)),
        ("May 3, 2019 - Ottawa, Ontario - Global Affairs Canada", ("CAN",)),
        ("Home > China News", ("CHN",)),
        ("A Downing Street spokesperson said:", ("GBR",)),
        ("Press Releases", ()),
        ("May 3, 2019", ()),
    ],
)
def test_publishers(line, publishers):
    """Only the page's own lines show who publishes it; unknown stays unknown, with a warning."""
    document = documents.from_text(f"A Meeting of Ministers\n\n{line}\n\n{PROSE}\n")
    assert document.publishers == publishers
    assert bool(document.warnings) is not bool(publishers)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Joint Statement of Ministers", "joint_statement"),
        ("Joint Press Communiqué of Ministers", "joint_statement"),
        ("A Meeting (Overview)", "overview"),
        ("Press Release on a Meeting", "press_release"),
        ("Readout of a Call", "readout"),
    ],
)
def test_kinds(title, kind):
    """The title tells what kind of account it is."""
    assert documents.from_text(f"{title}\n\n{PROSE}\n").kind == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PROSE, "en"),
        ("Ann Ode", "en"),
        ("", "en"),
        ("Le ministre des Affaires étrangères a reçu son homologue et ils ont évoqué les relations.", "fr"),
        ("Der Außenminister hat mit seinem Kollegen über die Lage in der Region gesprochen.", "de"),
        (
            "El ministro de Asuntos Exteriores se reunió con su homólogo para hablar de los temas del día.",
            "es",
        ),
        (
            "O ministro das Relações Exteriores reuniu-se com o seu homólogo para tratar de temas do dia.",
            "pt",
        ),
        (
            "Il ministro degli Esteri ha incontrato il suo omologo per parlare delle relazioni tra i due.",
            "it",
        ),
        ("Министр принял коллегу.", "ru"),
        ("Міністр зустрівся з колегою, вони обговорили її пропозицію щодо співпраці є", "uk"),
        ("外相は会談した。", "ja"),
        ("外交部长会见外相", "zh"),
        ("외교부 장관", "ko"),
        ("التقى الوزير نظيره", "ar"),
        ("Քննարկվեցին հարցեր", "hy"),
        ("ᚠᚢᚦᚨᚱᚲ", "und"),
    ],
)
def test_languages(text, code):
    """The script or the small words tell the language."""
    assert language(text) == code


def test_precedence():
    """An option wins over the sidecar, it over front matter, it over the text; fields tell their origin."""
    front = "---\ntitle: Front\nurl: https://example.org/f\ndate: 2001-01-01\n---\n"
    text = f"{front}# Text\n\nMay 3, 2019\n\n{PROSE}\n"
    sidecar = b"title: Side\ndate: 2002-02-02\npublishers: [JPN, RUS]\n"
    document = documents.load(text.encode(), source="x.md", given=Metadata(title="Option"), sidecar=sidecar)
    assert (document.title, document.date, document.url) == ("Option", "2002-02-02", "https://example.org/f")
    assert document.publishers == ("JPN", "RUS")
    assert document.given == {
        "title": "option",
        "date": "sidecar",
        "publishers": "sidecar",
        "url": "front_matter",
        "language": "text",
        "kind": "text",
    }


def test_front_matter_stays_in_the_stored_text():
    """Offsets are those of the file; nothing of the front matter is a block."""
    text = f"---\ntitle: T\n---\n{PROSE}\n"
    document = documents.load(text.encode(), source="x.md")
    assert document.text == text
    assert text[document.sentences[0].start :].startswith("Foreign Minister Ode")


def test_a_ruler_is_no_front_matter():
    """Three dashes at the top without fields are a line."""
    assert documents.from_text(f"---\n{PROSE}\n---\n").given["kind"] == "text"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: [1, 2]", "title must be words"),
        ("title: ''", "title must be words"),
        ("kind: letter", "unknown kind"),
        ("date: soon", "is no date"),
        ("date: 2005-13-40", "month must be"),
        ("publisher: '12 %'", "no state or organisation"),
        ("publishers: [1]", "no state or organisation"),
        ("publisher: Jpan", "no state or organisation called 'Jpan'"),
        ("language: English language", "is no code"),
        ("- a\n- b", "not a list of fields"),
        ("title: 'open", "not YAML"),
        ("date: 2005-13", "is no date"),
    ],
)
def test_malformed(text, words):
    """A malformed field is named together with the file."""
    with pytest.raises(MetadataError, match=words) as caught:
        documents.load(PROSE.encode(), source="x.txt", sidecar=text.encode())
    assert "x.txt.meta.yaml" in str(caught.value)
    assert caught.value.advice


def test_sidecar_that_is_no_text():
    """Bytes that are no YAML at all are malformed too."""
    with pytest.raises(MetadataError):
        parse(b"\xff\xfe\x00\xd8", name="x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Metadata()),
        ("other: 1", Metadata()),
        ("publisher: jpn", Metadata(publishers=("JPN",))),
        ("publisher: JPN, RUS", Metadata(publishers=("JPN", "RUS"))),
        ("publisher: asean", Metadata(publishers=("asean",))),
        ("publisher: Holy See", Metadata(publishers=("VAT",))),
        ("publisher: Japan; European Union", Metadata(publishers=("JPN", "EUE"))),
        ("language: en-GB", Metadata(language="en")),
        ("date: 31 May 2005", Metadata(date="2005-05-31")),
        ("date: '2005'", Metadata(date="2005")),
        ("date: 2005-05", Metadata(date="2005-05")),
        ("date: 2005-05-31/2005-06-01", Metadata(date="2005-05-31/2005-06-01")),
        ("date: 2005-05-31 10:00:00", Metadata(date="2005-05-31")),
    ],
)
def test_fields(text, expected):
    """The forms in which fields may be written."""
    assert parse(text, name="x") == expected


def test_read_finds_the_sidecar(tmp_path):
    """`NAME.meta.yaml` and `STEM.meta.yaml` beside the file are read."""
    file = tmp_path / "a.txt"
    file.write_text(PROSE, encoding="utf-8")
    assert documents.read(file).publishers == ()
    (tmp_path / "a.meta.yaml").write_text("publisher: LVA", encoding="utf-8")
    assert documents.read(file).publishers == ("LVA",)
    (tmp_path / "a.txt.meta.yaml").write_text("publisher: KEN", encoding="utf-8")
    assert documents.read(file).publishers == ("KEN",)
    assert documents.read(file).source == "a.txt"
    with pytest.raises(InputError, match="nofile"):
        documents.read(tmp_path / "nofile.txt")


def test_from_text_refuses():
    """An empty text, and half a character, are no document."""
    with pytest.raises(EmptyError):
        documents.from_text(" \n")
    with pytest.raises(EncodingError, match="half a character"):
        documents.from_text("a\ud800")
