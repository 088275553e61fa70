"""Vectors of item texts without a language model: hashed words and shingles, weighted by rarity, in few dimensions.

Latent semantic analysis (Deerwester et al., 1990). Vectors of a language model can be given in their place.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import svds

from recommender.arrays import load_arrays, save_arrays

Vectors = NDArray[np.float32]
BUCKETS = 2**16
WORD = re.compile(r"[^\W_]+")
IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class TextSpace:
    """`vectors` (items, d) are unit rows of the texts it was fitted on, zeros where there is none; `directions`
    (features, d) bring later texts into it.

    `buckets` (features,) are the hash buckets that relate items at all and `rarity` (features,) what each is worth.
    """

    vectors: Vectors
    buckets: NDArray[np.int64]
    rarity: Vectors
    directions: Vectors

    @classmethod
    def fit(cls, texts: Sequence[str], dimensions: int = 128, seed: int = 7) -> Self:
        counts = hashed(texts)
        spread = np.bincount(counts.indices, minlength=BUCKETS)
        rarity = np.log((1 + len(texts)) / (1 + spread)) * (spread > 1)  # what one item alone says, relates it to none
        weighted = sp.csr_matrix(counts.sign() @ sp.diags_array(rarity))
        width = min(dimensions, len(texts) - 1, int((spread > 1).sum()) - 1)
        if width < 1 or not weighted.nnz:
            nothing = np.zeros((0, 1), np.float32)
            return cls(np.zeros((len(texts), 1), np.float32), np.zeros(0, np.int64), nothing[:, 0], nothing)
        start = np.random.default_rng(seed).normal(size=min(weighted.shape))
        left, sizes, right = svds(weighted.astype(np.float64), width, v0=start, rng=seed)
        signs = facing(left)
        is_there = sizes > 1e-9 * sizes.max()
        vectors = left * signs * np.where(is_there, sizes, 0)
        used = np.flatnonzero(rarity)
        directions = (right.T * signs * is_there)[used]
        return cls(unit_rows(vectors), used, rarity[used].astype(np.float32), directions.astype(np.float32))

    def place(self, texts: Sequence[str]) -> Vectors:
        """(texts, d) unit rows of texts that came later, by folding them in (Deerwester et al., 1990, section 4.3)."""
        known = hashed(texts)[:, self.buckets].sign()
        return unit_rows((known @ sp.diags_array(self.rarity.astype(np.float64))) @ self.directions)

    def save(self, folder: Path) -> None:
        save_arrays(folder, vars(self))

    def only(self, rows: NDArray[np.bool_]) -> Self:
        """The same space, holding fewer of its texts."""
        return replace(self, vectors=self.vectors[rows])

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))


def unit_rows(vectors: NDArray[np.float64]) -> Vectors:
    """Rows of length 1; one of (almost) no length is zeros."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(length > 1e-9, vectors / np.maximum(length, 1e-9), 0).astype(np.float32)


def facing(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """A singular vector is known but for its sign: the one whose largest entry is positive stands for both."""
    largest = columns[np.abs(columns).argmax(axis=0), np.arange(columns.shape[1])]
    return np.where(largest < 0, -1.0, 1.0)


def hashed(texts: Sequence[str]) -> sp.csr_matrix:
    """(texts, BUCKETS) how often each feature occurs."""
    rows, columns = [], []
    for row, text in enumerate(texts):
        for feature in features_of(text):
            rows.append(row)
            columns.append(zlib.crc32(feature.encode()) % BUCKETS)
    matrix = sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(texts), BUCKETS))
    matrix.sum_duplicates()
    return matrix


def features_of(text: str) -> list[str]:
    """Words and their shingles, of two signs where words are not written apart and of four elsewhere."""
    features: list[str] = []
    for word in WORD.findall(text.lower()):
        size = 2 if IDEOGRAPH.search(word) else 4
        features.append(word)
        features += [f"{word[at : at + size]}~" for at in range(len(word) - size + 1) if len(word) > size]
    return features
