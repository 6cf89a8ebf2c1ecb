"""The scorer: loading, matching, figures, tables, agreement, calibration; equal to the reference scorer."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from annotated import GOLD

from kg import documents, extraction, scoring
from kg.errors import DataError, InputError
from kg.model import Statement
from kg.scoring import agreement, annotation, calibration, figures, matching, tables

if TYPE_CHECKING:
    from pathlib import Path

CASES = GOLD / "cases"
TEXT = """Meeting of the Foreign Ministers of Japan and France

On April 7, 2011, Mr. Takeaki Matsumoto, Minister for Foreign Affairs of Japan, met Mr. Alain Juppé,
Minister of Foreign Affairs of France. Minister Matsumoto asked for support if talks were held.
Minister Juppé agreed to it. The two ministers agreed to meet again in June.
"""


def said(start: int, **fields) -> Statement:
    """A read statement that begins somewhere."""
    return Statement(
        **{"n": 1, "start": start, "end": start + 5, "quote": "", "act": "state", "dossier": "other"}
        | {"issue": "other"}
        | fields
    )


def labelled(start: int, **fields) -> annotation.Label:
    """An annotated statement that begins somewhere."""
    row = {"n": 1, "speaker": None, "speaker_states": frozenset({"JPN"}), "addressee_states": frozenset()}
    row |= {"acts": ("state",), "dossiers": ("other",), "polarities": ("none",)}
    return annotation.Label(start=start, **(row | fields))


@pytest.fixture
def case(tmp_path) -> Path:
    """An annotated case in a folder of its own."""
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    row = {
        "speaker": "Takeaki Matsumoto",
        "speaker_states": ["JPN"],
        "addressee_states": ["FRA"],
        "issue": "support",
        "issue_group": "other",
        "target": None,
    }
    statements = [
        row
        | {"n": 1, "quote_start": "Minister Matsumoto asked", "act": "request", "polarity": "none"}
        | {"polarity_alt": ["support"], "replies_to": None, "condition": "if talks were held"},
        row
        | {"n": 2, "quote_start": "Minister Juppé agreed", "act": "agree", "act_alt": ["respond_positive"]}
        | {"speaker": "Alain Juppé", "speaker_states": ["FRA"], "addressee_states": ["JPN"]}
        | {
            "polarity": "support",
            "replies_to": 1,
            "reply_grade": "accepts",
            "reply_grade_alt": "shares_view",
        },
        row
        | {"n": 3, "quote_start": "The two ministers agreed", "act": "agree", "polarity": "none"}
        | {"speaker": None, "speaker_states": ["JPN", "FRA"], "addressee_states": [], "replies_to": None}
        | {"issue_group": "visits_dialogue"},
    ]
    officials = [("Takeaki Matsumoto", "JPN"), ("Alain Juppé", "FRA")]
    content = {
        "id": "one",
        "ministry": "Japan MOFA / Embassy",
        "event": {
            "date": "2011-04-07",
            "states": ["JPN", "FRA"],
            "officials": [{"name": name, "state": state} for name, state in officials],
        },
        "statements": statements,
        "commitments": [{"parties": ["JPN", "FRA"], "what": "meet", "due": "2011-06", "n": 3}],
    }
    path = tmp_path / "one.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def perfect(path: Path) -> scoring.Scored:
    """A case held against its own annotation."""
    known = annotation.load(path)
    return figures.compare(known, annotation.as_reading(known, documents.from_text(known.text)))


def change(path: Path, **fields) -> None:
    """Change the first statement of an annotation."""
    row = json.loads(path.read_text(encoding="utf-8"))
    row["statements"][0] |= fields
    path.write_text(json.dumps(row), encoding="utf-8")


@pytest.mark.shared
@pytest.mark.slow
def test_the_figures_are_those_of_the_reference_scorer(shared):
    """On the same cases every figure is equal, to the last place, also for readings that go wrong."""
    spec = importlib.util.spec_from_file_location("reference", shared / "gold" / "score.py")
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    tally, own = reference.Tally(), []
    paths = annotation.files([GOLD])[::4]
    for k, path in enumerate(paths):
        reading = extraction.read(documents.read(path.with_suffix(".txt")))
        if k % 5 == 0:  # damage: late, doubled and dropped statements, wrong numbers of what is answered
            moved = [replace(s, start=s.start + 40, n=s.n + 1) for s in reading.statements[1:]]
            reading = replace(reading, statements=(*moved, *reading.statements[:1]))
        out = reading.to_dict()
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        reference.score_case(text, json.loads(path.read_text(encoding="utf-8")), out, tally)
        own.append(figures.compare(annotation.load(path), reading))
    counts = figures.total(own)
    assert {name: figures.value(counts[name]) for name in figures.FIGURES} == {
        name: tally.f1(name) if name in figures.F1 else tally.share(name)
        for name in [*reference.F1, *reference.SHARE]
    }
    assert counts["+polarity"][0] > 0


def test_an_annotation_agrees_with_itself(case):
    """Every figure of a case held against itself is 1."""
    counts = perfect(case).counts
    assert {name: figures.value(count) for name, count in counts.items()} == dict.fromkeys(figures.FIGURES, 1)


def test_second_readings_count_as_right(case, tmp_path):
    """A reader who takes the annotator's second reading of act, polarity or grade is right too."""
    known = annotation.load(case)
    reading = annotation.as_reading(known, documents.from_text(known.text))
    first, second, third = reading.statements
    other = replace(
        reading,
        statements=(
            replace(first, polarity="support"),
            replace(second, act="respond_positive", reply_grade="shares_view"),
            replace(third, act="confirm"),
        ),
    )
    counts = figures.compare(known, other).counts
    assert counts["polarity"] == (3, 3)
    assert counts["act"] == (2, 3)
    assert counts["reply grade"] == (1, 1)
    assert counts["who-act"] == (4, 6)


