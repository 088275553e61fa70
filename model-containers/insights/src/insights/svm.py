"""A support vector machine with a Gaussian kernel, approximated by landmarks so that it scores in one product.

Nyström's method (Williams and Seeger, 2001): with landmarks L, rows become k(x, L) · k(L, L)^-1/2, in which the
kernel is a plain inner product and the machine a linear one.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from common.calibration import Platt
from common.rows_file import RowsFile
from numpy.typing import NDArray
from sklearn.kernel_approximation import Nystroem
from sklearn.metrics import log_loss
from sklearn.svm import LinearSVC

from insights.settings import InsightsSettings

Floats = NDArray[np.float64]
LANDMARKS = 300
WIDEST = 4.0  # standard deviations beyond which a value is cut: a Gaussian kernel sees nothing so far out
# Widths of the kernel as shares of the mean distance between rows, and penalties, the likeliest first.
WIDTHS = (0.3, 0.1, 1.0)
PENALTIES = (0.1, 1.0, 0.01, 10.0)
BLOCK = 20_000


@dataclass(frozen=True)
class SvmModel:
    """`landmarks` is (landmarks, features), standardised; `weights` is (landmarks,) in the space of the kernel."""

    means: Floats
    scales: Floats
    landmarks: Floats
    gamma: float
    weights: Floats
    intercept: float

    def logits(self, matrix: NDArray[np.float32]) -> Floats:
        """Margins, (rows,); calibration makes probabilities of them."""
        parts = [
            _kernel(_standard(matrix[start : start + BLOCK], self.means, self.scales), self.landmarks, self.gamma)
            @ self.weights
            for start in range(0, len(matrix), BLOCK)
        ]
        return np.concatenate(parts) + self.intercept if parts else np.zeros(0)

    def save(self, folder: Path) -> None:
        np.savez(
            folder / "svm.npz",
            means=self.means,
            scales=self.scales,
            landmarks=self.landmarks,
            gamma=self.gamma,
            weights=self.weights,
            intercept=self.intercept,
        )

    @staticmethod
    def load(folder: Path) -> "SvmModel":
        with np.load(folder / "svm.npz", allow_pickle=False) as one:
            return SvmModel(
                one["means"],
                one["scales"],
                one["landmarks"],
                float(one["gamma"]),
                one["weights"],
                float(one["intercept"]),
            )


@dataclass(frozen=True)
class Trial:
    width: float
    penalty: float
    validation_loss: float
    seconds: float


def fit_svm(
    training: RowsFile, validation: RowsFile, settings: InsightsSettings, is_stopped: Callable[[], bool]
) -> tuple[SvmModel, tuple[Trial, ...]]:
    """Width and penalty of least validation log loss, each machine calibrated as it would serve."""
    means = training.matrix.mean(axis=0, dtype=np.float64)
    scales = np.maximum(training.matrix.std(axis=0, dtype=np.float64), 1e-6)
    rows, held_out = (_standard(one.matrix, means, scales) for one in (training, validation))
    began, trials, best = settings.clock(), [], None
    for width in WIDTHS:
        gamma = width / max(rows.shape[1], 1)
        space = Nystroem(gamma=gamma, n_components=min(LANDMARKS, len(rows)), random_state=settings.seed).fit(rows)
        wide, held_wide = space.transform(rows), space.transform(held_out)
        for penalty in PENALTIES:
            started = time.monotonic()
            machine = LinearSVC(C=penalty, dual=False, random_state=settings.seed, max_iter=2000)
            machine.fit(wide, training.labels)
            margins = machine.decision_function(held_wide)
            told = Platt.fit(margins, validation.labels)(margins)
            loss = float(log_loss(validation.labels, told, labels=[0, 1]))
            trials.append(Trial(width, penalty, loss, round(time.monotonic() - started, 2)))
            if best is None or loss < best[0]:
                weights = space.normalization_.T @ machine.coef_[0]
                best = (
                    loss,
                    SvmModel(means, scales, space.components_, gamma, weights, float(machine.intercept_[0])),
                )
            if settings.clock() - began > settings.max_seconds or is_stopped():
                return best[1], tuple(trials)
    return best[1], tuple(trials)


def _standard(matrix: NDArray[np.float32], means: Floats, scales: Floats) -> Floats:
    return np.clip((matrix - means) / scales, -WIDEST, WIDEST)


def _kernel(rows: Floats, landmarks: Floats, gamma: float) -> Floats:
    squares = (rows**2).sum(1)[:, None] + (landmarks**2).sum(1)[None, :] - 2 * rows @ landmarks.T
    return np.exp(-gamma * np.maximum(squares, 0))
