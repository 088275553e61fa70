# ruff: noqa: ANN001, ANN202 (numba infers the types of the compiled functions)
"""Item co-visitation: what else the same customer did near an item, decayed by distance and time.

Each pair of events counts once per customer window, weighted by recency, by how far apart the two stand and by the
worth of the neighbour's event, and is normalised by the popularity of both (Linden et al., 2003, "Amazon.com
recommendations: item-to-item collaborative filtering"; the shrinkage follows Sarwar et al., 2001).
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numba import njit

from recommender.arrays import load_arrays, save_arrays
from recommender.model import Evidence, Mask, Ranking, best, shares_of
from recommender.recall import ALIKE, Emphases, strengths, strongest
from recommender.sessions import Floats, Ints, Sessions


@dataclass(frozen=True)
class CoVisitationConfig:
    reach: int = 12  # events on either side of an item that count as near
    step_decay: float = 0.85  # per event of distance
    backward: float = 0.7  # an item seen before tells less than one seen after
    half_life_days: float = 60.0
    pair_half_life_days: float = 7.0  # between the two events themselves
    popularity_power: float = 0.35  # 0 favours popular neighbours, 0.5 is the cosine
    shrinkage: float = 2.0  # customers that a pair must have before its score counts in full
    neighbours: int = 100
    history: int = 10  # last session items that are asked
    history_decay: float = 0.8  # per step back in the session


@dataclass(frozen=True)
class CoVisitation:
    """Rows of the neighbour table: `items`, `scores`, `support` (all items, `neighbours`), -1 where a row ends."""

    items: Ints
    scores: Floats
    support: Ints
    weights: Floats

    @classmethod
    def fit(cls, sessions: Sessions, config: CoVisitationConfig | None = None) -> Self:
        config = config or CoVisitationConfig()
        newest = sessions.times.max(initial=0.0)
        recency = 0.5 ** ((newest - sessions.times) / 86_400 / config.half_life_days)
        counts = np.bincount(sessions.items, sessions.weights * recency, minlength=len(sessions.item_ids))
        owner = np.repeat(np.arange(len(sessions)), sessions.lengths)
        by_item = np.argsort(sessions.items, kind="stable")
        starts = np.searchsorted(sessions.items[by_item], np.arange(len(sessions.item_ids) + 1))
        items, scores, support = _neighbours(
            sessions.items,
            owner,
            sessions.times,
            sessions.weights * recency,
            by_item,
            starts,
            np.maximum(counts, 1.0) ** -config.popularity_power,
            config.reach,
            config.step_decay,
            config.backward,
            np.log(2) / (config.pair_half_life_days * 86_400),
            config.shrinkage,
            min(config.neighbours, len(sessions.item_ids)),
        )
        return cls(items, scores, support, config.history_decay ** np.arange(config.history))

    def score(self, session: Ints, k: int, blocked: Mask | None = None, emphases: Emphases = ALIKE) -> Ranking:
        recent, weights = self._asked(session, emphases)
        total = np.zeros(len(self.items))
        for item, weight in zip(recent, weights, strict=True):
            row = self.items[item]
            np.add.at(total, row[row >= 0], weight * self.scores[item, row >= 0])
        return best(total, k, blocked)

    def explain(self, session: Ints, item: int, emphases: Emphases = ALIKE) -> tuple[Evidence, ...]:
        recent, weights = self._asked(session, emphases)
        parts = [float(w * self.scores[i, self.items[i] == item].sum()) for i, w in zip(recent, weights, strict=True)]
        return shares_of(recent, parts)

    def save(self, folder: Path) -> None:
        save_arrays(folder, {name: getattr(self, name) for name in ("items", "scores", "support", "weights")})

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))

    def _asked(self, session: Ints, emphases: Emphases) -> tuple[Ints, Floats]:
        """Distinct session items, the strongest first, with what each counts for."""
        asked = strongest(session, len(self.weights), emphases)
        return asked.items, strengths(self.weights, asked)


@njit(cache=True)
def _neighbours(items, owner, times, weights, by_item, starts, discount, reach, step, backward, rate, shrink, top):
    """For each item, walk its events and gather what stands near; O(events x reach) time, O(items) scratch."""
    n = len(starts) - 1
    rows = np.full((n, top), -1, np.int64)
    row_scores = np.zeros((n, top))
    row_support = np.zeros((n, top), np.int64)
    total = np.zeros(n)
    support = np.zeros(n, np.int64)
    last_owner = np.full(n, -1, np.int64)
    seen = np.empty(n, np.int64)
    for item in range(n):
        found = 0
        for place in range(starts[item], starts[item + 1]):
            at = by_item[place]
            session = owner[at]
            for distance in range(1, reach + 1):
                for direction in (1, -1):
                    other = at + direction * distance
                    if other < 0 or other >= len(items) or owner[other] != session or items[other] == item:
                        continue
                    near = items[other]
                    worth = weights[other] * step ** (distance - 1) * np.exp(-rate * abs(times[other] - times[at]))
                    if direction < 0:
                        worth *= backward
                    if total[near] == 0.0:
                        seen[found] = near
                        found += 1
                        last_owner[near] = -1
                        support[near] = 0
                    total[near] += max(worth, 1e-300)
                    if last_owner[near] != session:
                        last_owner[near] = session
                        support[near] += 1
        near_items = np.sort(seen[:found])
        normal = np.empty(found)
        for i in range(found):
            near = near_items[i]
            sure = support[near] / (support[near] + shrink)
            normal[i] = total[near] * sure * discount[near] * discount[item]
            total[near] = 0.0
        order = np.argsort(-normal, kind="mergesort")[:top]
        for i in range(len(order)):
            rows[item, i] = near_items[order[i]]
            row_scores[item, i] = normal[order[i]]
            row_support[item, i] = support[near_items[order[i]]]
    return rows, row_scores, row_support


def describe(config: CoVisitationConfig) -> dict[str, str]:
    return {f"covisitation_{name}": str(value) for name, value in asdict(config).items()}
