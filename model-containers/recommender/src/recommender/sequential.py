# ruff: noqa: ANN001, ANN202 (numba infers the types of the compiled functions)
"""The sequential model's answers, without a training library: a server needs none."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from recommender.arrays import load_arrays, save_arrays
from recommender.recall import ALIKE, Emphases
from recommender.sessions import Ints


@dataclass(frozen=True)
class Sequential:
    """Weights as arrays: `items` (items, dimensions) already unit length and scaled, gates in torch's order r, z, n."""

    items: NDArray[np.float32]
    inputs: NDArray[np.float32]
    bias: NDArray[np.float32]
    input_gates: NDArray[np.float32]
    state_gates: NDArray[np.float32]
    input_shift: NDArray[np.float32]
    state_shift: NDArray[np.float32]
    outward: NDArray[np.float32]
    length: Ints

    def query(self, session: Ints, emphases: Emphases = ALIKE) -> NDArray[np.float32]:
        """(dimensions,) the unit vector that the next item's is compared with; events are read by their order alone."""
        given = self.inputs[session[-int(self.length) :]]
        state = _last_state(given @ self.input_gates.T + self.input_shift, self.state_gates, self.state_shift)
        vector = self.outward @ np.concatenate([state, given[-1]])
        return vector / max(float(np.linalg.norm(vector)), 1e-12)

    def targets(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return self.items, self.bias

    def save(self, folder: Path) -> None:
        save_arrays(folder, {name: np.asarray(value) for name, value in vars(self).items()})

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))


@njit(cache=True, fastmath=True)
def _last_state(from_input, gates, shift):
    """(dimensions,) after the last of (events, 3 · dimensions): the GRU of Cho et al. (2014) as torch writes it."""
    d = gates.shape[1]
    state = np.zeros(d, np.float32)
    summed = np.empty(3 * d, np.float32)
    for event in from_input:
        for row in range(3 * d):
            total = shift[row]
            for column in range(d):
                total += gates[row, column] * state[column]
            summed[row] = total
        for i in range(d):
            reset = 1 / (1 + np.exp(-(event[i] + summed[i])))
            kept = 1 / (1 + np.exp(-(event[d + i] + summed[d + i])))
            fresh = np.tanh(event[2 * d + i] + reset * summed[2 * d + i])
            state[i] = fresh + kept * (state[i] - fresh)
    return state
