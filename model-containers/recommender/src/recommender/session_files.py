"""Session files as they are exchanged: clicks in order or with a time, tests as sessions or as `prefix,target`."""

from pathlib import Path

import numpy as np
import polars as pl

from recommender.evaluation import Question, questions_of
from recommender.sessions import Sessions, sessions_from_frame


def read_frame(path: Path) -> pl.DataFrame:
    """CSV, CSV.gz or Parquet."""
    return pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema_length=10_000)


def read_sessions(path: Path, session: str = "session_id", item: str = "item_id") -> Sessions:
    """Clicks with `timestamp`, with `position`, or in the order of the file."""
    frame = read_frame(path)
    if "position" in frame.columns and "timestamp" not in frame.columns:
        first = frame.with_row_index("row").group_by(session).agg(pl.col("row").min().alias("first"))
        frame = frame.join(first, on=session).sort("first", "position")
    return _sessions(frame, session, item, None)


def read_questions(
    path: Path, vocabulary: tuple[str, ...], session: str = "session_id", item: str = "item_id"
) -> list[Question]:
    """One question for each next event; an unknown item in a prefix is skipped, an unknown target is a sure miss."""
    frame = read_frame(path)
    codes = {item_id: code for code, item_id in enumerate(vocabulary)}
    if {"prefix", "target"} <= set(frame.columns):
        rows = frame.select(pl.col("prefix").cast(pl.String).str.split(" "), pl.col("target").cast(pl.String)).rows()
        return [_question([codes[i] for i in prefix if i in codes], codes.get(target, -1)) for prefix, target in rows]
    unknown = [i for i in frame[item].cast(pl.String).unique(maintain_order=True) if i not in codes]
    sessions = _sessions(frame, session, item, (*vocabulary, *unknown))
    asked = questions_of(sessions)
    known = len(vocabulary)
    return [_question([i for i in q.prefix if i < known], q.target if q.target < known else -1) for q in asked]


def _question(prefix: list[int], target: int) -> Question:
    return Question(np.array(prefix, np.int64), target)


def _sessions(frame: pl.DataFrame, session: str, item: str, vocabulary: tuple[str, ...] | None) -> Sessions:
    columns = [pl.col(session).alias("session"), pl.col(item).alias("item")]
    if "timestamp" in frame.columns:
        columns.append(pl.col("timestamp").cast(pl.Float64).alias("time"))
    return sessions_from_frame(frame.select(columns), vocabulary)
