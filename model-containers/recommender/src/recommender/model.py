"""What every recommendation model offers; the search, the blend and the server know models by this alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from recommender.recall import ALIKE, Emphases
from recommender.sessions import Ints

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Ranking:
    """Items with their scores, best first; only items that the model has a reason for."""

    items: Ints
    scores: NDArray[np.float64]


@dataclass(frozen=True)
class Explained:
    """A ranking with the session item behind each candidate, -1 where it is only popular, and the kind of source."""

    ranking: Ranking
    causes: Ints
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """A session item and the share, 0 to 1, of a candidate's score that it caused."""

    item: int
    share: float


class Ranker(Protocol):
    """All that an evaluation asks of a model."""

    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking: ...


class Recommender(Protocol):
    """A fitted model. `fit` is each model's own class method, since what it may be told differs."""

    def score(self, session: Ints, k: int, blocked: Mask | None = None, emphases: Emphases = ALIKE) -> Ranking:
        """At most k candidates for a session given oldest event first, none of them blocked; always the same ones."""
        ...

    def explain(self, session: Ints, item: int, emphases: Emphases = ALIKE) -> tuple[Evidence, ...]:
        """The session items that caused a candidate, strongest first; empty when the session had no part in it."""
        ...

    def save(self, folder: Path) -> None: ...

    @classmethod
    def load(cls, folder: Path) -> Self: ...


def best(scores: NDArray[np.float64], k: int, blocked: Mask | None = None) -> Ranking:
    """The k largest positive scores of a dense row, ties by item so that the answer never depends on chance."""
    items = np.flatnonzero(scores > 0 if blocked is None else (scores > 0) & ~blocked)
    if len(items) > k:
        items = items[scores[items] >= np.partition(scores[items], -k)[-k]]
    order = np.lexsort((items, -scores[items]))[:k]
    return Ranking(items[order].astype(np.int64), scores[items[order]].astype(np.float64))


def shares_of(session_items: Sequence[int] | Ints, parts: Sequence[float]) -> tuple[Evidence, ...]:
    """What each session item brought, as shares of the whole, strongest first."""
    total = sum(parts)
    caused = [Evidence(int(i), part / total) for i, part in zip(session_items, parts, strict=True) if part > 0]
    return tuple(sorted(caused, key=lambda evidence: (-evidence.share, evidence.item)))
