# ruff: noqa: ANN001, ANN201 (numba infers the types of the compiled functions)
"""Session kNN: what sessions that resemble this one went on to do.

VS-kNN (Ludewig & Jannach, 2018, "Evaluation of session-based recommendation algorithms") over the index of VMIS-kNN
(Kersbergen et al., 2022, "Serenade"): of each item only the newest `sample` sessions are kept, so an answer costs the
same however long the shop has been open.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numba import njit

from recommender.arrays import load_arrays, save_arrays
from recommender.best_rows import best_rows
from recommender.model import Evidence, Mask, Ranking, best, shares_of
from recommender.recall import ALIKE, Emphases, strengths, strongest
from recommender.sessions import Floats, Ints, Sessions

POSITION_WEIGHTS = {
    "same": lambda step: np.ones_like(step),
    "div": lambda step: 1.0 / (step + 1),
    "linear": lambda step: np.maximum(1.0 - 0.1 * step, 0.0),
    "log": lambda step: 1.0 / np.log10(step + 1.7),
    "quadratic": lambda step: 1.0 / (step + 1) ** 2,
    "steep": lambda step: 1.0 / (step + 1) ** 1.5,
    "slow": lambda step: 0.9**step,
    "fast": lambda step: 0.6**step,
}


@dataclass(frozen=True)
class NeighbourConfig:
    neighbours: int = 500
    sample: int = 2500  # newest sessions asked for each item
    position: str = "div"  # weight of a session item by its place, newest first
    match: str = "linear"  # weight of a neighbour by how recently the session met it
    idf: float = 1.0  # power of the inverse session frequency of a candidate
    recency: float = 0.0  # how much more the newest session counts than the oldest
    history: int = 20  # session items asked, newest first
    keeps_last: bool = True  # whether the item being looked at may be recommended


@dataclass(frozen=True)
class SessionNeighbours:
    """The index: the distinct items of each session as flat arrays and, for each item, its sessions newest first."""

    items: Ints
    offsets: Ints
    holders: Ints
    starts: Ints
    even: Floats
    idf: Floats
    way: Floats
    keeps_last: Mask

    @classmethod
    def fit(cls, sessions: Sessions, config: NeighbourConfig | None = None) -> Self:
        config = config or NeighbourConfig()
        holders, starts = holders_of(sessions, config.sample)
        inverse = np.log(max(len(sessions), 2) / np.maximum(session_frequency(sessions), 1))
        even = np.ones(len(sessions.item_ids))
        distinct = sessions.keeping(sessions.first)
        return cls(
            distinct.items.astype(np.int32),
            distinct.offsets,
            holders.astype(np.int32),
            starts,
            even,
            inverse**config.idf,
            way_of(config),
            np.array(config.keeps_last),
        )

    def score(self, session: Ints, k: int, blocked: Mask | None = None, emphases: Emphases = ALIKE) -> Ranking:
        _, _, others, weights = self._nearest(session, emphases)
        scores = weigh(others, weights, self.items, self.offsets, len(self.idf)) * self.idf
        if len(session) and not self.keeps_last:
            scores[session[-1]] = 0.0
        return best(scores, k, blocked)

    def explain(self, session: Ints, item: int, emphases: Emphases = ALIKE) -> tuple[Evidence, ...]:
        """Shares of the similarity that each session item brought to the neighbours which hold the candidate."""
        recent, worth, others, _ = self._nearest(session, emphases)
        rows = [self.items[self.offsets[other] : self.offsets[other + 1]] for other in others]
        holding = [row for row in rows if item in row]
        parts = [float(one) * sum(i in row for row in holding) for i, one in zip(recent, worth, strict=True)]
        return shares_of(recent, parts)

    def causes(self, session: Ints, items: Ints, emphases: Emphases = ALIKE) -> Ints:
        """(items,) what `explain` names first for each, -1 where it names nothing, in one walk over the neighbours."""
        recent, worth, others, _ = self._nearest(session, emphases)
        wanted = np.full(len(self.idf), -1, np.int64)
        wanted[items] = np.arange(len(items))
        parts = shared_parts(others, self.items, self.offsets, recent, worth, wanted, len(items))
        # Of equal parts `explain` names the smallest item first.
        order = np.argsort(recent, kind="stable")
        best = order[parts[order].argmax(axis=0)] if len(recent) else np.zeros(len(items), np.int64)
        is_caused = parts.max(axis=0, initial=0.0) > 0
        return np.where(is_caused, recent[best] if len(recent) else -1, -1)

    def save(self, folder: Path) -> None:
        save_arrays(folder, vars(self))

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))

    def _nearest(self, session: Ints, emphases: Emphases) -> tuple[Ints, Floats, Ints, Floats]:
        """The session items asked and the strength of each; the sessions most like it and the weight of each."""
        asked = strongest(session, self.way.shape[1], emphases)
        worth = strengths(self.way[0], asked)
        index = (self.offsets, self.holders, self.starts, self.even)
        count = len(self.offsets) - 1
        scratch = (np.zeros(count), np.zeros(count, np.int64), np.empty(count, np.int64))
        others, weights, _ = nearest_sessions(asked.items, worth, index, self.way, scratch)
        return asked.items, worth, others, weights


def way_of(config: NeighbourConfig) -> Floats:
    """One array (3, history) for the compiled part: position weights, match weights, then neighbours and recency."""
    steps = np.arange(config.history, dtype=np.float64)
    rest = np.zeros(config.history)
    rest[:2] = config.neighbours, config.recency
    return np.stack([POSITION_WEIGHTS[config.position](steps), POSITION_WEIGHTS[config.match](steps), rest])


def session_frequency(sessions: Sessions) -> Ints:
    """In how many sessions each item occurs."""
    return np.bincount(sessions.items[sessions.first], minlength=len(sessions.item_ids))


def holders_of(sessions: Sessions, sample: int) -> tuple[Ints, Ints]:
    """Sessions that hold each item, newest first and at most `sample`, as one array with starts (items + 1,)."""
    count = len(sessions.item_ids)
    owner = np.repeat(np.arange(len(sessions)), sessions.lengths)
    pairs = np.unique(sessions.items * len(sessions) + (len(sessions) - 1 - owner))
    item, holder = pairs // len(sessions), len(sessions) - 1 - pairs % len(sessions)
    place = np.arange(len(item)) - np.searchsorted(item, item)
    item, holder = item[place < sample], holder[place < sample]
    return holder, np.searchsorted(item, np.arange(count + 1))


@njit(cache=True)
def nearest_sessions(recent, worth, index, way, scratch):
    """(sessions, weights, first place in `recent` that each holds) of the most similar ones; the scratch is left clean.

    `worth` (n,) is the strength of each of the first n `recent` items.
    """
    offsets, holders, starts, idf = index
    similarity, nearest, touched = scratch[0], scratch[1], scratch[2]
    found = 0
    for step in range(len(worth)):
        shared = worth[step] * idf[recent[step]]
        if shared == 0.0:  # whoever is like the session in this alone would be touched again and again
            continue
        for at in range(starts[recent[step]], starts[recent[step] + 1]):
            other = holders[at]
            if similarity[other] == 0.0:
                touched[found] = other
                nearest[other] = step
                found += 1
            similarity[other] += shared
    weights = np.empty(found)
    for i in range(found):
        weights[i] = similarity[touched[i]] * (1.0 + way[2, 1] * touched[i] / (len(offsets) - 1))
        weights[i] += touched[i] * 1e-12  # of equals the newest
        similarity[touched[i]] = 0.0
    near = touched[:found].copy()
    limit = int(way[2, 0])
    if found > limit:
        order = best_rows(weights, limit)
        near, weights = near[order], weights[order]
    met = nearest[near]
    for i in range(len(near)):
        weights[i] *= way[1, met[i]]
    return near, weights, met


@njit(cache=True)
def shared_parts(others, items, offsets, recent, weights, wanted, count):
    """(recent, wanted items) the weight of each recent item times the neighbours that hold it and the wanted item."""
    parts = np.zeros((len(recent), count))
    step_of = np.full(len(wanted), -1)
    step_of[recent] = np.arange(len(recent))
    steps = np.empty(len(recent), np.int64)
    for other in others:
        row = items[offsets[other] : offsets[other + 1]]
        held = 0
        for at in range(len(row)):
            if step_of[row[at]] >= 0:
                steps[held] = step_of[row[at]]
                held += 1
        for at in range(len(row)):
            place = wanted[row[at]]
            if place >= 0:
                for one in range(held):
                    parts[steps[one], place] += weights[steps[one]]
    return parts


@njit(cache=True)
def weigh(others, weights, items, offsets, count):
    """Sum of the weights of the sessions that hold each item."""
    scores = np.zeros(count)
    for i in range(len(others)):
        for at in range(offsets[others[i]], offsets[others[i] + 1]):
            scores[items[at]] += weights[i]
    return scores
