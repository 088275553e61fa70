"""Where a training run stands, kept in a folder that SageMaker mirrors to S3, so that a spot stop costs minutes."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True)
class EpochMetrics:
    """The mean loss a row after an epoch. The test loss is written down and never read by training."""

    epoch: int
    train_loss: float
    validation_loss: float
    test_loss: float | None
    examples: int
    seconds: float


@dataclass(frozen=True)
class TrainingState:
    """Everything that the next step depends on."""

    epoch: int
    step_in_epoch: int
    step: int
    examples: int
    loss_sum: float
    loss_rows: int
    weights: dict[str, Tensor]
    optimizer: dict[str, Any]
    best_weights: dict[str, Tensor]
    best_epoch: int
    best_loss: float
    epochs: tuple[EpochMetrics, ...]
    seconds: float
    ended: str = ""  # why, where nothing is left to learn


def save_state(state: TrainingState, folder: Path, fingerprint: str) -> None:
    """Write beside and rename, so that a kill while writing leaves the state before.

    `fingerprint` names the data and settings that the state belongs to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / "training.pt.part"
    values = {field.name: getattr(state, field.name) for field in fields(state)}
    epochs = [asdict(epoch) for epoch in state.epochs]
    torch.save({**values, "epochs": epochs, "fingerprint": fingerprint}, beside)
    beside.rename(folder / "training.pt")


def load_state(folder: Path, fingerprint: str) -> TrainingState | None:
    """The state to go on from, or None when there is none or it belongs to other data or settings."""
    path = folder / "training.pt"
    if not path.is_file():
        return None
    try:
        values = torch.load(path, map_location="cpu", weights_only=True)
        if values.pop("fingerprint") != fingerprint:
            return None
        epochs = tuple(EpochMetrics(**epoch) for epoch in values.pop("epochs"))
        return TrainingState(epochs=epochs, **values)
    except (RuntimeError, KeyError, TypeError, EOFError, UnpicklingError) as cause:
        raise ValueError(f"{path} is not a training checkpoint of this version; remove it to begin again") from cause
