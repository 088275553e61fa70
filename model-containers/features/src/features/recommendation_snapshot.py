"""The snapshot job of the recommender: behaviour up to a moment, and questions about what happened after it."""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import ibis
import polars as pl
from common.job import processing_job
from common.manifest import DatasetManifest
from common.paths import MlPaths
from common.snapshot_arguments import snapshot_parser
from ibis import _
from ibis.expr.types import Table

from features.cleaning import clean
from features.identity import stitch
from features.lake import TooYoungError, open_engine, read_customers, read_events, read_items
from features.recommendation_questions import QuestionConfig, questions_after
from features.snapshot_files import write_interactions

SPLITS = ("train", "validation", "test", "serving", "report")


@dataclass(frozen=True)
class RecommendationRequest:
    shop: str
    until: datetime
    row_limit: int = 1_000_000  # newest actions to learn from
    seed: int = 7
    test_share: float = 0.15  # of actions, the last ones


def run(paths: MlPaths, request: RecommendationRequest, threads: int | None = None) -> dict[str, object]:
    """The job below one SageMaker root; answers with the report."""
    started = time.monotonic()
    engine = open_engine(threads)
    events = read_events(engine, paths.processing_input("events"))
    items = read_items(engine, paths.processing_input("items"))
    cleaned = clean(events, items, request.until.astimezone(UTC).replace(tzinfo=None))
    lines = stitch(cleaned.lines, cleaned.links)
    own = lines.filter(_.is_own)
    cut = window_start(own.filter(_.cancelled_at.isnull()), request.test_share)
    earlier = newest(as_known_at(lines, cut), request.row_limit)
    customers = read_customers(engine, paths.processing_input("customers"), cut)
    train = paths.processing_output("train")
    write_interactions(train, earlier, items, customers)
    test = questions_after(actions_of(own), cut, QuestionConfig(seed=request.seed))
    folder = paths.processing_output("test")
    folder.mkdir(parents=True, exist_ok=True)
    test.write_parquet(folder / "questions.parquet")
    learned = pl.read_parquet(train / "interactions.parquet")
    manifest = manifest_of(request, learned, test, pl.read_parquet(train / "customers.parquet"))
    for name in SPLITS:
        paths.processing_output(name).mkdir(parents=True, exist_ok=True)
        manifest.write(paths.processing_output(name) / "manifest.json")
    write_smoke_request(paths.processing_output("serving"), learned)
    report = {
        "dropped": dict(cleaned.dropped),
        "questions": test.group_by("visitor").len().to_dicts(),
        "cold_questions": int(test["is_cold"].sum() or 0),
        "manifest": asdict(manifest),
        "seconds": round(time.monotonic() - started, 2),
    }
    (paths.processing_output("report") / "quality.json").write_text(json.dumps(report, indent=2, default=str))
    return report


def window_start(lines: Table, share: float) -> datetime:
    """The moment after which the last `share` of all actions lies: everybody is judged on the same later window."""
    times = lines.select("timestamp").order_by("timestamp").to_polars()["timestamp"]
    if times.n_unique() < 2:
        raise TooYoungError("the shop needs actions at two moments at least: one to learn from, one to judge by")
    place = min(int((1 - share) * len(times)), len(times) - 1)
    return max(times[place], times.filter(times > times[0])[0])


def as_known_at(lines: Table, cut: datetime) -> Table:
    """The lines before `cut`; a purchase that was taken back only later still stood then."""
    still_stood = lines.cancelled_at >= cut
    nothing = ibis.null(lines.cancelled_at.type())
    return lines.mutate(cancelled_at=ibis.ifelse(still_stood, nothing, lines.cancelled_at)).filter(_.timestamp < cut)


def newest(lines: Table, most: int) -> Table:
    return lines.order_by([_.timestamp.desc(), _.messageId, _.item_id]).limit(most)


def actions_of(lines: Table) -> pl.DataFrame:
    named = {"customer": "subject", "item_id": "item_id", "at": "timestamp", "kind": "kind"}
    return lines.select("cancelled_at", **named).to_polars()


def manifest_of(
    request: RecommendationRequest, learned: pl.DataFrame, test: pl.DataFrame, customers: pl.DataFrame
) -> DatasetManifest:
    parts = {"train": learned, "test": test}
    digest = "".join(f"{name} {frame_digest(frame)}" for name, frame in parts.items())
    if len(customers):
        digest += f"customers {sha256(customers.write_csv())}"
    return DatasetManifest(
        fingerprint=sha256(digest),
        shop=request.shop,
        until=request.until.isoformat(),
        seed=request.seed,
        rows={name: len(frame) for name, frame in parts.items()},
        purchases={},
        windows={name: span_of(frame) for name, frame in parts.items() if len(frame)},
        feature_names=(),
    )


def frame_digest(frame: pl.DataFrame) -> str:
    """Equal rows, equal digest, on any machine."""
    return sha256(frame.select("customer", "item_id", pl.col("at").cast(pl.Datetime("us"))).write_csv())


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def span_of(frame: pl.DataFrame) -> tuple[str, str]:
    low, high = frame["at"].min(), frame["at"].max()
    return tuple(moment.replace(tzinfo=UTC).isoformat() for moment in (low, high))


def write_smoke_request(folder: Path, learned: pl.DataFrame) -> None:
    """A question for a new endpoint: somebody looked at the two items that are met most often."""
    common = learned.group_by("item_id").len().sort(["len", "item_id"], descending=[True, False])["item_id"][:2]
    at = span_of(learned)[1]
    events = [{"itemId": item_id, "kind": "view", "at": at} for item_id in common]
    (folder / "smoke-request.json").write_text(json.dumps({"events": events, "k": 20, "seed": 7}))


def parse(arguments: Sequence[str] | None = None) -> RecommendationRequest:
    defaults = RecommendationRequest("", datetime.now(UTC))
    given = snapshot_parser(__doc__, defaults.row_limit, defaults.seed).parse_args(arguments)
    return RecommendationRequest(given.shop, given.until, given.row_limit, given.seed)


def main(arguments: Sequence[str] | None = None) -> None:
    request = parse(arguments)
    processing_job(lambda paths: run(paths, request))


if __name__ == "__main__":
    main()
