"""Boosted trees, logistic regression and the support vector machine together, weighted on validation."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from common.calibration import Platt
from common.rows_file import RowsFile
from numpy.typing import NDArray
from scipy.optimize import minimize

from insights.boosted_trees import BoostedTrees, fit_boosted_trees
from insights.logistic import LogisticModel, fit_logistic
from insights.settings import InsightsSettings
from insights.svm import SvmModel, fit_svm

Floats = NDArray[np.float64]
FITTERS = {"lightgbm": fit_boosted_trees, "logistic-regression": fit_logistic, "svm": fit_svm}
LOADERS = {"lightgbm": BoostedTrees.load, "logistic-regression": LogisticModel.load, "svm": SvmModel.load}
EDGE = 1e-6


@dataclass(frozen=True)
class Part:
    family: str
    model: BoostedTrees | LogisticModel | SvmModel
    calibration: Platt
    weight: float

    def logits(self, matrix: NDArray[np.float32]) -> Floats:
        told = np.clip(self.calibration(self.model.logits(matrix)), EDGE, 1 - EDGE)
        return np.log(told / (1 - told))


@dataclass(frozen=True)
class BlendModel:
    """The log odds of each part, weighted; no weight is negative and they sum to 1."""

    parts: tuple[Part, ...]

    def logits(self, matrix: NDArray[np.float32]) -> Floats:
        return np.sum([part.weight * part.logits(matrix) for part in self.parts], axis=0)

    def save(self, folder: Path) -> None:
        for part in self.parts:
            (folder / part.family).mkdir(parents=True, exist_ok=True)
            part.model.save(folder / part.family)
        told = {part.family: {"weight": part.weight, "calibration": part.calibration.to_json()} for part in self.parts}
        (folder / "blend.json").write_text(json.dumps(told))

    @staticmethod
    def load(folder: Path) -> "BlendModel":
        told = json.loads((folder / "blend.json").read_text())
        return BlendModel(
            tuple(
                Part(family, LOADERS[family](folder / family), Platt.from_json(one["calibration"]), one["weight"])
                for family, one in told.items()
            )
        )


@dataclass(frozen=True)
class Trial:
    family: str
    weight: float
    validation_loss: float


def fit_blend(
    training: RowsFile, validation: RowsFile, settings: InsightsSettings, is_stopped: Callable[[], bool]
) -> tuple[BlendModel, tuple[Trial, ...]]:
    each = replace(settings, max_seconds=settings.max_seconds / len(FITTERS))
    parts, trials = [], []
    for family, fit in FITTERS.items():
        model, tried = fit(training, validation, each, is_stopped)
        calibration = Platt.fit(model.logits(validation.matrix), validation.labels)
        parts.append(Part(family, model, calibration, 0.0))
        trials.append(Trial(family, 0.0, min(one.validation_loss for one in tried)))
    weights = _weights(np.stack([part.logits(validation.matrix) for part in parts], axis=1), validation.labels)
    named = list(zip(parts, trials, weights.tolist(), strict=True))
    return (
        BlendModel(tuple(replace(part, weight=weight) for part, _, weight in named)),
        tuple(replace(trial, weight=weight) for _, trial, weight in named),
    )


def _weights(logits: Floats, labels: NDArray[np.int8]) -> Floats:
    """Least log loss on the simplex. `logits` is (rows, parts)."""
    signs = np.where(labels == 1, 1.0, -1.0)
    parts = logits.shape[1]
    found = minimize(
        lambda weights: float(np.logaddexp(0, -signs * (logits @ weights)).mean()),
        np.full(parts, 1 / parts),
        method="SLSQP",
        bounds=[(0, 1)] * parts,
        constraints={"type": "eq", "fun": lambda weights: weights.sum() - 1},
    )
    weights = np.clip(found.x, 0, 1)
    return weights / weights.sum()
