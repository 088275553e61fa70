"""The learnt blend: every source proposes, and a boosted forest ranks by what all of them say."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recommender.forest import Forest
from recommender.gathering import DENSE_RANKS
from recommender.model import Evidence, Explained, Mask, Ranking, shares_of
from recommender.pooling import AFTER_SUM, BEFORE_SUM, DENSE, FAR_SUM, NARROW, WIDE
from recommender.popularity import Popularity
from recommender.recall import ALIKE, Emphases, strongest
from recommender.sessions import Ints, Sessions
from recommender.sources import Sources

EXPLAINED = 10  # session items, each of which costs another answer
DENSE_KINDS = ("sequence", "sequence", "similar-taste", "similar-taste", "similar-taste", "similar-content")
KINDS = ("seen-again", "seen-together", "similar-sessions", "two-steps", *DENSE_KINDS)


@dataclass(frozen=True)
class BlendConfig:
    candidates: int = 120
    rounds: int = 300
    patience: int = 25
    learning_rate: float = 0.08
    leaves: int = 63  # ranks like 31, with half as many trees to walk
    leaves_of_few: int = 15  # where fewer questions than `few` teach
    few: int = 2_000
    minimum_rows: int = 50  # a leaf
    truncation: int = 25
    threads: int = 1
    seed: int = 7


@dataclass(frozen=True)
class Blend:
    sources: Sources
    forest: Forest
    popularity: Popularity
    config: BlendConfig = field(default_factory=BlendConfig)

    def score(self, session: Ints, k: int, blocked: Mask | None = None, emphases: Emphases = ALIKE) -> Ranking:
        return self.answer(session, k, blocked, emphases).ranking

    def answer(self, session: Ints, k: int, blocked: Mask | None = None, emphases: Emphases = ALIKE) -> Explained:
        """An empty session is answered by popularity."""
        if not len(session):
            ranking = self.popularity.score(session, k, blocked)
            return Explained(ranking, np.full(len(ranking.items), -1), ("popular",) * len(ranking.items))
        gathered = self.sources.gather(session, max(self.config.candidates, k), blocked, emphases)
        scores = self.forest.predict(gathered.features)
        order = np.lexsort((gathered.items, -scores))[:k]
        causes = gathered.causes[order]
        kinds = source_of(gathered.features[order], causes == gathered.items[order])
        return Explained(Ranking(gathered.items[order], scores[order]), causes, kinds)

    def explain(self, session: Ints, item: int, emphases: Emphases = ALIKE) -> tuple[Evidence, ...]:
        """What the candidate's score loses when a session item is taken away, as shares of all such losses."""
        whole = self._score_of(session, item, emphases)
        asked = strongest(session, EXPLAINED, emphases).items
        losses = [max(whole - self._score_of(session[session != other], item, emphases), 0.0) for other in asked]
        return shares_of(asked, losses)

    def save(self, folder: Path) -> None:
        self.sources.save(folder / "sources")
        self.forest.save(folder / "forest")
        self.popularity.save(folder / "popularity")

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(
            Sources.load(folder / "sources"),
            Forest.load(folder / "forest"),
            Popularity.load(folder / "popularity"),
        )

    def _score_of(self, session: Ints, item: int, emphases: Emphases) -> float:
        """The forest's score; a candidate that no source proposes is worth the least that any leaf sum can be."""
        if len(session):
            gathered = self.sources.gather(session, 10_000, emphases=emphases)
            row = np.flatnonzero(gathered.items == item)
            if len(row):
                return float(self.forest.predict(gathered.features[row])[0])
        return -10.0


def source_of(features: NDArray[np.float32], is_own: NDArray[np.bool_]) -> tuple[str, ...]:
    """The most direct source that proposed each candidate: again, seen together, similar sessions, two steps, or the
    model of all items that ranks it highest."""
    dense = features[:, DENSE_RANKS : DENSE_RANKS + len(DENSE)].argmin(axis=1)
    kinds = np.where(features[:, FAR_SUM] > 0, 3, 4 + dense)
    kinds[features[:, WIDE] + features[:, NARROW] > 0] = 2
    kinds[features[:, AFTER_SUM] + features[:, BEFORE_SUM] > 0] = 1
    kinds[is_own] = 0
    return tuple(KINDS[kind] for kind in kinds.tolist())


def refit(blend: Blend, sources: Sources, sessions: Sessions) -> Blend:
    """The same forest over sources that have seen everything."""
    return Blend(sources, blend.forest, Popularity.fit(sessions), blend.config)
