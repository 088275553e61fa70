"""Inquiries with what each one wanted, as the snapshot writes them and training, scoring and benches read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from common.rows_file import read_table
from numpy.typing import NDArray

MOMENT = pa.timestamp("us", "UTC")
OUT_OF_SCOPE = "oos"  # the label of inquiries that are none of the shop's business


class InquiriesError(ValueError):
    """Inquiries that cannot be learned from; the message says what is missing."""


@dataclass(frozen=True)
class Inquiries:
    """`times` says when each was asked, and is empty where nobody does."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    times: tuple[datetime, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)

    @staticmethod
    def of(texts: Sequence[str], labels: Sequence[str], times: Sequence[datetime] = ()) -> "Inquiries":
        if len(texts) != len(labels):
            raise InquiriesError(f"{len(texts)} texts cannot have {len(labels)} labels")
        if times and len(times) != len(texts):
            raise InquiriesError(f"{len(texts)} texts cannot have {len(times)} times")
        return Inquiries(tuple(texts), tuple(labels), tuple(times))

    def take(self, rows: Sequence[int] | NDArray[np.int64]) -> "Inquiries":
        return Inquiries(
            tuple(self.texts[row] for row in rows),
            tuple(self.labels[row] for row in rows),
            tuple(self.times[row] for row in rows) if self.times else (),
        )

    @property
    def in_scope(self) -> "Inquiries":
        return self.take([row for row, label in enumerate(self.labels) if label != OUT_OF_SCOPE])

    @property
    def out_of_scope(self) -> "Inquiries":
        return self.take([row for row, label in enumerate(self.labels) if label == OUT_OF_SCOPE])

    def codes(self, names: Sequence[str]) -> NDArray[np.int64]:
        place = {name: code for code, name in enumerate(names)}
        unknown = sorted(set(self.labels) - set(place))
        if unknown:
            raise InquiriesError(f"the intent {unknown[0]!r} is not among those that were learned")
        return np.array([place[label] for label in self.labels], np.int64)


def read_inquiries(folder: Path) -> Inquiries:
    table = read_table(folder, complete=("text", "label"))
    times = table.column("at").to_pylist() if "at" in table.column_names else ()
    return Inquiries.of(table.column("text").to_pylist(), table.column("label").to_pylist(), times)


def write_inquiries(folder: Path, rows: Inquiries) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.table({"text": list(rows.texts), "label": list(rows.labels)})
    if rows.times:
        table = table.append_column("at", pa.array(rows.times, MOMENT))
    parquet.write_table(table, folder / "rows.parquet", compression="zstd")


def split_by_label(rows: Inquiries, share: float, seed: int) -> tuple[Inquiries, Inquiries]:
    """Keep `share` of each intent apart, and of every intent at least one row on the larger side."""
    random = np.random.default_rng(seed)
    labels = np.array(rows.labels)
    apart: list[int] = []
    for name in sorted(set(rows.labels)):
        places = random.permutation(np.flatnonzero(labels == name))
        apart += places[: min(len(places) - 1, max(1, round(share * len(places))))].tolist()
    chosen = set(apart)
    return rows.take([row for row in range(len(rows)) if row not in chosen]), rows.take(sorted(chosen))
