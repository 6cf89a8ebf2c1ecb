"""A reading from what is stored of it: the inverse of kg.triples."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from annotated import GOLD

import kg
from kg import documents, extraction, triples
from kg.errors import NotFoundError
from kg.model import Document, Meeting, Official, Reading, Span, Statement
from kg.triples import stored

DEMO = sorted(Path(str(files("kg.demo") / "readouts")).glob("*.txt"))
ANNOTATED = sorted(GOLD.glob("*/*.txt"))[::7]


def due(date: str | None) -> str | None:
    """A date as its first and last day tell it."""
    return stored.undivided(*triples.interval(date)[:2]) if date else None


def held(reading: Reading) -> Reading:
    """A reading without what the graph does not hold."""
    first = {}
    for r in sorted(reading.references, key=lambda r: (r.start, r.end)):
        first.setdefault((r.kind, triples.folded(r.name)), []).append(r)

    def reference(r):
        same = first[r.kind, triples.folded(r.name)]
        dated = next((one for one in same if one.date), r)
        return replace(r, name=same[0].name, date=dated.date, inferred=dated.inferred)

    return replace(
        reading,
        document=replace(
            reading.document,
            given={},
            publishers=tuple(sorted(reading.document.publishers)),
            date=due(reading.document.date),
        ),
        meeting=replace(
            reading.meeting,
            states=tuple(sorted(reading.meeting.states)),
            officials=tuple(sorted(reading.meeting.officials, key=lambda o: (o.name, o.state or ""))),
        ),
        statements=tuple(
            replace(
                s,
                speaker_states=tuple(sorted(s.speaker_states)),
                addressee_states=tuple(sorted(s.addressee_states)),
                target_states=tuple(sorted(s.target_states)),
                mentioned=tuple(sorted(s.mentioned)),
                confidence=round(s.confidence, 3),
                release=None,
            )
            for s in reading.statements
        ),
        commitments=tuple(
            replace(c, parties=tuple(sorted(c.parties)), due=due(c.due))
            for c in sorted(reading.commitments, key=lambda c: c.statement)
        ),
        references=tuple(
            sorted(map(reference, reading.references), key=lambda r: (r.start, r.end, r.kind, r.name))
        ),
        names=tuple(sorted(reading.names, key=lambda n: (n.start, n.end, n.name))),
        skipped=tuple(sorted(reading.skipped, key=lambda s: (s.start, s.end))),
    )


@pytest.mark.parametrize("path", [*DEMO, *ANNOTATED], ids=lambda p: p.stem)
def test_what_was_read_comes_back(path):
    """A reading written as quads and read from them is the same reading."""
    read = extraction.read(documents.read(path))
    back = stored.reading(triples.quads(read, reader_version="test"))
    back = replace(back, document=documents.laid_out(back.document))
    assert back == held(read)


def test_written_again():
    """What comes back gives the same quads, people and parts of statements included."""
    text = "A said yes. B said no. A said yes."
    people = (Official("Ann A", "JPN", "Minister"), Official("Bo B", None))
    said = Statement(
        n=2,
        start=0,
        end=11,
        quote=text[:11],
        act="agree",
        dossier="fisheries",
        issue="fisheries",
        polarity="conditional_support",
        speaker="Zoe Z",
        speaker_states=("JPN", "RUS"),
        more=(Span(23, 34),),
        condition="if so",
        past=True,
        reaffirms=True,
        presupposes="a quarrel",
    )
    again = replace(
        said, n=1, start=23, end=34, quote=text[23:34], more=(), replies_to=2, reply_grade="accepts"
    )
    read = Reading(
        Document(text, "0" * 64), Meeting("summit", "2004-02", "X", ("RUS",), people), (said, again)
    )
    quads = triples.quads(read, reader_version="test")
    back = stored.reading(quads)
    assert back.statements == (again, said)
    assert back.meeting == read.meeting
    assert triples.quads(back, reader_version="test") == quads


def test_graph_reading(tmp_path):
    """The public face makes the layout again, and knows which language is not read."""
    with kg.open(tmp_path / "store") as graph:
        graph.ingest(DEMO[:1])
        french = tmp_path / "fr.txt"
        french.write_text(
            "Les deux ministres se sont rencontres a Paris.\nIls ont parle.\n", encoding="utf-8"
        )
        graph.ingest(french, language="fr")
        one, other = (
            graph.reading(d["readout"]) for d in sorted(graph.documents(), key=lambda d: d["language"])
        )
        assert held(one) == held(extraction.read(documents.read(DEMO[0])))
        assert one.document.blocks
        assert one.unread_language is None
        assert other.unread_language == "fr"
        assert not other.statements
        with pytest.raises(NotFoundError):
            graph.reading("id:readout/0123456789abcdef")
