"""Derived after each change or from scratch: the same bytes."""

from __future__ import annotations

import random
from functools import cache

import pytest
from annotated import GOLD, reading

from kg import ingest, rules, store, triples
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
        for fact in ("previousStance", "leftAgenda", "correspondenceOf", "mentionOf"):
            assert any(fact in line for line in grown), fact
        assert rules.derive(held) is False
        assert dump(held) == grown


def put(held, path, there, cut):
    """Put a document in, as ingest does."""
    name, quads = graph(path, cut)
    rules.mark_due(held, name, quads)
    held.replace_graph(name, quads)
    there[path] = name
