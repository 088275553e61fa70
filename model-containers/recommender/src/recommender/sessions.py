"""Behaviour in flat arrays, the one shape that every model here learns from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sessions:
    """Sessions ordered by their last event; session s is `items[offsets[s]:offsets[s + 1]]`, oldest event first.

    `items` index into `item_ids`; `times` are epoch seconds (zero where the data has only an order);
    `weights` say what an event of its kind is worth.
    """

    items: Ints
    offsets: Ints
    times: Floats
    weights: Floats
    item_ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __iter__(self) -> Iterator[Ints]:
        for start, end in zip(self.offsets[:-1], self.offsets[1:], strict=True):
            yield self.items[start:end]

    @property
    def lengths(self) -> Ints:
        return np.diff(self.offsets)

    @property
    def places(self) -> Ints:
        """(events,) the place of each in its session, from 0."""
        return np.arange(len(self.items)) - np.repeat(self.offsets[:-1], self.lengths)

    @cached_property
    def first(self) -> NDArray[np.bool_]:
        """(events,) whether an event is the first of its item in its session."""
        return first_events(self.items, self.offsets)

    def keeping(self, kept: NDArray[np.bool_]) -> "Sessions":
        """The events (events,) that are kept; a session that is left empty is gone."""
        ends = np.concatenate([[0], np.cumsum(kept)])[self.offsets]
        return replace(
            self,
            items=self.items[kept],
            offsets=np.unique(ends).astype(np.int64),
            times=self.times[kept],
            weights=self.weights[kept],
        )

    def slice(self, start: int, end: int) -> "Sessions":
        """The sessions start to end with the same vocabulary; a later slice never sees an earlier one."""
        offsets = self.offsets[start : end + 1]
        rows = slice(int(offsets[0]), int(offsets[-1]))
        return replace(
            self,
            items=self.items[rows],
            offsets=offsets - offsets[0],
            times=self.times[rows],
            weights=self.weights[rows],
        )


def sessions_from_frame(frame: pl.DataFrame, item_ids: Sequence[str] | None = None) -> Sessions:
    """Sessions of a frame with `session`, `item` and, where known, `time` (epoch seconds) and `weight`.

    Rows of one session are ordered by time, else as they come. Items outside a given vocabulary are left out.
    """
    frame = frame.with_columns(pl.col("item").cast(pl.String)).with_row_index("row")
    if "time" not in frame.columns:
        frame = frame.with_columns(pl.lit(0.0).alias("time"))
    if "weight" not in frame.columns:
        frame = frame.with_columns(pl.lit(1.0).alias("weight"))
    vocabulary = tuple(item_ids) if item_ids is not None else tuple(frame["item"].unique(maintain_order=True))
    codes = pl.DataFrame({"item": vocabulary, "code": np.arange(len(vocabulary))}, schema_overrides={"item": pl.String})
    frame = frame.join(codes, on="item", how="inner")
    ends = frame.group_by("session").agg(pl.col("time").max().alias("end"), pl.col("row").max().alias("last"))
    frame = frame.join(ends, on="session").sort("end", "last", "session", "time", "row")
    changes = frame["session"].rle()
    lengths = changes.struct.field("len").to_numpy() if len(frame) else np.zeros(0, np.int64)
    return Sessions(
        items=frame["code"].to_numpy().astype(np.int64),
        offsets=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        times=frame["time"].to_numpy().astype(np.float64),
        weights=frame["weight"].to_numpy().astype(np.float64),
        item_ids=vocabulary,
    )


def split_last(sessions: Sessions, share: float) -> tuple[Sessions, Sessions]:
    """Earlier and later sessions: the later `share` of events is what the earlier ones are asked to foresee."""
    cut = int(np.searchsorted(sessions.offsets, (1 - share) * sessions.offsets[-1]))
    cut = min(max(cut, 1), len(sessions) - 1)
    return sessions.slice(0, cut), sessions.slice(cut, len(sessions))


def newest_events(sessions: Sessions, limit: int) -> Sessions:
    """The newest events of every session, at most `limit` of each."""
    return sessions.keeping(sessions.places >= np.repeat(sessions.lengths - limit, sessions.lengths))


def first_events(items: Ints, offsets: Ints) -> NDArray[np.bool_]:
    """(events,) whether an event is the first of its item in its session."""
    owner = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    _, at = np.unique(owner * (items.max(initial=0) + 1) + items, return_index=True)
    first = np.zeros(len(items), bool)
    first[at] = True
    return first
