"""What a snapshot leaves in its output folders."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from common.manifest import DatasetManifest
from common.paths import MlPaths
from common.purchase_rows import FEATURE_NAMES, KINDS
from common.rows_file import POPULARITY
from common.tables import Tables
from ibis import _
from ibis.expr.types import Table
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from features.dataset import Dataset, DatasetConfig, Group, labels_of, matrix_of

WEIGHTS = {"view": 1.0, "add": 2.0, "purchase": 4.0}
POPULAR = FEATURE_NAMES.index("f_item_bought_month")
TEXTS_AT_ONCE = 100_000


def write_rows(paths: MlPaths, dataset: Dataset, shop: str, until: datetime, config: DatasetConfig) -> DatasetManifest:
    """rows.parquet, features.json and manifest.json of each split, under one fingerprint."""
    popularity = _popularity(dataset.splits["train"])
    tables = {name: rows_table(groups, dataset.tables, popularity) for name, groups in dataset.splits.items()}
    manifest = DatasetManifest(
        fingerprint=fingerprint(tables, config),
        shop=shop,
        until=until.isoformat(),
        seed=config.seed,
        rows={name: table.num_rows for name, table in tables.items()},
        purchases={name: len(groups) for name, groups in dataset.splits.items()},
        windows={name: window_of(groups) for name, groups in dataset.splits.items() if groups},
        feature_names=FEATURE_NAMES,
    )
    for name, table in tables.items():
        folder = paths.processing_output(name)
        folder.mkdir(parents=True, exist_ok=True)
        parquet.write_table(table, folder / "rows.parquet", compression="zstd")
        (folder / "features.json").write_text(json.dumps(FEATURE_NAMES))
        manifest.write(folder / "manifest.json")
    return manifest


def rows_table(groups: list[Group], tables: Tables, popularity: tuple[float, float]) -> pa.Table:
    sizes = np.array([len(group.items) for group in groups], np.int64)
    matrix = matrix_of(groups)
    items = np.concatenate([group.items for group in groups]) if groups else np.zeros(0, np.int64)
    at = np.array([group.purchase.at for group in groups]) * 1e6

    def repeated(values: list[str]) -> pa.Array:
        codes = pa.array(np.repeat(np.arange(len(values), dtype=np.int32), sizes))
        # A column of texts may be larger than the 2 GiB that 32-bit offsets reach.
        return pa.DictionaryArray.from_arrays(codes, pa.array(values, pa.large_string())).cast(pa.large_string())

    slope, intercept = popularity
    columns = {
        "group": pa.array(np.repeat(np.array([group.purchase.key for group in groups], np.int64), sizes)),
        "customer": repeated([group.purchase.subject for group in groups]),
        "item_id": pa.array([tables.ids[item] for item in items.tolist()], pa.string()),
        "at": pa.array(np.repeat(at.astype("int64"), sizes), pa.timestamp("us", "UTC")),
        "label": pa.array(labels_of(groups)),
        "history_text": repeated([group.history for group in groups]),
        "candidate_text": pa.array([text for group in groups for text in group.candidates], pa.large_string()),
        POPULARITY: pa.array(1 / (1 + np.exp(-(slope * matrix[:, POPULAR].astype(np.float64) + intercept)))),
        **{name: pa.array(matrix[:, place]) for place, name in enumerate(FEATURE_NAMES)},
    }
    return pa.table(columns)


def _popularity(training: list[Group]) -> tuple[float, float]:
    """Purchase probability from an item's purchases of late alone: the baseline that every model must beat."""
    if not training:
        return 0.0, float(-np.log(50))
    matrix = matrix_of(training)
    labels = labels_of(training)
    if labels.all():
        return 0.0, 0.0
    model = LogisticRegression(C=1e6).fit(matrix[:, [POPULAR]].astype(np.float64), labels)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def fingerprint(tables: Mapping[str, pa.Table], config: DatasetConfig) -> str:
    """Equal rows, equal fingerprint, on any machine."""
    digest = hashlib.sha256(repr(config).encode())
    for name, table in sorted(tables.items()):
        digest.update(f"{name} {table.num_rows}".encode())
        for column in table.column_names:
            digest.update(column.encode())
            for part in _parts_of(table.column(column)):
                digest.update(part)
    return digest.hexdigest()


def _parts_of(column: pa.ChunkedArray) -> Iterator[bytes]:
    """Texts some at a time: all of them at once would take many times their size."""
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        yield _bytes_of(column.to_numpy())
        return
    for start in range(0, len(column), TEXTS_AT_ONCE):
        yield ("\n" if start else "").encode() + "\n".join(column.slice(start, TEXTS_AT_ONCE).to_pylist()).encode()


def _bytes_of(values: NDArray) -> bytes:
    if values.dtype.kind == "f":  # the last bits of a sum differ between processors
        return np.round(values.astype(np.float64), 4).astype(np.float32).tobytes()
    return values.tobytes()


def window_of(groups: list[Group]) -> tuple[str, str]:
    times = [group.purchase.at for group in groups]
    first, last = (datetime.fromtimestamp(moment, UTC).isoformat() for moment in (min(times), max(times)))
    return first, last


def write_interactions(folder: Path, lines: Table, items: Table, customers: Table) -> None:
    """What a recommender learns from: kept actions under their customer, the items that are for sale, and what was
    said of customers."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = [(kind, WEIGHTS[kind]) for kind in KINDS]
    kept = lines.filter(_.is_own & _.cancelled_at.isnull())
    kept.select(
        customer="subject", item_id="item_id", at="timestamp", kind="kind", weight=_.kind.cases(*weights, else_=1.0)
    ).order_by(["customer", "at", "item_id", "kind"]).to_parquet(folder / "interactions.parquet")
    items.filter(~_.isHidden.fill_null(False)).select(
        item_id="itemId",
        title="title",
        description="description",
        category="category",
        brand="brand",
        attributes=_.attributes.keys().zip(_.attributes.values()).map(lambda pair: pair.f1 + " " + pair.f2),
        price="price",
        image_vector="imageVector",
    ).order_by("item_id").to_parquet(folder / "items.parquet")
    customers.order_by(["customer", "attribute"]).to_parquet(folder / "customers.parquet")


def write_serving(folder: Path, tables: Tables, manifest: DatasetManifest) -> None:
    tables.save(folder / "tables")
    manifest.write(folder / "manifest.json")


def write_report(folder: Path, report: Mapping[str, object], manifest: DatasetManifest) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "quality.json").write_text(json.dumps(report, indent=2, default=str))
    manifest.write(folder / "manifest.json")
