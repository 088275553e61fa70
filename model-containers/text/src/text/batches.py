"""Batches of rows that are about equally long, so that little of a batch is padding."""

from collections.abc import Iterator

import numpy as np

from text.encoding import Ids

POOL = 50  # batches sorted together: large enough to match lengths, small enough to stay random


def shuffled_batches(rows: Ids, lengths: Ids, batch_size: int, seed: int) -> list[Ids]:
    """Split `rows` into batches of similar `lengths` (of all rows, indexed by row), in an order fixed by `seed`."""
    random = np.random.default_rng(seed)
    order = random.permutation(rows)
    batches: list[Ids] = []
    for start in range(0, len(order), POOL * batch_size):
        pool = order[start : start + POOL * batch_size]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        batches += [pool[at : at + batch_size] for at in range(0, len(pool), batch_size)]
    return [batches[position] for position in random.permutation(len(batches))]


def sorted_batches(lengths: Ids, batch_size: int) -> Iterator[Ids]:
    """All rows by length, for scoring: the caller puts the answers back by row number."""
    order = np.argsort(lengths, kind="stable")
    for start in range(0, len(order), batch_size):
        yield order[start : start + batch_size]
