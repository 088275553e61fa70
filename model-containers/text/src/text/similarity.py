"""How near a candidate's text is to the texts of a history, as features beside the tabular ones."""

import numpy as np
from numpy.typing import NDArray

from text.phrases import Vectors

SIMILARITY_NAMES = (
    "text_nearest",
    "text_nearest_of_last_5",
    "text_mean_of_3_nearest",
    "text_recency_weighted",
    "text_mean",
    "text_position_of_nearest",
    "text_is_repeated",
)
SAME = 0.999  # cosine of a phrase with itself, but for rounding
FADE = 0.9  # weight of a phrase against the one after it


def similarity_features(candidates: Vectors, history: Vectors) -> NDArray[np.float32]:
    """(candidates, 7) from unit vectors (candidates, width) and (history, width), the history most recent first.

    A candidate's own past purchase is left out of the nearest ones: that it is a repeat is a feature of its own.
    An empty history gives zeros.
    """
    if not len(history):
        return np.zeros((len(candidates), len(SIMILARITY_NAMES)), np.float32)
    cosine = candidates @ history.T
    is_same = cosine > SAME
    others = np.where(is_same, 0.0, cosine)
    nearest = -np.sort(-others, axis=1)
    weights = FADE ** np.arange(len(history))
    columns = [
        nearest[:, 0],
        others[:, :5].max(axis=1),
        nearest[:, :3].mean(axis=1),
        others @ (weights / weights.sum()),
        others.mean(axis=1),
        others.argmax(axis=1),
        is_same.any(axis=1),
    ]
    return np.column_stack(columns).astype(np.float32)
