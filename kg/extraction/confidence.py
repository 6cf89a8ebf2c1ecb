"""How sure the reader is, as a share that can be believed.

The product of what the stages are sure of is no probability: they err together, and a statement may be wrong
in ways that no stage saw. ontology/reader/confidence.json holds the knots of a rising map from that product
to the share of statements right in states, act, dossier and polarity, counted on readouts that the weights
had not seen (benchmarks/train_confidence.py).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from functools import cache

from kg import resources


def calibrated(product: float) -> float:
    """The share of statements with such a product that are right all over, to three places.

    Straight lines between the knots, level outside them; the product itself where there are no knots.
    """
    known = knots()
    if not known:
        return round(product, 3)
    k = bisect_left(known, (product,))
    if k in {0, len(known)}:
        return known[min(k, len(known) - 1)][1]
    (x0, y0), (x1, y1) = known[k - 1], known[k]
    return round(y0 + (y1 - y0) * (product - x0) / (x1 - x0), 3)


@cache
def knots() -> tuple[tuple[float, float], ...]:
    """Pairs of product and share, both rising."""
    read = json.loads(resources.text("ontology", "reader", "confidence.json"))
    return tuple((float(product), float(share)) for product, share in read)
