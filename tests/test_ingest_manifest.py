"""Manifests: what a CSV file says of documents, and how it can be wrong."""

from __future__ import annotations

import pytest

from kg.documents import Metadata
from kg.errors import InputError, MetadataError
from kg.ingest import find
from kg.ingest.manifest import entries

TEXT = "The ministers agreed to hold further talks on fisheries."


@pytest.fixture
def manifest(tmp_path):
    """Write a manifest beside one document, `in/a.txt`."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)

    def one(text, encoding="utf-8"):
        path = tmp_path / "list.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return one


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_columns(manifest, delimiter, encoding):
    """Each column is read, files are relative to the manifest, a spreadsheet's bytes will do."""
    head = "File publisher date url title language kind".replace(" ", delimiter)
    cells = ["in/a.txt", "Japan", "2005-05-31", "https://example.org/a", "“Réunion”", "en", "overview"]
    path = manifest(f"{head}\r\n{delimiter.join(cells)}\r\n\r\n", encoding)
    (entry,) = entries(path)
    assert entry.path == path.parent / "in/a.txt"
    assert entry.told == Metadata(
        title="“Réunion”",
        date="2005-05-31",
        publishers=("JPN",),
        url="https://example.org/a",
        language="en",
        kind="overview",
    )


def test_it_wins_over_the_sidecar_and_options_over_it(manifest):
    """What is told on the command line wins over the manifest, the manifest over the sidecar."""
    path = manifest("file,title,date\nin/a.txt,Listed,2001-01-01\n")
    (path.parent / "in/a.meta.yaml").write_text("title: Side\nurl: https://example.org/s\n")
    (source,) = find([path])
    document = source.document(Metadata(date="2002-02-02"))
    assert (document.title, document.date, document.url) == ("Listed", "2002-02-02", "https://example.org/s")
    assert document.given["title"] == "manifest"
    assert document.given["date"] == "option"


def test_several_publishers(manifest):
    """Commas and blanks stand between the publishers of a joint statement."""
    path = manifest('file,publisher\nin/a.txt,"Holy See, ITA"\nin/a.txt,JPN RUS\n')
    assert [e.told.publishers for e in entries(path)] == [("VAT", "ITA"), ("JPN", "RUS")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("in/b.txt,", "line 3: there is no file"),
        (",2005", "line 3: names no file"),
        ("in/a.txt,soon", "line 3: 'soon' is no date"),
        ("in/a.txt,2005,more", "line 3: more cells than columns"),
    ],
)
def test_a_wrong_line_does_not_stop_the_others(manifest, line, words):
    """The line is named in the fault, and the lines around it are read."""
    found = entries(manifest(f"file,date\nin/a.txt,2004\n{line}\nin/a.txt,2006\n"))
    assert [bool(entry.fault) for entry in found] == [False, True, False]
    assert words in str(found[1].fault)
    assert found[1].fault.advice


@pytest.mark.parametrize(
    ("text", "words", "advice"),
    [
        ("file,publsher\n", "there is no column 'publsher'", "did you mean publisher?"),
        ("file,zzz\n", "there is no column 'zzz'", "it may have: file, publisher"),
        ("date\n2005\n", "one column must be called file", "first line"),
        ("file,file\n", "none twice", "first line"),
        ('file,title\nin/a.txt,"open\n', "line 2", "quotation marks"),
    ],
)
def test_a_wrong_manifest(manifest, text, words, advice):
    """What is wrong is named with the file, and what to do; as a source it is one fault."""
    path = manifest(text)
    with pytest.raises(MetadataError, match=words) as caught:
        entries(path)
    assert advice in caught.value.advice
    (source,) = find([path])
    assert words in str(source.fault)


def test_an_unreadable_manifest(tmp_path):
    """A manifest that is a folder or gone is named."""
    with pytest.raises(InputError, match=r"gone\.csv"):
        entries(tmp_path / "gone.csv")


def test_a_folder_is_not_read_by_its_manifest(manifest):
    """A CSV in a folder is no document; a pattern may name it."""
    path = manifest("file\nin/a.txt\n")
    assert [s.name for s in find([path.parent])] == ["a.txt"]
    assert [s.name for s in find([f"{path.parent}/*.csv"])] == ["a.txt"]
