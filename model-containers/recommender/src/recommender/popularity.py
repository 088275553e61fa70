"""Popularity that forgets: an event counts half as much after each half-life (Ji et al., 2020, "A re-visit of the
popularity baseline", shows that a decayed count is the honest one)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from recommender.arrays import load_arrays, save_arrays
from recommender.model import Evidence, Mask, Ranking, best
from recommender.recall import ALIKE, Emphases
from recommender.sessions import Floats, Ints, Sessions


@dataclass(frozen=True)
class Popularity:
    """`shares` (items,) are decayed shares of behaviour, `trend` (items,) how much faster an item grows than it did."""

    shares: Floats
    trend: Floats

    @classmethod
    def fit(cls, sessions: Sessions, half_life_days: float = 14.0, trend_half_life_days: float = 2.0) -> Self:
        """Without times every event counts alike, later half against all for the trend."""
        age_days = (sessions.times.max(initial=0.0) - sessions.times) / 86_400
        slow = _share(sessions, 0.5 ** (age_days / half_life_days))
        fast = _share(sessions, 0.5 ** (age_days / trend_half_life_days))
        if not np.any(age_days):
            fast = _share(sessions, (np.arange(len(sessions.items)) * 2 >= len(sessions.items)).astype(np.float64))
        return cls(slow, fast * np.log1p(fast / np.maximum(slow, 1e-9)))

    def score(self, session: Ints, k: int, blocked: Mask | None = None, emphases: Emphases = ALIKE) -> Ranking:
        return best(self.shares, k, blocked)

    def explain(self, session: Ints, item: int, emphases: Emphases = ALIKE) -> tuple[Evidence, ...]:
        return ()

    def save(self, folder: Path) -> None:
        save_arrays(folder, {"shares": self.shares, "trend": self.trend})

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))


def _share(sessions: Sessions, decay: Floats) -> Floats:
    counts = np.bincount(sessions.items, sessions.weights * decay, minlength=len(sessions.item_ids))
    return counts / max(counts.sum(), 1e-12)
