"""What a recommender is asked about a later window: somebody's history up to an action, and what came then."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
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
    asked = [(own.customer, place) for own in _each(ordered, config) for place in own.asked(cut)]
    if len(asked) > config.most:
        chosen = np.random.default_rng(config.seed).choice(len(asked), config.most, replace=False)
        asked = [asked[place] for place in np.sort(chosen)]
    places: dict[str, list[int]] = {}
    for customer, place in asked:
        places.setdefault(customer, []).append(place)
    of_asked = ordered.filter(pl.col("customer").is_in(list(places)))
    rows = [
        _question(own, place, cut, met, config) for own in _each(of_asked, config) for place in places[own.customer]
    ]
    numbered = [(number, *row) for number, row in enumerate(rows)]
    return pl.DataFrame(numbered, schema=SCHEMA, orient="row")


@dataclass(frozen=True)
class Own:
    """One customer's actions, oldest first; `sessions` are where the session of each begins, and the place after it."""

    customer: str
    items: list[str]
    kinds: list[str]
    times: list[datetime]
    undone: list[datetime | None]
    sessions: list[tuple[int, int]]

    def asked(self, cut: datetime) -> list[int]:
        """Places, at or after `cut`, of what a slate could have shown just before."""
        earlier: dict[str, list[int]] = {}
        found = []
        for place, (item, at) in enumerate(zip(self.items, self.times, strict=True)):
            if at >= cut and not self.undone[place]:
                end = self.before(at)
                last = next(self.stood(range(end - 1, self.sessions[place][0] - 1, -1), at), None)
                same = [before for before in earlier.get(item, []) if before < end]
                if last is not None and self.items[last] != item and item not in self.taken(same, at):
                    found.append(place)
            earlier.setdefault(item, []).append(place)
        return found

    def before(self, at: datetime) -> int:
        """The place after all that was known at a moment: what shares it was not."""
        return bisect_left(self.times, at)

    def stood(self, places: Iterable[int], at: datetime) -> Iterator[int]:
        """Those that had not been taken back."""
        for place in places:
            undone = self.undone[place]
            if undone is None or undone >= at:
                yield place

    def taken(self, places: Iterable[int], at: datetime) -> set[str]:
        """What was bought, or lies in the basket, by the actions at these places."""
        known = list(self.stood(places, at))
        items, kinds = [self.items[place] for place in known], [KINDS[self.kinds[place]] for place in known]
        seconds = [self.times[place].timestamp() for place in known]
        bought = (item for item, kind in zip(items, kinds, strict=True) if kind == PURCHASE)
        return {*bought, *basket_at(items, kinds, seconds, at.timestamp())}


def _each(ordered: pl.DataFrame, config: QuestionConfig) -> Iterator[Own]:
    gap = timedelta(days=config.gap_days)
    for (customer,), own in ordered.group_by("customer", maintain_order=True):
        items, kinds, times, undone = (own[name].to_list() for name in ("item_id", "kind", "at", "cancelled_at"))
        sessions = list(zip(*_session_bounds(times, gap), strict=True))
        yield Own(str(customer), items, kinds, times, undone, sessions)


def _question(own: Own, place: int, cut: datetime, met: set[str], config: QuestionConfig) -> tuple:
    item, at, (first, after) = own.items[place], own.times[place], own.sessions[place]
    end = own.before(at)
    known = list(own.stood(range(first, end), at))[-config.longest :]
    prefix = [
        {"itemId": own.items[one], "kind": own.kinds[one], "at": own.times[one].isoformat() + "Z"} for one in known
    ]
    off_slate = {own.items[known[-1]], *own.taken(range(end), at)}
    came = (own.items[one] for one in range(place, after) if not own.undone[one])
    later = [one for one in dict.fromkeys(came) if one not in off_slate][: config.later]
    visitor = "returning" if own.times[0] < cut else "new"
    history = "long" if len(known) >= config.long_history else "short"
    return (own.customer, at, prefix, item, later, visitor, history, item not in met, sorted(off_slate))


def _session_bounds(times: list[datetime], gap: timedelta) -> tuple[list[int], list[int]]:
    """Where the session of each action begins, and the place after its end."""
    starts: list[int] = []
    for place, at in enumerate(times):
        starts.append(starts[-1] if place and at - times[place - 1] <= gap else place)
    ends = [len(times)] * len(times)
    for place in range(len(times) - 2, -1, -1):
        ends[place] = ends[place + 1] if starts[place] == starts[place + 1] else place + 1
    return starts, ends
