"""Logistic regression on standardised columns, its strength of regularisation chosen on validation."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from common.rows_file import RowsFile
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from insights.settings import InsightsSettings

Floats = NDArray[np.float64]
STRENGTHS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0)
WIDEST = 6.0  # standard deviations beyond which a value is cut


@dataclass(frozen=True)
class LogisticModel:
    """Each column enters once as it is and once squared, so that a preference for the middle can be said."""

    means: Floats
    scales: Floats
    weights: Floats
    intercept: float

    def logits(self, matrix: NDArray[np.float32]) -> Floats:
        return _expanded(matrix, self.means, self.scales) @ self.weights + self.intercept

    def save(self, folder: Path) -> None:
        values = {
            "means": self.means.tolist(),
            "scales": self.scales.tolist(),
            "weights": self.weights.tolist(),
            "intercept": self.intercept,
        }
        (folder / "logistic.json").write_text(json.dumps(values))

    @staticmethod
    def load(folder: Path) -> "LogisticModel":
        one = json.loads((folder / "logistic.json").read_text())
        return LogisticModel(
            np.array(one["means"]), np.array(one["scales"]), np.array(one["weights"]), one["intercept"]
        )


@dataclass(frozen=True)
class Trial:
    strength: float
    validation_loss: float
    seconds: float


def fit_logistic(
    training: RowsFile, validation: RowsFile, settings: InsightsSettings, is_stopped: Callable[[], bool]
) -> tuple[LogisticModel, tuple[Trial, ...]]:
    means = training.matrix.mean(axis=0, dtype=np.float64)
    scales = np.maximum(training.matrix.std(axis=0, dtype=np.float64), 1e-6)
    wide, held_out = (_expanded(rows.matrix, means, scales) for rows in (training, validation))
    began, trials, fitted = settings.clock(), [], []
    for strength in STRENGTHS:
        started = time.monotonic()
        model = LogisticRegression(C=strength, max_iter=300, random_state=settings.seed).fit(wide, training.labels)
        one = LogisticModel(means, scales, model.coef_[0], float(model.intercept_[0]))
        loss = float(log_loss(validation.labels, model.predict_proba(held_out)[:, 1], labels=[0, 1]))
        trials.append(Trial(strength, loss, round(time.monotonic() - started, 2)))
        fitted.append(one)
        if settings.clock() - began > settings.max_seconds or is_stopped():
            break
    best = int(np.argmin([trial.validation_loss for trial in trials]))
    return fitted[best], tuple(trials)


def _expanded(matrix: NDArray[np.float32], means: Floats, scales: Floats) -> Floats:
    standard = np.clip((matrix - means) / scales, -WIDEST, WIDEST)
    return np.hstack([standard, standard**2])
