"""The blend's gradient-boosted trees: tabular features beside the nearness of texts, the mean of several seeds."""

from collections.abc import Sequence
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray

# Shallow and slow to deep and quick; validation chooses.
CHOICES: tuple[dict[str, float], ...] = (
    {"num_leaves": 7, "learning_rate": 0.06},
    {"num_leaves": 15, "learning_rate": 0.04},
    {"num_leaves": 31, "learning_rate": 0.03},
)
SHARED = {
    "objective": "binary",
    "feature_fraction": 0.8,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
ROUNDS = 1500
PATIENCE = 60


def fit_boosters(
    training: NDArray[np.float32],
    training_labels: NDArray[np.int8],
    validation: NDArray[np.float32],
    validation_labels: NDArray[np.int8],
    names: Sequence[str],
    seed: int,
    threads: int,
    count: int = 1,
) -> tuple[lightgbm.Booster, ...]:
    """`count` boosters of the member of CHOICES, stopped at the round, that has the least validation log loss.

    They differ in their seed alone, that is in the rows and columns each round looks at; their mean varies less.
    """
    shared = {**SHARED, "min_data_in_leaf": min(100, max(5, len(training) // 200)), "num_threads": threads}
    data = lightgbm.Dataset(training, training_labels, feature_name=list(names), free_raw_data=False)
    held_out = lightgbm.Dataset(validation, validation_labels, reference=data)
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)

    def fit(choice: dict[str, float], number: int) -> lightgbm.Booster:
        parameters = {**shared, **choice, "seed": seed + number}
        return lightgbm.train(parameters, data, ROUNDS, [held_out], callbacks=[stop])

    fitted = [fit(choice, 0) for choice in CHOICES]
    losses = [booster.best_score["valid_0"]["binary_logloss"] for booster in fitted]
    best = int(np.argmin(losses))
    return (fitted[best], *(fit(CHOICES[best], number) for number in range(1, count)))


def booster_logits(boosters: Sequence[lightgbm.Booster], matrix: NDArray[np.float32]) -> NDArray[np.float64]:
    """(rows,), the mean of the boosters' logits."""
    threads = 1 if len(matrix) < 1000 else 0
    return np.mean([one.predict(matrix, raw_score=True, num_threads=threads) for one in boosters], axis=0)


def save_boosters(boosters: Sequence[lightgbm.Booster], folder: Path) -> None:
    for number, booster in enumerate(boosters):
        booster.save_model(str(folder / f"trees-{number}.txt"), num_iteration=booster.best_iteration)


def load_boosters(folder: Path) -> tuple[lightgbm.Booster, ...]:
    return tuple(lightgbm.Booster(model_file=str(file)) for file in sorted(folder.glob("trees-*.txt")))
