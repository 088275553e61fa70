"""EASE: the linear item model with a closed form (Steck, 2019, "Embarrassingly shallow autoencoders for sparse data").

The inverse costs the cube of the catalogue, so it is made of the items with most sessions; the others are left to the
models that scale. Of each row only the strongest weights are kept.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.linalg import lapack

from recommender.item_weights import ItemWeights, session_matrix
from recommender.sessions import Sessions


@dataclass(frozen=True)
class LinearConfig:
    regularisation: float = 150.0
    most_items: int = 12_500
    rows: int = 200  # weights kept for each item
    decay: float = 0.95  # per distinct item back in the session


class LinearItems(ItemWeights):
    @classmethod
    def fit(cls, sessions: Sessions, config: LinearConfig | None = None) -> Self:
        config = config or LinearConfig()
        matrix = session_matrix(sessions)
        support = np.asarray(matrix.sum(axis=0)).ravel()
        kept = np.sort(np.argsort(-support, kind="stable")[: config.most_items])
        weights = solved(matrix[:, kept], config.regularisation)
        count = min(config.rows, len(kept))
        columns = np.argpartition(-weights, count - 1, axis=1)[:, :count]
        values = np.take_along_axis(weights, columns, axis=1)
        row = np.repeat(kept, count)
        positive = values.ravel() > 0
        shape = (len(sessions.item_ids), len(sessions.item_ids))
        sparse = sp.csr_matrix(
            (values.ravel()[positive], (row[positive], kept[columns.ravel()[positive]])), shape=shape
        )
        return cls.of(sparse, config.decay)


def solved(matrix: sp.csr_matrix, regularisation: float) -> NDArray[np.float32]:
    """(items, items) weights with an empty diagonal: B = I - P diag(1 / diag P), P the inverse of XᵀX + λI."""
    gram = np.asfortranarray((matrix.T @ matrix).toarray(), dtype=np.float32)
    gram[np.diag_indices_from(gram)] += np.float32(regularisation)
    factor, failed = lapack.spotrf(gram, lower=1, overwrite_a=1)
    if failed:
        raise ValueError("the item matrix cannot be inverted; raise the regularisation")
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    weights = -inverse / np.diag(inverse)[None, :]
    np.fill_diagonal(weights, 0)
    return weights
