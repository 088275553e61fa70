"""The learnt blend: every source proposes, and a boosted forest ranks by what all of them say.

LambdaRank (Burges, 2010, "From RankNet to LambdaRank to LambdaMART") over candidates of sources that were fitted on
earlier sessions and are asked about later ones, so that the forest learns how far each source can be trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import lightgbm
import numpy as np
from numpy.typing import NDArray

from recommender.evaluation import Question
from recommender.forest import Forest
from recommender.gathering import FEATURES
from recommender.model import Evidence, Mask, Ranking, shares_of
from recommender.popularity import Popularity
from recommender.sessions import Ints, Sessions
from recommender.sources import Sources

MINIMUM_QUESTIONS = 200


@dataclass(frozen=True)
class BlendConfig:
    candidates: int = 120
    rounds: int = 300
    patience: int = 25
    learning_rate: float = 0.08
    leaves: int = 31
    minimum_rows: int = 50  # a leaf
    truncation: int = 25
    threads: int = 1
    seed: int = 7


@dataclass(frozen=True)
class RankingRows:
    features: NDArray[np.float32]
    labels: NDArray[np.int8]
    groups: Ints


@dataclass(frozen=True)
class Explained:
    """A ranking with the session item behind each candidate, -1 where it is only popular."""

    ranking: Ranking
    causes: Ints


@dataclass(frozen=True)
class Blend:
    sources: Sources
    forest: Forest
    popularity: Popularity
    config: BlendConfig = field(default_factory=BlendConfig)

    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
        return self.answer(session, k, blocked).ranking

    def answer(self, session: Ints, k: int, blocked: Mask | None = None) -> Explained:
        """An empty session is answered by popularity."""
        if not len(session):
            ranking = self.popularity.score(session, k, blocked)
            return Explained(ranking, np.full(len(ranking.items), -1))
        gathered = self.sources.gather(session, max(self.config.candidates, k), blocked)
        scores = self.forest.predict(gathered.features)
        order = np.lexsort((gathered.items, -scores))[:k]
        return Explained(Ranking(gathered.items[order], scores[order]), gathered.causes[order])

    def explain(self, session: Ints, item: int) -> tuple[Evidence, ...]:
        """What the candidate's score loses when a session item is taken away, as shares of all such losses."""
        whole = self._score_of(session, item)
        distinct = list(dict.fromkeys(session[::-1].tolist()))[:10]
        losses = [max(whole - self._score_of(session[session != other], item), 0.0) for other in distinct]
        return shares_of(distinct, losses)

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

    def _score_of(self, session: Ints, item: int) -> float:
        """The forest's score; a candidate that no source proposes is worth the least that any leaf sum can be."""
        if len(session):
            gathered = self.sources.gather(session, 10_000)
            row = np.flatnonzero(gathered.items == item)
            if len(row):
                return float(self.forest.predict(gathered.features[row])[0])
        return -10.0


def ranking_rows(sources: Sources, questions: Sequence[Question], candidates: int) -> RankingRows:
    """Rows of the questions whose target was proposed; the others cannot teach an order."""
    features, labels, groups = [], [], []
    for question in questions:
        if not len(question.prefix):
            continue
        gathered = sources.gather(question.prefix, candidates)
        hits = gathered.items == question.target
        if hits.any():
            features.append(gathered.features)
            labels.append(hits)
            groups.append(len(hits))
    return RankingRows(np.concatenate(features), np.concatenate(labels).astype(np.int8), np.array(groups, np.int64))


def train_forest(training: RankingRows, validation: RankingRows, config: BlendConfig) -> Forest:
    parameters = {
        "objective": "lambdarank",
        "metric": "ndcg",
        "eval_at": [20],
        "learning_rate": config.learning_rate,
        "num_leaves": config.leaves,
        "min_data_in_leaf": config.minimum_rows,
        "feature_fraction": 0.7,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambdarank_truncation_level": config.truncation,
        "num_threads": config.threads,
        "seed": config.seed,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    data = lightgbm.Dataset(training.features, training.labels, group=training.groups, feature_name=list(FEATURES))
    held = lightgbm.Dataset(validation.features, validation.labels, group=validation.groups, reference=data)
    stop = lightgbm.early_stopping(config.patience, verbose=False)
    return Forest.of(lightgbm.train(parameters, data, config.rounds, [held], callbacks=[stop]))


def refit(blend: Blend, sources: Sources, sessions: Sessions) -> Blend:
    """The same forest over sources that have seen everything."""
    return Blend(sources, blend.forest, Popularity.fit(sessions), blend.config)
