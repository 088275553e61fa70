# ruff: noqa: ANN001, ANN201 (numba infers the types of the compiled functions)
"""The best few of many, without sorting the others."""

import numpy as np
from numba import njit


@njit(cache=True)
def best_rows(merit, count):
    """The rows of most merit, best first, of equals the first."""
    if count == 0:
        return np.empty(0, np.int64)
    least = least_of_best(merit, count)
    rows = np.empty(len(merit), np.int64)
    found = 0
    for row in range(len(merit)):
        rows[found] = row
        found += merit[row] >= least
    rows = rows[:found]
    return rows[np.argsort(-merit[rows], kind="mergesort")][:count]


@njit(cache=True)
def least_of_best(values, count):
    """The value that `count` of them reach: quickselect (Hoare, 1961, "Algorithm 65: find") that writes each value
    down and then counts it or not, since a processor would guess wrong at every other comparison."""
    kept, spare, left = values.copy(), np.empty_like(values), len(values)
    while left:
        one, other, third = kept[0], kept[left // 2], kept[left - 1]
        pivot = max(min(one, other), min(max(one, other), third))
        above, equal, below = 0, 0, 0
        for i in range(left):
            spare[above] = kept[i]
            above += kept[i] > pivot
            equal += kept[i] == pivot
        if count <= above:
            kept, spare, left = spare, kept, above
        elif count <= above + equal:
            return pivot
        else:
            for i in range(left):
                value = kept[i]
                kept[below] = value
                below += value < pivot
            count, left = count - above - equal, below
    return -np.inf  # where some are no numbers
