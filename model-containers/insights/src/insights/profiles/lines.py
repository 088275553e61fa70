"""Profiles as the lines of compressed parts, and the report beside them."""

import gzip
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

PART = 500  # lines: what one step of the workflow writes
BUYERS = 50  # from which on a shop has quintiles of its own
QUINTILES = (0.2, 0.4, 0.6, 0.8)


def profile_lines(
    facts: pd.DataFrame, clusters: Mapping[str, str], risks: Mapping[str, float]
) -> Iterator[dict[str, object]]:
    """ProfileLine of each customer. Only a part's rows at a time become dictionaries, which take far more memory."""
    for start in range(0, len(facts), PART):
        for row in facts.iloc[start : start + PART].to_dict("records"):
            subject = str(row["subject"])
            yield {
                "customer": subject,
                "facts": _facts(row),
                "cluster": clusters.get(subject),
                "churn": risks.get(subject) if row["orders"] else None,
            }


def _facts(row: Mapping) -> dict[str, object]:
    price = _number(row["price_median"])
    hour = _number(row["hour"])
    return {
        "views": int(row["views"]),
        "adds": int(row["adds"]),
        "orders": int(row["orders"]),
        "activeDays": int(row["active_days"]),
        "firstSeenAt": _moment(row["first_seen"]),
        "lastSeenAt": _moment(row["last_seen"]),
        "dwellSeconds": _number(row["dwell_seconds"], 1),
        "daysSinceOrder": _number(row["days_since_order"], 2),
        "daysBetweenOrders": _number(row["days_between_orders"], 2),
        "spent": round(float(row["spent"])),
        "categories": _shares(row["categories"]),
        "brands": _shares(row["brands"]),
        "price": None
        if price is None
        else {
            "low": round(float(row["price_low"])),
            "median": round(price),
            "high": round(float(row["price_high"])),
        },
        "hour": None if hour is None else {"utc": int(hour), "share": round(float(row["hour_share"]), 4)},
        "device": row["device"] if isinstance(row["device"], str) else None,
    }


def _number(value: object, digits: int = 6) -> float | None:
    return None if pd.isna(value) else round(float(value), digits)  # type: ignore[arg-type]


def _moment(value: pd.Timestamp) -> str:
    return value.isoformat(timespec="milliseconds").replace("+00:00", "") + "Z"


def _shares(pairs: object) -> list[dict[str, object]]:
    if not isinstance(pairs, list | np.ndarray):
        return []
    return [{"value": str(pair["value"]), "share": min(1.0, float(pair["share"]))} for pair in pairs]


def rfm_scale(facts: pd.DataFrame) -> dict[str, list[float]] | None:
    """Quintiles of the shop's buyers, or None where they are too few."""
    buyers = facts[facts["orders"] > 0]
    if len(buyers) < BUYERS:
        return None
    columns = {"recency": "days_since_order", "frequency": "orders", "monetary": "spent"}
    return {
        name: [round(float(limit), 4) for limit in buyers[column].astype("float64").quantile(QUINTILES)]
        for name, column in columns.items()
    }


def write_parts(folder: Path, lines: Iterator[dict[str, object]]) -> tuple[int, int]:
    """part-00000.jsonl.gz and on; answers how many parts and lines."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = count = 0
    while part := list(islice(lines, PART)):
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in part)
        # Without a time in the header, so that the same profiles are the same bytes.
        (folder / f"part-{parts:05}.jsonl.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
        parts, count = parts + 1, count + len(part)
    return parts, count
