"""The rows that the features job wrote: one candidate of one purchase a row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet
from numpy.typing import NDArray


class PurchaseDataError(ValueError):
    """Rows that cannot be learned from; the message says what is missing."""


REQUIRED = ("group", "item_id", "label", "history_text", "candidate_text")


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
    files = sorted(folder.rglob("*.parquet"))
    if not files:
        raise PurchaseDataError(f"no .parquet file below {folder}; is the channel's data there?")
    table = parquet.read_table(files if len(files) > 1 else files[0])
    names = tuple(feature_names or sorted(name for name in table.column_names if name.startswith("f_")))
    missing = [name for name in (*REQUIRED, *names) if name not in table.column_names]
    if missing:
        raise PurchaseDataError(f"{folder} lacks the columns {', '.join(missing)}")
    if not table.num_rows:
        raise PurchaseDataError(f"{folder} holds no rows")
    columns = [table.column(name).to_numpy().astype(np.float32) for name in names]
    features = np.column_stack(columns) if columns else np.empty((table.num_rows, 0), np.float32)
    return PurchaseRows(
        groups=table.column("group").to_numpy().astype(np.int64),
        item_ids=tuple(table.column("item_id").to_pylist()),
        labels=table.column("label").to_numpy().astype(np.int8),
        histories=tuple(text or "" for text in table.column("history_text").to_pylist()),
        candidates=tuple(text or "" for text in table.column("candidate_text").to_pylist()),
        features=features,
        feature_names=names,
    )
