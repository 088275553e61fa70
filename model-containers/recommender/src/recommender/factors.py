"""Implicit ALS: a vector for each item and, folded in at once, for each session (Hu, Koren & Volinsky, 2008,
"Collaborative filtering for implicit feedback datasets"; tuned as Rendle et al., 2022, "Revisiting iALS", ask)."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from implicit.als import AlternatingLeastSquares
from numpy.typing import NDArray
from scipy.linalg import lapack

from recommender.arrays import load_arrays, save_arrays
from recommender.item_weights import HISTORY, session_matrix
from recommender.recall import ALIKE, Emphases, strongest
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

    def query(self, session: Ints, emphases: Emphases = ALIKE) -> NDArray[np.float32]:
        """(factors,) the session's own vector, through the inverse that all sessions share (Woodbury, 1950)."""
        asked = strongest(session, HISTORY, emphases)
        most, decay = self.weights
        confidence = 1 + (most - 1) * decay**asked.steps * asked.weights
        held = self.vectors[asked.items] @ self._root
        likeness = (held @ held.T).astype(np.float64)
        told = likeness @ confidence
        likeness.ravel()[:: len(likeness) + 1] += 1 / (confidence - 1)
        _, lost, _ = lapack.dposv(likeness.T, told, overwrite_a=1)
        return self._root @ ((confidence - lost).astype(np.float32) @ held)

    def targets(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return self.vectors, np.zeros(len(self.vectors), np.float32)

    def save(self, folder: Path) -> None:
        save_arrays(folder, {"vectors": self.vectors, "gram": self.gram, "weights": self.weights})

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))

    @cached_property
    def _root(self) -> NDArray[np.float32]:
        """(factors, factors) whose product with its own transpose is the inverse of `gram`."""
        return np.linalg.inv(np.linalg.cholesky(self.gram)).T.astype(np.float32, order="C")
