"""Confidence: a rising map from what the stages are sure of to a share that can be believed."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import confidence

KNOTS = ((0.2, 0.1), (0.6, 0.5), (0.8, 0.9))


@pytest.mark.parametrize(
    ("product", "share"),
    [(0.0, 0.1), (0.2, 0.1), (0.4, 0.3), (0.6, 0.5), (0.75, 0.8), (0.8, 0.9), (1.0, 0.9)],
)
def test_straight_lines_between_knots(product, share):
    """On a knot its share, between two what lies between, outside them level."""
    with mock.patch.object(confidence, "knots", return_value=KNOTS):
        assert confidence.calibrated(product) == share


def test_without_knots_the_product_stays():
    """So the map is made: from the product itself."""
    with mock.patch.object(confidence, "knots", return_value=()):
        assert confidence.calibrated(0.12345) == 0.123


def test_the_shipped_knots_rise():
    """Both columns, strictly the first, within 0 and 1; a map that is worth the name has several."""
    known = confidence.knots()
    assert len(known) > 2
    assert [x for x, _ in known] == sorted({x for x, _ in known})
    assert [y for _, y in known] == sorted(y for _, y in known)
    assert all(0 <= v <= 1 for knot in known for v in knot)


@given(st.floats(0, 1), st.floats(0, 1))
def test_surer_is_never_less_sure(a, b):
    """The order of statements by confidence is that of the product."""
    low, high = sorted((a, b))
    assert confidence.calibrated(low) <= confidence.calibrated(high)
