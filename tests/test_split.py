"""The split of the annotated cases stays what it is: figures of the held-out part mean nothing otherwise."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

FILE = Path(__file__).parent.parent / "benchmarks" / "split.py"


@pytest.fixture(scope="module")
def split():
    """The module, which lies among scripts."""
    spec = importlib.util.spec_from_file_location("split", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_parts(split):
    """166 cases to tune on, 82 held out, none in both."""
    tune, look = split.cases("tune"), split.cases("look")
    assert (len(tune), len(look)) == (166, 82)
    assert sorted(tune + look) == split.cases()


@pytest.mark.parametrize(
    ("name", "part"),
    [("2000-09-14-jpn-rus", "tune"), ("2003-05-30-jpn-rus", "tune"), ("2022-03-16-jpn-ltu", "look")],
)
def test_a_case_stays_where_it_is(split, name, part):
    """By its name alone, whatever else is in the folder."""
    assert split.split(name) == part


def test_readouts_of_one_meeting_fall_together(split):
    """In a cross-validation no weights are learned from the other side's account of what is read."""
    names = ["2021-01-26-usa-rus-by-usa", "2021-01-26-usa-rus-by-rus"]
    assert len({split.fold(name, 5) for name in names}) == 1
    assert {split.fold(path.stem, 5) for path in split.cases()} == set(range(5))
