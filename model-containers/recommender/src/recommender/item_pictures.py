"""Vectors of item pictures: what a shop's own model of pictures says of them, in few dimensions."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from recommender.item_texts import unit_rows

Vectors = NDArray[np.float32]
MOST_ALIKE = 5  # items with one and the same picture; of more it is a placeholder
SAMPLED = 500  # pictures compared with each other to see what likeness means in a catalogue
CHANCE = 0.995  # of pairs, which are no look-alikes
Pictures = Mapping[str, NDArray[np.float32]]  # item id → what a shop's model of pictures says; lengths may differ


def item_picture_vectors(pictures: Pictures, item_ids: Sequence[str], dimensions: int = 128) -> Vectors:
    """(items, at most `dimensions`) unit rows about the mean picture; an item without one is a row of zeros.

    Models of pictures give all products much the same direction, so that only what differs from the mean tells them
    apart. Left out are vectors of another length than most, which are another model's, and one that many items share,
    which is a shop's way to say that it has no picture.
    """
    seen_by = Counter(picture.tobytes() for picture in pictures.values())
    shown = [
        item_id
        for item_id in item_ids
        if item_id in pictures and pictures[item_id].any() and seen_by[pictures[item_id].tobytes()] <= MOST_ALIKE
    ]
    lengths = Counter(len(pictures[item_id]) for item_id in shown)
    if not lengths:
        return np.zeros((len(item_ids), 0), np.float32)
    length = max(lengths, key=lambda one: (lengths[one], one))
    kept = [item_id for item_id in shown if len(pictures[item_id]) == length]
    seen = unit_rows(np.stack([pictures[item_id] for item_id in kept]).astype(np.float64)).astype(np.float64)
    about = seen - seen.mean(axis=0)
    places = {item_id: place for place, item_id in enumerate(item_ids)}
    vectors = np.zeros((len(item_ids), min(dimensions, length)), np.float32)
    vectors[[places[item_id] for item_id in kept]] = unit_rows(narrowed(about, dimensions))
    return vectors


def narrowed(rows: NDArray[np.float64], dimensions: int) -> NDArray[np.float64]:
    """Turned to the directions in which they differ most, of which the first `dimensions` are kept."""
    if rows.shape[1] <= dimensions:
        return rows
    _, directions = np.linalg.eigh(rows.T @ rows)
    return rows @ directions[:, ::-1][:, :dimensions]


def least_likeness(vectors: Vectors) -> float:
    """The cosine from which two pictures of a catalogue are look-alikes: hardly any two of it come so near."""
    shown = vectors[vectors.any(axis=1)]
    sample = shown[:: max(1, len(shown) // SAMPLED)]
    pairs = (sample @ sample.T)[np.triu_indices(len(sample), 1)]
    return float(np.quantile(pairs, CHANCE)) if len(pairs) else 1.0
