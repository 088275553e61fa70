"""Reading the lake: JSON Lines or Parquet below a folder, as Ibis tables."""

from datetime import datetime
from pathlib import Path

import ibis
from ibis import _
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

PLAIN_FOLDERS = "hive_partitioning=false"  # else a folder of a day is a column more
LINE = "STRUCT(itemId VARCHAR, quantity BIGINT, price DOUBLE)"
EVENT_COLUMNS = {
    "shop": "VARCHAR",
    "messageId": "VARCHAR",
    "type": "VARCHAR",
    "event": "VARCHAR",
    "customer": "VARCHAR",
    "linked": "VARCHAR",
    "timestamp": "TIMESTAMP",
    "receivedAt": "TIMESTAMP",
    "orderId": "VARCHAR",
    "items": f"{LINE}[]",
    "isBot": "BOOLEAN",
    "isKnown": "BOOLEAN",
    "device": "VARCHAR",
}
ITEM_COLUMNS = {
    "shop": "VARCHAR",
    "itemId": "VARCHAR",
    "title": "VARCHAR",
    "description": "VARCHAR",
    "category": "VARCHAR[]",
    "brand": "VARCHAR",
    "attributes": "MAP(VARCHAR, VARCHAR)",
    "price": "DOUBLE",
    "isHidden": "BOOLEAN",
    "imageVector": "FLOAT[]",
    "updatedAt": "TIMESTAMP",
}
CUSTOMER_COLUMNS = {
    "shop": "VARCHAR",
    "customer": "VARCHAR",
    "attributes": "MAP(VARCHAR, VARCHAR)",
    "updatedAt": "TIMESTAMP",
}


class TooYoungError(ValueError):
    """The shop has nothing to learn from yet; the message says what it takes."""


def open_engine(threads: int | None = None) -> Backend:
    """DuckDB in this process, in UTC. Everything built on it is Ibis, so that a bigger engine can run it."""
    engine = ibis.duckdb.connect()
    engine.raw_sql("SET TimeZone = 'UTC'")
    engine.raw_sql("SET enable_progress_bar = false")
    if threads:
        engine.raw_sql(f"SET threads = {threads}")
    return engine


def read_events(engine: Backend, folder: Path) -> Table:
    """Events with every column of EVENT_COLUMNS; what a file leaves out is null."""
    return _read(engine, folder, EVENT_COLUMNS)


def read_items(engine: Backend, folder: Path) -> Table:
    """The catalogue: of the rows of an item, the last written, with the last picture that any of them brought."""
    rows = _read(engine, folder, ITEM_COLUMNS)
    newest = ibis.window(group_by="itemId", order_by=[_.updatedAt.desc(nulls_first=False), _.title])
    kept = rows.mutate(place=ibis.row_number().over(newest)).filter(_.place == 0).drop("place", "imageVector")
    pictured = rows.filter(rows.imageVector.notnull())
    pictures = pictured.group_by("itemId").aggregate(imageVector=pictured.imageVector.argmax(pictured.updatedAt))
    return kept.left_join(pictures, "itemId").drop("itemId_right")


def read_customers(engine: Backend, folder: Path, before: datetime) -> Table:
    """`customer`, `attribute`, `value`: each as it was last said before a moment (UTC), because what is said of
    somebody may follow from what they did. Empty where the shop has said nothing of anybody."""
    rows = _read(engine, folder, CUSTOMER_COLUMNS).filter(_.updatedAt < before)
    said = rows.mutate(attribute=_.attributes.keys().unnest()).mutate(value=_.attributes[_.attribute])
    newest = ibis.window(group_by=["customer", "attribute"], order_by=[_.updatedAt.desc(), _.value.desc()])
    last = said.mutate(place=ibis.row_number().over(newest)).filter((_.place == 0) & (_.value != ""))
    return last.select("customer", "attribute", "value")


def settled(table: Table) -> Table:
    """The same rows, computed once and kept as a table of the engine."""
    return table.get_backend().create_table(ibis.util.gen_name("settled"), table, temp=True)


def _read(engine: Backend, folder: Path, columns: dict[str, str]) -> Table:
    lines = sorted([*folder.rglob("*.jsonl.gz"), *folder.rglob("*.jsonl")])
    packed = sorted(folder.rglob("*.parquet"))
    parts = []
    if lines:
        schema = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        files = ", ".join(_quoted(str(file)) for file in lines)
        read = f"read_json([{files}], format='newline_delimited', {PLAIN_FOLDERS}, columns={{{schema}}})"
        parts.append(f"SELECT * FROM {read}")
    if packed:
        files = ", ".join(_quoted(str(file)) for file in packed)
        casts = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns.items())
        empty = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in columns.items())
        # The empty first part gives the columns that older files lack.
        read = f"read_parquet([{files}], {PLAIN_FOLDERS})"
        source = f"SELECT {empty} WHERE false UNION ALL BY NAME SELECT * FROM {read}"
        parts.append(f"SELECT {casts} FROM ({source})")
    if not parts:
        empty = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in columns.items())
        parts.append(f"SELECT {empty} WHERE false")
    return settled(engine.sql(" UNION ALL ".join(parts)))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
