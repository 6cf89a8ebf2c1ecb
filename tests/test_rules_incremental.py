"""Derived after each change or from scratch: the same bytes."""

from __future__ import annotations

import hashlib
import random
from functools import cache

import pytest
from annotated import GOLD, reading

from kg import ingest, rules, store, triples
from kg.model import Commitment, Document, Meeting, Reading, Statement
from kg.vocabulary.reference import reference_quads

CASES = sorted((*GOLD.glob("pairs/*-by-*.json"), *GOLD.glob("replies/*-jpn-kor.json")))


@cache
def graph(path, cut=0):
    """Name and quads of one annotated case, the last `cut` statements left out."""
    from dataclasses import replace

    read = reading(path)
    kept = read.statements[: len(read.statements) - cut]
    told = {s.n for s in kept}
    code = path.stem[-3:].upper()
    document = replace(read.document, publishers=(code,)) if "-by-" in path.stem else read.document
    read = replace(
        read,
        document=document,
        statements=kept,
        commitments=tuple(c for c in read.commitments if c.statement in told),
    )
    return triples.readout_iri(read.document), triples.quads(read, reader_version="test")


def dump(held):
    """The derived graphs and what is noted of them, as sorted lines."""
    return sorted(
        str(q)
        for name in held.graphs()
        if name.startswith((rules.DERIVED, rules.STATE))
        for q in held.quads(name)
    )


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_changes_is_the_same_as_from_scratch(tmp_path, seed):
    """Documents come, change and go in a random order, with or without a refresh in between."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    with store.connect(tmp_path / "store", create=True) as held:
        held.replace_graph(ingest.REFERENCE, reference_quads())
        rules.refresh(held)
        there = {}
        for path in chance.sample(CASES, len(CASES)):
            put(held, path, there, cut=chance.choice((0, 0, 2)))
            if chance.random() < 0.5:
                rules.refresh(held)
            if there and chance.random() < 0.4:
                other = chance.choice(sorted(there))
                if chance.random() < 0.5:
                    name = there.pop(other)
                    rules.mark_due(held, name)
                    held.remove_graph(name)
                else:
                    put(held, other, there, cut=chance.choice((0, 3)))
                rules.refresh(held)
        rules.refresh(held)
        grown = dump(held)
        for fact in ("previousStance", "leftAgenda", "correspondenceOf", "mentionOf", "replyStatus"):
            assert any(fact in line for line in grown), fact
        assert rules.derive(held) is False
        assert dump(held) == grown


def put(held, path, there, cut):
    """Put a document in, as ingest does."""
    name, quads = graph(path, cut)
    rules.mark_due(held, name, quads)
    held.replace_graph(name, quads)
    there[path] = name


def made_up(*more):
    """Name and quads of documents in which two states, in the first with `more`, ask, promise, do things."""
    for k, day in enumerate(("2003-02-01", "2004-02-01", "2005-02-01", "2006-02-01", "2006-02-02")):
        quotes = [
            ("request", "The side of Japan asked for the visa exemption agreement", "peace_treaty"),
            ("commit", "The sides promised to conclude the visa exemption agreement", "visas"),
            ("inform", "The visa exemption agreement has been concluded", "visas"),
            ("support", "The side of Russia supported the visa exemption agreement", "peace_treaty"),
        ][: 4 - k % 2]
        statements = tuple(
            Statement(
                n,
                0,
                len(quote),
                quote,
                act,
                "other",
                issue,
                "support" if act == "support" else "none",
                speaker_states=("JPN",) if act == "request" else ("RUS",),
                addressee_states=("RUS",) if act == "request" else ("JPN",),
                target="the visa exemption agreement",
            )
            for n, (act, quote, issue) in enumerate(quotes, 1)
        )
        text = f"{day}. " + ". ".join(quote for _, quote, _ in quotes)
        document = Document(text, hashlib.sha256(text.encode()).hexdigest(), title=day, date=day)
        meeting = Meeting("summit", day, None, ("JPN", "RUS", *(more if k == 0 else ())))
        promise = Commitment(2, ("JPN", "RUS"), "to conclude the visa exemption agreement", None)
        read = Reading(document, meeting, statements, (promise,))
        yield triples.readout_iri(document), triples.quads(read, reader_version="test")


@pytest.mark.parametrize("seed", range(3))
def test_what_was_asked_and_promised_is_parted_by_participants_and_issue(tmp_path, seed):
    """Each kind of fact is in its graph; any order of documents, with one taken out, gives the same bytes."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    documents = list(made_up())
    with store.connect(tmp_path / "store", create=True) as held:
        held.replace_graph(ingest.REFERENCE, reference_quads())
        rules.refresh(held)
        for name, quads in [*chance.sample(documents, len(documents)), chance.choice(documents)]:
            gone = name in held.graphs()
            rules.mark_due(held, name, () if gone else quads)
            if gone:
                held.remove_graph(name)
            else:
                held.replace_graph(name, quads)
            if chance.random() < 0.7:
                rules.refresh(held)
        rules.refresh(held)
        grown = dump(held)
        pair = "matters/JPN-RUS/"
        for fact, graph in (
            ("asksAgain", f"{pair}peace_treaty"),
            ("firstPositiveAnswer", f"{pair}peace_treaty"),
            ("replyStatus", f"{pair}peace_treaty"),
            ("reportedDoneIn", f"{pair}visas"),
            ("restates", "promises/JPN-RUS"),
        ):
            there = {line.rpartition("derived/")[2] for line in grown if f"#{fact}>" in line}
            assert there == {f"{graph}>"}, fact
        assert rules.derive(held) is False
        assert dump(held) == grown


def test_people_who_merge_meetings_of_others_have_all_asked_there_derived(tmp_path):
    """While two meetings of other participants are one, a change is the same as from scratch."""
    documents = list(made_up("CHN"))
    with store.connect(tmp_path / "store", create=True) as held:
        held.replace_graph(ingest.REFERENCE, reference_quads())
        for name, quads in documents[:4]:
            held.replace_graph(name, quads)
        first, other = (f"{name}/account" for name, _ in documents[:2])
        (tmp_path / "store" / rules.MERGES).write_text(f"merge: [[{first}, {other}]]", encoding="utf-8")
        rules.refresh(held)
        name, quads = documents[4]
        rules.mark_due(held, name, quads)
        held.replace_graph(name, quads)
        rules.refresh(held)
        grown = dump(held)
        status = [line for line in grown if "#replyStatus>" in line]
        assert len([line for line in status if "matters/CHN-JPN-RUS/peace_treaty>" in line]) == 2
        assert rules.derive(held) is False
        assert dump(held) == grown
