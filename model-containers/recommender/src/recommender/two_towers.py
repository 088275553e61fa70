# ruff: noqa: ANN001, ANN202 (numba infers the types of the compiled functions)
"""Two towers over text: R = Z·W1·S·W2 scores a session by the texts of its items and an item by its own text alone.

The bilinear map between the mean vector z of a session's items and the vector s of a candidate has a closed form
(Romera-Paredes & Torr, 2015, "An embarrassingly simple approach to zero-shot learning"), here with the sessions' next
items as targets and shrunk towards likeness of texts rather than towards nothing; its singular vectors are the two
towers W1 and W2. How far is chosen on items held out, as new ones will be. An item needs a text and no behaviour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from recommender.arrays import load_arrays, save_arrays
from recommender.item_weights import HISTORY
from recommender.model import Mask
from recommender.recall import ALIKE, Emphases, strengths, strongest
from recommender.sessions import Floats, Ints, Sessions

Vectors = NDArray[np.float32]
JUDGED = 3000  # newest steps to an item held out


@dataclass(frozen=True)
class TwoTowersConfig:
    dimensions: int = 128  # of the space where sessions and items meet
    ridges: tuple[float, ...] = (0.3, 3.0, 30.0, 300.0)  # shares of the mean eigenvalue; chosen on items held out
    held_items: float = 0.2
    decays: tuple[float, ...] = (0.8, 1.0)  # of a session's items, per step back; chosen likewise


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
        steps = {decay: steps_of(sessions, text, decay) for decay in config.decays}
        decay, ridge = chosen(steps, text, config)
        asked, wanted = steps[decay]
        inward, sizes, outward = np.linalg.svd(bilinear(asked, wanted, text, np.arange(len(text)), ridge))
        width = min(config.dimensions, len(sizes))
        root = np.sqrt(sizes[:width])
        return cls(
            (text @ (inward[:, :width] * root)).astype(np.float32),
            (text @ (outward[:width].T * root)).astype(np.float32),
            decay ** np.arange(HISTORY),
        )

    def query(self, session: Ints, emphases: Emphases = ALIKE) -> Vectors:
        """(d,) the session seen through W1, of no items zeros."""
        asked = strongest(session, len(self.decay), emphases)
        weights = strengths(self.decay, asked)
        return (weights / max(weights.sum(), 1e-12)).astype(np.float32) @ self.given[asked.items]

    def targets(self) -> tuple[Vectors, Vectors]:
        return self.offered, np.zeros(len(self.offered), np.float32)

    def save(self, folder: Path) -> None:
        save_arrays(folder, vars(self))

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))


def bilinear(asked: Vectors, wanted: Ints, text: Vectors, items: Ints, ridge: float) -> Vectors:
    """W of least |Z W Sᵀ - R|² + ridge |W - αI|², over the given items; α is how well likeness alone explains R."""
    sessions, catalogue = asked.T @ asked, text[items].T @ text[items]
    together = asked.T @ text[wanted]
    likeness = float(np.trace(together)) / max(float((sessions * catalogue).sum()), 1e-12)
    eye = np.eye(len(sessions), dtype=np.float32)
    left = sessions + ridge * np.trace(sessions) / len(sessions) * eye
    right = catalogue + ridge * np.trace(catalogue) / len(catalogue) * eye
    missing = together - likeness * sessions @ catalogue
    return likeness * eye + np.linalg.solve(right, np.linalg.solve(left, missing).T).T


def chosen(
    steps: Mapping[float, tuple[Vectors, Ints]], text: Vectors, config: TwoTowersConfig, seed: int = 7
) -> tuple[float, float]:
    """Decay and ridge that rank items best among others held out, whose events they never learnt from."""
    rng = np.random.default_rng(seed)
    is_held = rng.random(len(text)) < config.held_items
    best, best_value = (config.decays[-1], config.ridges[-1]), 0.0
    for decay, (asked, wanted) in steps.items():
        judged = np.flatnonzero(is_held[wanted])[-JUDGED:]
        for ridge in config.ridges if len(judged) < len(wanted) else ():
            value = held_value(asked, wanted, judged, is_held, text, ridge)
            if value > best_value:
                best, best_value = (decay, ridge), value
    return best


def held_value(asked: Vectors, wanted: Ints, judged: Ints, is_held: Mask, text: Vectors, ridge: float) -> float:
    """Mean reciprocal rank of held items among the held."""
    held, taught = np.flatnonzero(is_held), ~is_held[wanted]
    weights = bilinear(asked[taught], wanted[taught], text, np.flatnonzero(~is_held), ridge)
    scores = asked[judged] @ weights @ text[held].T
    own = scores[np.arange(len(judged)), np.searchsorted(held, wanted[judged])]
    return float((1 / (1 + (scores > own[:, None]).sum(axis=1))).mean()) if len(judged) else 0.0


def centred(vectors: Vectors) -> Vectors:
    """Unit rows about their mean; a row of zeros stays one."""
    known = np.abs(vectors).sum(axis=1) > 0
    moved = vectors - vectors[known].mean(axis=0) if known.any() else vectors
    unit = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return np.where(known[:, None], unit, 0).astype(np.float32)


def steps_of(sessions: Sessions, text: Vectors, decay: float, most: int = 100_000) -> tuple[Vectors, Ints]:
    """(steps, text dimensions) decayed means of what sessions held, and the item that came next; the newest `most`."""
    first = max(int(np.searchsorted(sessions.offsets, len(sessions.items) - most, side="right")) - 1, 0)
    newest = sessions.slice(first, len(sessions))
    return _steps(newest.items, newest.offsets, text, decay)


@njit(cache=True)
def _steps(items, offsets, text, decay):
    asked = np.empty((len(items), text.shape[1]), np.float32)
    wanted = np.empty(len(items), np.int64)
    found = 0
    for session in range(len(offsets) - 1):
        held, total = np.zeros(text.shape[1]), 0.0
        for at in range(offsets[session], offsets[session + 1]):
            if at > offsets[session]:
                asked[found] = held / total
                wanted[found] = items[at]
                found += 1
            held = held * decay + text[items[at]]
            total = total * decay + 1.0
    return asked[:found], wanted[:found]
