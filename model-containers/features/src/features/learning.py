"""A shop's item tables, brought forward a day at a time: a day's rows see only the days before it."""

from dataclasses import replace

import numpy as np
from common.purchase_rows import ADD, DAY, PURCHASE, VIEW
from common.tables import NEVER, PLACE, Tables
from numpy.typing import NDArray

from features.actions import Actions

FADING = {"bought_week": 7.0, "seen_week": 7.0, "bought_month": 30.0}
REMEMBERED = 12  # items of a customer's earlier days that a new day is paired with
Rows = NDArray[np.int64]


class DailyTables:
    """Tables as of the start of `day`. `advance_to` learns every day before the one it is given."""

    def __init__(self, tables: Tables, actions: Actions) -> None:
        self._actions = actions
        self._tables = tables
        self._recent: dict[str, Rows] = {}
        days = np.floor(actions.times / DAY).astype(np.int64)
        own = np.flatnonzero(actions.is_own)
        self._order = own[np.argsort(days[own], kind="stable")]
        self._days = days[self._order]
        self._next = 0

    def advance_to(self, day: int) -> Tables:
        end = int(np.searchsorted(self._days, day, side="left"))
        while self._next < end:
            today = int(self._days[self._next])
            last = int(np.searchsorted(self._days, today, side="right"))
            self._fade(today)
            self._learn(self._order[self._next : last], today)
            self._next = last
        self._fade(day)
        return self._tables

    def _fade(self, day: int) -> None:
        passed = day - self._tables.day
        if passed > 0:
            for name, half_life in FADING.items():
                self._tables.statistics[:, PLACE[name]] *= np.float32(0.5 ** (passed / half_life))
            self._tables = replace(self._tables, day=float(day))

    def _learn(self, rows: Rows, day: int) -> None:
        kept = rows[self._actions.cancelled[rows] >= (day + 1) * DAY]
        self._count(kept, day)
        subjects = self._actions.subjects[kept]
        edges = np.flatnonzero(np.r_[True, subjects[1:] != subjects[:-1]]) if len(kept) else np.zeros(0, np.int64)
        for start, end in zip(edges, np.r_[edges[1:], len(kept)], strict=True):
            self._meet(str(subjects[start]), self._actions.items[kept[start:end]], day)

    def _meet(self, subject: str, items: Rows, day: int) -> None:
        window = _distinct(items)
        before = self._recent.get(subject, window[:0])
        self._tables.covisitation.learn(window, before, day)
        self._recent[subject] = _distinct(np.concatenate([before, window])[::-1])[:REMEMBERED][::-1]

    def _count(self, rows: Rows, day: int) -> None:
        actions, statistics = self._actions, self._tables.statistics
        items, kinds = actions.items[rows], actions.kinds[rows]
        bought, seen = items[kinds == PURCHASE], items[np.isin(kinds, (VIEW, ADD))]
        for name in ("bought_week", "bought_month", "bought"):
            np.add.at(statistics[:, PLACE[name]], bought, np.float32(1))
        np.add.at(statistics[:, PLACE["seen_week"]], seen, np.float32(1))
        buyers = {(actions.subjects[row], actions.items[row]) for row in rows[kinds == PURCHASE].tolist()}
        np.add.at(statistics[:, PLACE["buyers"]], np.array([item for _, item in buyers], np.int64), np.float32(1))
        priced = rows[actions.prices[rows] > 0]
        np.add.at(statistics[:, PLACE["log_price_sum"]], actions.items[priced], np.log1p(actions.prices[priced]))
        np.add.at(statistics[:, PLACE["priced"]], actions.items[priced], np.float32(1))
        met = np.unique(items)
        first = statistics[met, PLACE["first_day"]]
        statistics[met, PLACE["first_day"]] = np.where(first == NEVER, day, first)
        statistics[met, PLACE["last_day"]] = day


def _distinct(items: Rows) -> Rows:
    """Each item once, in the order of first appearance."""
    _, first = np.unique(items, return_index=True)
    return items[np.sort(first)]