def test_a_condition_must_stand_in_the_text(case):
    """Words of a condition that the text does not hold are wrong, however alike."""
    known = annotation.load(case)
    reading = annotation.as_reading(known, documents.from_text(known.text))
    for words, right in (("talks were held", 2), ("if the talks were held", 0), ("Minister", 0)):
        first = replace(reading.statements[0], condition=words)
        changed = replace(reading, statements=(first, *reading.statements[1:]))
        assert figures.compare(known, changed).counts["condition"] == (right, 2)


def test_promises_need_their_parties_and_deadline(case):
    """A promise with another deadline, or on a statement that nobody annotated, is not found."""
    known = annotation.load(case)
    reading = annotation.as_reading(known, documents.from_text(known.text))
    promise = reading.commitments[0]
    for changed, right in ((replace(promise, due=None), 0), (replace(promise, statement=9), 0), (promise, 2)):
        counts = figures.compare(known, replace(reading, commitments=(changed,))).counts
        assert counts["commit"] == (right, 2)


def test_a_text_that_cannot_be_read_counts_as_empty(case):
    """The case keeps its denominators, and says why."""
    case.with_suffix(".txt").write_bytes(b" \n")
    with pytest.raises(DataError, match="not in the text"):
        scoring.score([case])
    scored = figures.compare(annotation.load(case, TEXT), None, fault="no text")
    assert scored.counts["detect"] == (0, 3)
    assert scored.counts["officials"] == (0, 2)
    assert scored.fault == "no text"


def test_scoring_reports_unreadable_texts(tmp_path):
    """An annotated text that the reader refuses is a fault of the case, not an end of the run."""
    row = {"event": {"date": None, "states": [], "officials": []}, "statements": [], "commitments": []}
    (tmp_path / "void.json").write_text(json.dumps(row), encoding="utf-8")
    (tmp_path / "void.txt").write_text(" \n", encoding="utf-8")
    seen = []
    scored = scoring.score([tmp_path], progress=lambda one, k, of: seen.append((one.case.name, k, of)))
    assert "no text" in scored[0].fault
    assert seen == [("void", 1, 1)]


def test_scoring_reads_cases(case):
    """The reader's own statements are counted, and quoted to the letter."""
    counts = scoring.score([case.parent])[0].counts
    assert counts["detect"][0] > 0
    assert figures.value(counts["quote"]) == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"quote_start": "Minister Nobody"}, "'Minister Nobody' is not in the text"),
        ({"act": "shout"}, "statement 1: no act is called 'shout'"),
        ({"polarity_alt": ["maybe"]}, "no polarity is called 'maybe'"),
        ({"issue_group": "cheese"}, "no dossier is called 'cheese'"),
        ({"reply_grade": "perhaps"}, "no reply grade is called 'perhaps'"),
        ({"n": 2}, "two statements have the same number"),
        ({"speaker_states": None}, "not an annotated case"),
    ],
)
def test_faults_of_an_annotation_are_named(case, fields, message):
    """Whoever adds a case hears what is wrong with it."""
    change(case, **fields)
    with pytest.raises(DataError, match=message):
        annotation.load(case)


