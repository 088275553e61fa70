# ruff: noqa: ANN001, ANN201 (numba infers the types of the compiled functions)
"""The self-attentive model's answers, without a training library: a server needs none."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from recommender.arrays import load_arrays, save_arrays
from recommender.recall import ALIKE, Emphases
from recommender.sessions import Ints

Weights = NDArray[np.float32]


@dataclass(frozen=True)
class Attention:
    """`items` (items, d) are unit and scaled, `inputs` (items, d) as they are read, `places` (length, d) oldest first.

    Each block's arrays are stacked: `mixing` (blocks, 3d, d) for query, key and value, `joining` (blocks, d, d), `wide`
    (blocks, d, d) and `narrow` (blocks, d, d), with their shifts and the two norms' scales.
    """

    items: Weights
    inputs: Weights
    bias: Weights
    places: Weights
    mixing: Weights
    mixing_shift: Weights
    joining: Weights
    joining_shift: Weights
    wide: Weights
    wide_shift: Weights
    narrow: Weights
    narrow_shift: Weights
    norms: Weights  # (blocks, 2, 2, d): before attention and before the wide layer, each scale and shift
    last_norm: Weights  # (2, d)
    heads: Ints

    def targets(self) -> tuple[Weights, Weights]:
        return self.items, self.bias

    def query(self, session: Ints, emphases: Emphases = ALIKE) -> Weights:
        """(dimensions,) the unit vector that the next item's is compared with; events are read by their order alone."""
        given = session[-len(self.places) :]
        x = self.inputs[given] + self.places[: len(given)]
        for block in range(len(self.mixing)):
            asking = len(x) if block + 1 < len(self.mixing) else 1  # of the last block the newest event alone is read
            attended = self._attend(block, normed(x, self.norms[block, 0]), asking)
            x = x[-asking:] + attended @ self.joining[block].T + self.joining_shift[block]
            inner = normed(x, self.norms[block, 1]) @ self.wide[block].T + self.wide_shift[block]
            x = x + np.maximum(inner, 0) @ self.narrow[block].T + self.narrow_shift[block]
        vector = normed(x, self.last_norm)[0]
        return vector / max(float(np.linalg.norm(vector)), 1e-12)

    def save(self, folder: Path) -> None:
        save_arrays(folder, {name: np.asarray(value) for name, value in vars(self).items()})

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))

    def _attend(self, block: int, x: Weights, asking: int) -> Weights:
        """Causal self-attention of all heads, for the newest events that ask; (time, d) to (asking, d)."""
        time, d = x.shape
        mixing, shift = self.mixing[block], self.mixing_shift[block]
        query = self._by_head(x[-asking:] @ mixing[:d].T + shift[:d])
        said = x @ mixing[d:].T + shift[d:]
        key, value = self._by_head(said[:, :d]), self._by_head(said[:, d:])
        likeness = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[-1]))
        if asking > 1:
            likeness = np.where(np.tri(asking, time, time - asking, dtype=bool), likeness, np.float32(-1e9))
        shares = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return (shares @ value).transpose(1, 0, 2).reshape(asking, d)

    def _by_head(self, x: Weights) -> Weights:
        """(time, d) to (heads, time, d / heads)."""
        return x.reshape(len(x), int(self.heads), -1).transpose(1, 0, 2)


@njit(cache=True, fastmath=True)
def normed(x, norm):
    """(time, d) with each row at mean 0 and variance 1, then scaled and shifted (Ba et al., 2016, "Layer
    normalization")."""
    out = np.empty_like(x)
    for i in range(len(x)):
        mean = x[i].mean()
        spread = np.float32(0)
        for j in range(x.shape[1]):
            spread += (x[i, j] - mean) ** 2
        scale = 1 / np.sqrt(spread / x.shape[1] + 1e-5)
        for j in range(x.shape[1]):
            out[i, j] = (x[i, j] - mean) * scale * norm[0, j] + norm[1, j]
    return out
