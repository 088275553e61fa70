"""The blend's gradient-boosted trees: tabular features beside the nearness of texts."""

from collections.abc import Sequence

import lightgbm
import numpy as np
from numpy.typing import NDArray

# Shallow and slow to deep and quick; validation chooses.
CHOICES: tuple[dict[str, float], ...] = (
    {"num_leaves": 7, "learning_rate": 0.06},
    {"num_leaves": 15, "learning_rate": 0.04},
    {"num_leaves": 31, "learning_rate": 0.03},
)
ROUNDS = 1500
PATIENCE = 60


def fit_booster(
    training: NDArray[np.float32],
    training_labels: NDArray[np.int8],
    validation: NDArray[np.float32],
    validation_labels: NDArray[np.int8],
    names: Sequence[str],
    seed: int,
    threads: int,
) -> lightgbm.Booster:
    """The booster of CHOICES, stopped at the round, that has the least validation log loss."""
    shared = {
        "objective": "binary",
        "min_data_in_leaf": min(100, max(5, len(training) // 200)),
        "feature_fraction": 0.8,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambda_l2": 5.0,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": threads,
        "verbose": -1,
    }
    data = lightgbm.Dataset(training, training_labels, feature_name=list(names), free_raw_data=False)
    held_out = lightgbm.Dataset(validation, validation_labels, reference=data)
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    fitted = [lightgbm.train({**shared, **choice}, data, ROUNDS, [held_out], callbacks=[stop]) for choice in CHOICES]
    return min(fitted, key=lambda booster: booster.best_score["valid_0"]["binary_logloss"])


def booster_logits(booster: lightgbm.Booster, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(booster.predict(matrix, raw_score=True, num_threads=1 if len(matrix) < 1000 else 0))
