"""`kg review`, `kg backup` and `kg restore` as commands, and what others show of a review."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from command import held, kg

from kg.views.cli.review import _today

__all__ = ["held", "kg"]

BY = ("--by", "A. Reader", "--on", "2011-04-07")


@pytest.fixture(scope="module")
def once(held, tmp_path_factory):
    """A copy of the store of annotated readouts that one test after another changes."""
    folder = tmp_path_factory.mktemp("reviewed") / "store"
    shutil.copytree(held, folder)
    return folder


@pytest.fixture
def shop(once):
    """The words that name it."""
    return ("--store", once)


def some(kg, shop, *words):
    """Rows of the question `evidence`."""
    return json.loads(kg("ask", "evidence", *words, "-f", "json", *shop).out)


def test_a_verdict_is_given_listed_shown_and_taken_back(kg, shop, tmp_path):
    """From the first listing to a file in version control and back."""
    assert "nothing was reviewed yet" in kg("review", *shop).err
    rows = some(kg, shop)
    first, second, third = [row["statement"] for row in rows[:3]]
    assert "reviewed" not in rows[0]
    assert kg("review", first, "--accept", *BY, "--note", "as it stands", *shop).err.startswith("accepted: ")
    curie = second.replace("https://w3id.org/bilateral-kg/id/", "id:")
    asked = ("--correct", "act=urge", "--correct", "speaker-states=JPN", "--correct", "target=")
    assert kg("review", curie, *asked, "--by", "B", *shop).code == 0
    assert kg("review", third, "--reject", *BY, *shop).code == 0
    now = {row["statement"]: row for row in some(kg, shop)}
    assert third not in now
    assert now[first]["reviewed"] == "accepted by A. Reader, 2011-04-07: as it stands"
    assert now[second]["reviewed"] == f"corrected by B, {_today()}"
    assert now[second]["act"] == "urge"
    assert "2 of the statements were reviewed" in kg("ask", "evidence", *shop).err
    assert "rejected by A. Reader, 2011-04-07" in kg("show", third, *shop).out
    assert "asRead" not in kg("show", third.partition("/statement/")[0], *shop).out
    listed = kg("review", "-f", "json", *shop).out
    assert [row["verdict"] for row in json.loads(listed)].count("rejected") == 1
    target = tmp_path / "reviews.yaml"
    assert kg("review", "--export", target, *shop).code == 0
    assert kg("review", "--export", "-", *shop).out == target.read_text()
    assert "every review fits" in kg("review", "--conflicts", *shop).err
    assert kg("review", second, "--withdraw", *shop).err.startswith("withdrawn: ")
    assert "1 reviews taken in, 2 were there already" in kg("review", "--import", target, *shop).err
    assert kg("review", "--export", "-", *shop).out == target.read_text()


def test_what_no_longer_fits_is_listed_and_checked(kg, shop, monkeypatch, tmp_path):
    """Conflicts are a list of their own, and warnings of `kg check`."""
    text = kg("review", "--export", "-", *shop).out
    gone = re.sub(r"(readout/[0-9a-f]{16}/statement/)[0-9a-f]{12}", r"\g<1>000000000000", text, count=1)
    other = re.sub(r"readout/[0-9a-f]{16}", "readout/0000000000000000", text)
    for name, data in (("gone", gone), ("other", other)):
        (tmp_path / name).write_text(data)
        assert kg("review", "--import", tmp_path / name, *shop).code == 0
    kinds = {row["kind"] for row in json.loads(kg("review", "--conflicts", "-f", "json", *shop).out)}
    assert kinds == {"gone", "waiting"}
    found = json.loads(kg("check", "-f", "json", *shop).out)
    mine = {row["severity"] for row in found if "review does not fit" in row["message"]}
    assert mine == {"warning", "info"}
    readout = "https://w3id.org/bilateral-kg/id/readout/" + re.search(r"readout/([0-9a-f]{16})", gone)[1]
    one = json.loads(kg("check", "--document", readout, "-f", "json", *shop).out)
    assert len([row for row in one if "review does not fit" in row["message"]]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("x", "--accept", "--withdraw"), "one of"),
        (("x",), "name a statement"),
        (("--accept",), "name a statement"),
        (("--conflicts", "--export", "-"), "name a statement"),
        (("x", "--accept"), "--by NAME"),
        (("x", "--correct", "act", "--by", "A"), "FIELD=VALUE"),
    ],
)
def test_a_line_that_says_two_things_or_none_is_refused(kg, shop, words, said):
    """Usage errors, each with what to do."""
    done = kg("review", *words, *shop)
    assert (done.code, bool(re.search(said, done.err))) == (2, True), done.err


def test_files_that_cannot_be_read_or_written_are_named(kg, shop, tmp_path, monkeypatch):
    """Standard input is a file too."""
    assert "No such file" in kg("review", "--import", tmp_path / "none.yaml", *shop).err
    assert kg("review", "--export", tmp_path / "no" / "folder.yaml", *shop).code == 4
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"[]")))
    assert "0 reviews taken in" in kg("review", "--import", "-", *shop).err


def test_backup_and_restore(kg, shop, tmp_path):
    """The same N-Quads, and another store only where none is."""
    file, again = tmp_path / "a.tar.gz", tmp_path / "again"
    assert " quads" in kg("backup", file, *shop).err
    assert kg("restore", file, "--store", again).code == 0
    assert "already" in kg("restore", file, "--store", again).err
    assert kg("restore", file, "--store", again, "--replace").code == 0
    for folder, name in ((shop[1], "a.nq"), (again, "b.nq")):
        assert kg("export", "--to", "nquads", "-o", tmp_path / name, "--store", folder).code == 0
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()
    assert kg("restore", tmp_path / "a.nq", "--store", tmp_path / "third").code == 0
    assert kg("export", "--to", "nquads", "-o", tmp_path / "c.nq", "--store", tmp_path / "third").code == 0
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "c.nq").read_bytes()
    assert "Give a folder" in kg("restore", file, "--store", "http://localhost:1/").err
