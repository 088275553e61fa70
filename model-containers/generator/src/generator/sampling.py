"""How the next token is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
REPEATED = 4  # a run of so many tokens is not written twice


@dataclass(frozen=True)
class Sampling:
    samples: int = 1
    temperature: float = 0.7
    top_p: float = 0.9
    max_tokens: int = 120
    seed: int = 7


def chosen(odds: Floats, sampling: Sampling, chance: np.random.Generator) -> NDArray[np.int64]:
    """One token a row: the likeliest at temperature 0, else from the nucleus (Holtzman et al. 2020)."""
    if sampling.temperature <= 0:
        return odds.argmax(-1)
    # Against the likeliest, so that a low temperature leaves it 1 where all powers would be too small for a float32.
    warmed = np.power(odds / odds.max(-1, keepdims=True), np.float32(1 / sampling.temperature))
    order = np.argsort(-warmed, axis=-1)
    sorted_ = np.take_along_axis(warmed, order, -1)
    sorted_ /= sorted_.sum(-1, keepdims=True)
    before = np.cumsum(sorted_, -1) - sorted_
    sorted_[before >= sampling.top_p] = 0
    sorted_ /= sorted_.sum(-1, keepdims=True)
    place = (np.cumsum(sorted_, -1) < chance.random((len(odds), 1))).sum(-1)
    return np.take_along_axis(order, np.minimum(place, odds.shape[1] - 1)[:, None], -1)[:, 0]


def without_repeats(odds: Floats, written: Sequence[Sequence[int]]) -> Floats:
    """No odds for a token that would end a run written before."""
    for row, ids in enumerate(written):
        if len(ids) < REPEATED:
            continue
        tail = tuple(ids[-(REPEATED - 1) :])
        for start in range(len(ids) - REPEATED + 1):
            if tuple(ids[start : start + REPEATED - 1]) == tail:
                odds[row, ids[start + REPEATED - 1]] = 0
    return odds
