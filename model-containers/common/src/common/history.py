"""What a customer did before a moment, and the texts of rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HISTORY_LIMIT = 50  # what the online state remembers of a customer (core/customers/online-state.ts)
PHRASES_LIMIT = 30  # of a history text
VIEW, ADD, PURCHASE = 0, 1, 2
KINDS = {"view": VIEW, "add": ADD, "purchase": PURCHASE}
DAY = 86_400.0
LONG_AGO = 400.0  # days, for what never was

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class History:
    """What a customer did strictly before a moment, oldest first: item rows of Tables, kinds, epoch seconds, prices."""

    items: Rows
    kinds: NDArray[np.int8]
    times: NDArray[np.float64]
    prices: Floats  # minor units of one piece, 0 where unknown
    quantities: Floats

    def __len__(self) -> int:
        return len(self.items)

    @staticmethod
    def of(entries: Sequence[tuple[int, int, float, float, float]]) -> "History":
        """From (item row, kind, time, price, quantity) in any order."""
        ordered = sorted(entries, key=lambda entry: entry[2])
        columns = list(zip(*ordered, strict=True)) if ordered else [()] * 5
        kinds = (np.int64, np.int8, np.float64, np.float32, np.float32)
        return History(*(np.asarray(column, kind) for column, kind in zip(columns, kinds, strict=True)))

    def before(self, at: float) -> "History":
        """The last HISTORY_LIMIT entries that came strictly before `at`."""
        end = int(np.searchsorted(self.times, at, side="left"))
        part = slice(max(0, end - HISTORY_LIMIT), end)
        return History(self.items[part], self.kinds[part], self.times[part], self.prices[part], self.quantities[part])


@dataclass(frozen=True)
class Texts:
    """A group, a history text and a candidate text for each row; the rows of a group share their history."""

    groups: Rows
    histories: tuple[str, ...]
    candidates: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.groups)

    @staticmethod
    def joined(parts: Sequence["Texts"]) -> "Texts":
        """Rows of several requests, numbered so that each keeps a group of its own."""
        groups = [np.full(len(part), number, np.int64) for number, part in enumerate(parts)]
        return Texts(
            np.concatenate(groups) if groups else np.zeros(0, np.int64),
            tuple(text for part in parts for text in part.histories),
            tuple(text for part in parts for text in part.candidates),
        )
