"""Implicit ALS: a vector for each item and, folded in at once, for each session (Hu, Koren & Volinsky, 2008,
"Collaborative filtering for implicit feedback datasets"; tuned as Rendle et al., 2022, "Revisiting iALS", ask)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from implicit.als import AlternatingLeastSquares
from numpy.typing import NDArray

from recommender.arrays import load_arrays, save_arrays
from recommender.item_weights import HISTORY, session_matrix
from recommender.model import Evidence, Mask, Ranking, best, shares_of
from recommender.session_neighbours import distinct_newest_first
from recommender.sessions import Floats, Ints, Sessions


@dataclass(frozen=True)
class FactorConfig:
    factors: int = 128
    regularisation: float = 10.0
    confidence: float = 20.0  # of an item that a session holds, against 1 of one it does not
    iterations: int = 12
    decay: float = 0.8  # of that confidence, per distinct item back in the session
    threads: int = 1
    seed: int = 7


@dataclass(frozen=True)
class Factors:
    """`vectors` (items, factors), `gram` their VᵀV + λI, `weights` confidence and its decay."""

    vectors: NDArray[np.float32]
    gram: Floats
    weights: Floats

    @classmethod
    def fit(cls, sessions: Sessions, config: FactorConfig | None = None) -> Self:
        config = config or FactorConfig()
        model = AlternatingLeastSquares(
            factors=config.factors,
            regularization=config.regularisation,
            alpha=config.confidence,
            iterations=config.iterations,
            num_threads=config.threads,
            random_state=config.seed,
        )
        model.fit(session_matrix(sessions), show_progress=False)
        vectors = np.asarray(model.item_factors, np.float32)
        gram = vectors.T.astype(np.float64) @ vectors + config.regularisation * np.eye(vectors.shape[1])
        return cls(vectors, gram, np.array([config.confidence, config.decay]))

    def logits(self, session: Ints) -> NDArray[np.float32]:
        recent = distinct_newest_first(session, HISTORY)
        return self.vectors @ self._folded(recent)[0].astype(np.float32)

    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
        return best(self.logits(session).astype(np.float64), k, blocked)

    def explain(self, session: Ints, item: int) -> tuple[Evidence, ...]:
        """The score is a sum over the session's items, each seen through the session's own metric (Hu, section 5)."""
        recent = distinct_newest_first(session, HISTORY)
        _, metric, confidence = self._folded(recent)
        parts = self.vectors[item] @ metric @ self.vectors[recent].T * confidence
        return shares_of(recent, np.maximum(parts, 0).tolist())

    def save(self, folder: Path) -> None:
        save_arrays(folder, vars(self))

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))

    def _folded(self, recent: Ints) -> tuple[Floats, Floats, Floats]:
        """The session's vector, the inverse it was solved with, and the confidence of each item."""
        held = self.vectors[recent].astype(np.float64)
        confidence = 1 + (self.weights[0] - 1) * self.weights[1] ** np.arange(len(recent))
        metric = np.linalg.inv(self.gram + (held.T * (confidence - 1)) @ held)
        return metric @ (held.T @ confidence), metric, confidence
