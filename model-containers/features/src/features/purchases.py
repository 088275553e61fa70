"""The purchases that rows are made of, their split by time and the sample that a row limit takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

import numpy as np
from common.purchase_rows import ADD, DAY, PURCHASE
from numpy.typing import NDArray

from features.actions import Actions

BASKET_SECONDS = 30 * DAY  # after which the online state takes a basket as abandoned
SPLITS = ("train", "validation", "test")
Item = TypeVar("Item", int, str)


@dataclass(frozen=True)
class Purchase:
    """One item of one order of one customer. `key` and `draw` follow from the seed and these alone.

    `at` is the last moment at which a slate could have shown it: before the stay with this item alone that ended in the
    basket, or in the order where no basket was seen. What lies in the basket, or was met last, is on no slate.
    """

    key: int
    draw: int
    subject: str
    order: str
    item: int
    at: float

    @property
    def day(self) -> int:
        return int(self.at // DAY)


def find_purchases(actions: Actions, ids: tuple[str, ...], seed: int) -> list[Purchase]:
    """Every purchase that was kept, once a (customer, order, item), in the order of decisions."""
    rows = np.flatnonzero(actions.is_own & (actions.kinds == PURCHASE) & np.isinf(actions.cancelled))
    baskets = _additions(actions)
    found: dict[tuple[str, str, int], Purchase] = {}
    for row in rows[np.argsort(actions.times[rows], kind="stable")].tolist():
        name = (str(actions.subjects[row]), str(actions.orders[row]), int(actions.items[row]))
        if name not in found:
            key, draw = _numbers(f"{name[0]}\n{name[1]}\n{ids[name[2]]}", seed)
            decided = _decided(baskets.get((name[0], name[2]), []), float(actions.times[row]))
            at = actions.came_to(name[0], name[2], decided)
            found[name] = Purchase(key, draw, *name, at)
    return sorted(found.values(), key=lambda one: (one.at, one.key))


def basket_at(items: Sequence[Item], kinds: Sequence[int], times: Sequence[float], at: float) -> set[Item]:
    """What lies in the basket at `at`, in epoch seconds, of a history that is oldest first."""
    basket: set[Item] = set()
    for item, kind, added_at in zip(items, kinds, times, strict=True):
        if kind == PURCHASE:
            basket.discard(item)
        elif kind == ADD and added_at > at - BASKET_SECONDS:
            basket.add(item)
    return basket


def _additions(actions: Actions) -> dict[tuple[str, int], list[tuple[float, bool]]]:
    """Of each customer and item that was ever in a basket: times of additions (False) and purchases (True)."""
    added = np.flatnonzero(actions.is_own & (actions.kinds == ADD))
    moments: dict[tuple[str, int], list[tuple[float, bool]]] = {
        (str(actions.subjects[row]), int(actions.items[row])): [] for row in added.tolist()
    }
    for row in np.flatnonzero(actions.is_own & np.isin(actions.kinds, (ADD, PURCHASE))).tolist():
        name = (str(actions.subjects[row]), int(actions.items[row]))
        if name in moments:
            moments[name].append((float(actions.times[row]), bool(actions.kinds[row] == PURCHASE)))
    return moments


def _decided(moments: list[tuple[float, bool]], ordered_at: float) -> float:
    """The first addition since the item was last bought and within a basket's life, else the order itself.

    What is in the basket is never recommended, so a model that had seen the addition would be asked other questions.
    """
    since = max((at for at, is_bought in moments if is_bought and at < ordered_at), default=-np.inf)
    since = max(since, ordered_at - BASKET_SECONDS)
    return min((at for at, is_bought in moments if not is_bought and since < at < ordered_at), default=ordered_at)


def _numbers(name: str, seed: int) -> tuple[int, int]:
    """A group number that is always the same for a purchase, and a draw that depends on the seed too."""
    key = int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) >> 1
    return key, int.from_bytes(blake2b(f"{seed}\n{name}".encode(), digest_size=8).digest()) >> 1


@dataclass(frozen=True)
class TimeSplit:
    """Days where validation and test begin: no day is in two splits, and none overlaps in time."""

    validation_day: int
    test_day: int

    @staticmethod
    def of(days: NDArray[np.int64], validation_share: float, test_share: float) -> "TimeSplit":
        ordered = np.sort(days)
        test = int(ordered[min(len(ordered) - 1, int(len(ordered) * (1 - test_share)))])
        place = min(len(ordered) - 1, int(len(ordered) * (1 - test_share - validation_share)))
        return TimeSplit(min(int(ordered[place]), test - 1), test)

    def of_day(self, day: int) -> str:
        return SPLITS[(day >= self.validation_day) + (day >= self.test_day)]


def sample(purchases: list[Purchase], split: TimeSplit, most: int, spare: float) -> dict[str, list[Purchase]]:
    """Of each split its share of `most` purchases, times `spare` for those that will turn out to be unusable.

    Which ones is decided by each purchase's own draw, evenly over time.
    """
    by_split: dict[str, list[Purchase]] = {name: [] for name in SPLITS}
    for purchase in purchases:
        by_split[split.of_day(purchase.day)].append(purchase)
    share = min(1.0, spare * most / max(1, len(purchases)))
    return {
        name: sorted(ones, key=lambda one: one.draw)[: int(np.ceil(share * len(ones)))]
        for name, ones in by_split.items()
    }


def quotas(purchases: Mapping[str, int], most: int) -> dict[str, int]:
    """How many purchases of each split a row limit leaves, in proportion to what there is."""
    total = max(1, sum(purchases.values()))
    share = min(1.0, most / total)
    return {name: int(np.floor(share * count)) for name, count in purchases.items()}
