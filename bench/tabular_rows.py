"""A table of any shop as rows of the trainer: numbers, and a column for each common value of what is no number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from common.purchase_rows import Texts
from common.rows_file import RowsFile
from numpy.typing import NDArray

NUMERIC_SHARE = 0.95  # of the values of a column of numbers can be read as one
FEW = 25  # different whole numbers may be codes as well as amounts
COMMON = 10  # rows that a value needs to get a column
SKEWED = 2.0  # beyond this a logarithm is taken


def read_table(path: Path, target: str, positive: str, drop: Sequence[str]) -> tuple[pd.DataFrame, NDArray[np.int8]]:
    """Columns and labels. Who each row is, is no column: all its values differ."""
    frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    missing = [name for name in (target, *drop) if name not in frame.columns]
    if missing:
        raise SystemExit(f"{path} has no column {missing[0]}; it has {', '.join(frame.columns)}")
    frame = frame[frame[target].notna()].reset_index(drop=True)
    # A reader may have made a truth value or a number of it.
    values = frame[target].astype(str).str.strip().str.lower()
    wanted = positive.strip().lower()
    known = {wanted, {"true": "1", "1": "true"}.get(wanted, wanted)}
    labels = values.isin(known).to_numpy().astype(np.int8)
    if labels.min() == labels.max():
        raise SystemExit(f"{target} is never or always {positive}; it is {', '.join(sorted(values.unique())[:5])}")
    columns = frame.drop(columns=[target, *drop])
    ids = [name for name in columns if columns[name].dtype == object and columns[name].nunique() > 0.9 * len(columns)]
    return columns.drop(columns=ids), labels


@dataclass(frozen=True)
class Encoder:
    """What the training rows say of each column; nothing of it is learned from rows that judge."""

    numbers: dict[str, tuple[float, float | None]]  # median, and the shift of its logarithm where one is taken
    values: dict[str, tuple[str, ...]]

    @staticmethod
    def fit(frame: pd.DataFrame) -> Encoder:
        numbers, values = {}, {}
        for name in frame.columns:
            column = pd.to_numeric(frame[name], errors="coerce")
            is_number = column.notna().mean() >= NUMERIC_SHARE
            if is_number:
                low = float(column.min())
                skew = column.skew()
                numbers[name] = (float(column.median()), 1 - low if abs(skew) > SKEWED and skew > 0 else None)
            if not is_number or 2 < column.nunique() <= FEW:
                counts = frame[name].astype(str).value_counts()
                values[name] = tuple(counts.index[counts >= COMMON])
        return Encoder(numbers, values)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.numbers, *(f"{name}={value}" for name, known in self.values.items() for value in known))

    def matrix(self, frame: pd.DataFrame) -> NDArray[np.float32]:
        parts = []
        for name, (median, shift) in self.numbers.items():
            column = pd.to_numeric(frame[name], errors="coerce").fillna(median).to_numpy(np.float64)
            parts.append(column if shift is None else np.log(np.maximum(column + shift, 1e-3)))
        for name, known in self.values.items():
            text = frame[name].astype(str).to_numpy()
            parts.extend((text == value).astype(np.float64) for value in known)
        return np.stack(parts, axis=1).astype(np.float32)


def rows_of(encoder: Encoder, frame: pd.DataFrame, labels: NDArray[np.int8]) -> RowsFile:
    nobody = Texts(np.arange(len(frame)), ("",) * len(frame), ("",) * len(frame))
    names = tuple(f"f_{place}" for place in range(len(encoder.names)))
    return RowsFile(pa.table({"label": labels}), nobody, labels, encoder.matrix(frame), names)