def test_a_missing_key_is_named(case):
    """So is what is missing."""
    case.write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="event is missing"):
        annotation.load(case)


def test_files_that_cannot_be_read(case, tmp_path):
    """Neither JSON nor there: the file is named."""
    with pytest.raises(InputError, match=r"nothing\.json"):
        annotation.load(tmp_path / "nothing.json")
    case.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="not JSON"):
        annotation.load(case)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no annotated case"):
        annotation.files([tmp_path / "empty"])


def test_files_of_pairs_are_no_cases():
    """`NAME.pair.json` tells which statements correspond; a text's name stands for its annotation."""
    found = annotation.files([GOLD / "pairs"])
    assert len(found) == 14
    assert annotation.files([found[0].with_suffix(".txt")]) == found[:1]


def test_the_closest_starts_match_first():
    """One to one; agreement on speaker and act makes up for forty characters each."""
    labels = [labelled(100), labelled(130)]
    near, far = said(125), said(135, speaker_states=("JPN",), n=2)
    assert matching.match(labels, [near, far]) == [(1, 1), (0, 0)]
    assert matching.match(labels, []) == []


def test_how_far_a_start_may_lie():
    """Sixty characters either way, and inside the clause at most 150, never past the next one."""
    one = [labelled(1000)]
    assert [bool(matching.match(one, [said(at)])) for at in (939, 940, 1060, 1149, 1150)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert matching.match([labelled(1000), labelled(1070)], [said(1065), said(1072, n=2)]) == [(1, 1), (0, 0)]


@pytest.mark.parametrize(
    ("known", "read", "same"),
    [
        (None, None, True),
        ("", None, True),
        ("Wang Yi", None, False),
        (None, "Wang Yi", False),
        ("Sergey Lavrov", "Sergei Lavrov", True),
        ("Recep Tayyip Erdoğan", "Erdogan", True),
        ("Hiroshi Abe", "Shinzo Abe", False),
        ("Wang Yi", "Wang Yi of the People's Republic of China", False),
        ("Li", "Lu", False),
    ],
)
def test_names_of_one_person(known, read, same):
    """Order, accents and spelling do not count; another given name, or a whole sentence, does."""
    assert matching.same_person(known, read) is same


def test_intervals_hold_the_figure(case):
    """The bootstrap is of the cases, from a fixed seed: the same every time."""
    scored = scoring.score([CASES])
    rows = tables.figures(scored)
    assert rows == tables.figures(scored)
    assert [row["figure"] for row in rows] == list(figures.FIGURES)
    assert all(row["low"] <= row["value"] <= row["high"] for row in rows if row["value"] is not None)
    assert {row["figure"] for row in rows if row["value"] is None} <= {"reply grade"}
    headline = next(row for row in rows if row["figure"] == "+polarity")
    assert headline["low"] < headline["high"]


def test_tables_by_act_and_dossier(case):
    """Recall is by the annotator's first reading, precision by what was read."""
    rows = tables.by_class([perfect(case)], "act")
    assert [(r["act"], r["annotated"], r["read"], r["f1"]) for r in rows] == [
        ("agree", 2, 2, 1.0),
        ("request", 1, 1, 1.0),
    ]
    known = annotation.load(case)
    reading = annotation.as_reading(known, documents.from_text(known.text))
    third = replace(reading.statements[2], act="confirm", dossier="energy")
    scored = [figures.compare(known, replace(reading, statements=(*reading.statements[:2], third)))]
    rows = {r["act"]: r for r in tables.by_class(scored, "act")}
    assert (rows["agree"]["recall"], rows["agree"]["precision"]) == (0.5, 1.0)
    assert (rows["confirm"]["recall"], rows["confirm"]["precision"]) == (None, 0.0)
    assert tables.confusion(scored, "act") == [{"annotated": "agree", "read": "confirm", "times": 1, "of": 2}]
    assert tables.confusion(scored, "dossier") == [
        {"annotated": "visits_dialogue", "read": "energy", "times": 1, "of": 1}
    ]


def test_tables_by_publisher(case):
    """The first of a page's publishers stands for it; the figures are those of its cases alone."""
    rows = tables.by_publisher([perfect(case)], "ministry")
    assert (rows[0]["ministry"], rows[0]["cases"], rows[0]["+polarity"]) == ("Japan MOFA", 1, 1.0)
    assert tables.by_publisher([perfect(case)], "group")[0]["group"] == case.parent.name


def test_worst_cases_come_first(case):
    """By the headline figure, and no more than asked for."""
    known = annotation.load(case)
    none = figures.compare(known, None, fault="why")
    assert [row["fault"] for row in tables.worst([perfect(case), none], 2)] == ["why", None]
    assert len(tables.worst([perfect(case), none], 1)) == 1


def test_a_draft_is_an_annotation():
    """What the reader finds, drafted and loaded again, agrees with the reader in all that is scored."""
    for path in sorted(CASES.glob("*.txt")):
        reading = extraction.read(documents.read(path))
        drafted = annotation.draft(reading, path.stem)
        for row, statement in zip(drafted["statements"], reading.statements, strict=True):
            assert annotation.position(reading.document.text, row["quote_start"]) == statement.start


def test_a_draft_keeps_what_was_read():
    """Conditions, grades, the ministry's own voice, what is past and presupposed have their keys."""
    document = documents.from_text(TEXT)
    statement = said(
        TEXT.index("Minister Matsumoto"),
        condition="if talks were held",
        reply_grade="accepts",
        voice="narrator",
        past=True,
        presupposes="brutal",
    )
    row = annotation.draft(extraction.Reading(document=document, statements=(statement,)), "x")["statements"][
        0
    ]
    assert row["quote_start"] == "Minister Matsumoto asked for support if"
    assert (row["condition"], row["reply_grade"]) == ("if talks were held", "accepts")
    assert (row["voice"], row["time"], row["presupposes"]) == ("narrator", "past", "brutal")


def test_words_that_tell_a_place_from_every_earlier_one():
    """Where a sentence is repeated, words are added until it is told apart, to the end at most."""
    text = "They met in the old hall today. They met in the old hall today."
    assert annotation.position(text, annotation.first_words(text, 0)) == 0
    assert annotation.first_words(text, 32) == "They met in the old hall today."
    assert annotation.position(text + " Then", annotation.first_words(text + " Then", 32)) == 32


def test_kappa(case, tmp_path):
    """Agreement beyond chance, of first readings and with second ones; the second annotator needs no text."""
    other = tmp_path / "second"
    other.mkdir()
    copy = other / case.name
    copy.write_text(case.read_text(encoding="utf-8"), encoding="utf-8")
    change(copy, polarity="support", polarity_alt=[])
    scored = agreement.agree(case, copy)
    rows = {row["on"]: row for row in agreement.kappas(scored)}
    assert rows["act"]["kappa"] == 1.0
    assert rows["polarity"]["agreement"] == 0.667
    assert rows["polarity"]["kappa"] == 0.4
    assert rows["polarity"]["agreement_alt"] == 1.0
    assert rows["polarity"]["kappa_alt"] == 1.0
    assert agreement.agree(case.parent, other)[0].counts == scored[0].counts


def test_kappa_of_nothing():
    """No statement, or one class only: nothing that chance leaves."""
    assert agreement.cohen([], []) == (None, None)
    assert agreement.cohen([("a",)], ["a"]) == (1.0, None)


def test_folders_without_a_common_case(case, tmp_path):
    """They cannot be compared."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "two.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="no case in common"):
        agreement.agree(case, other)


def test_reliability(case):
    """Ten bins; a statement that nobody annotated counts as wrong."""
    scored = perfect(case)
    surely = [replace(s, confidence=0.95) for s in scored.statements]
    extra = said(3000, n=9, confidence=1.0)
    known = scored.case
    reading = replace(
        annotation.as_reading(known, documents.from_text(known.text)), statements=(*surely, extra)
    )
    found = calibration.judged([figures.compare(known, reading)])
    row = calibration.reliability(found)[-1]
    assert row == {
        "from": 0.9,
        "to": 1.0,
        "statements": 4,
        "stated": 0.962,
        "who-act": 0.75,
        "+polarity": 0.75,
    }
    assert calibration.error(found) == calibration.error(found, whole=False) == 0.212
    assert calibration.error([]) is None


def test_the_monotone_map_rises():
    """Neighbours that fall are pooled, a small rest joins the last block, and nothing is left out."""
    points = [(k / 100, k % 3 != 0 if k < 50 else k % 5 != 0) for k in range(100)]
    knots = calibration.isotonic(points, least=30)
    assert knots == sorted(knots)
    assert [share for _, share in knots] == sorted(share for _, share in knots)
    assert calibration.isotonic([]) == []
    assert calibration.isotonic([(0.5, True), (0.5, False)], least=1) == [(0.5, 0.5)]
