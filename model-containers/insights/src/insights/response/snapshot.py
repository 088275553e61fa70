"""`python3 -m insights.response.snapshot`: messages whose window has passed become train, validation and test rows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from common.history import DAY
from common.job import processing_job
from common.lake_rows import read_lake
from common.manifest import DatasetManifest
from common.paths import MlPaths
from common.rows_file import BASE_RATE
from common.snapshot_arguments import snapshot_parser

from insights.response.features import FEATURE_NAMES, Question, matrix_of
from insights.response.lake import WINDOW_DAYS, History, Outcome, Sent, read_history

TRAIN, VALIDATION = 0.6, 0.8  # where the splits end, by time
FEWEST_MESSAGES = 1_000
FEWEST_RESPONSES = 300  # a fifth of them judge, and the gate wants 50


class TooFewMessagesError(ValueError):
    """Too little to learn and to judge by; campaigns go on by rules."""


@dataclass(frozen=True)
class Row:
    sent: Sent
    question: Question
    outcome: Outcome


def rows_of(history: History, until: datetime, row_limit: int) -> list[Row]:
    """The newest messages whose window has passed, in time. A message is asked about as of when it was decided."""
    end = until.timestamp() - WINDOW_DAYS * DAY
    judged = [one for one in history.sent if one.at <= end][-row_limit:]
    return [Row(one, history.question(one), history.outcome(one)) for one in judged]


def split_by_time(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Later messages judge what was learned from earlier ones.

    A message whose window reaches to a message of the same customer in a later split is left out of the earlier: one
    order would else be learned from and judged by.
    """
    ends = int(TRAIN * len(rows)), int(VALIDATION * len(rows))
    splits = {"train": rows[: ends[0]], "validation": rows[ends[0] : ends[1]], "test": rows[ends[1] :]}
    later: dict[str, float] = {}
    kept: dict[str, list[Row]] = {}
    for name in ("test", "validation", "train"):
        window = WINDOW_DAYS * DAY
        kept[name] = [row for row in splits[name] if later.get(row.sent.customer, np.inf) >= row.sent.at + window]
        for row in splits[name]:
            later[row.sent.customer] = min(row.sent.at, later.get(row.sent.customer, np.inf))
    return {name: kept[name] for name in ("train", "validation", "test")}


def check_enough(rows: Sequence[Row]) -> None:
    responses = sum(row.outcome.responded for row in rows)
    if len(rows) < FEWEST_MESSAGES or responses < FEWEST_RESPONSES:
        raise TooFewMessagesError(
            f"{len(rows)} messages are {WINDOW_DAYS:.0f} days old, and {responses} of them were answered by a click or "
            f"an order; {FEWEST_MESSAGES} and {FEWEST_RESPONSES} are needed. Campaigns go on by their rules."
        )


def table_of(rows: Sequence[Row], base_rate: float) -> pa.Table:
    """One message a row; `group` is its customer, because answers of one customer are alike."""
    groups = [int.from_bytes(hashlib.sha256(row.sent.customer.encode()).digest()[:7], "big") for row in rows]
    matrix = matrix_of([row.question for row in rows])
    times = [datetime.fromtimestamp(row.sent.at, UTC) for row in rows]
    return pa.table(
        {
            "group": pa.array(groups, pa.int64()),
            "customer": [row.sent.customer for row in rows],
            "item_id": [row.sent.message_id for row in rows],
            "at": pa.array(times, pa.timestamp("us", "UTC")),
            "label": pa.array([int(row.outcome.responded) for row in rows], pa.int8()),
            BASE_RATE: np.full(len(rows), base_rate),
            **{name: matrix[:, place] for place, name in enumerate(FEATURE_NAMES)},
        }
    )


def run(paths: MlPaths, shop: str, until: datetime, row_limit: int, seed: int) -> DatasetManifest:
    events, decisions = (read_lake(paths.processing_input(area)) for area in ("events", "decisions"))
    rows = rows_of(read_history(decisions, events, until), until, row_limit)
    check_enough(rows)
    splits = split_by_time(rows)
    for name, part in splits.items():
        if len({row.outcome.responded for row in part}) < 2:
            raise TooFewMessagesError(
                f"of the {name} messages too few are left whose windows end before the next split begins, or all were "
                "answered alike. Campaigns go on by their rules."
            )
    base_rate = float(np.mean([row.outcome.responded for row in splits["train"]]))
    tables = {name: table_of(part, base_rate) for name, part in splits.items()}
    manifest = _manifest(tables, shop, until, seed)
    for name, table in tables.items():
        folder = paths.processing_output(name)
        folder.mkdir(parents=True, exist_ok=True)
        parquet.write_table(table, folder / "rows.parquet")
        manifest.write(folder / "manifest.json")
    for name in ("serving", "report"):
        manifest.write(paths.processing_output(name) / "manifest.json")
    request = {"questions": [question_json(row.question) for row in splits["test"][:5]]}
    (paths.processing_output("serving") / "smoke-request.json").write_text(json.dumps(request))
    (paths.processing_output("report") / "quality.json").write_text(json.dumps(_report(rows, splits), indent=2))
    return manifest


def question_json(question: Question) -> dict[str, Any]:
    """As ResponseQuestion of core/campaigns/response-contract.ts."""
    iso = lambda time: datetime.fromtimestamp(time, UTC).isoformat().replace("+00:00", "Z")  # noqa: E731
    return {
        "at": iso(question.at),
        "kind": question.kind,
        "channel": question.channel,
        "language": question.language,
        "interactions": [{"at": iso(time), "kind": kind} for time, kind in question.interactions],
        "orders": [iso(time) for time in question.orders],
        "contacted": [iso(time) for time in question.contacted],
    }


def _manifest(tables: Mapping[str, pa.Table], shop: str, until: datetime, seed: int) -> DatasetManifest:
    digest = hashlib.sha256()
    for table in tables.values():
        for name in ("item_id", "label"):
            digest.update(str(table.column(name).to_pylist()).encode())
        digest.update(np.stack([table.column(name).to_numpy() for name in FEATURE_NAMES]).tobytes())
    times = {name: table.column("at").to_pylist() for name, table in tables.items()}
    return DatasetManifest(
        fingerprint=digest.hexdigest(),
        shop=shop,
        until=until.isoformat(),
        seed=seed,
        rows={name: table.num_rows for name, table in tables.items()},
        purchases={name: int(sum(table.column("label").to_pylist())) for name, table in tables.items()},
        windows={name: (one[0].isoformat(), one[-1].isoformat()) for name, one in times.items() if one},
        feature_names=FEATURE_NAMES,
    )


def _report(rows: Sequence[Row], splits: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    share = lambda of: float(np.mean([of(row.outcome) for row in rows]))  # noqa: E731
    return {
        "messages": len(rows),
        "left_out": len(rows) - sum(len(part) for part in splits.values()),
        "opened": share(lambda one: one.opened),
        "clicked": share(lambda one: one.clicked),
        "ordered": share(lambda one: one.ordered),
        "window": str(timedelta(days=WINDOW_DAYS)),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    given = snapshot_parser(__doc__, 200_000).parse_args(arguments)
    processing_job(lambda paths: run(paths, given.shop, given.until, given.row_limit, given.seed).rows)


if __name__ == "__main__":
    main()
