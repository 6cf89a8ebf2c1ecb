"""Which dossier a clause is about: the evidence weighed.

The weights lie in ontology/reader/issue_weights.json, made by benchmarks/train_issues.py from annotated
readouts: one for each place (`places`), the same for all dossiers, and for words, concepts and acts one for
each dossier they speak for or against (`features`).
"""

from __future__ import annotations

import json
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING, Any, NamedTuple

from kg import resources

if TYPE_CHECKING:
    from kg.extraction.evidence import Evidence


class Weights(NamedTuple):
    """Place -> weight, and feature -> number of a dossier -> weight; scores are multiplied by `scale`."""

    dossiers: tuple[str, ...]
    places: dict[str, float]
    features: dict[str, dict[int, float]]
    scale: float = 1.0


def weights(read: dict[str, Any]) -> Weights:
    """Weights as the file holds them, made ready for use."""
    dossiers = tuple(read["dossiers"])
    number = {d: k for k, d in enumerate(dossiers)}
    features = {f: {number[d]: w for d, w in row.items()} for f, row in read["features"].items()}
    return Weights(dossiers, read["places"], features, read.get("scale", 1.0))


def weigh(seen: Evidence, by: Weights | None = None) -> dict[str, float]:
    """A probability for each dossier, summing to 1."""
    by = by or _weights()
    bias = by.features.get("bias", {})
    scores = [bias.get(k, 0.0) for k in range(len(by.dossiers))]
    number = {d: k for k, d in enumerate(by.dossiers)}
    for (place, dossier), strength in seen.places.items():
        scores[number[dossier]] += by.places.get(place, 0.0) * strength
        for k, weight in by.features.get(f"{place}@{dossier}", {}).items():
            scores[k] += weight * strength
    for feature, strength in seen.features.items():
        for k, weight in by.features.get(feature, {}).items():
            scores[k] += weight * strength
    top = max(scores)
    odds = [exp(by.scale * (s - top)) for s in scores]
    total = sum(odds)
    return {d: o / total for d, o in zip(by.dossiers, odds, strict=True)}


@lru_cache(maxsize=1)
def _weights() -> Weights:
    return weights(json.loads(resources.text("ontology", "reader", "issue_weights.json")))
