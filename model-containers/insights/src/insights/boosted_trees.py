"""Gradient-boosted trees (LightGBM), tuned on validation log loss within a time budget."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
from common.rows_file import RowsFile
from numpy.typing import NDArray

from insights.settings import InsightsSettings

Floats = NDArray[np.float64]
ROUNDS = 3000
PATIENCE = 80
# The first trial: what suits most shops; the search starts from it.
START = {
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "lambda_l2": 5.0,
    "lambda_l1": 0.0,
    "min_gain_to_split": 0.0,
}
FIXED = {"objective": "binary", "bagging_freq": 1, "deterministic": True, "force_row_wise": True, "verbose": -1}


@dataclass(frozen=True)
class BoostedTrees:
    booster: lightgbm.Booster

    def logits(self, matrix: NDArray[np.float32]) -> Floats:
        return np.asarray(self.booster.predict(matrix, raw_score=True), np.float64)

    def save(self, folder: Path) -> None:
        self.booster.save_model(str(folder / "trees.txt"))

    @staticmethod
    def load(folder: Path) -> "BoostedTrees":
        return BoostedTrees(lightgbm.Booster(model_file=str(folder / "trees.txt")))


@dataclass(frozen=True)
class Trial:
    settings: dict[str, float]
    rounds: int
    validation_loss: float
    seconds: float


def fit_boosted_trees(
    training: RowsFile, validation: RowsFile, settings: InsightsSettings, is_stopped: Callable[[], bool]
) -> tuple[BoostedTrees, tuple[Trial, ...]]:
    """Random search around the best setting so far; validation also says when each fit stops."""
    random = np.random.default_rng(settings.seed)
    data = lightgbm.Dataset(
        training.matrix, training.labels, feature_name=list(training.feature_names), free_raw_data=False
    )
    held_out = lightgbm.Dataset(validation.matrix, validation.labels, reference=data, free_raw_data=False)
    began, trials, best, best_booster = settings.clock(), [], None, None
    choice: dict[str, float] = dict(START)
    choice["min_data_in_leaf"] = min(100, max(5, len(training) // 200))
    while True:
        started = time.monotonic()
        booster = _fit(data, held_out, choice, settings)
        loss = float(booster.best_score["valid_0"]["binary_logloss"])
        trials.append(Trial(choice, booster.best_iteration, loss, round(time.monotonic() - started, 2)))
        if best is None or loss < best.validation_loss:
            best, best_booster = trials[-1], booster
        spent = settings.clock() - began
        # The next fit takes about as long as the mean one; it is begun only where that fits.
        if len(trials) >= settings.trials or spent * (1 + 1 / len(trials)) > settings.max_seconds or is_stopped():
            return BoostedTrees(best_booster), tuple(trials)
        choice = _neighbour(best.settings, random)


def _fit(
    data: lightgbm.Dataset, held_out: lightgbm.Dataset, choice: dict[str, float], settings: InsightsSettings
) -> lightgbm.Booster:
    parameters = {**FIXED, **choice, "seed": settings.seed, "num_threads": settings.threads}
    # A data set remembers what it was first binned with; these are the parameters that may differ afterwards.
    parameters["feature_pre_filter"] = False
    data.params = {**(data.params or {}), "feature_pre_filter": False}
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    booster = lightgbm.train(parameters, data, ROUNDS, [held_out], callbacks=[stop])
    best = lightgbm.Booster(model_str=booster.model_to_string(num_iteration=booster.best_iteration))
    best.best_iteration, best.best_score = booster.best_iteration, booster.best_score
    return best


def _neighbour(near: dict[str, float], random: np.random.Generator) -> dict[str, float]:
    """A few parameters moved, the others kept."""
    moved = dict(near)
    moves: dict[str, Callable[[], float]] = {
        "num_leaves": lambda: int(np.clip(round(near["num_leaves"] * 2 ** random.normal(0, 0.8)), 3, 255)),
        "learning_rate": lambda: float(np.clip(near["learning_rate"] * 2 ** random.normal(0, 0.6), 0.01, 0.2)),
        "min_data_in_leaf": lambda: int(np.clip(round(near["min_data_in_leaf"] * 2 ** random.normal(0, 1)), 5, 2000)),
        "feature_fraction": lambda: float(random.uniform(0.3, 1.0)),
        "bagging_fraction": lambda: float(random.uniform(0.5, 1.0)),
        "lambda_l2": lambda: float(np.clip(near["lambda_l2"] * 4 ** random.normal(0, 1), 0.01, 500)),
        "lambda_l1": lambda: float(random.choice([0.0, 0.1, 1.0, 5.0])),
        "min_gain_to_split": lambda: float(random.choice([0.0, 0.0, 0.1, 0.5])),
    }
    for name in random.choice(list(moves), size=int(random.integers(2, 5)), replace=False).tolist():
        moved[name] = moves[name]()
    return moved
