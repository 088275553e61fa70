"""How far probabilities are off, and how far off those that hold would look on so few rows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 15
DRAWS = 100


def calibration_error(probabilities: Floats, outcomes: Sequence[int] | NDArray, bins: int = BINS) -> float:
    """Expected calibration error over bins of equal size (Naeini et al., 2015); 0 is perfect."""
    order, starts = _bins(probabilities, bins)
    gaps = np.add.reduceat(probabilities[order] - np.asarray(outcomes, float)[order], starts)
    return float(np.abs(gaps).sum() / len(order))


def error_by_chance(probabilities: Floats, bins: int = BINS, seed: int = 7, draws: int = DRAWS) -> float:
    """The mean error were every probability true: outcomes are drawn by them (Bröcker and Smith, 2007, "Increasing the
    reliability of reliability diagrams"). Of 360 evenly spread ones it is .066, of 26,000 .008."""
    order, starts = _bins(probabilities, bins)
    sorted_ones = probabilities[order]
    chance = np.random.default_rng(seed)
    errors = [
        np.abs(np.add.reduceat(sorted_ones - (chance.random(len(order)) < sorted_ones), starts)).sum() / len(order)
        for _ in range(draws)
    ]
    return float(np.mean(errors))


def _bins(probabilities: Floats, bins: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows by rising probability, and where each bin of them begins."""
    if not len(probabilities):
        raise ValueError("how far probabilities are off takes at least one of them")
    order = np.argsort(probabilities, kind="stable")
    sizes = [len(part) for part in np.array_split(order, bins) if len(part)]
    return order, np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
