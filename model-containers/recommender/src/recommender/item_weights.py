# ruff: noqa: ANN001, ANN202 (numba infers the types of the compiled functions)
"""What each item of a session says for every other: the shape that item kNN and linear item models share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse as sp
from numba import njit
from numpy.typing import NDArray

from recommender.arrays import load_arrays, save_arrays
from recommender.model import Evidence, Mask, Ranking, best, shares_of
from recommender.recall import ALIKE, Emphases, Recalled, faded, lasting, strengths, strongest
from recommender.sessions import Floats, Ints, Sessions

HISTORY = 100  # distinct session items asked, newest first


@dataclass(frozen=True)
class ItemWeights:
    """Row i, `items[starts[i]:starts[i + 1]]` with `values`, is what item i adds to others; `decay` a step back."""

    items: NDArray[np.int32]
    values: NDArray[np.float32]
    starts: Ints
    decay: Floats

    def scored(self, session: Ints, emphases: Emphases = ALIKE) -> tuple[NDArray[np.float32], Ints]:
        """A score for every item, oldest session event first, and which items have one."""
        asked = self._asked(session, emphases)
        worth = strengths(faded(float(self.decay), HISTORY), asked)
        return _sum_rows(asked.items, worth, self.items, self.values, self.starts)

    def score(self, session: Ints, k: int, blocked: Mask | None = None, emphases: Emphases = ALIKE) -> Ranking:
        return best(self.scored(session, emphases)[0].astype(np.float64), k, blocked)

    def explain(self, session: Ints, item: int, emphases: Emphases = ALIKE) -> tuple[Evidence, ...]:
        asked = self._asked(session, emphases)
        parts = []
        for other, step, weight in zip(asked.items, asked.steps.tolist(), asked.weights.tolist(), strict=True):
            row = slice(int(self.starts[other]), int(self.starts[other + 1]))
            value = float(self.values[row][self.items[row] == item].sum())
            parts.append(max(value, 0.0) * float(self.decay) ** step * weight)
        return shares_of(asked.items, parts)

    def causes(self, session: Ints, items: Ints, emphases: Emphases = ALIKE) -> Ints:
        """(items,) what `explain` names first for each, -1 where it names nothing, in one walk over the rows."""
        asked = self._asked(session, emphases)
        worth = strengths(faded(float(self.decay), HISTORY), asked)
        wanted = np.full(len(self.starts) - 1, -1, np.int64)
        wanted[items] = np.arange(len(items))
        return _strongest_of(asked.items, worth, self.items, self.values, self.starts, wanted, len(items))

    def save(self, folder: Path) -> None:
        save_arrays(folder, {name: np.asarray(value) for name, value in vars(self).items()})

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))

    @classmethod
    def of(cls, matrix: sp.csr_matrix, decay: float) -> Self:
        return cls(
            matrix.indices.astype(np.int32),
            matrix.data.astype(np.float32),
            matrix.indptr.astype(np.int64),
            np.array(decay),
        )

    def _asked(self, session: Ints, emphases: Emphases) -> Recalled:
        return strongest(session, lasting(float(self.decay), HISTORY), emphases)


def session_matrix(sessions: Sessions) -> sp.csr_matrix:
    """(sessions, items), 1 where the session holds the item."""
    owner = np.repeat(np.arange(len(sessions)), sessions.lengths)
    shape = (len(sessions), len(sessions.item_ids))
    matrix = sp.csr_matrix((np.ones(len(owner), np.float32), (owner, sessions.items)), shape=shape)
    matrix.data[:] = 1
    return matrix


@njit(cache=True)
def _sum_rows(recent, worth, items, values, starts):
    scores = np.zeros(len(starts) - 1, np.float32)
    most = 0
    for item in recent:
        most += starts[item + 1] - starts[item]
    met = np.empty(most, np.int64)
    found = 0
    for i in range(len(recent)):
        for at in range(starts[recent[i]], starts[recent[i] + 1]):
            item = np.uint32(items[at])  # without a sign, so that numba does not ask whether it counts from the end
            met[found] = item
            found += scores[item] == 0.0
            scores[item] += worth[i] * values[at]
    return scores, met[:found]


@njit(cache=True)
def _strongest_of(recent, worth, items, values, starts, wanted, count):
    """(count,) the recent item that adds most to each wanted one; of equals the smallest, -1 where none adds to it."""
    causes = np.full(count, -1, np.int64)
    most = np.zeros(count)
    for i in range(len(recent)):
        for at in range(starts[recent[i]], starts[recent[i] + 1]):
            place = wanted[items[at]]
            if place < 0:
                continue
            part = worth[i] * values[at]
            if part > most[place] or (part == most[place] and part > 0 and recent[i] < causes[place]):
                causes[place], most[place] = recent[i], part
    return causes
