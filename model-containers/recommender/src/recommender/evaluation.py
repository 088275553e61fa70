"""How well a model foresees the next item of a session it has not seen, ranked against the full catalogue."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from recommender.model import Mask, Ranker
from recommender.sessions import NOTHING, Floats, Ints, Sessions

DEPTH = 20
RESAMPLES = 2000
BOUNDS = (0.025, 0.975)
MOST_RATIO = 1000.0  # what is more says only that the other one found next to nothing


Slates = Literal["usual", "with-taken"]


@dataclass(frozen=True)
class Question:
    """What a session had done, and what it did next; the target is -1 when no training row has that item.

    `off_slate` are items that may not be an answer, `taken` those of the prefix that were bought or put into the basket
    and may be.
    """

    prefix: Ints
    target: int
    off_slate: Ints = field(default_factory=lambda: NOTHING)
    taken: Ints = field(default_factory=lambda: NOTHING)


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
    sessions: Sessions,
    after: float | None = None,
    limit: int | None = None,
    seed: int = 7,
    slates: Slates | None = None,
) -> list[Question]:
    """One question for every event with something before it, or only for events later than `after`.

    Those of `slates` ask for what one could show alone: usual ones leave out what was met last, what lies in the basket
    and what its customer bought; others only the first, and are asked of who took something. Nothing is known then that
    shares the target's moment: the lines of one order come at once, and to tell one of them from the others foresees
    nothing.
    """
    begins = np.repeat(sessions.offsets[:-1], sessions.lengths)
    known = first_of_moment(sessions) if slates else np.arange(len(sessions.items))
    is_asked = known > begins
    if after is not None:
        is_asked &= sessions.times > after
    if slates:
        is_asked &= sessions.items != sessions.items[known - 1]
    if slates == "usual":
        is_asked &= ~sessions.was_taken
    if slates == "with-taken":
        added, bought = np.concatenate([[0], np.cumsum(sessions.is_added)]), sessions.bought_span[:, 1]
        is_asked &= (added[known] > added[begins]) | (bought > bought[begins])
    places = np.flatnonzero(is_asked)
    if limit is not None and len(places) > limit:
        chosen = np.random.default_rng(seed).choice(len(places), limit, replace=False)
        places = places[np.sort(chosen)]
    return [_question(sessions, slice(begins[at], known[at]), at, slates) for at in places.tolist()]


def _question(sessions: Sessions, known: slice, at: int, slates: Slates | None) -> Question:
    prefix, target = sessions.items[known], int(sessions.items[at])
    if not slates:
        return Question(prefix, target)
    last, added = prefix[-1:], prefix[sessions.is_added[known]]
    first, end = sessions.bought_span[at]
    if slates == "usual":
        return Question(prefix, target, np.unique(np.concatenate([sessions.bought[first:end], added, last])))
    lately = sessions.bought[sessions.bought_span[known.start, 1] : end]
    taken = np.intersect1d(prefix, np.concatenate([lately, added]))
    return Question(prefix, target, last, np.setdiff1d(taken, last))


def first_of_moment(sessions: Sessions) -> Ints:
    """(events,) where the events of each one's moment begin in its session; itself where the data has only an order."""
    places = np.arange(len(sessions.items))
    if not sessions.times.any():
        return places
    is_later = np.diff(sessions.times, prepend=np.nan) != 0
    is_later[sessions.offsets[:-1]] = True
    return np.maximum.accumulate(np.where(is_later, places, 0))


def asked_with_masks(questions: Iterable[Question], catalogue: int) -> Iterator[tuple[Question, Mask | None]]:
    """Each question with the mask (items,) of what its slate leaves out, which is the next one's too: nothing may keep
    it."""
    mask = np.zeros(catalogue, bool)
    for question in questions:
        mask[question.off_slate] = True
        yield question, mask if len(question.off_slate) else None
        mask[question.off_slate] = False


def answer(model: Ranker, questions: Sequence[Question], catalogue: int, depth: int = DEPTH) -> Answers:
    ranks = np.zeros(len(questions), np.int64)
    shown = np.zeros(catalogue, bool)
    for i, (question, blocked) in enumerate(asked_with_masks(questions, catalogue)):
        items = model.score(question.prefix, depth, blocked).items
        shown[items] = True
        ranks[i] = place_of(items, question.target)
    return Answers(ranks, float(shown.mean()))


def place_of(items: Ints, target: int) -> int:
    """From 1; 0 where it is not among them."""
    places = np.flatnonzero(items == target)
    return int(places[0]) + 1 if len(places) else 0


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
