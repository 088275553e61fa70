"""What every recommendation model offers; the search, the blend and the server know models by this alone."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from recommender.sessions import Ints


@dataclass(frozen=True)
class Ranking:
    """Items with their scores, best first; only items that the model has a reason for."""

    items: Ints
    scores: NDArray[np.float64]

    def top(self, k: int) -> "Ranking":
        return Ranking(self.items[:k], self.scores[:k])


@dataclass(frozen=True)
class Evidence:
    """A session item and the share, 0 to 1, of a candidate's score that it caused."""

    item: int
    share: float


class Recommender(Protocol):
    """A fitted model. `fit` is each model's own class method, since what it may be told differs."""

    def score(self, session: Ints, k: int) -> Ranking:
        """At most k candidates for a session given oldest event first; the same session gets the same answer."""
        ...

    def explain(self, session: Ints, item: int) -> tuple[Evidence, ...]:
        """The session items that caused a candidate, strongest first; empty when the session had no part in it."""
        ...

    def save(self, folder: Path) -> None: ...

    @classmethod
    def load(cls, folder: Path) -> Self: ...


def best(scores: NDArray[np.float64], k: int) -> Ranking:
    """The k largest positive scores of a dense row, ties by item so that the answer never depends on chance."""
    items = np.flatnonzero(scores > 0)
    if len(items) > k:
        items = items[scores[items] >= np.partition(scores[items], -k)[-k]]
    order = np.lexsort((items, -scores[items]))[:k]
    return Ranking(items[order].astype(np.int64), scores[items[order]].astype(np.float64))
