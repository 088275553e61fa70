"""Scale any feature to a bell curve by its rank, so that a neural network sees no outliers."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

KNOTS = 101
LIMIT = 3.0


@dataclass(frozen=True)
class GaussianRanks:
    """`knots` is (KNOTS, features): the quantiles of the training rows. Missing values become 0, the middle."""

    knots: NDArray[np.float32]

    @staticmethod
    def fit(matrix: NDArray[np.float32]) -> "GaussianRanks":
        filled = np.where(np.isfinite(matrix), matrix, np.nan)
        filled[:, np.isnan(filled).all(axis=0)] = 0.0
        return GaussianRanks(np.nanquantile(filled, np.linspace(0, 1, KNOTS), axis=0).astype(np.float32))

    def apply(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        normal = NormalDist()
        shares = np.clip(np.linspace(0, 1, KNOTS), normal.cdf(-LIMIT), normal.cdf(LIMIT))
        scores = np.array([normal.inv_cdf(share) for share in shares])
        scaled = np.zeros(matrix.shape, np.float32)
        for column in range(matrix.shape[1]):
            values, knots = matrix[:, column], self.knots[:, column].astype(np.float64)
            # The mean of both directions puts a tied value in the middle of its ties.
            upper = np.interp(values, knots, scores)
            lower = -np.interp(-values.astype(np.float64), -knots[::-1], scores)
            scaled[:, column] = np.where(np.isfinite(values), (upper + lower) / 2, 0.0)
        return scaled
