"""Slates and what followed them, as the lake holds them."""

import gzip
import json
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def at(seconds):
    return (NOON + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def a_slate(name, recipe="for-you", propensity=0.5, **other):
    return {
        "requestId": name,
        "customer": f"customer of {name}",
        "kind": "slate",
        "surface": "home",
        "at": at(0),
        "experimentArm": "treated",
        "isKnown": True,
        "experiment": {"name": "autumn", "kind": "bandit", "arm": recipe, "propensity": propensity},
        "chosen": [{"itemId": "lamp"}, {"itemId": "cup"}],
    } | other


def an_event(name, seconds=60.0, event="Product Clicked", item="lamp", **other):
    return {"requestId": name, "event": event, "timestamp": at(seconds), "items": [{"itemId": item}]} | other


def written(folder, area, rows):
    path = folder / area / "date=2026-11-01"
    path.mkdir(parents=True, exist_ok=True)
    (path / "1.jsonl.gz").write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return folder / area
