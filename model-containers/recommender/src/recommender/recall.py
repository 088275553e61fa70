"""Which items of a session a model asks, how far back each stands, and what it counts for.

A recipe may say that a purchase counts for more than a view. A model that sums over a session's items multiplies what
each says by that. A model of order has no place for it: when something was done is a fact.
"""

import math
from collections.abc import Hashable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import numpy as np
from numba import njit

from recommender.sessions import Floats, Ints

FAINT = 1e-5  # beside what was met last: what has faded to less changes no order
FADING = 0.85  # what an item counts for, per distinct item that was met since; candidate lists fade alike
LEAST = 1e-6  # beside a session's mean: a weight that vanishes could not be divided by
Item = TypeVar("Item", bound=Hashable)


class Emphasis(NamedTuple):
    """An item of a session: `step` distinct items were met since, and it counts for `weight` beside their mean."""

    step: int
    weight: float


Emphases = Mapping[int, Emphasis]  # of every item of a session, the strongest first; of none where all count alike
ALIKE: Emphases = MappingProxyType({})


class Recalled(NamedTuple):
    """(n,) distinct items with the step back and the weight of each. Where all count alike, steps are 0, 1, 2 … and
    weights 1."""

    items: Ints
    steps: Ints
    weights: Floats


def emphasised(weights: Mapping[Item, float]) -> Mapping[Item, Emphasis]:
    """Of distinct items, newest first, by what each counts for. Only how they compare says anything."""
    if len(set(weights.values())) < 2:
        return {}
    told = np.array(list(weights.values())) / max(weights.values())
    told = np.maximum(told / told.mean(), LEAST)
    emphases = {item: Emphasis(step, float(told[step])) for step, item in enumerate(weights)}
    strongest = sorted(emphases.items(), key=lambda one: -one[1].weight * FADING ** one[1].step)
    return dict(strongest)


def newest(session: Ints, limit: int, emphases: Emphases = ALIKE) -> Recalled:
    """For a model to which it matters what was met last."""
    return _told(distinct_newest_first(session, limit), emphases)


def strongest(session: Ints, limit: int, emphases: Emphases = ALIKE) -> Recalled:
    """For a model that asks few items: what counts for much is among them however far back it stands."""
    if not emphases:
        return newest(session, limit)
    met = set(session.tolist())
    return _told(np.array([item for item in emphases if item in met][:limit], np.int64), emphases)


@njit(cache=True)
def distinct_newest_first(session: Ints, limit: int) -> Ints:
    found = np.empty(min(limit, len(session)), np.int64)
    count = 0
    for back in range(1, len(session) + 1):
        if count == len(found):
            break
        found[count] = session[-back]
        place = 0
        while found[place] != session[-back]:  # which it meets at `count` at the latest
            place += 1
        if place == count:
            count += 1
    return found[:count]


def strengths(by_step: Floats, asked: Recalled) -> Floats:
    """(n,) what each item says: `by_step` (steps,) of its place, the last for all further back, times its weight."""
    return by_step[np.minimum(asked.steps, len(by_step) - 1)] * asked.weights


def worths(session: Ints, decay: float, emphases: Emphases = ALIKE) -> Floats:
    """(events,) what each event of a session counts for: as much as its kind does, less with each that came since."""
    fading = decay ** np.arange(len(session))[::-1]
    return fading * [emphases[item].weight for item in session.tolist()] if emphases else fading


@cache
def lasting(decay: float, most: int) -> int:
    """How many distinct items are worth asking, at `most`, by a model to which they fade so."""
    return most if decay >= 1 else min(most, math.ceil(math.log(FAINT, decay)))


@cache
def faded(decay: float, steps: int) -> Floats:
    """(steps,) 1, decay, decay² and so on."""
    return np.cumprod([1.0, *[decay] * (steps - 1)])


def _told(items: Ints, emphases: Emphases) -> Recalled:
    if not emphases:
        return Recalled(items, np.arange(len(items)), np.ones(len(items)))
    told = [emphases[item] for item in items.tolist()]
    return Recalled(items, np.array([one.step for one in told], np.int64), np.array([one.weight for one in told]))
