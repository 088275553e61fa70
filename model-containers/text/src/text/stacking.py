"""Turn the logits of several models into one calibrated probability, fitted on rows that none of them learned from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
RIDGE = 1e-4  # pulls weights to an equal share, so that a few hundred purchases cannot choose wild ones


@dataclass(frozen=True)
class Stacker:
    """p = sigmoid(intercept + Σ weight · logit); weights are never negative. With one member it is Platt scaling."""

    members: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float

    def probabilities(self, logits: Floats) -> Floats:
        """(rows,) from (rows, members)."""
        return 1.0 / (1.0 + np.exp(-np.clip(logits @ np.asarray(self.weights) + self.intercept, -30, 30)))


def equal_shares(members: tuple[str, ...]) -> Stacker:
    """Where a fit begins, and stays where there is nothing to learn from."""
    return Stacker(members, (1.0 / len(members),) * len(members), 0.0)


def fit_stacker(members: tuple[str, ...], logits: Floats, labels: NDArray[np.int8], row_weights: Floats) -> Stacker:
    """Minimise the weighted log loss on (rows, members) out-of-sample logits.

    `row_weights` stand for rows that were left out (a kept negative counts for those beside it that were dropped).
    """
    if len(np.unique(labels)) < 2:
        raise ValueError("calibration needs purchases and rejected candidates among the validation rows")
    count = len(members)
    share = 1.0 / count
    total = row_weights.sum()
    sign = np.where(labels == 1, 1.0, -1.0)

    def objective(parameters: Floats) -> tuple[float, Floats]:
        score = logits @ parameters[:count] + parameters[count]
        loss = (row_weights * np.logaddexp(0.0, -sign * score)).sum() / total
        gap = parameters[:count] - share
        slope = row_weights * -sign / (1.0 + np.exp(np.clip(sign * score, -30, 30))) / total
        gradient = np.r_[logits.T @ slope + 2 * RIDGE * gap, slope.sum()]
        return float(loss + RIDGE * (gap**2).sum()), gradient

    start = np.r_[np.full(count, share), 0.0]
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * count + [(None, None)])
    return Stacker(members, tuple(float(value) for value in found.x[:count]), float(found.x[count]))


def cross_fitted(
    members: tuple[str, ...],
    logits: Floats,
    labels: NDArray[np.int8],
    row_weights: Floats,
    groups: NDArray[np.int64],
    folds: int = 5,
) -> Floats:
    """Probabilities of rows by stackers that did not see their purchases, for a fair comparison between scorers.

    Where no other purchases are left to learn from, members count alike.
    """
    distinct = np.unique(groups)
    fold_of = dict(zip(distinct.tolist(), (np.arange(len(distinct)) * folds // len(distinct)).tolist(), strict=True))
    fold = np.array([fold_of[group] for group in groups.tolist()])
    answers = np.zeros(len(labels))
    for held_out in range(min(folds, len(distinct))):
        inside = fold != held_out
        can_learn = len(np.unique(labels[inside])) == 2
        stacker = (
            fit_stacker(members, logits[inside], labels[inside], row_weights[inside])
            if can_learn
            else equal_shares(members)
        )
        answers[~inside] = stacker.probabilities(logits[~inside])
    return answers


def weighted_log_loss(probabilities: Floats, labels: NDArray[np.int8], row_weights: Floats) -> float:
    clipped = np.clip(probabilities, 1e-12, 1 - 1e-12)
    losses = -np.where(labels == 1, np.log(clipped), np.log(1 - clipped))
    return float((losses * row_weights).sum() / row_weights.sum())
