"""How often items are met together by one customer, learned a day at a time and forgotten slowly."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

MOST_ITEMS = 8_000  # a matrix of 256 MB; beyond it the least seen items give their place to newer ones
HALF_LIFE_DAYS = 120.0
SMOOTHING = 3.0  # meetings that an item must have before a cosine is believed
LONGEST_WINDOW = 80  # items of one customer's day that are paired; the rest are a wholesaler's list

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass
class Covisitation:
    """`pairs` is (slots, slots) and symmetric; `totals` is (slots,). `slot_of` has -1 for items without a place.

    Weights grow with time instead of old ones fading, so that a day costs only its own pairs; a cosine cancels it.
    """

    pairs: Floats
    totals: Floats
    slot_of: NDArray[np.int32]
    item_of: NDArray[np.int32]
    used: int = 0

    @classmethod
    def empty(cls, items: int) -> Self:
        slots = min(items, MOST_ITEMS)
        return cls(
            np.zeros((slots, slots), np.float32),
            np.zeros(slots, np.float32),
            np.full(items, -1, np.int32),
            np.full(slots, -1, np.int32),
        )

    def learn(self, window: Rows, before: Rows, day: float) -> None:
        """Pair the distinct items of a customer's day with each other, and by half with those of the days `before`."""
        now = self._slots(window[:LONGEST_WINDOW])
        if not len(now):
            return
        weight = np.float32(growth(day))
        self.totals[now] += weight
        if len(now) > 1:
            self.pairs[np.ix_(now, now)] += weight / np.float32(np.sqrt(len(now) - 1))
        earlier = np.setdiff1d(self._known(before), now)
        if len(earlier):
            bridge = weight * np.float32(0.5 / np.sqrt(len(earlier)))
            self.pairs[np.ix_(now, earlier)] += bridge
            self.pairs[np.ix_(earlier, now)] += bridge

    def cosines(self, history: Rows, day: float) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """(known history, used slots) cosines and pair weights in today's units, and which of the history is known."""
        slots = self.slot_of[history]
        kept = slots >= 0
        lines = slots[kept]
        unit = np.float32(growth(day))
        weights = self.pairs[lines, : self.used] / unit
        smooth = np.sqrt(self.totals[: self.used] / unit + SMOOTHING)
        cosines = weights / (smooth[lines][:, None] * smooth[None, :])
        cosines[np.arange(len(lines)), lines] = 0  # an item says nothing of itself
        return cosines, weights, kept

    def _known(self, items: Rows) -> NDArray[np.int32]:
        slots = np.unique(self.slot_of[items])
        return slots[slots >= 0]

    def _slots(self, items: Rows) -> NDArray[np.int32]:
        """Of the items that have a place, or are given one; none of them takes another's of the same window."""
        taken = self._known(items).tolist()
        for item in items[self.slot_of[items] < 0].tolist():
            if self.slot_of[item] < 0 and len(taken) < len(self.item_of):
                self._place(item, taken)
                taken.append(int(self.slot_of[item]))
        return self._known(items)

    def _place(self, item: int, taken: list[int]) -> None:
        if self.used < len(self.item_of):
            slot = self.used
            self.used += 1
        else:
            free = self.totals.copy()
            free[taken] = np.inf
            slot = int(free.argmin())
            self.slot_of[self.item_of[slot]] = -1
            # The newcomer keeps the total, as in space-saving counts, so that the next one takes another place.
            self.pairs[slot], self.pairs[:, slot] = 0, 0
        self.slot_of[item], self.item_of[slot] = slot, item


def growth(day: float) -> float:
    """Since 2000, so that decades fit into a float32."""
    return 2.0 ** ((day - 10_957) / HALF_LIFE_DAYS - 50)
