"""How good probabilities are, with intervals: metrics of one scorer and the paired difference of two."""

from dataclasses import dataclass

import numpy as np
from common.calibration_error import calibration_error, error_by_chance
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

Floats = NDArray[np.float64]
DRAWS = 1000
LEAST = 1e-7


@dataclass(frozen=True)
class Interval:
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Scores:
    """Probabilities of one scorer on rows that all scorers share; `auc_draws` and `loss_draws` are (draws,)."""

    auc: float
    pr_auc: float
    log_loss: float
    ece: float
    ece_by_chance: float
    auc_draws: Floats
    loss_draws: Floats

    @property
    def loss_interval(self) -> Interval:
        return _interval(self.log_loss, self.loss_draws)

    def loss_against(self, other: "Scores") -> Interval:
        """Ours minus theirs, on the same draws of purchases."""
        return _interval(self.log_loss - other.log_loss, self.loss_draws - other.loss_draws)

    def auc_against(self, other: "Scores") -> Interval:
        return _interval(self.auc - other.auc, self.auc_draws - other.auc_draws)

    def auc_ratio(self, other: "Scores") -> Interval:
        return _interval(self.auc / other.auc, self.auc_draws / other.auc_draws)


def _interval(value: float, draws: Floats) -> Interval:
    low, high = np.quantile(draws, [0.025, 0.975])
    return Interval(float(value), float(low), float(high))


@dataclass(frozen=True)
class Jury:
    """Labels, groups and the bootstrap's draws: how often each group stands in each draw, (draws, groups)."""

    labels: NDArray[np.int8]
    group: NDArray[np.int64]
    counts: NDArray[np.int32]

    @staticmethod
    def of(labels: NDArray[np.int8], groups: NDArray[np.int64], seed: int, draws: int = DRAWS) -> "Jury":
        if len(np.unique(labels)) < 2:
            raise ValueError("an evaluation needs purchases and refused candidates")
        _, group = np.unique(groups, return_inverse=True)
        return Jury(labels, group, _draws(labels, group, seed, draws))

    def judge(self, probabilities: Floats) -> Scores:
        """Intervals are percentile bootstraps over groups (Efron and Tibshirani, 1993, chapter 13)."""
        clipped = np.clip(probabilities, LEAST, 1 - LEAST)
        losses = -np.where(self.labels == 1, np.log(clipped), np.log1p(-clipped))
        sums = np.bincount(self.group, losses)
        sizes = np.bincount(self.group)
        return Scores(
            auc=float(roc_auc_score(self.labels, probabilities)),
            pr_auc=float(average_precision_score(self.labels, probabilities)),
            log_loss=float(losses.mean()),
            ece=calibration_error(probabilities, self.labels),
            ece_by_chance=error_by_chance(probabilities),
            auc_draws=self._auc_draws(probabilities),
            loss_draws=(self.counts @ sums) / (self.counts @ sizes),
        )

    def _auc_draws(self, probabilities: Floats) -> Floats:
        """The area by ranks, ties counted half, with each row weighted by how often its group was drawn."""
        _, level = np.unique(probabilities, return_inverse=True)
        levels = int(level.max()) + 1
        positive, negative = self.labels == 1, self.labels == 0
        areas = np.empty(len(self.counts))
        for draw, count in enumerate(self.counts):
            weight = count[self.group].astype(np.float64)
            bought = np.bincount(level[positive], weight[positive], levels)
            refused = np.bincount(level[negative], weight[negative], levels)
            below = np.cumsum(refused) - refused / 2
            areas[draw] = bought @ below / (bought.sum() * refused.sum())
        return areas


def _draws(labels: NDArray[np.int8], group: NDArray[np.int64], seed: int, draws: int) -> NDArray[np.int32]:
    """(draws, groups). A draw without a single purchase, or of purchases alone, ranks nothing and is drawn anew."""
    random = np.random.default_rng(seed)
    count = int(group.max()) + 1
    has_yes, has_no = (np.bincount(group, labels == wanted, count) > 0 for wanted in (1, 0))
    counts = np.empty((draws, count), np.int32)
    for draw in range(draws):
        counts[draw] = _drawn(random, count)
        while not (counts[draw, has_yes].any() and counts[draw, has_no].any()):
            counts[draw] = _drawn(random, count)
    return counts


def _drawn(random: np.random.Generator, count: int) -> NDArray[np.int64]:
    return np.bincount(random.integers(0, count, count), minlength=count)
