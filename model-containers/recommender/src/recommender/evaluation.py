"""How well a model foresees the next item of a session it has not seen, ranked against the full catalogue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.model import Ranker
from recommender.sessions import Floats, Ints, Sessions

DEPTH = 20
RESAMPLES = 2000
BOUNDS = (0.025, 0.975)
MOST_RATIO = 1000.0  # what is more says only that the other one found next to nothing


@dataclass(frozen=True)
class Question:
    """What a session had done, and what it did next; the target is -1 when no training row has that item."""

    prefix: Ints
    target: int


@dataclass(frozen=True)
class Answers:
    """`ranks` begin at 1 and are 0 where the target is not among the first; `coverage` is the share of items shown."""

    ranks: Ints
    coverage: float


@dataclass(frozen=True)
class Figures:
    hr20: float
    mrr20: float
    ndcg20: float
    coverage20: float


def questions_of(
    sessions: Sessions, after: float | None = None, limit: int | None = None, seed: int = 7, apart: bool = False
) -> list[Question]:
    """One question for every event with something before it, or only for events later than `after`.

    `apart` leaves out of what was known what shares the target's moment: the lines of one order come at once, and to
    tell one of them from the others foresees nothing.
    """
    starts, ends = sessions.offsets[:-1], sessions.offsets[1:]
    known = first_of_moment(sessions) if apart else np.arange(len(sessions.items))
    asked = [
        (start, known[at], at)
        for start, end in zip(starts, ends, strict=True)
        for at in range(start + 1, end)
        if known[at] > start and (after is None or sessions.times[at] > after)
    ]
    if limit is not None and len(asked) > limit:
        chosen = np.random.default_rng(seed).choice(len(asked), limit, replace=False)
        asked = [asked[i] for i in np.sort(chosen)]
    return [Question(sessions.items[start:end], int(sessions.items[at])) for start, end, at in asked]


def first_of_moment(sessions: Sessions) -> Ints:
    """(events,) where the events of each one's moment begin in its session; itself where the data has only an order."""
    places = np.arange(len(sessions.items))
    if not sessions.times.any():
        return places
    is_later = np.diff(sessions.times, prepend=np.nan) != 0
    is_later[sessions.offsets[:-1]] = True
    return np.maximum.accumulate(np.where(is_later, places, 0))


def answer(model: Ranker, questions: Sequence[Question], catalogue: int, depth: int = DEPTH) -> Answers:
    ranks = np.zeros(len(questions), np.int64)
    shown = np.zeros(catalogue, bool)
    for i, question in enumerate(questions):
        items = model.score(question.prefix, depth).items
        shown[items] = True
        places = np.flatnonzero(items == question.target)
        ranks[i] = places[0] + 1 if len(places) else 0
    return Answers(ranks, float(shown.mean()))


def figures_of(answers: Answers) -> Figures:
    gains = (gain(answers.ranks) for gain in (hits_of, reciprocal_ranks, ndcg_gains))
    return Figures(*(float(one.mean()) for one in gains), answers.coverage)


def hits_of(ranks: Ints) -> Floats:
    return (ranks > 0).astype(np.float64)


def reciprocal_ranks(ranks: Ints) -> Floats:
    return hits_of(ranks) / np.maximum(ranks, 1)


def ndcg_gains(ranks: Ints) -> Floats:
    """(questions,) NDCG with one right answer (Järvelin & Kekäläinen, 2002): from 1 down to 0 where it is not shown."""
    return hits_of(ranks) / np.log2(np.maximum(ranks, 1) + 1)


def ratio_interval(
    ours: Ints | Floats,
    theirs: Ints | Floats,
    gain: Callable[..., Floats] = hits_of,
) -> tuple[float, float, float]:
    """Ratio of mean gains with its 95 % interval by paired bootstrap over questions (Efron, 1979).

    None is above MOST_RATIO, which is told as well where the other one gained nothing at all.
    """
    gains = np.stack([gain(ours), gain(theirs)])
    means = np.concatenate([gains.mean(axis=1)[np.newaxis], resampled_means(gains)])
    ratios = np.minimum(means[:, 0] / np.maximum(means[:, 1], 1e-12), MOST_RATIO)
    low, high = np.quantile(ratios[1:], BOUNDS)
    return float(ratios[0]), float(low), float(high)


def mean_intervals(gains: Floats) -> Floats:
    """(models, 2) 95 % interval of each model's mean of (models, questions), by the same bootstrap for all."""
    return np.quantile(resampled_means(gains), BOUNDS, axis=0).T


def resampled_means(gains: Floats) -> Floats:
    """(RESAMPLES, models) means of (models, questions) over questions drawn again, the same for every model.

    How often each was drawn is counted once for all models: a search judges a dozen, and these must cost it little.
    """
    rng = np.random.default_rng(7)
    count = gains.shape[1]
    counts = (np.bincount(rng.integers(0, count, count), minlength=count) for _ in range(RESAMPLES))
    return np.stack([(gains * times).sum(axis=1) for times in counts]) / count
