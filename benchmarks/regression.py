"""The regression by which the small sets of weights are learned: the same rows always give the same bytes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def logistic(x: Floats, y: Floats, ridge: float | Floats, steps: int) -> Floats:
    """The weights of a ridge logistic regression, one a column of `x`, by Nesterov's method.

    `y` is 0 or 1 for each row; `ridge` is one for all columns or one for each.
    """
    step = 1 / (np.linalg.norm(x, 2) ** 2 / 4 + np.max(ridge))
    w = v = np.zeros(x.shape[1])
    t = 1.0
    for _ in range(steps):
        p = 1 / (1 + np.exp(-(x @ v)))
        new = v - step * (x.T @ (p - y) + ridge * v)
        after = (1 + (1 + 4 * t * t) ** 0.5) / 2
        v = new + (t - 1) / after * (new - w)
        w, t = new, after
    return w
