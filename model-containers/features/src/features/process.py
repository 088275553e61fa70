"""The snapshot job: the lake up to a moment becomes train, validation and test rows, interactions and item tables."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import numpy as np
from common.hyperparameters import SettingsError
from common.job import processing_job
from common.paths import MlPaths
from common.purchase_rows import DAY
from common.snapshot_arguments import snapshot_parser
from common.tables import ItemText, Tables
from ibis import _
from ibis.expr.types import Table

from features.actions import Actions
from features.cleaning import clean
from features.dataset import Dataset, DatasetConfig, build_dataset
from features.identity import stitch
from features.lake import TooYoungError, open_engine, read_customers, read_events, read_items
from features.snapshot_files import write_interactions, write_report, write_rows, write_serving


@dataclass(frozen=True)
class SnapshotRequest:
    shop: str
    until: datetime
    config: DatasetConfig


@dataclass(frozen=True)
class Snapshot:
    """All that a snapshot holds, before it is written."""

    dataset: Dataset
    lines: Table
    items: Table
    dropped: dict[str, int]
    events: int


@dataclass(frozen=True)
class Shop:
    """A lake up to a moment, cleaned; of behaviour the tables know nothing yet."""

    lines: Table
    actions: Actions
    tables: Tables
    dropped: dict[str, int]


def open_shop(events: Table, items: Table, until: datetime) -> Shop:
    cleaned = clean(events, items, until.astimezone(UTC).replace(tzinfo=None))
    lines = stitch(cleaned.lines, cleaned.links)
    told = items.filter(~_.isHidden.fill_null(False)).select(
        "itemId", "category", title=_.title.fill_null(""), brand=_.brand.fill_null(""), price=_.price.fill_null(0.0)
    )
    catalogue = [
        ItemText(str(row.itemId), row.title, _path(row.category), row.brand, float(row.price))
        for row in told.order_by("itemId").to_pandas().itertuples()
    ]
    known = {item.item_id for item in catalogue}
    met = lines.select("item_id").distinct().to_pandas()["item_id"]
    if not known and not len(met):
        raise TooYoungError("the shop has no item yet: it takes a catalogue, or events that name items")
    tables = Tables.of(catalogue, sorted(item for item in met if item not in known))
    return Shop(lines, Actions.of(lines, tables.index), tables, dict(cleaned.dropped))


def take_snapshot(events: Table, items: Table, request: SnapshotRequest) -> Snapshot:
    shop = open_shop(events, items, request.until)
    times = shop.actions.times
    last_day = int(request.until.timestamp() // DAY)
    last_seen = int(times.max() // DAY) + 1 if len(times) else last_day
    dataset = build_dataset(shop.actions, shop.tables, min(last_day, last_seen), request.config)
    return Snapshot(dataset, shop.lines, items, shop.dropped, int(events.count().execute()))


def _path(category: object) -> tuple[str, ...]:
    """A category path; an item without one has null there, which pandas may turn into a number."""
    return tuple(category) if isinstance(category, list | np.ndarray) else ()


def run(paths: MlPaths, request: SnapshotRequest, threads: int | None = None) -> dict[str, object]:
    """The job below one SageMaker root; answers with the report."""
    started = time.monotonic()
    engine = open_engine(threads)
    events = read_events(engine, paths.processing_input("events"))
    snapshot = take_snapshot(events, read_items(engine, paths.processing_input("items")), request)
    manifest = write_rows(paths, snapshot.dataset, request.shop, request.until, request.config)
    until = request.until.astimezone(UTC).replace(tzinfo=None)
    customers = read_customers(engine, paths.processing_input("customers"), until)
    write_interactions(paths.processing_output("interactions"), snapshot.lines, snapshot.items, customers)
    write_serving(paths.processing_output("serving"), snapshot.dataset.tables, manifest)
    report = {
        "events": snapshot.events,
        "dropped": snapshot.dropped,
        **snapshot.dataset.counts,
        "manifest": asdict(manifest),
        "seconds": round(time.monotonic() - started, 2),
    }
    write_report(paths.processing_output("report"), report, manifest)
    return report


def parse(arguments: Sequence[str] | None = None) -> tuple[SnapshotRequest, int | None]:
    defaults = DatasetConfig()
    parser = snapshot_parser(__doc__, defaults.row_limit, defaults.seed)
    parser.add_argument("--negatives", type=int, default=defaults.negatives)
    parser.add_argument("--pool", type=int, default=defaults.pool)
    parser.add_argument("--validation-share", type=float, default=defaults.validation_share)
    parser.add_argument("--test-share", type=float, default=defaults.test_share)
    parser.add_argument("--threads", type=int, default=None)
    given = parser.parse_args(arguments)
    try:
        config = DatasetConfig(
            given.row_limit, given.seed, given.negatives, given.pool, given.validation_share, given.test_share
        )
    except SettingsError as error:
        parser.error(str(error))
    return SnapshotRequest(given.shop, given.until, config), given.threads


def main(arguments: Sequence[str] | None = None) -> None:
    request, threads = parse(arguments)
    processing_job(lambda paths: run(paths, request, threads))


def write_lake(paths: MlPaths, events: Table, items: Table) -> None:
    """Put tables where the job reads them, as the lake's compaction writes them."""
    for name, table in (("events", events), ("items", items)):
        folder = paths.processing_input(name)
        folder.mkdir(parents=True, exist_ok=True)
        table.to_parquet(folder / f"{name}.parquet")


if __name__ == "__main__":
    main()
