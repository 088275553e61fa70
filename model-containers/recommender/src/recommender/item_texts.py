"""Vectors of item texts without a language model: hashed words and shingles, weighted by rarity, in few dimensions.

Latent semantic analysis (Deerwester et al., 1990). Vectors of a language model can be given in their place.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
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
        found = hashed(texts)
        spread = np.bincount(found.indices, minlength=BUCKETS)
        rarity = np.log((1 + len(texts)) / (1 + spread)) * (spread > 1)  # what one item alone says, relates it to none
        weighted = sp.csr_matrix(found @ sp.diags_array(rarity))
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
        vectors = np.zeros((len(texts), self.directions.shape[1]))
        last = self.buckets.max(initial=-1)
        for vector, found in zip(vectors, buckets_of(texts), strict=True):
            at = np.searchsorted(self.buckets, found[found <= last])
            at = at[self.buckets[at] == found[: len(at)]]
            vector[:] = self.rarity[at].astype(np.float64) @ self.directions[at]
        return unit_rows(vectors)

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
    """(texts, BUCKETS) 1 where a text has a feature."""
    rows = list(buckets_of(texts))
    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.concatenate([np.zeros(0, np.int32), *rows])
    return sp.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(texts), BUCKETS))


def buckets_of(texts: Sequence[str]) -> Iterator[NDArray[np.int32]]:
    """The buckets of each text's features, in order. Words come again and again, so each is hashed once."""
    of_word: dict[str, list[int]] = {}
    for text in texts:
        found: set[int] = set()
        for word in WORD.findall(text.lower()):
            if word not in of_word:
                of_word[word] = [zlib.crc32(feature.encode()) % BUCKETS for feature in features_of(word)]
            found.update(of_word[word])
        yield np.array(sorted(found), np.int32)


def features_of(word: str) -> list[str]:
    """The word and its shingles, of two signs where words are not written apart and of four elsewhere."""
    size = 2 if IDEOGRAPH.search(word) else 4
    return [word, *(f"{word[at : at + size]}~" for at in range(len(word) - size + 1) if len(word) > size)]
