"""The `bert-blend` scorer: BERT, boosted trees and text towers, stacked on rows that none of them learned from."""

from collections.abc import Callable
from dataclasses import dataclass

import lightgbm
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from text.blend_rows import BlendColumns, text_columns, with_text
from text.boosting import booster_logits, fit_boosters
from text.fit_tower import TowerConfig, fit_tower, predict_tower
from text.gaussian_ranks import GaussianRanks
from text.grouped import GroupedRows, group_rows
from text.history import history_phrases
from text.phrases import PhraseVectors
from text.purchase_data import PurchaseRows


@dataclass(frozen=True)
class BlendMembers:
    """The fitted members beside BERT, and their logits on the validation rows."""

    boosters: tuple[lightgbm.Booster, ...]
    ranks: GaussianRanks
    tower: "TowerMean"
    names: tuple[str, ...]
    validation_logits: NDArray[np.float64]  # (rows, 2): trees, tower


class TowerMean(nn.Module):
    """Towers from different seeds, answering with the mean of their logits."""

    def __init__(self, towers: list[nn.Module]) -> None:
        super().__init__()
        self.towers = nn.ModuleList(towers)

    def forward(self, candidates: Tensor, history: Tensor, mask: Tensor, features: Tensor) -> Tensor:
        return torch.stack([tower(candidates, history, mask, features) for tower in self.towers]).mean(0)


def fit_members(
    training: PurchaseRows,
    validation: PurchaseRows,
    vectors: PhraseVectors,
    towers: int,
    seed: int,
    threads: int,
    boosters: int = 1,
    say: Callable[[str], None] = lambda line: None,
) -> BlendMembers:
    """Fit trees and towers on every training row; validation says when to stop."""
    columns, checked = (_columns(rows, vectors) for rows in (training, validation))
    trees = fit_boosters(
        columns.matrix, training.labels, checked.matrix, validation.labels, columns.names, seed, threads, boosters
    )
    say(f"trees of {', '.join(str(one.best_iteration) for one in trees)} rounds")
    ranks = GaussianRanks.fit(columns.matrix)
    grouped = _grouped(training, ranks.apply(columns.matrix), vectors)
    held = _grouped(validation, ranks.apply(checked.matrix), vectors)
    fitted: list[nn.Module] = []
    for number in range(towers):
        config = TowerConfig(seed=seed + number)
        fitted.append(fit_tower(vectors.matrix, grouped, training.labels, held, validation.labels, config))
        say(f"tower {number + 1} of {towers}")
    tower = TowerMean(fitted).eval()
    logits = np.column_stack([booster_logits(trees, checked.matrix), predict_tower(tower, held, vectors.matrix)])
    return BlendMembers(trees, ranks, tower, columns.names, logits)


def all_phrases(*parts: PurchaseRows) -> list[str]:
    """Every phrase of the rows, once, in the order of first appearance."""
    found: dict[str, None] = {}
    for rows in parts:
        for history in dict.fromkeys(rows.histories):
            found.update(dict.fromkeys(history_phrases(history)))
        found.update(dict.fromkeys(rows.candidates))
    return list(found)


def _columns(rows: PurchaseRows, vectors: PhraseVectors) -> BlendColumns:
    texts = text_columns(rows.groups, rows.histories, rows.candidates, vectors)
    return with_text(rows.features, rows.feature_names, texts)


def _grouped(rows: PurchaseRows, features: NDArray[np.float32], vectors: PhraseVectors) -> GroupedRows:
    phrases = {history: history_phrases(history) for history in dict.fromkeys(rows.histories)}
    return group_rows(rows.groups, [phrases[history] for history in rows.histories], rows.candidates, features, vectors)
