"""Lakes in a folder, and snapshots of them."""

import gzip
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from features.dataset import DatasetConfig
from features.lake import open_engine, read_events, read_items
from features.process import Snapshot, SnapshotRequest, take_snapshot

UNTIL = datetime(2026, 6, 1, tzinfo=UTC)
SMALL = DatasetConfig(row_limit=10_000, negatives=10, pool=30)


def write_lines(folder: Path, rows: Sequence[dict[str, Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / "part.jsonl.gz", "wt") as file:
        file.write("\n".join(json.dumps(row) for row in rows))
    return folder


def a_snapshot(
    folder: Path,
    events: Sequence[dict[str, Any]],
    items: Sequence[dict[str, Any]],
    config: DatasetConfig = SMALL,
    until: datetime = UNTIL,
) -> Snapshot:
    engine = open_engine(1)
    lake = read_events(engine, write_lines(folder / "events", events))
    catalogue = read_items(engine, write_lines(folder / "items", items))
    return take_snapshot(lake, catalogue, SnapshotRequest("tiny", until, config))


def rows_by_purchase(snapshot: Snapshot) -> dict[int, tuple[tuple, np.ndarray]]:
    """Texts and items, and the matrix, of each purchase."""
    tables = snapshot.dataset.tables
    return {
        group.purchase.key: (
            (group.history, tuple(tables.ids[item] for item in group.items.tolist()), group.candidates),
            group.matrix,
        )
        for groups in snapshot.dataset.splits.values()
        for group in groups
    }


def differing(before: dict, after: dict, keys: Iterable[int]) -> list[int]:
    """Purchases whose rows are not the same. Sums may differ in their last bits."""
    return [
        key
        for key in keys
        if before[key][0] != after[key][0] or not np.allclose(before[key][1], after[key][1], rtol=1e-4, atol=1e-5)
    ]


def at_of(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["timestamp"])
