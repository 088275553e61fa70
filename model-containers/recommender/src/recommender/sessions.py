"""Behaviour in flat arrays, the one shape that every model here learns from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Sessions:
    """Sessions ordered by their last event; session s is `items[offsets[s]:offsets[s + 1]]`, oldest event first.

    `items` index into `item_ids`; `times` are epoch seconds (zero where the data has only an order);
    `weights` say what an event of its kind is worth. `is_added` says whether it put its item into the basket, and
    `was_taken` whether the item was already there or bought. What its customer had bought before an event is
    `bought[first:end]` of its `bought_span` (events, 2); `bought` are all customers' items.
    """

    items: Ints
    offsets: Ints
    times: Floats
    weights: Floats
    is_added: Bools
    was_taken: Bools
    bought_span: Ints
    bought: Ints
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
    def first(self) -> Bools:
        """(events,) whether an event is the first of its item in its session."""
        return first_events(self.items, self.offsets)

    def keeping(self, kept: Bools) -> "Sessions":
        """The events (events,) that are kept; a session that is left empty is gone."""
        ends = np.concatenate([[0], np.cumsum(kept)])[self.offsets]
        return of_events(self, kept, np.unique(ends).astype(np.int64))

    def slice(self, start: int, end: int) -> "Sessions":
        """The sessions start to end with the same vocabulary; a later slice never sees an earlier one."""
        offsets = self.offsets[start : end + 1]
        rows = slice(int(offsets[0]), int(offsets[-1]))
        return of_events(self, rows, offsets - offsets[0])


EVENT_FIELDS = ("items", "times", "weights", "is_added", "was_taken", "bought_span")


def of_events(sessions: Sessions, rows: Bools | slice, offsets: Ints) -> Sessions:
    return replace(sessions, offsets=offsets, **{name: getattr(sessions, name)[rows] for name in EVENT_FIELDS})


NEVER = {"is_added": False, "was_taken": False, "bought_first": 0, "bought_end": 0}
USUAL = {"time": 0.0, "weight": 1.0, **NEVER}  # of a frame that does not say
NOTHING = np.zeros(0, np.int64)


def sessions_from_frame(
    frame: pl.DataFrame, item_ids: Sequence[str] | None = None, bought: Sequence[str] | pl.Series = ()
) -> Sessions:
    """Sessions of a frame with `session`, `item` and, where known, `time` (epoch seconds), `weight`, `is_added`,
    `was_taken` and, of the items of all that was `bought`, the span `bought_first` to `bought_end`.

    Rows of one session are ordered by time, else as they come. Items outside a given vocabulary are left out; it holds
    all that was bought.
    """
    frame = frame.with_columns(pl.col("item").cast(pl.String)).with_row_index("row")
    frame = frame.with_columns(**{name: pl.lit(one) for name, one in USUAL.items() if name not in frame.columns})
    vocabulary = tuple(item_ids) if item_ids is not None else tuple(frame["item"].unique(maintain_order=True))
    codes = pl.DataFrame({"item": vocabulary, "code": np.arange(len(vocabulary))}, schema_overrides={"item": pl.String})
    frame = frame.join(codes, on="item", how="inner")
    orders = pl.DataFrame({"item": bought}, {"item": pl.String}).join(codes, on="item", maintain_order="left")
    ends = frame.group_by("session").agg(pl.col("time").max().alias("end"), pl.col("row").max().alias("last"))
    frame = frame.join(ends, on="session").sort("end", "last", "session", "time", "row")
    changes = frame["session"].rle()
    lengths = changes.struct.field("len").to_numpy() if len(frame) else np.zeros(0, np.int64)
    return Sessions(
        items=frame["code"].to_numpy().astype(np.int64),
        offsets=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        times=frame["time"].to_numpy().astype(np.float64),
        weights=frame["weight"].to_numpy().astype(np.float64),
        is_added=frame["is_added"].to_numpy().astype(bool),
        was_taken=frame["was_taken"].to_numpy().astype(bool),
        bought_span=frame.select("bought_first", "bought_end").to_numpy().astype(np.int64),
        bought=orders["code"].to_numpy().astype(np.int64),
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


def first_events(items: Ints, offsets: Ints) -> Bools:
    """(events,) whether an event is the first of its item in its session."""
    owner = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    _, at = np.unique(owner * (items.max(initial=0) + 1) + items, return_index=True)
    first = np.zeros(len(items), bool)
    first[at] = True
    return first
