"""A shop's items as the lake keeps them: JSON Lines or Parquet, of the rows of an item the last written."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from common.lake_rows import read_lake
from common.moments import moment_of

from generator.shop_texts import ShopText, clean


def read_catalogue(folder: Path, until: datetime) -> list[ShopText]:
    """Items that are shown and were known by `until`, in the order of their ids."""
    newest: dict[str, dict[str, Any]] = {}
    for row in read_lake(folder):
        if _time(row) <= until and _time(row) >= _time(newest.get(row["itemId"], {})):
            newest[row["itemId"]] = row
    return [_item(row) for _, row in sorted(newest.items()) if not row.get("isHidden")]


def _time(row: dict[str, Any]) -> datetime:
    given = row.get("updatedAt")
    if given is None:
        return datetime.min.replace(tzinfo=UTC)
    return moment_of(given)


def _item(row: dict[str, Any]) -> ShopText:
    attributes = row.get("attributes") or {}
    named = attributes if isinstance(attributes, dict) else dict(attributes)
    return ShopText(
        item_id=str(row["itemId"]),
        title=clean(row.get("title") or ""),
        category=tuple(row.get("category") or ()),
        brand=clean(row.get("brand") or ""),
        attributes={str(name): str(value) for name, value in named.items()},
        text=clean(row.get("description") or ""),
        at=_time(row).isoformat(),
    )
