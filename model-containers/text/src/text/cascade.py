"""Trees and tower judge every candidate; BERT, which costs a hundred times as much, reads only the best of them.

Cascade ranking: Wang, Lin & Metzler, A Cascade Ranking Model for Efficient Ranked Retrieval, SIGIR 2011.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from text.stacking import Floats, Stacker, cross_fitted, fit_stacker

FIRST = ("trees", "tower")
LAST = ("bert", *FIRST)
Mask = NDArray[np.bool_]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Cascade:
    """Both stages answer with calibrated probabilities, so a candidate that BERT read compares with one it did not."""

    first: Stacker
    last: Stacker
    depth: int  # candidates of a purchase that BERT reads

    def reads(self, groups: Ids, members: Floats) -> Mask:
        """(rows,) true for the `depth` rows of each group that `members` (rows, 2), trees and tower, rate highest."""
        return best_of_groups(groups, self.first.probabilities(members), self.depth)

    def probabilities(self, bert: Floats, members: Floats, is_read: Mask) -> Floats:
        """(rows,); `bert` (rows,) is looked at where `is_read`."""
        answers = self.first.probabilities(members)
        answers[is_read] = self.last.probabilities(np.column_stack([bert, members])[is_read])
        return answers


@dataclass(frozen=True)
class CascadeRows:
    """Rows to fit a cascade on: out-of-sample logits, labels, and how many rows each stands for."""

    bert: Floats
    members: Floats  # (rows, 2): trees, tower
    labels: NDArray[np.int8]
    weights: Floats
    groups: Ids


def fit_cascade(
    rows: CascadeRows, every_group: Ids, every_member: Floats, kept: Ids, depth: int
) -> tuple[Cascade, Mask]:
    """The cascade, and which of `rows` BERT reads in it.

    `rows` are the `kept` ones of all rows; who is among a purchase's best is decided beside all of its candidates.
    """
    first = fit_stacker(FIRST, rows.members, rows.labels, rows.weights)
    is_read = best_of_groups(every_group, first.probabilities(every_member), depth)[kept]
    # Where the read rows hold no purchase, or nothing else, the last stage learns from all of them.
    learned = is_read if len(np.unique(rows.labels[is_read])) == 2 else np.ones(len(is_read), bool)
    logits = np.column_stack([rows.bert, rows.members])[learned]
    last = fit_stacker(LAST, logits, rows.labels[learned], rows.weights[learned])
    return Cascade(first, last, depth), is_read


def cross_fitted_cascade(rows: CascadeRows, is_read: Mask) -> Floats:
    """Probabilities by cascades that did not see the purchase in question."""
    answers = cross_fitted(FIRST, rows.members, rows.labels, rows.weights, rows.groups)
    if len(np.unique(rows.labels[is_read])) < 2:
        return answers
    logits = np.column_stack([rows.bert, rows.members])[is_read]
    answers[is_read] = cross_fitted(LAST, logits, rows.labels[is_read], rows.weights[is_read], rows.groups[is_read])
    return answers


def best_of_groups(groups: Ids, scores: Floats, depth: int) -> Mask:
    """(rows,) true for the `depth` highest scores of each group; of equal ones the earlier row goes first."""
    order = np.lexsort((-scores, groups))
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    places = np.arange(len(groups)) - np.repeat(starts, np.diff(np.r_[starts, len(groups)]))
    chosen = np.zeros(len(groups), bool)
    chosen[order] = places < depth
    return chosen
