"""The self-attentive model's answers, in numpy alone: a server needs no training library."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
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
            attended = self._attend(block, normed(x, self.norms[block, 0]))
            x = x + attended @ self.joining[block].T + self.joining_shift[block]
            inner = normed(x, self.norms[block, 1]) @ self.wide[block].T + self.wide_shift[block]
            x = x + np.maximum(inner, 0) @ self.narrow[block].T + self.narrow_shift[block]
        vector = normed(x[-1:], self.last_norm)[0]
        return vector / max(float(np.linalg.norm(vector)), 1e-12)

    def save(self, folder: Path) -> None:
        save_arrays(folder, {name: np.asarray(value) for name, value in vars(self).items()})

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))

    def _attend(self, block: int, x: Weights) -> Weights:
        """Causal self-attention of all heads; (time, d) to (time, d)."""
        time, d = x.shape
        heads = int(self.heads)
        mixed = (x @ self.mixing[block].T + self.mixing_shift[block]).reshape(time, 3, heads, d // heads)
        query, key, value = (mixed[:, part].transpose(1, 0, 2) for part in range(3))
        likeness = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(d // heads))
        likeness = np.where(np.tri(time, dtype=bool), likeness, np.float32(-1e9))
        shares = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return (shares @ value).transpose(1, 0, 2).reshape(time, d)


def normed(x: Weights, norm: Weights) -> Weights:
    centred = x - x.mean(axis=-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(1e-5)) * norm[0] + norm[1]
