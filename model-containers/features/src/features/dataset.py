"""The purchase data set: its task is fixed (docs/decisions/0003-purchase-task.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from common.hyperparameters import SettingsError, check_range
from common.purchase_rows import FEATURE_NAMES, PURCHASE, Scene, rows_of, set_scene
from common.tables import PLACE, Tables
from numpy.typing import NDArray

from features.actions import Actions
from features.learning import DailyTables
from features.purchases import SPLITS, Purchase, TimeSplit, basket_at, find_purchases, quotas, sample

RANGES: tuple[tuple[str, float, float], ...] = (
    ("row_limit", 1, 10**9),
    ("negatives", 1, 10_000),
    ("pool", 1, 10**6),
    ("validation_share", 0.0, 1.0),
    ("test_share", 0.0, 1.0),
)
SPARE = 3.0  # purchases looked at for each one wanted: many were never among the candidates


@dataclass(frozen=True)
class DatasetConfig:
    row_limit: int = 200_000
    seed: int = 7
    negatives: int = 50
    pool: int = 200
    validation_share: float = 0.1
    test_share: float = 0.1

    def __post_init__(self) -> None:
        check_range(self, RANGES)
        if self.validation_share + self.test_share >= 1:
            raise SettingsError("validation_share and test_share must leave rows to train on: less than 1 together")

    @property
    def most_purchases(self) -> int:
        return max(3, self.row_limit // (self.negatives + 1))


@dataclass(frozen=True)
class Group:
    """One purchase with its candidates, in the order of the item tables: no place tells which of them was bought."""

    purchase: Purchase
    items: NDArray[np.int64]
    matrix: NDArray[np.float32]
    history: str
    candidates: tuple[str, ...]

    @property
    def labels(self) -> NDArray[np.int8]:
        """(candidates,) 1 for the bought one."""
        return (self.items == self.purchase.item).astype(np.int8)


@dataclass(frozen=True)
class Dataset:
    splits: dict[str, list[Group]]
    tables: Tables
    counts: dict[str, int]


def build_dataset(actions: Actions, tables: Tables, last_day: int, config: DatasetConfig) -> Dataset:
    """Walk through the days: the rows of a day are computed before the day is learned."""
    every = find_purchases(actions, tables.ids, config.seed)
    known = [one for one in every if len(actions.history(one.subject, one.at))]
    counts = {"purchases": len(every), "without_history": len(every) - len(known)}
    daily = DailyTables(tables, actions)
    kept: dict[str, list[Group]] = {name: [] for name in SPLITS}
    if known:
        days = np.array([one.day for one in known], np.int64)
        split = TimeSplit.of(days, config.validation_share, config.test_share)
        chosen = sample(known, split, config.most_purchases, SPARE)
        bought_with = _bought_together(actions)
        looked_at = sorted((one for ones in chosen.values() for one in ones), key=lambda one: (one.at, one.subject))
        for day, today in groupby(looked_at, key=lambda one: one.day):
            now = daily.advance_to(day)
            for (subject, at), together in groupby(today, key=lambda one: (one.subject, one.at)):
                scene = set_scene(actions.history(subject, at), at, now)
                kept[split.of_day(day)] += scene_groups(scene, list(together), bought_with, now, config)
        counts |= {"looked_at": len(looked_at), "among_candidates": sum(map(len, kept.values()))}
        kept = _limited(kept, config)
    return Dataset(kept, daily.advance_to(last_day), counts)


def scene_groups(
    scene: Scene,
    purchases: Sequence[Purchase],
    bought_with: Mapping[tuple[str, str], set[int]],
    tables: Tables,
    config: DatasetConfig,
) -> list[Group]:
    """The groups of purchases made at one moment by one customer; those outside the candidates give none."""
    never = on_no_slate(scene)
    pool = candidate_pool(scene, tables, config.pool + len(never)).tolist()
    pool = [item for item in pool if item not in never][: config.pool]
    inside = set(pool)
    drawn = []
    for one in purchases:
        refused = np.array([item for item in pool if item not in bought_with[one.subject, one.order]], np.int64)
        if one.item in inside and len(refused):
            drawn.append((one, _candidates(one, refused, config)))
    if not drawn:
        return []
    texts, matrix = rows_of(scene, np.concatenate([items for _, items in drawn]), tables)
    groups, start = [], 0
    for purchase, items in drawn:
        part = slice(start, start + len(items))
        groups.append(Group(purchase, items, matrix[part], scene.text, texts.candidates[part]))
        start += len(items)
    return groups


def on_no_slate(scene: Scene) -> frozenset[int]:
    """What was met last and what lies in the basket: it is on no slate, so that nobody refuses it there."""
    history = scene.history
    basket = basket_at(history.items.tolist(), history.kinds.tolist(), history.times.tolist(), scene.at)
    return frozenset(basket | {int(item) for item in history.items[-1:]})


def candidate_pool(scene: Scene, tables: Tables, size: int) -> NDArray[np.int64]:
    """The day's best co-visited items of a history, filled up with popular ones as serving does."""
    month = tables.statistics[:, PLACE["bought_month"]] + tables.statistics[:, PLACE["seen_week"]]
    # Popularity only orders what co-visitation leaves equal; items never met have neither and stay out.
    merit = np.where(scene.scores > 0, 1 + scene.scores, month / (1 + month.max(initial=0)))
    best = np.argsort(-merit, kind="stable")[:size]
    return best[merit[best] > 0]


def _candidates(purchase: Purchase, refused: NDArray[np.int64], config: DatasetConfig) -> NDArray[np.int64]:
    random = np.random.default_rng(purchase.draw)
    count = min(config.negatives, len(refused))
    return np.sort(np.r_[purchase.item, random.choice(refused, count, replace=False)])


def _bought_together(actions: Actions) -> dict[tuple[str, str], set[int]]:
    """Items of each order, taken back later or not: none is a refused candidate for the others."""
    bought: dict[tuple[str, str], set[int]] = {}
    for row in np.flatnonzero(actions.is_own & (actions.kinds == PURCHASE)).tolist():
        order = (str(actions.subjects[row]), str(actions.orders[row]))
        bought.setdefault(order, set()).add(int(actions.items[row]))
    return bought


def _limited(kept: dict[str, list[Group]], config: DatasetConfig) -> dict[str, list[Group]]:
    most = quotas({name: len(ones) for name, ones in kept.items()}, config.most_purchases)
    return {
        name: sorted(
            sorted(ones, key=lambda one: one.purchase.draw)[: most[name]],
            key=lambda one: (one.purchase.at, one.purchase.key),
        )
        for name, ones in kept.items()
    }


def labels_of(groups: Sequence[Group]) -> NDArray[np.int8]:
    return np.concatenate([one.labels for one in groups]) if groups else np.empty(0, np.int8)


def matrix_of(groups: Sequence[Group]) -> NDArray[np.float32]:
    return np.concatenate([one.matrix for one in groups]) if groups else np.empty((0, len(FEATURE_NAMES)), np.float32)
