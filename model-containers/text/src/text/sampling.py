"""Choose which rows an epoch reads, and undo what that choice does to the probabilities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from text.encoding import Ids


@dataclass(frozen=True)
class ThinnedRows:
    """A sample of rows and the correction that its thinning of negatives calls for.

    Adding `logit_correction` to a logit learned on the sample gives the logit on all rows
    (G. King and L. Zeng, Logistic Regression in Rare Events Data, 2001, eq. 7).
    """

    rows: Ids
    positives: int
    negatives: int
    logit_correction: float


def thin_negatives(
    groups: NDArray[np.int64],
    labels: NDArray[np.int8],
    negatives_per_positive: int,
    limit: int,
    seed: int,
    part: int = 0,
) -> ThinnedRows:
    """Take about `limit` rows: whole groups, each with its positives and a few of its own negatives.

    Groups come in an order fixed by `seed`; `part` 0, 1, 2 … takes the next stretch of that order (and begins again
    at its end) with negatives drawn anew, so that epochs read different rows. The negatives of a positive come from
    its own group: the same customer at the same moment, so that a history alone never gives the label away.
    """
    if not labels.any():
        raise ValueError("no positive row to sample around; a purchase data set needs purchases")
    random = np.random.default_rng([seed, part])
    key = random.random(len(labels))
    key[labels == 1] = -1.0
    order = np.lexsort((key, groups))
    starts = np.flatnonzero(np.r_[True, np.diff(groups[order]) != 0])
    sizes = np.diff(np.r_[starts, len(order)])
    positives = np.add.reduceat(labels[order].astype(np.int64), starts)
    kept = np.minimum(sizes, positives + negatives_per_positive * np.maximum(positives, 1))

    turn = np.random.default_rng(seed).permutation(len(starts))
    wanted = max(1, min(len(turn), round(limit / max(kept.mean(), 1.0))))
    chosen = np.sort(turn[(np.arange(wanted) + part * wanted) % len(turn)])
    rows = np.concatenate([order[starts[group] : starts[group] + kept[group]] for group in chosen])

    positive = int(positives[chosen].sum())
    negative, all_negative = len(rows) - positive, int((sizes - positives)[chosen].sum())
    if positive == 0 or negative == 0:
        raise ValueError("a sample needs purchases and rejected candidates; raise the row limit")
    return ThinnedRows(np.sort(rows), positive, negative, float(np.log(negative / all_negative)))
