"""Whether attributes order a stranger's slate better than popularity, and with how much shrinkage and weight."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from recommender.attribute_popularity import Choice, Shoppers, Tally, found, lines_of
from recommender.evaluation import ratio_interval
from recommender.notes import Note
from recommender.sessions import Floats, Ints

POPULARITY = Choice(1, 0)
CHOICES = (POPULARITY, *(Choice(c, weight) for weight in (0.5, 1.0) for c in (1, 3, 10, 30, 100)))
FOLDS = 5
MOST_ASKED = 2_000  # customers of a fold
LEAST_ASKED = 100  # customers in all, below which an interval says little

Found = Mapping[Choice, Floats]


@dataclass(frozen=True)
class AttributePopularity:
    """`lines` as lines_of writes them, none where popularity stays; `figures` are numbers alone."""

    lines: list[dict[str, Any]]
    figures: dict[str, float]
    note: Note | None


NOTHING_SAID = AttributePopularity([], {}, None)


def learn(shoppers: Shoppers, popular: Sequence[str], seed: int) -> AttributePopularity:
    """Lifts of the popular items that serve, published only where the 95 % interval of the ratio to popularity lies
    above 1.

    Customers are judged by folds: shrinkage and weight are chosen on others than those judged, and learned from others
    again. Judged is what somebody met before their first long pause, because later they are no stranger. They came at
    all times, so both sides order by all that was ever met: popularity that forgets, which serves, would be judged
    months too late here and be the weaker rival.
    """
    asked = np.flatnonzero(shoppers.said.getnnz(axis=1) * shoppers.first.getnnz(axis=1))
    if len(asked) < LEAST_ASKED:
        counted = {"customers": len(asked)}
        return AttributePopularity([], counted, Note("too-few-described", counted))
    folds = np.array_split(np.random.default_rng(seed).permutation(asked), FOLDS)
    choice, ours, theirs = judged(shoppers, folds)
    ratio, low, high = ratio_interval(ours, theirs, np.asarray)
    is_better = choice.weight > 0 and low > 1
    interval = {"ratio": ratio, "low": low, "high": high}
    figures = {
        "customers": len(ours),
        "recall20": float(ours.mean()),
        "popularity_recall20": float(theirs.mean()),
        **{"ratio": ratio, "ratio_low": low, "ratio_high": high},
        **{"shrinkage": choice.shrinkage, "weight": choice.weight},
        "published": float(is_better),
    }
    if not is_better:
        return AttributePopularity([], figures, Note("attributes-say-nothing", interval))
    served = Tally.of(shoppers, np.arange(shoppers.met.shape[0]), popular)
    lines = lines_of(shoppers, served, choice)
    return AttributePopularity(lines, figures, Note("attributes-order", interval))


def judged(shoppers: Shoppers, folds: list[Ints]) -> tuple[Choice, Floats, Floats]:
    """The choice for everybody; and what each asked customer found by a choice made without them, and by popularity."""
    within: list[list[Found]] = [[] for _ in folds]
    for one, other in combinations(range(len(folds)), 2):
        for_one, for_other = without(shoppers, [folds[one], folds[other]])
        within[other].append(for_one)
        within[one].append(for_other)
    alone = [without(shoppers, [fold])[0] for fold in folds]
    ours = [trial[best_of(others)] for trial, others in zip(alone, within, strict=True)]
    return best_of(alone), np.concatenate(ours), np.concatenate([trial[POPULARITY] for trial in alone])


def without(shoppers: Shoppers, away: list[Ints]) -> list[Found]:
    """What each choice finds for some of those who are away, learned from all others."""
    tally = Tally.of(shoppers, np.setdiff1d(np.arange(shoppers.met.shape[0]), np.concatenate(away)))
    lifts = {choice: tally.lifts(choice) for choice in CHOICES}
    return [{choice: found(shoppers, tally, by, fold[:MOST_ASKED]) for choice, by in lifts.items()} for fold in away]


def best_of(trials: Iterable[Found]) -> Choice:
    """Of equals the first, so that popularity stays where nothing is better."""
    tried = list(trials)
    return max(CHOICES, key=lambda choice: float(np.concatenate([one[choice] for one in tried]).mean()))
