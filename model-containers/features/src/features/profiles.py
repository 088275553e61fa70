"""`python3 -m features.profiles`: what profiles are computed from: facts, attention, churn rows, items."""

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import add
from pathlib import Path

from common.job import processing_job
from common.moments import moment_of
from common.paths import MlPaths
from ibis import _
from ibis.expr.types import Table

from features.churn_rows import choose_horizon, churn_rows, cuts_of
from features.cleaning import clean
from features.identity import stitch
from features.lake import open_engine, read_events, read_items, settled
from features.profile_facts import attention, count_facts, favourite_devices, known_before

OUTPUT = "data"


@dataclass(frozen=True)
class ProfileTables:
    """`facts`: one row a customer. `rows`: those of churn_rows; None where the history is too short for any horizon."""

    at: datetime
    first: datetime | None
    facts: Table
    attention: Table
    items: Table
    horizon_days: int | None
    rows: Table | None


def tabulate(events: Table, items: Table, until: datetime) -> ProfileTables:
    """All that a refresh needs, of known customers only. Times without a zone are UTC.

    A lake that ends before `until` is looked at from its end, else an imported history would call everybody lost.
    """
    end = until.astimezone(UTC).replace(tzinfo=None)
    cleaned = clean(events, items, end)
    lines = settled(stitch(cleaned.lines, cleaned.links))
    span = lines.aggregate(first=_.timestamp.min(), last=_.timestamp.max()).to_pandas().iloc[0]
    is_empty = not int(lines.count().execute())
    first = None if is_empty else span["first"].to_pydatetime()
    at = end if is_empty else min(end, span["last"].to_pydatetime() + timedelta(seconds=1))
    # Events of an old file say nothing of it, and name customers only.
    customers = settled(events.filter(_.isKnown.fill_null(True)).select(subject="customer").distinct())
    before = settled(known_before(lines, at).semi_join(customers, "subject"))
    facts = count_facts(before, items, at).left_join(favourite_devices(events, at), "subject").drop("subject_right")
    facts = settled(facts)
    horizon = None if first is None else choose_horizon(first, at, _usual_gap(facts))
    rows = None
    if first is not None and horizon is not None:
        rows = settled(churn_rows(lines, items, customers, cuts_of(first, at, horizon), horizon))
    return ProfileTables(at, first, facts, attention(before, at), _listed(items), horizon, rows)


def _usual_gap(facts: Table) -> float | None:
    gap = facts.days_between_orders.median().execute()
    return None if gap is None or gap != gap else float(gap)


def _listed(items: Table) -> Table:
    return items.select(
        item_id="itemId", title=_.title.fill_null(""), category=_.category, brand=_.brand.fill_null("")
    ).order_by("item_id")


def write(folder: Path, tables: ProfileTables) -> None:
    """facts, attention, items and rows as Parquet, and profiles.json with the moment and the fingerprint."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = {
        "facts": tables.facts.order_by("subject"),
        "attention": tables.attention.order_by(["subject", "item_id"]),
        "items": tables.items,
    }
    if tables.rows is not None:
        parts["rows"] = tables.rows.order_by(["role", "at", "subject"])
    digest = hashlib.sha256(tables.at.isoformat().encode())
    for name, table in parts.items():
        frame = settled(table)
        frame.to_parquet(folder / f"{name}.parquet")
        digest.update(name.encode())
        digest.update(str(_checksum(frame)).encode())
    described = {
        "at": tables.at.replace(tzinfo=UTC).isoformat(),
        "first": tables.first and tables.first.replace(tzinfo=UTC).isoformat(),
        "horizon_days": tables.horizon_days,
        "fingerprint": digest.hexdigest(),
    }
    (folder / "profiles.json").write_text(json.dumps(described))


def _checksum(table: Table) -> str:
    """Equal rows, equal sum, in whatever order; floats to six digits, because the last bits of a sum differ."""
    rounded = table.mutate(**{name: _[name].round(6) for name, kind in table.schema().items() if kind.is_floating()})
    texts = rounded.select(row=reduce(add, [_[name].cast("string").fill_null("∅") + "|" for name in table.columns]))
    return str(texts.aggregate(total=(_.row.hash() % 1_000_000_007).sum(), rows=_.count()).to_pandas().iloc[0].tolist())


def run(paths: MlPaths, until: datetime, threads: int | None = None) -> dict[str, int | None]:
    """The job below one SageMaker root; answers with how many customers there are and how far churn looks ahead."""
    engine = open_engine(threads)
    events = read_events(engine, paths.processing_input("events"))
    tables = tabulate(events, read_items(engine, paths.processing_input("items")), until)
    write(paths.processing_output(OUTPUT), tables)
    return {"customers": int(tables.facts.count().execute()), "horizon_days": tables.horizon_days}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--until", required=True, type=moment_of, help="ISO; later events are left out")
    parser.add_argument("--threads", type=int, default=None)
    given = parser.parse_args(arguments)
    processing_job(lambda paths: run(paths, given.until, given.threads))


if __name__ == "__main__":
    main()
