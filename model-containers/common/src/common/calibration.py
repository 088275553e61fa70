"""From a score to a probability that can be believed, fitted on rows that the score was not learned from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]
LEAST, MOST = 1e-6, 1 - 1e-6


@dataclass(frozen=True)
class Platt:
    """p = sigmoid(slope · logit + intercept) (Platt, 1999). Keeps the order of the scores."""

    slope: float
    intercept: float

    @staticmethod
    def fit(logits: Floats, labels: NDArray[np.int8]) -> "Platt":
        model = LogisticRegression(C=1e6).fit(np.asarray(logits)[:, None], labels)
        return Platt(float(model.coef_[0, 0]), float(model.intercept_[0]))

    def __call__(self, logits: Floats) -> Floats:
        probabilities = 1 / (1 + np.exp(-np.clip(self.slope * logits + self.intercept, -45, 45)))
        # Squeezed rather than cut: what is cut becomes equal, and most items of a slate are very unlikely ones.
        return LEAST + (MOST - LEAST) * probabilities

    def to_json(self) -> dict[str, Any]:
        return {"kind": "platt", "slope": self.slope, "intercept": self.intercept}

    @staticmethod
    def from_json(given: dict[str, Any]) -> "Platt":
        return Platt(given["slope"], given["intercept"])
