"""What each customer did, as arrays in time, so that a history before any moment is a slice."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from common.purchase_rows import HISTORY_LIMIT, KINDS, PURCHASE, History
from ibis.expr.types import Table
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NEVER = np.inf


@dataclass(frozen=True)
class Actions:
    """Rows ordered by subject and time; `slices` says where each subject's rows lie. Times are epoch seconds."""

    subjects: NDArray[np.object_]
    items: NDArray[np.int64]
    kinds: NDArray[np.int8]
    times: Floats
    visible: Floats
    cancelled: Floats
    prices: NDArray[np.float32]
    quantities: NDArray[np.float32]
    orders: NDArray[np.object_]
    is_own: NDArray[np.bool_]
    slices: Mapping[str, slice]

    @staticmethod
    def of(lines: Table, index: Mapping[str, int]) -> "Actions":
        frame = lines.order_by(["subject", "timestamp", "messageId", "item_id", "kind"]).to_pandas()
        subjects = frame["subject"].to_numpy(object)
        starts = np.flatnonzero(np.r_[True, subjects[1:] != subjects[:-1]]) if len(frame) else np.zeros(0, int)
        ends = np.r_[starts[1:], len(frame)].astype(int) if len(frame) else starts
        return Actions(
            subjects=subjects,
            items=frame["item_id"].map(index).to_numpy(np.int64),
            kinds=frame["kind"].map(KINDS).to_numpy(np.int8),
            times=_seconds(frame["timestamp"]),
            visible=_seconds(frame["visible_at"]),
            cancelled=_seconds(frame["cancelled_at"]),
            prices=frame["price"].to_numpy(np.float32),
            quantities=frame["quantity"].to_numpy(np.float32),
            orders=frame["orderId"].fillna(frame["messageId"]).to_numpy(object),
            is_own=frame["is_own"].to_numpy(bool),
            slices={subjects[start]: slice(start, end) for start, end in zip(starts, ends, strict=True)},
        )

    def __len__(self) -> int:
        return len(self.items)

    def history(self, subject: str, at: float) -> History:
        """What was known of a customer at `at`: nothing of that moment or later, nothing taken back before it."""
        part = self.slices[subject]
        end = part.start + int(np.searchsorted(self.times[part], at, side="left"))
        rows = np.arange(part.start, end)
        rows = rows[(self.visible[rows] < at) & (self.cancelled[rows] >= at)][-HISTORY_LIMIT:]
        return History(self.items[rows], self.kinds[rows], self.times[rows], self.prices[rows], self.quantities[rows])

    def came_to(self, subject: str, item: int, at: float) -> float:
        """When the customer, of what was known of them at `at`, came to the item without meeting another until then.

        A purchase of the item ends a stay with it. `at` itself where something else was met last.
        """
        part = self.slices[subject]
        row = part.start + int(np.searchsorted(self.times[part], at, side="left"))
        came = at
        while row > part.start:
            row -= 1
            if self.visible[row] >= at or self.cancelled[row] < at:
                continue
            if self.items[row] != item or self.kinds[row] == PURCHASE:
                break
            came = float(self.times[row])
        return came


def _seconds(column: pd.Series) -> Floats:
    """Epoch seconds; what never happened is infinitely late."""
    seconds = column.astype("datetime64[us]").astype("int64").to_numpy() / 1e6
    return np.where(column.isna(), NEVER, seconds)
