"""Tell BERT the tabular features that matter most, in words before the candidate's text.

A candidate among co-visited items is hard to judge by its title alone; that it was bought nine times before is not
in the title. Writing columns as text follows Hegselmann et al., TabLLM, 2023.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray

LEVELS = 10
# Where it may choose between rows and columns, it does so by the clock.
SHARED = {"objective": "binary", "num_leaves": 15, "deterministic": True, "force_row_wise": True, "verbose": -1}


@dataclass(frozen=True)
class Facts:
    """`cuts[i]` are the nine values of feature `names[i]` between its ten levels, from training rows."""

    names: tuple[str, ...]
    cuts: tuple[tuple[float, ...], ...]

    def describe(
        self, features: NDArray[np.float32], feature_names: Sequence[str], candidates: Sequence[str]
    ) -> list[str]:
        """Each candidate's text after its facts, such as `orders 3 popularity 9 : red mug`."""
        if not self.names:
            return list(candidates)
        places = {name: place for place, name in enumerate(feature_names)}
        columns = [
            self._words(name, cuts, features[:, places[name]]) for name, cuts in zip(self.names, self.cuts, strict=True)
        ]
        facts = (" ".join(words) for words in zip(*columns, strict=True))
        return [f"{fact} : {candidate}" for fact, candidate in zip(facts, candidates, strict=True)]

    def _words(self, name: str, cuts: tuple[float, ...], values: NDArray[np.float32]) -> list[str]:
        short = name.removeprefix("f_").rsplit("_", 1)[-1]
        known = [f"{short} {level}" for level in range(LEVELS)] + [f"{short} none"]
        levels = np.where(np.isfinite(values), np.searchsorted(np.asarray(cuts), values, side="right"), LEVELS)
        return [known[level] for level in levels]


def choose_facts(
    features: NDArray[np.float32], names: Sequence[str], labels: NDArray[np.int8], count: int, seed: int, threads: int
) -> Facts:
    """The `count` features that small trees on the training rows gain most from, most telling first."""
    if not count or not len(names):
        return Facts((), ())
    settings = {**SHARED, "seed": seed, "num_threads": threads}
    gains = lightgbm.train(settings, lightgbm.Dataset(features, labels), 60).feature_importance("gain")
    chosen = [int(place) for place in np.argsort(-gains, kind="stable")[:count] if gains[place] > 0]
    # Bought candidates are rare, so levels are cut where both kinds of rows are spread.
    weights = np.where(labels == 1, 0.5 / max(labels.sum(), 1), 0.5 / max((labels == 0).sum(), 1))
    cuts = tuple(_cuts(features[:, place], weights) for place in chosen)
    return Facts(tuple(names[place] for place in chosen), cuts)


def _cuts(values: NDArray[np.float32], weights: NDArray[np.float64]) -> tuple[float, ...]:
    is_known = np.isfinite(values)
    order = np.argsort(values[is_known], kind="stable")
    ordered, share = values[is_known][order], np.cumsum(weights[is_known][order])
    if not len(ordered):
        return (0.0,) * (LEVELS - 1)
    places = np.searchsorted(share, share[-1] * np.arange(1, LEVELS) / LEVELS)
    return tuple(float(value) for value in ordered[np.minimum(places, len(ordered) - 1)])
