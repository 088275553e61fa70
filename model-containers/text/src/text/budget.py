"""How much fine-tuning fits into the seconds that a run may take, decided before its first step."""

import time
from collections.abc import Callable

import numpy as np
import torch
from common.devices import device_seconds, pick_device
from torch import nn

from text.batches import shuffled_batches
from text.train import Hooks, LabelledRows, TrainConfig, TrainingData, train

PROBE_STEPS = 12
WARM_STEPS = 4  # the first steps prepare kernels and optimiser state
MEASURED_COST = 0.35  # of a forward pass, against a whole step of the same rows
MARGIN = 0.9  # of the time is planned for; steps differ in length
LEAST_ROWS = 64


def busy_seconds() -> float:
    return device_seconds(pick_device(), torch.get_num_threads())


def seconds_per_row(
    model: nn.Module, rows: LabelledRows, config: TrainConfig, clock: Callable[[], float] = time.monotonic
) -> float:
    """The median over a few steps of `model`, which must be a copy: it learns from them."""
    batches = shuffled_batches(np.arange(len(rows)), rows.tokens.lengths, config.batch_size, 0)[:PROBE_STEPS]
    one = LabelledRows(rows.tokens.take([0]), rows.labels[:1])
    ends: list[float] = []

    def note_the_time() -> bool:
        ends.append(clock())
        return False

    train(model, TrainingData(rows, (np.concatenate(batches),), one), config, Hooks(is_interrupted=note_the_time))
    steps = np.diff(ends)[WARM_STEPS:] if len(ends) > WARM_STEPS + 1 else np.diff(ends)
    return float(np.median(steps)) / config.batch_size if len(steps) else 0.0


def affordable_rows(wanted: int, measured: int, epochs: int, row_seconds: float, max_seconds: float) -> tuple[int, int]:
    """Training rows an epoch and rows measured after it, both shrunk by one factor when they do not fit."""
    cost = row_seconds * epochs * (wanted + MEASURED_COST * measured)
    share = min(1.0, MARGIN * max_seconds / cost) if max_seconds and cost else 1.0
    return max(LEAST_ROWS, int(wanted * share)), max(LEAST_ROWS, int(measured * share))
