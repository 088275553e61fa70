"""What a recommender is asked about a later window: somebody's history up to an action, and what came then."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl
from common.history import HISTORY_LIMIT
from common.purchase_rows import KINDS, PURCHASE

from features.purchases import basket_at

PREFIX_FIELDS = pl.List(pl.Struct({"itemId": pl.String, "kind": pl.String, "at": pl.String}))
SCHEMA = {
    "question": pl.Int64,
    "customer": pl.String,
    "at": pl.Datetime("us"),
    "prefix": PREFIX_FIELDS,
    "item_id": pl.String,
    "later": pl.List(pl.String),
    "visitor": pl.String,
    "history": pl.String,
    "is_cold": pl.Boolean,
    "off_slate": pl.List(pl.String),
}


@dataclass(frozen=True)
class QuestionConfig:
    gap_days: float = 30.0  # a longer pause begins a new session, as in training
    longest: int = HISTORY_LIMIT  # actions
    later: int = 20  # items that recall counts
    long_history: int = 5  # actions from which a history is long
    most: int = 2_000
    seed: int = 7


def questions_after(actions: pl.DataFrame, cut: datetime, config: QuestionConfig) -> pl.DataFrame:
    """One row a question, see SCHEMA. `item_id` is what came next; `later` also what followed in the same session.

    Asked is every action at or after `cut` that has something before it and is about what a slate could show then. None
    shows `off_slate`: the item being looked at and, as nearly all recipes have it, what the customer bought or has in
    the basket. A target is cold where nobody met it before `cut`. A purchase with `cancelled_at` is nothing that came,
    and is known until that moment, because nobody can know then that it will be taken back.
    """
    ordered = actions.sort("customer", "at", "item_id", "kind")
    stood = pl.col("cancelled_at").is_null() | (pl.col("cancelled_at") >= cut)
    met = set(ordered.filter((pl.col("at") < cut) & stood)["item_id"])
    rows: list[tuple] = []
    for (customer,), own in ordered.group_by("customer", maintain_order=True):
        rows += _questions_of(str(customer), own, cut, met, config)
    if len(rows) > config.most:
        chosen = np.random.default_rng(config.seed).choice(len(rows), config.most, replace=False)
        rows = [rows[place] for place in np.sort(chosen)]
    numbered = [(number, *row) for number, row in enumerate(rows)]
    return pl.DataFrame(numbered, schema=SCHEMA, orient="row")


def _questions_of(
    customer: str, own: pl.DataFrame, cut: datetime, met: set[str], config: QuestionConfig
) -> list[tuple]:
    items, kinds, times, undone = (own[name].to_list() for name in ("item_id", "kind", "at", "cancelled_at"))
    visitor = "returning" if times[0] < cut else "new"
    starts, ends = _session_bounds(times, timedelta(days=config.gap_days))
    rows = []
    for place, (item, at) in enumerate(zip(items, times, strict=True)):
        first = starts[place]
        if at < cut or undone[place]:
            continue
        # What shares the moment of the target was not known before it.
        end = bisect_left(times, at, first, place)
        stood = [before for before in range(end) if not undone[before] or undone[before] >= at]
        known = stood[bisect_left(stood, first) :][-config.longest :]
        if not known:
            continue
        seconds = [times[before].timestamp() for before in stood]
        own = [items[before] for before in stood]
        doing = [KINDS[kinds[before]] for before in stood]
        bought = (one for one, kind in zip(own, doing, strict=True) if kind == PURCHASE)
        off_slate = {own[-1], *bought, *basket_at(own, doing, seconds, at.timestamp())}
        if item in off_slate:
            continue
        prefix = [
            {"itemId": items[before], "kind": kinds[before], "at": times[before].isoformat() + "Z"} for before in known
        ]
        came = (items[after] for after in range(place, ends[place]) if not undone[after])
        later = [one for one in dict.fromkeys(came) if one not in off_slate][: config.later]
        history = "long" if len(known) >= config.long_history else "short"
        rows.append((customer, at, prefix, item, later, visitor, history, item not in met, sorted(off_slate)))
    return rows


def _session_bounds(times: list[datetime], gap: timedelta) -> tuple[list[int], list[int]]:
    """Where the session of each action begins, and the place after its end."""
    starts: list[int] = []
    for place, at in enumerate(times):
        starts.append(starts[-1] if place and at - times[place - 1] <= gap else place)
    ends = [len(times)] * len(times)
    for place in range(len(times) - 2, -1, -1):
        ends[place] = ends[place + 1] if starts[place] == starts[place + 1] else place + 1
    return starts, ends
