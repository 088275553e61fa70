"""Reading the lake: JSON Lines or Parquet below a folder, as Ibis tables."""

from pathlib import Path

import ibis
from ibis import _
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

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
    "price": "DOUBLE",
    "isHidden": "BOOLEAN",
    "updatedAt": "TIMESTAMP",
}


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
    """The catalogue: of the rows of an item, the last written."""
    rows = _read(engine, folder, ITEM_COLUMNS)
    newest = ibis.window(group_by="itemId", order_by=[_.updatedAt.desc(nulls_first=False), _.title])
    return rows.mutate(place=ibis.row_number().over(newest)).filter(_.place == 0).drop("place")


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
        parts.append(f"SELECT * FROM read_json([{files}], format='newline_delimited', columns={{{schema}}})")
    if packed:
        files = ", ".join(_quoted(str(file)) for file in packed)
        casts = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns.items())
        empty = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in columns.items())
        # The empty first part gives the columns that older files lack.
        source = f"SELECT {empty} WHERE false UNION ALL BY NAME SELECT * FROM read_parquet([{files}])"
        parts.append(f"SELECT {casts} FROM ({source})")
    if not parts:
        empty = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in columns.items())
        parts.append(f"SELECT {empty} WHERE false")
    return settled(engine.sql(" UNION ALL ".join(parts)))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
