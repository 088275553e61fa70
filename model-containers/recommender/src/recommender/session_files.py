"""Session files as they are exchanged: clicks in order or with a time, tests as sessions or as `prefix,target`."""

from pathlib import Path

import numpy as np
import polars as pl

from recommender.evaluation import Question, questions_of
from recommender.sessions import Sessions, sessions_from_frame

# A time on a scale finer than seconds is past this in any year of a shop's.
LATEST_SECOND = 1e11


def read_frame(path: Path) -> pl.DataFrame:
    """CSV, CSV.gz or Parquet. What a CSV holds is text: an id such as 007 is no number, and the next may be C7."""
    return pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)


def read_sessions(path: Path, session: str = "session_id", item: str = "item_id") -> Sessions:
    """Clicks with `timestamp`, with `position`, or in the order of the file."""
    frame = read_frame(path)
    if "position" in frame.columns and "timestamp" not in frame.columns:
        first = frame.with_row_index("row").group_by(session).agg(pl.col("row").min().alias("first"))
        frame = frame.join(first, on=session).sort("first", pl.col("position").cast(pl.Float64))
    return _sessions(frame, session, item, None)


def read_questions(
    path: Path, vocabulary: tuple[str, ...], session: str = "session_id", item: str = "item_id"
) -> list[Question]:
    """One question for each next event; an unknown item in a prefix is skipped, an unknown target is a sure miss."""
    frame = read_frame(path)
    codes = {item_id: code for code, item_id in enumerate(vocabulary)}
    if {"prefix", "target"} <= set(frame.columns):
        prefixes = pl.col("prefix").cast(pl.String).fill_null("").str.split(" ")
        rows = frame.select(prefixes, pl.col("target").cast(pl.String)).rows()
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
        columns.append(epoch_seconds(frame["timestamp"]).alias("time"))
    return sessions_from_frame(frame.select(columns), vocabulary)


def epoch_seconds(times: pl.Series) -> pl.Series:
    """(rows,) of dates, of ISO 8601 text, or of numbers since 1970 in seconds or a thousandth, millionth … of them."""
    if not times.dtype.is_temporal():
        numbers = times.cast(pl.Float64, strict=False)
        if numbers.null_count() == times.null_count():
            latest = numbers.max() or 0.0
            while latest > LATEST_SECOND:
                numbers, latest = numbers / 1000, latest / 1000
            return numbers
        times = times.str.to_datetime(time_unit="us", time_zone="UTC")
    return times.cast(pl.Datetime("us")).dt.timestamp("us").cast(pl.Float64) / 1e6
