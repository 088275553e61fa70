"""Rows of purchases as padded blocks, one purchase a line, so that a history is read once for its candidates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from text.history import MAX_HISTORY
from text.phrases import PhraseVectors, Vectors


@dataclass(frozen=True)
class GroupedRows:
    """`row` is (groups, n): the row number of each place, -1 where a purchase has fewer candidates.

    `history` is (groups, MAX_HISTORY), phrase numbers, -1 beyond the end; `candidate` is (rows,) of phrase numbers and
    `features` (rows, columns), scaled.
    """

    row: NDArray[np.int64]
    history: NDArray[np.int64]
    candidate: NDArray[np.int64]
    features: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.row)


def group_rows(
    groups: NDArray[np.int64],
    histories: Sequence[Sequence[str]],
    candidates: Sequence[str],
    features: NDArray[np.float32],
    vectors: PhraseVectors,
) -> GroupedRows:
    """`histories` has the phrases of each row's history, alike within a group; `vectors` knows every phrase."""
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(groups[order]) != 0])
    sizes = np.diff(np.r_[starts, len(order)])
    row = np.full((len(starts), int(sizes.max())), -1, np.int64)
    line = np.repeat(np.arange(len(starts)), sizes)
    row[line, np.arange(len(order)) - np.repeat(starts, sizes)] = order
    history = np.full((len(starts), MAX_HISTORY), -1, np.int64)
    for at, start in enumerate(starts):
        phrases = histories[order[start]][:MAX_HISTORY]
        history[at, : len(phrases)] = [vectors.table[phrase] for phrase in phrases]
    candidate = np.fromiter((vectors.table[text] for text in candidates), np.int64, len(candidates))
    return GroupedRows(row, history, candidate, features)


@dataclass(frozen=True)
class TowerBatch:
    """What TextTower reads, as numpy arrays, and which places hold a row."""

    candidates: Vectors
    history: Vectors
    mask: NDArray[np.float32]
    features: NDArray[np.float32]
    is_row: NDArray[np.bool_]


def tower_batch(rows: GroupedRows, lines: NDArray[np.int64], matrix: Vectors) -> TowerBatch:
    row, history = rows.row[lines], rows.history[lines]
    return TowerBatch(
        candidates=matrix[rows.candidate[row]],
        history=matrix[history],
        mask=(history >= 0).astype(np.float32),
        features=rows.features[row],
        is_row=row >= 0,
    )
