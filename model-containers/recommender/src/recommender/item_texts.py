"""Vectors of item texts without a language model: hashed words and shingles, weighted by rarity, in few dimensions.

Latent semantic analysis (Deerwester et al., 1990). Vectors of a language model can be given in their place.
"""

import re
import zlib
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import svds

BUCKETS = 2**16
WORD = re.compile(r"[^\W_]+")
IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def item_text_vectors(texts: Sequence[str], dimensions: int = 128, seed: int = 7) -> NDArray[np.float32]:
    """(items, at most `dimensions`) unit rows; an item without text is a row of zeros."""
    counts = hashed(texts)
    spread = np.bincount(counts.indices, minlength=BUCKETS)
    rarity = np.log((1 + len(texts)) / (1 + spread)) * (spread > 1)  # what one item alone says, relates it to none
    weighted = sp.csr_matrix(counts.sign() @ sp.diags_array(rarity))
    width = min(dimensions, len(texts) - 1, int((spread > 1).sum()) - 1)
    if width < 1 or not weighted.nnz:
        return np.zeros((len(texts), 1), np.float32)
    start = np.random.default_rng(seed).normal(size=min(weighted.shape))
    left, sizes, _ = svds(weighted.astype(np.float64), width, v0=start, rng=seed)
    vectors = facing_up(left) * np.where(sizes > 1e-9 * sizes.max(), sizes, 0)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(length > 1e-9, vectors / np.maximum(length, 1e-9), 0).astype(np.float32)


def facing_up(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """A singular vector is known but for its sign: the one whose largest entry is positive stands for both."""
    largest = columns[np.abs(columns).argmax(axis=0), np.arange(columns.shape[1])]
    return columns * np.where(largest < 0, -1, 1)


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
