"""The rows that the features job wrote: one candidate of one purchase a row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from common.rows_file import read_rows
from numpy.typing import NDArray


@dataclass(frozen=True)
class PurchaseRows:
    """Columns of equal length; `features` is (rows, features) in the order of `feature_names`."""

    groups: NDArray[np.int64]
    item_ids: tuple[str, ...]
    labels: NDArray[np.int8]
    histories: tuple[str, ...]
    candidates: tuple[str, ...]
    features: NDArray[np.float32]
    feature_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.groups)

    def with_candidates(self, candidates: Sequence[str]) -> "PurchaseRows":
        return replace(self, candidates=tuple(candidates))

    def take(self, rows: NDArray[np.int64]) -> "PurchaseRows":
        def chosen(values: Sequence[str]) -> tuple[str, ...]:
            return tuple(values[row] for row in rows.tolist())

        return PurchaseRows(
            self.groups[rows],
            chosen(self.item_ids),
            self.labels[rows],
            chosen(self.histories),
            chosen(self.candidates),
            self.features[rows],
            self.feature_names,
        )


def read_purchase_rows(folder: Path, feature_names: Sequence[str] | None = None) -> PurchaseRows:
    """Read every .parquet file of a channel. `feature_names` fixes the columns, as a trained model needs them."""
    rows = read_rows(folder, feature_names, needs_texts=True)
    return PurchaseRows(
        groups=rows.groups,
        item_ids=tuple(rows.table.column("item_id").to_pylist()),
        labels=rows.labels,
        histories=rows.texts.histories,
        candidates=rows.texts.candidates,
        features=rows.matrix,
        feature_names=rows.feature_names,
    )
