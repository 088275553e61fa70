"""Fit a TextTower: every row is read in every epoch, the epoch that validates best is kept."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from text.grouped import GroupedRows, TowerBatch, tower_batch
from text.phrases import Vectors
from text.tower import TextTower


@dataclass(frozen=True)
class TowerConfig:
    epochs: int = 8
    patience: int = 2
    purchases_a_batch: int = 32
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    seed: int = 7


def fit_tower(
    matrix: Vectors,
    training: GroupedRows,
    training_labels: NDArray[np.int8],
    validation: GroupedRows,
    validation_labels: NDArray[np.int8],
    config: TowerConfig,
) -> TextTower:
    """Both GroupedRows number their phrases in `matrix`; nothing is read or written here."""
    torch.manual_seed(config.seed)
    tower = TextTower(matrix.shape[1], training.features.shape[1])
    tower.start_at(float(np.clip(training_labels.mean(), 1e-4, 0.5)))
    steps = max(1, math.ceil(len(training) / config.purchases_a_batch))
    optimizer = torch.optim.AdamW(tower.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, config.learning_rate, total_steps=config.epochs * steps + 1
    )
    best, best_loss, since_best = tower.state_dict(), math.inf, 0
    random = np.random.default_rng(config.seed)
    for _ in range(config.epochs):
        tower.train()
        for lines in np.array_split(random.permutation(len(training)), steps):
            optimizer.zero_grad()
            _loss(tower, training, training_labels, lines, matrix).backward()
            optimizer.step()
            schedule.step()
        validates = mean_tower_loss(tower, validation, validation_labels, matrix)
        if validates < best_loss:
            best_loss, since_best = validates, 0
            best = {name: value.detach().clone() for name, value in tower.state_dict().items()}
        else:
            since_best += 1
        if since_best >= config.patience:
            break
    if not math.isfinite(best_loss):
        raise FloatingPointError("the text tower reached no finite validation loss; lower its learning rate")
    tower.load_state_dict(best)
    return tower.eval()


def predict_tower(tower: nn.Module, rows: GroupedRows, matrix: Vectors) -> NDArray[np.float32]:
    """One logit for each row, in the rows' own order."""
    logits = np.zeros(len(rows.candidate), np.float32)
    tower.eval()
    with torch.no_grad():
        for lines in np.array_split(np.arange(len(rows)), math.ceil(len(rows) / 64)):
            batch = tower_batch(rows, lines, matrix)
            logits[rows.row[lines][batch.is_row]] = _answers(tower, batch).numpy()[batch.is_row]
    return logits


def mean_tower_loss(tower: nn.Module, rows: GroupedRows, labels: NDArray[np.int8], matrix: Vectors) -> float:
    logits = torch.from_numpy(predict_tower(tower, rows, matrix))
    return float(nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(labels).float()))


def _loss(
    tower: TextTower, rows: GroupedRows, labels: NDArray[np.int8], lines: NDArray[np.int64], matrix: Vectors
) -> torch.Tensor:
    batch = tower_batch(rows, lines, matrix)
    logits = _answers(tower, batch)
    is_row = torch.from_numpy(batch.is_row)
    target = torch.from_numpy(labels[rows.row[lines]]).float()
    return nn.functional.binary_cross_entropy_with_logits(logits[is_row], target[is_row])


def _answers(tower: nn.Module, batch: TowerBatch) -> torch.Tensor:
    """(purchases, candidates) logits."""
    return tower(
        *(torch.from_numpy(values) for values in (batch.candidates, batch.history, batch.mask, batch.features))
    )
