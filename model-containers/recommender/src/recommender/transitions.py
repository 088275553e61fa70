# ruff: noqa: ANN001, ANN202 (numba infers the types of the compiled functions)
"""What stands after, before and beside an item: four counts for each pair, the newest sessions counting most.

The directed counts are the Markov chain and the sequential rules of Ludewig & Jannach (2018); the undirected one is
the cosine of item kNN over sessions.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numba import njit

from recommender.session_neighbours import session_frequency
from recommender.sessions import Floats, Ints, Sessions

COUNTS = ("next", "after", "before", "beside")


@dataclass(frozen=True)
class TransitionConfig:
    reach: int = 10  # events
    step_decay: float = 0.75  # per event of distance
    recency: float = 0.6  # share of all sessions after which one counts 1/e
    rows: int = 120  # pairs kept for each item
    far_rows: int = 60
    between: int = 40  # neighbours walked over


@dataclass(frozen=True)
class Transitions:
    """`near` (items, rows) holds neighbours, -1 where a row ends; `counts` (items, rows, 4) holds COUNTS in that order.

    `far` (items, far_rows) are the items best reached over one between, and `paths` the strength of all such ways: what
    two items have in common although no session held both.
    """

    near: Ints
    counts: Floats
    far: Ints
    paths: Floats

    @classmethod
    def fit(cls, sessions: Sessions, config: TransitionConfig | None = None) -> Self:
        config = config or TransitionConfig()
        age = (len(sessions) - 1 - np.arange(len(sessions))) / max(len(sessions), 1)
        owner = np.repeat(np.arange(len(sessions)), sessions.lengths)
        by_item = np.argsort(sessions.items, kind="stable")
        starts = np.searchsorted(sessions.items[by_item], np.arange(len(sessions.item_ids) + 1))
        near, counts = _pairs(
            sessions.items,
            owner,
            np.exp(-age / config.recency),
            by_item,
            starts,
            np.maximum(session_frequency(sessions), 1).astype(np.float64),
            config.reach,
            config.step_decay,
            config.rows,
        )
        far, paths = _two_steps(near, counts[:, :, 3].astype(np.float64), config.between, config.far_rows)
        return cls(near, counts, far, paths)


@njit(cache=True)
def _pairs(items, owner, recency, by_item, starts, frequency, reach, decay, rows):
    n = len(starts) - 1
    near = np.full((n, rows), -1, np.int32)
    kept = np.zeros((n, rows, 4), np.float32)
    total = np.zeros((n, 4))
    stamp = np.full(n, -1, np.int64)
    seen = np.empty(n, np.int64)
    for item in range(n):
        found = 0
        for place in range(starts[item], starts[item + 1]):
            at = by_item[place]
            worth = recency[owner[at]]
            for direction in (1, -1):
                for distance in range(1, reach + 1):
                    other = at + direction * distance
                    if other < 0 or other >= len(items) or owner[other] != owner[at]:
                        break
                    beside = items[other]
                    if beside == item:
                        break
                    if stamp[beside] != item:
                        stamp[beside] = item
                        seen[found] = beside
                        found += 1
                        total[beside] = 0.0
                    share = worth * decay ** (distance - 1)
                    if direction == 1:
                        if distance == 1:
                            total[beside, 0] += worth
                        total[beside, 1] += share
                    else:
                        total[beside, 2] += share
                    total[beside, 3] += worth / np.sqrt(frequency[item] * frequency[beside])
        merit = np.empty(found)
        for i in range(found):
            c = total[seen[i]]
            merit[i] = (c[1] + 0.6 * c[2]) / frequency[seen[i]] ** 0.2
        order = np.argsort(-merit, kind="mergesort")[:rows]
        for i in range(len(order)):
            near[item, i] = seen[order[i]]
            kept[item, i] = total[seen[order[i]]]
    return near, kept


@njit(cache=True)
def _two_steps(near, beside, between, rows):
    n = len(near)
    far = np.full((n, rows), -1, np.int32)
    paths = np.zeros((n, rows), np.float32)
    strength = np.zeros(n)
    seen = np.empty(n, np.int64)
    for item in range(n):
        found = 0
        for i in range(min(between, near.shape[1])):
            middle = near[item, i]
            if middle < 0:
                break
            for j in range(min(between, near.shape[1])):
                other = near[middle, j]
                if other < 0:
                    break
                if other == item:
                    continue
                if strength[other] == 0.0:
                    seen[found] = other
                    found += 1
                strength[other] += beside[item, i] * beside[middle, j] + 1e-12
        values = np.empty(found)
        for i in range(found):
            values[i] = strength[seen[i]]
            strength[seen[i]] = 0.0
        order = np.argsort(-values)[:rows]
        for i in range(len(order)):
            far[item, i] = seen[order[i]]
            paths[item, i] = values[order[i]]
    return far, paths
