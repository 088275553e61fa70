"""rows.parquet as a snapshot job writes it: one candidate of one purchase a row, or one message of one customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from common.purchase_rows import Texts

POPULARITY = "baseline_popularity"  # a probability from popularity alone, to compare with
BASE_RATE = "baseline_rate"  # the share of yeses among the training rows, to compare with
BASELINES = {POPULARITY: "popularity", BASE_RATE: "base-rate"}  # a column that may stand there, by its name


TEXTS = ("history_text", "candidate_text")


class RowsError(ValueError):
    """Rows that cannot be used; the message says what is missing."""


@dataclass(frozen=True)
class RowsFile:
    """Columns of equal length; `matrix` is (rows, features) in the order of `feature_names`."""

    table: pa.Table
    texts: Texts
    labels: NDArray[np.int8]
    matrix: NDArray[np.float32]
    feature_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def groups(self) -> NDArray[np.int64]:
        return self.texts.groups


def read_rows(folder: Path, feature_names: Sequence[str] | None = None, *, needs_texts: bool = False) -> RowsFile:
    """Read a channel. `feature_names` fixes the columns, as a trained model needs them."""
    table = read_table(folder, complete=("group", "label"))
    names = tuple(feature_names or sorted(name for name in table.column_names if name.startswith("f_")))
    _require(table, ("item_id", *(TEXTS if needs_texts else ()), *names), folder)
    if not table.num_rows:
        raise RowsError(f"{folder} holds no rows")
    texts = Texts(
        table.column("group").to_numpy().astype(np.int64),
        *(_texts(table, name) for name in TEXTS),
    )
    matrix = np.empty((table.num_rows, len(names)), np.float32)
    for place, name in enumerate(names):
        matrix[:, place] = table.column(name).to_numpy()
    return RowsFile(table, texts, _labels(table, folder), matrix, names)


def read_table(folder: Path, complete: Sequence[str]) -> pa.Table:
    """Every row below a folder. One that lacks a value in a `complete` column is refused by its place."""
    files = sorted(folder.rglob("*.parquet"))
    if not files:
        raise RowsError(f"no .parquet file below {folder}; is the channel's data there?")
    tables = [parquet.read_table(file) for file in files]
    for file, table in zip(files, tables, strict=True):
        _require(table, complete, file)
        for name in complete:
            empty = np.flatnonzero(table.column(name).is_null(nan_is_null=True))
            if len(empty):
                raise RowsError(f"row {empty[0] + 1} of {file} has no {name}")
    return pa.concat_tables(tables)


def _require(table: pa.Table, names: Sequence[str], where: Path) -> None:
    missing = [name for name in names if name not in table.column_names]
    if missing:
        raise RowsError(f"{where} lacks the columns {', '.join(missing)}")


def _labels(table: pa.Table, folder: Path) -> NDArray[np.int8]:
    given = table.column("label").to_numpy()
    wrong = np.flatnonzero(~np.isin(given, (0, 1)))
    if len(wrong):
        raise RowsError(f"row {wrong[0] + 1} of {folder} has the label {given[wrong[0]]!s}, which is neither 0 nor 1")
    return given.astype(np.int8)


def _texts(table: pa.Table, name: str) -> tuple[str, ...]:
    """Rows that are not about words have none."""
    if name not in table.column_names:
        return ("",) * table.num_rows
    return tuple(text or "" for text in table.column(name).to_pylist())
