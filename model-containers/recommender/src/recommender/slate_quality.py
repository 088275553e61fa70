"""How good slates were: what came next, what followed, how much of the catalogue was shown, how common it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.evaluation import DEPTH, hits_of, ndcg_gains, reciprocal_ranks
from recommender.sessions import Ints

LEAST_SHARE = 1e-7  # of behaviour: an item that nobody met counts as if met so rarely


@dataclass(frozen=True)
class Slates:
    """`shown` (questions) lists of at most DEPTH items, `targets` and `later` what the customer did after each."""

    shown: Sequence[Sequence[str]]
    targets: Sequence[str]
    later: Sequence[Sequence[str]]

    def only(self, chosen: NDArray[np.bool_]) -> "Slates":
        rows = np.flatnonzero(chosen).tolist()
        return Slates(*([part[row] for row in rows] for part in (self.shown, self.targets, self.later)))


def ranks_of(slates: Slates) -> Ints:
    """(questions,) place of what came next, from 1; 0 where it was not shown."""
    return np.array(
        [
            list(shown).index(target) + 1 if target in shown else 0
            for shown, target in zip(slates.shown, slates.targets, strict=True)
        ],
        np.int64,
    )


def figures_of_slates(slates: Slates, shares: Mapping[str, float]) -> dict[str, float]:
    """Means over the questions. `shares` is each item's share of behaviour in training, for the whole catalogue.

    novelty20: mean −log2 share of what was shown (Vargas & Castells, 2011). popularity_bias20: mean share of what was
    shown over the mean share of what customers then did; above 1 the slates are more common than their customers. Left
    out where nobody had met anything of that.
    """
    ranks = ranks_of(slates)
    shown = [item for slate in slates.shown for item in slate]
    share = np.array([shares.get(item, 0.0) for item in shown])
    wanted = float(np.mean([shares.get(item, 0.0) for item in slates.targets]))
    bias = {"popularity_bias20": float(share.mean()) / wanted} if len(share) and wanted else {}
    return {
        "hit20": float(hits_of(ranks).mean()),
        "mrr20": float(reciprocal_ranks(ranks).mean()),
        "ndcg20": float(ndcg_gains(ranks).mean()),
        "recall20": float(np.mean([_recalled(*row) for row in zip(slates.shown, slates.later, strict=True)])),
        "coverage20": len(set(shown) & set(shares)) / max(len(shares), 1),
        "novelty20": float(-np.log2(np.maximum(share, LEAST_SHARE)).mean()) if len(share) else 0.0,
        **bias,
    }


def _recalled(shown: Sequence[str], later: Sequence[str]) -> float:
    wanted = set(later)
    return len(wanted & set(shown)) / max(min(len(wanted), DEPTH), 1)
