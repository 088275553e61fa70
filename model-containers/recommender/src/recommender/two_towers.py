"""Two towers over text: R = Z·W1·S·W2 scores a session by the texts of its items and an item by its own text alone.

The bilinear map between the mean vector z of a session's items and the vector s of a candidate has a closed form
(Romera-Paredes & Torr, 2015, "An embarrassingly simple approach to zero-shot learning"), here with the sessions' next
items as targets; its singular vectors are the two towers W1 and W2. An item needs a text and no behaviour to be scored.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recommender.arrays import load_arrays, save_arrays
from recommender.model import Evidence, Mask, Ranking, best, shares_of
from recommender.session_neighbours import distinct_newest_first
from recommender.sessions import Floats, Ints, Sessions

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class TwoTowersConfig:
    dimensions: int = 128  # of the space where sessions and items meet
    session_ridge: float = 1.0  # shares of the mean eigenvalue
    item_ridge: float = 0.1
    history: int = 10  # distinct items of a session, newest first
    decay: float = 0.8  # per step back


@dataclass(frozen=True)
class TwoTowers:
    """`given` (items, d) = S·W1, what an item adds to a session; `offered` (items, d) = S·W2ᵀ, what it answers to."""

    given: Vectors
    offered: Vectors
    decay: Floats  # one weight a step

    @classmethod
    def fit(cls, sessions: Sessions, vectors: Vectors, config: TwoTowersConfig | None = None) -> Self:
        """`vectors` (items, text dimensions) in the order of `sessions.item_ids`; no text is a zero row."""
        config = config or TwoTowersConfig()
        text = centred(vectors)
        decay = config.decay ** np.arange(config.history)
        asked, wanted = steps_of(sessions, text, decay)
        left = asked.T @ asked
        right = text.T @ text
        between = asked.T @ text[wanted]
        left += config.session_ridge * np.trace(left) / len(left) * np.eye(len(left), dtype=np.float32)
        right += config.item_ridge * np.trace(right) / len(right) * np.eye(len(right), dtype=np.float32)
        bilinear = np.linalg.solve(right, np.linalg.solve(left, between).T).T
        inward, sizes, outward = np.linalg.svd(bilinear)
        width = min(config.dimensions, len(sizes))
        root = np.sqrt(sizes[:width])
        return cls(
            (text @ (inward[:, :width] * root)).astype(np.float32),
            (text @ (outward[:width].T * root)).astype(np.float32),
            decay,
        )

    def logits(self, session: Ints) -> Vectors:
        recent = distinct_newest_first(session, len(self.decay))
        if not len(recent):
            return np.zeros(len(self.offered), np.float32)
        weights = self.decay[: len(recent)] / self.decay[: len(recent)].sum()
        return self.offered @ (weights.astype(np.float32) @ self.given[recent])

    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
        return best(self.logits(session).astype(np.float64), k, blocked)

    def explain(self, session: Ints, item: int) -> tuple[Evidence, ...]:
        """The score is a weighted sum over the session's items."""
        recent = distinct_newest_first(session, len(self.decay))
        parts = self.decay[: len(recent)] * (self.given[recent] @ self.offered[item])
        return shares_of(recent, np.maximum(parts, 0).tolist())

    def save(self, folder: Path) -> None:
        save_arrays(folder, vars(self))

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))


def centred(vectors: Vectors) -> Vectors:
    """Unit rows about their mean; a row of zeros stays one."""
    known = np.abs(vectors).sum(axis=1) > 0
    moved = vectors - vectors[known].mean(axis=0) if known.any() else vectors
    unit = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return np.where(known[:, None], unit, 0).astype(np.float32)


def steps_of(sessions: Sessions, text: Vectors, decay: Floats, most: int = 200_000) -> tuple[Vectors, Ints]:
    """(steps, text dimensions) mean vectors of what sessions held, and the item that came next; the newest `most`."""
    starts = np.repeat(sessions.offsets[:-1], sessions.lengths)
    at = np.flatnonzero(np.arange(len(sessions.items)) > starts)[-most:]
    asked = np.zeros((len(at), text.shape[1]), np.float32)
    total = np.zeros(len(at), np.float32)
    for step, weight in enumerate(decay):
        place = at - 1 - step
        inside = place >= starts[at]
        asked[inside] += np.float32(weight) * text[sessions.items[place[inside]]]
        total[inside] += np.float32(weight)
    return asked / total[:, None], sessions.items[at]
