"""The `interactions` channel: what customers viewed, put in the basket and bought, and the catalogue beside it."""

from pathlib import Path

import polars as pl

from recommender.sessions import Sessions, sessions_from_frame

COLUMNS = ("customer", "item_id", "at", "kind", "weight")


def read_interactions(channel: Path) -> pl.DataFrame:
    """Rows ordered by customer and time, `time` in epoch seconds; a missing column is named."""
    frame = pl.read_parquet(channel / "interactions.parquet")
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise ValueError(f"interactions.parquet has no column {', '.join(missing)}; it needs {', '.join(COLUMNS)}")
    seconds = pl.col("at").cast(pl.Datetime("us")).dt.epoch("us") / 1e6
    return frame.with_columns(
        seconds.alias("time"), pl.col("item_id").cast(pl.String), pl.col("weight").cast(pl.Float64)
    ).sort("customer", "time", maintain_order=True)


def read_catalogue(channel: Path) -> tuple[str, ...]:
    """Ids of the items that may be recommended; empty when the shop has sent no catalogue."""
    path = channel / "items.parquet"
    return tuple(pl.read_parquet(path, columns=["item_id"])["item_id"].cast(pl.String)) if path.is_file() else ()


def customer_windows(interactions: pl.DataFrame, gap_days: float) -> Sessions:
    """One session for each stretch of a customer's behaviour without a pause longer than `gap_days`."""
    pause = pl.col("time").diff().over("customer") > gap_days * 86_400
    windows = interactions.with_columns(pause.fill_null(False).cum_sum().over("customer").alias("window"))
    return sessions_from_frame(
        windows.select(
            pl.struct("customer", "window").rank("dense").alias("session"),
            pl.col("item_id").alias("item"),
            "time",
            "weight",
        )
    )
