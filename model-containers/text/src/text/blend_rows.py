"""What the blend's members read, computed in one way for training and for serving."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from text.history import history_phrases
from text.phrases import PhraseVectors
from text.similarity import SIMILARITY_NAMES, similarity_features


def text_columns(
    groups: NDArray[np.int64], histories: Sequence[str], candidates: Sequence[str], vectors: PhraseVectors
) -> NDArray[np.float32]:
    """(rows, similarities), each group's history read once."""
    columns = np.zeros((len(groups), len(SIMILARITY_NAMES)), np.float32)
    order = np.argsort(groups, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
        if len(rows):
            history = vectors.look_up(history_phrases(histories[rows[0]]))
            columns[rows] = similarity_features(vectors.look_up([candidates[row] for row in rows]), history)
    return columns


@dataclass(frozen=True)
class BlendColumns:
    """(rows, columns) and their names: the tabular features, then the similarities."""

    matrix: NDArray[np.float32]
    names: tuple[str, ...]


def with_text(features: NDArray[np.float32], names: Sequence[str], texts: NDArray[np.float32]) -> BlendColumns:
    return BlendColumns(np.hstack([features, texts]).astype(np.float32), (*names, *SIMILARITY_NAMES))
