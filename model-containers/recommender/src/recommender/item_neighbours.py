"""Item kNN: the cosine of two items over the sessions that hold them (Sarwar et al., 2001, "Item-based collaborative
filtering recommendation algorithms"), shrunk where few sessions stand behind it."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse as sp

from recommender.item_weights import ItemWeights, session_matrix
from recommender.sessions import Sessions


@dataclass(frozen=True)
class ItemNeighbourConfig:
    neighbours: int = 200
    shrinkage: float = 20.0  # sessions
    popularity_power: float = 0.5  # 0.5 is the cosine; less favours popular items
    decay: float = 0.8  # per distinct item back in the session


class ItemNeighbours(ItemWeights):
    @classmethod
    def fit(cls, sessions: Sessions, config: ItemNeighbourConfig | None = None) -> Self:
        config = config or ItemNeighbourConfig()
        matrix = session_matrix(sessions)
        worth = 1 / np.sqrt(np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1))  # a long session says less a pair
        pairs = sp.csr_matrix(matrix.T @ sp.diags_array(worth) @ matrix)
        pairs.setdiag(0)
        pairs.eliminate_zeros()
        support = np.asarray(matrix.sum(axis=0)).ravel()
        scale = (support + config.shrinkage) ** -config.popularity_power
        weighted = sp.csr_matrix(sp.diags_array(scale) @ pairs @ sp.diags_array(scale))
        return cls.of(strongest(weighted, config.neighbours), config.decay)


def strongest(matrix: sp.csr_matrix, count: int) -> sp.csr_matrix:
    """The `count` largest entries of each row, ties by column."""
    lengths = np.diff(matrix.indptr)
    row = np.repeat(np.arange(matrix.shape[0]), lengths)
    order = np.lexsort((matrix.indices, -matrix.data, row))
    place = np.arange(len(row)) - np.repeat(matrix.indptr[:-1], lengths)
    kept = order[place < count]
    return sp.csr_matrix((matrix.data[kept], (row[kept], matrix.indices[kept])), shape=matrix.shape)
