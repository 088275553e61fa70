"""How well a model foresees the next item of a session it has not seen, ranked against the full catalogue."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
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
    and may be. `asker` tells whose session it is, within one set of questions.
    """

    prefix: Ints
    target: int
    off_slate: Ints = field(default_factory=lambda: NOTHING)
    taken: Ints = field(default_factory=lambda: NOTHING)
    asker: int | None = None


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
    asker: int = 0,
) -> list[Question]:
    """One question for every event with something before it, or only for events later than `after`. The askers of the
    first session's are `asker`, those of the next one more.

    Those of `slates` ask for what one could show alone: usual ones leave out what was met last, what lies in the basket
    and what its customer bought; others only the first, and are asked of who took something. Nothing is known then that
    shares the target's moment: the lines of one order come at once, and to tell one of them from the others foresees
    nothing.
    """
    owners = np.repeat(np.arange(len(sessions)), sessions.lengths)
    begins = sessions.offsets[owners]
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
    return [
        _question(sessions, slice(begins[at], known[at]), at, slates, asker + int(owners[at])) for at in places.tolist()
    ]


def _question(sessions: Sessions, known: slice, at: int, slates: Slates | None, asker: int) -> Question:
    prefix, target = sessions.items[known], int(sessions.items[at])
    if not slates:
        return Question(prefix, target, asker=asker)
    last, added = prefix[-1:], prefix[sessions.is_added[known]]
    first, end = sessions.bought_span[at]
    if slates == "usual":
        left_out = np.unique(np.concatenate([sessions.bought[first:end], added, last]))
        return Question(prefix, target, left_out, asker=asker)
    lately = sessions.bought[sessions.bought_span[known.start, 1] : end]
    taken = np.intersect1d(prefix, np.concatenate([lately, added]))
    return Question(prefix, target, last, np.setdiff1d(taken, last), asker)


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


def askers_of(questions: Sequence[Question]) -> Ints:
    """(questions,) numbers from 0: equal for questions of one session, of which each that names none has its own."""
    named = {one.asker for one in questions if one.asker is not None}
    alone = count(len(named))
    numbers = {asker: number for number, asker in enumerate(sorted(named))}
    return np.array([next(alone) if one.asker is None else numbers[one.asker] for one in questions], np.int64)


def ratio_interval(
    ours: Ints | Floats,
    theirs: Ints | Floats,
    gain: Callable[..., Floats] = hits_of,
    askers: Ints | None = None,
) -> tuple[float, float, float]:
    """Ratio of mean gains with its 95 % interval by paired bootstrap over questions (Efron, 1979), or over `askers`:
    what one of them did is told by their other questions too.

    None is above MOST_RATIO, which is told as well where the other one gained nothing at all.
    """
    gains = np.stack([gain(ours), gain(theirs)])
    means = np.concatenate([gains.mean(axis=1)[np.newaxis], resampled_means(gains, askers)])
    ratios = np.minimum(means[:, 0] / np.maximum(means[:, 1], 1e-12), MOST_RATIO)
    low, high = np.quantile(ratios[1:], BOUNDS)
    return float(ratios[0]), float(low), float(high)


def mean_intervals(gains: Floats, askers: Ints | None = None) -> Floats:
    """(models, 2) 95 % interval of each model's mean of (models, questions), by the same bootstrap for all."""
    return np.quantile(resampled_means(gains, askers), BOUNDS, axis=0).T


def resampled_means(gains: Floats, askers: Ints | None = None) -> Floats:
    """(RESAMPLES, models) means of (models, questions) over askers drawn again, the same for every model; each question
    is its own asker where none are told (Field & Welsh, 2007, "Bootstrapping clustered data").

    How often each was drawn is counted once for all models: a search judges a dozen, and these must cost it little.
    """
    rng = np.random.default_rng(7)
    drawn_from = np.arange(gains.shape[1]) if askers is None else askers
    sizes = np.bincount(drawn_from).astype(np.float64)
    sums = np.stack([np.bincount(drawn_from, row, len(sizes)) for row in gains])
    draws = (rng.integers(0, len(sizes), len(sizes)) for _ in range(RESAMPLES))
    counts = (np.bincount(drawn, minlength=len(sizes)) for drawn in draws)
    return np.stack([(sums * times).sum(axis=1) / (sizes * times).sum() for times in counts])
