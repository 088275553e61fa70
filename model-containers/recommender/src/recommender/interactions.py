"""The `interactions` channel: what customers viewed, put in the basket and bought, and the catalogue beside it."""

from collections.abc import Collection
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from recommender.sessions import Sessions, sessions_from_frame

COLUMNS = ("customer", "item_id", "at", "kind", "weight")

MOST_EVENTS = 300  # of one session
IS_BOUGHT, IS_ADDED = pl.col("kind") == "purchase", pl.col("kind") == "add"


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


def read_texts(channel: Path) -> dict[str, str]:
    """What the catalogue says of each item, in one text; empty when the shop has sent none."""
    path = channel / "items.parquet"
    if not path.is_file():
        return {}
    frame = pl.read_parquet(path)
    told = [name for name in ("title", "brand", "description") if name in frame.columns]
    for name in ("category", "attributes"):
        if name in frame.columns:
            lists = isinstance(frame.schema[name], pl.List)
            frame = frame.with_columns(pl.col(name).list.join(" ") if lists else pl.col(name).cast(pl.String))
            told.append(name)
    if not told:
        return {}
    text = pl.concat_str([pl.col(name).cast(pl.String) for name in told], separator=" ", ignore_nulls=True)
    return dict(frame.select(pl.col("item_id").cast(pl.String), text.alias("text")).iter_rows())


def read_pictures(channel: Path) -> dict[str, NDArray[np.float32]]:
    """What a model of pictures said of each item that has a picture; lengths may differ."""
    path = channel / "items.parquet"
    if not path.is_file() or "image_vector" not in pl.read_parquet_schema(path):
        return {}
    frame = pl.read_parquet(path, columns=["item_id", "image_vector"]).drop_nulls()
    ids, vectors = frame["item_id"].cast(pl.String), frame["image_vector"].cast(pl.List(pl.Float32))
    return {item_id: vector.to_numpy() for item_id, vector in zip(ids, vectors, strict=True) if len(vector)}


def window_of(gap_days: float) -> pl.Expr:
    """Which of a customer's stretches without a pause longer than `gap_days` a row is in, the first being 0; rows must
    be in the order of time."""
    pause = pl.col("time").diff().over("customer") > gap_days * 86_400
    return pause.fill_null(False).cum_sum().over("customer")


def customer_windows(interactions: pl.DataFrame, gap_days: float, others: Collection[str] = ()) -> Sessions:
    """One session for each stretch of a customer's behaviour without a pause longer than `gap_days`, cut after
    MOST_EVENTS: what models learn of a session grows with the square of it, and nobody comes with one wish for so long.

    `others` are items that have no behaviour yet and are to have a place in the vocabulary.
    """
    seen = interactions["item_id"].unique(maintain_order=True).to_list()
    vocabulary = [*seen, *sorted(set(others) - set(seen))]
    before = IS_BOUGHT.cum_sum() - IS_BOUGHT.cast(pl.Int64)  # purchases of everybody in the rows before
    windows = interactions.with_columns(window_of(gap_days).alias("window"), before.alias("before"))
    part = pl.int_range(pl.len()).over("customer", "window") // MOST_EVENTS
    windows = windows.with_columns(part.alias("part"))
    return sessions_from_frame(
        windows.select(
            pl.struct("customer", "window", "part").rank("dense").alias("session"),
            pl.col("item_id").alias("item"),
            "time",
            "weight",
            is_added=IS_ADDED,
            was_taken=was_taken(),
            bought_first=pl.col("before").min().over("customer"),
            bought_end=pl.col("before").min().over("customer", "time"),
        ),
        vocabulary,
        interactions.filter(IS_BOUGHT)["item_id"],
    )


def was_taken() -> pl.Expr:
    """Whether a customer had bought the item before, or put it into the basket in the same `window`: what lies there
    longer is abandoned."""
    times = pl.col("time")
    bought = times.filter(IS_BOUGHT).min().over("customer", "item_id")
    added = times.filter(IS_ADDED).min().over("customer", "window", "item_id")
    return (times > pl.min_horizontal(bought, added)).fill_null(False)
