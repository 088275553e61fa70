"""The sequential model's answers, in numpy alone: a server needs no training library."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recommender.arrays import load_arrays, save_arrays
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

    def logits(self, session: Ints) -> NDArray[np.float32]:
        """A score for every item, oldest session event first."""
        given = self.inputs[session[-int(self.length) :]]
        return self.items @ self.state(given) + self.bias

    def state(self, given: NDArray[np.float32]) -> NDArray[np.float32]:
        d = given.shape[1]
        state = np.zeros(d, np.float32)
        from_input = given @ self.input_gates.T + self.input_shift
        for step in from_input:
            from_state = self.state_gates @ state + self.state_shift
            gates = 1 / (1 + np.exp(-(step[: 2 * d] + from_state[: 2 * d])))
            fresh = np.tanh(step[2 * d :] + gates[:d] * from_state[2 * d :])
            state = fresh + gates[d:] * (state - fresh)
        vector = self.outward @ np.concatenate([state, given[-1]])
        return vector / max(float(np.linalg.norm(vector)), 1e-12)

    def save(self, folder: Path) -> None:
        save_arrays(folder, {name: np.asarray(value) for name, value in vars(self).items()})

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))
